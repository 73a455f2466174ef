//! The inverse of reading a row: what the graph holds, as the text of a cell.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate};
use serde_json::Value;

use super::{
    catalogue::{Column, Meaning},
    row::plainly,
};
use crate::model::{Interval, Money, Precision};

/// East of Greenwich, in seconds: where the days of the record begin.
const ZONE: i32 = 8 * 3600;

/// The cell that reads as these slots of a column, in the one way that each value is written.
pub(super) fn cell(column: &Column, slots: &[Value]) -> String {
    let Some(first) = slots.first().filter(|value| !value.is_null()) else {
        return String::new();
    };
    match &column.meaning {
        Meaning::Money | Meaning::Change => amount(first),
        Meaning::Rate => decimal(first, 6),
        Meaning::Area => decimal(first, 2),
        Meaning::Share => decimal(first, 4),
        Meaning::Measure | Meaning::Degrees(_) => number(first),
        Meaning::Since | Meaning::Until => partial(&plainly(first), slots.get(1)),
        Meaning::Period => period(&plainly(first), slots.get(1)),
        Meaning::Instant => instant(first),
        Meaning::Texts | Meaning::Ids(_) => list(first),
        _ => plainly(first),
    }
}

fn amount(fen: &Value) -> String {
    fen.as_i64()
        .map_or_else(String::new, |fen| Money(fen).to_string())
}

/// A whole number of the smallest unit as a decimal, without zeros at its end.
fn decimal(value: &Value, places: usize) -> String {
    let Some(value) = value.as_i64() else {
        return String::new();
    };
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// The shortest decimal that reads as the number, never with an exponent.
fn number(value: &Value) -> String {
    value
        .as_f64()
        .map_or_else(String::new, |number| number.to_string())
}

/// A day, cut to how exactly it was known.
fn partial(day: &str, precision: Option<&Value>) -> String {
    let precision: Option<Precision> =
        precision.and_then(|word| word.as_str()?.parse::<Precision>().ok());
    let kept = match precision.unwrap_or_default() {
        Precision::Year => 4,
        Precision::Month => 7,
        Precision::Day => 10,
    };
    day.get(..kept).unwrap_or(day).to_owned()
}

/// The shortest of the forms that a period has: `2024`, `2024-H1`, `2024-Q1`, `2024-03`, or from
/// one to another.
fn period(first: &str, last: Option<&Value>) -> String {
    let last = last.and_then(Value::as_str).unwrap_or(first);
    let days = [first, last].map(|day| day.parse::<NaiveDate>().ok());
    let [Some(from), Some(to)] = days else {
        return format!("{first}/{last}");
    };
    let of_year = |year: i32| {
        let halves = ["H1", "H2", "Q1", "Q2", "Q3", "Q4"];
        let names = halves.map(|part| format!("{year:04}-{part}"));
        std::iter::once(format!("{year:04}")).chain(names)
    };
    let meant = Interval {
        from: Some(from),
        to: Some(to),
    };
    let named = of_year(from.year()).find(|name| Interval::period(name).as_ref() == Ok(&meant));
    named.unwrap_or_else(|| {
        let month = |day: NaiveDate| day.format("%Y-%m").to_string();
        let whole = from.day() == 1 && is_last_of_month(to);
        match (whole, month(from) == month(to)) {
            (true, true) => month(from),
            (true, false) => format!("{}/{}", month(from), month(to)),
            (false, _) => format!("{from}/{to}"),
        }
    })
}

fn is_last_of_month(day: NaiveDate) -> bool {
    let first = day.with_day(1);
    let last = first
        .and_then(|first| first.checked_add_months(Months::new(1)))
        .and_then(|next| next.pred_opt());
    last == Some(day)
}

fn instant(milliseconds: &Value) -> String {
    let at = milliseconds
        .as_i64()
        .and_then(DateTime::from_timestamp_millis)
        .zip(FixedOffset::east_opt(ZONE));
    at.map_or_else(String::new, |(at, zone)| {
        let exact = chrono::SecondsFormat::AutoSi;
        at.with_timezone(&zone).to_rfc3339_opts(exact, false)
    })
}

fn list(items: &Value) -> String {
    let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(plainly).collect::<Vec<_>>().join(";")
}
