//! Findings on their way into the graph, where they stay with their batch and can be paged.

use std::collections::HashMap;

use serde::Serialize;

use super::{
    finding::{Reject, Warning},
    transaction::{Nothing, hash},
};
use crate::{
    graph::{Exchange, Statement},
    model::codes::codes,
    statement,
};

/// How many findings of a kind a batch keeps: a broken file must not flood the graph.
const KEPT: u64 = 10_000;

codes! {
    /// What became of the row that a finding is about.
    pub enum FindingKind {
        /// It was refused.
        Reject = "REJECT",
        /// It was loaded all the same.
        Warning = "WARNING",
    }
}

/// A finding as it is kept.
#[derive(Debug, Serialize)]
struct Kept {
    id: String,
    batch: i64,
    kind: FindingKind,
    line: Option<u64>,
    column: String,
    code: &'static str,
    reason: String,
    value: Option<String>,
}

statement! {
    /// Keeps findings with their batches.
    "load/findings/keep.cypher" => Nothing;
    struct KeepFindings { rows: Vec<Kept> }
}
statement! {
    /// Takes away what a batch kept.
    "load/findings/forget.cypher" => Nothing;
    pub(super) struct ForgetFindings { batch: i64 }
}

/// Findings that the graph does not have yet, and how many there were.
#[derive(Default)]
pub(super) struct Findings {
    pending: Vec<Kept>,
    found: HashMap<(i64, FindingKind), u64>,
}

impl Findings {
    /// Keeps a refused row with its batch.
    pub fn reject(&mut self, batch: i64, reject: &Reject) {
        let (kind, line) = (FindingKind::Reject, Some(reject.line));
        let words = [&reject.column, &reject.reason];
        let value = Some(reject.value.clone()).filter(|value| !value.is_empty());
        self.add(batch, kind, line, words, reject.code.as_str(), value);
    }

    /// Keeps a doubt with its batch.
    pub fn warning(&mut self, batch: i64, warning: &Warning) {
        let (kind, code) = (FindingKind::Warning, warning.code.as_str());
        let words = [&warning.column, &warning.reason];
        self.add(batch, kind, warning.line, words, code, None);
    }

    fn add(
        &mut self,
        batch: i64,
        kind: FindingKind,
        line: Option<u64>,
        [column, reason]: [&String; 2],
        code: &'static str,
        value: Option<String>,
    ) {
        let found = self.found.entry((batch, kind)).or_default();
        *found += 1;
        if *found > KEPT {
            return;
        }
        // The same whenever the row is read again, so that a resumed load keeps it once.
        let place = line.unwrap_or_default();
        let key = format!("{batch} {kind} {place} {code} {column} {reason}");
        self.pending.push(Kept {
            id: format!("{:016x}", hash(key.as_bytes())),
            batch,
            kind,
            line,
            column: column.clone(),
            code,
            reason: reason.clone(),
            value,
        });
    }

    /// The statement that keeps what is not in the graph yet, if there is anything.
    pub fn take(&mut self) -> Result<Option<Exchange>, serde_json::Error> {
        if self.pending.is_empty() {
            return Ok(None);
        }
        let rows = std::mem::take(&mut self.pending);
        KeepFindings { rows }.exchange().map(Some)
    }

    /// How many doubts there were about a batch.
    pub fn warned(&self, batch: i64) -> u64 {
        let found = self.found.get(&(batch, FindingKind::Warning));
        found.copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::finding::Doubt;

    #[test]
    fn a_broken_file_keeps_so_many_and_counts_all() {
        let mut findings = Findings::default();
        for line in 0..KEPT + 5 {
            let doubt = Warning {
                file: "a.csv".into(),
                line: Some(line),
                column: "share".into(),
                reason: "more than all".into(),
                code: Doubt::SharesAboveWhole,
            };
            findings.warning(1, &doubt);
        }
        assert_eq!(findings.warned(1), KEPT + 5);
        assert_eq!(findings.warned(2), 0);
        let kept = findings.take().unwrap().unwrap();
        assert_eq!(
            kept.parameters["rows"].as_array().unwrap().len() as u64,
            KEPT
        );
        assert!(findings.take().unwrap().is_none());
    }
}
