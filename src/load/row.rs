//! A row that was read: its values by the table's slots, what it points at, its id and digest.

use std::fmt::Write;

use serde_json::Value;

use super::{
    catalogue::{Column, Label, LinkType, Meaning, Shape, Table, Target},
    natural::Natural,
    read::{cells::Doubtful, rows::Line},
    transaction::hash,
};
use crate::model::LinkId;

/// A row that was read.
pub(super) struct Row {
    /// Where it stands; its text is there while it may still be refused.
    pub line: Line,
    /// The place of its source's batch.
    pub batch: usize,
    /// The id of the node or link that it becomes.
    pub id: String,
    /// Its values, by the table's slots.
    pub values: Vec<Value>,
    /// What its values hash to: equal for rows that mean the same, however they are written.
    pub digest: i64,
    /// What tells it from other rows between the same ends.
    pub occurrence: String,
    /// Ends that are named by a number instead of an id.
    pub naturals: Vec<Natural>,
    pub doubts: Vec<Doubtful>,
}

impl Row {
    /// A value as text.
    pub fn text(&self, slot: usize) -> Option<&str> {
        self.values.get(slot)?.as_str()
    }

    /// The text of a column's first slot.
    pub fn of(&self, table: &Table, column: &str) -> Option<&str> {
        self.text(table.column(column)?.slot)
    }

    /// The county that the row lies in.
    pub fn county(&self, table: &Table) -> Option<&str> {
        let region = table
            .columns
            .iter()
            .find(|column| matches!(column.meaning, Meaning::Region))?;
        self.text(region.slot + 3)
    }

    /// The label and the id of what a column points at.
    pub fn end<'row>(&'row self, table: &Table, column: &Column) -> Option<(Label, &'row str)> {
        let target = column.target()?;
        let id = self.text(column.slot)?;
        let label = match target {
            Target::Of(label) => label,
            Target::Said(said, default) => {
                match (
                    self.of(table, said),
                    table.column(said).map(|said| &said.meaning),
                ) {
                    (Some(word), Some(Meaning::Kind(labels))) => {
                        *labels.iter().find(|label| label.is(word))?
                    }
                    (Some(word), _) => default.filter(|label| label.is(word))?,
                    (None, _) => default?,
                }
            }
        };
        Some((label, id))
    }

    /// Everything that the row points at: the column, the label, the id.
    pub fn references<'row>(
        &'row self,
        table: &'static Table,
    ) -> impl Iterator<Item = (&'static Column, Label, &'row str)> {
        table.columns.iter().filter_map(|column| {
            let (label, id) = self.end(table, column)?;
            Some((column, label, id))
        })
    }

    /// Fixes the row's id and digest, once its ends are known by id.
    pub fn seal(&mut self, table: &'static Table) {
        self.id = match self.of(table, "id") {
            Some(id) => id.to_owned(),
            None => self.computed(table),
        };
        self.digest = self.hashed(table);
    }

    /// An id made of what the row is: its ends and type, or its keys, and its occurrence.
    fn computed(&self, table: &'static Table) -> String {
        let named = |column: &Column| match (column.target(), self.end(table, column)) {
            (Some(Target::Said(..)), Some((label, id))) => format!("{}:{id}", label.word()),
            (_, Some((_, id))) => id.to_owned(),
            _ => self.values.get(column.slot).map_or(String::new(), plainly),
        };
        let keys: Vec<String> = table
            .columns
            .iter()
            .filter(|column| column.key)
            .map(named)
            .collect();
        let Some([start, end]) = table.ends() else {
            return LinkId::of(table.name, &keys.join("\u{1e}"), "", "", &self.occurrence)
                .as_str()
                .to_owned();
        };
        let mut kind = match table.shape {
            Shape::Link(LinkType::Fixed(kind)) => kind.to_owned(),
            _ => self.of(table, "kind").unwrap_or_default().to_owned(),
        };
        for key in keys {
            kind += ":";
            kind += &key;
        }
        LinkId::of(
            table.name,
            &named(start),
            &named(end),
            &kind,
            &self.occurrence,
        )
        .as_str()
        .to_owned()
    }

    /// Empty values do not count, so that a table may gain columns.
    fn hashed(&self, table: &Table) -> i64 {
        let mut text = String::with_capacity(512);
        for (slot, value) in table.slots.iter().zip(&self.values) {
            if value.is_null() {
                continue;
            }
            text.push_str(&slot.name);
            text.push('\u{1f}');
            match value {
                Value::String(value) => text.push_str(value),
                // Writing to a string does not fail.
                value => drop(write!(text, "{value}")),
            }
            text.push('\u{1e}');
        }
        hash(text.as_bytes())
    }
}

/// A value as text, without the quotes of one.
pub(crate) fn plainly(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
