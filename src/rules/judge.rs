//! A rule put to all its subjects, chunk by chunk, several in flight, answers in the order of subjects.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::NaiveDate;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Answer, Coverage, Found, Rule, coverage::Covered};
use crate::graph::{Backend, BackendError, Exchange, Record};

/// Subjects of one page: what is held in memory at once.
const PAGE_OF: usize = 100_000;

/// Why a rule gave no answer. It stops that rule and no other.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// The engine failed on a chunk.
    #[error("{file}: subjects {first} to {last}: {cause}")]
    Engine {
        /// The rule's file.
        file: &'static str,
        /// The first subject of the chunk.
        first: String,
        /// The last subject of the chunk.
        last: String,
        /// What happened.
        #[source]
        cause: BackendError,
    },
    /// A row is not what the header says.
    #[error("{file}: subject {subject}: {reason}")]
    Row {
        /// The rule's file.
        file: &'static str,
        /// The subject, or the chunk's first.
        subject: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The graph failed before any subject was looked at.
    #[error("{file}: {cause}")]
    Before {
        /// The rule's file.
        file: &'static str,
        /// What happened.
        #[source]
        cause: BackendError,
    },
}

/// How a rule is put to its subjects.
#[derive(Clone)]
pub struct Judge {
    /// The graph.
    pub backend: Arc<dyn Backend>,
    /// The day judged.
    pub as_of: NaiveDate,
    /// Subjects of one chunk.
    pub chunk: usize,
    /// Chunks in flight.
    pub parallel: usize,
    /// How long one statement may take.
    pub patience: Duration,
    /// Which registers were loaded.
    pub coverage: Arc<Coverage>,
}

/// What a rule said in all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Counts {
    /// Subjects of the rule's kind.
    pub subjects: usize,
    /// Of them, those that could hit at all and were looked at.
    pub looked_at: usize,
    /// Hits.
    pub raised: usize,
    /// Subjects looked at without a hit, where the registers are there.
    pub clear: usize,
    /// Subjects without a hit of whom a register is too old.
    pub stale: usize,
    /// Subjects without a hit of whom a register or a field is missing, and what the rule said it
    /// cannot compute.
    pub not_computable: usize,
    /// What is missing, and how often.
    pub missing: BTreeMap<String, usize>,
}

/// Which subjects a rule is put to.
#[derive(Clone, Debug)]
pub enum Subjects {
    /// All that can hit.
    All {
        /// None up to this id, where the same was done before.
        after: String,
        /// These besides, though they may be unable to hit by now.
        also: BTreeSet<String>,
    },
    /// These alone.
    These(BTreeSet<String>),
}

impl Subjects {
    /// Every subject.
    #[must_use]
    pub fn all() -> Self {
        Self::All {
            after: String::new(),
            also: BTreeSet::new(),
        }
    }
}

/// What a rule said of one chunk.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Where the same goes on after this chunk: after this subject, all before it being done. Nothing
    /// where that cannot be said.
    pub after: Option<String>,
    /// Its subjects, with the region of each.
    pub regions: BTreeMap<String, Option<String>>,
    /// The params that held.
    pub params: Record,
    /// Its rows.
    pub found: Vec<Found>,
    /// Its subjects, and how they were answered.
    pub counts: Counts,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Candidate {
    id: String,
    region_code: Option<String>,
    present: bool,
    candidate: bool,
}

struct Chunk {
    subjects: Vec<Candidate>,
    params: Record,
    after: Option<String>,
}

impl Counts {
    /// Adds what a chunk said.
    pub fn add(&mut self, other: &Self) {
        self.looked_at += other.looked_at;
        self.raised += other.raised;
        self.clear += other.clear;
        self.stale += other.stale;
        self.not_computable += other.not_computable;
        for (missing, number) in &other.missing {
            *self.missing.entry(missing.clone()).or_default() += number;
        }
    }
}

impl Coverage {
    /// What the graph says of the registers loaded.
    ///
    /// # Errors
    /// When the graph cannot be read.
    pub async fn read(backend: &dyn Backend, patience: Duration) -> Result<Self, BackendError> {
        let unfit = |error: serde_json::Error| BackendError::Refused(error.to_string());
        let exchange = Self::exchange().map_err(unfit)?;
        let rows = backend.read(exchange, Instant::now() + patience).await?;
        let rows: Result<Vec<Covered>, _> = rows
            .into_iter()
            .map(|row| serde_json::from_value(Value::Object(row)))
            .collect();
        Ok(Self::of(rows.map_err(unfit)?))
    }
}

