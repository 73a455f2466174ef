//! The programmes.

use async_graphql::{Context, Enum, Object, Result};
use serde::Serialize;

use super::{Key, List, ListTotal, Listed, after, list};
use crate::{
    graphql::{
        context::ContextExt,
        funds::Programme,
        page::{Page, rows},
    },
    model::codes::FundKind,
    statement,
};

statement! {
    /// A page of the programmes.
    "funds/all_programmes.cypher" then "funds/programmes_listed.cypher" => Listed<Programme>;
    pub struct Programmes<'a> {
        fund_kind: Option<FundKind>,
        order: ProgrammeOrder,
        after_key: Option<&'a Key>,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many programmes there are.
    "funds/all_programmes.cypher" then "lists/total.cypher" => ListTotal;
    pub struct ProgrammesTotal { fund_kind: Option<FundKind> }
}

/// Orders of programmes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProgrammeOrder {
    /// By name.
    Name,
    /// By id.
    Id,
}

/// Root field of programmes as a list.
#[derive(Default)]
pub struct ProgrammesQuery;

#[Object]
impl ProgrammesQuery {
    /// The subsidy and fund programmes.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn programmes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Kind of fund; all if absent")] fund_kind: Option<FundKind>,
        #[graphql(desc = "The order", default_with = "ProgrammeOrder::Name")]
        order_by: ProgrammeOrder,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<List<Programme>> {
        ctx.reads_people()?;
        let page = Page::read(ctx, first, after.as_deref(), &(fund_kind, order_by))?;
        let (after_key, after_id) = self::after(&page);
        let rows = Programmes {
            fund_kind,
            order: order_by,
            after_key,
            after_id,
            limit: page.limit(),
        };
        let id = |programme: &Programme| programme.id.to_string();
        let total = ProgrammesTotal { fund_kind };
        list(ctx, &page, rows, total, id, |programme| programme).await
    }
}
