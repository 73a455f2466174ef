//! `kinships.csv`: parents, spouses, brothers and sisters.

use std::str::FromStr;

use serde::Serialize;

use super::prelude::*;
use crate::{
    load::{
        derive::siblings::{NewSiblings, Sibling},
        links::{self, Link},
        read::cells::Doubtful,
    },
    model::{LinkId, PersonId, codes::KinshipKind, kin::Nature},
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Kinship {
    id: LinkId,
    from_id: PersonId,
    to_id: PersonId,
    #[serde(skip)]
    kind: KinshipKind,
    nature: Option<Nature>,
    #[serde(flatten)]
    span: Option<Span>,
}

statement! {
    /// Makes links from parents to children.
    "load/kinships/parent_of.cypher" => Nothing;
    pub(super) struct NewParents<'a> { rows: &'a [&'a Entry<'a, Kinship>] }
}
statement! {
    /// Makes links between spouses.
    "load/kinships/spouse_of.cypher" => Nothing;
    pub(super) struct NewSpouses<'a> { rows: &'a [&'a Entry<'a, Kinship>] }
}
statement! {
    /// Takes away the derived links between brothers and sisters whose link is handed over.
    "load/kinships/supersede.cypher" => Nothing;
    pub(super) struct SupersedeSiblings<'a> { rows: &'a [&'a Entry<'a, Kinship>] }
}
impl Kinship {
    fn link(&self) -> Link<'_> {
        Link::of_person(&self.from_id, &self.id)
    }

    /// The interval of a marriage; the other links hold for life.
    fn interval(cells: &mut Cells<'_>, kind: KinshipKind) -> Result<Option<Span>, Refusal> {
        if kind == KinshipKind::SpouseOf {
            return cells.span().map(Some);
        }
        for column in ["from", "to"] {
            if !cells.raw(column).is_empty() {
                let words = "only a marriage holds for an interval; this date is not kept";
                cells.doubt(column, Doubt::IgnoredValue, words);
            }
        }
        Ok(None)
    }
}

impl Table for Kinship {
    const NAME: &'static str = "kinships";
    const REQUIRED: &'static [&'static str] = &["fromId", "kind", "toId"];
    const OPTIONAL: &'static [&'static str] = &["nature", "from", "to"];
    const LABEL: Option<Label> = None;

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let kind = cells.required("kind", KinshipKind::from_str)?;
        let mut from_id: PersonId = cells.id("fromId")?;
        let mut to_id: PersonId = cells.id("toId")?;
        if from_id == to_id {
            let reason = "nobody is kin to himself or herself";
            return Err(cells.refuse("toId", Fault::SelfLink, reason));
        }
        if kind != KinshipKind::ParentOf && from_id > to_id {
            std::mem::swap(&mut from_id, &mut to_id);
        }
        let span = Self::interval(cells, kind)?;
        let occurrence = match (&span, cells.raw("sourceRow").trim()) {
            (Some(span), _) => span.occurrence(cells),
            (None, "") => "-".to_owned(),
            (None, row) => row.to_owned(),
        };
        let (from, to) = (from_id.as_str(), to_id.as_str());
        Ok(Self {
            id: LinkId::of(Self::NAME, from, to, kind.as_str(), &occurrence),
            from_id,
            to_id,
            kind,
            nature: cells.optional("nature", Nature::from_str)?,
            span,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn references(&self) -> Vec<Reference<'_>> {
        vec![
            Reference::new("fromId", Label::Person, &self.from_id),
            Reference::new("toId", Label::Person, &self.to_id),
        ]
    }

    fn settle(&mut self, known: &Known) -> Option<Doubtful> {
        if self.kind != KinshipKind::ParentOf {
            return None;
        }
        let born = |id: &PersonId| known.get(Label::Person, id.as_str())?.born_on;
        let (parent, child) = (born(&self.from_id)?, born(&self.to_id)?);
        let words = || format!("the child was born on {child}, the parent on {parent}");
        (child <= parent).then(|| ("toId", Doubt::ChildNotYounger, words()))
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        links::recall(rows.iter().map(|row| row.link()))
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let of_kind =
            |kind| -> Vec<_> { rows.all().filter(|entry| entry.of.kind == kind).collect() };
        let parents = of_kind(KinshipKind::ParentOf);
        let spouses = of_kind(KinshipKind::SpouseOf);
        let siblings = of_kind(KinshipKind::SiblingOf);
        let links: Vec<_> = siblings.iter().map(|entry| sibling(entry)).collect();
        links::remove(rows.changed.iter().map(|entry| entry.of.link()))?
            .add(&parents, || NewParents { rows: &parents })?
            .add(&spouses, || NewSpouses { rows: &spouses })?
            .add(&siblings, || SupersedeSiblings { rows: &siblings })?
            .add(&links, || NewSiblings { rows: &links })?
            .done()
    }
}

/// A sibling link as it is handed over.
fn sibling<'a>(entry: &'a Entry<'a, Kinship>) -> Sibling<'a> {
    Sibling {
        id: entry.of.id.as_str(),
        from_id: &entry.of.from_id,
        to_id: &entry.of.to_id,
        nature: entry.of.nature,
        derived_from: None,
        batch: entry.batch,
        row: entry.row,
        digest: entry.digest,
    }
}
