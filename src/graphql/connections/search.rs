//! The search for connections: from all ends at once, one statement a step.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{Context, Result};
use serde::{Deserialize, Serialize};

use super::{
    Asked, Connection, ConnectionStep, Connections, ConnectionsAmong,
    hub::Hub,
    link::{ConnectedNode, ConnectionLink, Link, Through},
};
use crate::{
    config::MOST_LINKS,
    graphql::{context::ContextExt, scalars::Date},
    model::web::{Node, NodeKind, Web},
    statement,
};

/// Most hubs named in one answer.
const MOST_HUBS: usize = 50;

statement! {
    /// Whom or what some nodes are tied to.
    "connections/near.cypher" then "connections/ties.cypher" then "connections/step.cypher" => Tie;
    pub struct Ties<'a> {
        near: Near<'a>,
        most: i64,
        told: bool,
        through: &'a [Through],
        on: Date,
        degree: i64,
        limit: usize,
    }
}
statement! {
    /// Those of some nodes that are hubs.
    "connections/near.cypher" then "connections/hubs.cypher" => Tie;
    pub struct Hubs<'a> { near: Near<'a>, degree: i64 }
}
statement! {
    /// The links among the nodes that an answer shows.
    "connections/near.cypher" then "connections/ties.cypher" then "connections/links.cypher" => Link;
    pub struct Links<'a> {
        near: Near<'a>,
        most: i64,
        told: bool,
        through: &'a [Through],
        on: Date,
        degree: i64,
        shown: &'a [&'a str],
    }
}

/// Two nodes that are tied; a hub stands for itself, or as the address or telephone number that the node has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tie {
    near_kind: NodeKind,
    near_id: String,
    far_kind: NodeKind,
    far_id: String,
    /// How many links a hub has; null where the two are tied.
    degree: Option<i32>,
}

/// Ids of nodes by what they are.
#[derive(Debug, Default, Serialize)]
pub struct Near<'a> {
    people: Vec<&'a str>,
    households: Vec<&'a str>,
    companies: Vec<&'a str>,
    accounts: Vec<&'a str>,
    agencies: Vec<&'a str>,
    posts: Vec<&'a str>,
    projects: Vec<&'a str>,
    tenders: Vec<&'a str>,
    bids: Vec<&'a str>,
    contracts: Vec<&'a str>,
}

impl<'a> Near<'a> {
    fn of(nodes: impl IntoIterator<Item = &'a Node>) -> Self {
        let mut near = Self::default();
        for node in nodes {
            let ids = match node.kind {
                NodeKind::Person => &mut near.people,
                NodeKind::Household => &mut near.households,
                NodeKind::Company => &mut near.companies,
                NodeKind::Account => &mut near.accounts,
                NodeKind::Agency => &mut near.agencies,
                NodeKind::Post => &mut near.posts,
                NodeKind::Project => &mut near.projects,
                NodeKind::Tender => &mut near.tenders,
                NodeKind::Bid => &mut near.bids,
                NodeKind::Contract => &mut near.contracts,
                // Two who share one are tied directly.
                NodeKind::Address | NodeKind::Phone => continue,
            };
            ids.push(&node.id);
        }
        near
    }
}

/// Nodes around an end, as far as they were looked from.
struct Side {
    /// Those found last.
    frontier: BTreeSet<Node>,
    seen: BTreeSet<Node>,
}

impl Side {
    fn around(some: impl IntoIterator<Item = Node>) -> Self {
        let frontier: BTreeSet<Node> = some.into_iter().collect();
        let seen = frontier.clone();
        Self { frontier, seen }
    }

    /// Goes on with those that were found and not seen before.
    fn go_on(&mut self, found: BTreeSet<Node>) {
        self.frontier = found.difference(&self.seen).cloned().collect();
        self.seen.extend(self.frontier.iter().cloned());
    }
}

/// What is too tied to be walked through.
struct Passed {
    degree: i32,
    /// Itself, or who has the address or telephone number that it is.
    beside: Node,
}

/// A search as it goes on.
pub(super) struct Search<'a> {
    asked: &'a Asked,
    /// Most links of what is walked through.
    passable: i64,
    /// Most ties read.
    most: usize,
    /// Ties read.
    read: usize,
    web: Web,
    hubs: BTreeMap<Node, Passed>,
    /// Nodes that were looked from, so that it is known whether they are hubs.
    walked: BTreeSet<Node>,
    /// How many links connections may have that were searched for.
    reach: usize,
    truncated: bool,
}

