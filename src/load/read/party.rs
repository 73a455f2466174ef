//! A cell pair `…Kind`, `…Id` that says who: a person, household, company or agency.

use std::str::FromStr;

use serde::Serialize;

use super::cells::Cells;
use crate::{
    load::{
        finding::Refusal,
        table::{Label, Reference},
    },
    model::{Fault, codes::PartyKind, ids},
};

/// Someone of an open kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::load) struct Party {
    pub kind: PartyKind,
    pub id: String,
}

impl Party {
    /// The party that two cells name.
    pub fn required(
        cells: &Cells<'_>,
        kind: &'static str,
        id: &'static str,
    ) -> Result<Self, Refusal> {
        let refused = |invalid| Refusal {
            column: id,
            value: cells.raw(id).to_owned(),
            invalid,
        };
        let party = Self {
            kind: cells.required(kind, PartyKind::from_str)?,
            id: cells.raw(id).to_owned(),
        };
        ids::check(&party.id).map_err(refused)?;
        Ok(party)
    }

    /// The party that two cells name, or nobody when both are empty.
    pub fn optional(
        cells: &Cells<'_>,
        kind: &'static str,
        id: &'static str,
    ) -> Result<Option<Self>, Refusal> {
        match (cells.raw(kind), cells.raw(id)) {
            ("", "") => Ok(None),
            _ => Self::required(cells, kind, id).map(Some),
        }
    }

    /// The party, of one of some kinds.
    pub fn of_kind(
        cells: &Cells<'_>,
        kind: &'static str,
        id: &'static str,
        kinds: &[PartyKind],
    ) -> Result<Self, Refusal> {
        let party = Self::required(cells, kind, id)?;
        if kinds.contains(&party.kind) {
            return Ok(party);
        }
        let words: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let reason = format!("one of {} is needed here", words.join(" "));
        Err(cells.refuse(kind, Fault::UnknownCode, reason))
    }

    /// The party as what a row points at.
    pub fn reference(&self, column: &'static str) -> Reference<'_> {
        Reference::new(column, Label::from(self.kind), &self.id)
    }
}
