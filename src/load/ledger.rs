//! The record of loads: one `LoadBatch` a load, file and source, which every row it brought names.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Options, findings::Findings, report::Counts, survey::Survey, transaction::Nothing};
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
        /// Taken back: what only it had brought is gone.
        Retracted = "RETRACTED",
    }
}

/// A batch of an earlier load.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BatchOnFile {
    id: i64,
    source: String,
    file: String,
    table: Option<String>,
    file_digest: Option<String>,
    state: BatchState,
    read: Option<u64>,
    of_rejects: Option<bool>,
}

/// A batch as it begins.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Begun<'a> {
    id: i64,
    load: &'a str,
    source: &'a str,
    file: &'a str,
    table: &'a str,
    file_digest: &'a str,
    mapping_digest: Option<&'a str>,
    /// Whether its rows were refused before, so that they are no delivery of their own.
    of_rejects: Option<bool>,
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
    warned: u64,
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
    /// The source of each batch.
    sources: BTreeMap<i64, String>,
    batches: Vec<BatchOnFile>,
}

impl Ledger {
    pub fn new(batches: Vec<BatchOnFile>) -> Self {
        Self {
            next: batches.iter().map(|batch| batch.id + 1).max().unwrap_or(1),
            tables: batches
                .iter()
                .map(|batch| batch.table().to_owned())
                .collect(),
            sources: batches
                .iter()
                .map(|batch| (batch.id, batch.source.clone()))
                .collect(),
            batches,
        }
    }

    /// Notes that the graph may hold rows of a table.
    pub fn loaded(&mut self, table: &str) {
        self.tables.insert(table.to_owned());
    }

    /// Whether the graph may hold rows of a table.
    pub fn knows(&self, table: &str) -> bool {
        self.tables.contains(table)
    }

    /// The source that a batch came from.
    pub fn source(&self, batch: i64) -> &str {
        self.sources.get(&batch).map_or("", String::as_str)
    }

    /// Batches that were begun, never ended, and not taken up by this load.
    pub fn interrupted(&self) -> Vec<i64> {
        let running = |batch: &&BatchOnFile| batch.state == BatchState::Running;
        self.batches
            .iter()
            .filter(running)
            .map(|batch| batch.id)
            .collect()
    }

    /// Whether a load of the same file was interrupted.
    pub fn can_take_up(&self, survey: &Survey) -> bool {
        let running = |batch: &BatchOnFile| batch.state == BatchState::Running;
        self.batches
            .iter()
            .any(|batch| running(batch) && batch.is_of(&survey.name, survey))
    }

    /// Takes up the interrupted batch of the same file and source, if there is one.
    fn take_up(&mut self, source: &str, file: &str, survey: &Survey) -> Option<i64> {
        let place = self.batches.iter().position(|batch| {
            batch.state == BatchState::Running
                && batch.source == source
                && batch.is_of(file, survey)
        })?;
        Some(self.batches.swap_remove(place).id)
    }

    /// Whether the same bytes were loaded from the same source before.
    fn has_loaded(&self, source: &str, file: &str, survey: &Survey) -> bool {
        self.batches.iter().any(|batch| {
            batch.state != BatchState::Retracted
                && batch.source == source
                && batch.is_of(file, survey)
        })
    }

    /// Batches of a table that came from a source before this load.
    pub fn earlier(&self, source: &str, table: &str) -> Vec<i64> {
        let of = |batch: &&BatchOnFile| batch.source == source && batch.table() == table;
        self.batches
            .iter()
            .filter(of)
            .map(|batch| batch.id)
            .collect()
    }

    /// How many rows earlier deliveries of a table from a source had.
    pub fn rows_before(&self, source: &str, table: &str) -> Vec<u64> {
        let of = |batch: &&BatchOnFile| {
            batch.source == source
                && batch.table() == table
                && batch.state == BatchState::Done
                && batch.of_rejects.is_none()
        };
        self.batches
            .iter()
            .filter(of)
            .filter_map(|batch| batch.read)
            .collect()
    }

    /// The file and the table of a batch that can be taken back.
    pub fn retractable(&self, id: i64) -> Option<(String, String)> {
        let batch = self.batches.iter().find(|batch| batch.id == id)?;
        (batch.state != BatchState::Retracted)
            .then(|| (batch.file.clone(), batch.table().to_owned()))
    }

    fn begin(&mut self, source: &str) -> i64 {
        let id = self.next;
        self.next += 1;
        self.sources.insert(id, source.to_owned());
        id
    }
}

impl BatchOnFile {
    /// The table that its rows are of. What was loaded before this was noted has the table's name.
    fn table(&self) -> &str {
        let named = self.file.split('.').next();
        self.table.as_deref().or(named).unwrap_or_default()
    }

