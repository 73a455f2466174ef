//! The search for connections: from all ends at once, one statement a step.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{Context, Result};
use serde::Serialize;

use super::{
    Asked, Connection, ConnectionStep, Connections, ConnectionsAmong,
    hub::Hub,
    link::{ConnectedNode, ConnectionKind, ConnectionLink, Through, Tie},
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
    /// What ties some nodes to others.
    "connections/near.cypher" then "connections/ties.cypher" then "connections/step.cypher" => Tie;
    pub struct Ties<'a> { near: Near<'a>, through: &'a [Through], on: Date, degree: i64, limit: usize }
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
    fn of(nodes: &'a [Node]) -> Self {
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
    frontier: Vec<Node>,
    seen: BTreeSet<Node>,
    /// How many links the frontier has.
    weight: i64,
}

/// A search as it goes on.
pub(super) struct Search<'a> {
    asked: &'a Asked,
    /// Most links of what is walked through.
    passable: i64,
    /// Most links read.
    most: usize,
    web: Web,
    ties: Vec<Tie>,
    known: BTreeSet<(Node, Node, ConnectionKind, Option<String>)>,
    degrees: BTreeMap<Node, i32>,
    /// Hubs that were passed by, and what each is beside.
    passed_by: BTreeMap<Node, Node>,
    /// How many links connections may have that were searched for.
    reach: usize,
    truncated: bool,
}

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
            web: Web::default(),
            ties: Vec::new(),
            known: BTreeSet::new(),
            degrees: BTreeMap::new(),
            passed_by: BTreeMap::new(),
            reach: 0,
            truncated: false,
        }
    }

    fn degree(&self, node: &Node) -> i64 {
        self.degrees.get(node).copied().unwrap_or_default().into()
    }

    fn is_hub(&self, node: &Node) -> bool {
        self.degree(node) > self.passable
    }

    /// Searches from two ends, from the one with fewer links around it first, until they meet.
    pub async fn between(&mut self, ctx: &Context<'_>, ends: &[Node; 2]) -> Result<()> {
        let mut sides = ends.each_ref().map(|end| Side {
            frontier: vec![end.clone()],
            seen: BTreeSet::from([end.clone()]),
            weight: 0,
        });
        while ends[0] != ends[1] && self.reach < self.asked.hops && !self.truncated {
            let [one, other] = &mut sides;
            let (side, opposite) = match one.weight <= other.weight {
                true => (one, other),
                false => (other, one),
            };
            let found = self.expand(ctx, &side.frontier, ends).await?;
            self.reach += 1;
            side.frontier = found
                .into_iter()
                .filter(|node| side.seen.insert(node.clone()))
                .collect();
            let open = side.frontier.iter().filter(|node| !self.is_hub(node));
            side.weight = open.map(|node| self.degree(node)).sum();
            let meet = side
                .frontier
                .iter()
                .any(|node| opposite.seen.contains(node));
            if side.frontier.is_empty() || meet && self.is_tied(ends) {
                break;
            }
        }
        let [one, other] = &sides;
        for node in one.seen.intersection(&other.seen) {
            if !ends.contains(node) {
                self.pass_by(node);
            }
        }
        Ok(())
    }

    /// Searches from several nodes at once, half of the way from each.
    pub async fn around(&mut self, ctx: &Context<'_>, some: &BTreeSet<Node>) -> Result<()> {
        let asked: Vec<Node> = some.iter().cloned().collect();
        let (mut frontier, mut seen) = (asked.clone(), some.clone());
        for _ in 0..self.asked.hops.div_ceil(2) {
            let found = self.expand(ctx, &frontier, &asked).await?;
            frontier = found
                .into_iter()
                .filter(|node| seen.insert(node.clone()))
                .collect();
            if self.truncated || frontier.is_empty() {
                break;
            }
        }
        self.reach = self.asked.hops;
        for node in &seen {
            if self.web.neighbours(node) > 1 && !some.contains(node) {
                self.pass_by(node);
            }
        }
        Ok(())
    }

    fn is_tied(&self, ends: &[Node; 2]) -> bool {
        let near = self.web.distances(&ends[0], self.reach);
        near.contains_key(&ends[1])
    }

    /// Notes a hub that was not walked through.
    fn pass_by(&mut self, node: &Node) {
        if self.is_hub(node) {
            self.passed_by
                .entry(node.clone())
                .or_insert_with(|| node.clone());
        }
    }

    /// One step from some nodes, hubs left out unless they are asked about: the nodes found, some of them
    /// known before.
    async fn expand(
        &mut self,
        ctx: &Context<'_>,
        frontier: &[Node],
        asked: &[Node],
    ) -> Result<BTreeSet<Node>> {
        let (open, hubs): (Vec<Node>, Vec<Node>) = frontier
            .iter()
            .cloned()
            .partition(|node| !self.is_hub(node) || asked.contains(node));
        for hub in &hubs {
            self.pass_by(hub);
        }
        let mut found = BTreeSet::new();
        if open.is_empty() {
            return Ok(found);
        }
        let room = self.most.saturating_sub(self.ties.len());
        let ties = Ties {
            near: Near::of(&open),
            through: &self.asked.through,
            on: self.asked.on,
            degree: self.passable,
            limit: room.saturating_add(1),
        };
        let ties = ctx.graph().fetch(ties).await?;
        self.truncated |= ties.len() > room;
        for tie in ties.into_iter().take(room) {
            let (near, far) = (tie.near(), tie.far());
            self.degrees.insert(far.clone(), tie.far_degree);
            if matches!(far.kind, NodeKind::Address | NodeKind::Phone) {
                self.passed_by.entry(far).or_insert(near);
            } else if near != far {
                if self.is_hub(&far) {
                    self.web.hub(&far);
                }
                if self.known.insert(tie.key()) {
                    self.web.tie(&near, &far, self.ties.len());
                    self.ties.push(tie);
                }
                found.insert(far);
            }
        }
        Ok(found)
    }

    /// The shortest connections between two ends.
    pub fn connections(&self, ends: &[Node; 2], first: usize) -> Connections {
        let [from, to] = ends;
        let (ways, more) = match from == to {
            true => (vec![vec![from.clone()]], false),
            false => self.web.shortest(from, to, self.reach, first),
        };
        let hops = ways
            .first()
            .and_then(|way| i32::try_from(way.len() - 1).ok());
        let paths = ways.iter().map(|way| Connection {
            nodes: way.iter().cloned().map(ConnectedNode).collect(),
            steps: way
                .windows(2)
                .map(|two| self.step(&two[0], &two[1]))
                .collect(),
        });
        Connections {
            hops,
            paths: paths.collect(),
            passed_by: self.passed_by(),
            truncated: more || self.truncated,
        }
    }

    /// What ties several nodes together.
    pub fn connections_among(&self, some: &BTreeSet<Node>) -> ConnectionsAmong {
        let (pairs, apart) = self.web.among(some, self.reach);
        let between = pairs.iter().flat_map(|(one, other)| [*one, *other]);
        let nodes: BTreeSet<&Node> = between.chain(some).collect();
        ConnectionsAmong {
            nodes: nodes.into_iter().cloned().map(ConnectedNode).collect(),
            steps: pairs
                .iter()
                .map(|(one, other)| self.step(one, other))
                .collect(),
            apart: apart.into_iter().map(ConnectedNode).collect(),
            passed_by: self.passed_by(),
            truncated: self.truncated,
        }
    }

    fn step(&self, one: &Node, other: &Node) -> ConnectionStep {
        let ties = self
            .web
            .between(one, other)
            .map(|number| &self.ties[number]);
        let mut links: Vec<&Tie> = ties.collect();
        links.sort_by_key(|tie| (tie.through, tie.kind, tie.key()));
        ConnectionStep {
            from: ConnectedNode(one.clone()),
            to: ConnectedNode(other.clone()),
            links: links.into_iter().map(ConnectionLink::of).collect(),
        }
    }

    fn passed_by(&self) -> Vec<Hub> {
        let hubs = self.passed_by.iter().map(|(hub, beside)| Hub {
            kind: hub.kind,
            node: ConnectedNode(beside.clone()),
            contact: (hub != beside).then(|| hub.id.clone()),
            degree: self.degrees.get(hub).copied().unwrap_or_default(),
        });
        let mut hubs: Vec<Hub> = hubs.collect();
        hubs.truncate(MOST_HUBS);
        hubs
    }
}
