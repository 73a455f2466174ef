//! Rows of a table, wherever they come from: a CSV file as it stands, a department's own file seen
//! through its mapping, a sheet of a workbook, entities of another format.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::cells::Header;
use crate::load::{FileFault, finding::Refusal};

/// Rows under the table's own column names.
pub(in crate::load) trait Rows: Send {
    /// Where each column stands in a row.
    fn header(&self) -> &Header;

    /// The next row, or nothing at the end.
    fn next(&mut self) -> Result<Option<Line>, FileFault>;

    /// The title of each cell of a row.
    fn titles(&self) -> Vec<String> {
        let mut columns: Vec<(&String, &usize)> = self.header().iter().collect();
        columns.sort_unstable_by_key(|(_, place)| **place);
        columns.into_iter().map(|(name, _)| name.clone()).collect()
    }

    /// Columns that the table does not have.
    fn unknown(&self) -> &[String] {
        &[]
    }

    /// What the file holds and no row takes, as far as it was read.
    fn ignored(&self) -> Ignored {
        Ignored::new()
    }
}

/// Where a row stands in its file: its line, and which of all rows it is.
pub(in crate::load) type At = (u64, u64);

impl Line {
    pub fn at(&self) -> At {
        (self.number, self.place)
    }
}

/// Columns or properties that no table takes, and how often each was met.
pub(in crate::load) type Ignored = BTreeMap<String, u64>;

/// A row and where it stands in its file.
#[derive(Debug, Default)]
pub(in crate::load) struct Line {
    /// The line it begins on, counted from 1.
    pub number: u64,
    /// Which row of its file it is, counted from 0, where that is counted: a line of some formats gives
    /// several.
    pub place: u64,
    /// Its cells; where one could not be converted, as it stands in the file.
    pub record: StringRecord,
    /// Why it cannot be taken, where that is known before the table sees it.
    pub refusal: Option<Refusal>,
    /// The file that it first stood in, where it was refused before and is handed over again; its
    /// number is the line in that file.
    pub origin: Option<String>,
}
