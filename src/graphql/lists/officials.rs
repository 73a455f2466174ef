//! The officials of a region.

use async_graphql::{Context, Enum, Object, Result};
use serde::Serialize;

use super::{Key, List, ListTotal, Listed, after, list};
use crate::{
    graphql::{
        context::ContextExt,
        page::{Page, rows},
        people::{Official, Person},
        scalars::Date,
    },
    model::{RegionCode, codes::PostKind},
    statement,
};

statement! {
    /// A page of those who hold a post of a region on a day.
    "people/in_office.cypher" then "people/listed.cypher" => Listed<Person>;
    pub struct OfficialsInOffice<'a> {
        region: &'a RegionCode,
        kind: Option<PostKind>,
        on: Date,
        order: OfficialOrder,
        after_key: Option<&'a Key>,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many hold a post of a region on a day.
    "people/in_office.cypher" then "lists/total.cypher" => ListTotal;
    pub struct OfficialsInOfficeTotal<'a> { region: &'a RegionCode, kind: Option<PostKind>, on: Date }
}

/// Orders of officials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OfficialOrder {
    /// By name.
    Name,
    /// The youngest first.
    BornOn,
    /// By id.
    Id,
}

/// Root field of officials as a list.
#[derive(Default)]
pub struct OfficialsQuery;

#[Object]
impl OfficialsQuery {
    /// Who holds a post of a region or a part of it on a day.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn officials(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Division code of the region")] region: RegionCode,
        #[graphql(desc = "Kind of post; both if absent")] kind: Option<PostKind>,
        #[graphql(desc = "The day in office; today if absent")] on: Option<Date>,
        #[graphql(desc = "The order", default_with = "OfficialOrder::Name")]
        order_by: OfficialOrder,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<List<Official>> {
        ctx.reads_people()?;
        let on = on.unwrap_or_else(|| Date(ctx.graph().today()));
        let question = (&region, kind, on, order_by);
        let page = Page::read(ctx, first, after.as_deref(), &question)?;
        let (after_key, after_id) = self::after(&page);
        let rows = OfficialsInOffice {
            region: &region,
            kind,
            on,
            order: order_by,
            after_key,
            after_id,
            limit: page.limit(),
        };
        let total = OfficialsInOfficeTotal {
            region: &region,
            kind,
            on,
        };
        let id = |person: &Person| person.id.to_string();
        list(ctx, &page, rows, total, id, Official::new).await
    }
}
