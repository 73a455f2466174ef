//! Answers as tables: a question about one connection makes a link, and whoever opens the link within
//! its time gets every row of it, page by page under the rights of whoever asked.

mod document;
mod table;

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{Request, Response, Variables};
use axum::{
    Json,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response as Reply},
};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Service,
    admin::Failure,
    answer::{TIMEZONE, purpose},
};
use crate::{
    access::Viewer,
    graphql::{error::Code, limits},
};
use document::Paged;
use table::{Format, Sheet};

/// How long a link leads somewhere, in minutes.
const MINUTES: i64 = 10;
/// Most links at a time; the oldest goes first.
const MOST_LINKS: usize = 1_000;
/// Most rows of a workbook, which is made whole before it is sent.
const MOST_IN_WORKBOOK: usize = 100_000;

/// A question that is to become a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Wanted {
    /// The GraphQL document.
    query: String,
    /// Values of its variables.
    #[serde(default)]
    variables: Option<Value>,
    /// Which operation of the document is asked.
    #[serde(default)]
    operation_name: Option<String>,
    /// What the table is written as.
    #[serde(rename = "as")]
    format: Format,
}

/// A link: what it leads to, for whom, until when.
#[derive(Clone)]
struct Link {
    id: String,
    until: DateTime<Utc>,
    viewer: Viewer,
    purpose: Option<String>,
    text: String,
    variables: Value,
    paged: Paged,
    format: Format,
}

/// The links of a service, forgotten with it.
#[derive(Default)]
pub struct Links(Mutex<VecDeque<Link>>);

impl Links {
    fn keep(&self, link: Link, now: DateTime<Utc>) {
        let mut links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        links.retain(|link| link.until > now);
        links.truncate(MOST_LINKS - 1);
        links.push_front(link);
    }

    fn find(&self, id: &str, now: DateTime<Utc>) -> Option<Link> {
        let links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut valid = links.iter().filter(|link| link.until > now);
        valid.find(|link| link.id == id).cloned()
    }
}

fn refused(status: StatusCode, code: Code, message: &str) -> Reply {
    Failure(status, code, message.to_owned()).into_response()
}

/// Answers `POST /exports` with `{"query": …, "variables": …, "as": "CSV"}`: a link to the table.
pub async fn link(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    Json(wanted): Json<Wanted>,
) -> Reply {
    let viewer = match service.viewer(&headers) {
        Ok(viewer) => viewer,
        Err(refusal) => {
            return refused(StatusCode::UNAUTHORIZED, refusal.code, &refusal.message);
        }
    };
    let read = service.documents.read(&wanted.query);
    let variables = wanted.variables.unwrap_or_else(|| json!({}));
    let operation = wanted.operation_name.as_deref();
    let paged =
        read.and_then(|document| Paged::of(document, operation, &variables, &service.questions));
    let paged = match paged {
        Ok(paged) => paged,
        Err(refusal) => return refused(StatusCode::BAD_REQUEST, refusal.code, &refusal.message),
    };
    let now = (service.now)();
    let link = Link {
        id: service.seal.name(&service.name(now)),
        until: now + TimeDelta::minutes(MINUTES),
        viewer,
        purpose: purpose(&headers),
        text: wanted.query,
        variables,
        paged,
        format: wanted.format,
    };
    // What is wrong with the question is told before anybody opens the link.
    let first = service.page(&link, 1, None).await;
    if let Some(error) = first.errors.first() {
        let extensions = error.extensions.as_ref();
        let code = extensions.and_then(|extensions| extensions.get("code"));
        let code = code.cloned().and_then(|code| code.into_json().ok());
        let body = json!({"code": code, "message": error.message});
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    let body = json!({
        "url": format!("/exports/{}.{}", link.id, link.format.ending()),
        "expiresAt": link.until.to_rfc3339_opts(SecondsFormat::Secs, true),
    });
    service.links.keep(link, now);
    Json(body).into_response()
}

/// Answers `GET /exports/LINK.csv`: the table, as its rows are found.
pub async fn table(State(service): State<Arc<Service>>, Path(name): Path<String>) -> Reply {
    let now = (service.now)();
    let id = name.split('.').next().unwrap_or_default();
    let Some(link) = service.links.find(id, now) else {
        let message = "this link leads nowhere any more; ask for another";
        return refused(StatusCode::NOT_FOUND, Code::BadInput, message);
    };
    let head = head(&link, now);
    let kind = [
        (header::CONTENT_TYPE, link.format.content_type().to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"kinflow.{}\"", link.format.ending()),
        ),
    ];
    if link.format == Format::Csv {
        let rows =
            pages(service, link).map(|page| page.map(|rows| Bytes::from(table::lines(&rows))));
        let first = stream::once(async move { Ok(Bytes::from(table::head(&head))) });
        return (kind, Body::from_stream(first.chain(rows))).into_response();
    }
    match workbook(service, link, &head).await {
        Ok(bytes) => (kind, bytes).into_response(),
        Err((code, message)) => refused(StatusCode::BAD_REQUEST, code, &message),
    }
}

