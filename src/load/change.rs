//! Rows of which the graph has others already: a newer row of the same source replaces the older,
//! another source's is merged with it; in both cases each row is kept as a version.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    LoadError,
    catalogue::{Form, Label, Meaning, Reference, Table, Target},
    intake::Intake,
    judge::{Judged, between_ids},
    known::Recalled,
    row::Row,
    versions::{self, NewVersion, ReplaceVersions, Version, VersionsAlso},
    write::Stamp,
};
use crate::graph::Statement;

/// A row as the graph has it.
#[derive(Debug, Deserialize)]
pub(super) struct OnFile {
    pub id: String,
    pub batch: Option<i64>,
    pub row: Option<u64>,
    pub digest: Option<i64>,
    pub also: Option<Vec<i64>>,
    /// Its properties, and what it is linked to.
    #[serde(flatten)]
    pub columns: Map<String, Value>,
}

impl OnFile {
    /// What a link begins at.
    pub fn begin(&self) -> Option<&str> {
        self.columns.get("begin")?.as_str()
    }

    /// What a link leads to.
    pub fn finish(&self) -> Option<&str> {
        self.columns.get("finish")?.as_str()
    }

    /// The ID number that it bore, if it is a person.
    pub fn id_number(&self, table: &Table) -> Option<String> {
        let number = self.columns.get("idNumber")?.as_str()?;
        (table.label() == Some(Label::PERSON)).then(|| number.to_owned())
    }

    /// Its values by the table's slots.
    pub fn values(&self, table: &'static Table) -> Vec<Value> {
        let mut values = vec![Value::Null; table.slots.len()];
        for (slot, value) in table.slots.iter().zip(&mut values) {
            *value = match slot.name.as_str() {
                "id" => self.id.as_str().into(),
                _ if slot.form == Form::End => continue,
                name => self.columns.get(name).cloned().unwrap_or_default(),
            };
        }
        for column in &table.columns {
            if let Some(Target::Of(_) | Target::Said(..)) = column.target() {
                self.end(table, column, &mut values);
            }
        }
        values
    }

    /// What a column points at: the id, and the word that says which label it belongs to.
    fn end(&self, table: &'static Table, column: &super::catalogue::Column, values: &mut [Value]) {
        let Some(target) = column.target() else {
            return;
        };
        for label in table.labels(target) {
            let name = match column.meaning {
                Meaning::Start(_) => "begin".to_owned(),
                Meaning::End(_) => "finish".to_owned(),
                _ => format!("{}{label}", column.name),
            };
            let found = match self.columns.get(&name) {
                Some(Value::Array(ids)) => ids.first().cloned(),
                Some(Value::String(id)) => Some(id.as_str().into()),
                _ => None,
            };
            let Some(id) = found else { continue };
            if let Some(slot) = values.get_mut(column.slot) {
                *slot = id;
            }
            if let Target::Said(said, _) = target
                && matches!(column.meaning, Meaning::Link(Reference { .. }))
                && let Some(kind) = table.column(said)
                && let Some(slot) = values.get_mut(kind.slot)
            {
                *slot = label.word().into();
            }
        }
    }
}

impl Intake<'_, '_> {
    /// Replaces or merges rows that the graph has with other values.
    pub async fn change(
        &mut self,
        changed: Vec<(Row, Recalled)>,
        judged: &mut Judged,
    ) -> Result<(), LoadError> {
        if changed.is_empty() {
            return Ok(());
        }
        let on_file = self.on_file(changed.iter().map(|(row, _)| row)).await?;
        judged
            .numbers
            .extend(on_file.values().filter_map(|old| old.id_number(self.table)));
        let ids: Vec<&str> = changed.iter().map(|(row, _)| row.id.as_str()).collect();
        let mut known = versions::known(self.run.session, self.table, &ids).await?;
        let (mut kept, mut also) = (Vec::new(), HashMap::<i64, Vec<String>>::new());
        let mut replaced = HashMap::<i64, Vec<String>>::new();
        for (row, recalled) in changed {
            let batch = self.batches.id(row.batch);
            let mut of_row = known.remove(&row.id).unwrap_or_default();
            // What stands alone in the graph becomes a version now.
            if recalled.merged != Some(true)
                && let Some(old) = on_file.get(&row.id).filter(|old| old.digest.is_some())
            {
                let version = self.version_on_file(old, Some(&row), batch);
                if let Some(version) = version {
                    of_row.push(version.clone().into());
                    kept.push(version);
                }
            }
            self.merge(row, of_row, (&mut kept, &mut also, &mut replaced), judged);
        }
        for (batch, ids) in &replaced {
            let exchange = ReplaceVersions { ids, batch: *batch };
            judged.before.push(exchange.exchange()?);
        }
        for (batch, ids) in &also {
            let exchange = VersionsAlso { ids, batch: *batch };
            judged.before.push(exchange.exchange()?);
        }
        judged.before.extend(versions::keep(self.table, &kept)?);
        Ok(())
    }