/// The links between two nodes, by the lesser and the greater.
type Linked = BTreeMap<(Node, Node), Vec<Link>>;

impl<'a> Search<'a> {
    /// A search that has found nothing yet.
    pub fn new(ctx: &Context<'_>, asked: &'a Asked) -> Self {
        let limits = &ctx.asking().limits;
        Self {
            asked,
            passable: match asked.hubs {
                true => MOST_LINKS,
                false => limits.hub.degree,
            },
            most: limits.links,
            read: 0,
            web: Web::default(),
            hubs: BTreeMap::new(),
            walked: BTreeSet::new(),
            reach: 0,
            truncated: false,
        }
    }

    /// Searches from two ends, from the one with fewer nodes around it first, until they meet.
    pub async fn between(&mut self, ctx: &Context<'_>, ends: &[Node; 2]) -> Result<()> {
        let mut sides = ends.each_ref().map(|end| Side::around([end.clone()]));
        while ends[0] != ends[1] && self.reach < self.asked.hops && !self.truncated {
            let [one, other] = &mut sides;
            let (side, opposite) = match one.frontier.len() <= other.frontier.len() {
                true => (one, other),
                false => (other, one),
            };
            let found = self.expand(ctx, &side.frontier, ends).await?;
            self.reach += 1;
            side.go_on(found);
            let meeting: Vec<Node> = side
                .frontier
                .intersection(&opposite.seen)
                .cloned()
                .collect();
            self.tell_hubs(ctx, &meeting, ends).await?;
            if side.frontier.is_empty() || !meeting.is_empty() && self.is_tied(ends) {
                break;
            }
        }
        Ok(())
    }

    /// Searches from several nodes at once, half of the way from each.
    pub async fn around(&mut self, ctx: &Context<'_>, some: &[Node]) -> Result<()> {
        let mut side = Side::around(some.iter().cloned());
        for _ in 0..self.asked.hops.div_ceil(2) {
            let found = self.expand(ctx, &side.frontier, some).await?;
            side.go_on(found);
            if self.truncated || side.frontier.is_empty() {
                break;
            }
        }
        self.reach = self.asked.hops;
        let between = side
            .frontier
            .into_iter()
            .filter(|node| self.web.neighbours(node) > 1);
        let between: Vec<Node> = between.collect();
        self.tell_hubs(ctx, &between, some).await
    }

    fn is_tied(&self, ends: &[Node; 2]) -> bool {
        let near = self.web.distances(&ends[0], self.reach);
        near.contains_key(&ends[1])
    }

    /// One step from some nodes, of which only the ends may be hubs: the nodes found, some of them known
    /// before.
    async fn expand(
        &mut self,
        ctx: &Context<'_>,
        frontier: &BTreeSet<Node>,
        ends: &[Node],
    ) -> Result<BTreeSet<Node>> {
        let room = self.most.saturating_sub(self.read);
        let begins = frontier.iter().all(|node| ends.contains(node));
        let ties = Ties {
            near: Near::of(frontier),
            most: if begins { i64::MAX } else { self.passable },
            told: false,
            through: &self.asked.through,
            on: self.asked.on,
            degree: self.passable,
            limit: room.saturating_add(1),
        };
        let ties = ctx.graph().fetch(ties).await?;
        self.truncated |= ties.len() > room;
        self.read += ties.len();
        self.walked.extend(frontier.iter().cloned());
        let mut found = BTreeSet::new();
        for tie in ties.into_iter().take(room) {
            if tie.degree.is_some() {
                self.pass_by(tie);
            } else {
                let (near, far) = tie.ends();
                if near != far {
                    self.web.tie(&near, &far);
                    found.insert(far);
                }
            }
        }
        Ok(found)
    }

