//! Several rows that speak of one node or link: each is kept as a Version, and what the graph shows
//! is made of the current ones.
//!
//! Between sources, column by column in the sources' order: an empty cell of one never erases
//! another's. Within a source a newer row replaces its older one whole.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    LoadError,
    catalogue::{Label, TABLES, Table},
    finding::Doubt,
    read::cells::Doubtful,
    row::{Row, plainly},
    session::Session,
    transaction::{Nothing, hash},
};
use crate::{
    graph::{Exchange, Filled, Statement},
    statement, template,
};

/// One row of several.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Version {
    pub id: String,
    pub of: String,
    pub source: String,
    /// Its values by slot, as JSON.
    pub columns: String,
    pub batch: i64,
    pub row: u64,
    pub digest: i64,
    pub current: bool,
    pub also: Option<Vec<i64>>,
}

/// A version to be kept.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewVersion {
    pub id: String,
    pub table: &'static str,
    pub of: String,
    pub source: String,
    pub columns: String,
    pub batch: i64,
    pub row: u64,
    pub digest: i64,
    pub current: bool,
    pub replaced_by: Option<i64>,
    pub also: Option<Vec<i64>>,
}

statement! {
    /// Keeps versions.
    "load/versions/new.cypher" => Nothing;
    pub(super) struct NewVersions<'a> { rows: &'a [NewVersion] }
}
statement! {
    /// The versions of some nodes or links of a table.
    "load/versions/known.cypher" => Version;
    pub(super) struct KnownVersions<'a> { table: &'a str, ids: &'a [&'a str] }
}
statement! {
    /// Marks versions as replaced by a newer row of their source.
    "load/versions/replace.cypher" => Nothing;
    pub(super) struct ReplaceVersions<'a> { ids: &'a [String], batch: i64 }
}
statement! {
    /// Notes another batch that brought the same versions.
    "load/versions/also.cypher" => Nothing;
    pub(super) struct VersionsAlso<'a> { ids: &'a [String], batch: i64 }
}

/// The statement that links versions to the nodes of a label.
fn link_to(label: Label) -> Option<Filled> {
    static LINKS: std::sync::LazyLock<HashMap<Label, Filled>> = std::sync::LazyLock::new(|| {
        let template = template!("load/versions/link.cypher");
        let labels = TABLES.iter().filter_map(Table::label);
        labels
            .map(|label| (label, template.fill(&[("Label", label.0)])))
            .collect()
    });
    LINKS.get(&label).copied()
}

/// The values of a row that are not empty, by slot, as canonical JSON.
pub(super) fn columns(table: &Table, values: &[Value]) -> String {
    let columns: BTreeMap<&str, &Value> = table
        .slots
        .iter()
        .zip(values)
        .filter(|(_, value)| !value.is_null())
        .map(|(slot, value)| (slot.name.as_str(), value))
        .collect();
    serde_json::to_string(&columns).unwrap_or_default()
}

/// The values that a version keeps, by the table's slots.
pub(super) fn values(table: &Table, columns: &str) -> Vec<Value> {
    let mut columns: Map<String, Value> = serde_json::from_str(columns).unwrap_or_default();
    table
        .slots
        .iter()
        .map(|slot| columns.remove(&slot.name).unwrap_or_default())
        .collect()
}

/// The id of a version: what it is of, and which row of which batch it was.
pub(super) fn version_id(table: &Table, of: &str, batch: i64, row: u64) -> String {
    let text = [table.name, of, &batch.to_string(), &row.to_string()].join("\u{1f}");
    format!("{:016x}", hash(text.as_bytes()))
}

/// The versions of some nodes or links, by what they are of.
pub(super) async fn known(
    session: Session<'_>,
    table: &Table,
    ids: &[&str],
) -> Result<HashMap<String, Vec<Version>>, LoadError> {
    let mut known: HashMap<String, Vec<Version>> = HashMap::new();
    if !ids.is_empty() {
        let asked = KnownVersions {
            table: table.name,
            ids,
        }
        .exchange()?;
        for version in session.read::<Version>(asked).await? {
            known.entry(version.of.clone()).or_default().push(version);
        }
    }
    Ok(known)
}

/// The statements that keep versions, linked to their nodes.
pub(super) fn keep(
    table: &'static Table,
    versions: &[NewVersion],
) -> Result<Vec<Exchange>, LoadError> {
    if versions.is_empty() {
        return Ok(Vec::new());
    }
    let mut exchanges = vec![NewVersions { rows: versions }.exchange()?];
    if let Some(link) = table.label().and_then(link_to) {
        let links: Vec<Value> = versions
            .iter()
            .map(|version| vec![version.id.as_str(), version.of.as_str()].into())
            .collect();
        exchanges.push(link.exchange([("links", links.into())]));
    }
    Ok(exchanges)
}

/// The place of a source in the order in which sources are believed: those that the settings name
/// come first, the others by the batch that first brought them.
pub(crate) fn rank(order: &[String], source: &str, batch: i64) -> (usize, i64) {
    let place = order.iter().position(|named| named == source);
    (place.unwrap_or(order.len()), batch)
}

/// One value for each slot out of several rows, the first that is not empty, and a doubt for each
/// column of which two rows say different things. A column's slots belong together.
pub(super) fn merged(table: &'static Table, rows: &[Vec<Value>]) -> (Vec<Value>, Vec<Doubtful>) {
    let mut merged = vec![Value::Null; table.slots.len()];
    let mut doubts = Vec::new();
    for column in &table.columns {
        let until = column.slot + column.slots(table);
        let cells = rows.iter().filter_map(|row| row.get(column.slot..until));
        let mut said = cells.filter(|cell| cell.iter().any(|value| !value.is_null()));
        let Some(first) = said.next() else { continue };
        if let Some(place) = merged.get_mut(column.slot..until) {
            place.clone_from_slice(first);
        }
        if let Some(other) = said.find(|other| *other != first) {
            let words = format!(
                "sources differ: {} is kept, another says {}",
                shown(column.meaning.is_personal(), first),
                shown(column.meaning.is_personal(), other),
            );
            doubts.push((column.name, Doubt::ConflictingValue, words));
        }
    }
    (merged, doubts)
}

fn shown(personal: bool, cell: &[Value]) -> String {
    match cell.first() {
        Some(value) if !personal => format!("{:?}", plainly(value)),
        _ => "another value".to_owned(),
    }
}

impl Row {
    /// The same row with other values.
    pub fn with(&self, values: Vec<Value>) -> Self {
        Self {
            line: super::read::rows::Line {
                number: self.line.number,
                ..Default::default()
            },
            batch: self.batch,
            id: self.id.clone(),
            values,
            digest: 0,
            occurrence: self.occurrence.clone(),
            naturals: Vec::new(),
            doubts: Vec::new(),
        }
    }
}
