//! The projects of a region, an agency or a programme.

use async_graphql::{Context, Enum, Object, OneofObject, Result};
use serde::Serialize;

use super::{Key, List, ListTotal, Listed, after, list};
use crate::{
    graphql::{
        context::ContextExt,
        page::{Page, rows},
        projects::Project,
    },
    model::{AgencyId, ProgrammeId, RegionCode},
    statement,
};

statement! {
    /// A page of the projects of a region, an agency or a programme.
    "projects/anchored.cypher" then "projects/filtered.cypher" then "projects/listed.cypher" => Listed<Project>;
    pub struct ProjectsPage<'a> {
        of: &'a ProjectsOf,
        year: Option<i32>,
        order: ProjectOrder,
        after_key: Option<&'a Key>,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many projects there are of a region, an agency or a programme.
    "projects/anchored.cypher" then "projects/filtered.cypher" then "lists/total.cypher" => ListTotal;
    pub struct ProjectsTotal<'a> { of: &'a ProjectsOf, year: Option<i32> }
}

/// Whose projects.
#[derive(Debug, OneofObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ProjectsOf {
    /// Those in a region and its parts.
    Region(RegionCode),
    /// Those of an agency.
    Agency(AgencyId),
    /// Those paid from a programme.
    Programme(ProgrammeId),
}

/// Orders of projects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProjectOrder {
    /// By name.
    Name,
    /// The largest budget first.
    Budget,
    /// The last approved first.
    ApprovedOn,
}

/// Root field of projects as a list.
#[derive(Default)]
pub struct ProjectsListQuery;

#[Object]
impl ProjectsListQuery {
    /// The projects of a region, an agency or a programme.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose projects")] of: ProjectsOf,
        #[graphql(desc = "Year of the budget; all if absent")] year: Option<i32>,
        #[graphql(desc = "The order", default_with = "ProjectOrder::Name")] order_by: ProjectOrder,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<List<Project>> {
        ctx.reads_people()?;
        let page = Page::read(ctx, first, after.as_deref(), &(&of, year, order_by))?;
        let (after_key, after_id) = self::after(&page);
        let rows = ProjectsPage {
            of: &of,
            year,
            order: order_by,
            after_key,
            after_id,
            limit: page.limit(),
        };
        let total = ProjectsTotal { of: &of, year };
        let id = |project: &Project| project.id.to_string();
        list(ctx, &page, rows, total, id, |project| project).await
    }
}
