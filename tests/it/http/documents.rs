//! Whatever is sent: a coded error in good time, never a fault of the server.

use std::time::{Duration, Instant};

use kinflow::access::Role;
use serde_json::{Value, json};

use super::service::{Question, Running, code, limits, token};
use crate::engines;

/// A document of fragments that each spread the next twice.
fn doubling(levels: usize) -> String {
    let fragments: String = (0..levels)
        .map(|level| {
            format!(
                "fragment F{level} on Query {{ ...F{0} ...F{0} }} ",
                level + 1
            )
        })
        .collect();
    format!("{{ ...F0 }} {fragments} fragment F{levels} on Query {{ __typename }}")
}

/// Documents, the code each is refused with, and what its message says.
fn documents() -> Vec<(String, &'static str, &'static str)> {
    let deep = |levels: usize, field: &str| {
        format!(
            "{{ {} __typename {} }}",
            format!("{field} {{").repeat(levels),
            "}".repeat(levels)
        )
    };
    let many = |count: usize, each: &dyn Fn(usize) -> String| {
        format!("{{ {} }}", (0..count).map(each).collect::<String>())
    };
    let headline = "subsidiesReachingRelatives(official: \"p\", within: {hops: 1}, first: 200)";
    let heavy = "{ nodes { payment { id amount } reaches { kinship { steps { from { id } to { id } } } } } }";
    vec![
        // No GraphQL.
        (String::new(), "BAD_INPUT", "no GraphQL"),
        (" ,# nothing".into(), "BAD_INPUT", "no GraphQL"),
        ("{".into(), "BAD_INPUT", "line 1, column 2"),
        (
            "{ person(id: ) { id } }".into(),
            "BAD_INPUT",
            "line 1, column 14",
        ),
        (
            "{ person(id: \"p) { id } }".into(),
            "BAD_INPUT",
            "never closed",
        ),
        (
            "{ person(id: \"\"\"p) { id } }".into(),
            "BAD_INPUT",
            "never closed",
        ),
        (
            "{ __typename } { __typename }".into(),
            "BAD_INPUT",
            "multiple operations",
        ),
        (
            "query A { __typename } query A { __typename }".into(),
            "BAD_INPUT",
            "defined twice",
        ),
        (
            "fragment F on Query { __typename }".into(),
            "BAD_INPUT",
            "operation",
        ),
        (
            "type Query { a: Int }".into(),
            "BAD_INPUT",
            "line 1, column 1",
        ),
        ("{ 🙂 \u{0} }".into(), "BAD_INPUT", "line 1, column 3"),
        // GraphQL, but not of this schema.
        ("{ persn(id: \"p\") { id } }".into(), "BAD_INPUT", "persn"),
        ("{ person { id } }".into(), "BAD_INPUT", "id"),
        ("{ person(id: \"p\") }".into(), "BAD_INPUT", "person"),
        (
            "{ person(id: \"p\", age: 3) { id } }".into(),
            "BAD_INPUT",
            "age",
        ),
        (
            "{ person(id: \"p\") { id { name } } }".into(),
            "BAD_INPUT",
            "id",
        ),
        ("{ person(id: \"p\") { ...F } }".into(), "BAD_INPUT", "F"),
        (
            "{ person(id: \"p\") { ... on Company { id } } }".into(),
            "BAD_INPUT",
            "Company",
        ),
        (
            "{ region(code: \"99\") @unknown { name } }".into(),
            "BAD_INPUT",
            "unknown",
        ),
        ("mutation { __typename }".into(), "BAD_INPUT", "mutations"),
        (
            "subscription { __typename }".into(),
            "BAD_INPUT",
            "subscriptions",
        ),
        // Arguments that cannot be.
        ("{ person(id: 3.5) { id } }".into(), "BAD_INPUT", "id"),
        ("{ person(id: {a: 1}) { id } }".into(), "BAD_INPUT", "id"),
        ("{ person(id: null) { id } }".into(), "BAD_INPUT", "id"),
        ("{ person(id: \"\") { id } }".into(), "BAD_INPUT", "id"),
        (
            format!("{{ person(id: \"{}\") {{ id }} }}", "p".repeat(100)),
            "BAD_INPUT",
            "64",
        ),
        (
            "{ region(code: \"9901011\") { name } }".into(),
            "BAD_INPUT",
            "code",
        ),
        (
            format!(
                "{{ {} {{ totalCount }} }}",
                headline.replace("hops: 1", "hops: \"2\"")
            ),
            "BAD_INPUT",
            "hops",
        ),
        (
            format!(
                "{{ {} {{ totalCount }} }}",
                headline.replace("hops: 1", "hops: 99999999999")
            ),
            "BAD_INPUT",
            "Int",
        ),
        (
            format!(
                "{{ {} {{ totalCount }} }}",
                headline.replace("{hops: 1}", "{}")
            ),
            "BAD_INPUT",
            "within",
        ),
        (
            format!(
                "{{ {} {{ totalCount }} }}",
                headline.replace("first: 200", "channels: [CASH]")
            ),
            "BAD_INPUT",
            "channels",
        ),
        (
            format!(
                "{{ {} {{ totalCount }} }}",
                headline.replace("first: 200", "minAmount: 500")
            ),
            "BAD_INPUT",
            "Money",
        ),
        (
            format!(
                "{{ {} {{ totalCount }} }}",
                headline.replace("first: 200", "minAmount: \"1e3\"")
            ),
            "BAD_INPUT",
            "amount",
        ),
        (
            format!(
                "{{ {} {{ totalCount }} }}",
                headline.replace("first: 200", "paid: {from: \"2023-02-30\"}")
            ),
            "BAD_INPUT",
            "calendar",
        ),
        (
            "{ search(text: \" \") { totalCount } }".into(),
            "BAD_INPUT",
            "text",
        ),
        (
            "{ search(text: \"liu\", first: 0) { totalCount } }".into(),
            "BAD_INPUT",
            "first",
        ),
        (
            "{ search(text: \"liu\", first: -5) { totalCount } }".into(),
            "BAD_INPUT",
            "first",
        ),
        (
            "{ search(text: \"liu\", first: 201) { totalCount } }".into(),
            "LIMIT_EXCEEDED",
            "200",
        ),
        (
            "{ search(text: \"liu\", after: \"x\") { totalCount } }".into(),
            "BAD_INPUT",
            "cursor",
        ),
        // Too much.
        (deep(10_000, "a"), "LIMIT_EXCEEDED", "limits.tokens"),
        (deep(600, "a"), "BAD_INPUT", "recursion"),
        (deep(40, "region(code: \"99\")"), "LIMIT_EXCEEDED", "nested"),
        (
            format!("{{ region(code: \"99\") {} }}", deep(20, "parent")),
            "LIMIT_EXCEEDED",
            "limits.depth",
        ),
        (
            many(10_000, &|i| format!("a{i}: __typename ")),
            "LIMIT_EXCEEDED",
            "limits.tokens",
        ),
        (
            many(31, &|i| format!("a{i}: __typename ")),
            "LIMIT_EXCEEDED",
            "limits.aliases",
        ),
        (
            many(2_001, &|_| "__typename ".into()),
            "LIMIT_EXCEEDED",
            "limits.tokens",
        ),
        (
            many(1_000, &|_| "\"\"\" \" \"\"\" x ".into()),
            "LIMIT_EXCEEDED",
            "limits.tokens",
        ),
        (
            format!(
                "{{ search(text: \"\"\" \" \"\"\") {{ totalCount }} {} a: search(text: \" \") {{ totalCount }} }}",
                "__typename ".repeat(3_000)
            ),
            "LIMIT_EXCEEDED",
            "limits.tokens",
        ),
        (
            format!("{{ # comment\r{} }}", "__typename ".repeat(3_000)),
            "LIMIT_EXCEEDED",
            "limits.tokens",
        ),
        (
            format!("{{ __typename {} }}", "@include(if: true) ".repeat(11)),
            "LIMIT_EXCEEDED",
            "limits.directives",
        ),
        (
            many(20, &|i| format!("a{i}: {headline} {heavy} ")),
            "LIMIT_EXCEEDED",
            "limits.complexity",
        ),
        (doubling(16), "LIMIT_EXCEEDED", "limits.complexity"),
        (doubling(120), "LIMIT_EXCEEDED", "limits.complexity"),
        (
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".into(),
            "BAD_INPUT",
            "spreads itself",
        ),
        (
            "{ ...A } fragment A on Query { ...A }".into(),
            "BAD_INPUT",
            "spreads itself",
        ),
        (
            format!("{{ a(b: {}{}) }}", "[".repeat(990), "]".repeat(990)),
            "BAD_INPUT",
            "",
        ),
        (
            format!("{{ a(b: {}", "[".repeat(1_900)),
            "BAD_INPUT",
            "line 1, column",
        ),
        (
            format!("{{ a(b: {}1{}) }}", "{c: ".repeat(480), "}".repeat(480)),
            "BAD_INPUT",
            "",
        ),
        (
            format!(
                "query($a: {}Int{}) {{ b }}",
                "[".repeat(900),
                "]".repeat(900)
            ),
            "BAD_INPUT",
            "",
        ),
        // Never closed, again and again: each must not be searched for an end of its own.
        (
            format!("\"{}", "\\\"".repeat(30_000)),
            "BAD_INPUT",
            "never closed",
        ),
        (
            format!("\"\"\"{}", "\\\"\"\"".repeat(25_000)),
            "BAD_INPUT",
            "never closed",
        ),
        ("\"\" ".repeat(40_000), "LIMIT_EXCEEDED", "limits.tokens"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_document_that_cannot_be_answered_is_refused_with_a_code() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    for (document, expected, said) in documents() {
        let shown: String = document.chars().take(80).collect();
        let started = Instant::now();
        let answer = service
            .ask(Question::new(Role::Investigator, &document))
            .await;
        let took = started.elapsed();
        assert!(took < Duration::from_secs(2), "{shown} took {took:?}");
        assert!(
            answer["errors"].is_array(),
            "{shown} is answered: {answer:#}"
        );
        assert_eq!(code(&answer), expected, "{shown}: {answer:#}");
        let text = answer.to_string();
        assert!(text.contains(said), "{shown}: `{said}` is not in {text}");
        assert!(
            text.len() < 4_000,
            "{shown}: the answer repeats the document"
        );
        // The same without a token says nothing of the schema.
        let unknown = service
            .ask(Question {
                token: None,
                ..Question::new(Role::Public, &document)
            })
            .await;
        assert!(
            ["UNAUTHENTICATED", expected].contains(&code(&unknown)),
            "{shown}"
        );
        let judged_by_schema = answer["errors"][0]["locations"].is_array();
        assert!(
            !judged_by_schema || code(&unknown) == "UNAUTHENTICATED",
            "{shown}: {unknown:#}"
        );
    }
}

#[tokio::test]
async fn variables_and_operation_names_that_do_not_fit_are_refused() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    let query = "query A($hops: Int!, $to: Date) { subsidiesReachingRelatives(official: \"p\", within: {hops: $hops}, paid: {to: $to}) { totalCount } } query B { __typename }";
    let mut nested = json!(1);
    for _ in 0..100 {
        nested = json!([nested]);
    }
    for variables in [
        json!({"hops": "two"}),
        json!({"hops": 2.5}),
        json!({"hops": null}),
        json!({"hops": [2]}),
        json!({"hops": {"a": 2}}),
        json!({"hops": 5}),
        json!({"hops": 9_007_199_254_740_993_u64}),
        json!({}),
        Value::Null,
        json!({"hops": 2, "to": "yesterday"}),
        json!({"hops": 2, "to": 20_230_101}),
        json!({"hops": nested}),
    ] {
        let question = Question::new(Role::Investigator, query).with("operationName", json!("A"));
        let answer = service
            .ask(question.with("variables", variables.clone()))
            .await;
        assert_eq!(code(&answer), "BAD_INPUT", "{variables}");
    }
    for name in [json!("C"), json!(""), Value::Null] {
        let answer = service
            .ask(Question::new(Role::Investigator, query).with("operationName", name.clone()))
            .await;
        assert_eq!(code(&answer), "BAD_INPUT", "{name}");
    }
    let fits = Question::new(Role::Investigator, query).with("operationName", json!("A"));
    let answer = service
        .ask(fits.with(
            "variables",
            json!({"hops": 2, "to": "2025-12-31", "more": 1}),
        ))
        .await;
    assert_eq!(
        answer,
        json!({"data": {"subsidiesReachingRelatives": null}})
    );
}

#[tokio::test]
async fn bodies_that_are_no_request_are_refused() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    let most = limits().body_bytes;
    let padded = |bytes: usize| {
        let request = r#"{"query":"{ __typename }"}"#;
        format!("{}{request}", " ".repeat(bytes - request.len())).into_bytes()
    };
    let nested = format!(
        "{{\"query\":\"{{ __typename }}\",\"variables\":{}{}}}",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    for (content_type, body, expected) in [
        ("application/json", b"".to_vec(), "BAD_INPUT"),
        ("application/json", b"{".to_vec(), "BAD_INPUT"),
        ("application/json", b"null".to_vec(), "BAD_INPUT"),
        (
            "application/json",
            b"\"{ __typename }\"".to_vec(),
            "BAD_INPUT",
        ),
        ("application/json", b"{}".to_vec(), "BAD_INPUT"),
        ("application/json", b"[]".to_vec(), "BAD_INPUT"),
        (
            "application/json",
            br#"[{"query":"{ __typename }"}]"#.to_vec(),
            "BAD_INPUT",
        ),
        ("application/json", br#"{"query":3}"#.to_vec(), "BAD_INPUT"),
        (
            "application/json",
            br#"{"query":"{ __typename }","variables":"x"}"#.to_vec(),
            "BAD_INPUT",
        ),
        (
            "application/json",
            br#"{"query":"{ __typename }","extensions":"x"}"#.to_vec(),
            "BAD_INPUT",
        ),
        (
            "application/json",
            b"{\"query\":\"\xff\"}".to_vec(),
            "BAD_INPUT",
        ),
        (
            "application/json",
            b"{\"query\":\"{ __typename }\"} trailing".to_vec(),
            "BAD_INPUT",
        ),
        ("application/json", nested.into_bytes(), "BAD_INPUT"),
        ("application/json", padded(most + 1), "LIMIT_EXCEEDED"),
        ("text/plain", padded(100), "BAD_INPUT"),
        (
            "application/graphql",
            b"{ __typename }".to_vec(),
            "BAD_INPUT",
        ),
        (
            "application/x-www-form-urlencoded",
            b"query={__typename}".to_vec(),
            "BAD_INPUT",
        ),
        (
            "multipart/form-data; boundary=x",
            b"--x--".to_vec(),
            "BAD_INPUT",
        ),
    ] {
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        let request = service.post().bearer_auth(token(Role::Investigator, &[]));
        let response = request
            .header("Content-Type", content_type)
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200, "{content_type} {shown}");
        assert_eq!(
            code(&response.json().await.unwrap()),
            expected,
            "{content_type} {shown}"
        );
    }
    let largest = service
        .post()
        .header("Content-Type", "application/json; charset=utf-8")
        .body(padded(most));
    let answer: Value = largest.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer, json!({"data": {"__typename": "Query"}}));
}

#[tokio::test]
async fn what_a_user_writes_fits_the_limits() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    for (document, name) in [
        (include_str!("introspection.graphql"), "Introspection"),
        (
            include_str!("../../graphql/headline_three_hops.graphql"),
            "Headline",
        ),
    ] {
        let answer = service
            .ask(Question::new(Role::Investigator, document))
            .await;
        assert!(answer["errors"].is_null(), "{name}: {answer:#}");
    }
}
