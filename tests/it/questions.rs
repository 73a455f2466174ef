//! Questions by name: those that the program brings, and those of a folder.

use std::{collections::BTreeMap, fs};

use kinflow::questions::{Questions, try_out};
use serde_json::{Value, json};

use crate::{
    api::Api,
    engines::{self, Engine},
    files::seed,
};

const DOCUMENT: &str = "query ($question: String!, $params: QuestionParameters, $first: Int, $after: String) {
  ask(question: $question, params: $params, first: $first, after: $after) {
    hiddenByScope
    nodes { cells { column text node { __typename ... on Person { id name } ... on Payment { amount } } } }
    pageInfo { hasNextPage endCursor } } }";

/// A question that does not keep to scope, but says so: what it finds is checked again.
const CARELESS: &str = "//! title = {en = \"Everybody of a surname\", zh = \"同姓人员\"}
//! sensitivity = \"PERSONAL\"
//! [parameters.surname]
//! title = {en = \"Surname\", zh = \"姓\"}
//! type = \"WORD\"
//! words = [\"刘\", \"马\"]
//! [columns.person]
//! title = {en = \"Person\", zh = \"人员\"}
//! type = \"PERSON\"
//! [columns.bornOn]
//! title = {en = \"Born\", zh = \"出生日期\"}
//! type = \"DATE\"
MATCH (person:Person) WHERE person.name STARTS WITH $surname AND size($scope) > 0
RETURN person.id AS person, toString(person.bornOn) AS bornOn ORDER BY person";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("of_a_surname.cypher"), CARELESS).unwrap();
    folder
}

async fn ask(api: &Api, engine: &Engine, scope: &str, variables: Value) -> Value {
    let graph = engine.graph(&[scope], "2026-01-15");
    api.ask(graph, scope, DOCUMENT, variables).await["ask"].clone()
}

/// The cells of every row, a few rows a page.
async fn all(
    api: &Api,
    engine: &Engine,
    scope: &str,
    question: &str,
    params: Value,
) -> Vec<Vec<String>> {
    let (mut rows, mut after) = (Vec::new(), Value::Null);
    loop {
        let variables = json!({"question": question, "params": params, "first": 3, "after": after});
        let page = ask(api, engine, scope, variables).await;
        rows.extend(page["nodes"].as_array().unwrap().iter().map(|row| {
            let cells = row["cells"].as_array().unwrap().iter();
            cells
                .map(|cell| cell["text"].as_str().unwrap_or_default().to_owned())
                .collect()
        }));
        if page["pageInfo"]["hasNextPage"] == false {
            return rows;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// Parameters that let something in the seed through.
fn wide(question: &str) -> Value {
    match question {
        "young_companies_awarded" => json!({"days": 2_000, "least": "1000"}),
        "payments_after_death" => json!({"days": 0}),
        _ => json!({}),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_question_answers_alike_on_every_engine() {
    let api = Api::unlimited();
    let mut answers: BTreeMap<String, Vec<Vec<Vec<String>>>> = BTreeMap::new();
    for engine in engines::all().await {
        engine.load_seed().await;
        let questions = Questions::read(None).unwrap();
        let refused = try_out(&questions, engine.backend(), engines::patience())
            .await
            .unwrap();
        assert!(refused.is_empty(), "{}: {refused:?}", engine.name());
        for question in questions.iter() {
            for scope in ["", "990101102"] {
                let rows = all(&api, &engine, scope, &question.name, wide(&question.name)).await;
                answers
                    .entry(format!("{} {scope}", question.name))
                    .or_default()
                    .push(rows);
            }
        }
    }
    let mut found = 0;
    for (question, answers) in answers {
        assert!(
            answers.windows(2).all(|pair| pair[0] == pair[1]),
            "{question}: {answers:?}"
        );
        found += usize::from(!answers[0].is_empty());
    }
    assert!(
        found >= 4,
        "too little in the seed for the questions: {found}"
    );
}

/// Payments to the dead, as the files tell them.
#[tokio::test(flavor = "multi_thread")]
async fn people_paid_after_their_death_are_those_of_the_files() {
    let api = Api::unlimited();
    let days = |from: &str, to: &str| {
        let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
        (day(to) - day(from)).num_days()
    };
    let payments = seed("payments");
    let corrected = |id: &str| payments.iter().any(|other| other["correctsId"] == id);
    let mut cases = Vec::new();
    for least in [0, 31, 200] {
        let mut expected = Vec::new();
        for person in seed("persons")
            .iter()
            .filter(|person| !person["diedOn"].is_empty())
        {
            let of_person = payments.iter().filter(|payment| {
                payment["payeeKind"] == "PERSON"
                    && payment["payeeId"] == person["id"]
                    && days(&person["diedOn"], &payment["paidOn"]) > least
                    && ["", "PAID"].contains(&payment["status"].as_str())
                    && !corrected(&payment["id"])
            });
            let of_person: Vec<_> = of_person.collect();
            if let Some(last) = of_person.iter().map(|payment| &payment["paidOn"]).max() {
                let fen = of_person
                    .iter()
                    .map(|payment| payment["amount"].replace('.', "").parse::<i64>().unwrap());
                let fen: i64 = fen.sum();
                let amount = format!("{}.{:02}", fen / 100, fen % 100);
                let count = of_person.len().to_string();
                let row =
                    [&person["id"], &person["diedOn"], &count, &amount, last].map(String::clone);
                expected.push((-fen, row.to_vec()));
            }
        }
        expected.sort();
        let expected: Vec<_> = expected.into_iter().map(|(_, row)| row).collect();
        assert!(!expected.is_empty());
        cases.push((least, expected));
    }
    for engine in engines::all().await {
        engine.load_seed().await;
        for (least, expected) in &cases {
            let asked = json!({"days": least});
            let rows = all(&api, &engine, "", "payments_after_death", asked).await;
            assert_eq!(rows, *expected, "{} after {least} days", engine.name());
        }
    }
}

/// A row that names somebody out of scope is left out, whatever the statement says, and the page after
/// one of nothing else is reached.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_question_finds_is_checked_against_scope() {
    let folder = folder();
    let api = Api::unlimited().with(folder.path());
    let of_surname = |scope: &str| -> Vec<String> {
        let people = seed("persons").into_iter();
        let people = people.filter(|person| {
            person["name"].starts_with('刘') && person["regionCode"].starts_with(scope)
        });
        let mut ids: Vec<String> = people.map(|person| person["id"].clone()).collect();
        ids.sort();
        ids
    };
    for engine in engines::all().await {
        engine.load_seed().await;
        for scope in ["", "990101101", "990101201", "98"] {
            let rows = all(
                &api,
                &engine,
                scope,
                "of_a_surname",
                json!({"surname": "刘"}),
            )
            .await;
            let ids: Vec<String> = rows.into_iter().map(|row| row[0].clone()).collect();
            // Who holds a post within the scope is seen there, too.
            let posts: Vec<&String> = ids
                .iter()
                .filter(|id| !of_surname(scope).contains(id))
                .collect();
            assert!(posts.len() <= 2, "{posts:?}");
            assert!(
                of_surname(scope).iter().all(|id| ids.contains(id)),
                "{}",
                engine.name()
            );
        }
        let variables =
            json!({"question": "of_a_surname", "params": {"surname": "刘"}, "first": 200});
        let page = ask(&api, &engine, "990101201", variables).await;
        let hidden = page["hiddenByScope"].as_i64().unwrap();
        assert!(hidden > 0 && hidden % 5 == 0, "{page}");
    }
}
