//! What ties two nodes, against an oracle that shares no code with the product: brute force over a
//! plain list of links, on random worlds with hubs, several links between two nodes and days, on every
//! engine.

mod oracle;
mod world;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use self::{
    oracle::{Question, connections, degrees},
    world::{HUB, Node, World},
};
use crate::{
    api::Api,
    engines::{self, Engine},
    money::Draw,
};

/// Questions to a world.
const QUESTIONS: usize = 60;
const THROUGH: [&str; 8] = [
    "KIN",
    "HOUSEHOLD",
    "COMPANY",
    "ACCOUNT",
    "ADDRESS",
    "PHONE",
    "POST",
    "PROJECT",
];

const CONNECTIONS: &str = "
    query ($from: NodeRef!, $to: NodeRef!, $hops: Int!, $through: [Through!], $on: Date, $hubs: Boolean!) {
      connections(from: $from, to: $to, maxHops: $hops, through: $through, on: $on, hubs: $hubs, first: 100) {
        hops truncated passedBy { kind node { ...Node } degree }
        paths { nodes { ...Node } steps { links { kind from { ...Node } to { ...Node } since until records hidden } } }
      }
    }
    fragment Node on ConnectedNode {
      kind hidden entity {
        ... on Person { id } ... on Household { id } ... on Company { id } ... on Account { id } ... on Agency { id }
        ... on Post { id } ... on Project { id } ... on Procedure { id kind }
      }
    }";
const AMONG: &str = "
    query ($ids: [NodeRef!]!, $hops: Int!, $on: Date) {
      connectionsAmong(ids: $ids, maxHops: $hops, on: $on) {
        truncated apart { ...Node } nodes { ...Node } steps { from { ...Node } to { ...Node } links { kind } }
      }
    }
    fragment Node on ConnectedNode {
      kind entity {
        ... on Person { id } ... on Household { id } ... on Company { id } ... on Account { id } ... on Agency { id }
        ... on Post { id } ... on Project { id } ... on Procedure { id kind }
      }
    }";

fn reference((kind, id): &Node) -> Value {
    json!({ kind.to_lowercase(): id })
}

/// A node as an answer gives it; a bid has an id of Kinflow's own, which no table says.
fn node(given: &Value) -> (String, String) {
    let kind = given["kind"].as_str().unwrap().to_owned();
    assert!(given["entity"].is_object(), "{given}");
    let id = match kind.as_str() {
        "BID" => String::new(),
        _ => given["entity"]["id"].as_str().unwrap().to_owned(),
    };
    (kind, id)
}

fn known((kind, id): &Node) -> (String, String) {
    let id = if *kind == "BID" { "" } else { id };
    ((*kind).to_owned(), id.to_owned())
}

/// Each way as its nodes and the links of each step, in one order.
fn given(answer: &Value) -> Vec<String> {
    let mut ways = Vec::new();
    for path in answer["paths"].as_array().unwrap() {
        let nodes: Vec<_> = path["nodes"].as_array().unwrap().iter().map(node).collect();
        let mut steps = Vec::new();
        for step in path["steps"].as_array().unwrap() {
            let mut links = BTreeSet::new();
            for link in step["links"].as_array().unwrap() {
                assert_eq!(link["hidden"], false);
                let kind = link["kind"].as_str().unwrap();
                let mut ends = [node(&link["from"]), node(&link["to"])];
                // Which of two comes first at one address is nobody's business.
                if kind.starts_with("SHARED") {
                    ends.sort();
                }
                links.insert(format!(
                    "{ends:?} {kind} {} {} {}",
                    link["since"], link["until"], link["records"]
                ));
            }
            steps.push(links);
        }
        ways.push(format!("{nodes:?} {steps:?}"));
    }
    ways.sort();
    ways
}