impl Judge {
    /// Puts a rule to its subjects and hands each chunk's answer on, in the order of subjects.
    ///
    /// # Errors
    /// The first failure, after every chunk before it was handed on.
    pub async fn judge<E: From<JudgeError>>(
        &self,
        rule: &Rule,
        subjects: Subjects,
        mut hand_on: impl AsyncFnMut(Judged) -> Result<(), E>,
    ) -> Result<(), E> {
        let peers = self.peers(rule).await?;
        let (also, before, done) = match subjects {
            Subjects::These(ids) => (ids, None, None),
            Subjects::All { after, mut also } => {
                let (before, mut done) = (after.clone(), after);
                loop {
                    let page = self.page(rule, &done).await?;
                    let more = page.len() == PAGE_OF;
                    for candidate in &page {
                        also.remove(&candidate.id);
                    }
                    if let Some(last) = page.last() {
                        done.clone_from(&last.id);
                    }
                    let chunks = self.chunks(rule, page, None);
                    self.ask_all(rule, &peers, chunks, &mut hand_on).await?;
                    if !more {
                        break (also, Some(before), Some(done));
                    }
                }
            }
        };
        let ids: Vec<String> = also.into_iter().collect();
        for ids in ids.chunks(PAGE_OF) {
            let mut found = self.these(rule, ids).await?;
            if let Some(before) = &before {
                // Those that can hit were looked at where the run was before.
                found.retain(|subject| !(subject.candidate && subject.id <= *before));
            }
            let chunks = self.chunks(rule, found, Some(done.as_deref()));
            self.ask_all(rule, &peers, chunks, &mut hand_on).await?;
        }
        Ok(())
    }

    async fn ask_all<E: From<JudgeError>>(
        &self,
        rule: &Rule,
        peers: &Option<Value>,
        chunks: Vec<Chunk>,
        hand_on: &mut impl AsyncFnMut(Judged) -> Result<(), E>,
    ) -> Result<(), E> {
        let judged = stream::iter(chunks.into_iter().map(|chunk| self.ask(rule, peers, chunk)));
        let mut judged = judged.buffered(self.parallel.max(1));
        while let Some(chunk) = judged.try_next().await? {
            hand_on(chunk).await?;
        }
        Ok(())
    }

    /// How many subjects of a rule's kind there are.
    ///
    /// # Errors
    /// When the graph cannot be read.
    pub async fn subjects(&self, rule: &Rule) -> Result<usize, JudgeError> {
        let rows = self.before(rule, rule.count.exchange([])).await?;
        let number = rows.first().and_then(|row| row.get("number")?.as_u64());
        Ok(number
            .and_then(|number| number.try_into().ok())
            .unwrap_or_default())
    }

    async fn before(&self, rule: &Rule, exchange: Exchange) -> Result<Vec<Record>, JudgeError> {
        let rows = self.backend.read(exchange, Instant::now() + self.patience);
        rows.await.map_err(|cause| JudgeError::Before {
            file: rule.file,
            cause,
        })
    }

    async fn peers(&self, rule: &Rule) -> Result<Option<Value>, JudgeError> {
        let Some(text) = rule.peers else {
            return Ok(None);
        };
        let mut parameters = rule.params("");
        parameters.insert("asOf".to_owned(), self.as_of.to_string().into());
        let rows = self.before(rule, rule.exchange(text, parameters)).await?;
        Ok(Some(rows.into_iter().map(Value::Object).collect()))
    }

    /// A page of subjects that can hit.
    async fn page(&self, rule: &Rule, after: &str) -> Result<Vec<Candidate>, JudgeError> {
        let exchange = rule
            .page
            .exchange([("after", after.into()), ("limit", PAGE_OF.into())]);
        self.candidates(rule, exchange, after).await
    }

    /// Some subjects, those that are gone among them.
    async fn these(&self, rule: &Rule, ids: &[String]) -> Result<Vec<Candidate>, JudgeError> {
        let exchange = rule.these.exchange([("ids", ids.into())]);
        let found = self.candidates(rule, exchange, "").await?;
        let mut found: BTreeMap<String, Candidate> = found
            .into_iter()
            .map(|found| (found.id.clone(), found))
            .collect();
        let gone = |id: &String| Candidate {
            id: id.clone(),
            region_code: None,
            present: true,
            candidate: false,
        };
        let all = ids
            .iter()
            .map(|id| found.remove(id).unwrap_or_else(|| gone(id)));
        Ok(all.collect())
    }

    async fn candidates(
        &self,
        rule: &Rule,
        exchange: Exchange,
        after: &str,
    ) -> Result<Vec<Candidate>, JudgeError> {
        let rows = self.before(rule, exchange).await?;
        let rows = rows.into_iter().map(|row| {
            serde_json::from_value(Value::Object(row)).map_err(|error| JudgeError::Row {
                file: rule.file,
                subject: after.to_owned(),
                reason: error.to_string(),
            })
        });
        rows.collect()
    }

