//! Lists of people: handed over under a purpose, held against the graph line by line, gone when told.

use std::collections::BTreeMap;

use kinflow::access::Role;
use serde_json::{Value, json};

use super::loads::multipart;
use super::service::{Question, Running, token};
use crate::{engines, files::seed};

const HAND_OVER: &str =
    "mutation ($file: Upload!) { handOverList(file: $file) { id name purpose lines expiresAt } }";
const COLLIDE: &str =
    "query ($list: ID!, $against: [Against!]!, $on: Date, $first: Int, $after: String) {
  collide(list: $list, against: $against, on: $on, first: $first, after: $after) {
    totalCount truncated pageInfo { hasNextPage endCursor }
    nodes { line state reason persons { id } hits { against name source count } } } }";

async fn hand_over(
    service: &Running,
    role: Role,
    purpose: Option<&str>,
    name: &str,
    bytes: Vec<u8>,
) -> Value {
    let operations = json!({"query": HAND_OVER, "variables": {"file": null}}).to_string();
    let map = json!({"0": ["variables.file"]}).to_string();
    let parts = [
        ("operations", None, operations.as_bytes()),
        ("map", None, map.as_bytes()),
        ("0", Some(name), &bytes[..]),
    ];
    let mut request = service
        .post()
        .bearer_auth(token(role, &[]))
        .header("content-type", "multipart/form-data; boundary=b")
        .body(multipart(&parts));
    if let Some(purpose) = purpose {
        request = request.header("X-Kinflow-Purpose", purpose);
    }
    request.send().await.unwrap().json().await.unwrap()
}

async fn collide(
    service: &Running,
    list: &Value,
    against: &[&str],
    regions: &[&str],
    on: Option<&str>,
) -> Vec<Value> {
    let (mut lines, mut after) = (Vec::new(), Value::Null);
    let regions: Vec<_> = regions
        .iter()
        .map(|region| region.parse().unwrap())
        .collect();
    loop {
        let variables =
            json!({"list": list, "against": against, "on": on, "first": 3, "after": after});
        let question = Question {
            token: Some(token(Role::Investigator, &regions)),
            ..Question::new(Role::Investigator, COLLIDE)
        };
        let page = service.data(question.with("variables", variables)).await["collide"].clone();
        lines.extend(page["nodes"].as_array().unwrap().iter().cloned());
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], lines.len());
            return lines;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test]
