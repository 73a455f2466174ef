//! Rows of which there are several: each version has what it is of, and what is merged shows what
//! its current versions give.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Verifier, VerifyError, finding::Wrong, statements::VERSIONS, stored::Stored};
use crate::load::{
    catalogue::{self, Table},
    hash, rank,
};

/// A version.
#[derive(Debug, Deserialize)]
struct Version {
    id: String,
    table: String,
    of: String,
    source: String,
    columns: String,
    batch: i64,
    current: bool,
    also: Option<Vec<i64>>,
    #[serde(default)]
    nodes: Vec<String>,
}

/// What the versions on file ask of the rows.
#[derive(Default)]
pub(super) struct Asked {
    /// Links that versions are of: table, id, whether some version is current.
    links: HashMap<i64, (String, String)>,
    /// Rows that have current versions.
    current: HashMap<i64, (String, String)>,
}

fn key(table: &str, of: &str) -> i64 {
    hash([table, of].join("\u{1f}").as_bytes())
}

impl Asked {
    /// Notes a row that was met.
    pub fn met(&mut self, row: &Stored) {
        if self.links.is_empty() && self.current.is_empty() {
            return;
        }
        let key = key(row.table.name, &row.id);
        self.links.remove(&key);
        if row.merged {
            self.current.remove(&key);
        }
    }
}

impl Verifier<'_> {
    /// Reads every version, and notes what they ask of the rows.
    pub async fn versions(&mut self) -> Result<(), VerifyError> {
        let [ids, versions, _] = &*VERSIONS;
        let mut after = String::new();
        loop {
            let page = self.page(ids, &after).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after.clone_from(last);
            for some in page.chunks(super::CHUNK) {
                let found = self.read(versions.exchange([("ids", some.into())])).await?;
                for record in found {
                    self.version(serde_json::from_value(Value::Object(record))?);
                }
            }
        }
    }

    fn version(&mut self, version: Version) {
        let sources = self.sources(&version.source, version.batch, version.also.as_deref());
        for source in &sources {
            let Version {
                table,
                of,
                columns,
                current,
                ..
            } = &version;
            let content = serde_json::to_vec(&(table, of, source, columns, current));
            self.canon.add("versions", &content.unwrap_or_default());
        }
        let Version {
            id,
            table,
            of,
            nodes,
            ..
        } = version;
        let key = key(&table, &of);
        let is_node = catalogue::table(&table).and_then(Table::label).is_some();
        let linked = if is_node {
            nodes == [of.as_str()]
        } else {
            nodes.is_empty()
        };
        if !linked || catalogue::table(&table).is_none() {
            let detail = format!("it is not linked to {of} of {table}");
            self.findings
                .add(Wrong::LostVersion, "versions", &id, detail);
        }
        if version.current {
            self.asked.current.insert(key, (table.clone(), of.clone()));
        }
        if !is_node {
            self.asked.links.insert(key, (table, of));
        }
    }

    /// Holds merged rows of one table against their current versions.
    pub async fn merged(&mut self, rows: Vec<Stored>) -> Result<(), VerifyError> {
        let Some(table) = rows.first().map(|row| row.table) else {
            return Ok(());
        };
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        let asked = [("ids", ids.into()), ("table", table.name.into())];
        let [.., current] = &*VERSIONS;
        let mut versions: HashMap<String, Vec<Version>> = HashMap::new();
        for record in self.read(current.exchange(asked)).await? {
            let version: Version = serde_json::from_value(Value::Object(record))?;
            versions
                .entry(version.of.clone())
                .or_default()
                .push(version);
        }
        for row in rows {
            let mut current = versions.remove(&row.id).unwrap_or_default();
            current.sort_by_key(|version| rank(self.source_order, &version.source, version.batch));
            if !row.values.iter().eq(given(table, &current).iter()) {
                let detail = format!("it shows other than its {} versions give", current.len());
                self.findings
                    .add(Wrong::WrongMerge, table.name, &row.id, detail);
            }
            let mut sources = BTreeSet::new();
            for version in &current {
                let of_version =
                    self.sources(&version.source, version.batch, version.also.as_deref());
                sources.extend(of_version);
            }
            let sources = sources.iter().map(String::as_str).collect();
            self.canon.add(table.name, &row.content(&sources));
        }
        Ok(())
    }

    /// Names the versions of which the row was not met, or stands alone.
    pub fn versions_left(&mut self) {
        let asked = std::mem::take(&mut self.asked);
        for (table, of) in asked.links.into_values() {
            let detail = "there are versions of it, but no link";
            self.findings.add(Wrong::LostVersion, &table, &of, detail);
        }
        for (table, of) in asked.current.into_values() {
            let detail = "it has current versions, but is not merged of them";
            self.findings.add(Wrong::WrongMerge, &table, &of, detail);
        }
    }

    /// The source of a version, and those of the batches that brought the same.
    fn sources(&self, source: &str, batch: i64, also: Option<&[i64]>) -> BTreeSet<String> {
        let batches = also.into_iter().flatten().chain(std::iter::once(&batch));
        let named = batches.filter_map(|batch| self.batches.get(batch).cloned());
        named.chain(std::iter::once(source.to_owned())).collect()
    }
}

/// Column by column the first version that says something.
fn given(table: &Table, versions: &[Version]) -> Vec<Value> {
    let versions: Vec<Map<String, Value>> = versions
        .iter()
        .map(|version| serde_json::from_str(&version.columns).unwrap_or_default())
        .collect();
    let mut given = vec![Value::Null; table.slots.len()];
    for (place, column) in table.columns.iter().enumerate() {
        let next = table.columns.get(place + 1);
        let until = next.map_or(table.slots.len(), |next| next.slot);
        let Some(slots) = table.slots.get(column.slot..until) else {
            continue;
        };
        let says = |version: &&Map<String, Value>| {
            slots.iter().any(|slot| version.contains_key(&slot.name))
        };
        let Some(first) = versions.iter().find(says) else {
            continue;
        };
        for (slot, value) in slots.iter().zip(given.iter_mut().skip(column.slot)) {
            *value = first.get(&slot.name).cloned().unwrap_or_default();
        }
    }
    Stored::complete(table, &mut given);
    given
}
