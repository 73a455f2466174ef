//! A web of nodes and ties, as far as it was explored, and the shortest ways through it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::codes::codes;

codes! {
    /// What kind of node someone or something is in the graph.
    #[derive(PartialOrd, Ord)]
    pub enum NodeKind {
        /// A natural person.
        Person = "PERSON",
        /// A household.
        Household = "HOUSEHOLD",
        /// A company.
        Company = "COMPANY",
        /// A bank account.
        Account = "ACCOUNT",
        /// A public body or organisation.
        Agency = "AGENCY",
        /// A public or village post.
        Post = "POST",
        /// A project.
        Project = "PROJECT",
        /// A lot put out to tender.
        Tender = "TENDER",
        /// A bid for a lot.
        Bid = "BID",
        /// A contract.
        Contract = "CONTRACT",
        /// An address.
        Address = "ADDRESS",
        /// A telephone number.
        Phone = "PHONE",
    }
}

/// A node of the graph: ids are unique within a kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its id among those.
    pub id: String,
}

/// Nodes, and which of them are tied.
///
/// A hub has so many ties that nearly everyone is near it: a way may end at one, and leads through
/// none.
#[derive(Debug, Default)]
pub struct Web {
    ties: BTreeMap<Node, BTreeSet<Node>>,
    hubs: BTreeSet<Node>,
}

/// A way: its nodes in order.
pub type Way = Vec<Node>;

impl Web {
    /// Adds a tie, which both ends are then known by.
    pub fn tie(&mut self, one: &Node, other: &Node) {
        for (near, far) in [(one, other), (other, one)] {
            self.ties
                .entry(near.clone())
                .or_default()
                .insert(far.clone());
        }
    }

    /// Marks a hub.
    pub fn hub(&mut self, node: &Node) {
        self.hubs.insert(node.clone());
    }

    /// How many nodes found so far a node is tied to.
    #[must_use]
    pub fn neighbours(&self, node: &Node) -> usize {
        self.ties.get(node).map_or(0, BTreeSet::len)
    }

    /// How far nodes are from one, up to a distance.
    #[must_use]
    pub fn distances(&self, from: &Node, most: usize) -> BTreeMap<&Node, usize> {
        let Some((from, _)) = self.ties.get_key_value(from) else {
            return BTreeMap::new();
        };
        let mut distances = BTreeMap::from([(from, 0)]);
        let mut queue = VecDeque::from([(from, 0)]);
        while let Some((node, distance)) = queue.pop_front() {
            let through = node == from || !self.hubs.contains(node);
            if distance == most || !through {
                continue;
            }
            for far in self.ties.get(node).into_iter().flatten() {
                if !distances.contains_key(far) {
                    distances.insert(far, distance + 1);
                    queue.push_back((far, distance + 1));
                }
            }
        }
        distances
    }

    /// The shortest ways between two nodes of at most so many ties, by their nodes; at most so many
    /// ways, and whether there are more.
    #[must_use]
    pub fn shortest(
        &self,
        from: &Node,
        to: &Node,
        most_ties: usize,
        most_ways: usize,
    ) -> (Vec<Way>, bool) {
        let left = self.distances(to, most_ties);
        let mut ways = Vec::new();
        let Some(length) = left.get(from).copied() else {
            return (ways, false);
        };
        let mut open = vec![vec![from]];
        while let Some(way) = open.pop() {
            let near = way[way.len() - 1];
            if near == to {
                if ways.len() == most_ways {
                    return (ways, true);
                }
                ways.push(way.into_iter().cloned().collect());
                continue;
            }
            if near != from && self.hubs.contains(near) {
                continue;
            }
            let steps = length - way.len();
            let next = self.ties.get(near).into_iter().flatten();
            let nearer = next.filter(|far| left.get(far) == Some(&steps));
            // The last put in is the first taken out.
            let longer = nearer.rev().map(|far| [&way[..], &[far]].concat());
            open.extend(longer);
        }
        (ways, false)
    }

    /// The pairs of nodes next to each other on a shortest way of at most so many ties between any
    /// two of some nodes, and those of the nodes that no such way leads to.
    #[must_use]
    pub fn among(
        &self,
        some: &BTreeSet<Node>,
        most_ties: usize,
    ) -> (BTreeSet<(&Node, &Node)>, BTreeSet<Node>) {
        let far: BTreeMap<_, _> = some
            .iter()
            .map(|node| (node, self.distances(node, most_ties)))
            .collect();
        let mut pairs = BTreeSet::new();
        let mut apart = some.clone();
        for (one, from_one) in &far {
            for (other, from_other) in far.iter().filter(|(other, _)| *other > one) {
                let Some(length) = from_one.get(other) else {
                    continue;
                };
                apart.remove(one);
                apart.remove(other);
                for (near, distance) in from_one {
                    for next in self.ties.get(near).into_iter().flatten() {
                        let rest = from_other.get(next);
                        let inner = |node: &Node| node == *one || !self.hubs.contains(node);
                        let outer = |node: &Node| node == *other || !self.hubs.contains(node);
                        if rest.is_some_and(|rest| distance + 1 + rest == *length)
                            && inner(near)
                            && outer(next)
                        {
                            pairs.insert((*near.min(&next), *near.max(&next)));
                        }
                    }
                }
            }
        }
        (pairs, apart)
    }
}

#[cfg(test)]
mod tests;
