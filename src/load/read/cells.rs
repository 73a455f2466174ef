//! One row of a file, read cell by cell into domain types.

use std::collections::HashMap;

use csv::StringRecord;

use super::layout::Layout;
use crate::load::{
    catalogue::Column,
    finding::{Doubt, Refusal},
};
use crate::model::{Fault, Invalid};

/// Where each column of a file stands.
pub(in crate::load) type Header = HashMap<String, usize>;

/// A doubt about a cell: its column, the kind, and the words.
pub(in crate::load) type Doubtful = (&'static str, Doubt, String);

/// The cells of one row by column; a column that the file lacks reads as empty.
pub(in crate::load) struct Cells<'a> {
    layout: &'a Layout,
    record: &'a StringRecord,
    /// What was doubtful so far.
    pub doubts: Vec<Doubtful>,
}

impl<'a> Cells<'a> {
    pub fn new(layout: &'a Layout, record: &'a StringRecord) -> Self {
        Self {
            layout,
            record,
            doubts: Vec::new(),
        }
    }

    /// The cell as it stands in the file.
    pub fn raw(&self, column: &Column) -> &'a str {
        self.at(self.layout.place(column))
    }

    /// The cell at a place of the file's row.
    pub fn at(&self, place: Option<usize>) -> &'a str {
        place
            .and_then(|place| self.record.get(place))
            .unwrap_or_default()
    }

    /// Takes the row but says what is doubtful about it.
    pub fn doubt(&mut self, column: &'static str, kind: Doubt, words: impl Into<String>) {
        self.doubts.push((column, kind, words.into()));
    }

    /// Refuses the row for what stands in a column.
    pub fn refuse(&self, column: &Column, fault: Fault, reason: impl Into<String>) -> Refusal {
        Refusal::new(column.name, self.raw(column), fault, reason)
    }

    fn invalid(&self, column: &Column, invalid: Invalid) -> Refusal {
        Refusal {
            column: column.name,
            value: self.raw(column).to_owned(),
            invalid,
        }
    }

    /// A cell read by a parser, or nothing when it is empty.
    pub fn optional<T>(
        &self,
        column: &Column,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>, Refusal> {
        match self.raw(column).trim() {
            "" => Ok(None),
            text => parse(text)
                .map(Some)
                .map_err(|invalid| self.invalid(column, invalid)),
        }
    }

    /// A cell read by a parser; an empty one refuses the row.
    pub fn required<T>(
        &self,
        column: &Column,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Result<T, Refusal> {
        self.optional(column, parse)?.ok_or_else(|| {
            self.refuse(
                column,
                Fault::MissingValue,
                format!("{} is needed here", column.name),
            )
        })
    }

    /// Values separated by `;` in one cell.
    pub fn list<T>(
        &self,
        column: &Column,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Result<Option<Vec<T>>, Refusal> {
        let items: Vec<T> = self
            .raw(column)
            .split([';', '；'])
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(parse)
            .collect::<Result<_, _>>()
            .map_err(|invalid| self.invalid(column, invalid))?;
        Ok(Some(items).filter(|items| !items.is_empty()))
    }
}
