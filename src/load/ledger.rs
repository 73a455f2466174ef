//! The record of loads: one `LoadBatch` a load, file and source, which every row it brought names.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Options, report::Counts, survey::Survey, table::Nothing};
use crate::{model::codes::codes, statement};

codes! {
    /// How far a load of one file got.
    pub enum BatchState {
        /// Begun; if nothing is loading, it was interrupted.
        Running = "RUNNING",
        /// Every row was judged and everything derived from them is in the graph.
        Done = "DONE",
        /// Interrupted; a later load took up what it had brought.
        Failed = "FAILED",
    }
}

/// A batch of an earlier load.
#[derive(Debug, Deserialize)]
pub(super) struct BatchOnFile {
    id: i64,
    file: String,
    state: BatchState,
}

/// A batch as it begins.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Begun<'a> {
    id: i64,
    load: &'a str,
    source: &'a str,
    file: &'a str,
    file_digest: &'a str,
    loaded_at: i64,
    state: BatchState,
}

/// A batch as it ends.
#[derive(Debug, Serialize)]
pub(super) struct Ended {
    id: i64,
    state: BatchState,
    #[serde(flatten)]
    counts: Counts,
}

statement! {
    /// The batches of all loads so far.
    "load/batches/known.cypher" => BatchOnFile;
    pub(super) struct KnownBatches {}
}
statement! {
    /// Begins batches.
    "load/batches/begin.cypher" => Nothing;
    pub(super) struct BeginBatches<'a> { batches: Vec<Begun<'a>> }
}
statement! {
    /// Ends batches with their counts.
    "load/batches/end.cypher" => Nothing;
    pub(super) struct EndBatches { batches: Vec<Ended> }
}
statement! {
    /// Marks batches that were interrupted.
    "load/batches/fail.cypher" => Nothing;
    pub(super) struct FailBatches { ids: Vec<i64>, state: BatchState }
}

/// What earlier loads left, and the next free batch number.
pub(super) struct Ledger {
    next: i64,
    /// Tables of which a file was loaded, as the graph may hold their rows.
    tables: BTreeSet<String>,
    interrupted: Vec<i64>,
}

impl Ledger {
    pub fn new(batches: Vec<BatchOnFile>) -> Self {
        let mut ledger = Self {
            next: 1,
            tables: BTreeSet::new(),
            interrupted: Vec::new(),
        };
        for batch in batches {
            ledger.next = ledger.next.max(batch.id + 1);
            if batch.state == BatchState::Running {
                ledger.interrupted.push(batch.id);
            }
            // `persons.csv.gz` and `persons.csv` are files of one table.
            let table = batch.file.split('.').next().unwrap_or_default();
            ledger.loaded(table);
        }
        ledger
    }

    /// Notes that the graph may hold rows of a table.
    pub fn loaded(&mut self, table: &str) {
        self.tables.insert(table.to_owned());
    }

    /// Whether the graph may hold rows of a table.
    pub fn knows(&self, table: &str) -> bool {
        self.tables.contains(table)
    }

    /// Batches that were begun and never ended.
    pub fn interrupted(&self) -> Vec<i64> {
        self.interrupted.clone()
    }
}

/// The batches of one file, one for each source that its rows name.
pub(super) struct Batches {
    batches: Vec<Batch>,
    /// How many of them the graph has.
    begun: usize,
}

struct Batch {
    source: String,
    id: i64,
    counts: Counts,
}

impl Batches {
    /// One batch for the load's own source.
    pub fn new(ledger: &mut Ledger, options: &Options) -> Self {
        let mut batches = Self {
            batches: Vec::new(),
            begun: 0,
        };
        batches.of(ledger, &options.source);
        batches
    }

    /// The place of a source's batch, which is made when the source is new.
    pub fn of(&mut self, ledger: &mut Ledger, source: &str) -> usize {
        if let Some(place) = self.batches.iter().position(|batch| batch.source == source) {
            return place;
        }
        self.batches.push(Batch {
            source: source.to_owned(),
            id: ledger.next,
            counts: Counts::default(),
        });
        ledger.next += 1;
        self.batches.len() - 1
    }

    pub fn id(&self, place: usize) -> i64 {
        self.batches.get(place).map_or(0, |batch| batch.id)
    }

    pub fn ids(&self) -> Vec<i64> {
        self.batches.iter().map(|batch| batch.id).collect()
    }

    /// Counts something that became of a row.
    pub fn count(&mut self, place: usize, add: impl FnOnce(&mut Counts)) {
        if let Some(batch) = self.batches.get_mut(place) {
            add(&mut batch.counts);
        }
    }

    /// The counts of all of them together.
    pub fn total(&self) -> Counts {
        self.batches.iter().map(|batch| batch.counts).sum()
    }

    /// The statement that begins those that the graph does not have, if there are any.
    pub fn begin<'a>(
        &'a mut self,
        survey: &'a Survey,
        options: &'a Options,
    ) -> Option<BeginBatches<'a>> {
        let new = self
            .batches
            .get(self.begun..)
            .filter(|new| !new.is_empty())?;
        self.begun = self.batches.len();
        let batches = new.iter().map(|batch| Begun {
            id: batch.id,
            load: &options.load_id,
            source: &batch.source,
            file: &survey.name,
            file_digest: &survey.digest,
            loaded_at: options.loaded_at_ms,
            state: BatchState::Running,
        });
        Some(BeginBatches {
            batches: batches.collect(),
        })
    }

    /// The statement that ends them.
    pub fn end(&self) -> EndBatches {
        let batches = self.batches.iter().map(|batch| Ended {
            id: batch.id,
            state: BatchState::Done,
            counts: batch.counts,
        });
        EndBatches {
            batches: batches.collect(),
        }
    }
}
