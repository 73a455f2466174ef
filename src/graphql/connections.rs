//! Connections: what ties two people, companies, accounts, projects or agencies, or several, together.

mod entity;
mod hub;
mod link;
mod search;

use std::collections::BTreeSet;

use async_graphql::{Context, Object, OneofObject, Result, SimpleObject};

pub use entity::{CardOfNode, Cards, Entity, Post, Procedure};
pub use hub::Hub;
pub use link::{ConnectedNode, ConnectionKind, ConnectionLink, Through};
pub use search::{Hubs, Links, Ties};

use self::search::Search;

use super::{context::ContextExt, error::Code, money::bounded, scalars::Date};
use crate::model::{
    AccountId, AgencyId, CompanyId, HouseholdId, PersonId, ProjectId,
    web::{Node, NodeKind},
};

/// Most links of a connection.
const MOST_HOPS: i32 = 8;
/// Most nodes that one question ties together.
const MOST_NODES: usize = 50;
/// Most connections in one answer.
const MOST_WAYS: i32 = 100;

/// Someone or something by id, where a question takes any kind.
#[derive(OneofObject)]
pub enum NodeRef {
    /// A natural person.
    Person(PersonId),
    /// A household.
    Household(HouseholdId),
    /// A company.
    Company(CompanyId),
    /// A bank account.
    Account(AccountId),
    /// A public body or organisation.
    Agency(AgencyId),
    /// A project.
    Project(ProjectId),
}

impl From<NodeRef> for Node {
    fn from(node: NodeRef) -> Self {
        let (kind, id) = match &node {
            NodeRef::Person(id) => (NodeKind::Person, id.as_str()),
            NodeRef::Household(id) => (NodeKind::Household, id.as_str()),
            NodeRef::Company(id) => (NodeKind::Company, id.as_str()),
            NodeRef::Account(id) => (NodeKind::Account, id.as_str()),
            NodeRef::Agency(id) => (NodeKind::Agency, id.as_str()),
            NodeRef::Project(id) => (NodeKind::Project, id.as_str()),
        };
        Self {
            kind,
            id: id.to_owned(),
        }
    }
}

/// What ties two nodes together.
#[derive(SimpleObject)]
pub struct Connections {
    /// How many links the shortest connections have; null where there is none.
    hops: Option<i32>,
    /// The shortest connections.
    paths: Vec<Connection>,
    /// What was not walked through, as it has more links than the setting `limits.hub.degree`, at most 50.
    passed_by: Vec<Hub>,
    /// Whether something was left out: connections beyond `first`, or links beyond the setting
    /// `limits.links`, so that there may be others and shorter ones.
    truncated: bool,
}

/// A way from one node to another.
#[derive(SimpleObject)]
#[graphql(name = "ConnectionPath")]
pub struct Connection {
    /// From the first to the last.
    nodes: Vec<ConnectedNode>,
    /// What ties each to the next.
    steps: Vec<ConnectionStep>,
}

/// Two nodes next to each other, and what ties them.
#[derive(SimpleObject)]
pub struct ConnectionStep {
    /// The one.
    from: ConnectedNode,
    /// The other.
    to: ConnectedNode,
    /// The links between them, by kind.
    links: Vec<ConnectionLink>,
}

/// What ties several nodes together.
#[derive(SimpleObject)]
pub struct ConnectionsAmong {
    /// Those asked about and those between them.
    nodes: Vec<ConnectedNode>,
    /// Each two that are next to each other on a shortest connection, and what ties them.
    steps: Vec<ConnectionStep>,
    /// Those asked about that no connection leads to.
    apart: Vec<ConnectedNode>,
    /// What was not walked through, as it has more links than the setting `limits.hub.degree`, at most 50.
    passed_by: Vec<Hub>,
    /// Whether links beyond the setting `limits.links` were left out, so that there may be others.
    truncated: bool,
}

/// How far connections are looked for, and on which day.
struct Asked {
    hops: usize,
    through: Vec<Through>,
    on: Date,
    hubs: bool,
}