    fn is_of(&self, file: &str, survey: &Survey) -> bool {
        self.file_digest.as_deref() == Some(&survey.digest) && self.file == file
    }
}

/// The batches of one file, one for each source that its rows name. A file of rejects has one for
/// each file, too, that its rows first stood in.
pub(super) struct Batches {
    batches: Vec<Batch>,
}

struct Batch {
    source: String,
    file: String,
    id: i64,
    counts: Counts,
    /// Rows of which not even the id could be read.
    unread: u64,
    /// Whether the graph has it.
    begun: bool,
    /// Whether an interrupted load began it.
    taken_up: bool,
    /// Whether these bytes never came from this source before.
    new: bool,
}

impl Batches {
    /// One batch for the load's own source.
    pub fn new(ledger: &mut Ledger, survey: &Survey, source: &str) -> Self {
        let mut batches = Self {
            batches: Vec::new(),
        };
        batches.of(ledger, survey, source, &survey.name);
        batches
    }

    /// The place of the batch of a source and a file, which is made when they are new.
    pub fn of(&mut self, ledger: &mut Ledger, survey: &Survey, source: &str, file: &str) -> usize {
        let same = |batch: &Batch| batch.source == source && batch.file == file;
        if let Some(place) = self.batches.iter().position(same) {
            return place;
        }
        let taken_up = ledger.take_up(source, file, survey);
        // An interrupted load has noted some of what it brought again; the rest is noted now.
        let new = !ledger.has_loaded(source, file, survey);
        self.batches.push(Batch {
            source: source.to_owned(),
            file: file.to_owned(),
            id: taken_up.unwrap_or_else(|| ledger.begin(source)),
            counts: Counts::default(),
            unread: 0,
            begun: taken_up.is_some(),
            taken_up: taken_up.is_some(),
            new,
        });
        self.batches.len() - 1
    }

    pub fn id(&self, place: usize) -> i64 {
        self.batches.get(place).map_or(0, |batch| batch.id)
    }

    pub fn source(&self, place: usize) -> &str {
        self.batches.get(place).map_or("", |batch| &batch.source)
    }

    /// Whether rows that the graph has already are to be noted as brought by this batch too.
    pub fn is_new(&self, place: usize) -> bool {
        self.batches.get(place).is_some_and(|batch| batch.new)
    }

    /// Whether an interrupted load began the batch.
    pub fn is_taken_up(&self, place: usize) -> bool {
        self.batches.get(place).is_some_and(|batch| batch.taken_up)
    }

    /// How many rows were read.
    pub fn read(&self, place: usize) -> u64 {
        self.batches.get(place).map_or(0, |batch| batch.counts.read)
    }

    pub fn places(&self) -> std::ops::Range<usize> {
        0..self.batches.len()
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

    /// Notes a row of which not even the id could be read.
    pub fn could_not_read(&mut self, place: usize) {
        if let Some(batch) = self.batches.get_mut(place) {
            batch.unread += 1;
        }
    }

    /// How many rows there were of which not even the id could be read.
    pub fn unread(&self, place: usize) -> u64 {
        self.batches.get(place).map_or(0, |batch| batch.unread)
    }

    /// The counts of all of them together.
    pub fn total(&self) -> Counts {
        self.batches.iter().map(|batch| batch.counts).sum()
    }

    /// The statement that begins those that the graph does not have, if there are any.
    pub fn begin<'a>(
        &'a mut self,
        survey: &'a Survey,
        mapping_digest: Option<&'a str>,
        options: &'a Options,
    ) -> Option<BeginBatches<'a>> {
        let new: Vec<&mut Batch> = self
            .batches
            .iter_mut()
            .filter(|batch| !batch.begun)
            .collect();
        if new.is_empty() {
            return None;
        }
        let batches = new.into_iter().map(|batch| {
            batch.begun = true;
            Begun {
                id: batch.id,
                load: &options.load_id,
                source: &batch.source,
                file: &batch.file,
                table: survey.delivery.table,
                file_digest: &survey.digest,
                mapping_digest,
                of_rejects: survey.is_of_rejects.then_some(true),
                loaded_at: options.loaded_at_ms,
                state: BatchState::Running,
            }
        });
        Some(BeginBatches {
            batches: batches.collect(),
        })
    }

    /// The statement that ends them.
    pub fn end(&self, findings: &Findings) -> EndBatches {
        let batches = self.batches.iter().map(|batch| Ended {
            id: batch.id,
            state: BatchState::Done,
            counts: batch.counts,
            warned: findings.warned(batch.id),
        });
        EndBatches {
            batches: batches.collect(),
        }
    }
}
