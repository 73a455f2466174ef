//! Liveness and readiness.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Json, extract::State, http::StatusCode};
use serde_json::{Value, json};

use super::Service;
use crate::graph::{Exchange, Record};

/// The process answers.
pub async fn live() -> Json<Value> {
    Json(json!({"status": "live"}))
}

/// The graph answers too, within two seconds.
pub async fn ready(State(service): State<Arc<Service>>) -> (StatusCode, Json<Value>) {
    let probe = Exchange {
        file: "schema/version.cypher",
        text: include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/cypher/schema/version.cypher"
        )),
        parameters: Record::new(),
        makes: None,
    };
    match service
        .backend
        .read(probe, Instant::now() + Duration::from_secs(2))
        .await
    {
        Ok(_) => (
            StatusCode::OK,
            Json(json!({"status": "ready", "engine": service.backend.name()})),
        ),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            let body = json!({"status": "not ready", "reason": "the graph does not answer"});
            (StatusCode::SERVICE_UNAVAILABLE, Json(body))
        }
    }
}
