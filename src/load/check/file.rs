//! The check of one file: its rows are read and judged by every core, then what only the whole file
//! can tell is told.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    across::Fact,
    part::{Met, Part},
    report::FileCheck,
    shelf::{Ids, Shelf},
    tally::{Late, Tally},
};
use crate::load::{
    LoadError,
    catalogue::{Column, Label, Table},
    deliveries::Delivery,
    read::{ahead::Ahead, files::Files, layout::Layout, row::read, rows::At},
    row::Row,
    session::Session,
    settle::{OnFile, contradiction, dangling},
    survey::{left_out, several},
    transaction::hash,
};

/// A file to be checked.
pub(super) struct FileAsked<'a> {
    pub table: &'static Table,
    pub files: &'a dyn Files,
    pub delivery: &'a Delivery,
    pub session: Option<Session<'a>>,
    pub named: usize,
    pub secret: Option<&'a str>,
    /// Whether a later file may point at its rows.
    pub wanted: bool,
}

/// A row that points at a row of its own file.
struct Waiting {
    line: At,
    id: i64,
    column: &'static Column,
    target: i64,
}

/// A file while it is checked.
struct Checking<'a> {
    asked: &'a FileAsked<'a>,
    layout: Layout,
    tally: Tally,
    met: Vec<Met>,
    /// What the file brings.
    brought: Ids,
    waiting: Vec<Waiting>,
    regions: BTreeSet<String>,
    facts: Vec<Fact>,
    /// Whether anything may point at its rows.
    wanted: bool,
}

impl FileAsked<'_> {
    /// Checks the file, and puts what it brings on the shelf.
    pub async fn check(&self, shelf: &mut Shelf) -> Result<FileCheck, LoadError> {
        let mut rows = self.delivery.open(self.files, self.secret)?;
        let layout = Layout::new(self.table, rows.header());
        let mut checking = Checking::new(self, layout);
        let mut ahead = Ahead::new(&mut *rows)?;
        while let Some(parts) =
            ahead.work(|lines| Part::of(&checking.layout, lines, shelf, checking.wanted))?
        {
            for part in parts {
                checking.take(part, shelf).await?;
            }
        }
        checking.finish(shelf, left_out(&*rows))
    }
}

impl<'a> Checking<'a> {
    fn new(asked: &'a FileAsked<'a>, layout: Layout) -> Self {
        let own = asked.table.columns.iter().any(|column| {
            let target = column.target().map(|target| asked.table.labels(target));
            let own = target.is_some_and(|labels| labels.iter().any(|to| is_own(asked.table, *to)));
            own && layout.place(column).is_some()
        });
        Self {
            wanted: asked.wanted || own,
            tally: Tally::new(asked.table, &asked.delivery.name(), asked.named),
            layout,
            asked,
            met: Vec::new(),
            brought: Ids::new(),
            waiting: Vec::new(),
            regions: BTreeSet::new(),
            facts: Vec::new(),
        }
    }

    /// Takes what came of some rows, once the graph was asked for what they point at.
    async fn take(&mut self, mut part: Part, shelf: &mut Shelf) -> Result<(), LoadError> {
        let table = self.asked.table;
        if let Some(session) = &self.asked.session {
            let wanted: BTreeSet<(Label, &str)> = part
                .open
                .iter()
                .flat_map(|row| row.references(table))
                .filter(|(_, label, id)| !shelf.has(*label, id))
                .map(|(_, label, id)| (label, id))
                .collect();
            shelf.known.look_up(session, wanted).await?;
        }
        for row in std::mem::take(&mut part.open) {
            self.judge(row, shelf, &mut part);
        }
        self.met.extend(part.met);
        self.brought.extend(part.brought);
        self.regions.extend(part.regions);
        self.facts.extend(part.facts);
        self.tally.take(part.rows, part.profile);
        for (line, refusal) in part.refused {
            self.tally.refuse(line, refusal);
        }
        for (line, doubt) in part.doubts {
            self.tally.doubt(line, doubt);
        }
        Ok(())
    }

