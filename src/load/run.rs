//! What a load carries from file to file.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Options,
    catalogue::Label,
    finding::{Doubt, Warning},
    known::Known,
    ledger::Ledger,
    progress::Progress,
    read::files::Files,
    rejects::Rejects,
    report::Report,
    row::Row,
    session::Session,
    settle::OnFile,
};

/// What a load carries from file to file.
pub(super) struct Run<'a> {
    pub session: Session<'a>,
    pub files: &'a dyn Files,
    pub options: &'a Options,
    pub progress: &'a dyn Progress,
    pub ledger: Ledger,
    pub known: Known,
    /// Codes of the regions on file; where there are none, any code is taken.
    pub regions: BTreeSet<String>,
    pub rejects: Rejects,
    pub report: Report,
    /// Doubts about the file at hand.
    pub doubts: u64,
}

/// What was looked up or written: a row is judged once everything it points at is looked up.
impl OnFile for Run<'_> {
    fn has(&self, label: Label, id: &str) -> bool {
        self.known.get(label, id).is_some()
    }

    fn region(&self, label: Label, id: &str) -> Option<&str> {
        self.known.get(label, id)?.region.as_deref()
    }

    fn born_on(&self, id: &str) -> Option<NaiveDate> {
        self.known.get(Label::PERSON, id)?.born_on
    }

    fn has_region(&self, code: &str) -> bool {
        self.regions.is_empty() || self.regions.contains(code)
    }
}

impl Run<'_> {
    /// Notes a doubt about a row, or about the file as a whole.
    pub fn doubt(
        &mut self,
        file: &str,
        line: Option<u64>,
        (column, code, reason): (&str, Doubt, String),
    ) {
        self.doubts += 1;
        self.report.warn(Warning {
            file: file.to_owned(),
            line,
            column: column.to_owned(),
            reason,
            code,
        });
    }

    /// Notes the doubts about a row that is in the graph.
    pub fn doubts_of(&mut self, file: &str, row: &Row) {
        for doubt in &row.doubts {
            self.doubt(file, Some(row.line.number), doubt.clone());
        }
    }
}
