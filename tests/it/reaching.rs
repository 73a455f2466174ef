//! The headline question against an oracle that shares no code with the product, on random
//! counties and on the seed, on every engine.

use std::collections::BTreeMap;

use kinflow::model::Money;
use serde_json::{Value, json};

use crate::{
    api::Api,
    counties::{self, Files},
    engines::{self, Engine},
    oracle::{Answer, Channel, County, Question, Reach, Row, Within},
    ranking,
};

/// Random counties a run; `KINFLOW_COUNTIES` asks for more.
const COUNTIES: u64 = 24;

const HEADLINE: &str = "
    query ($official: ID!, $within: Within!, $channels: [Channel!], $paid: DateRange, $programmes: [ID!], $min: Money) {
      subsidiesReachingRelatives(official: $official, within: $within, channels: $channels, paid: $paid,
          programmes: $programmes, minAmount: $min, first: 100000) {
        totalCount totalAmount hiddenByScope truncated
        nodes {
          payment { id amount payer { id } }
          reaches {
            channel
            via { __typename ... on Household { id } ... on Company { id } ... on Account { id } }
            relative { id }
            kinship { chain steps { hidden from { id } to { id } } }
          }
        }
      }
    }";

const RELATIVES: &str = "
    query ($official: ID!, $within: Within!, $on: Date) {
      official(id: $official) {
        relatives(within: $within, on: $on) {
          person { id }
          kinship { chain steps { from { id } to { id } } }
        }
      }
    }";

const KINSHIP: &str = "
    query ($from: ID!, $to: ID!, $on: Date) {
      kinship(from: $from, to: $to, on: $on) { chain steps { from { id } to { id } } }
    }";

impl Api {
    async fn headline(&self, engine: &Engine, question: &Question) -> Value {
        let scope: Vec<&str> = question.scope.iter().map(String::as_str).collect();
        let variables = json!({
            "official": question.official,
            "within": within(question.within),
            "channels": question.channels.iter().map(|channel| name(*channel)).collect::<Vec<_>>(),
            "paid": {"from": question.paid_from, "to": question.paid_to},
            "programmes": (!question.programmes.is_empty()).then_some(&question.programmes),
            "min": Money(question.min_amount_fen).to_string(),
        });
        let graph = engine.graph(&scope, &question.today);
        let data = self.ask(graph, &question.scope, HEADLINE, variables).await;
        data["subsidiesReachingRelatives"].clone()
    }
}

pub fn within(within: Within) -> Value {
    match within {
        Within::Hops(hops) => json!({"hops": hops}),
        Within::Scope(name) => json!({"scope": name}),
    }
}

pub fn name(channel: Channel) -> &'static str {
    match channel {
        Channel::Direct => "DIRECT",
        Channel::Household => "HOUSEHOLD",
        Channel::Company => "COMPANY",
        Channel::Account => "ACCOUNT",
    }
}

