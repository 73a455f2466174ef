//! Answers as tables: every row of a connection, under the rights of whoever asked, in both forms alike.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use kinflow::access::Role;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::service::{Question, Running, limits, token};
use crate::engines;

const PAYMENTS: &str = "query Dibao($programme: ID!, $first: Int, $after: String) {
  list: payments(of: {programme: $programme}, orderBy: AMOUNT, first: $first, after: $after) {
    totalCount edges { cursor node { id } }
    nodes { ...card payee { ... on Household { id members { person { name } } } ...person } source { file line } }
    pageInfo { hasNextPage } } }
  fragment card on Payment { id sum: amount paidOn }
  fragment person on Person { id }";

/// Head lines and rows of a table in CSV.
fn read(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

async fn link(service: &Running, token: Option<String>, body: Value) -> (StatusCode, Value) {
    let address = format!("{}/exports", service.address);
    let mut request = service
        .client()
        .post(address)
        .json(&body)
        .header("X-Kinflow-Purpose", "test");
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let response = request.send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

async fn table(service: &Running, token: String, body: Value) -> Vec<Vec<String>> {
    let (status, link) = link(service, Some(token), body).await;
    assert_eq!(status, StatusCode::OK, "{link}");
    let response = service.get(link["url"].as_str().unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    let workbook = link["url"].as_str().unwrap().ends_with(".xlsx");
    let bytes = response.bytes().await.unwrap();
    if !workbook {
        return read(&bytes);
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let rows = sheet.rows().map(|row| {
        let mut cells: Vec<String> = row.iter().map(ToString::to_string).collect();
        while cells.len() > 1 && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        cells
    });
    rows.collect()
}

#[tokio::test]
async fn a_table_has_every_row_and_says_who_asked_what() {
    let mut limits = limits();
    limits.page = 7;
    for engine in engines::all().await {
        engine.load_seed().await;
        let service = Running::within(engine.backend.clone(), limits.clone()).await;
        let variables = json!({"programme": "rural-dibao"});
        let body = |form: &str| json!({"query": PAYMENTS, "variables": variables, "as": form});
        let rows = table(&service, token(Role::Investigator, &[]), body("CSV")).await;
        let heads: Vec<&str> = rows.iter().take(5).map(|row| row[0].as_str()).collect();
        assert_eq!(heads, ["who", "why", "when", "question", "variables"]);
        assert_eq!(rows[0][1], "li, INVESTIGATOR, all regions");
        assert_eq!(rows[1][1], "test");
        assert_eq!(rows[2][1], "2026-01-15T12:00:00+08:00");
        assert!(rows[3][1].starts_with("query Dibao(") && rows[4][1].contains("rural-dibao"));
        let titles = [
            "id",
            "sum",
            "paidOn",
            "payee.id",
            "payee.members.person.name",
            "source.file",
            "source.line",
        ];
        assert_eq!(rows[6], titles);
        let ids: Vec<&str> = rows[7..].iter().map(|row| row[0].as_str()).collect();
        let mut expected = Vec::new();
        let mut after = Value::Null;
        loop {
            let asked = json!({"programme": "rural-dibao", "first": 5, "after": after});
            let question = Question::new(
                Role::Investigator,
                &PAYMENTS.replace("hasNextPage }", "hasNextPage endCursor }"),
            );
            let page = service.data(question.with("variables", asked)).await["list"].clone();
            let nodes = page["nodes"].as_array().unwrap().iter();
            expected.extend(nodes.map(|node| node["id"].as_str().unwrap().to_owned()));
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert!(ids.len() > 20);
        assert_eq!(ids, expected);
        assert!(
            rows[7..].iter().any(|row| row[4].contains("; ")),
            "members stand one after the other"
        );
        let book = table(&service, token(Role::Investigator, &[]), body("EXCEL")).await;
        let trimmed = |row: &Vec<String>| {
            let mut row = row.clone();
            while row.len() > 1 && row.last().is_some_and(String::is_empty) {
                row.pop();
            }
            row
        };
        assert_eq!(book, rows.iter().map(trimmed).collect::<Vec<_>>());
        let record = service.end().await;
        let exported = record
            .iter()
            .filter(|line| line["operation"] == "Dibao" && line["purpose"] == "test");
        assert!(
            exported.count() > ids.len() / 7,
            "each page of a table is recorded"
        );
    }
}

#[tokio::test]
async fn a_table_holds_what_its_asker_may_see() {
    let engine = engines::embedded().await;
    engine.load_seed().await;
    let service = Running::over(engine.backend.clone()).await;
    let query =
        "query All { ask(question: \"payments_after_death\") { nodes { cells { text } } } }";
    let body = json!({"query": query, "as": "CSV"});
    let all = table(&service, token(Role::Investigator, &[]), body.clone()).await;
    assert_eq!(all[6], ["payee", "diedOn", "payments", "amount", "last"]);
    let mut found = 0;
    for region in ["990101101", "990101102", "990101201"] {
        let own = token(Role::Investigator, &[region.parse().unwrap()]);
        let some = table(&service, own, body.clone()).await;
        assert_eq!(some[0][1], format!("li, INVESTIGATOR, {region}"));
        assert!(some[7..].iter().all(|row| all.contains(row)));
        assert!(some.len() < all.len());
        found += some.len() - 7;
    }
    assert_eq!(found, all.len() - 7);
    let kin = json!({"query": "{ payments(of: {programme: \"rural-dibao\"}) { nodes { id } } }", "as": "CSV"});
    let (status, answer) = link(&service, Some(token(Role::Public, &[])), kin.clone()).await;
    assert_eq!(
        (status, &answer["code"]),
        (StatusCode::BAD_REQUEST, &json!("FORBIDDEN"))
    );
    let (status, answer) = link(&service, None, kin).await;
    assert_eq!(
        (status, &answer["code"]),
        (StatusCode::UNAUTHORIZED, &json!("UNAUTHENTICATED"))
    );
    let nowhere = service.get("/exports/AAAA.csv").await;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
    for (query, says) in [
        ("{ __typename }", "nodes"),
        (
            "{ a: questions { name } b: questions { name } }",
            "one field",
        ),
        ("mutation { deleteQuestion(id: \"x\") }", "one query"),
        (
            "{ payments(of: {programme: \"rural-dibao\"}) { totalCount } }",
            "nodes",
        ),
        (
            "{ payments(of: {programme: \"rural-dibao\"}) { nodes { nothing } } }",
            "nothing",
        ),
        (
            "{ ask(question: \"nothing\") { nodes { cells { text } } } }",
            "no such question",
        ),
        ("{ payments(", "no GraphQL document"),
    ] {
        let body = json!({"query": query, "as": "CSV"});
        let (status, answer) = link(&service, Some(token(Role::Investigator, &[])), body).await;
        let told = answer["message"].as_str().unwrap();
        assert!(
            status == StatusCode::BAD_REQUEST && told.contains(says),
            "{query}: {answer}"
        );
    }
}

#[tokio::test]
async fn questions_are_kept_and_shared() {
    const SAVED: &str =
        "{ savedQuestions { id name owner document variables shared savedAt mine } }";
    for engine in engines::all().await {
        let service = Running::over(engine.backend.clone()).await;
        let ask = async |role: Role, query: &str| service.ask(Question::new(role, query)).await;
        let save = |name: &str, document: &str, more: &str| {
            format!(
                "mutation {{ saveQuestion(name: {name:?}, document: {document:?}{more}) {{ id name mine }} }}"
            )
        };
        let document = "query Of($id: ID!) { person(id: $id) { name } }";
        let more = ", variables: {id: \"p-liu-jianguo\"}, shared: true";
        let saved = ask(Role::Investigator, &save(" 大塘村 ", document, more)).await;
        assert_eq!(saved["data"]["saveQuestion"]["name"], "大塘村", "{saved}");
        ask(Role::Investigator, &save("mine", document, "")).await;
        let again = ask(Role::Investigator, &save("mine", "{ __typename }", "")).await;
        let listed = ask(Role::Supervisor, SAVED).await["data"]["savedQuestions"].clone();
        let names: Vec<&str> = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["mine", "大塘村"], "{listed}");
        assert_eq!(
            listed[0]["document"], "{ __typename }",
            "one of the same name is replaced"
        );
        assert_eq!(listed[1]["variables"], json!({"id": "p-liu-jianguo"}));
        assert_eq!(listed[1]["savedAt"], "2026-01-15T04:00:00+00:00");
        // Another account sees what is shared, and deletes nothing of it.
        let others =
            service.of("wang", Role::Auditor, SAVED).await["data"]["savedQuestions"].clone();
        assert_eq!(others.as_array().unwrap().len(), 1, "{others}");
        assert_eq!(others[0]["mine"], false);
        let delete = |id: &Value| format!("mutation {{ deleteQuestion(id: {id}) }}");
        let kept = service
            .of("wang", Role::Auditor, &delete(&others[0]["id"]))
            .await;
        assert_eq!(kept["data"]["deleteQuestion"], false);
        let gone = ask(
            Role::Investigator,
            &delete(&again["data"]["saveQuestion"]["id"]),
        )
        .await;
        assert_eq!(gone["data"]["deleteQuestion"], true);
        let listed = ask(Role::Investigator, SAVED).await["data"]["savedQuestions"].clone();
        assert_eq!(listed.as_array().unwrap().len(), 1);
        for (role, query, code) in [
            (Role::Public, SAVED.to_owned(), "FORBIDDEN"),
            (Role::Admin, save("a", "{ __typename }", ""), "FORBIDDEN"),
            (
                Role::Investigator,
                save("", "{ __typename }", ""),
                "BAD_INPUT",
            ),
            (Role::Investigator, save("a", "{ person(", ""), "BAD_INPUT"),
            (
                Role::Investigator,
                save("a", "mutation { deleteQuestion(id: 1) }", ""),
                "BAD_INPUT",
            ),
            (
                Role::Investigator,
                save(
                    "a",
                    &format!("# {}\n{{ __typename }}", "a".repeat(16_400)),
                    "",
                ),
                "LIMIT_EXCEEDED",
            ),
        ] {
            let answer = ask(role, &query).await;
            assert_eq!(
                answer["errors"][0]["extensions"]["code"], code,
                "{query}: {answer}"
            );
        }
    }
}
