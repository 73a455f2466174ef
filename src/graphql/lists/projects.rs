//! The projects of a region, an agency or a programme.

use async_graphql::{Context, Enum, Object, OneofObject, Result};
use serde::Serialize;

use super::{Key, List, Listed, Total, after, list};
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
    /// A page of the projects of a region and its parts.
    "projects/of_region.cypher" then "projects/filtered.cypher" then "projects/listed.cypher" => Listed<Project>;
    pub struct ProjectsOfRegion<'a> {
        region: &'a RegionCode,
        year: Option<i32>,
        order: ProjectOrder,
        after_key: Option<&'a Key>,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many projects there are of a region and its parts.
    "projects/of_region.cypher" then "projects/filtered.cypher" then "lists/total.cypher" => Total;
    pub struct ProjectsOfRegionTotal<'a> { region: &'a RegionCode, year: Option<i32> }
}
statement! {
    /// A page of the projects of a agency.
    "projects/of_agency.cypher" then "projects/filtered.cypher" then "projects/listed.cypher" => Listed<Project>;
    pub struct ProjectsOfAgency<'a> {
        agency: &'a AgencyId,
        year: Option<i32>,
        order: ProjectOrder,
        after_key: Option<&'a Key>,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many projects there are of a agency.
    "projects/of_agency.cypher" then "projects/filtered.cypher" then "lists/total.cypher" => Total;
    pub struct ProjectsOfAgencyTotal<'a> { agency: &'a AgencyId, year: Option<i32> }
}
statement! {
    /// A page of the projects of a programme.
    "projects/of_programme.cypher" then "projects/filtered.cypher" then "projects/listed.cypher" => Listed<Project>;
    pub struct ProjectsOfProgramme<'a> {
        programme: &'a ProgrammeId,
        year: Option<i32>,
        order: ProjectOrder,
        after_key: Option<&'a Key>,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many projects there are of a programme.
    "projects/of_programme.cypher" then "projects/filtered.cypher" then "lists/total.cypher" => Total;
    pub struct ProjectsOfProgrammeTotal<'a> { programme: &'a ProgrammeId, year: Option<i32> }
}

/// Whose projects.
#[derive(OneofObject, Serialize)]
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
        macro_rules! listed {
            ($rows:ident, $total:ident, $anchor:ident) => {{
                let rows = $rows {
                    $anchor,
                    year,
                    order: order_by,
                    after_key,
                    after_id,
                    limit: page.limit(),
                };
                let id = |project: &Project| project.id.to_string();
                list(ctx, &page, rows, $total { $anchor, year }, id, |project| {
                    project
                })
                .await
            }};
        }
        match &of {
            ProjectsOf::Region(region) => listed!(ProjectsOfRegion, ProjectsOfRegionTotal, region),
            ProjectsOf::Agency(agency) => listed!(ProjectsOfAgency, ProjectsOfAgencyTotal, agency),
            ProjectsOf::Programme(programme) => {
                listed!(ProjectsOfProgramme, ProjectsOfProgrammeTotal, programme)
            }
        }
    }
}
