//! What a load carries from file to file.

use std::collections::BTreeSet;

use super::{
    Options,
    finding::{Doubt, RejectFile, Warning},
    known::Known,
    ledger::Ledger,
    progress::Progress,
    read::files::Files,
    report::Report,
    row::Row,
    session::Session,
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
    pub rejects: RejectFile,
    pub report: Report,
    /// Doubts about the file at hand.
    pub doubts: u64,
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
