//! The translation is open to inspection: which statements an answer took, and how few.

use kinflow::access::Role;
use serde_json::{Value, json};

use super::service::{Question, Running};
use crate::engines;

const HEADLINE: &str = include_str!("../../graphql/headline_three_hops.graphql");

fn inspecting(role: Role, query: &str) -> Question<'static> {
    Question::new(role, query).with("extensions", json!({"kinflow": true}))
}

fn files(answer: &Value) -> Vec<&str> {
    let statements = answer["extensions"]["kinflow"]["statements"]
        .as_array()
        .unwrap();
    statements
        .iter()
        .map(|statement| statement["file"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_headline_is_one_statement_and_what_is_hidden_and_sources_one_more_each() {
    for engine in engines::all().await {
        engine.load_seed().await;
        let service = Running::over(engine.backend.clone()).await;
        let answer = service.ask(inspecting(Role::Investigator, HEADLINE)).await;
        assert!(HEADLINE.contains("source {"));
        assert_eq!(
            files(&answer).len(),
            3,
            "{}: {:?}",
            engine.name(),
            files(&answer)
        );
        assert!(files(&answer)[1].ends_with("funds/reaching_hidden.cypher"));
        assert_eq!(files(&answer)[2], "sources/batches.cypher");
        let first = &answer["extensions"]["kinflow"]["statements"][0];
        assert!(
            first["text"]
                .as_str()
                .unwrap()
                .contains("MATCH (person:Official {id: $official})")
        );
        assert_eq!(first["parameters"]["official"], "p-liu-jianguo");
        assert_eq!(first["parameters"]["today"], "2026-01-15");
        assert_eq!(first["parameters"]["scope"], json!([""]));
        assert_eq!(first["rows"], 1);
        assert!(first["milliseconds"].as_f64().unwrap() > 0.0);

        let without: String = HEADLINE
            .lines()
            .filter(|line| !line.contains("source {") && !line.contains("hiddenByScope"))
            .map(|line| format!("{line}\n"))
            .collect();
        let answer = service.ask(inspecting(Role::Investigator, &without)).await;
        assert!(answer["errors"].is_null(), "{answer:#}");
        assert_eq!(files(&answer).len(), 1, "{:?}", files(&answer));

        // A nested selection is one statement a level, however many rows the level has.
        let answer = service
            .ask(inspecting(
                Role::Investigator,
                r#"{ household(id: "hh-datang-01") { members { person { phone households { household { address members { person { phone } } } } } } } }"#,
            ))
            .await;
        let levels = [
            "households/household.cypher",
            "households/members.cypher",
            "households/of_people.cypher",
            "people/details.cypher",
            "households/details.cypher",
            "households/members.cypher",
            "people/details.cypher",
        ];
        assert!(files(&answer).len() <= levels.len(), "{:?}", files(&answer));
    }
}

#[tokio::test]
async fn statements_are_shown_to_who_reads_people_and_asks_for_them() {
    let engine = engines::embedded().await;
    engine.load_seed().await;
    let service = Running::over(engine.backend.clone()).await;
    let query = r#"{ region(code: "990101") { name } }"#;
    for role in Role::ALL {
        let answer = service.ask(inspecting(*role, query)).await;
        assert_eq!(answer["data"]["region"]["name"], "栖溪县");
        let shown = answer["extensions"]["kinflow"]["statements"].is_array();
        assert_eq!(shown, role.reads_people(), "{role}");
        assert_eq!(shown, answer.get("extensions").is_some(), "{role}");
    }
    for extension in [
        json!({}),
        json!({"kinflow": false}),
        json!({"kinflow": "true"}),
        json!({"kinflow": 1}),
        json!({"other": true}),
    ] {
        let answer = service
            .ask(Question::new(Role::Supervisor, query).with("extensions", extension.clone()))
            .await;
        assert!(
            answer.get("extensions").is_none(),
            "{extension}: {answer:#}"
        );
    }
}