    /// Subjects cut into chunks, all of one with the same params: a page of them, or others beside the pages,
    /// which are then done up to some subject.
    fn chunks(
        &self,
        rule: &Rule,
        page: Vec<Candidate>,
        beside: Option<Option<&str>>,
    ) -> Vec<Chunk> {
        let last = page.last().map(|last| last.id.clone());
        let mut alike: Vec<(Record, Vec<Candidate>)> = Vec::new();
        for candidate in page {
            let params = match alike.first() {
                Some((params, _)) if !rule.differs_by_region() => params.clone(),
                _ => rule.params(candidate.region_code.as_deref().unwrap_or_default()),
            };
            match alike.iter_mut().find(|(known, _)| *known == params) {
                Some((_, subjects)) => subjects.push(candidate),
                None => alike.push((params, vec![candidate])),
            }
        }
        let mut chunks = Vec::new();
        let in_order = beside.is_none() && alike.len() == 1;
        for (params, subjects) in alike {
            chunks.extend(subjects.chunks(self.chunk.max(1)).map(|subjects| {
                let own = subjects.last().filter(|_| in_order);
                let after = beside.flatten().or(own.map(|last| last.id.as_str()));
                Chunk {
                    after: after.map(str::to_owned),
                    subjects: subjects.to_vec(),
                    params: params.clone(),
                }
            }));
        }
        // Where params differ by region a page is done when its last chunk is.
        if let Some(chunk) = chunks.last_mut().filter(|_| beside.is_none()) {
            chunk.after = last;
        }
        chunks
    }

    async fn ask(
        &self,
        rule: &Rule,
        peers: &Option<Value>,
        chunk: Chunk,
    ) -> Result<Judged, JudgeError> {
        let ids: Vec<&str> = chunk
            .subjects
            .iter()
            .map(|subject| subject.id.as_str())
            .collect();
        let (first, last) = match (ids.first(), ids.last()) {
            (Some(first), Some(last)) => ((*first).to_owned(), (*last).to_owned()),
            _ => Default::default(),
        };
        let mut parameters = chunk.params.clone();
        parameters.insert("subjects".to_owned(), ids.into());
        parameters.insert("asOf".to_owned(), self.as_of.to_string().into());
        if let Some(peers) = peers {
            parameters.insert("peers".to_owned(), peers.clone());
        }
        let exchange = rule.exchange(rule.text, parameters);
        let rows = self
            .backend
            .read(exchange, Instant::now() + self.patience)
            .await;
        let rows = rows.map_err(|cause| JudgeError::Engine {
            file: rule.file,
            first: first.clone(),
            last: last.clone(),
            cause,
        })?;
        let unfit = |subject: &str, reason: String| JudgeError::Row {
            file: rule.file,
            subject: subject.to_owned(),
            reason,
        };
        let mut found: Vec<Found> = Vec::new();
        for row in rows {
            let subject = row
                .get("subjectId")
                .and_then(Value::as_str)
                .unwrap_or(&first);
            let subject = subject.to_owned();
            let next = Found::read(rule, row).map_err(|reason| unfit(&subject, reason))?;
            if found
                .last()
                .is_some_and(|before| before.place() == next.place())
            {
                let reason = format!("two rows with the key {}", next.place().1);
                return Err(unfit(&subject, reason));
            }
            found.push(next);
        }
        let counts = self.count(rule, &chunk.subjects, &found);
        let regions = chunk.subjects.into_iter();
        Ok(Judged {
            after: chunk.after,
            regions: regions
                .map(|subject| (subject.id, subject.region_code))
                .collect(),
            params: chunk.params,
            found,
            counts,
        })
    }

    fn count(&self, rule: &Rule, subjects: &[Candidate], found: &[Found]) -> Counts {
        let mut counts = Counts {
            looked_at: subjects.len(),
            ..Counts::default()
        };
        let lack = |counts: &mut Counts, missing: String| {
            counts.not_computable += 1;
            *counts.missing.entry(missing).or_default() += 1;
        };
        let mut answered = BTreeSet::new();
        for row in found {
            answered.insert(row.place().0);
            match row {
                Found::Hit(_) => counts.raised += 1,
                Found::NotComputable(open) => lack(&mut counts, open.missing.clone()),
            }
        }
        for subject in subjects
            .iter()
            .filter(|subject| !answered.contains(&*subject.id))
        {
            let region = subject.region_code.as_deref().unwrap_or_default();
            let (answer, missing) = match subject.present {
                true => self.coverage.answer(rule, region, self.as_of),
                false => (Answer::NotComputable, None),
            };
            match answer {
                Answer::Clear => counts.clear += 1,
                Answer::Stale => counts.stale += 1,
                Answer::NotComputable => {
                    let missing =
                        missing.map_or_else(|| "field".to_owned(), |need| need.to_string());
                    lack(&mut counts, missing);
                }
            }
        }
        counts
    }
}
