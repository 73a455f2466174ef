//! The graph as the loader speaks to it: everything visible, generous deadlines.

use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::LoadError;
use crate::graph::{Backend, Exchange, Record};

/// How long one exchange may take before the load gives up.
const PATIENCE: Duration = Duration::from_secs(600);

/// Exchanges with one backend.
#[derive(Clone, Copy)]
pub(crate) struct Session<'a>(pub &'a dyn Backend);

impl Session<'_> {
    /// All rows of a reading statement.
    pub async fn read<R: DeserializeOwned>(&self, exchange: Exchange) -> Result<Vec<R>, LoadError> {
        let file = exchange.file;
        let rows = self.0.read(exchange, Instant::now() + PATIENCE).await;
        rows.map_err(|cause| LoadError::Graph { file, cause })?
            .into_iter()
            .map(decode)
            .collect()
    }

    /// Acquaints the engine with what there will be.
    pub async fn acquaint(&self, exchanges: Vec<Exchange>) -> Result<(), LoadError> {
        let acquainted = self.0.acquaint(exchanges, Instant::now() + PATIENCE).await;
        let file = "schema";
        acquainted.map_err(|cause| LoadError::Graph { file, cause })
    }

    /// Writes in one transaction; nothing to write is no transaction.
    pub async fn write(&self, exchanges: Vec<Exchange>) -> Result<(), LoadError> {
        let Some(first) = exchanges.first() else {
            return Ok(());
        };
        let (file, new) = (first.file, new_rows(&exchanges));
        tracing::debug!(file, new, "writing");
        let written = self.0.write(exchanges, Instant::now() + PATIENCE).await;
        written.map_err(|cause| LoadError::Graph { file, cause })?;
        tracing::debug!(file, new, "written");
        Ok(())
    }
}

/// How many rows more than before there are after a transaction: a changed link is taken away and
/// made anew.
fn new_rows(exchanges: &[Exchange]) -> usize {
    let count = |file: &str, rows: &str| -> usize {
        let of_file = exchanges.iter().filter(|exchange| exchange.file == file);
        let rows = of_file.filter_map(|exchange| exchange.parameters.get(rows)?.as_array());
        rows.map(Vec::len).sum()
    };
    let links = count("load/links/new.cypher", "rows");
    let again = count("load/links/remove.cypher", "links").min(links);
    let nodes = count("load/nodes/new.cypher", "rows");
    nodes + count("load/versions/new.cypher", "rows") + links - again
}

fn decode<R: DeserializeOwned>(record: Record) -> Result<R, LoadError> {
    Ok(serde_json::from_value(Value::Object(record))?)
}
