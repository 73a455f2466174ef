//! Whatever is sent: a coded error in good time, never a fault of the server.

mod refused;

use std::time::{Duration, Instant};

use kinflow::access::Role;
use serde_json::{Value, json};

use super::service::{Question, Running, code, limits, token};
use crate::engines;

#[tokio::test(flavor = "multi_thread")]
async fn every_document_that_cannot_be_answered_is_refused_with_a_code() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    for (document, expected, said) in refused::documents() {
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
