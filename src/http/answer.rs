//! One GraphQL request: who asks, judged, answered, recorded.

use std::{
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use async_graphql::{
    Error, Request, Response, ServerError, Value,
    dataloader::DataLoader,
    parser::types::{ExecutableDocument, OperationType},
};
use axum::{
    Json,
    extract::{self, FromRequest, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use chrono::{DateTime, FixedOffset, Utc};
use percent_encoding::percent_decode;
use serde_json::json;
use tokio::time::timeout_at;

use super::{Service, order::Asked, told, upload};
use crate::{
    access::Viewer,
    config::Limits,
    graph::{BackendError, Graph, GraphError, Ran},
    graphql::{
        context::Asking,
        error::Code,
        limits::{self, Refusal},
    },
    requests::RequestRecord,
};

/// Says why somebody asks; percent-encoded UTF-8.
pub(super) const PURPOSE: &str = "x-kinflow-purpose";

/// Answers `POST /graphql`.
pub async fn answer(
    State(service): State<Arc<Service>>,
    request: extract::Request,
) -> axum::response::Response {
    let (head, body) = request.into_parts();
    let asker = Asker {
        viewer: service.viewer(&head.headers),
        purpose: purpose(&head.headers),
    };
    if upload::is_multipart(&head.headers) {
        let response = match service.receive(&asker, &head.headers, body).await {
            Ok(request) => service.answer(asker, request, service.patience()).await,
            Err(refusal) => refused(refusal.into()),
        };
        return Json(response).into_response();
    }
    let one_by_one = told::is_wanted(&head.headers);
    let body = extract::Request::from_parts(head, body);
    match Json::<Request>::from_request(body, &()).await {
        Ok(Json(request)) if one_by_one => told::events(service, asker, request).into_response(),
        Ok(Json(request)) => {
            let response = service.answer(asker, request, service.deadline()).await;
            Json(response).into_response()
        }
        Err(rejection) => Json(refused(unreadable(&rejection).into())).into_response(),
    }
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

pub(super) fn refused(error: Error) -> Response {
    Response::from_errors(vec![ServerError {
        extensions: error.extensions,
        ..ServerError::new(error.message, None)
    }])
}

/// Who asks, and why.
#[derive(Clone)]
pub(super) struct Asker {
    pub viewer: Result<Viewer, Refusal>,
    pub purpose: Option<String>,
}

/// A request whose document is read.
pub(super) struct Question {
    pub request: Request,
    /// Whether it asks for events.
    pub subscribes: bool,
    nothing: bool,
    asked: Asked,
}

/// A request on its way into the record.
pub(super) struct Known {
    viewer: Viewer,
    purpose: Option<String>,
    operation: Option<String>,
    at: DateTime<Utc>,
    started: Instant,
    pub id: String,
}

impl Service {
    pub(super) fn read(&self, mut request: Request) -> Result<Question, Refusal> {
        let document = self.documents.read(&request.query)?;
        request.operation_name = request.operation_name.or_else(|| only_name(&document));
        let name = request.operation_name.as_deref();
        let mut operations = document.operations.iter();
        let subscribes = operations.any(|(named, operation)| {
            named.map(|named| named.as_str()) == name
                && operation.node.ty == OperationType::Subscription
        });
        let (nothing, asked) = (limits::asks_nothing(&document), Asked::of(&document, name));
        request.set_parsed_query(document);
        Ok(Question {
            request,
            subscribes,
            nothing,
            asked,
        })
    }

    async fn answer(&self, asker: Asker, request: Request, patience: Duration) -> Response {
        match self.read(request) {
            Ok(question) => self.settle(asker, question, patience).await,
            Err(refusal) => refused(refusal.into()),
        }
    }

    /// The one answer to a question.
    pub(super) async fn settle(
        &self,
        asker: Asker,
        Question {
            request,
            nothing,
            asked,
            ..
        }: Question,
        patience: Duration,
    ) -> Response {
        let response = match asker.viewer {
            Ok(viewer) => {
                let known = self.know(viewer, asker.purpose, &request);
                self.execute(known, request, patience).await
            }
            Err(_) if nothing => self.schema.execute(request).await,
            Err(refusal) => refused(refusal.into()),
        };
        asked.finish(response, &self.limits)
    }

    pub(super) fn viewer(&self, headers: &HeaderMap) -> Result<Viewer, Refusal> {
        let value = headers.get(header::AUTHORIZATION);
        self.bearer(value.and_then(|value| value.to_str().ok()))
    }

    /// Who the bearer of a token is.
    pub(super) fn bearer(&self, authorization: Option<&str>) -> Result<Viewer, Refusal> {
        let unauthenticated = |message: String| Refusal {
            code: Code::Unauthenticated,
            message,
        };
        let token = authorization
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

    pub(super) fn know(&self, viewer: Viewer, purpose: Option<String>, request: &Request) -> Known {
        let at = (self.now)();
        self.lists.tidy(at);
        Known {
            viewer,
            purpose,
            operation: request.operation_name.clone(),
            at,
            started: Instant::now(),
            id: self.name(at),
        }
    }

    /// What the resolvers of a request share. Whatever the request may take, a statement of it
    /// keeps the deadline of all.
    pub(super) fn asking(&self, known: &Known) -> (Asking, Graph) {
        let graph = Graph::new(
            self.backend.clone(),
            known.id.as_str().into(),
            known.viewer.scope.clone(),
            known.at.with_timezone(&TIMEZONE).date_naive(),
            known.started + self.deadline(),
        );
        let asking = Asking {
            viewer: known.viewer.clone(),
            graph: graph.clone(),
            loader: DataLoader::new(graph.clone(), tokio::spawn).delay(Duration::ZERO),
            limits: self.limits.clone(),
            scopes: self.scopes.clone(),
            purpose: known.purpose.clone(),
            lists: self.lists.clone(),
            questions: self.questions.clone(),
            rules: self.rules.clone(),
            bell: self.bell.clone(),
            now: known.at,
            seal: self.seal.clone(),
        };
        (asking, graph)
    }

    pub(super) async fn execute(
        &self,
        known: Known,
        request: Request,
        patience: Duration,
    ) -> Response {
        let (asking, graph) = self.asking(&known);
        let inspected = known.viewer.role.inspects_statements()
            && request.extensions.get("kinflow") == Some(&Value::Boolean(true));
        // The engine is told to stop by then; this holds whatever the engine does.
        let deadline = known.started + patience;
        let executed = timeout_at(
            deadline.into(),
            self.schema
                .execute(request.data(asking).data(self.loads.clone())),
        )
        .await;
        let response = executed.unwrap_or_else(|_| refused(overdue(&known.id).into()));
        let ran = graph.take_ran();
        if let Err(error) = self.record(known, &ran, response.is_ok()) {
            return refused(error);
        }
        if inspected {
            response.extension("kinflow", statements(&ran))
        } else {
            response
        }
    }

    /// Records a request: what cannot be recorded is not answered.
    pub(super) fn record(&self, known: Known, ran: &[Ran], ok: bool) -> Result<(), Error> {
        let record = RequestRecord {
            at: known.at,
            id: known.id,
            subject: known.viewer.subject,
            role: known.viewer.role,
            scope: known.viewer.scope,
            purpose: known.purpose,
            operation: known.operation,
            statements: ran.iter().map(|ran| ran.file).collect(),
            milliseconds: u64::try_from(known.started.elapsed().as_millis()).unwrap_or(u64::MAX),
            ok,
        };
        self.requests.record(record).map_err(|_| {
            Code::Internal.error("the request could not be recorded, so it is not answered")
        })
    }
}

impl Question {
    /// What a request becomes, and what puts its answers in order.
    pub fn take(self) -> (Request, Asked) {
        (self.request, self.asked)
    }
}

impl Asked {
    /// An answer as it is sent: in order, and each error with its code.
    pub fn finish(&self, mut response: Response, limits: &Limits) -> Response {
        let errors = response.errors.into_iter();
        response.errors = errors.map(|error| limits::coded(error, limits)).collect();
        self.arrange(&mut response);
        response
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
pub(super) const TIMEZONE: FixedOffset = match FixedOffset::east_opt(8 * 3600) {
    Some(offset) => offset,
    None => unreachable!(),
};

pub(super) fn purpose(headers: &HeaderMap) -> Option<String> {
    headers
        .get(PURPOSE)
        .map(|value| unescaped(value.as_bytes()))
}

/// What a percent-encoded text says.
pub(super) fn unescaped(text: &[u8]) -> String {
    percent_decode(text).decode_utf8_lossy().into_owned()
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
