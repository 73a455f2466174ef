//! What becomes of rows once a batch is taken back: they go, stand as what is left of their versions
//! says, or stay with one batch fewer.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::Retraction;
use crate::{
    graph::{Exchange, Statement},
    load::{
        LoadError,
        catalogue::{Form, Label, Table},
        change::OnFile,
        read::rows::Line,
        row::Row,
        run::Run,
        transaction::Nothing,
        versions::{self, Version},
        write::{self, Stamp, Write},
    },
    statement,
};

statement! {
    /// Takes versions away.
    "load/versions/remove.cypher" => Nothing;
    struct RemoveVersions<'a> { ids: &'a [String] }
}
statement! {
    /// Makes versions current again, under the batch that is left of those that brought them.
    "load/versions/restore.cypher" => Nothing;
    struct RestoreVersions<'a> { rows: &'a [Restored] }
}
/// A version as it stands without the batch.
#[derive(Debug, Serialize)]
pub(in crate::load) struct Restored {
    id: String,
    batch: i64,
    also: Option<Vec<i64>>,
    current: bool,
}

/// What becomes of some rows without the batch.
#[derive(Default)]
pub(super) struct Plan {
    /// Ids of what nothing else brought.
    pub gone: Vec<String>,
    /// `[id, batch, also]` of what others brought too.
    pub without: Vec<Value>,
    /// Rows that stand as what is left says.
    rows: Vec<(Row, Stamp)>,
    removed_versions: Vec<String>,
    restored_versions: Vec<Restored>,
}

impl Plan {
    pub async fn of(
        run: &Run<'_>,
        table: &'static Table,
        batch: i64,
        ids: &[&str],
        rows: Vec<OnFile>,
    ) -> Result<Self, LoadError> {
        let mut plan = Self::default();
        let mut known = versions::known(run.session, table, ids).await?;
        for row in rows {
            let of_row = known.remove(&row.id).unwrap_or_default();
            plan.decide(run, table, batch, row, of_row);
        }
        Ok(plan)
    }

    /// The ID numbers that persons bore before and bear now, and who has another row now.
    pub fn persons(
        &self,
        table: &Table,
        mut numbers: BTreeSet<String>,
    ) -> (BTreeSet<String>, BTreeSet<String>) {
        if table.label() != Some(Label::PERSON) {
            return Default::default();
        }
        let rows = self.rows.iter().map(|(row, _)| row);
        numbers.extend(
            rows.clone()
                .filter_map(|row| Some(row.of(table, "idNumber")?.to_owned())),
        );
        let without = self.without.iter().filter_map(|row| row.get(0)?.as_str());
        let again = rows.map(|row| row.id.as_str()).chain(without);
        (numbers, again.map(str::to_owned).collect())
    }

    fn decide(
        &mut self,
        run: &Run<'_>,
        table: &'static Table,
        batch: i64,
        row: OnFile,
        of_row: Vec<Version>,
    ) {
        let others = others(row.also.as_ref(), batch);
        let own = row.batch == Some(batch);
        let alone = !of_row.iter().any(|version| version.current);
        if alone && (!own || !others.is_empty()) {
            let left = if own {
                others.first().copied()
            } else {
                row.batch
            };
            let also: Vec<i64> = others
                .iter()
                .copied()
                .filter(|other| Some(*other) != left)
                .collect();
            let also = if also.is_empty() {
                Value::Null
            } else {
                also.into()
            };
            self.without
                .push(vec![row.id.into(), left.into(), also].into());
            self.forget(batch, of_row);
            return;
        }
        let left = self.what_is_left(batch, of_row);
        let order = &run.options.source_order;
        let mut left: Vec<&Version> = left.iter().collect();
        left.sort_by_key(|version| versions::rank(order, &version.source, version.batch));
        let Some(first) = left.first() else {
            self.gone.push(row.id);
            return;
        };
        let rows: Vec<Vec<Value>> = left
            .iter()
            .map(|version| versions::values(table, &version.columns))
            .collect();
        let (mut values, _) = versions::merged(table, &rows);
        // A version of a link keeps no ends that the link itself shows.
        let slots = table.slots.iter().zip(row.values(table));
        for (value, (slot, old)) in values.iter_mut().zip(slots) {
            if value.is_null() && slot.form == Form::End && table.label().is_none() {
                *value = old;
            }
        }
        let merged = left.len() > 1;
        let stamp = Stamp {
            batch: first.batch,
            row: first.row,
            merged,
            also: first
                .also
                .iter()
                .flatten()
                .copied()
                .filter(|other| *other != batch)
                .collect(),
        };
        if !merged {
            // What stands alone again is no version.
            let id = first.id.clone();
            self.restored_versions.retain(|version| version.id != id);
            self.removed_versions.push(id);
        }
        self.rows.push((Row::stored(table, row.id, values), stamp));
    }

