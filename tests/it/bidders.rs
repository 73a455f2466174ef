//! What bidders of one lot share, against an oracle that shares no code with the product, on random
//! lots with everyone around them, on every engine.

mod lots;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use self::lots::{Link, Tables, Thing, Told, World};
use crate::{
    api::Api,
    engines::{self, Engine},
    oracle::County,
};

/// Random worlds a run, each with four lots; `KINFLOW_WORLDS` asks for more.
const WORLDS: u64 = 8;
const TODAY: &str = "2026-01-15";
const KINDS: [&str; 9] = [
    "ADDRESS",
    "AGENT",
    "BOND_ACCOUNT",
    "CONTROLLER",
    "HOLDER",
    "KIN",
    "LEGAL_REPRESENTATIVE",
    "PARTY",
    "PHONE",
];

const LINKS: &str = "query ($project: ID!) { project(id: $project) { bidderLinks {
    tenderId on kind account kinship { chain } sources { file line }
    one { ... on Person { id } ... on Company { id } }
    other { ... on Person { id } ... on Company { id } }
    party { ... on Person { id } ... on Company { id } }
  } } }";

/// A link that the oracle found, in each way in which an answer within a scope may tell it.
fn expected(world: &World, lot: usize, link: &Link, scope: &str) -> Vec<Value> {
    let card = |thing: &Thing| match world.sees(scope, thing) {
        true => json!({"id": thing.1}),
        false => Value::Null,
    };
    let lot = &world.lots[lot];
    let tell = |told: &Told| {
        let seen = told.bidders.iter().all(|bidder| world.sees(scope, bidder));
        let is_party = told.chain.is_none() && ["PERSON", "COMPANY"].contains(&told.thing.0);
        let is_account = seen && told.thing.0 == "ACCOUNT";
        let places = told
            .places
            .map(|(table, line)| json!({"file": format!("{table}.csv"), "line": line}));
        json!({
            "tenderId": lot.id,
            "on": lot.day,
            "kind": link.kind,
            "one": card(&told.bidders[0]),
            "other": card(&told.bidders[1]),
            "party": if is_party { card(&told.thing) } else { Value::Null },
            "account": is_account.then_some(&told.thing.1),
            "kinship": told.chain.as_ref().map(|chain| json!({"chain": chain})),
            "sources": if seen { rows(places.to_vec()) } else { Vec::new() },
        })
    };
    link.told.iter().map(tell).collect()
}

/// Rows in an order of their own, each once.
fn rows(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_cached_key(Value::to_string);
    rows.dedup();
    rows
}

/// Whether each link of the one side can be told as another one of the other side.
fn agree(given: &[Value], expected: &[Vec<Value>]) -> bool {
    let Some((first, rest)) = given.split_first() else {
        return expected.is_empty();
    };
    (0..expected.len()).any(|at| {
        let others = [&expected[..at], &expected[at + 1..]].concat();
        expected[at].contains(first) && agree(rest, &others)
    })
}

/// Asks of a project; the kinds of link that were found.
async fn check(
    api: &Api,
    engine: &Engine,
    (world, project): (&World, &str),
    links: &[Vec<Link>],
    scope: &str,
) -> BTreeSet<&'static str> {
    let graph = engine.graph(&[scope], TODAY);
    let data = api
        .ask(graph, scope, LINKS, json!({"project": project}))
        .await;
    let key = |link: &Value| {
        let mut bidders = [&link["one"], &link["other"]].map(Value::to_string);
        bidders.sort();
        (format!("{} {}", link["tenderId"], link["kind"]), bidders)
    };
    let mut groups = BTreeMap::<_, (Vec<Value>, Vec<Vec<Value>>)>::new();
    for link in data["project"]["bidderLinks"].as_array().unwrap() {
        let mut link = link.clone();
        link["sources"] = rows(link["sources"].as_array().unwrap().clone()).into();
        groups.entry(key(&link)).or_default().0.push(link);
    }
    let mut kinds = BTreeSet::new();
    for (lot, links) in links
        .iter()
        .enumerate()
        .filter(|(lot, _)| world.lots[*lot].project == project)
    {
        for link in links {
            let told = expected(world, lot, link, scope);
            groups.entry(key(&told[0])).or_default().1.push(told);
            kinds.insert(link.kind);
        }
    }
    for (given, expected) in groups.values() {
        assert!(
            agree(given, expected),
            "{project} within {scope:?} on {}: {}\nbut the oracle says {}",
            engine.name(),
            json!(given),
            json!(expected)
        );
    }
    kinds
}

#[tokio::test(flavor = "multi_thread")]
async fn bidders_share_what_brute_force_finds() {
    let api = Api::unlimited();
    let many = std::env::var("KINFLOW_WORLDS").map_or(WORLDS, |many| many.parse().unwrap());
    let mut tables = Tables::default();
    let mut worlds: Vec<_> = (0..many)
        .map(|seed| World::draw(seed, &mut tables))
        .collect();
    let county = County::read(&tables.files()).unwrap();
    let links: Vec<Vec<_>> = worlds
        .iter_mut()
        .map(|world| {
            (0..world.lots.len())
                .map(|lot| world.links(&county, lot))
                .collect()
        })
        .collect();
    for engine in engines::all().await {
        engine.load_tables("lots", tables.files()).await;
        let mut seen = BTreeSet::new();
        for (world, links) in worlds.iter().zip(&links) {
            let projects: BTreeSet<_> = world.lots.iter().map(|lot| lot.project.as_str()).collect();
            for project in projects {
                for scope in ["", &world.region] {
                    seen.extend(check(&api, &engine, (world, project), links, scope).await);
                }
            }
        }
        assert_eq!(Vec::from_iter(seen), KINDS, "on {}", engine.name());
    }
}
