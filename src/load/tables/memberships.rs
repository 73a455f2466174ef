//! `memberships.csv`: who belongs to which household, and when.

use std::str::FromStr;

use serde::Serialize;

use super::prelude::*;
use crate::{
    load::{
        links::{self, Link},
        read::values::truth,
    },
    model::{HouseholdId, Invalid, LinkId, PersonId, codes::JoinReason},
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Membership {
    id: LinkId,
    person_id: PersonId,
    household_id: HouseholdId,
    head: Option<bool>,
    relation_to_head: Option<String>,
    join_reason: Option<JoinReason>,
    #[serde(flatten)]
    span: Span,
}

statement! {
    /// Makes memberships of households.
    "load/memberships/new.cypher" => Nothing;
    pub(super) struct NewMemberships<'a> { rows: &'a [&'a Entry<'a, Membership>] }
}

impl Membership {
    fn link(&self) -> Link<'_> {
        Link::of_person(&self.person_id, &self.id)
    }
}

impl Table for Membership {
    const NAME: &'static str = "memberships";
    const REQUIRED: &'static [&'static str] = &["personId", "householdId"];
    const OPTIONAL: &'static [&'static str] =
        &["head", "relationToHead", "joinReason", "from", "to"];
    const LABEL: Option<Label> = None;

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let person_id: PersonId = cells.id("personId")?;
        let household_id: HouseholdId = cells.id("householdId")?;
        let span = cells.span()?;
        let (person, household) = (person_id.as_str(), household_id.as_str());
        let occurrence = span.occurrence(cells);
        Ok(Self {
            id: LinkId::of(Self::NAME, person, household, "MEMBER_OF", &occurrence),
            person_id,
            household_id,
            head: cells.optional("head", truth)?,
            relation_to_head: cells.optional("relationToHead", relation)?,
            join_reason: cells.optional("joinReason", JoinReason::from_str)?,
            span,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn references(&self) -> Vec<Reference<'_>> {
        vec![
            Reference::new("personId", Label::Person, &self.person_id),
            Reference::new("householdId", Label::Household, &self.household_id),
        ]
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        links::recall(rows.iter().map(|row| row.link()))
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let all: Vec<_> = rows.all().collect();
        links::remove(rows.changed.iter().map(|entry| entry.of.link()))?
            .add(&all, || NewMemberships { rows: &all })?
            .done()
    }
}

/// A relation to the head of a household as GB/T 4761 codes it.
fn relation(text: &str) -> Result<String, Invalid> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    Err(Invalid::new(
        Fault::UnknownCode,
        "a code of GB/T 4761 is needed here: two digits, 01 or 02 for the head",
    ))
}
