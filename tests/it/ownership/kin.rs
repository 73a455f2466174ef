//! The companies of relatives against the oracle, on random counties.

use std::{collections::BTreeSet, fmt::Write};

use kinflow::model::Money;
use serde_json::{Value, json};

use crate::{
    api::Api,
    counties::Files,
    engines,
    oracle::{County, Question, Within},
    reaching::{counties, within},
};

/// Counties a run: each is asked five times over, up to four hops.
const MOST: usize = 8;

const COMPANIES: &str = "query ($official: ID!, $within: Within!, $on: Date) {
  companiesOfRelatives(official: $official, within: $within, on: $on, first: 1000) {
    totalCount hiddenByScope truncated
    nodes {
      company { id } awards awardedAmount payments paidAmount
      relatives { relative { id } kinship { chain steps { from { id } to { id } } } interests { kind share from to } }
    }
  } }";

/// The county's files with contracts of its companies.
fn with_contracts(files: &Files) -> Vec<(String, String)> {
    let mut tables = files.tables.clone();
    let companies = tables
        .iter()
        .find(|(name, _)| name == "companies.csv")
        .map(|(_, text)| text.clone())
        .unwrap();
    let mut contracts = "id,supplierKind,supplierId,amount\n".to_owned();
    for (at, row) in companies.lines().skip(1).enumerate() {
        let id = row.split(',').next().unwrap();
        for one in 0..(files.seed as usize + at) % 3 {
            writeln!(
                contracts,
                "{}k{at}-{one},COMPANY,{id},{}.5{one}",
                files.prefix,
                1_000 * (at % 2)
            )
            .unwrap();
        }
    }
    tables.push(("contracts.csv".to_owned(), contracts));
    tables
}

fn expected(county: &County, question: &Question, on: &str) -> Value {
    let Some((companies, hidden)) = county.companies_of_relatives(question, on) else {
        return Value::Null;
    };
    let card = |id: &String| match county.sees(question, id) {
        true => json!({"id": id}),
        false => Value::Null,
    };
    let nodes = companies.iter().map(|company| {
        let relatives = company.relatives.iter().map(|relative| {
            let steps = relative.people.windows(2).map(|ends| json!({"from": card(&ends[0]), "to": card(&ends[1])}));
            let mut interests: Vec<Value> = relative.interests.iter().map(|row| json!([row["kind"], percent(&row["share"])])).collect();
            interests.sort_by_key(Value::to_string);
            json!({
                "relative": card(relative.people.last().unwrap()),
                "chain": relative.chain,
                "steps": steps.collect::<Vec<_>>(),
                "interests": interests,
            })
        });
        json!({
            "company": {"id": company.id}, "awards": company.awards, "awardedAmount": Money(company.awarded_fen).to_string(),
            "payments": company.payments, "paidAmount": Money(company.paid_fen).to_string(),
            "relatives": relatives.collect::<Vec<_>>(),
        })
    });
    let nodes: Vec<_> = nodes.collect();
    json!({"totalCount": nodes.len(), "hiddenByScope": hidden, "truncated": false, "nodes": nodes})
}

fn percent(text: &str) -> Value {
    match text.split_once('.').unwrap_or((text, "")) {
        ("", _) => Value::Null,
        (whole, decimals) => format!("{whole}.{decimals:0<4}").into(),
    }
}

fn reduced(mut answer: Value) -> Value {
    for node in answer
        .get_mut("nodes")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        for relative in node["relatives"].as_array_mut().unwrap() {
            let interests = relative["interests"].as_array().unwrap().iter();
            let mut interests: Vec<Value> = interests
                .map(|one| json!([one["kind"], one["share"]]))
                .collect();
            interests.sort_by_key(Value::to_string);
            *relative = json!({
                "relative": relative["relative"], "chain": relative["kinship"]["chain"],
                "steps": relative["kinship"]["steps"], "interests": interests,
            });
        }
    }
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn companies_of_relatives_are_those_of_the_oracle() {
    let api = Api::unlimited();
    for engine in engines::all().await {
        let (mut found, mut hidden) = (0, 0);
        for files in counties().into_iter().take(MOST) {
            let tables = with_contracts(&files);
            let county = County::read(&tables).unwrap();
            let folder = tempfile::tempdir().unwrap();
            for (name, text) in &tables {
                std::fs::write(folder.path().join(name), text).unwrap();
            }
            engine.load_directory(folder.path()).await;
            for question in files.questions.iter().take(2) {
                let on = question
                    .paid_from
                    .clone()
                    .unwrap_or_else(|| question.today.clone());
                let scope: Vec<&str> = question.scope.iter().map(String::as_str).collect();
                let mut fewer = BTreeSet::new();
                for wide in [
                    Within::Hops(1),
                    Within::Hops(2),
                    Within::Hops(3),
                    Within::Hops(4),
                    question.within,
                ] {
                    let question = Question {
                        within: wide,
                        ..question.clone()
                    };
                    let graph = engine.graph(&scope, &question.today);
                    let variables =
                        json!({"official": question.official, "within": within(wide), "on": on});
                    let data = api.ask(graph, &question.scope, COMPANIES, variables).await;
                    let given = reduced(data["companiesOfRelatives"].clone());
                    let expected = expected(&county, &question, &on);
                    assert!(
                        given == expected,
                        "{} on {}: {question:#?}\n{given:#}\nbut the oracle says\n{expected:#}",
                        files.seed,
                        engine.name()
                    );
                    let nodes = given["nodes"].as_array().into_iter().flatten();
                    let ids: BTreeSet<String> = nodes
                        .map(|node| node["company"]["id"].to_string())
                        .collect();
                    found += ids.len();
                    hidden += usize::from(given["hiddenByScope"].as_u64() > Some(0));
                    // The last lies within four hops whatever it is; the others widen.
                    match fewer.len() > ids.len() {
                        true => assert!(wide == question.within && ids.is_subset(&fewer)),
                        false => assert!(fewer.is_subset(&ids)),
                    }
                    fewer = ids;
                }
            }
        }
        assert!(
            found > 40 && hidden > 3,
            "the counties show too little: {found} {hidden}"
        );
    }
}
