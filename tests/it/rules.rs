//! Rules: each on fixtures of its own and on the seed's stories, on every engine.

mod alerts;
mod places;
mod stories;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::NaiveDate;
use kinflow::{
    load::Directory,
    rules::{Coverage, Found, Judge, JudgeError, Judged, Rule, Subjects},
};
use serde_json::{Value, json};

use crate::{
    engines::{self, Engine},
    files::rules,
};

/// Chunks that subjects are cut into: as a run cuts them, and others.
const CHUNKS: [(usize, usize); 3] = [(500, 2), (1, 1), (7, 3)];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

pub async fn judge(engine: &Engine, as_of: NaiveDate, (chunk, parallel): (usize, usize)) -> Judge {
    let patience = Duration::from_secs(120);
    let coverage = Coverage::read(engine.backend(), patience).await.unwrap();
    Judge {
        backend: engine.backend.clone(),
        as_of,
        chunk,
        parallel,
        patience,
        coverage: Arc::new(coverage),
    }
}

/// Everything that a rule says, in the order in which it says it.
async fn found(judge: &Judge, rule: &Rule) -> Vec<Found> {
    let mut all = Vec::new();
    let judged = judge
        .judge(
            rule,
            Subjects::all(),
            async |judged: Judged| -> Result<(), JudgeError> {
                all.extend(judged.found);
                Ok(())
            },
        )
        .await;
    judged
        .unwrap_or_else(|error| panic!("{} on {}: {error}", rule.header.id, judge.backend.name()));
    all
}

/// Hits and what cannot be computed, as `expected.json` has them.
fn told(found: &[Found]) -> Value {
    let (mut hits, mut open) = (Vec::new(), Vec::new());
    for found in found {
        match found {
            Found::Hit(hit) => {
                let mut hit = serde_json::to_value(hit).unwrap();
                hit.as_object_mut().unwrap().remove("rule");
                hits.push(hit);
            }
            Found::NotComputable(row) => open.push(serde_json::to_value(row).unwrap()),
        }
    }
    json!({"hits": hits, "notComputable": open})
}

/// A number that one engine writes as 7 and the other as 7.0 is one number.
fn normal(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => json!(float as i64),
            _ => Value::Number(number),
        },
        Value::Array(values) => values.into_iter().map(normal).collect(),
        Value::Object(values) => values
            .into_iter()
            .map(|(name, value)| (name, normal(value)))
            .collect(),
        other => other,
    }
}

#[test]
fn every_rule_has_fixtures_and_every_fixture_a_rule() {
    let of_rules: BTreeSet<String> = rules().iter().map(|rule| rule.header.id.clone()).collect();
    let of_fixtures: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(of_rules, of_fixtures);
    for id in of_rules {
        for side in ["fires", "quiet"] {
            assert!(folder().join(&id).join(side).is_dir(), "{id} has no {side}");
        }
    }
}

/// What fires does, what is quiet does not, however subjects are cut into chunks and on both engines.
#[tokio::test(flavor = "multi_thread")]
async fn fixtures_fire_and_are_quiet() {
    let mut wrong = Vec::new();
    for engine in engines::all().await {
        for rule in rules().iter() {
            let id = &rule.header.id;
            let of_rule = folder().join(id);
            let expected = fs::read_to_string(of_rule.join("expected.json")).unwrap();
            let mut expected: Value = serde_json::from_str(&expected).unwrap();
            let as_of = expected["asOf"].as_str().unwrap().parse().unwrap();
            expected.as_object_mut().unwrap().remove("asOf");
            if expected.get("notComputable").is_none() {
                expected["notComputable"] = json!([]);
            }
            assert!(
                !expected["hits"].as_array().unwrap().is_empty(),
                "{id}: nothing fires"
            );
            engine.clear().await;
            for side in ["fires", "quiet"] {
                // Two sources: what one no longer hands over would have ended.
                let report = engine.load_from(side, &Directory(of_rule.join(side))).await;
                assert_eq!(report.total().rejected, 0, "{id} {side}: {report}");
            }
            for chunks in CHUNKS {
                let judge = judge(&engine, as_of, chunks).await;
                let told = normal(told(&found(&judge, rule).await));
                if told != normal(expected.clone()) {
                    wrong.push(format!("{id} on {} by {chunks:?}: {told:#}", engine.name()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every rule says the same of the seed on every engine.
#[tokio::test(flavor = "multi_thread")]
async fn rules_say_of_the_seed_what_its_stories_tell() {
    let as_of = "2026-01-15".parse().unwrap();
    let mut by_engine: BTreeMap<&str, BTreeMap<String, Value>> = BTreeMap::new();
    for engine in engines::all().await {
        engine.load_seed().await;
        for rule in rules().iter() {
            let judge = judge(&engine, as_of, (500, 2)).await;
            let found = found(&judge, rule).await;
            stories::compare(&rule.header.id, &found);
            let said = by_engine.entry(engine.name()).or_default();
            said.insert(rule.header.id.clone(), normal(told(&found)));
        }
    }
    let mut said = by_engine.into_values();
    let first = said.next().unwrap();
    for other in said {
        assert_eq!(first, other);
    }
}
