//! Rows on their way out: what the graph shows of each table, cell by cell as the loader would read
//! it again.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;
use serde_json::Value;

use super::{
    LoadError,
    catalogue::{LinkType, Meaning, Shape, TABLES, Table, Target},
    change::OnFile,
    ledger::{KnownBatches, Ledger},
    read::rows::Line,
    row::Row,
    session::Session,
    statements::{Between, columns},
    unread,
};
use crate::{
    graph::{Filled, Statement},
    template,
};

/// How many rows are read at once.
pub(crate) const CHUNK: usize = 5_000;

/// A table as export sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutwardTable(&'static Table);

impl OutwardTable {
    /// Every table, in the order in which they are loaded.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLES.iter().map(Self)
    }

    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Its columns, and whether every file has each.
    pub fn columns(self) -> impl ExactSizeIterator<Item = (&'static str, bool)> {
        self.0
            .columns
            .iter()
            .map(|column| (column.name, column.required))
    }
}

/// A row as the graph shows it.
#[derive(Debug)]
pub(crate) struct OutwardRow<'a> {
    table: &'static Table,
    /// The id of its node or link.
    pub id: &'a str,
    /// Its cells, by the table's columns.
    pub cells: Vec<String>,
    /// The agency that it comes from.
    pub source: &'a str,
    /// What tells it from another row between the same ends, where their start does not.
    pub source_row: &'a str,
}

impl OutwardRow<'_> {
    /// The cell of a column; empty where the table has no such column.
    pub fn get(&self, column: &str) -> &str {
        let place = self
            .table
            .columns
            .iter()
            .position(|known| known.name == column);
        place
            .and_then(|place| self.cells.get(place))
            .map_or("", String::as_str)
    }
}

/// Where a kind of links begins, and how many begin there.
#[derive(Debug, Deserialize)]
pub(crate) struct Begins {
    pub id: Value,
    pub links: usize,
}

/// An id.
#[derive(Debug, Deserialize)]
pub(crate) struct Id {
    pub id: Value,
}

/// The statements that read a table's own links.
struct OwnLinks {
    between: &'static Between,
    begins: Filled,
    rows: Filled,
}

/// The statements that read the tables.
enum Reading {
    Nodes { ids: Filled, rows: Filled },
    Links(Vec<OwnLinks>),
}

static READINGS: LazyLock<HashMap<&'static str, Reading>> = LazyLock::new(|| {
    let readings = TABLES.iter().filter_map(reading);
    readings.collect()
});

fn reading(table: &'static Table) -> Option<(&'static str, Reading)> {
    let statements = table.statements()?;
    if let (Some(nodes), Some(label)) = (&statements.nodes, table.label()) {
        let ids = template!("export/table_ids.cypher").fill(&[("Label", label.0)]);
        let rows = nodes.rows;
        return Some((table.name, Reading::Nodes { ids, rows }));
    }
    let links = statements.links.iter().map(|(between, _)| {
        let ends = [
            ("Start", between.start.0),
            ("TYPE", between.kind.as_str()),
            ("End", between.end.0),
        ];
        let [start, kind, end] = ends;
        let columns = columns(table, "link");
        let rows = [start, kind, end, ("columns", columns.as_str())];
        OwnLinks {
            between,
            begins: template!("export/table_begins.cypher").fill(&ends),
            rows: template!("export/table_links.cypher").fill(&rows),
        }
    });
    Some((table.name, Reading::Links(links.collect())))
}

/// The tables of a graph.
pub(crate) struct Outward<'a> {
    session: Session<'a>,
    ledger: Ledger,
}

impl<'a> Outward<'a> {
    pub async fn of(session: Session<'a>) -> Result<Self, LoadError> {
        let ledger = Ledger::new(session.read(KnownBatches {}.exchange()?).await?);
        Ok(Self { session, ledger })
    }

