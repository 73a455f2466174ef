//! An engine that fails: the caller gets a code and an id, and nothing of the cause.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use kinflow::{
    access::Role,
    graph::{Backend, BackendError, Exchange, Record},
};
use serde_json::{Value, json};

use super::service::{Question, Running, code, limits};

/// What no caller may read.
const CAUSE: &str = "neo4j://10.0.0.7:7687 refused MATCH (p {idNumber: '990101196709150857'})";

/// Ways to fail.
#[derive(Clone, Copy)]
enum Fault {
    /// No answer ever, not even that the deadline passed.
    Silent,
    /// The deadline passed.
    Late,
    Unavailable,
    Refused,
    Conflict,
    /// Rows that do not fit the statement.
    Misshapen,
}

#[async_trait]
impl Backend for Fault {
    fn name(&self) -> &'static str {
        "faulty"
    }

    async fn read(&self, _: Exchange, deadline: Instant) -> Result<Vec<Record>, BackendError> {
        match self {
            Self::Silent => std::future::pending().await,
            Self::Late => {
                tokio::time::sleep_until(deadline.into()).await;
                Err(BackendError::Timeout)
            }
            Self::Unavailable => Err(BackendError::Unavailable(CAUSE.into())),
            Self::Refused => Err(BackendError::Refused(CAUSE.into())),
            Self::Conflict => Err(BackendError::Conflict(CAUSE.into())),
            Self::Misshapen => Ok(vec![Record::from_iter([(CAUSE.to_owned(), json!(CAUSE))])]),
        }
    }

    async fn write(&self, _: Vec<Exchange>, _: Instant) -> Result<Vec<Vec<Record>>, BackendError> {
        unreachable!("the API only reads")
    }

    async fn declare(&self, _: &[&'static str]) -> Result<(), BackendError> {
        unreachable!("the API declares nothing")
    }

    fn schema(&self) -> &'static str {
        ""
    }

    async fn backup(&self, _: &Path) -> Result<(), BackendError> {
        unreachable!("the API backs nothing up")
    }

    async fn close(&self) -> Result<(), BackendError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_failing_engine_gives_a_code_and_an_id_but_not_its_cause() {
    let mut limits = limits();
    limits.deadline_seconds = 1;
    for (fault, expected) in [
        (Fault::Silent, "TIMEOUT"),
        (Fault::Late, "TIMEOUT"),
        (Fault::Unavailable, "BACKEND_UNAVAILABLE"),
        (Fault::Refused, "INTERNAL"),
        (Fault::Conflict, "INTERNAL"),
        (Fault::Misshapen, "INTERNAL"),
    ] {
        let service = Running::within(Arc::new(fault), limits.clone()).await;
        let mut ids = Vec::new();
        for query in [
            r#"{ person(id: "p") { name } }"#,
            r#"{ region(code: "99") { name } }"#,
            r#"{ search(text: "990101196709150857") { totalCount } }"#,
            r#"{ subsidiesReachingRelatives(official: "p", within: {hops: 2}) { totalCount } }"#,
        ] {
            let started = Instant::now();
            let question = Question::new(Role::Investigator, query)
                .with("extensions", json!({"kinflow": true}));
            let mut answer = service.ask(question).await;
            assert!(
                started.elapsed() < Duration::from_secs(3),
                "{expected} {query}"
            );
            assert_eq!(code(&answer), expected, "{query}");
            ids.push(
                answer["errors"][0]["extensions"]["id"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            );
            // Statements that gave rows may be shown to who asks for them; they are the caller's own words.
            answer.as_object_mut().unwrap().remove("extensions");
            let text = answer.to_string();
            for secret in ["10.0.0.7", "7687", "MATCH", "990101", "cypher", "neo4j"] {
                assert!(!text.contains(secret), "{text} tells {secret}");
            }
        }
        let records = service.end().await;
        let recorded: Vec<&str> = records
            .iter()
            .map(|record| record["id"].as_str().unwrap())
            .collect();
        assert_eq!(
            recorded, ids,
            "the id that a caller quotes is the recorded one"
        );
        assert!(records.iter().all(|record| record["ok"] == json!(false)));
    }
}

#[tokio::test]
async fn a_service_without_its_graph_lives_but_is_not_ready() {
    for fault in [Fault::Unavailable, Fault::Late, Fault::Refused] {
        let service = Running::over(Arc::new(fault)).await;
        let live = service.get("/health/live").await;
        assert_eq!(
            (live.status().as_u16(), live.json::<Value>().await.unwrap()),
            (200, json!({"status": "live"}))
        );
        let ready = service.get("/health/ready").await;
        let expected = json!({"status": "not ready", "reason": "the graph does not answer"});
        assert_eq!(
            (
                ready.status().as_u16(),
                ready.json::<Value>().await.unwrap()
            ),
            (503, expected)
        );
    }
}