    /// Learns which of the nodes where ways meet are hubs.
    async fn tell_hubs(&mut self, ctx: &Context<'_>, some: &[Node], ends: &[Node]) -> Result<()> {
        let known = |node: &Node| {
            ends.contains(node) || self.walked.contains(node) || self.hubs.contains_key(node)
        };
        let unknown: Vec<&Node> = some.iter().filter(|node| !known(node)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let hubs = Hubs {
            near: Near::of(unknown),
            degree: self.passable,
        };
        for hub in ctx.graph().fetch(hubs).await? {
            self.pass_by(hub);
        }
        Ok(())
    }

    /// Notes a hub, which no way leads through.
    fn pass_by(&mut self, hub: Tie) {
        let degree = hub.degree.unwrap_or_default();
        let (beside, hub) = hub.ends();
        self.web.hub(&hub);
        self.hubs.entry(hub).or_insert(Passed { degree, beside });
    }

    /// The shortest connections between two ends, with links where they are asked for.
    pub async fn connections(
        self,
        ctx: &Context<'_>,
        ends: &[Node; 2],
        first: usize,
        linked: bool,
    ) -> Result<Connections> {
        let [from, to] = ends;
        let (ways, more) = match from == to {
            true => (vec![vec![from.clone()]], false),
            false => self.web.shortest(from, to, self.reach, first),
        };
        let shown: BTreeSet<&Node> = ways.iter().flatten().collect();
        let linked = match linked {
            true => self.links(ctx, &shown).await?,
            false => Linked::new(),
        };
        let hops = ways
            .first()
            .and_then(|way| i32::try_from(way.len() - 1).ok());
        let paths = ways.iter().map(|way| Connection {
            nodes: way.iter().cloned().map(ConnectedNode).collect(),
            steps: way
                .windows(2)
                .map(|two| step(&linked, &two[0], &two[1]))
                .collect(),
        });
        Ok(Connections {
            hops,
            paths: paths.collect(),
            truncated: more || self.truncated,
            passed_by: self.passed_by(),
        })
    }

    /// What ties several nodes together, with links where they are asked for.
    pub async fn connections_among(
        self,
        ctx: &Context<'_>,
        some: &BTreeSet<Node>,
        linked: bool,
    ) -> Result<ConnectionsAmong> {
        let (pairs, apart) = self.web.among(some, self.reach);
        let between = pairs.iter().flat_map(|(one, other)| [*one, *other]);
        let nodes: BTreeSet<&Node> = between.chain(some).collect();
        let linked = match linked {
            true => self.links(ctx, &nodes).await?,
            false => Linked::new(),
        };
        Ok(ConnectionsAmong {
            nodes: nodes.into_iter().cloned().map(ConnectedNode).collect(),
            steps: pairs
                .iter()
                .map(|(one, other)| step(&linked, one, other))
                .collect(),
            apart: apart.into_iter().map(ConnectedNode).collect(),
            truncated: self.truncated,
            passed_by: self.passed_by(),
        })
    }

    /// The links among nodes, each once: the same link may be found at either end.
    async fn links(&self, ctx: &Context<'_>, shown: &BTreeSet<&Node>) -> Result<Linked> {
        let ids: Vec<&str> = shown.iter().map(|node| &*node.id).collect();
        let links = Links {
            near: Near::of(shown.iter().copied()),
            most: i64::MAX,
            told: true,
            through: &self.asked.through,
            on: self.asked.on,
            degree: self.passable,
            shown: &ids,
        };
        let (mut linked, mut known) = (Linked::new(), BTreeSet::new());
        for link in ctx.graph().fetch(links).await? {
            if known.insert(link.key()) {
                linked
                    .entry(pair(link.near(), link.far()))
                    .or_default()
                    .push(link);
            }
        }
        Ok(linked)
    }

    fn passed_by(self) -> Vec<Hub> {
        let hubs = self.hubs.into_iter().take(MOST_HUBS);
        let hubs = hubs.map(|(hub, Passed { degree, beside })| Hub {
            kind: hub.kind,
            contact: (hub != beside).then_some(hub.id),
            node: ConnectedNode(beside),
            degree,
        });
        hubs.collect()
    }
}

impl Tie {
    fn ends(self) -> (Node, Node) {
        let node = |kind, id| Node { kind, id };
        (
            node(self.near_kind, self.near_id),
            node(self.far_kind, self.far_id),
        )
    }
}

/// Two nodes, the lesser first.
fn pair(one: Node, other: Node) -> (Node, Node) {
    match one < other {
        true => (one, other),
        false => (other, one),
    }
}

fn step(linked: &Linked, one: &Node, other: &Node) -> ConnectionStep {
    let links = linked.get(&pair(one.clone(), other.clone()));
    let mut links: Vec<&Link> = links.into_iter().flatten().collect();
    links.sort_by_key(|link| (link.through, link.kind, link.key()));
    ConnectionStep {
        from: ConnectedNode(one.clone()),
        to: ConnectedNode(other.clone()),
        links: links.into_iter().map(ConnectionLink::of).collect(),
    }
}
