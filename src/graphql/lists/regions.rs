//! The parts of a region.

use async_graphql::{Context, Object, OneofObject, Result};
use serde::Serialize;

use super::{Key, List, ListTotal, Listed, after, list};
use crate::{
    graphql::{
        page::{Page, rows},
        regions::Region,
    },
    model::RegionCode,
    statement,
};

statement! {
    /// A page of the parts of a region.
    "regions/of_parent.cypher" then "regions/listed.cypher" => Listed<Region>;
    pub struct RegionsPage<'a> { of: &'a RegionsOf, after_key: Option<&'a Key>, limit: i64 }
}
statement! {
    /// How many parts a region has.
    "regions/of_parent.cypher" then "lists/total.cypher" => ListTotal;
    pub struct RegionsTotal<'a> { of: &'a RegionsOf }
}

/// Which regions.
#[derive(Debug, OneofObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RegionsOf {
    /// Those that are parts of a region, of the tier below it.
    Parent(RegionCode),
}

/// Root field of regions as a list.
#[derive(Default)]
pub struct RegionsListQuery;

#[Object]
impl RegionsListQuery {
    /// The parts of a region, by code.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn regions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which regions")] of: RegionsOf,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<List<Region>> {
        let page = Page::read(ctx, first, after.as_deref(), &of)?;
        let rows = RegionsPage {
            of: &of,
            after_key: self::after(&page).0,
            limit: page.limit(),
        };
        let id = |region: &Region| region.code.to_string();
        list(ctx, &page, rows, RegionsTotal { of: &of }, id, |region| {
            region
        })
        .await
    }
}
