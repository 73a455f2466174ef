//! A row as the graph has it: its values by slot, with the ends that its links lead to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::statements::{Links, Pointer};
use crate::{
    graph::Record,
    load::{
        catalogue::{Column, Label, LinkType, Shape, Table, Target},
        hash, plainly,
    },
};

/// A row as the graph has it.
pub(super) struct Stored {
    pub table: &'static Table,
    pub id: String,
    /// Values by slot, ends among them.
    pub values: Vec<Value>,
    /// Slots that the row may have left empty, as what they say goes without saying.
    unsaid: Vec<usize>,
    pub batch: Option<i64>,
    pub row: u64,
    digest: Option<i64>,
    pub merged: bool,
    pub also: Vec<i64>,
    /// What a derived link follows from; nothing where a row gave it.
    pub derived_from: Option<Vec<String>>,
    /// Whether that is what members are to the head of a household.
    pub of_household: bool,
    /// Where a link begins.
    pub begin: String,
    /// Where a link leads to.
    pub finish: String,
}

fn text(record: &mut Record, name: &str) -> String {
    match record.remove(name) {
        Some(Value::String(text)) => text,
        _ => String::new(),
    }
}

impl Stored {
    fn new(table: &'static Table, record: &mut Record) -> Self {
        let number = |record: &Record, name: &str| record.get(name).and_then(Value::as_i64);
        let id = text(record, "id");
        let also = record.get("also").and_then(Value::as_array);
        let derived = record.get("derivedFrom").and_then(Value::as_array);
        let mut stored = Self {
            table,
            values: vec![Value::Null; table.slots.len()],
            unsaid: Vec::new(),
            batch: number(record, "batch"),
            row: number(record, "row").map_or(0, i64::unsigned_abs),
            digest: number(record, "digest"),
            merged: record.get("merged") == Some(&Value::Bool(true)),
            also: also
                .into_iter()
                .flatten()
                .filter_map(Value::as_i64)
                .collect(),
            derived_from: derived.map(|ids| {
                let ids = ids.iter().filter_map(Value::as_str);
                ids.map(str::to_owned).collect()
            }),
            of_household: record.get("ofHousehold") == Some(&Value::Bool(true)),
            begin: text(record, "begin"),
            finish: text(record, "finish"),
            id,
        };
        for (slot, value) in table.slots.iter().zip(&mut stored.values) {
            *value = match slot.name.as_str() {
                "id" => stored.id.as_str().into(),
                name => record.remove(name).unwrap_or_default(),
            };
        }
        stored
    }

    /// A node, and for each of its pointers what it leads to: the id, then what the link carries.
    pub fn node(
        table: &'static Table,
        pointers: &[Pointer],
        mut record: Record,
    ) -> (Self, Vec<Vec<Value>>) {
        let ends: Vec<Vec<Value>> = pointers
            .iter()
            .map(|pointer| match record.remove(&pointer.alias) {
                Some(Value::Array(ends)) => ends,
                _ => Vec::new(),
            })
            .collect();
        let mut stored = Self::new(table, &mut record);
        for (pointer, ends) in pointers.iter().zip(&ends) {
            // A contact is a property too; its node only makes it a place to meet.
            if let (Some(target), Some(id)) = (pointer.column.target(), ends.first())
                && let Some(id) = id.get(0).and_then(Value::as_str)
            {
                stored.leads(pointer.column, target, pointer.end, id);
            }
        }
        (stored, ends)
    }

    /// A link.
    pub fn link(links: &Links, mut record: Record) -> Self {
        let mut stored = Self::new(links.table, &mut record);
        if let (Shape::Link(LinkType::OfKind(ending)), Some(kind)) =
            (links.table.shape, links.table.column("kind"))
        {
            let word = links.kind.strip_suffix(ending).unwrap_or_default();
            stored.set(kind.slot, word);
        }
        if let Some([start, end]) = links.table.ends() {
            let (begin, finish) = (stored.begin.clone(), stored.finish.clone());
            for (column, label, id) in [(start, links.start, &begin), (end, links.end, &finish)] {
                if let Some(target) = column.target() {
                    stored.leads(column, target, label, id);
                }
            }
            if !end.required && begin == finish {
                stored.unsaid.push(end.slot);
            }
        }
        stored
    }

    fn set(&mut self, slot: usize, text: &str) {
        if let Some(value) = self.values.get_mut(slot) {
            *value = text.into();
        }
    }

    fn leads(&mut self, column: &Column, target: Target, label: Label, id: &str) {
        self.set(column.slot, id);
        if let Target::Said(said, default) = target
            && let Some(kind) = self.table.column(said)
        {
            self.set(kind.slot, &label.word());
            if default == Some(label) {
                self.unsaid.push(kind.slot);
            }
        }
    }

    /// Whether its values and ends are those that its digest was made of. A payee whom no register
    /// knows and a link that a later statement ended have none.
    pub fn is_as_loaded(&self) -> bool {
        let Some(digest) = self.digest else {
            return true;
        };
        (0..1_u32 << self.unsaid.len()).any(|choice| {
            let unsaid = self.unsaid.iter().enumerate();
            let left_out: Vec<usize> = unsaid
                .filter(|(place, _)| choice >> place & 1 == 1)
                .map(|(_, slot)| *slot)
                .collect();
            self.digest_without(&left_out) == digest
        })
    }

    fn digest_without(&self, left_out: &[usize]) -> i64 {
        let slots = self.table.slots.iter().zip(&self.values).enumerate();
        let said: String = slots
            .filter(|(place, (_, value))| !value.is_null() && !left_out.contains(place))
            .map(|(_, (slot, value))| format!("{}\u{1f}{}\u{1e}", slot.name, plainly(value)))
            .collect();
        hash(said.as_bytes())
    }

    /// Fills in what goes without saying, so that rows compare by what they mean.
    pub fn complete(table: &Table, values: &mut [Value]) {
        for column in &table.columns {
            if let Some(Target::Said(said, Some(default))) = column.target()
                && let Some(kind) = table.column(said)
                && values.get(column.slot).is_some_and(|id| !id.is_null())
                && let Some(value) = values.get_mut(kind.slot)
                && value.is_null()
            {
                *value = default.word().into();
            }
        }
        if let Some([start, end]) = table.ends()
            && !end.required
            && let Some(begin) = values.get(start.slot).cloned()
            && let Some(value) = values.get_mut(end.slot)
            && value.is_null()
        {
            *value = begin;
        }
    }

    /// The row in canonical form: what it says and who brought it, without where and when.
    pub fn content(&self, sources: &BTreeSet<&str>) -> Vec<u8> {
        let values: BTreeMap<&str, &Value> = self
            .table
            .slots
            .iter()
            .zip(&self.values)
            .filter(|(_, value)| !value.is_null())
            .map(|(slot, value)| (slot.name.as_str(), value))
            .collect();
        let derived_from: Option<BTreeSet<&String>> =
            self.derived_from.as_ref().map(|ids| ids.iter().collect());
        let row = (self.table.name, &self.id, values, sources, derived_from);
        serde_json::to_vec(&row).unwrap_or_default()
    }
}