/// Who asks what, when and why, and the titles of the columns.
fn head(link: &Link, now: DateTime<Utc>) -> Vec<Vec<String>> {
    let regions = link.viewer.scope.regions_within(None).join(" ");
    let regions = if regions.is_empty() {
        "all regions".to_owned()
    } else {
        regions
    };
    let now = now.with_timezone(&TIMEZONE);
    let line = |title: &str, text: String| vec![title.to_owned(), text];
    vec![
        line(
            "who",
            format!("{}, {}, {regions}", link.viewer.subject, link.viewer.role),
        ),
        line("why", link.purpose.clone().unwrap_or_default()),
        line("when", now.to_rfc3339_opts(SecondsFormat::Secs, false)),
        line(
            "question",
            link.text.split_whitespace().collect::<Vec<_>>().join(" "),
        ),
        line("variables", link.variables.to_string()),
        Vec::new(),
        link.paged.titles(),
    ]
}

impl Service {
    /// One page of what a link leads to, asked and recorded as any request.
    async fn page(&self, link: &Link, first: usize, after: Option<&str>) -> Response {
        let variables = Variables::from_json(link.variables.clone());
        let mut request = Request::new(link.text.clone()).variables(variables);
        request.operation_name = link.paged.operation();
        request.set_parsed_query(link.paged.page(first, after));
        let known = self.know(link.viewer.clone(), link.purpose.clone(), &request);
        let mut response = self.execute(known, request, self.deadline()).await;
        let errors = response.errors.drain(..);
        response.errors = errors
            .map(|error| limits::coded(error, &self.limits))
            .collect();
        response
    }
}

/// Where a table is.
enum At {
    Beginning,
    After(String),
    End,
}

/// The rows of a table, a page at a time. One that fails breaks the table off, which whoever reads it is
/// told by its transfer.
fn pages(
    service: Arc<Service>,
    link: Link,
) -> impl stream::Stream<Item = io::Result<Vec<Vec<String>>>> {
    stream::unfold(
        (service, link, At::Beginning),
        |(service, link, at)| async move {
            let after = match &at {
                At::Beginning => None,
                At::After(cursor) => Some(cursor.as_str()),
                At::End => return None,
            };
            let first = service.limits.page;
            let response = service.page(&link, first, after).await;
            if let Some(error) = response.errors.first() {
                let broken = io::Error::other(error.message.clone());
                return Some((Err(broken), (service, link, At::End)));
            }
            let data = response.data.into_json().unwrap_or_default();
            let (rows, next) = link.paged.rows(&data);
            let at = next.map_or(At::End, At::After);
            Some((Ok(rows), (service, link, at)))
        },
    )
}

async fn workbook(
    service: Arc<Service>,
    link: Link,
    head: &[Vec<String>],
) -> Result<Vec<u8>, (Code, String)> {
    let unwritten = |error: table::Unwritten| (Code::Internal, error.to_string());
    let mut sheet = Sheet::new(head).map_err(unwritten)?;
    let mut pages = Box::pin(pages(service, link));
    let mut left = MOST_IN_WORKBOOK;
    while let Some(page) = pages.next().await {
        let rows = page.map_err(|broken| (Code::BadInput, broken.to_string()))?;
        left = left.checked_sub(rows.len()).ok_or_else(|| {
            let message =
                format!("a workbook has at most {MOST_IN_WORKBOOK} rows; ask for it as CSV");
            (Code::LimitExceeded, message)
        })?;
        sheet.add(&rows).map_err(unwritten)?;
    }
    sheet.done().map_err(unwritten)
}
