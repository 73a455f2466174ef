//! What whoever runs the service asks of it: a copy of its graph.

use std::{fs, io, sync::Arc, time::Instant};

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::{Service, answer::purpose};
use crate::{
    access::{Role, Viewer},
    graphql::error::Code,
    requests::RequestRecord,
};

/// Longest name of a backup.
const LONGEST: usize = 100;

/// Which backup to write.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    name: String,
}

/// Why something outside GraphQL is refused.
pub(super) struct Failure(pub StatusCode, pub Code, pub String);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Self(status, code, message) = self;
        let body =
            json!({"code": code.as_str(), "message": message, "messageZh": code.message_zh()});
        (status, Json(body)).into_response()
    }
}

/// Answers `POST /admin/backup` with `{"name": …}`: a copy of the graph in the folder of backups.
pub async fn backup(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    Json(wanted): Json<Wanted>,
) -> Response {
    let viewer = match service.viewer(&headers) {
        Ok(viewer) => viewer,
        Err(refusal) => {
            return Failure(StatusCode::UNAUTHORIZED, refusal.code, refusal.message)
                .into_response();
        }
    };
    let (at, started) = ((service.now)(), Instant::now());
    let written = service.back_up(&viewer, &wanted.name).await;
    let record = RequestRecord {
        at,
        id: service.name(at),
        subject: viewer.subject,
        role: viewer.role,
        scope: viewer.scope,
        purpose: purpose(&headers),
        operation: Some("backup".into()),
        statements: Vec::new(),
        milliseconds: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        ok: written.is_ok(),
    };
    if service.requests.record(record).is_err() {
        let message = "the request could not be recorded".to_owned();
        return internal(message).into_response();
    }
    match written {
        Ok(bytes) => Json(json!({"name": wanted.name, "bytes": bytes})).into_response(),
        Err(failure) => failure.into_response(),
    }
}

fn internal(message: String) -> Failure {
    Failure(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal, message)
}

impl Service {
    /// Writes a backup of a name and returns its size.
    async fn back_up(&self, viewer: &Viewer, name: &str) -> Result<u64, Failure> {
        if viewer.role != Role::Admin {
            let message = "only an ADMIN may back up the graph".to_owned();
            return Err(Failure(StatusCode::FORBIDDEN, Code::Forbidden, message));
        }
        if !is_plain(name) {
            let message = format!(
                "name the backup with letters, digits, `-`, `_` and `.`, at most {LONGEST}, such as county-2026-01.kgl"
            );
            return Err(Failure(StatusCode::BAD_REQUEST, Code::BadInput, message));
        }
        let unwritten =
            |error: io::Error| internal(format!("the folder of backups cannot be used: {error}"));
        fs::create_dir_all(&self.backups).map_err(unwritten)?;
        let file = self.backups.join(name);
        if file.exists() {
            let message = format!("there is a backup {name} already; choose another name");
            return Err(Failure(StatusCode::CONFLICT, Code::BadInput, message));
        }
        self.backend.backup(&file).await.map_err(|error| {
            Failure(
                StatusCode::SERVICE_UNAVAILABLE,
                Code::BackendUnavailable,
                error.to_string(),
            )
        })?;
        Ok(fs::metadata(&file).map_err(unwritten)?.len())
    }
}

/// A file name and nothing else: no folder, nothing hidden, nothing that the engine puts beside.
fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !name.is_empty()
        && name.len() <= LONGEST
        && !name.starts_with('.')
        && !name.contains("-log.")
        && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn a_name_leads_nowhere_else() {
        assert!(is_plain("county-2026_01.kgl"));
        for name in [
            "",
            ".",
            "..",
            "../a",
            "/a",
            "a/b",
            "a\\b",
            "a\0",
            ".a",
            "a.kgl-log.1",
            "县.kgl",
        ] {
            assert!(!is_plain(name), "{name:?}");
        }
        assert!(!is_plain(&"a".repeat(101)));
    }
}
