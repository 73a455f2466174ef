//! Files of a request, as the GraphQL multipart request specification has them: `operations`, then
//! `map`, then the files. Only whoever may load, or hand over lists, is read beyond the headers; and as that takes a
//! bearer token, which no form of another site sends, the simple content type opens nothing.

use std::{
    collections::{BTreeMap, HashMap},
    io::Write,
};

use async_graphql::Request;
use axum::{
    body::{Body, BodyDataStream},
    http::{HeaderMap, header},
};
use futures_util::StreamExt;
use multer::{Constraints, Field, Multipart, SizeLimit};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tempfile::NamedTempFile;
use tokio::time::timeout;

use super::{Service, answer::Asker};
use crate::{
    config::Limits,
    graphql::{error::Code, limits::Refusal, loads::Uploads},
};

/// Most files of one request.
const MOST_FILES: usize = 100;
/// Longest name of a file.
const LONGEST: usize = 200;

/// Whether a body claims to have several parts.
pub(super) fn is_multipart(headers: &HeaderMap) -> bool {
    content_type(headers).starts_with("multipart/")
}

fn content_type(headers: &HeaderMap) -> &str {
    let value = headers.get(header::CONTENT_TYPE);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

impl Service {
    /// The request that a multipart body makes.
    pub(super) async fn receive(
        &self,
        asker: &Asker,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<Request, Refusal> {
        let viewer = asker.viewer.as_ref().map_err(Refusal::clone)?;
        if !viewer.role.hands_over_lists() {
            let may = viewer.may_load();
            may.map_err(|message| refuse(Code::Forbidden, message))?;
        }
        let claimed = headers.get(header::CONTENT_LENGTH);
        let claimed = claimed.and_then(|length| length.to_str().ok()?.parse().ok());
        let large = claimed.is_some_and(|length: usize| length > self.limits.upload_bytes);
        let mut body = body.into_data_stream();
        let read = async {
            let read = match large {
                true => Err(too_large()),
                false => read(content_type(headers), &mut body, &self.limits).await,
            };
            if read.is_err() {
                let_go(&mut body, self.limits.upload_bytes).await;
            }
            read
        };
        let late = |_| refuse(Code::Timeout, "the files did not come in time");
        timeout(self.patience(), read).await.map_err(late)?
    }
}

/// Reads so much of a refused body that a client still writing it gets to read why: left unread, it
/// would have the connection reset.
async fn let_go(body: &mut BodyDataStream, most: usize) {
    let mut left = most;
    while left > 0
        && let Some(Ok(bytes)) = body.next().await
    {
        left = left.saturating_sub(bytes.len());
    }
}

async fn read(
    content_type: &str,
    body: &mut BodyDataStream,
    limits: &Limits,
) -> Result<Request, Refusal> {
    let boundary = multer::parse_boundary(content_type).map_err(broken)?;
    let words = limits.body_bytes as u64;
    let sizes = SizeLimit::new()
        .whole_stream(limits.upload_bytes as u64)
        .for_field("operations", words)
        .for_field("map", words);
    let constraints = Constraints::new().size_limit(sizes);
    let mut parts = Multipart::with_constraints(body, boundary, constraints);
    let mut operations: Value = json(&mut parts, "operations").await?;
    let map: BTreeMap<String, Vec<String>> = json(&mut parts, "map").await?;
    if map.len() > MOST_FILES {
        let message = format!("one request has at most {MOST_FILES} files");
        return Err(refuse(Code::LimitExceeded, message));
    }
    let mut files = HashMap::new();
    while let Some(field) = parts.next_field().await.map_err(broken)? {
        let part = field.name().unwrap_or_default().to_owned();
        if !map.contains_key(&part) || files.contains_key(&part) {
            return Err(wrong(format!("`map` does not name the part {part:?} once")));
        }
        let name = plain(field.file_name().unwrap_or_default())?;
        files.insert(part, (name, kept(field).await?));
    }
    for (part, paths) in map {
        if !files.contains_key(&part) {
            return Err(wrong(format!(
                "`map` names the part {part:?}, which did not come"
            )));
        }
        for path in paths {
            place(&mut operations, &path, &part)?;
        }
    }
    let request: Request = serde_json::from_value(operations)
        .map_err(|_| wrong("`operations` is a JSON object with `query` and `variables`"))?;
    Ok(request.data(Uploads::new(files)))
}

/// The next part, which is JSON.
async fn json<T: DeserializeOwned>(parts: &mut Multipart<'_>, name: &str) -> Result<T, Refusal> {
    let expected = || {
        wrong(format!(
            "`operations`, `map` and then the files are parts, in this order; `{name}` is not there or no such JSON"
        ))
    };
    let field = parts.next_field().await.map_err(broken)?;
    let field = field
        .filter(|field| field.name() == Some(name))
        .ok_or_else(expected)?;
    let text = field.bytes().await.map_err(broken)?;
    serde_json::from_slice(&text).map_err(|_| expected())
}

/// A part's content, in a file that goes when it is no longer needed.
async fn kept(mut field: Field<'_>) -> Result<NamedTempFile, Refusal> {
    let unkept = |error| {
        tracing::error!(%error, "an upload cannot be kept");
        refuse(Code::Internal, "the service has no room for the files")
    };
    let mut file = NamedTempFile::new().map_err(unkept)?;
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        file.write_all(&chunk).map_err(unkept)?;
    }
    Ok(file)
}

/// A name that is no path, as reports repeat it.
fn plain(name: &str) -> Result<String, Refusal> {
    let strange = |c: char| c.is_control() || matches!(c, '/' | '\\');
    if name.is_empty() || name.len() > LONGEST || name.starts_with('.') || name.contains(strange) {
        let message = format!(
            "each file has a name of at most {LONGEST} bytes, without a folder, that does not begin with a dot"
        );
        return Err(wrong(message));
    }
    Ok(name.to_owned())
}

/// Puts a part's name where the variables have null for the file.
fn place(operations: &mut Value, path: &str, part: &str) -> Result<(), Refusal> {
    let place = path
        .starts_with("variables.")
        .then(|| operations.pointer_mut(&format!("/{}", path.replace('.', "/"))))
        .flatten()
        .filter(|value| value.is_null());
    *place.ok_or_else(|| {
        wrong(format!(
            "`map` says {path:?}, where the variables have no null"
        ))
    })? = part.into();
    Ok(())
}

fn refuse(code: Code, message: impl Into<String>) -> Refusal {
    let message = message.into();
    Refusal { code, message }
}

fn wrong(message: impl Into<String>) -> Refusal {
    refuse(Code::BadInput, message)
}

fn too_large() -> Refusal {
    let message = "the files are larger than the setting limits.upload_bytes; send them in several requests, or packed";
    refuse(Code::LimitExceeded, message)
}

fn broken(error: multer::Error) -> Refusal {
    match error {
        multer::Error::StreamSizeExceeded { .. } => too_large(),
        multer::Error::FieldSizeExceeded { .. } => refuse(
            Code::LimitExceeded,
            "`operations` and `map` are each at most as large as the setting limits.body_bytes",
        ),
        error => wrong(format!("the multipart body is broken: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_leads_nowhere() {
        assert_eq!(plain("低保发放.xlsx").unwrap(), "低保发放.xlsx");
        for name in [
            "", ".", "..", "../a.csv", "/etc/a", "a\\b", "a\0", "a\nb", ".a",
        ] {
            assert!(plain(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_part_stands_only_where_the_variables_have_null() {
        let mut operations = json!({"query": null, "variables": {"files": [null, "a"]}});
        place(&mut operations, "variables.files.0", "x").unwrap();
        assert_eq!(operations["variables"]["files"], json!(["x", "a"]));
        for path in [
            "variables.files.0",
            "variables.files.1",
            "variables.files.2",
            "variables.other",
            "query",
            "",
        ] {
            assert!(place(&mut operations, path, "x").is_err(), "{path}");
        }
    }
}
