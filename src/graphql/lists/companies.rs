//! The companies of a region.

use async_graphql::{Context, Enum, Object, Result};
use serde::Serialize;

use super::{Key, List, ListTotal, Listed, after, list};
use crate::{
    graphql::{
        companies::Company,
        context::ContextExt,
        page::{Page, rows},
    },
    model::{RegionCode, codes::CompanyKind},
    statement,
};

statement! {
    /// A page of the companies of a region.
    "companies/of_region.cypher" then "companies/listed.cypher" => Listed<Company>;
    pub struct CompaniesOfRegion<'a> {
        region: &'a RegionCode,
        kind: Option<CompanyKind>,
        order: CompanyOrder,
        after_key: Option<&'a Key>,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many companies a region has.
    "companies/of_region.cypher" then "lists/total.cypher" => ListTotal;
    pub struct CompaniesOfRegionTotal<'a> { region: &'a RegionCode, kind: Option<CompanyKind> }
}

/// Orders of companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CompanyOrder {
    /// By name.
    Name,
    /// The last established first.
    EstablishedOn,
    /// By id.
    Id,
}

/// Root field of companies as a list.
#[derive(Default)]
pub struct CompaniesListQuery;

#[Object]
impl CompaniesListQuery {
    /// The companies of a region and its parts.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn companies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Division code of the region")] region: RegionCode,
        #[graphql(desc = "Form of company; all if absent")] kind: Option<CompanyKind>,
        #[graphql(desc = "The order", default_with = "CompanyOrder::Name")] order_by: CompanyOrder,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<List<Company>> {
        ctx.reads_people()?;
        let question = (&region, kind, order_by);
        let page = Page::read(ctx, first, after.as_deref(), &question)?;
        let (after_key, after_id) = self::after(&page);
        let rows = CompaniesOfRegion {
            region: &region,
            kind,
            order: order_by,
            after_key,
            after_id,
            limit: page.limit(),
        };
        let total = CompaniesOfRegionTotal {
            region: &region,
            kind,
        };
        let id = |company: &Company| company.id.to_string();
        list(ctx, &page, rows, total, id, |company| company).await
    }
}
