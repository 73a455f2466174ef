//! Lists for dashboards: each begins at an anchor that both engines seek by equality, has a few orders,
//! and is read page by page.

mod companies;
mod officials;
mod payments;
mod programmes;
mod projects;
mod regions;

use async_graphql::{
    Context, MergedObject, OutputType, Result, SimpleObject,
    connection::{Connection, ConnectionNameType, EmptyFields},
};
use serde::{Deserialize, Serialize};

pub use companies::{CompaniesOfRegion, CompaniesOfRegionTotal};
pub use officials::{OfficialsInOffice, OfficialsInOfficeTotal};
pub use payments::{PaymentsPage, PaymentsTotal};
pub use programmes::{Programmes, ProgrammesTotal};
pub use projects::{ProjectsPage, ProjectsTotal};
pub use regions::{RegionsPage, RegionsTotal};

use super::{context::ContextExt, page::Page};
use crate::graph::Statement;

/// What rows are in order by: a text, or a number that is the less the earlier the row comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    /// An amount or a day.
    Number(i64),
    /// A name or an id.
    Text(String),
}

/// A row of a list as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Listed<Node> {
    key: Key,
    node: Node,
}

/// How many rows a list has.
#[derive(Default, Deserialize, SimpleObject)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListTotal {
    /// How many there are in all, within the caller's scope. It costs nothing unless asked for.
    total_count: i32,
}

/// Where a page begins: after this key and id.
pub type Position = (Key, String);

/// A page of a list.
pub type List<Node> = Connection<String, Node, ListTotal, EmptyFields, ListName>;

/// Names lists apart from the connections within a node.
pub struct ListName;

impl ConnectionNameType for ListName {
    fn type_name<Node: OutputType>() -> String {
        format!("{}ListConnection", Node::type_name())
    }
}

/// The page of a list that rows make up, and how many there are in all if that is asked.
pub async fn list<Row: 'static, Node: OutputType, S, T>(
    ctx: &Context<'_>,
    page: &Page<'_, Position>,
    rows: S,
    total: T,
    id: impl Fn(&Row) -> String,
    node: impl Fn(Row) -> Node,
) -> Result<List<Node>>
where
    S: Statement<Row = Listed<Row>>,
    T: Statement<Row = ListTotal>,
{
    let rows = ctx.graph().fetch(rows).await?;
    let total = match ctx.look_ahead().field("totalCount").exists() {
        true => ctx.graph().fetch_one(total).await?.unwrap_or_default(),
        false => ListTotal::default(),
    };
    let position = |row: &Listed<Row>| (row.key.clone(), id(&row.node));
    page.connection(rows, total, position, |row| node(row.node))
}

/// The key and id that a page begins after.
pub fn after<'a>(page: &'a Page<'_, Position>) -> (Option<&'a Key>, &'a str) {
    let after = page.after.as_ref();
    after.map_or((None, ""), |(key, id)| (Some(key), id))
}

/// Root fields that are lists.
#[derive(Default, MergedObject)]
pub struct ListsQuery(
    officials::OfficialsQuery,
    payments::PaymentsQuery,
    projects::ProjectsListQuery,
    companies::CompaniesListQuery,
    programmes::ProgrammesQuery,
    regions::RegionsListQuery,
);
