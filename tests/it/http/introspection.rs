//! The schema as clients see it: whole, described, and as `schema.graphql` says.

use std::path::Path;

use kinflow::{access::Role, graphql};
use serde_json::Value;

use super::service::{Question, Running, limits};
use crate::engines;

/// All that GraphiQL asks of a schema.
const INTROSPECTION: &str = include_str!("introspection.graphql");

#[test]
fn the_schema_file_is_the_schema() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let written = std::fs::read_to_string(file).unwrap_or_default();
    let actual = graphql::sdl(&graphql::schema(&limits()));
    assert!(
        written == actual,
        "schema.graphql is not the schema; write it with `cargo run -- schema > schema.graphql`"
    );
}

/// Calls `found` with the path and the description of everything in the schema that has one.
fn walk(schema: &Value, mut found: impl FnMut(String, &Value)) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    for kind in list(&schema["types"]) {
        let path = name(&kind);
        if path.starts_with("__") {
            continue;
        }
        // Of these the library makes the type, and says nothing of it.
        if path != "ID" && !path.ends_with("Connection") {
            found(path.clone(), &kind["description"]);
        }
        for member in ["fields", "inputFields", "enumValues"]
            .iter()
            .flat_map(|members| list(&kind[*members]))
        {
            let path = format!("{path}.{}", name(&member));
            found(path.clone(), &member["description"]);
            for argument in list(&member["args"]) {
                found(
                    format!("{path}({})", name(&argument)),
                    &argument["description"],
                );
            }
        }
    }
    for directive in list(&schema["directives"]) {
        let path = format!("@{}", name(&directive));
        found(path.clone(), &directive["description"]);
        for argument in list(&directive["args"]) {
            found(
                format!("{path}({})", name(&argument)),
                &argument["description"],
            );
        }
    }
}

#[tokio::test]
async fn everything_in_the_schema_is_described() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    let data = service
        .data(Question::new(Role::Public, INTROSPECTION))
        .await;
    let (mut seen, mut bare) = (0, Vec::new());
    walk(&data["__schema"], |path, description| {
        seen += 1;
        let text = description.as_str().unwrap_or_default().trim();
        if text.len() < 5 {
            bare.push(path);
        }
    });
    assert!(seen > 300, "the schema has only {seen} things");
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}