    /// Judges a row that points at something the files before did not bring.
    fn judge(&mut self, mut row: Row, shelf: &mut Shelf, part: &mut Part) {
        let table = self.asked.table;
        let line = row.line.at();
        let missing = |own: bool| {
            let mut all = row.references(table);
            all.find(|(_, to, id)| is_own(table, *to) == own && !shelf.has(*to, id))
        };
        if let Some((column, Label::PERSON, id)) = missing(false)
            && row.is_unregistered(table, column)
        {
            let id = id.to_owned();
            shelf.bring(Label::PERSON, [(hash(id.as_bytes()), None)]);
            row.doubt_payee(&id);
            part.accept(table, row, shelf, self.wanted);
            return;
        }
        if let Some((column, label, id)) = missing(false) {
            part.refused.push((line, dangling(column, label, id)));
            return;
        }
        let own = missing(true).map(|(column, _, target)| (column, hash(target.as_bytes())));
        if let Some(refusal) = row.settle(table, shelf) {
            part.refused.push((line, refusal));
            return;
        }
        let Some((column, target)) = own else {
            part.accept(table, row, shelf, self.wanted);
            return;
        };
        self.waiting.push(Waiting {
            line,
            id: hash(row.id.as_bytes()),
            column,
            target,
        });
        part.doubts
            .extend(row.doubts.into_iter().map(|doubt| (line, doubt)));
    }

    /// Tells what only the whole file can: which rows contradict each other, which point at none.
    fn finish(mut self, shelf: &mut Shelf, unknown: Vec<String>) -> Result<FileCheck, LoadError> {
        let mut late = BTreeMap::new();
        let (repeated, contradictory) = several(&mut self.met, |met| (met.0, met.1));
        let broken = self.tally.broken();
        for (id, _, line) in &self.met {
            if contradictory.contains(id) && !broken.contains(line) {
                late.insert(*line, Late::Contradicts);
            }
        }
        self.brought.retain(|id, _| !contradictory.contains(id));
        self.regions
            .retain(|code| !contradictory.contains(&hash(code.as_bytes())));
        self.settle_waiting(&contradictory, &mut late);
        let again = self.met.iter().filter(|met| repeated.contains(&met.0));
        let again = again.count().saturating_sub(repeated.len());
        self.tally.late(&late);
        self.name(&late)?;
        self.facts.retain(|fact| !late.contains_key(&fact.at));
        for (at, doubt) in shelf.across.doubts(self.asked.table, self.facts) {
            self.tally.doubt(at, doubt);
        }
        if let Some(label) = self.asked.table.label() {
            shelf.bring(label, self.brought);
        }
        shelf.regions.extend(self.regions);
        let unjudged = self.asked.table.columns.iter().filter_map(Column::target);
        let unjudged: BTreeSet<Label> = unjudged
            .flat_map(|target| self.asked.table.labels(target))
            .filter(|label| shelf.unjudged.contains(label))
            .collect();
        let mut report = self.tally.report(&self.layout, again as u64, unknown);
        report.unjudged = unjudged.into_iter().map(|label| label.0).collect();
        Ok(report)
    }

    /// Rows that point at rows of their own file stand once those do.
    fn settle_waiting(&mut self, contradictory: &HashSet<i64>, late: &mut BTreeMap<At, Late>) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain(|row| !contradictory.contains(&row.id));
        loop {
            let before = waiting.len();
            let brought = &mut self.brought;
            waiting.retain(|row| {
                let stands = brought.contains_key(&row.target);
                if stands {
                    brought.insert(row.id, None);
                }
                !stands
            });
            if waiting.len() == before {
                break;
            }
        }
        let dangling = |row: Waiting| (row.line, Late::Dangles(row.column));
        late.extend(waiting.into_iter().map(dangling));
    }

    /// Names the first of the rows that the end of the file refused: they are read once more.
    fn name(&mut self, late: &BTreeMap<At, Late>) -> Result<(), LoadError> {
        let mut left = late.len().min(self.asked.named);
        if left == 0 {
            return Ok(());
        }
        let asked = self.asked;
        let mut rows = asked.delivery.open(asked.files, asked.secret)?;
        let mut place = 0;
        while left > 0
            && let Some(line) = rows.next()?
        {
            let at = (line.number, place);
            place += 1;
            let Some(why) = late.get(&at) else {
                continue;
            };
            left -= 1;
            let Ok(row) = read(&self.layout, &line) else {
                continue;
            };
            let refusal = match why {
                Late::Contradicts => contradiction(&row),
                Late::Dangles(column) => match row.end(self.asked.table, column) {
                    Some((label, id)) => dangling(column, label, id),
                    None => continue,
                },
            };
            self.tally.name(at, refusal);
        }
        Ok(())
    }
}

/// Whether a label is the table's own.
fn is_own(table: &Table, label: Label) -> bool {
    table.label() == Some(label)
}
