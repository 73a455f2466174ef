//! `posts.csv`: posts that a person can hold.

use std::str::FromStr;

use serde::Serialize;

use super::prelude::*;
use crate::model::{AgencyId, PostId, RegionCode, codes::PostKind};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Post {
    id: PostId,
    title: String,
    rank: Option<String>,
    kind: PostKind,
    agency_id: Option<AgencyId>,
    #[serde(flatten)]
    place: Place,
    managed_by: Option<String>,
}

statement! {
    /// Makes posts.
    "load/posts/new.cypher" => Nothing;
    pub(super) struct NewPosts<'a> { rows: &'a [Entry<'a, Post>] }
}
statement! {
    /// Corrects posts.
    "load/posts/changed.cypher" => Nothing;
    pub(super) struct ChangedPosts<'a> { rows: &'a [Entry<'a, Post>] }
}
statement! {
    /// Puts posts at their agencies.
    "load/posts/at.cypher" => Nothing;
    pub(super) struct PostsAt<'a> { links: &'a [Ends<'a>] }
}

impl Table for Post {
    const NAME: &'static str = "posts";
    const REQUIRED: &'static [&'static str] = &["id", "title", "kind", "regionCode"];
    const OPTIONAL: &'static [&'static str] = &["rank", "agencyId", "managedBy"];
    const LABEL: Option<Label> = Some(Label::Post);

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        Ok(Self {
            id: cells.id("id")?,
            title: cells.required("title", text)?,
            rank: cells.optional("rank", text)?,
            kind: cells.required("kind", PostKind::from_str)?,
            agency_id: cells.optional_id("agencyId")?,
            place: cells.required("regionCode", RegionCode::from_str)?.into(),
            managed_by: cells.optional("managedBy", text)?,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn references(&self) -> Vec<Reference<'_>> {
        Vec::from_iter(Reference::optional(
            "agencyId",
            Label::Agency,
            &self.agency_id,
        ))
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        recall_nodes(Label::Post, rows)
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let agencies = rows.ends(|post| post.agency_id.as_ref());
        Transaction::default()
            .add(&rows.changed, || ChangedPosts {
                rows: &rows.changed,
            })?
            .add(&rows.new, || NewPosts { rows: &rows.new })?
            .add(&agencies, || PostsAt { links: &agencies })?
            .done()
    }
}
