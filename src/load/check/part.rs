//! What comes of some rows, as far as they themselves and the files before can tell: every core
//! works on its own.

use chrono::NaiveDate;

use super::{across::Fact, profile::Profile, shelf::Shelf};
use crate::load::{
    catalogue::{Label, Table},
    finding::Refusal,
    natural::NaturalKind,
    read::{
        cells::Doubtful,
        layout::Layout,
        row::read,
        rows::{At, Line},
    },
    row::Row,
    survey::broken,
    transaction::hash,
};

/// A row that was met: its id and what it says, both hashed, and where it stands.
pub(super) type Met = (i64, i64, At);

/// What came of some rows.
#[derive(Default)]
pub(super) struct Part {
    pub rows: u64,
    pub met: Vec<Met>,
    pub refused: Vec<(At, Refusal)>,
    pub doubts: Vec<(At, Doubtful)>,
    /// Rows that point at something that is not known to be on file.
    pub open: Vec<Row>,
    pub brought: Vec<(i64, Option<NaiveDate>)>,
    pub regions: Vec<String>,
    /// What rows say that others may not go together with.
    pub facts: Vec<Fact>,
    pub profile: Profile,
}

impl Part {
    /// Reads and judges some rows of a file; `wanted` says whether anything may point at them.
    pub fn of(layout: &Layout, lines: &[Line], shelf: &Shelf, wanted: bool) -> Self {
        let table = layout.table;
        let mut part = Self {
            rows: lines.len() as u64,
            profile: Profile::new(table),
            ..Self::default()
        };
        for line in lines {
            part.profile.cells(layout, line);
            match read(layout, line) {
                Ok(row) => {
                    part.profile.days(table, &row);
                    part.row(table, row, shelf, wanted);
                }
                Err(refusal) => {
                    let met = broken(layout, line);
                    part.met.extend(met.map(|(id, says)| (id, says, line.at())));
                    part.refused.push((line.at(), refusal));
                }
            }
        }
        part
    }

    fn row(&mut self, table: &'static Table, mut row: Row, shelf: &Shelf, wanted: bool) {
        row.say_kinds(table);
        self.met
            .push((hash(row.id.as_bytes()), row.digest, row.line.at()));
        if row.dangles(table, shelf).is_some() {
            self.open.push(row);
            return;
        }
        match row.settle(table, shelf) {
            Some(refusal) => self.refused.push((row.line.at(), refusal)),
            None => self.accept(table, row, shelf, wanted),
        }
    }

    /// Takes a row that nothing speaks against so far.
    pub fn accept(&mut self, table: &'static Table, mut row: Row, shelf: &Shelf, wanted: bool) {
        row.doubts.extend(shelf.across.doubt(table, &row));
        if wanted {
            self.brought.extend(brings(table, &row));
        }
        self.facts.extend(Fact::of(table, &row));
        let line = row.line.at();
        self.doubts
            .extend(row.doubts.into_iter().map(|doubt| (line, doubt)));
        if table.label() == Some(Label::REGION) {
            self.regions.push(row.id);
        }
    }
}

/// What others may point at once a row is on file: its id, and the number it is known by.
fn brings(table: &Table, row: &Row) -> Vec<(i64, Option<NaiveDate>)> {
    let born = row.of(table, "bornOn").and_then(|day| day.parse().ok());
    let number = table
        .label()
        .and_then(NaturalKind::of)
        .and_then(|kind| row.of(table, &kind.column("id")));
    let ids = number.into_iter().chain([row.id.as_str()]);
    ids.map(|id| (hash(id.as_bytes()), born)).collect()
}
