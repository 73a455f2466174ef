//! Rows that were refused before, mended in their file of rejects and handed over again.

use super::{cells::Header, rows::Line};
use crate::{load::finding::Refusal, model::Fault};

/// The columns that follow a refused row's own: where it stood, and why it was refused.
pub(in crate::load) const COLUMNS: [&str; 5] = [
    "rejectFile",
    "rejectLine",
    "rejectColumn",
    "rejectCode",
    "rejectReason",
];

/// Where a file of rejects says what became of its rows.
pub(in crate::load) struct Rejected {
    file: usize,
    line: usize,
    code: usize,
}

impl Rejected {
    /// Tells a file of rejects by its header.
    pub fn of(header: &Header) -> Option<Self> {
        let [file, line, _, code, _] = COLUMNS.map(|title| header.get(title).copied());
        Some(Self {
            file: file?,
            line: line?,
            code: code?,
        })
    }

    /// Makes a row what it was before it was refused, but for what was mended.
    pub fn restore(&self, line: &mut Line) {
        let cell = |place| line.record.get(place).unwrap_or_default();
        if cell(self.code) == Fault::BadRow.as_str() {
            let reason = "put each cell under its column, then empty rejectCode";
            line.refusal = Some(Refusal::new("", "", Fault::BadRow, reason));
        }
        if let Ok(number) = cell(self.line).parse()
            && !cell(self.file).is_empty()
        {
            line.origin = Some(cell(self.file).to_owned());
            line.number = number;
        }
    }
}