/// The oracle's answer, written as the API writes it.
fn expected(county: &County, question: &Question, answer: Option<Answer>) -> Value {
    let Some(answer) = answer else {
        return Value::Null;
    };
    let person = |id: &String| match county.sees(question, id) {
        true => json!({"id": id}),
        false => Value::Null,
    };
    let reach = |reach: &Reach| {
        let via = reach.via.as_ref().filter(|_| !reach.via_hidden);
        let steps: Vec<_> = reach
            .people
            .windows(2)
            .map(|ends| {
                let (from, to) = (person(&ends[0]), person(&ends[1]));
                json!({"hidden": from.is_null() || to.is_null(), "from": from, "to": to})
            })
            .collect();
        json!({
            "channel": name(reach.channel),
            "via": via.map(|(label, id)| json!({"__typename": label, "id": id})),
            "relative": person(&reach.relative),
            "kinship": {"chain": reach.chain, "steps": steps},
        })
    };
    let row = |row: &Row| {
        json!({
            "id": row.payment,
            "amount": Money(row.amount_fen).to_string(),
            "payerHidden": row.payer_hidden,
            "reaches": row.reaches.iter().map(reach).collect::<Vec<_>>(),
        })
    };
    json!({
        "totalCount": answer.total_count,
        "totalAmount": Money(answer.total_amount_fen).to_string(),
        "hiddenByScope": answer.hidden_by_scope,
        "truncated": false,
        "nodes": answer.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

/// The API's answer with each payment reduced to what the oracle knows of it.
fn reduced(mut answer: Value) -> Value {
    for node in answer
        .get_mut("nodes")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        let payment = node["payment"].take();
        *node = json!({
            "id": payment["id"],
            "amount": payment["amount"],
            "payerHidden": payment["payer"].is_null(),
            "reaches": node["reaches"],
        });
    }
    answer
}

pub fn counties() -> Vec<Files> {
    let many = std::env::var("KINFLOW_COUNTIES").map_or(COUNTIES, |many| many.parse().unwrap());
    let first = std::env::var("KINFLOW_COUNTY").map_or(0, |seed| seed.parse().unwrap());
    (first..first + many)
        .map(|seed| counties::county(seed, &format!("c{seed}-"), &format!("{}", 10 + seed % 80)))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn random_counties_answer_as_the_oracle_does() {
    let api = Api::unlimited();
    let drawn: Vec<_> = counties()
        .into_iter()
        .map(|files| (County::read(&files.tables).unwrap(), files))
        .collect();
    for engine in engines::all().await {
        let folder = tempfile::tempdir().unwrap();
        for (_, files) in &drawn {
            let directory = folder.path().join(files.seed.to_string());
            std::fs::create_dir(&directory).unwrap();
            files.write_to(&directory).unwrap();
            engine.load_directory(&directory).await;
        }
        let (mut answered, mut related, mut officials) = (0, 0, 0);
        for (county, files) in &drawn {
            answered += headlines(&api, &engine, county, files).await;
            relatives(&api, &engine, county, files).await;
            related += kinships(&api, &engine, county, files).await;
            officials += ranking::payments(&api, &engine, county, files).await;
        }
        let enough = drawn.len();
        assert!(answered > enough, "{answered} questions have answers");
        assert!(related > enough / 2, "{related} pairs are kin");
        assert!(officials > enough, "{officials} payments reach kin");
    }
}

async fn headlines(api: &Api, engine: &Engine, county: &County, files: &Files) -> usize {
    let mut answered = 0;
    // A reversed range is refused, which golden cases show.
    let reversed = |question: &&Question| {
        question
            .paid_from
            .as_ref()
            .zip(question.paid_to.as_ref())
            .is_some_and(|(from, to)| from > to)
    };
    for question in files.questions.iter().filter(|asked| !reversed(asked)) {
        let answer = county.subsidies_reaching_relatives(question);
        let expected = expected(county, question, answer);
        let given = reduced(api.headline(engine, question).await);
        assert!(
            given == expected,
            "{} on {}: {question:#?}\n{}",
            files.seed,
            engine.name(),
            difference(&given, &expected)
        );
        answered += usize::from(!given.is_null());
    }
    answered
}

async fn relatives(api: &Api, engine: &Engine, county: &County, files: &Files) {
    let everywhere = vec![String::new()];
    let Some(question) = files.questions.first() else {
        return;
    };
    let graph = engine.graph(&[""], &question.today);
    let on = question.paid_from.as_ref().unwrap_or(&question.today);
    let variables =
        json!({"official": question.official, "within": within(question.within), "on": on});
    let data = api.ask(graph, &everywhere, RELATIVES, variables).await;
    let mut unscoped = question.clone();
    unscoped.scope = everywhere;
    if county.subsidies_reaching_relatives(&unscoped).is_none() {
        assert!(data["official"].is_null());
        return;
    }
    let relatives = county.relatives(&question.official, question.within, on);
    let relatives = relatives.into_iter().map(|(relative, chain, people)| {
        json!({"person": {"id": relative}, "kinship": kinship(&chain, &people)})
    });
    let (given, expected) = (&data["official"]["relatives"], Value::from_iter(relatives));
    assert!(
        *given == expected,
        "{} on {}\n{}",
        files.seed,
        engine.name(),
        difference(given, &expected)
    );
}

async fn kinships(api: &Api, engine: &Engine, county: &County, files: &Files) -> usize {
    let mut related = 0;
    let people = ids(files, "persons");
    for (place, question) in files.questions.iter().enumerate().step_by(4) {
        let (from, to) = (&question.official, &people[place * 7 % people.len()]);
        let graph = engine.graph(&[""], &question.today);
        let variables = json!({"from": from, "to": to, "on": question.today});
        let data = api.ask(graph, &[String::new()], KINSHIP, variables).await;
        let found = county.kinships_between(from, to, &question.today);
        related += found.len();
        let found = found.iter().map(|(chain, people)| kinship(chain, people));
        let (given, expected) = (&data["kinship"], Value::from_iter(found));
        assert!(
            *given == expected || given.is_null() && !people.contains(from),
            "{} on {}: {from} to {to}\n{}",
            files.seed,
            engine.name(),
            difference(given, &expected)
        );
    }
    related
}

fn kinship(chain: &str, people: &[String]) -> Value {
    let steps = people
        .windows(2)
        .map(|ends| json!({"from": {"id": ends[0]}, "to": {"id": ends[1]}}));
    json!({"chain": chain, "steps": Value::from_iter(steps)})
}

/// The ids of a table of a county, as it hands them over.
pub fn ids(files: &Files, table: &str) -> Vec<String> {
    let table = files
        .tables
        .iter()
        .find(|(name, _)| *name == format!("{table}.csv"));
    let mut reader = csv::Reader::from_reader(table.unwrap().1.as_bytes());
    let records = reader.records();
    records
        .map(|record| record.unwrap()[0].to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seed_answers_as_the_oracle_does() {
    let api = Api::unlimited();
    let seed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seed");
    let county = County::load(&seed).unwrap();
    let officials = csv_column(&seed.join("tenures.csv"), "personId");
    for engine in engines::all().await {
        let report = engine.load_seed().await;
        assert_eq!(report.total().rejected, 0, "{report}");
        for official in officials.keys() {
            for (within, scope) in [
                (Within::Hops(1), ""),
                (Within::Hops(2), ""),
                (Within::Hops(3), ""),
                (Within::Hops(4), ""),
                (Within::Scope("AVOIDANCE"), ""),
                (Within::Scope("DIBAO_FILING"), ""),
                (Within::Hops(3), "990101102"),
                (Within::Hops(2), "990101101201"),
            ] {
                let question = Question {
                    official: official.clone(),
                    within,
                    channels: Channel::ALL.to_vec(),
                    paid_from: None,
                    paid_to: None,
                    programmes: Vec::new(),
                    min_amount_fen: 0,
                    scope: vec![scope.into()],
                    today: "2026-01-15".into(),
                };
                let expected = expected(
                    &county,
                    &question,
                    county.subsidies_reaching_relatives(&question),
                );
                let given = reduced(api.headline(&engine, &question).await);
                assert!(
                    given == expected,
                    "{question:#?} on {}\n{}",
                    engine.name(),
                    difference(&given, &expected)
                );
            }
        }
    }
}

/// How often each value stands in a column.
fn csv_column(file: &std::path::Path, column: &str) -> BTreeMap<String, usize> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let at = reader
        .headers()
        .unwrap()
        .iter()
        .position(|header| header == column)
        .unwrap();
    let mut values = BTreeMap::new();
    for record in reader.records() {
        *values.entry(record.unwrap()[at].to_owned()).or_default() += 1;
    }
    values
}

/// The lines in which two answers differ, a few of them.
pub fn difference(given: &Value, expected: &Value) -> String {
    let lines = |value| serde_json::to_string_pretty(value).unwrap();
    let (given, expected) = (lines(given), lines(expected));
    let differing = given
        .lines()
        .zip(expected.lines())
        .enumerate()
        .filter(|(_, (given, expected))| given != expected)
        .take(12)
        .map(|(at, (given, expected))| format!("{at}: given {given} · expected {expected}\n"));
    let lengths = format!(
        "{} lines given, {} expected\n",
        given.lines().count(),
        expected.lines().count()
    );
    differing.chain([lengths]).collect()
}