async fn a_list_is_held_against_the_graph_line_by_line() {
    let persons = seed("persons");
    let person = |id: &str| persons.iter().find(|person| person["id"] == id).unwrap();
    let official = person("p-liu-jianguo");
    let dead = person("p-tong-fusheng");
    let numbers = format!(
        "姓名,身份证号\n甲,{}\n乙,{}\n丙,990101190001010005\n丁,12\n\n戊,{}\n",
        official["idNumber"],
        dead["idNumber"],
        official["idNumber"].to_lowercase()
    );
    let twins = persons
        .iter()
        .filter(|one| one["name"] == official["name"] && one["bornOn"] == official["bornOn"]);
    assert_eq!(twins.count(), 1);
    let names = format!(
        "name,bornOn\n{},{}\n{},1900-01-01\n,1970-01-01\n某某,昨天\n",
        official["name"], official["bornOn"], official["name"]
    );
    for engine in engines::all().await {
        engine.load_seed().await;
        let service = Running::over(engine.backend.clone()).await;
        let list = hand_over(
            &service,
            Role::Investigator,
            Some("test"),
            "名单.csv",
            numbers.clone().into_bytes(),
        )
        .await;
        let list = list["data"]["handOverList"].clone();
        assert_eq!(
            (&list["lines"], &list["purpose"]),
            (&json!(5), &json!("test")),
            "{list}"
        );
        assert_eq!(list["expiresAt"], "2026-01-16T04:00:00+00:00");
        let lines = collide(&service, &list["id"], &["DATASETS", "QUESTIONS"], &[], None).await;
        let states: Vec<_> = lines
            .iter()
            .map(|line| {
                (
                    line["line"].as_u64().unwrap(),
                    line["state"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            states,
            [
                (2, "FOUND"),
                (3, "FOUND"),
                (4, "UNKNOWN"),
                (5, "UNREADABLE"),
                (7, "FOUND")
            ]
        );
        assert_eq!(lines[0]["persons"], json!([{"id": "p-liu-jianguo"}]));
        assert!(lines[3]["reason"].as_str().unwrap().contains("ID number"));
        let tables = |line: &Value| -> BTreeMap<String, i64> {
            let hits = line["hits"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|hit| hit["against"] == "DATASETS");
            hits.map(|hit| {
                (
                    hit["name"].as_str().unwrap().to_owned(),
                    hit["count"].as_i64().unwrap(),
                )
            })
            .collect()
        };
        let count = |name: &str, column: &str, id: &str| {
            seed(name).iter().filter(|row| row[column] == id).count() as i64
        };
        for (line, id) in [(0, "p-liu-jianguo"), (1, "p-tong-fusheng")] {
            let found = tables(&lines[line]);
            assert_eq!(found["persons"], 1);
            for (table, column) in [
                ("tenures", "personId"),
                ("memberships", "personId"),
                ("statuses", "personId"),
                ("payments", "payeeId"),
            ] {
                let expected = count(table, column, id);
                assert_eq!(
                    found.get(table).copied().unwrap_or(0),
                    expected,
                    "{}: {table} of {id}",
                    engine.name()
                );
            }
        }
        let asked: Vec<&str> = lines[1]["hits"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|hit| hit["against"] == "QUESTIONS")
            .map(|hit| hit["name"].as_str().unwrap())
            .collect();
        assert_eq!(asked, ["payments_after_death"]);
        // Who is out of scope is unknown, and a day leaves out what did not hold then.
        let lines = collide(&service, &list["id"], &["DATASETS"], &["990101201"], None).await;
        assert_eq!(lines[0]["state"], "UNKNOWN");
        assert_eq!(lines[0]["hits"], json!([]));
        let lines = collide(
            &service,
            &list["id"],
            &["DATASETS"],
            &[],
            Some("1950-01-01"),
        )
        .await;
        assert!(!tables(&lines[0]).contains_key("tenures"), "{}", lines[0]);
        let list = hand_over(
            &service,
            Role::Supervisor,
            Some("test"),
            "names.csv",
            names.clone().into_bytes(),
        )
        .await;
        let list = list["data"]["handOverList"]["id"].clone();
        let lines = collide(&service, &list, &[], &[], None).await;
        let states: Vec<_> = lines
            .iter()
            .map(|line| line["state"].as_str().unwrap())
            .collect();
        assert_eq!(
            states,
            ["FOUND", "UNKNOWN", "UNREADABLE", "UNREADABLE"],
            "{lines:?}"
        );
        let deleted = service
            .data(Question::new(
                Role::Investigator,
                &format!("mutation {{ deleteList(id: {list}) }}"),
            ))
            .await;
        assert_eq!(deleted["deleteList"], true);
        let left = service
            .data(Question::new(
                Role::Investigator,
                "{ personLists { name } }",
            ))
            .await;
        assert_eq!(left["personLists"], json!([{"name": "名单.csv"}]));
        // Nobody else sees it.
        let others = service
            .of("wang", Role::Supervisor, "{ personLists { name } }")
            .await;
        assert_eq!(others["data"]["personLists"], json!([]));
    }
}

#[tokio::test]
async fn a_list_that_is_none_is_refused_in_a_sentence() {
    let engine = engines::embedded().await;
    engine.load_seed().await;
    let service = Running::over(engine.backend.clone()).await;
    let many =
        |lines: usize| format!("idNumber\n{}", "990101190001010005\n".repeat(lines)).into_bytes();
    let most = hand_over(
        &service,
        Role::Investigator,
        Some("test"),
        "a.csv",
        many(50_000),
    )
    .await;
    assert_eq!(most["data"]["handOverList"]["lines"], 50_000, "{most}");
    for (role, purpose, bytes, code, says) in [
        (
            Role::Investigator,
            Some("test"),
            many(50_001),
            "BAD_INPUT",
            "at most 50000 lines",
        ),
        (
            Role::Investigator,
            Some("test"),
            b"idNumber,a\n1,=1+1\n".to_vec(),
            "BAD_INPUT",
            "line 2 holds a formula",
        ),
        (
            Role::Investigator,
            Some("test"),
            b"a,b\n1,2\n".to_vec(),
            "BAD_INPUT",
            "idNumber",
        ),
        (
            Role::Investigator,
            Some("test"),
            Vec::new(),
            "BAD_INPUT",
            "empty",
        ),
        (
            Role::Investigator,
            Some("test"),
            b"PK\x03\x04nothing".to_vec(),
            "BAD_INPUT",
            "a.csv",
        ),
        (
            Role::Investigator,
            None,
            many(1),
            "BAD_INPUT",
            "X-Kinflow-Purpose",
        ),
        (Role::Auditor, Some("test"), many(1), "FORBIDDEN", "AUDITOR"),
        (Role::Public, Some("test"), many(1), "FORBIDDEN", "PUBLIC"),
        (Role::Data, Some("test"), many(1), "FORBIDDEN", "DATA"),
    ] {
        let answer = hand_over(&service, role, purpose, "a.csv", bytes).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], code, "{answer}");
        assert!(
            error["message"].as_str().unwrap().contains(says),
            "{answer}"
        );
    }
    let question = Question::new(Role::Investigator, COLLIDE)
        .with("variables", json!({"list": "x", "against": []}));
    let answer = service.ask(question).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_INPUT");
}
