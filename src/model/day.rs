//! Days, partial dates, intervals and periods.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    codes::codes,
    fault::{Fault, Invalid},
};

/// Earliest and latest year that a record may speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
/// The first and the last day that any date can be.
pub const BOUNDS: [NaiveDate; 2] = [
    NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).expect("is in the calendar"),
    NaiveDate::from_ymd_opt(*YEARS.end(), 12, 31).expect("is in the calendar"),
];

codes! {
    /// How exactly a date was written.
    pub enum Precision {
        /// To the day: `2016-03-01`.
        Day = "DAY",
        /// To the month: `2016-03`.
        Month = "MONTH",
        /// To the year: `2016`.
        Year = "YEAR",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "a closed list takes no attribute on a variant"
)]
impl Default for Precision {
    fn default() -> Self {
        Self::Day
    }
}

/// Reads a calendar day: `2026-01-31`, from 1900 to 2100.
///
/// # Errors
/// [`Fault::BadDate`].
pub fn day(text: &str) -> Result<NaiveDate, Invalid> {
    match text.parse::<PartialDate>() {
        Ok(date) if date.precision == Precision::Day => Ok(date.first),
        _ => Err(Invalid::new(
            Fault::BadDate,
            "a day is written 2026-01-31, exists in the calendar and lies from 1900 to 2100",
        )),
    }
}

/// A day, a month or a year: as exact as the source knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// First day it covers.
    pub first: NaiveDate,
    /// Last day it covers.
    pub last: NaiveDate,
    /// How exactly it was written.
    pub precision: Precision,
}

impl FromStr for PartialDate {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        partial(text).ok_or_else(|| {
            Invalid::new(
                Fault::BadDate,
                "a date is written 2026-01-31, 2026-01 or 2026, exists in the calendar and lies from 1900 to 2100",
            )
        })
    }
}

fn partial(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4).filter(|year| YEARS.contains(year))?;
    let month = parts.next().map(|part| number(part, 2));
    let day = parts.next().map(|part| number(part, 2));
    if parts.next().is_some() {
        return None;
    }
    let date = |month: i32, day: i32| {
        NaiveDate::from_ymd_opt(year, month.try_into().ok()?, day.try_into().ok()?)
    };
    Some(match (month, day) {
        (None, _) => PartialDate {
            first: date(1, 1)?,
            last: date(12, 31)?,
            precision: Precision::Year,
        },
        (Some(month), None) => {
            let first = date(month?, 1)?;
            PartialDate {
                first,
                last: first.checked_add_months(Months::new(1))?.pred_opt()?,
                precision: Precision::Month,
            }
        }
        (Some(month), Some(day)) => {
            let first = date(month?, day?)?;
            PartialDate {
                first,
                last: first,
                precision: Precision::Day,
            }
        }
    })
}

fn number(text: &str, digits: usize) -> Option<i32> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// A stretch of days, both ends included; a missing end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// First day, open when absent.
    pub from: Option<NaiveDate>,
    /// Last day, open when absent.
    pub to: Option<NaiveDate>,
}

impl Interval {
    /// The days from the first of one date to the last of the other.
    ///
    /// # Errors
    /// [`Fault::ReversedInterval`].
    pub fn new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Self, Invalid> {
        match (from, to) {
            (Some(from), Some(to)) if from > to => Err(Invalid::new(
                Fault::ReversedInterval,
                format!("it ends on {to}, before it begins on {from}"),
            )),
            _ => Ok(Self { from, to }),
        }
    }

