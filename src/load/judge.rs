//! What becomes of a parsed row: refused, already there, to be written, or waiting for another.

use std::collections::{BTreeSet, HashMap};

use super::{
    LoadError,
    finding::Refusal,
    intake::{Intake, Row},
    known::Recalled,
    table::{Label, Reference, Table, hash},
};
use crate::model::Fault;

/// Whether a row that points at a row of its own file may wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chance {
    /// The file is being read: it may come yet.
    First,
    /// The file was read: it may be among those that wait too.
    Again,
    /// A whole round brought nothing: it will not come.
    Last,
}

/// Rows of a batch that the graph must take.
pub(super) struct Judged<T> {
    pub new: Vec<Row<T>>,
    pub changed: Vec<Row<T>>,
}

impl<T: Table> Intake<'_, '_, T> {
    /// Judges the rows of one batch. What is refused, unchanged or has to wait is dealt with here.
    pub async fn judge(
        &mut self,
        rows: Vec<Row<T>>,
        chance: Chance,
    ) -> Result<Judged<T>, LoadError> {
        let rows = self.without_duplicates(rows, chance)?;
        let digests = self.digests(&rows, chance).await?;
        let mut differing = Vec::with_capacity(rows.len());
        for row in rows {
            if digests.get(row.value.id()) == Some(&Some(row.digest)) {
                self.unchanged(&row);
            } else {
                differing.push(row);
            }
        }
        let wanted: BTreeSet<(Label, &str)> = differing
            .iter()
            .flat_map(|row| row.value.references())
            .map(|reference| (reference.label, reference.id))
            .collect();
        let session = self.run.session;
        self.run.known.look_up(&session, wanted).await?;
        let mut judged = Judged {
            new: Vec::new(),
            changed: Vec::new(),
        };
        for mut row in differing {
            match self.dangling(&row.value) {
                Some(reference) if T::LABEL == Some(reference.label) && chance != Chance::Last => {
                    self.waiting.push(row);
                }
                Some(reference) => {
                    let refusal = nothing_there(&reference);
                    self.reject(row.batch, &row.line, refusal)?;
                }
                None => {
                    row.doubts.extend(row.value.settle(&self.run.known));
                    let on_file = digests.contains_key(row.value.id());
                    let kind = if on_file {
                        &mut judged.changed
                    } else {
                        &mut judged.new
                    };
                    kind.push(row);
                }
            }
        }
        Ok(judged)
    }

    /// Refuses rows that contradict another of the file. A row that repeats another waits until
    /// that one is in the graph, and is found unchanged then.
    fn without_duplicates(
        &mut self,
        rows: Vec<Row<T>>,
        chance: Chance,
    ) -> Result<Vec<Row<T>>, LoadError> {
        if chance != Chance::First {
            self.met.clear();
        }
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows {
            let id = hash(row.value.id().as_bytes());
            if self.survey.contradictory.contains(&id) {
                let reason =
                    "another row of this file says something else of the same; keep the right one";
                let fault = Fault::ContradictoryDuplicate;
                let refusal = Refusal::new("id", row.value.id(), fault, reason);
                self.reject(row.batch, &row.line, refusal)?;
            } else if self.survey.repeated.contains(&id) && !self.met.insert(id) {
                self.waiting.push(row);
            } else {
                kept.push(row);
            }
        }
        Ok(kept)
    }

    /// What the graph has of these rows, by id. A file that was never loaded has nothing there.
    async fn digests(
        &self,
        rows: &[Row<T>],
        chance: Chance,
    ) -> Result<HashMap<String, Option<i64>>, LoadError> {
        let mut digests = HashMap::new();
        if rows.is_empty() || chance == Chance::First && !self.run.ledger.knows(T::NAME) {
            return Ok(digests);
        }
        let values: Vec<&T> = rows.iter().map(|row| &row.value).collect();
        for exchange in T::recall(&values)? {
            let found: Vec<Recalled> = self.run.session.read(exchange).await?;
            digests.extend(found.into_iter().map(|row| (row.id, row.digest)));
        }
        Ok(digests)
    }

    /// The first thing a row points at that is not on file.
    fn dangling<'row>(&self, row: &'row T) -> Option<Reference<'row>> {
        row.references()
            .into_iter()
            .find(|reference| self.run.known.get(reference.label, reference.id).is_none())
    }

    fn unchanged(&mut self, row: &Row<T>) {
        self.batches
            .count(row.batch, |counts| counts.unchanged += 1);
        self.run.progress.advance(1);
        self.run.doubts_of(&self.survey.name, row);
    }

    /// Counts rows that were written, and remembers them for those that point at them.
    pub fn accept(&mut self, judged: &Judged<T>) {
        for row in judged.new.iter().chain(&judged.changed) {
            self.batches.count(row.batch, |counts| counts.loaded += 1);
            self.run.doubts_of(&self.survey.name, row);
            if let Some(label) = T::LABEL {
                let known = &mut self.run.known;
                known.remember(label, row.value.id(), row.value.facts());
            }
        }
        let written = judged.new.len() + judged.changed.len();
        self.run.progress.advance(written as u64);
    }
}

fn nothing_there(reference: &Reference<'_>) -> Refusal {
    let label = reference.label;
    Refusal::new(
        reference.column,
        reference.id,
        Fault::DanglingReference,
        format!("no {label:?} of this id is on file; load it first or together with this row"),
    )
}