fn expected(ways: &[oracle::Way]) -> Vec<String> {
    let mut all = Vec::new();
    for (nodes, steps) in ways {
        let nodes: Vec<_> = nodes.iter().map(known).collect();
        let links = |links: &BTreeSet<oracle::Found>| -> BTreeSet<String> {
            let each = links.iter().map(|(from, kind, to, since, until, records)| {
                let mut ends = [known(from), known(to)];
                if kind.starts_with("SHARED") {
                    ends.sort();
                }
                format!(
                    "{ends:?} {kind} {} {} {records}",
                    json!(since),
                    json!(until)
                )
            });
            each.collect()
        };
        let steps: Vec<_> = steps.iter().map(links).collect();
        all.push(format!("{nodes:?} {steps:?}"));
    }
    all.sort();
    all
}

fn question(world: &World, draw: &mut Draw) -> Question {
    let ends: Vec<Node> = world
        .nodes
        .iter()
        .filter(|(kind, _)| !["POST", "TENDER", "CONTRACT"].contains(kind))
        .cloned()
        .collect();
    let from = draw.pick(&ends);
    let others: Vec<Node> = ends.iter().filter(|node| **node != from).cloned().collect();
    let through = match draw.chance(60) {
        true => THROUGH.to_vec(),
        false => THROUGH.into_iter().filter(|_| draw.chance(60)).collect(),
    };
    Question {
        from,
        to: draw.pick(&others),
        hops: draw.below(6) + 1,
        through: if through.is_empty() {
            vec!["KIN"]
        } else {
            through
        },
        on: draw.pick(&[
            "2020-03-01",
            "2021-07-01",
            "2023-03-01",
            "2024-02-29",
            "2025-01-01",
        ]),
        hubs: draw.chance(25),
    }
}

