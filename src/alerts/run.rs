//! A run of a rule: every subject looked at once, what it found kept, and taken up again where it ended.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    RunState,
    settle::{digest, settle},
    statements::{
        AboutWhom, AdvanceRun, AlertCells, AlertsOfSubjects, BeginRun, Cell, ChangeAlerts, EndRun,
        Held, LapseAlerts, OnFile, RaiseAlerts, ReturnLease, SubjectsOfAlerts, TakeLease,
        Unfinished, UnfinishedRuns,
    },
};
use crate::{
    graph::{BackendError, Exchange, Statement},
    rules::{Counts, Found, Judge, JudgeError, Judged, Rule, Subjects},
};

/// How long a lease lasts unless it is taken again.
const LEASE: Duration = Duration::from_secs(120);
/// How often a run that finds nothing notes how far it is.
const NOTED_EVERY: Duration = Duration::from_secs(2);

/// Why a run did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The rule failed.
    #[error(transparent)]
    Rule(#[from] JudgeError),
    /// What it found cannot be kept.
    #[error("alerts cannot be kept: {0}")]
    Graph(#[from] BackendError),
    /// A statement's parameters or rows do not fit: a defect of ours.
    #[error("alerts cannot be kept: {0}")]
    Shape(#[from] serde_json::Error),
    /// Another process runs the rule just now.
    #[error("{0} runs this rule just now; wait for it, or for two minutes after it was killed")]
    Held(String),
}

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Progress {
    /// What the rule said of its subjects.
    pub judged: Counts,
    /// Alerts raised for the first time.
    pub raised: usize,
    /// Alerts that are open again.
    pub returned: usize,
    /// Hits known already.
    pub seen_again: usize,
    /// Open alerts whose hit is gone.
    pub lapsed: usize,
}

/// A run that came to its end.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its id.
    pub id: String,
    /// Whether it took up one that had not come to its end.
    pub resumed: bool,
    /// What it came to.
    pub progress: Progress,
}

/// Whatever says what time it is.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Runs rules and keeps what they find.
#[derive(Clone)]
pub struct Runner {
    /// How a rule is put to its subjects.
    pub judge: Judge,
    /// This process, as others see it in a lease.
    pub holder: String,
    /// The time.
    pub clock: Clock,
}

/// A run under way.
struct UnderWay<'a> {
    runner: &'a Runner,
    rule: &'a Rule,
    id: String,
    at: i64,
    /// Whom open alerts are about, as they were before.
    open: BTreeSet<String>,
    progress: Progress,
    noted: Instant,
}

impl Runner {
    /// Runs a rule over all its subjects, or takes up the run of the same rule, params and day that was
    /// begun and not ended. `watch` is told how far it is.
    ///
    /// # Errors
    /// [`RunError`]; what was kept before stays, and the same run goes on there.
    pub async fn run(
        &self,
        rule: &Rule,
        mut watch: impl FnMut(&Progress),
    ) -> Result<Run, RunError> {
        let lease = format!("rule/{}", rule.header.id);
        self.lease(&lease).await?;
        let run = self.run_alone(rule, &lease, &mut watch).await;
        let back = ReturnLease {
            name: &lease,
            holder: &self.holder,
        };
        // Nobody is kept from it for longer than it lasts.
        if let Err(error) = self.write(vec![back.exchange()?]).await {
            tracing::warn!(rule = rule.header.id, %error, "a lease is not given back and runs out");
        }
        run
    }

    async fn run_alone(
        &self,
        rule: &Rule,
        lease: &str,
        watch: &mut impl FnMut(&Progress),
    ) -> Result<Run, RunError> {
        let about: Vec<AboutWhom> = self
            .read(SubjectsOfAlerts {
                rule: &rule.header.id,
            })
            .await?;
        let open: BTreeSet<String> = about.into_iter().map(|about| about.subject_id).collect();
        let (mut under_way, after, resumed) = self.begin(rule, open.clone()).await?;
        let subjects = Subjects::All { after, also: open };
        let mut leased = Instant::now();
        let judged = self
            .judge
            .judge(rule, subjects, async |judged| -> Result<(), RunError> {
                if leased.elapsed() > LEASE / 4 {
                    self.lease(lease).await?;
                    leased = Instant::now();
                }
                under_way.keep(judged).await?;
                watch(&under_way.progress);
                Ok(())
            })
            .await;
        let failure = judged.as_ref().err().map(ToString::to_string);
        let state = match &judged {
            Ok(()) => RunState::Done,
            Err(RunError::Rule(JudgeError::Row { .. })) => RunState::Failed,
            // The graph failed, not the rule: the run goes on when the graph is there again.
            Err(_) => RunState::Running,
        };
        if state != RunState::Running {
            let counts = serde_json::to_string(&under_way.progress)?;
            let advance = AdvanceRun {
                id: &under_way.id,
                after: "",
                counts: &counts,
            };
            let end = EndRun {
                id: &under_way.id,
                state,
                at: (self.clock)().timestamp_millis(),
                failure: failure.as_deref(),
            };
            self.write(vec![advance.exchange()?, end.exchange()?])
                .await?;
        }
        judged?;
        Ok(Run {
            id: under_way.id,
            resumed,
            progress: under_way.progress,
        })
    }

