//! The graph's own declarations and version.

use serde::Deserialize;

use super::{LoadError, session::Session, transaction::Nothing};
use crate::{
    graph::{Backend, Statement},
    statement,
};

/// The shape of the stored graph that this program reads and writes. It grows with every change of
/// that shape or of `cypher/schema/`.
const VERSION: i64 = 3;

#[derive(Debug, Deserialize)]
pub(super) struct Version {
    version: i64,
}

statement! {
    /// The version of the graph's shape.
    "load/schema/version.cypher" => Version;
    pub(super) struct SchemaVersion {}
}
statement! {
    /// Records the version of the graph's shape.
    "load/schema/stamp.cypher" => Nothing;
    pub(super) struct StampSchema { version: i64 }
}

/// Declares constraints and indexes and records the version of the graph's shape. Run it before
/// the first load and at every start; a graph that is ready is left as it is.
///
/// # Errors
/// [`LoadError::NewerGraph`] when a later version of this program made the graph, or
/// [`LoadError::Graph`] when the engine fails.
pub async fn prepare(backend: &dyn Backend) -> Result<(), LoadError> {
    let session = Session(backend);
    let stamp: Vec<Version> = session.read(SchemaVersion {}.exchange()?).await?;
    let found = stamp.first().map_or(0, |stamp| stamp.version);
    if found == VERSION {
        return Ok(());
    }
    if found > VERSION {
        return Err(LoadError::NewerGraph {
            found,
            known: VERSION,
        });
    }
    backend
        .declare(&statements(backend.schema()))
        .await
        .map_err(|cause| LoadError::Graph {
            file: "schema",
            cause,
        })?;
    let stamp = StampSchema { version: VERSION };
    session.write(vec![stamp.exchange()?]).await
}

/// The statements of a schema text, which end with semicolons.
fn statements(text: &'static str) -> Vec<&'static str> {
    text.split(';')
        .map(without_comment)
        .filter(|statement| !statement.is_empty())
        .collect()
}

/// The statement without the comment lines above it.
fn without_comment(statement: &'static str) -> &'static str {
    let mut rest = statement.trim();
    while rest.starts_with("//") {
        rest = rest.split_once('\n').map_or("", |(_, after)| after).trim();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_cut_at_semicolons() {
        let text = "// One.\n// More.\nCREATE A;\n\nCREATE B;\n// the end\n";
        assert_eq!(statements(text), ["CREATE A", "CREATE B"]);
    }
}
