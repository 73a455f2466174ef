//! One row of a file, read cell by cell into domain types.

use std::{collections::HashMap, str::FromStr};

use chrono::NaiveDate;
use csv::StringRecord;
use serde::{Serialize, de::DeserializeOwned};

use super::finding::{Doubt, Refusal};
use crate::model::{Fault, Interval, Invalid, Money, PartialDate, Precision, day, money::decimal};

/// Longest text taken in a cell, in characters.
const LONGEST: usize = 2_000;

/// Where each column of a file stands.
pub(super) type Header = HashMap<String, usize>;

/// A doubt about a cell: its column, the kind, and the words.
pub(super) type Doubtful = (&'static str, Doubt, String);

/// The cells of one row by column name; a column that the file lacks reads as empty.
pub(super) struct Cells<'a> {
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
pub(super) struct Span {
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

/// A line of text without control characters.
pub(super) fn text(text: &str) -> Result<String, Invalid> {
    if text.chars().any(char::is_control) || text.chars().count() > LONGEST {
        return Err(Invalid::new(
            Fault::BadText,
            format!(
                "a text is one line of at most {LONGEST} characters, none of them a control character"
            ),
        ));
    }
    Ok(text.to_owned())
}

/// A whole number from 0 to the bound.
pub(super) fn count(most: i64) -> impl Fn(&str) -> Result<i64, Invalid> {
    move |text| {
        decimal(text, 0)
            .filter(|number| !text.contains('.') && (0..=most).contains(number))
            .ok_or_else(|| {
                Invalid::new(
                    Fault::BadNumber,
                    format!("a whole number from 0 to {most} is needed here"),
                )
            })
    }
}

/// A measure of any unit, from zero, with at most four decimals.
pub(super) fn quantity(text: &str) -> Result<f64, Invalid> {
    decimal(text, 4)
        .filter(|scaled| *scaled >= 0)
        .and_then(|_| text.parse().ok())
        .ok_or_else(|| {
            Invalid::new(
                Fault::BadNumber,
                "a quantity is a decimal number from 0 with at most four decimals",
            )
        })
}

/// An amount that is not below zero.
pub(super) fn amount(text: &str) -> Result<Money, Invalid> {
    let amount: Money = text.parse()?;
    if amount < Money::default() {
        return Err(Invalid::new(
            Fault::NegativeAmount,
            "an amount is not below zero; money that came back is a row of its own with status RETURNED or REVERSED",
        ));
    }
    Ok(amount)
}

/// One of a list of words, each of which is a value of the type.
pub(super) fn one_of<T: DeserializeOwned>(
    words: &'static [&'static str],
) -> impl Fn(&str) -> Result<T, Invalid> {
    move |text| {
        serde_json::from_value(text.into()).map_err(|_| {
            Invalid::new(
                Fault::UnknownCode,
                format!("one of {} is needed here", words.join(" ")),
            )
        })
    }
}

/// `true` or `false`.
pub(super) fn truth(text: &str) -> Result<bool, Invalid> {
    text.parse()
        .map_err(|_| Invalid::new(Fault::UnknownCode, "true or false is needed here"))
}
