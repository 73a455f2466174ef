//! One GraphQL request: who asks, judged, answered, recorded.

use std::{sync::{Arc, atomic::Ordering}, time::Instant};

use async_graphql::{Request, Response, ServerError, Value, dataloader::DataLoader, parser::types::ExecutableDocument};
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use chrono::FixedOffset;
use percent_encoding::percent_decode_str;
use serde_json::json;

use super::Service;
use crate::{
    access::Viewer,
    graph::{Graph, Ran},
    graphql::{context::Asking, error::Code, limits::{self, Refusal}},
    requests::RequestRecord,
};

/// Says why somebody asks; percent-encoded UTF-8.
const PURPOSE: &str = "x-kinflow-purpose";

/// Answers `POST /graphql`.
pub async fn answer(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Result<Json<Request>, JsonRejection>,
) -> axum::response::Response {
    let response = match body {
        Ok(Json(request)) => service.answer(&headers, request).await,
        Err(rejection) => refused(unreadable(&rejection)),
    };
    Json(response).into_response()
}

fn unreadable(rejection: &JsonRejection) -> Refusal {
    let too_large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
    Refusal {
        code: if too_large { Code::LimitExceeded } else { Code::BadInput },
        message: if too_large {
            "the request is larger than the setting limits.body_bytes".into()
        } else {
            "send a JSON object with `query` and, if needed, `variables`, as Content-Type application/json".into()
        },
    }
}

fn refused(refusal: Refusal) -> Response {
    let error = refusal.code.error(refusal.message);
    let mut error_out = ServerError::new(error.message, None);
    error_out.extensions = error.extensions;
    Response::from_errors(vec![error_out])
}

impl Service {
    async fn answer(&self, headers: &HeaderMap, request: Request) -> Response {
        let document = match limits::read(&request.query, &self.limits) {
            Ok(document) => document,
            Err(refusal) => return refused(refusal),
        };
        match self.viewer(headers) {
            Ok(viewer) => self.execute(viewer, headers, request, document).await,
            Err(_) if limits::asks_nothing(&document) => self.schema.execute(request).await,
            Err(refusal) => refused(refusal),
        }
    }

    fn viewer(&self, headers: &HeaderMap) -> Result<Viewer, Refusal> {
        let unauthenticated = |message: String| Refusal { code: Code::Unauthenticated, message };
        let token = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(|| {
                unauthenticated("send the header `Authorization: Bearer TOKEN`; `kinflow token` prints one".into())
            })?;
        self.tokens
            .read(token, (self.now)())
            .map_err(|error| unauthenticated(error.to_string()))
    }

    async fn execute(
        &self,
        viewer: Viewer,
        headers: &HeaderMap,
        mut request: Request,
        document: ExecutableDocument,
    ) -> Response {
        let (at, started) = ((self.now)(), Instant::now());
        let id = format!("{:x}-{:x}", at.timestamp_millis(), self.next.fetch_add(1, Ordering::Relaxed));
        let graph = Graph::new(
            self.backend.clone(),
            id.as_str().into(),
            viewer.scope.clone(),
            at.with_timezone(&TIMEZONE).date_naive(),
            started + self.deadline(),
        );
        let inspected = viewer.role.inspects_statements()
            && request.extensions.get("kinflow") == Some(&Value::Boolean(true));
        let operation = request.operation_name.clone();
        request.set_parsed_query(document);
        let asking = Asking {
            viewer: viewer.clone(),
            graph: graph.clone(),
            loader: DataLoader::new(graph.clone(), tokio::spawn).delay(std::time::Duration::ZERO),
            limits: self.limits.clone(),
            seal: self.seal.clone(),
        };
        let response = self.schema.execute(request.data(asking)).await;
        let ran = graph.take_ran();
        let record = RequestRecord {
            at,
            id,
            subject: viewer.subject,
            role: viewer.role,
            scope: viewer.scope,
            purpose: purpose(headers),
            operation,
            statements: ran.iter().map(|ran| ran.file).collect(),
            milliseconds: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            ok: response.is_ok(),
        };
        if self.requests.record(record).is_err() {
            return refused(Refusal {
                code: Code::Internal,
                message: "the request could not be recorded, so it is not answered".into(),
            });
        }
        if inspected { response.extension("kinflow", statements(&ran)) } else { response }
    }
}

/// Days are those of China, which has one time zone.
const TIMEZONE: FixedOffset = match FixedOffset::east_opt(8 * 3600) {
    Some(offset) => offset,
    None => unreachable!(),
};

fn purpose(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(PURPOSE)?.to_str().ok()?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// The statements behind an answer, for `extensions.kinflow`.
fn statements(ran: &[Ran]) -> Value {
    let list: Vec<_> = ran
        .iter()
        .map(|ran| {
            json!({
                "file": ran.file,
                "text": ran.text,
                "parameters": ran.parameters,
                "rows": ran.rows,
                "milliseconds": ran.took.as_secs_f64() * 1000.0,
            })
        })
        .collect();
    Value::from_json(json!({ "statements": list })).unwrap_or_default()
}