async fn ask(api: &Api, engine: &Engine, question: &Question) -> Value {
    let variables = json!({
        "from": reference(&question.from),
        "to": reference(&question.to),
        "hops": question.hops,
        "through": question.through,
        "on": question.on,
        "hubs": question.hubs,
    });
    let graph = engine.graph(&[""], "2026-01-15");
    let data = api.ask(graph, "", CONNECTIONS, variables).await;
    data["connections"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_those_of_brute_force() {
    let worlds: Vec<World> = (0..3).map(World::draw).collect();
    for engine in engines::all().await {
        // One load: a later file without row keys would end the links that an earlier one brought.
        engine.load_tables("worlds", World::tables(&worlds)).await;
        let mut api = Api::unlimited();
        api.limits_mut().hub.degree = HUB as i64;
        let (mut lengths, mut passed) = (BTreeSet::new(), 0);
        for (seed, world) in worlds.iter().enumerate() {
            let (mut draw, degrees) = (Draw::new(100 + seed as u64), degrees(world));
            for _ in 0..QUESTIONS {
                let question = question(world, &mut draw);
                let ways = connections(world, &question);
                let answer = ask(&api, &engine, &question).await;
                let asked = format!(
                    "{}: {:?} to {:?}, {} hops through {:?} on {}, hubs {}",
                    engine.name(),
                    question.from,
                    question.to,
                    question.hops,
                    question.through,
                    question.on,
                    question.hubs
                );
                if ways.len() <= 100 {
                    assert_eq!(given(&answer), expected(&ways), "{asked}");
                }
                assert_eq!(answer["truncated"], ways.len() > 100, "{asked}");
                let hops = ways.first().map(|(nodes, _)| nodes.len() - 1);
                assert_eq!(answer["hops"], json!(hops), "{asked}");
                for hub in answer["passedBy"].as_array().unwrap() {
                    passed += 1;
                    assert!(!question.hubs, "{asked}");
                    let node = node(&hub["node"]);
                    let degree = degrees
                        .iter()
                        .find(|(hub, _)| known(hub) == node)
                        .map(|(_, degree)| *degree);
                    match hub["kind"].as_str().unwrap() {
                        "ADDRESS" | "PHONE" => {
                            assert!(hub["degree"].as_u64().unwrap() > HUB as u64)
                        }
                        "BID" => {}
                        _ => assert_eq!(hub["degree"], json!(degree), "{asked}: {hub}"),
                    }
                }
                lengths.insert(hops);
                // Walking through more loses no connection.
                let wider = Question {
                    hubs: true,
                    through: THROUGH.to_vec(),
                    ..question
                };
                let wider = ask(&api, &engine, &wider).await["hops"].as_u64();
                let nearer =
                    hops.is_none_or(|hops| wider.is_some_and(|wider| wider <= hops as u64));
                assert!(nearer, "{asked}: {hops:?}, then {wider:?}");
            }
        }
        assert!(
            lengths.len() >= 6 && passed > 20,
            "{lengths:?}, {passed} hubs"
        );
        among(&api, &engine, &worlds).await;
    }
}

/// What ties several is what ties each two.
async fn among(api: &Api, engine: &Engine, worlds: &[World]) {
    let (mut tied, mut apart) = (0, 0);
    for (seed, world) in worlds.iter().enumerate() {
        let mut draw = Draw::new(200 + seed as u64);
        for _ in 0..15 {
            let some: BTreeSet<Node> = (0..5).map(|_| question(world, &mut draw).from).collect();
            if some.len() < 2 {
                continue;
            }
            let (hops, on) = (draw.below(5) + 1, "2023-03-01");
            let (mut expected, mut left) = (BTreeSet::new(), some.clone());
            for (one, other) in some
                .iter()
                .flat_map(|one| some.iter().map(move |other| (one, other)))
            {
                let question = Question {
                    from: one.clone(),
                    to: other.clone(),
                    hops,
                    through: THROUGH.to_vec(),
                    on,
                    hubs: false,
                };
                if one >= other {
                    continue;
                }
                for (nodes, _) in connections(world, &question) {
                    left.remove(one);
                    left.remove(other);
                    for two in nodes.windows(2) {
                        let mut ends = [&two[0], &two[1]];
                        ends.sort();
                        expected.insert(ends.map(Clone::clone));
                    }
                }
            }
            let ids: Vec<Value> = some.iter().map(reference).collect();
            let graph = engine.graph(&[""], "2026-01-15");
            let variables = json!({"ids": ids, "hops": hops, "on": on});
            let answer = api.ask(graph, "", AMONG, variables).await["connectionsAmong"].clone();
            assert_eq!(answer["truncated"], false);
            let nodes = |list: &Value| -> Vec<_> {
                let mut nodes: Vec<_> = list.as_array().unwrap().iter().map(node).collect();
                nodes.sort();
                nodes
            };
            let mut pairs: Vec<_> = answer["steps"]
                .as_array()
                .unwrap()
                .iter()
                .map(|step| {
                    assert!(!step["links"].as_array().unwrap().is_empty());
                    let mut ends = [node(&step["from"]), node(&step["to"])];
                    ends.sort();
                    ends
                })
                .collect();
            pairs.sort();
            let mut all: Vec<_> = expected
                .iter()
                .map(|ends| {
                    let mut ends = [known(&ends[0]), known(&ends[1])];
                    ends.sort();
                    ends
                })
                .collect();
            all.sort();
            assert_eq!(pairs, all, "{}: {some:?}, {hops} hops", engine.name());
            let mut lone: Vec<_> = left.iter().map(known).collect();
            lone.sort();
            assert_eq!(nodes(&answer["apart"]), lone);
            let between: BTreeSet<Node> = expected
                .iter()
                .flatten()
                .cloned()
                .chain(some.clone())
                .collect();
            let mut between: Vec<_> = between.iter().map(known).collect();
            between.sort();
            assert_eq!(nodes(&answer["nodes"]), between);
            tied += all.len();
            apart += lone.len();
        }
    }
    assert!(tied > 50 && apart > 5, "{tied} ties, {apart} apart");
}
