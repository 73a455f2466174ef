//! The headline question against an oracle that shares no code with the product, on random
//! counties and on the seed, on every engine.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{Request, Variables, dataloader::DataLoader};
use kinflow::{
    access::{Role, Scope, Viewer},
    config::{Limits, Settings},
    graph::Graph,
    graphql::{self, Schema, context::Asking, page::Seal},
    model::Money,
};
use serde_json::{Value, json};

use crate::{
    counties::{self, Files},
    engines::{self, Engine},
    oracle::{Answer, Channel, County, Question, Reach, Row},
};

/// Random counties a run; `KINFLOW_COUNTIES` asks for more.
const COUNTIES: u64 = 24;

const HEADLINE: &str = "
    query ($official: ID!, $hops: Int!, $channels: [Channel!], $paid: DateRange, $programmes: [ID!], $min: Money) {
      subsidiesReachingRelatives(official: $official, within: {hops: $hops}, channels: $channels, paid: $paid,
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
    query ($official: ID!, $hops: Int!, $on: Date) {
      official(id: $official) {
        relatives(within: {hops: $hops}, on: $on) {
          person { id }
          kinship { chain steps { from { id } to { id } } }
        }
      }
    }";

/// The API without its limits, which the oracle knows nothing of.
struct Api {
    schema: Schema,
    limits: Arc<Limits>,
}

impl Api {
    fn unlimited() -> Self {
        let mut limits = Settings::read(None, &[]).unwrap().limits;
        limits.page = 100_000;
        limits.complexity = usize::MAX;
        limits.ways = 1_000_000;
        Self {
            schema: graphql::schema(&limits),
            limits: Arc::new(limits),
        }
    }

    async fn ask(&self, graph: Graph, scope: &[String], document: &str, variables: Value) -> Value {
        let asking = Asking {
            viewer: Viewer {
                subject: "test".into(),
                role: Role::Investigator,
                scope: serde_json::from_value::<Scope>(json!(scope)).unwrap(),
            },
            loader: DataLoader::new(graph.clone(), tokio::spawn),
            graph,
            limits: self.limits.clone(),
            seal: Arc::new(Seal::new("a secret of the tests")),
        };
        let request = Request::new(document)
            .variables(Variables::from_json(variables))
            .data(asking);
        let response = self.schema.execute(request).await;
        assert!(response.errors.is_empty(), "{:?}", response.errors);
        response.data.into_json().unwrap()
    }

    async fn headline(&self, engine: &Engine, question: &Question) -> Value {
        let scope: Vec<&str> = question.scope.iter().map(String::as_str).collect();
        let variables = json!({
            "official": question.official,
            "hops": question.hops,
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

fn name(channel: Channel) -> &'static str {
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

fn counties() -> Vec<Files> {
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
        let mut answered = 0;
        for (county, files) in &drawn {
            // A reversed range is refused, which golden cases show.
            let reversed = |question: &&Question| {
                question
                    .paid_from
                    .as_ref()
                    .zip(question.paid_to.as_ref())
                    .is_some_and(|(from, to)| from > to)
            };
            for question in files
                .questions
                .iter()
                .filter(|question| !reversed(question))
            {
                let answer = county.subsidies_reaching_relatives(question);
                let expected = expected(county, question, answer);
                let given = reduced(api.headline(&engine, question).await);
                assert!(
                    given == expected,
                    "{} on {}: {question:#?}\n{}",
                    files.seed,
                    engine.name(),
                    difference(&given, &expected)
                );
                answered += usize::from(!given.is_null());
            }
        }
        assert!(
            answered > drawn.len(),
            "the counties ask questions that have answers"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn relatives_are_those_of_the_oracle() {
    let api = Api::unlimited();
    let everywhere = vec![String::new()];
    let drawn: Vec<_> = counties()
        .into_iter()
        .map(|files| (County::read(&files.tables).unwrap(), files))
        .collect();
    for engine in engines::all().await {
        let folder = tempfile::tempdir().unwrap();
        for (county, files) in &drawn {
            let directory = folder.path().join(files.seed.to_string());
            std::fs::create_dir(&directory).unwrap();
            files.write_to(&directory).unwrap();
            engine.load_directory(&directory).await;
            let Some(question) = files.questions.first() else {
                continue;
            };
            let graph = engine.graph(&[""], &question.today);
            let on = question
                .paid_from
                .clone()
                .unwrap_or_else(|| question.today.clone());
            let variables = json!({"official": question.official, "hops": question.hops, "on": on});
            let data = api.ask(graph, &everywhere, RELATIVES, variables).await;
            let given = data["official"]["relatives"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            let mut unscoped = question.clone();
            unscoped.scope = everywhere.clone();
            if county.subsidies_reaching_relatives(&unscoped).is_none() {
                assert!(data["official"].is_null());
                continue;
            }
            let expected: Vec<_> = county
                .relatives(&question.official, question.hops, &on)
                .into_iter()
                .map(|(relative, chain, people)| {
                    let steps: Vec<_> = people
                        .windows(2)
                        .map(|ends| json!({"from": {"id": ends[0]}, "to": {"id": ends[1]}}))
                        .collect();
                    json!({"person": {"id": relative}, "kinship": {"chain": chain, "steps": steps}})
                })
                .collect();
            let (given, expected) = (Value::Array(given), Value::Array(expected));
            assert!(
                given == expected,
                "{} on {}\n{}",
                files.seed,
                engine.name(),
                difference(&given, &expected)
            );
        }
    }
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
            for (hops, scope) in [
                (1, ""),
                (2, ""),
                (3, ""),
                (4, ""),
                (3, "990101102"),
                (2, "990101101201"),
            ] {
                let question = Question {
                    official: official.clone(),
                    hops,
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
fn difference(given: &Value, expected: &Value) -> String {
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
