//! One GraphQL request: who asks, judged, answered, recorded.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Instant,
};

use async_graphql::{
    Error, Request, Response, ServerError, Value, dataloader::DataLoader,
    parser::types::ExecutableDocument,
};
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use chrono::{DateTime, FixedOffset, Utc};
use percent_encoding::percent_decode;
use serde_json::json;
use tokio::time::timeout_at;

use super::{Service, order::Asked};
use crate::{
    access::Viewer,
    graph::{BackendError, Graph, GraphError, Ran},
    graphql::{
        context::Asking,
        error::Code,
        limits::{self, Refusal},
    },
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
        Err(rejection) => refused(unreadable(&rejection).into()),
    };
    Json(response).into_response()
}

fn unreadable(rejection: &JsonRejection) -> Refusal {
    let too_large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
    Refusal {
        code: if too_large {
            Code::LimitExceeded
        } else {
            Code::BadInput
        },
        message: if too_large {
            "the request is larger than the setting limits.body_bytes".into()
        } else {
            "send a JSON object with `query` and, if needed, `variables`, as Content-Type application/json".into()
        },
    }
}

fn refused(error: Error) -> Response {
    Response::from_errors(vec![ServerError {
        extensions: error.extensions,
        ..ServerError::new(error.message, None)
    }])
}

impl Service {
    async fn answer(&self, headers: &HeaderMap, mut request: Request) -> Response {
        let document = match self.documents.read(&request.query) {
            Ok(document) => document,
            Err(refusal) => return refused(refusal.into()),
        };
        let nothing = limits::asks_nothing(&document);
        request.operation_name = request.operation_name.or_else(|| only_name(&document));
        let asked = Asked::of(&document, request.operation_name.as_deref());
        request.set_parsed_query(document);
        let mut response = match self.viewer(headers) {
            Ok(viewer) => self.execute(viewer, headers, request).await,
            Err(_) if nothing => self.schema.execute(request).await,
            Err(refusal) => refused(refusal.into()),
        };
        response.errors = response
            .errors
            .into_iter()
            .map(|error| limits::coded(error, &self.limits))
            .collect();
        asked.arrange(&mut response);
        response
    }

    pub(super) fn viewer(&self, headers: &HeaderMap) -> Result<Viewer, Refusal> {
        let unauthenticated = |message: String| Refusal {
            code: Code::Unauthenticated,
            message,
        };
        let token = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(|| {
                unauthenticated(
                    "send the header `Authorization: Bearer TOKEN`; `kinflow token` prints one"
                        .into(),
                )
            })?;
        self.tokens
            .read(token, (self.now)())
            .map_err(|error| unauthenticated(error.to_string()))
    }

    /// The id of a request that came at a moment.
    pub(super) fn name(&self, at: DateTime<Utc>) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        format!("{:x}-{number:x}", at.timestamp_millis())
    }

    async fn execute(&self, viewer: Viewer, headers: &HeaderMap, request: Request) -> Response {
        let (at, started) = ((self.now)(), Instant::now());
        let id = self.name(at);
        let deadline = started + self.deadline();
        let graph = Graph::new(
            self.backend.clone(),
            id.as_str().into(),
            viewer.scope.clone(),
            at.with_timezone(&TIMEZONE).date_naive(),
            deadline,
        );
        let inspected = viewer.role.inspects_statements()
            && request.extensions.get("kinflow") == Some(&Value::Boolean(true));
        let operation = request.operation_name.clone();
        let asking = Asking {
            viewer: viewer.clone(),
            graph: graph.clone(),
            loader: DataLoader::new(graph.clone(), tokio::spawn).delay(std::time::Duration::ZERO),
            limits: self.limits.clone(),
            seal: self.seal.clone(),
        };
        // The engine is told to stop by then; this holds whatever the engine does.
        let executed = timeout_at(deadline.into(), self.schema.execute(request.data(asking))).await;
        let response = executed.unwrap_or_else(|_| refused(overdue(&id).into()));
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
            return refused(
                Code::Internal.error("the request could not be recorded, so it is not answered"),
            );
        }
        if inspected {
            response.extension("kinflow", statements(&ran))
        } else {
            response
        }
    }
}

/// The name of a document's only operation, which a request need not repeat.
fn only_name(document: &ExecutableDocument) -> Option<String> {
    let mut operations = document.operations.iter();
    let (name, _) = operations.next()?;
    name.filter(|_| operations.next().is_none())
        .map(ToString::to_string)
}

fn overdue(request: &str) -> GraphError {
    GraphError {
        request: request.into(),
        file: "",
        cause: BackendError::Timeout.into(),
    }
}

/// Days are those of China, which has one time zone.
const TIMEZONE: FixedOffset = match FixedOffset::east_opt(8 * 3600) {
    Some(offset) => offset,
    None => unreachable!(),
};

pub(super) fn purpose(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(PURPOSE)?.as_bytes();
    Some(percent_decode(value).decode_utf8_lossy().into_owned())
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
