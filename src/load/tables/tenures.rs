//! `tenures.csv`: who held which post, and when.

use serde::Serialize;

use super::prelude::*;
use crate::{
    load::links::{self, Link},
    model::{LinkId, PersonId, PostId},
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Tenure {
    id: LinkId,
    person_id: PersonId,
    post_id: PostId,
    #[serde(flatten)]
    span: Span,
}

statement! {
    /// Makes tenures, and officials of those who hold them.
    "load/tenures/new.cypher" => Nothing;
    pub(super) struct NewTenures<'a> { rows: &'a [&'a Entry<'a, Tenure>] }
}

impl Tenure {
    fn link(&self) -> Link<'_> {
        Link::of_person(&self.person_id, &self.id)
    }
}

impl Table for Tenure {
    const NAME: &'static str = "tenures";
    const REQUIRED: &'static [&'static str] = &["personId", "postId"];
    const OPTIONAL: &'static [&'static str] = &["from", "to"];
    const LABEL: Option<Label> = None;

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let person_id: PersonId = cells.id("personId")?;
        let post_id: PostId = cells.id("postId")?;
        let span = cells.span()?;
        let (person, post) = (person_id.as_str(), post_id.as_str());
        let occurrence = span.occurrence(cells);
        Ok(Self {
            id: LinkId::of(Self::NAME, person, post, "HOLDS", &occurrence),
            person_id,
            post_id,
            span,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn references(&self) -> Vec<Reference<'_>> {
        vec![
            Reference::new("personId", Label::Person, &self.person_id),
            Reference::new("postId", Label::Post, &self.post_id),
        ]
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        links::recall(rows.iter().map(|row| row.link()))
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let all: Vec<_> = rows.all().collect();
        links::remove(rows.changed.iter().map(|entry| entry.of.link()))?
            .add(&all, || NewTenures { rows: &all })?
            .done()
    }
}
