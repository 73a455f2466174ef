//! `agencies.csv`: public bodies, village collectives, organisations that run programmes.

use std::str::FromStr;

use serde::Serialize;

use super::prelude::*;
use crate::{
    load::known::Facts,
    model::{AgencyId, RegionCode, codes::AgencyKind},
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Agency {
    id: AgencyId,
    name: String,
    kind: Option<AgencyKind>,
    parent_id: Option<AgencyId>,
    #[serde(flatten)]
    place: Place,
    #[serde(flatten)]
    span: Span,
    successors: Option<Vec<AgencyId>>,
}

statement! {
    /// Makes agencies.
    "load/agencies/new.cypher" => Nothing;
    pub(super) struct NewAgencies<'a> { rows: &'a [Entry<'a, Agency>] }
}
statement! {
    /// Corrects agencies.
    "load/agencies/changed.cypher" => Nothing;
    pub(super) struct ChangedAgencies<'a> { rows: &'a [Entry<'a, Agency>] }
}
statement! {
    /// Puts agencies under their parents.
    "load/agencies/part_of.cypher" => Nothing;
    pub(super) struct AgenciesPartOf<'a> { links: &'a [Ends<'a>] }
}

impl Table for Agency {
    const NAME: &'static str = "agencies";
    const REQUIRED: &'static [&'static str] = &["id", "name", "regionCode"];
    const OPTIONAL: &'static [&'static str] = &["kind", "parentId", "from", "to", "successors"];
    const LABEL: Option<Label> = Some(Label::Agency);

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let agency = Self {
            id: cells.id("id")?,
            name: cells.required("name", text)?,
            kind: cells.optional("kind", AgencyKind::from_str)?,
            parent_id: cells.optional_id("parentId")?,
            place: cells.required("regionCode", RegionCode::from_str)?.into(),
            span: cells.span()?,
            successors: cells.list("successors", AgencyId::from_str)?,
        };
        if agency.parent_id.as_ref() == Some(&agency.id) {
            let reason = "an agency is not a part of itself";
            return Err(cells.refuse("parentId", Fault::SelfLink, reason));
        }
        Ok(agency)
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn facts(&self) -> Facts {
        Facts::at(&self.place)
    }

    fn references(&self) -> Vec<Reference<'_>> {
        Vec::from_iter(Reference::optional(
            "parentId",
            Label::Agency,
            &self.parent_id,
        ))
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        recall_nodes(Label::Agency, rows)
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let parents = rows.ends(|agency| agency.parent_id.as_ref());
        Transaction::default()
            .add(&rows.changed, || ChangedAgencies {
                rows: &rows.changed,
            })?
            .add(&rows.new, || NewAgencies { rows: &rows.new })?
            .add(&parents, || AgenciesPartOf { links: &parents })?
            .done()
    }
}
