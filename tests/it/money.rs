//! Money followed step by step, against an oracle that shares no code with the product: brute force
//! over plain lists, on random worlds with hubs, several links between two places, equal instants
//! and circles, on every engine.

mod asked;
mod oracle;
mod tiers;
mod world;

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub use self::world::Draw;
use self::{
    oracle::{Question, trace},
    world::{HUB, World},
};
use crate::{
    api::Api,
    engines::{self, Engine},
};

/// Random worlds a run; `KINFLOW_WORLDS` asks for more.
const WORLDS: u64 = 4;
/// Questions of each kind to a world.
const QUESTIONS: u64 = 40;

const TRACE: &str = "
    query ($from: MoneyOrigin!, $direction: MoneyDirection!, $depth: Int!, $during: DateRange, $min: Money,
        $perStep: Int!, $order: MoneyOrder!) {
      fundTrace(from: $from, direction: $direction, depth: $depth, during: $during, minAmount: $min,
          perStep: $perStep, order: $order) {
        nodes { hop received sent passedBy place { ...Place } }
        links { hop kind id amount at from { ...Place } to { ...Place } }
        steps { hop count sum keptCount kept truncated visibleShare }
        retained truncated hiddenByScope
      }
    }
    fragment Place on MoneyPlace {
      __typename ... on Account { id } ... on Person { id } ... on Household { id } ... on Company { id }
      ... on Agency { id }
    }";

/// The API with a small hub and without its other limits, which the oracle knows nothing of.
fn api() -> Api {
    let mut api = Api::unlimited();
    api.limits_mut().hub.money = i64::try_from(HUB).unwrap();
    api
}

impl Api {
    async fn trace(&self, engine: &Engine, question: &Question) -> Value {
        let (kind, id) = &question.from;
        let variables = json!({
            "from": {kind.to_lowercase(): id},
            "direction": if question.forward { "FORWARD" } else { "BACKWARD" },
            "depth": question.depth,
            "during": {"from": question.from_day, "to": question.to_day},
            "min": yuan(question.min_amount_fen),
            "perStep": question.per_step,
            "order": if question.by_amount { "AMOUNT" } else { "TIME" },
        });
        let graph = engine.graph(&[&question.scope], "2026-01-15");
        let data = self.ask(graph, &question.scope, TRACE, variables).await;
        data["fundTrace"].clone()
    }
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

async fn load(engine: &Engine, worlds: &[World]) {
    for world in worlds {
        engine.load_tables(&world.prefix, world.tables()).await;
    }
}

fn worlds() -> Vec<World> {
    let many = std::env::var("KINFLOW_WORLDS").map_or(WORLDS, |many| many.parse().unwrap());
    (0..many).map(World::draw).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn money_moves_as_brute_force_finds() {
    let worlds = worlds();
    for engine in engines::all().await {
        load(&engine, &worlds).await;
        traces_are_those_of_the_oracle(&engine, &worlds).await;
        a_wider_question_loses_nothing(&engine, &worlds).await;
        asked::circles_are_those_of_brute_force(&engine, &worlds).await;
        asked::gatherings_are_those_of_brute_force(&engine, &worlds).await;
        asked::what_went_between_is_what_brute_force_finds(&engine, &worlds).await;
        asked::collectors_are_those_of_brute_force(&engine, &worlds).await;
    }
}

async fn traces_are_those_of_the_oracle(engine: &Engine, worlds: &[World]) {
    let api = api();
    let mut seen = BTreeSet::new();
    for world in worlds {
        for number in 0..QUESTIONS {
            let question = Question::draw(world, number);
            let expected = trace(world, &question);
            let given = api.trace(engine, &question).await;
            assert!(
                given == expected,
                "{} on {}: {question:#?}\n{}",
                world.prefix,
                engine.name(),
                difference(&given, &expected)
            );
            let some = |name: &str, is: bool| is.then(|| name.to_owned());
            let steps = given["steps"].as_array().map_or(0, Vec::len);
            seen.extend(
                [
                    some("nothing", given.is_null()),
                    some("cut", given["truncated"] == true),
                    some("whole", given["truncated"] == false && steps > 2),
                    some("deep", steps > 3),
                    some(
                        "hidden",
                        given["hiddenByScope"].as_u64() > Some(0) && steps > 1,
                    ),
                    some(
                        "passed by",
                        given["nodes"].to_string().contains("\"passedBy\":true"),
                    ),
                ]
                .into_iter()
                .flatten(),
            );
        }
    }
    assert_eq!(
        seen.len(),
        6,
        "the questions have answers of every kind: {seen:?}"
    );
}

/// What is asked of more days, smaller amounts or more steps tells at least as much.
async fn a_wider_question_loses_nothing(engine: &Engine, worlds: &[World]) {
    let api = api();
    let mut compared = 0;
    for world in &worlds[..2] {
        for number in 0..QUESTIONS {
            let mut question = Question::draw(world, number);
            question.per_step = 500;
            let narrow = api.trace(engine, &question).await;
            let wider: [fn(&mut Question); 3] = [
                |question| (question.from_day, question.to_day) = (None, None),
                |question| question.min_amount_fen = 0,
                |question| question.depth = 6,
            ];
            for widen in wider {
                let mut question = question.clone();
                widen(&mut question);
                let wide = api.trace(engine, &question).await;
                if wide["truncated"] != false || narrow["truncated"] != false {
                    continue;
                }
                let (lost, few) = (ids(&narrow), ids(&wide));
                let lost: Vec<_> = lost.difference(&few).collect();
                assert!(
                    lost.is_empty(),
                    "{}: {question:#?} loses {lost:?}",
                    engine.name()
                );
                compared += usize::from(!ids(&narrow).is_empty());
            }
        }
    }
    assert!(compared > 40, "only {compared} answers were compared");
}

fn ids(trace: &Value) -> BTreeSet<String> {
    let links = trace["links"].as_array().into_iter().flatten();
    links
        .map(|link| link["id"].as_str().unwrap().to_owned())
        .collect()
}

/// The lines in which two answers differ, a few of them.
fn difference(given: &Value, expected: &Value) -> String {
    let lines = |value| serde_json::to_string_pretty(value).unwrap();
    let (given, expected) = (lines(given), lines(expected));
    let pairs = given.lines().zip(expected.lines()).enumerate();
    let differing = pairs
        .filter(|(_, (given, expected))| given != expected)
        .take(12);
    let told = differing
        .map(|(at, (given, expected))| format!("{at}: given {given} · expected {expected}\n"));
    let lengths = format!(
        "{} lines given, {} expected\n",
        given.lines().count(),
        expected.lines().count()
    );
    told.chain([lengths]).collect()
}