impl Asked {
    fn read(
        ctx: &Context<'_>,
        max_hops: i32,
        through: Option<Vec<Through>>,
        on: Option<Date>,
        hubs: bool,
    ) -> Result<Self> {
        ctx.reads_people()?;
        let hops = bounded("maxHops", max_hops, 1..=MOST_HOPS)?.unsigned_abs();
        let through = through.unwrap_or_else(|| Through::ALL.to_vec());
        if through.is_empty() {
            return Err(Code::BadInput.error("`through` names one kind of tie or more"));
        }
        Ok(Self {
            hops: hops as usize,
            through,
            on: on.unwrap_or_else(|| Date(ctx.graph().today())),
            hubs,
        })
    }
}

/// Root fields of connections.
#[derive(Default)]
pub struct ConnectionsQuery;

#[Object]
impl ConnectionsQuery {
    /// All shortest connections between two nodes on a day: by kinship, household, company, account,
    /// shared address or telephone number, post or project; null where one of them is not in scope. They
    /// may run through what is out of scope, which is then not shown.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(
        complexity = "usize::try_from(first.clamp(1, MOST_WAYS)).unwrap_or(1) * child_complexity"
    )]
    async fn connections(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where connections begin")] from: NodeRef,
        #[graphql(desc = "Where they end")] to: NodeRef,
        #[graphql(desc = "Most links, 1 to 8", default = 6)] max_hops: i32,
        #[graphql(desc = "What may tie; everything if absent")] through: Option<Vec<Through>>,
        #[graphql(desc = "The day links must hold on; today if absent")] on: Option<Date>,
        #[graphql(desc = "Whether to walk through hubs too, up to 500 links", default)] hubs: bool,
        #[graphql(desc = "Most connections, 1 to 100", default = 20)] first: i32,
    ) -> Result<Option<Connections>> {
        let asked = Asked::read(ctx, max_hops, through, on, hubs)?;
        let first = bounded("first", first, 1..=MOST_WAYS)?.unsigned_abs();
        let ends = [Node::from(from), Node::from(to)];
        if !entity::are_seen(ctx, &ends).await? {
            return Ok(None);
        }
        let mut search = Search::new(ctx, &asked);
        search.between(ctx, &ends).await?;
        let paths = ctx.look_ahead().field("paths");
        let linked = paths.field("steps").field("links").exists();
        let found = search.connections(ctx, &ends, first as usize, linked);
        Ok(Some(found.await?))
    }

    /// What ties several nodes together on a day: all shortest connections between any two of them; null
    /// where one of them is not in scope.
    #[graphql(complexity = "ids.len().clamp(1, MOST_NODES) * child_complexity")]
    async fn connections_among(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who or what, 2 to 50")] ids: Vec<NodeRef>,
        #[graphql(desc = "Most links between two of them, 1 to 8", default = 4)] max_hops: i32,
        #[graphql(desc = "What may tie; everything if absent")] through: Option<Vec<Through>>,
        #[graphql(desc = "The day links must hold on; today if absent")] on: Option<Date>,
        #[graphql(desc = "Whether to walk through hubs too, up to 500 links", default)] hubs: bool,
    ) -> Result<Option<ConnectionsAmong>> {
        let asked = Asked::read(ctx, max_hops, through, on, hubs)?;
        let some: BTreeSet<Node> = ids.into_iter().map(Node::from).collect();
        if !(2..=MOST_NODES).contains(&some.len()) {
            return Err(
                Code::BadInput.error(format!("`ids` names 2 to {MOST_NODES} different nodes"))
            );
        }
        let nodes: Vec<Node> = some.iter().cloned().collect();
        if !entity::are_seen(ctx, &nodes).await? {
            return Ok(None);
        }
        let mut search = Search::new(ctx, &asked);
        search.around(ctx, &nodes).await?;
        let steps = ctx.look_ahead().field("steps");
        let linked = steps.field("links").exists();
        Ok(Some(search.connections_among(ctx, &some, linked).await?))
    }
}
