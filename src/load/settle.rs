//! What a row needs of the rest: what it points at is on file, and completes it or casts doubt on
//! it. Who knows what is on file is left open: a graph, or a directory that is only checked.

use chrono::NaiveDate;
use serde_json::Value;

use super::{
    catalogue::{Column, Label, Meaning, Table},
    finding::{Doubt, Refusal},
    read::place,
    row::Row,
};
use crate::model::{Fault, RegionCode};

/// What is on file.
pub(super) trait OnFile {
    /// Whether there is a node of this label and id.
    fn has(&self, label: Label, id: &str) -> bool;
    /// Where it lies, as far as anyone asks.
    fn region(&self, label: Label, id: &str) -> Option<&str>;
    /// When a person was born.
    fn born_on(&self, id: &str) -> Option<NaiveDate>;
    /// Whether a region is on file; where there are none, any code is taken.
    fn has_region(&self, code: &str) -> bool;
}

/// The refusal of a row that contradicts another of its file.
pub(super) fn contradiction(row: &Row) -> Refusal {
    let reason = "another row of this file says something else of the same; keep the right one";
    Refusal::new("id", &row.id, Fault::ContradictoryDuplicate, reason)
}

/// The refusal of a row that points at nothing.
pub(super) fn dangling(column: &Column, label: Label, id: &str) -> Refusal {
    let reason =
        format!("no {label} of this id is on file; load it first or together with this row");
    Refusal::new(column.name, id, Fault::DanglingReference, reason)
}

impl Row {
    /// The first thing that the row points at and that is not on file.
    pub fn dangles<'row>(
        &'row self,
        table: &'static Table,
        on_file: &impl OnFile,
    ) -> Option<(&'static Column, Label, &'row str)> {
        self.references(table)
            .find(|(_, label, id)| !on_file.has(*label, id))
    }

    /// Completes a row from what it points at, doubts it, or refuses it.
    pub fn settle(&mut self, table: &'static Table, on_file: &impl OnFile) -> Option<Refusal> {
        self.inherit_region(table, on_file);
        if table.name == "kinships" && self.of(table, "kind") == Some("PARENT_OF") {
            self.doubt_age(table, on_file);
        }
        self.unknown_region(table, on_file)
    }

    /// A payment or application lies where the list it stands on lies, by default where whoever
    /// it is paid to or made by does.
    fn inherit_region(&mut self, table: &'static Table, on_file: &impl OnFile) {
        let of = match table.name {
            "payments" => "payeeId",
            "applications" => "applicantId",
            _ => return,
        };
        let Some(place) = table.column("regionCode").map(|column| column.slot) else {
            return;
        };
        if self.text(place).is_some() {
            return;
        }
        let region = table
            .column(of)
            .and_then(|column| self.end(table, column))
            .and_then(|(label, id)| on_file.region(label, id)?.parse::<RegionCode>().ok());
        if let (Some(region), Some(slots)) = (region, self.values.get_mut(place..)) {
            place::fill(&region, slots);
            self.seal(table);
        }
    }

    fn doubt_age(&mut self, table: &'static Table, on_file: &impl OnFile) {
        let born = |column| on_file.born_on(self.of(table, column)?);
        if let (Some(parent), Some(child)) = (born("fromId"), born("toId"))
            && child <= parent
        {
            let words = format!("the child was born on {child}, the parent on {parent}");
            self.doubts.push(("toId", Doubt::ChildNotYounger, words));
        }
    }

    /// Where regions are on file, a code lies in one of them.
    fn unknown_region(&self, table: &'static Table, on_file: &impl OnFile) -> Option<Refusal> {
        if table.label() == Some(Label::REGION) {
            return None;
        }
        let column = table
            .columns
            .iter()
            .find(|column| matches!(column.meaning, Meaning::Region))?;
        let code = self.text(column.slot)?;
        let tiers = self.values.get(column.slot + 1..column.slot + 6)?;
        let known = |code: &Value| code.as_str().is_some_and(|code| on_file.has_region(code));
        if tiers.iter().any(known) {
            return None;
        }
        let reason = "no region on file has this code or contains it; load regions first, or correct the code";
        let fault = Fault::DanglingReference;
        Some(Refusal::new(column.name, code, fault, reason))
    }
}