    /// Lets go of versions that the batch brought and a newer row of its source replaced since.
    fn forget(&mut self, batch: i64, of_row: Vec<Version>) {
        for version in of_row.into_iter().filter(|version| version.batch == batch) {
            let others = version.also.iter().flatten().copied();
            let mut others = others.filter(|other| *other != batch);
            match others.next() {
                None => self.removed_versions.push(version.id),
                Some(other) => {
                    let also: Vec<i64> = others.collect();
                    self.restored_versions.push(Restored {
                        id: version.id,
                        batch: other,
                        also: Some(also).filter(|also| !also.is_empty()),
                        current: version.current,
                    });
                }
            }
        }
    }

    /// The rows that are current without the batch, one a source.
    fn what_is_left(&mut self, batch: i64, of_row: Vec<Version>) -> Vec<Version> {
        let mut left: BTreeMap<String, Version> = BTreeMap::new();
        for mut version in of_row {
            let also = others(version.also.as_ref(), batch);
            if version.batch == batch {
                let Some(other) = also.first() else {
                    self.removed_versions.push(version.id);
                    continue;
                };
                version.batch = *other;
            }
            version.also = Some(also).filter(|also| !also.is_empty());
            // Known in the order of batches: of one source, the last that is left counts.
            let newer =
                version.current || !left.get(&version.source).is_some_and(|other| other.current);
            if newer {
                left.insert(version.source.clone(), version);
            }
        }
        let left: Vec<Version> = left.into_values().collect();
        self.restored_versions
            .extend(left.iter().map(|version| Restored {
                id: version.id.clone(),
                batch: version.batch,
                also: version.also.clone(),
                current: true,
            }));
        left
    }

    pub fn exchanges(
        &self,
        table: &'static Table,
        done: &mut Retraction,
    ) -> Result<Vec<Exchange>, LoadError> {
        let mut exchanges = Vec::new();
        if !self.removed_versions.is_empty() {
            let ids = &self.removed_versions;
            exchanges.push(RemoveVersions { ids }.exchange()?);
        }
        if !self.restored_versions.is_empty() {
            let rows = &self.restored_versions;
            exchanges.push(RestoreVersions { rows }.exchange()?);
        }
        let rows: Vec<Write<'_>> = self
            .rows
            .iter()
            .map(|(row, stamp)| Write {
                row,
                stamp: stamp.clone(),
                changed: true,
            })
            .collect();
        exchanges.extend(write::exchanges(table, &rows)?);
        done.restored += (self.rows.len() + self.without.len()) as u64;
        Ok(exchanges)
    }
}

/// The other batches that brought something too.
fn others(also: Option<&Vec<i64>>, batch: i64) -> Vec<i64> {
    let also = also.into_iter().flatten().copied();
    also.filter(|other| *other != batch).collect()
}

impl Row {
    /// A row out of what the graph keeps.
    fn stored(table: &'static Table, id: String, values: Vec<Value>) -> Self {
        let mut row = Self {
            line: Line::default(),
            batch: 0,
            id: String::new(),
            values,
            digest: 0,
            occurrence: String::new(),
            naturals: Vec::new(),
            doubts: Vec::new(),
        };
        row.seal(table);
        row.id = id;
        row
    }
}
