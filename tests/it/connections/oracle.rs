//! Connections by brute force: all ways, longer by one link at a time, over a plain list.

use std::collections::{BTreeMap, BTreeSet};

use super::world::{HUB, Link, Node, World};

pub struct Question {
    pub from: Node,
    pub to: Node,
    pub hops: usize,
    pub through: Vec<&'static str>,
    pub on: &'static str,
    pub hubs: bool,
}

/// One way: its nodes, and the links of each step.
pub type Way = (Vec<Node>, Vec<BTreeSet<Found>>);

/// What a link says, and how many of its kind there are.
pub type Found = (
    Node,
    &'static str,
    Node,
    Option<&'static str>,
    Option<&'static str>,
    usize,
);

/// How many links each node has.
pub fn degrees(world: &World) -> BTreeMap<Node, usize> {
    let mut degrees = BTreeMap::new();
    let uncounted = ["FOR", "FROM"];
    for link in world
        .links
        .iter()
        .filter(|link| !uncounted.contains(&link.kind))
    {
        *degrees.entry(link.from.clone()).or_default() += 1;
        if link.to != link.from {
            *degrees.entry(link.to.clone()).or_default() += 1;
        }
    }
    for (node, ..) in &world.contacts {
        *degrees.entry(node.clone()).or_default() += 1;
    }
    degrees
}

/// Everything that ties two nodes on the day, by pair.
fn ties(world: &World, question: &Question) -> BTreeMap<(Node, Node), BTreeSet<Found>> {
    let mut alike: BTreeMap<(Node, &'static str, Node), Vec<&Link>> = BTreeMap::new();
    for link in &world.links {
        let holds = link.since.is_none_or(|since| since <= question.on)
            && link.until.is_none_or(|until| question.on <= until);
        if holds && question.through.contains(&link.through) && link.from != link.to {
            alike
                .entry((link.from.clone(), link.kind, link.to.clone()))
                .or_default()
                .push(link);
        }
    }
    let mut ties: BTreeMap<(Node, Node), BTreeSet<Found>> = BTreeMap::new();
    for ((from, kind, to), links) in alike {
        // The earliest stands for all; what has no day comes last.
        let first = links
            .iter()
            .min_by_key(|link| (link.since.is_none(), link.since))
            .unwrap();
        let found = (
            from.clone(),
            kind,
            to.clone(),
            first.since,
            first.until,
            links.len(),
        );
        ties.entry((from.clone(), to.clone()))
            .or_default()
            .insert(found.clone());
        ties.entry((to, from)).or_default().insert(found);
    }
    let mut there: BTreeMap<(&str, &str), BTreeSet<&Node>> = BTreeMap::new();
    for (node, through, key) in &world.contacts {
        there.entry((through, key)).or_default().insert(node);
    }
    for ((through, _), nodes) in there {
        if !question.through.contains(&through) || !question.hubs && nodes.len() > HUB {
            continue;
        }
        let kind = if through == "PHONE" {
            "SHARED_PHONE"
        } else {
            "SHARED_ADDRESS"
        };
        for one in &nodes {
            for other in nodes.iter().filter(|other| one < other) {
                let found = ((*one).clone(), kind, (**other).clone(), None, None, 1);
                ties.entry(((*one).clone(), (**other).clone()))
                    .or_default()
                    .insert(found.clone());
                ties.entry(((**other).clone(), (*one).clone()))
                    .or_default()
                    .insert(found);
            }
        }
    }
    ties
}

/// All shortest ways.
pub fn connections(world: &World, question: &Question) -> Vec<Way> {
    let (ties, degrees) = (ties(world, question), degrees(world));
    let is_hub =
        |node: &Node| !question.hubs && degrees.get(node).is_some_and(|degree| *degree > HUB);
    let mut open = vec![vec![question.from.clone()]];
    for _ in 0..question.hops {
        let mut longer = Vec::new();
        for way in &open {
            let near = &way[way.len() - 1];
            if way.len() > 1 && is_hub(near) {
                continue;
            }
            for (_, far) in ties.keys().filter(|(one, _)| one == near) {
                if !way.contains(far) {
                    longer.push([&way[..], std::slice::from_ref(far)].concat());
                }
            }
        }
        let there: Vec<_> = longer
            .iter()
            .filter(|way| way.ends_with(std::slice::from_ref(&question.to)))
            .collect();
        if !there.is_empty() {
            let steps = |way: &Vec<Node>| {
                way.windows(2)
                    .map(|two| ties[&(two[0].clone(), two[1].clone())].clone())
                    .collect()
            };
            return there
                .into_iter()
                .map(|way| (way.clone(), steps(way)))
                .collect();
        }
        // Two ways to one node are both kept, but a node met nearer is not met again.
        let met: BTreeSet<&Node> = open.iter().flatten().collect();
        open = longer
            .iter()
            .filter(|way| !met.contains(&way[way.len() - 1]))
            .cloned()
            .collect();
    }
    Vec::new()
}