    /// Hands out every row of a table: nodes by id, links by their ends.
    pub async fn walk<E: From<LoadError>>(
        &self,
        OutwardTable(table): OutwardTable,
        mut take: impl FnMut(OutwardRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        match READINGS.get(table.name) {
            Some(Reading::Nodes { ids, rows }) => {
                let ids: Vec<Id> = self.session.read(ids.exchange([])).await?;
                let ids: Vec<Value> = ids.into_iter().map(|row| row.id).collect();
                for some in ids.chunks(CHUNK) {
                    let found = rows.exchange([("ids", some.into())]);
                    for on_file in self.session.read::<OnFile>(found).await? {
                        self.hand_out(table, None, &on_file, &mut take)?;
                    }
                }
            }
            Some(Reading::Links(all)) => {
                for links in all {
                    let begins = self.session.read(links.begins.exchange([])).await?;
                    for some in chunks(begins) {
                        let found = links.rows.exchange([("ids", some.into())]);
                        for on_file in self.session.read::<OnFile>(found).await? {
                            self.hand_out(table, Some(links.between), &on_file, &mut take)?;
                        }
                    }
                }
            }
            None => {}
        }
        Ok(())
    }

    fn hand_out<E>(
        &self,
        table: &'static Table,
        between: Option<&Between>,
        on_file: &OnFile,
        take: &mut impl FnMut(OutwardRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut values = on_file.values(table);
        if let Some(between) = between {
            name_ends(table, between, &mut values);
        }
        let cells = table.columns.iter().map(|column| {
            let slots = values.get(column.slot..).unwrap_or_default();
            unread::cell(column, slots)
        });
        let cells = cells.collect();
        let known = table.column("id").is_some() || default_id(table, values) == on_file.id;
        take(OutwardRow {
            table,
            id: &on_file.id,
            cells,
            source: self.ledger.source(on_file.batch.unwrap_or_default()),
            source_row: if known { "" } else { &on_file.id },
        })
    }
}

/// Starts in groups of which each has so many links as are read at once.
pub(crate) fn chunks(begins: Vec<Begins>) -> Vec<Vec<Value>> {
    let (mut chunks, mut links) = (vec![Vec::new()], 0);
    for begin in begins {
        if links > 0 && links + begin.links > CHUNK {
            chunks.push(Vec::new());
            links = 0;
        }
        links += begin.links;
        if let Some(chunk) = chunks.last_mut() {
            chunk.push(begin.id);
        }
    }
    chunks.retain(|chunk| !chunk.is_empty());
    chunks
}

/// Fills in what a link says by its type and the labels of its ends. One that runs back to its own
/// start names no end.
fn name_ends(table: &'static Table, between: &Between, values: &mut [Value]) {
    let mut set = |column: &str, value: Value| {
        let place = table.column(column).map(|column| column.slot);
        if let Some(slot) = place.and_then(|place| values.get_mut(place)) {
            *slot = value;
        }
    };
    if let Shape::Link(LinkType::OfKind(ending)) = table.shape {
        let word = between.kind.strip_suffix(ending).unwrap_or(&between.kind);
        set("kind", word.into());
    }
    for column in &table.columns {
        let (target, label) = match column.meaning {
            Meaning::Start(target) => (target, between.start),
            Meaning::End(target) => (target, between.end),
            _ => continue,
        };
        if let Target::Said(said, _) = target {
            set(said, label.word().into());
        }
    }
    if let Some([start, end]) = table.ends()
        && !end.required
        && values.get(start.slot) == values.get(end.slot)
        && let Some(slot) = values.get_mut(end.slot)
    {
        *slot = Value::Null;
    }
}

/// The id that a row with these values has when its file names no key of its own.
fn default_id(table: &'static Table, values: Vec<Value>) -> String {
    let since = table
        .column("from")
        .filter(|from| matches!(from.meaning, Meaning::Since));
    let occurrence = since
        .and_then(|from| values.get(from.slot)?.as_str())
        .unwrap_or("-")
        .to_owned();
    let mut row = Row {
        line: Line::default(),
        batch: 0,
        id: String::new(),
        values,
        digest: 0,
        occurrence,
        naturals: Vec::new(),
        doubts: Vec::new(),
    };
    row.seal(table);
    row.id
}