    /// Reads a period: `2024`, `2024-H1`, `2024-Q1`, `2024-03` or `2024-01/2024-03`.
    ///
    /// # Errors
    /// [`Fault::BadDate`] or [`Fault::ReversedInterval`].
    pub fn period(text: &str) -> Result<Self, Invalid> {
        let refused = || {
            Invalid::new(
                Fault::BadDate,
                "a period is written 2024, 2024-H1, 2024-Q1, 2024-03 or 2024-01/2024-03",
            )
        };
        if let Some((from, to)) = text.split_once('/') {
            let from = partial(from).ok_or_else(refused)?;
            let to = partial(to).ok_or_else(refused)?;
            return Self::new(Some(from.first), Some(to.last));
        }
        if let Some(part) = text.get(4..).filter(|rest| rest.len() == 3) {
            let months = match part {
                "-H1" => Some((1, 6)),
                "-H2" => Some((7, 6)),
                "-Q1" => Some((1, 3)),
                "-Q2" => Some((4, 3)),
                "-Q3" => Some((7, 3)),
                "-Q4" => Some((10, 3)),
                _ => None,
            };
            if let Some((first, length)) = months {
                let year = partial(&text[..4]).ok_or_else(refused)?.first.year();
                let from = NaiveDate::from_ymd_opt(year, first, 1).ok_or_else(refused)?;
                let to = from
                    .checked_add_months(Months::new(length))
                    .and_then(|next| next.pred_opt());
                return Self::new(Some(from), to);
            }
        }
        let whole = partial(text)
            .filter(|date| date.precision != Precision::Day)
            .ok_or_else(refused)?;
        Self::new(Some(whole.first), Some(whole.last))
    }

    /// Whether the day lies within.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |end: Option<NaiveDate>, start: Option<NaiveDate>| matches!((end, start), (Some(end), Some(start)) if end < start);
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

impl fmt::Display for Interval {
    /// Writes `2016-01-01/2016-12-31`, an open end as `..`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from {
            Some(from) => write!(f, "{from}/")?,
            None => f.write_str("../")?,
        }
        match self.to {
            Some(to) => write!(f, "{to}"),
            None => f.write_str(".."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Option<String> {
        Interval::period(text).ok().map(|period| period.to_string())
    }

    #[test]
    fn partial_dates_cover_their_days() {
        for (text, first, last) in [
            ("2016", "2016-01-01", "2016-12-31"),
            ("2016-02", "2016-02-01", "2016-02-29"),
            ("2016-12", "2016-12-01", "2016-12-31"),
            ("2016-02-29", "2016-02-29", "2016-02-29"),
            ("2100", "2100-01-01", "2100-12-31"),
        ] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!(
                (date.first.to_string(), date.last.to_string()),
                (first.into(), last.into())
            );
        }
        for text in [
            "",
            "16",
            "1899",
            "2101-01-01",
            "2015-02-29",
            "2016-13",
            "2016-1-1",
            "2016-01-01-01",
            "2016/01/01",
            "20160101",
            "+016",
            "2016-",
            "二零一六",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_is_exact() {
        assert!(day("2026-01-31").is_ok());
        assert_eq!(day("2026-01").unwrap_err().fault, Fault::BadDate);
    }

    #[test]
    fn periods_are_first_and_last_day() {
        for (text, period) in [
            ("2024", "2024-01-01/2024-12-31"),
            ("2024-H2", "2024-07-01/2024-12-31"),
            ("2024-Q1", "2024-01-01/2024-03-31"),
            ("2024-Q4", "2024-10-01/2024-12-31"),
            ("2024-02", "2024-02-01/2024-02-29"),
            ("2024-01/2024-03", "2024-01-01/2024-03-31"),
        ] {
            assert_eq!(written(text).as_deref(), Some(period), "{text}");
        }
        for text in [
            "2024-Q5",
            "2024-03-01",
            "2024-01/",
            "H1",
            "二零-H1",
            "2024-03/2024-01",
        ] {
            assert_eq!(written(text), None, "{text}");
        }
    }

    #[test]
    fn an_interval_has_both_its_ends() {
        let spell = Interval::new(day("2020-01-01").ok(), day("2020-01-31").ok()).unwrap();
        assert!(spell.covers(day("2020-01-31").unwrap()));
        assert!(!spell.covers(day("2020-02-01").unwrap()));
        assert!(spell.overlaps(&Interval::default()));
        let later = Interval::new(day("2020-02-01").ok(), None).unwrap();
        assert!(!spell.overlaps(&later) && !later.overlaps(&spell));
        let reversed = Interval::new(later.from, spell.to).unwrap_err();
        assert_eq!(reversed.fault, Fault::ReversedInterval);
    }
}
