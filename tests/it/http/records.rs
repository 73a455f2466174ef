//! The record of requests: who asked what, as what, and why.

use std::os::unix::fs::PermissionsExt;

use kinflow::access::Role;
use serde_json::json;

use super::service::{Question, Running, token};
use crate::engines;

#[tokio::test]
async fn every_request_of_a_known_caller_is_recorded_with_its_purpose() {
    let engine = engines::embedded().await;
    engine.load_seed().await;
    let service = Running::over(engine.backend.clone()).await;
    let mode = std::fs::metadata(&service.record)
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner reads the record");

    let person = r#"query Who { person(id: "p-liu-jianguo") { name } }"#;
    let purpose = "线索核查 2026-017: \"大塘村\" 100 %\n第二行";
    service
        .data(Question::new(Role::Supervisor, person).purpose(purpose))
        .await;
    let limited = Some(token(
        Role::Auditor,
        &["990101102".parse().unwrap(), "50".parse().unwrap()],
    ));
    service
        .data(Question {
            token: limited,
            purpose: None,
            body: json!({"query": "{ __typename }"}),
        })
        .await;
    service.ask(Question::new(Role::Admin, person)).await;
    service
        .ask(Question::new(Role::Investigator, "{ nonsense }"))
        .await;
    // Nobody known asked these, so there is nobody to record.
    service
        .ask(Question {
            token: None,
            ..Question::new(Role::Investigator, person)
        })
        .await;
    service
        .ask(Question {
            token: Some("forged".into()),
            ..Question::new(Role::Investigator, person)
        })
        .await;
    for value in [&b"%e5%88"[..], "巡察".as_bytes()] {
        let request = service
            .post()
            .bearer_auth(token(Role::Data, &[]))
            .header("X-Kinflow-Purpose", value);
        request
            .json(&json!({"query": "{ __typename }"}))
            .send()
            .await
            .unwrap();
    }

    let mut records = service.end().await;
    for record in &mut records {
        let record = record.as_object_mut().unwrap();
        assert!(record.remove("milliseconds").unwrap().as_u64().unwrap() < 10_000);
        assert_eq!(record.remove("at").unwrap(), "2026-01-15T04:00:00Z");
        assert_eq!(record.remove("subject").unwrap(), "li");
        assert!(!record.remove("id").unwrap().as_str().unwrap().is_empty());
    }
    let everywhere = json!([""]);
    assert_eq!(
        serde_json::to_value(records).unwrap(),
        json!([
            {"role": "SUPERVISOR", "scope": everywhere, "purpose": purpose, "operation": "Who",
             "statements": ["people/person_in_scope.cypher then people/person.cypher"], "ok": true},
            {"role": "AUDITOR", "scope": ["990101102", "50"], "purpose": null, "operation": null,
             "statements": [], "ok": true},
            {"role": "ADMIN", "scope": everywhere, "purpose": "test", "operation": "Who",
             "statements": [], "ok": false},
            {"role": "INVESTIGATOR", "scope": everywhere, "purpose": "test", "operation": null,
             "statements": [], "ok": false},
            {"role": "DATA", "scope": everywhere, "purpose": "\u{fffd}", "operation": null, "statements": [], "ok": true},
            {"role": "DATA", "scope": everywhere, "purpose": "巡察", "operation": null, "statements": [], "ok": true},
        ])
    );
}

#[tokio::test]
async fn every_request_has_an_id_of_its_own() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    for _ in 0..20 {
        service
            .data(Question::new(Role::Data, "{ __typename }"))
            .await;
    }
    let ids: std::collections::BTreeSet<String> = service
        .end()
        .await
        .iter()
        .map(|record| record["id"].to_string())
        .collect();
    assert_eq!(ids.len(), 20);
}
