//! Provenance: which file of which agency a record stands in, and what became of that file.

use async_graphql::{
    ComplexObject, Context, ID, Object, Result, SimpleObject, connection::Connection,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    context::{ContextExt, look_up},
    findings::{self, FindingTotals, Reject, Warning},
    page::{Page, rows},
};
use crate::{
    load::{BatchState, Doubt},
    model::Fault,
    statement,
};

statement! {
    /// The files that records came from.
    "sources/batches.cypher" => Batch;
    pub struct Batches<'a> { ids: &'a [i64] }
}

statement! {
    /// One page of load batches, latest first.
    "sources/load_batches.cypher" => LoadBatch;
    pub struct LoadBatchesPage<'a> {
        states: Option<&'a [BatchState]>,
        load: Option<&'a str>,
        before_id: i64,
        limit: i64,
    }
}
statement! {
    /// How many load batches there are.
    "sources/load_batches_count.cypher" => BatchCount;
    pub struct CountLoadBatches<'a> { states: Option<&'a [BatchState]>, load: Option<&'a str> }
}
statement! {
    /// A load batch by its number.
    "sources/load_batch.cypher" => LoadBatch;
    pub struct LoadBatchOf { batch: i64 }
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

impl Source {
    /// The source of what carries this batch and row, if anything does.
    ///
    /// # Errors
    /// When the graph gives no answer.
    pub async fn find(
        ctx: &Context<'_>,
        place: impl Into<Option<(i64, i32)>>,
    ) -> Result<Option<Self>> {
        let Some((batch, line)) = place.into() else {
            return Ok(None);
        };
        let batch = ctx.load(BatchNumber(batch)).await?;
        Ok(batch.map(|batch| Self {
            agency: batch.agency,
            file: batch.file,
            line,
            loaded_at: DateTime::from_timestamp_millis(batch.loaded_at),
        }))
    }
}

look_up! {
    /// Key of a batch.
    BatchNumber(i64) => one Batch by id from Batches;
}

/// One file of one load, and what became of its rows: `read = loaded + unchanged + rejected`.
#[derive(Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LoadBatch {
    #[graphql(skip)]
    id: i64,
    /// Name of the load, the same for all its files.
    load: String,
    /// Who handed the file over.
    agency: String,
    /// Name of the file.
    file: String,
    /// The table that its rows are of; null for what was loaded before this was noted.
    table: Option<String>,
    /// SHA-256 of the file's content, unpacked, in hexadecimal.
    file_digest: String,
    /// SHA-256 of the text of the mapping, where the file was read through one, in hexadecimal.
    mapping_digest: Option<String>,
    #[graphql(skip)]
    loaded_at: i64,
    /// How far the load of this file got.
    state: BatchState,
    /// Rows found, the header apart.
    read: i32,
    /// Rows written because they were new or had changed.
    loaded: i32,
    /// Rows that the graph had with the same values.
    unchanged: i32,
    /// Rows refused.
    rejected: i32,
    /// Doubts about rows that were loaded all the same, and about the file.
    warned: i32,
}

impl LoadBatch {
    /// The batch, and how many of the findings that there were it should keep.
    fn kept(&self, found: i32) -> (i64, i32) {
        let gone = self.state == BatchState::Retracted;
        (self.id, if gone { 0 } else { found })
    }
}

#[ComplexObject]
impl LoadBatch {
    /// Number of the batch.
    async fn id(&self) -> ID {
        self.id.into()
    }

    /// When the file was loaded.
    async fn loaded_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.loaded_at)
    }

    /// The rows that were refused, by line; not for ADMIN, as a reason may name a person.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn rejects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those with this code")] code: Option<Fault>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Connection<String, Reject, FindingTotals>> {
        findings::page(ctx, self.kept(self.rejected), (first, after), code).await
    }

    /// What is doubtful about rows that were loaded all the same, and about the file, by line; not
    /// for ADMIN, as a reason may name a person.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn warnings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those with this code")] code: Option<Doubt>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Connection<String, Warning, FindingTotals>> {
        findings::page(ctx, self.kept(self.warned), (first, after), code).await
    }
}

/// A count as the graph gives it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchCount {
    count: i32,
}

/// Counted over all batches, not only this page.
pub struct BatchTotals {
    states: Option<Vec<BatchState>>,
    load: Option<String>,
}

#[Object]
impl BatchTotals {
    /// How many batches.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let asked = CountLoadBatches {
            states: self.states.as_deref(),
            load: self.load.as_deref(),
        };
        let count = ctx.graph().fetch_one(asked).await?;
        Ok(count.map_or(0, |row| row.count))
    }
}

/// Root fields of sources.
#[derive(Default)]
pub struct SourcesQuery;

#[Object]
impl SourcesQuery {
    /// A file of a load by the number of its batch; null where there is none.
    async fn load_batch(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of the batch")] id: ID,
    ) -> Result<Option<LoadBatch>> {
        ctx.reads_sources()?;
        let Ok(batch) = id.parse() else {
            return Ok(None);
        };
        Ok(ctx.graph().fetch_one(LoadBatchOf { batch }).await?)
    }

    /// The files loaded so far, latest first, with what became of their rows.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn load_batches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How far the load got; all if absent")] states: Option<Vec<BatchState>>,
        #[graphql(desc = "Name of the load; all if absent")] load: Option<String>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Connection<String, LoadBatch, BatchTotals>> {
        ctx.reads_sources()?;
        let page = Page::<i64>::read(ctx, first, after.as_deref(), &(&states, &load))?;
        let rows = ctx
            .graph()
            .fetch(LoadBatchesPage {
                states: states.as_deref(),
                load: load.as_deref(),
                before_id: page.after.unwrap_or(i64::MAX),
                limit: page.limit(),
            })
            .await?;
        let totals = BatchTotals { states, load };
        page.connection(rows, totals, |batch| batch.id, |batch| batch)
    }
}
