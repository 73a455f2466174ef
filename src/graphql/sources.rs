//! Provenance: which file of which agency a record stands in.

use async_graphql::{Context, Result, SimpleObject};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::context::{ContextExt, look_up};
use crate::statement;

statement! {
    /// The files that records came from.
    "sources/batches.cypher" => Batch;
    pub struct Batches<'a> { ids: &'a [i64] }
}

/// One file of one load.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Batch {
    id: i64,
    agency: String,
    file: String,
    loaded_at: i64,
}

/// Where a record stands: enough to open the file and read the line.
#[derive(Clone, SimpleObject)]
pub struct Source {
    /// Who handed the file over.
    agency: String,
    /// Name of the file.
    file: String,
    /// Line in the file, the header being line 1.
    line: i32,
    /// When the file was loaded.
    loaded_at: Option<DateTime<Utc>>,
}

/// The batch and row that a node or link carries.
#[derive(Clone, Copy, Deserialize)]
pub struct Provenance {
    /// Number of the batch.
    pub batch: i64,
    /// Line in its file.
    pub row: i32,
}

impl Provenance {
    /// Looks the batch up.
    ///
    /// # Errors
    /// When the graph gives no answer.
    pub async fn source(self, ctx: &Context<'_>) -> Result<Option<Source>> {
        let batch = ctx.load(BatchNumber(self.batch)).await?;
        Ok(batch.map(|batch| Source {
            agency: batch.agency,
            file: batch.file,
            line: self.row,
            loaded_at: DateTime::from_timestamp_millis(batch.loaded_at),
        }))
    }
}

look_up! {
    /// Key of a batch.
    BatchNumber(i64) => one Batch by id from Batches;
}