    /// The rows as the graph has them, by id.
    async fn on_file(
        &self,
        rows: impl Iterator<Item = &Row> + Clone,
    ) -> Result<HashMap<String, OnFile>, LoadError> {
        let Some(statements) = self.table.statements() else {
            return Ok(HashMap::new());
        };
        let mut exchanges = Vec::new();
        if let Some(nodes) = &statements.nodes {
            let ids: Vec<&str> = rows.clone().map(|row| row.id.as_str()).collect();
            exchanges.push(nodes.rows.exchange([("ids", ids.into())]));
        }
        for (between, links) in &statements.links {
            let asked = between_ids(self.table, rows.clone(), between);
            if !asked.is_empty() {
                exchanges.push(links.rows.exchange([("links", asked.into())]));
            }
        }
        let mut found = HashMap::new();
        for exchange in exchanges {
            for row in self.run.session.read::<OnFile>(exchange).await? {
                found.insert(row.id.clone(), row);
            }
        }
        Ok(found)
    }

    /// The version of a row that stood alone so far.
    pub fn version_on_file(
        &self,
        old: &OnFile,
        newer: Option<&Row>,
        replaced_by: i64,
    ) -> Option<NewVersion> {
        let (batch, row) = (old.batch?, old.row?);
        let source = self.run.ledger.source(batch);
        let mut values = old.values(self.table);
        // The type of a link and the labels of its ends are those of the newer row of its id.
        for (place, slot) in self.table.slots.iter().enumerate() {
            if slot.form == Form::End
                && self.table.label().is_none()
                && let Some(newer) = newer
                && let (Some(value), Some(same)) = (values.get_mut(place), newer.values.get(place))
                && value.is_null()
            {
                *value = same.clone();
            }
        }
        let same = self.run.ledger.source(replaced_by) == source;
        Some(NewVersion {
            id: versions::version_id(self.table, &old.id, batch, row),
            table: self.table.name,
            of: old.id.clone(),
            source: source.to_owned(),
            columns: versions::columns(self.table, &values),
            batch,
            row,
            digest: old.digest?,
            current: !same,
            replaced_by: same.then_some(replaced_by),
            also: old.also.clone(),
        })
    }

    /// Makes one row of all current ones.
    #[expect(clippy::type_complexity, reason = "what the caller collects, by batch")]
    fn merge(
        &mut self,
        row: Row,
        of_row: Vec<Version>,
        (kept, also, replaced): (
            &mut Vec<NewVersion>,
            &mut HashMap<i64, Vec<String>>,
            &mut HashMap<i64, Vec<String>>,
        ),
        judged: &mut Judged,
    ) {
        let batch = self.batches.id(row.batch);
        let source = self.batches.source(row.batch).to_owned();
        let own = of_row
            .iter()
            .find(|version| version.current && version.source == source);
        if let Some(own) = own
            && own.digest == row.digest
        {
            self.unchanged(
                &row,
                self.batches.is_taken_up(row.batch) && own.batch == batch,
            );
            if own.batch != batch && self.batches.is_new(row.batch) {
                also.entry(batch).or_default().push(own.id.clone());
            }
            return;
        }
        if let Some(own) = own {
            replaced.entry(batch).or_default().push(own.id.clone());
        }
        let others: Vec<&Version> = of_row
            .iter()
            .filter(|version| version.current && version.source != source)
            .collect();
        if others.is_empty() {
            let stamp = Stamp {
                batch,
                row: row.line.number,
                merged: false,
                also: Vec::new(),
            };
            judged.rows.push((row, stamp, true));
            return;
        }
        kept.push(self.version(&row));
        let order = &self.run.options.source_order;
        let mut current: Vec<((usize, i64), i64, u64, Vec<Value>)> = others
            .iter()
            .map(|version| {
                let rank = versions::rank(order, &version.source, version.batch);
                let values = versions::values(self.table, &version.columns);
                (rank, version.batch, version.row, values)
            })
            .collect();
        let rank = versions::rank(order, &source, batch);
        current.push((rank, batch, row.line.number, row.values.clone()));
        current.sort_by_key(|version| version.0);
        let rows: Vec<Vec<Value>> = current.iter().map(|(.., values)| values.clone()).collect();
        let (values, doubts) = versions::merged(self.table, &rows);
        let mut merged = row.with(values);
        merged.seal(self.table);
        merged.id.clone_from(&row.id);
        merged.line = row.line;
        merged.doubts = row.doubts;
        merged.doubts.extend(doubts);
        let (batch, line) = current
            .first()
            .map_or((batch, 0), |first| (first.1, first.2));
        let stamp = Stamp {
            batch,
            row: line,
            merged: true,
            also: Vec::new(),
        };
        judged.rows.push((merged, stamp, true));
    }
}

impl From<NewVersion> for Version {
    fn from(new: NewVersion) -> Self {
        Self {
            id: new.id,
            of: new.of,
            source: new.source,
            columns: new.columns,
            batch: new.batch,
            row: new.row,
            digest: new.digest,
            current: new.current,
            also: new.also,
        }
    }
}
