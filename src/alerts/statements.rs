//! What runs of rules read and write.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::{AlertState, News, RunState};
use crate::{rules::Severity, statement};

/// The row of a statement that returns nothing.
#[derive(Deserialize)]
pub struct Nothing {}

/// An alert as a run compares it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OnFile {
    pub id: String,
    pub state: AlertState,
    pub revision: i64,
    pub content: String,
    pub proof: String,
    pub params: String,
    pub version: String,
    pub severity: Severity,
    pub programme: Option<String>,
    pub region_code: String,
}

/// A subject of an alert.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AboutWhom {
    pub subject_id: String,
}

/// An alert to keep.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    pub id: String,
    pub heard: Option<usize>,
    /// Where it is counted now.
    pub joined: String,
    /// Where it was counted, and its revision then, if it is no new one.
    pub left: Option<String>,
    pub revision: Option<i64>,
    pub subject_id: String,
    pub key: String,
    pub params: String,
    pub measure: Number,
    pub facts: String,
    pub evidence: String,
    pub content: String,
    pub proof: String,
    pub severity: Severity,
    pub programme: Option<String>,
    pub state: AlertState,
    pub news: News,
    pub place: Vec<Value>,
}

/// An alert whose hit is gone.
#[derive(Clone, Debug, Serialize)]
pub struct Lapsed {
    pub id: String,
    pub left: String,
    pub joined: String,
    pub revision: i64,
    pub news: News,
}

/// Where alerts are counted.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    pub(super) id: String,
    pub(super) rule: String,
    pub(super) severity: Severity,
    pub(super) state: AlertState,
    pub(super) programme: Option<String>,
    pub(super) place: Vec<Value>,
}

/// A run that was begun and not ended.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unfinished {
    pub id: String,
    pub version: String,
    pub params: String,
    pub as_of: NaiveDate,
    pub after: String,
    pub counts: String,
    pub started_at: i64,
}

/// Who holds a lease.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    pub holder: String,
}

statement! {
    /// The alerts of a rule on some subjects.
    "alerts/of_subjects.cypher" => OnFile;
    pub struct AlertsOfSubjects<'a> { subjects: &'a [String], rule: &'a str }
}
statement! {
    /// Whom the open alerts of a rule are about.
    "alerts/subjects.cypher" => AboutWhom;
    pub struct SubjectsOfAlerts<'a> { rule: &'a str }
}
statement! {
    /// Raises alerts.
    "alerts/raise.cypher" => Nothing;
    pub struct RaiseAlerts<'a> {
        rows: &'a [Kept],
        rule: &'a str,
        version: &'a str,
        subject_kind: &'a str,
        as_of: NaiveDate,
        at: i64,
        run: &'a str,
    }
}
statement! {
    /// Changes alerts.
    "alerts/change.cypher" => Nothing;
    pub struct ChangeAlerts<'a> {
        rows: &'a [Kept],
        version: &'a str,
        as_of: NaiveDate,
        at: i64,
        run: &'a str,
    }
}
statement! {
    /// Open alerts whose hit is gone.
    "alerts/lapse.cypher" => Nothing;
    pub struct LapseAlerts<'a> { rows: &'a [Lapsed], at: i64, run: &'a str }
}
statement! {
    /// Makes the cells that alerts are counted in.
    "alerts/cells.cypher" => Nothing;
    pub struct AlertCells<'a> { cells: &'a [Cell] }
}
statement! {
    /// Begins a run.
    "runs/begin.cypher" => Nothing;
    pub struct BeginRun<'a> {
        id: &'a str,
        rule: &'a str,
        version: &'a str,
        params: &'a str,
        as_of: NaiveDate,
        at: i64,
        counts: &'a str,
        subjects: usize,
    }
}
statement! {
    /// Notes how far a run is.
    "runs/advance.cypher" => Nothing;
    pub struct AdvanceRun<'a> { id: &'a str, after: &'a str, counts: &'a str }
}
statement! {
    /// Ends a run.
    "runs/end.cypher" => Nothing;
    pub struct EndRun<'a> { id: &'a str, state: RunState, at: i64, failure: Option<&'a str> }
}
statement! {
    /// Runs of a rule that were begun and not ended.
    "runs/unfinished.cypher" => Unfinished;
    pub struct UnfinishedRuns<'a> { rule: &'a str }
}
statement! {
    /// Asks for a lease, and says who holds it.
    "leases/take.cypher" => Held;
    pub struct TakeLease<'a> { name: &'a str, holder: &'a str, now: i64, until: i64 }
}
statement! {
    /// Gives a lease back.
    "leases/return.cypher" => Nothing;
    pub struct ReturnLease<'a> { name: &'a str, holder: &'a str }
}