    /// Takes up the run that was not ended, or begins one.
    async fn begin<'a>(
        &'a self,
        rule: &'a Rule,
        open: BTreeSet<String>,
    ) -> Result<(UnderWay<'a>, String, bool), RunError> {
        let id = rule.header.id.as_str();
        let as_of = self.judge.as_of;
        let params = rule.settings().to_string();
        let at = (self.clock)().timestamp_millis();
        let unfinished: Vec<Unfinished> = self.read(UnfinishedRuns { rule: id }).await?;
        let same = |run: &Unfinished| {
            run.version == rule.version && run.params == params && run.as_of == as_of
        };
        let (mut same, others): (Vec<_>, Vec<_>) = unfinished.into_iter().partition(same);
        let taken_up = (!same.is_empty()).then(|| same.remove(0));
        let mut writes = Vec::new();
        for other in others.iter().chain(&same) {
            let end = EndRun {
                id: &other.id,
                state: RunState::Superseded,
                at,
                failure: None,
            };
            writes.push(end.exchange()?);
        }
        let mut under_way = UnderWay {
            runner: self,
            rule,
            id: digest(&[
                id,
                &rule.version,
                &params,
                &as_of.to_string(),
                &at.to_string(),
                &self.holder,
            ]),
            at,
            open,
            progress: Progress::default(),
            noted: Instant::now(),
        };
        let mut after = String::new();
        let resumed = taken_up.is_some();
        match taken_up {
            Some(run) => {
                (under_way.id, under_way.at, after) = (run.id, run.started_at, run.after);
                under_way.progress = serde_json::from_str(&run.counts)?;
            }
            None => {
                under_way.progress.judged.subjects = self.judge.subjects(rule).await?;
                let begin = BeginRun {
                    id: &under_way.id,
                    rule: id,
                    version: &rule.version,
                    params: &params,
                    as_of,
                    at,
                    counts: &serde_json::to_string(&under_way.progress)?,
                    subjects: under_way.progress.judged.subjects,
                };
                writes.push(begin.exchange()?);
            }
        }
        self.write(writes).await?;
        Ok((under_way, after, resumed))
    }

    /// Holds a lease for a while longer.
    async fn lease(&self, name: &str) -> Result<(), RunError> {
        let now = (self.clock)().timestamp_millis();
        let lasts = i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX);
        let take = TakeLease {
            name,
            holder: &self.holder,
            now,
            until: now.saturating_add(lasts),
        };
        let rows = self.write(vec![take.exchange()?]).await?;
        let held = rows.into_iter().flatten().next().unwrap_or_default();
        let held: Held = serde_json::from_value(Value::Object(held))?;
        match held.holder == self.holder {
            true => Ok(()),
            false => Err(RunError::Held(held.holder)),
        }
    }

    async fn read<S: Statement<Row = Row>, Row: DeserializeOwned>(
        &self,
        statement: S,
    ) -> Result<Vec<Row>, RunError> {
        let until = Instant::now() + self.judge.patience;
        let rows = self
            .judge
            .backend
            .read(statement.exchange()?, until)
            .await?;
        let rows = rows
            .into_iter()
            .map(|row| serde_json::from_value(Value::Object(row)));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    async fn write(
        &self,
        exchanges: Vec<Exchange>,
    ) -> Result<Vec<Vec<crate::graph::Record>>, RunError> {
        if exchanges.is_empty() {
            return Ok(Vec::new());
        }
        let until = Instant::now() + self.judge.patience;
        Ok(self.judge.backend.write(exchanges, until).await?)
    }
}

impl UnderWay<'_> {
    /// Keeps what a rule said of a chunk, and how far the run is, in one transaction.
    async fn keep(&mut self, judged: Judged) -> Result<(), RunError> {
        let rule = self.rule;
        let mut known: BTreeSet<String> = judged
            .regions
            .keys()
            .filter(|id| self.open.contains(*id))
            .cloned()
            .collect();
        known.extend(judged.found.iter().filter_map(|found| match found {
            Found::Hit(hit) => Some(hit.subject_id.clone()),
            Found::NotComputable(_) => None,
        }));
        let subjects: Vec<String> = known.into_iter().collect();
        let on_file: Vec<OnFile> = match subjects.is_empty() {
            true => Vec::new(),
            false => {
                let asked = AlertsOfSubjects {
                    subjects: &subjects,
                    rule: &rule.header.id,
                };
                self.runner.read(asked).await?
            }
        };
        let outcome = settle(rule, &judged, on_file);
        self.progress.judged.add(&judged.counts);
        self.progress.raised += outcome.raised.len();
        self.progress.returned += outcome.returned;
        self.progress.seen_again += outcome.seen_again;
        self.progress.lapsed += outcome.lapsed.len();
        if outcome.is_nothing() && self.noted.elapsed() < NOTED_EVERY {
            return Ok(());
        }
        let (as_of, at, run) = (self.runner.judge.as_of, self.at, self.id.as_str());
        let version = rule.version.as_str();
        let cells: Vec<Cell> = outcome.cells.into_values().collect();
        let mut writes = vec![AlertCells { cells: &cells }.exchange()?];
        if !outcome.raised.is_empty() {
            let raise = RaiseAlerts {
                rows: &outcome.raised,
                rule: &rule.header.id,
                version,
                subject_kind: rule.header.subject.as_str(),
                as_of,
                at,
                run,
            };
            writes.push(raise.exchange()?);
        }
        if !outcome.changed.is_empty() {
            let change = ChangeAlerts {
                rows: &outcome.changed,
                version,
                as_of,
                at,
                run,
            };
            writes.push(change.exchange()?);
        }
        if !outcome.lapsed.is_empty() {
            let lapse = LapseAlerts {
                rows: &outcome.lapsed,
                at,
                run,
            };
            writes.push(lapse.exchange()?);
        }
        if let Some(after) = judged.after {
            let counts = serde_json::to_string(&self.progress)?;
            let advance = AdvanceRun {
                id: &self.id,
                after: &after,
                counts: &counts,
            };
            writes.push(advance.exchange()?);
        }
        self.runner.write(writes).await?;
        self.noted = Instant::now();
        Ok(())
    }
}
