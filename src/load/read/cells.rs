//! One row of a file, read cell by cell into domain types.

use std::{collections::HashMap, str::FromStr};

use chrono::NaiveDate;
use csv::StringRecord;
use serde::Serialize;

use crate::load::finding::{Doubt, Refusal};
use crate::model::{Fault, Interval, Invalid, PartialDate, Precision, day};

/// Where each column of a file stands.
pub(in crate::load) type Header = HashMap<String, usize>;

/// A doubt about a cell: its column, the kind, and the words.
pub(in crate::load) type Doubtful = (&'static str, Doubt, String);

/// The cells of one row by column name; a column that the file lacks reads as empty.
pub(in crate::load) struct Cells<'a> {
    header: &'a Header,
    record: &'a StringRecord,
    /// What was doubtful so far.
    pub doubts: Vec<Doubtful>,
}

impl<'a> Cells<'a> {
    pub fn new(header: &'a Header, record: &'a StringRecord) -> Self {
        Self {
            header,
            record,
            doubts: Vec::new(),
        }
    }

    /// The cell as it stands in the file.
    pub fn raw(&self, column: &str) -> &'a str {
        self.header
            .get(column)
            .and_then(|place| self.record.get(*place))
            .unwrap_or_default()
    }

    /// Takes the row but says what is doubtful about it.
    pub fn doubt(&mut self, column: &'static str, kind: Doubt, words: impl Into<String>) {
        self.doubts.push((column, kind, words.into()));
    }

    /// Refuses the row for what stands in a column.
    pub fn refuse(&self, column: &'static str, fault: Fault, reason: impl Into<String>) -> Refusal {
        Refusal::new(column, self.raw(column), fault, reason)
    }

    fn invalid(&self, column: &'static str, invalid: Invalid) -> Refusal {
        Refusal {
            column,
            value: self.raw(column).to_owned(),
            invalid,
        }
    }

    /// A cell read by a parser, or nothing when it is empty.
    pub fn optional<T>(
        &self,
        column: &'static str,
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
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Result<T, Refusal> {
        self.optional(column, parse)?.ok_or_else(|| {
            self.refuse(
                column,
                Fault::MissingValue,
                format!("{column} is needed here"),
            )
        })
    }

    /// An id, which is not freed of blanks: two ids are equal only when their texts are.
    pub fn id<T: FromStr<Err = Invalid>>(&self, column: &'static str) -> Result<T, Refusal> {
        self.raw(column)
            .parse()
            .map_err(|invalid| self.invalid(column, invalid))
    }

    /// An id that may be missing.
    pub fn optional_id<T: FromStr<Err = Invalid>>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, Refusal> {
        match self.raw(column) {
            "" => Ok(None),
            _ => self.id(column).map(Some),
        }
    }

    /// Values separated by `;` in one cell.
    pub fn list<T>(
        &self,
        column: &'static str,
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

    /// The interval of `from` and `to`, which may be given to the month or the year.
    pub fn span(&self) -> Result<Span, Refusal> {
        let from = self.optional("from", PartialDate::from_str)?;
        let to = self.optional("to", PartialDate::from_str)?;
        let interval = Interval::new(from.map(|date| date.first), to.map(|date| date.last))
            .map_err(|invalid| self.invalid("to", invalid))?;
        let precision = |date: Option<PartialDate>| {
            date.map(|date| date.precision)
                .filter(|precision| *precision != Precision::Day)
        };
        Ok(Span {
            from: interval.from,
            from_precision: precision(from),
            to: interval.to,
            to_precision: precision(to),
        })
    }

    /// Two days that stand for a life or an existence, in this order.
    pub fn life(
        &self,
        first: &'static str,
        last: &'static str,
    ) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Refusal> {
        let interval = Interval::new(
            self.optional(first, day::day)?,
            self.optional(last, day::day)?,
        )
        .map_err(|invalid| self.invalid(last, invalid))?;
        Ok((interval.from, interval.to))
    }
}

/// `from` and `to` as a row gives them: the days meant, and how exactly they were written where
/// that is not to the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Span {
    from: Option<NaiveDate>,
    from_precision: Option<Precision>,
    to: Option<NaiveDate>,
    to_precision: Option<Precision>,
}

impl Span {
    /// What tells several links of one kind between the same ends apart: the source's own row, or
    /// the first day, or nothing.
    pub fn occurrence(&self, cells: &Cells<'_>) -> String {
        match (cells.raw("sourceRow").trim(), self.from) {
            ("", Some(from)) => from.to_string(),
            ("", None) => "-".to_owned(),
            (row, _) => row.to_owned(),
        }
    }
}
