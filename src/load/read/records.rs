//! Rows of a department's file before anybody knows what its columns mean.

use csv::StringRecord;

use crate::load::FileFault;

/// Rows as they stand in a file, the header among them.
pub(in crate::load) trait Records: Send {
    /// The next row, or nothing at the end.
    fn next(&mut self) -> Result<Option<Record>, FileFault>;
}

/// A row and where it stands.
#[derive(Clone, Debug, Default)]
pub(in crate::load) struct Record {
    /// The line or row it begins on, counted from 1.
    pub number: u64,
    pub cells: StringRecord,
    /// What kind each cell is; a file of text has none.
    pub kinds: Vec<Kind>,
    /// Whether a row may end before its last columns.
    pub ragged: bool,
}

/// What a workbook says of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::load) enum Kind {
    #[default]
    Text,
    /// A number, which in a column of dates is the serial of a day.
    Number,
    /// A number whose last digits the workbook did not keep.
    Rounded,
    /// The error of a formula.
    Error,
}

impl Record {
    /// A cell and its kind; what is not there is empty.
    pub fn cell(&self, place: usize) -> (&str, Kind) {
        let kind = self.kinds.get(place).copied().unwrap_or_default();
        (self.cells.get(place).unwrap_or_default(), kind)
    }

    /// Whether nothing stands in any cell.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}
