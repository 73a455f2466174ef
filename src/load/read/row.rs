//! What a row means: its cells read as the catalogue says, column by column.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate};
use serde_json::{Number, Value};

use super::{
    cells::Cells,
    layout::Layout,
    place,
    rows::Line,
    values::{amount, area, change, count, degrees, quantity, rate, relation, share, text, truth},
};
use crate::{
    load::{
        catalogue::{Column, Label, Meaning, Table, Target},
        finding::{Doubt, Refusal},
        natural::Natural,
        row::Row,
    },
    model::{
        Fault, Interval, Invalid, Level, PartialDate, Precision, RegionCode, day,
        identity::{AccountNumber, CreditCode, IdNumber, Phone},
        ids,
    },
};

/// Reads a row. Where an end is named by a number, its id and digest are provisional until the
/// number is resolved and the row sealed again.
pub(in crate::load) fn read(layout: &Layout, line: &Line) -> Result<Row, Refusal> {
    if let Some(refusal) = &line.refusal {
        return Err(refusal.clone());
    }
    let table = layout.table;
    let mut cells = Cells::new(layout, &line.record);
    let mut values = vec![Value::Null; table.slots.len()];
    let mut naturals = Vec::new();
    for column in &table.columns {
        let slots = values.get_mut(column.slot..).unwrap_or_default();
        match natural(layout, column, &cells)? {
            Some(natural) => {
                if let Some(slot) = slots.first_mut() {
                    *slot = natural.number.as_str().into();
                }
                naturals.push(natural);
            }
            None => cell(layout, column, &mut cells, slots)?,
        }
    }
    layout.form.check(&mut cells, &mut values)?;
    let since = layout.since.and_then(|slot| values.get(slot)?.as_str());
    let occurrence = match (cells.at(layout.source_row).trim(), since) {
        ("", Some(from)) => from.to_owned(),
        ("", None) => "-".to_owned(),
        (row, _) => row.to_owned(),
    };
    let mut row = Row {
        line: Line {
            number: line.number,
            place: line.place,
            ..Line::default()
        },
        batch: 0,
        id: String::new(),
        values,
        digest: 0,
        occurrence,
        naturals,
        doubts: cells.doubts,
    };
    row.seal(table);
    Ok(row)
}

/// A number that stands in place of a missing id.
fn natural(
    layout: &Layout,
    column: &Column,
    cells: &Cells<'_>,
) -> Result<Option<Natural>, Refusal> {
    if layout.naturals.is_empty() || !cells.raw(column).is_empty() {
        return Ok(None);
    }
    let said = match column.target() {
        Some(Target::Said(said, _)) => said_by(layout.table, said, cells),
        _ => "",
    };
    for number in &layout.naturals {
        let text = cells.at(Some(number.place)).trim();
        let fits = said.is_empty() || number.kind.label().is(said);
        if number.column == column.place && fits && !text.is_empty() {
            return Ok(Some(Natural {
                column: column.place,
                kind: number.kind,
                number: number.kind.read(column.name, text)?,
            }));
        }
    }
    Ok(None)
}

/// What a kind column says.
fn said_by<'a>(table: &Table, said: &str, cells: &Cells<'a>) -> &'a str {
    table
        .column(said)
        .map_or("", |column| cells.raw(column).trim())
}

fn cell(
    layout: &Layout,
    column: &Column,
    cells: &mut Cells<'_>,
    slots: &mut [Value],
) -> Result<(), Refusal> {
    let value = match &column.meaning {
        Meaning::Start(to) | Meaning::End(to) => reference(layout.table, column, *to, cells)?,
        Meaning::Link(of) => reference(layout.table, column, of.to, cells)?,
        _ if !column.required && layout.place(column).is_none() => return Ok(()),
        Meaning::Id => id(column, cells)?,
        Meaning::RegionId | Meaning::Region => return region(column, cells, slots),
        Meaning::Since | Meaning::Until => return partial(column, cells, slots),
        Meaning::Period => return period(column, cells, slots),
        Meaning::DayAndMonth => {
            let day = plain(column, cells, day::day)?;
            if let [on, month, ..] = slots {
                *month = day.map_or(Value::Null, |day| day.format("%Y-%m").to_string().into());
                *on = date(day);
            }
            return Ok(());
        }
        Meaning::Kind(labels) => plain(column, cells, |word| kind(labels, word))?.map(Value::from),
        Meaning::Code(list) => plain(column, cells, |word| list.word(word))?.map(Value::from),
        Meaning::Level => plain(column, cells, Level::from_str)?.map(|level| level.as_str().into()),
        Meaning::Text | Meaning::Address => plain(column, cells, text)?.map(Value::from),
        Meaning::Texts => cells.list(column, text)?.map(Value::from),
        Meaning::Ids(_) => cells.list(column, any_id)?.map(Value::from),
        Meaning::Money => plain(column, cells, amount)?.map(|money| money.fen().into()),
        Meaning::Change => plain(column, cells, change)?.map(|money| money.fen().into()),
        Meaning::Rate => plain(column, cells, rate)?.map(Value::from),
        Meaning::Area => plain(column, cells, area)?.map(Value::from),
        Meaning::Share => plain(column, cells, share)?.map(Value::from),
        Meaning::Measure => plain(column, cells, quantity)?.and_then(float),
        Meaning::Degrees(most) => plain(column, cells, degrees(*most))?.and_then(float),
        Meaning::Count(most) => plain(column, cells, count(*most))?.map(Value::from),
        Meaning::Truth => plain(column, cells, truth)?.map(Value::from),
        Meaning::Day => plain(column, cells, day::day)?.map(|day| date(Some(day))),
        Meaning::Instant => plain(column, cells, instant)?.map(Value::from),
        Meaning::IdNumber => checked(column, cells, IdNumber::from_str, IdNumber::is_suspicious)?,
        Meaning::CreditCode => checked(
            column,
            cells,
            CreditCode::from_str,
            CreditCode::is_suspicious,
        )?,
        Meaning::Phone => plain(column, cells, Phone::from_str)?.map(|phone| phone.as_str().into()),
        Meaning::AccountNumber => {
            plain(column, cells, AccountNumber::from_str)?.map(|number| number.as_str().into())
        }
        Meaning::Relation => plain(column, cells, relation)?.map(Value::from),
    };
    if let (Some(slot), Some(value)) = (slots.first_mut(), value) {
        *slot = value;
    }
    Ok(())
}

/// A cell that may be empty where the column may.
fn plain<T>(
    column: &Column,
    cells: &Cells<'_>,
    parse: impl FnOnce(&str) -> Result<T, Invalid>,
) -> Result<Option<T>, Refusal> {
    if column.required {
        cells.required(column, parse).map(Some)
    } else {
        cells.optional(column, parse)
    }
}

/// An id, which is not freed of blanks: two ids are equal only when their texts are.
fn id(column: &Column, cells: &Cells<'_>) -> Result<Option<Value>, Refusal> {
    let text = cells.raw(column);
    if text.is_empty() && !column.required {
        return Ok(None);
    }
    ids::check(text).map_err(|invalid| Refusal {
        column: column.name,
        value: text.to_owned(),
        invalid,
    })?;
    Ok(Some(text.into()))
}

/// An id of a label that another column may have to say.
fn reference(
    table: &Table,
    column: &Column,
    to: Target,
    cells: &Cells<'_>,
) -> Result<Option<Value>, Refusal> {
    if let Target::Said(said, default) = to {
        let needed = table.column(said).is_some_and(|said| said.required);
        match (
            said_by(table, said, cells).is_empty(),
            cells.raw(column).is_empty(),
        ) {
            (true, false) if default.is_none() => {
                let reason = format!(
                    "{said} is needed here, as it says what {} belongs to",
                    column.name
                );
                return Err(Refusal::new(
                    said_column(table, said),
                    "",
                    Fault::MissingValue,
                    reason,
                ));
            }
            (true, true) if !needed && !column.required => return Ok(None),
            (false, true) => {
                let reason = format!("{} is needed here, as {said} is given", column.name);
                return Err(Refusal::new(column.name, "", Fault::MissingValue, reason));
            }
            _ => {}
        }
    }
    id(column, cells)
}

fn said_column(table: &Table, said: &'static str) -> &'static str {
    table.column(said).map_or(said, |column| column.name)
}

fn region(column: &Column, cells: &Cells<'_>, slots: &mut [Value]) -> Result<(), Refusal> {
    if let Some(code) = plain(column, cells, RegionCode::from_str)? {
        place::fill(&code, slots);
    }
    Ok(())
}

fn partial(column: &Column, cells: &Cells<'_>, slots: &mut [Value]) -> Result<(), Refusal> {
    let read = plain(column, cells, PartialDate::from_str)?;
    if let (Some(read), [on, precision, ..]) = (read, slots) {
        let first = matches!(column.meaning, Meaning::Since);
        *on = date(Some(if first { read.first } else { read.last }));
        if read.precision != Precision::Day {
            *precision = read.precision.as_str().into();
        }
    }
    Ok(())
}

fn period(column: &Column, cells: &Cells<'_>, slots: &mut [Value]) -> Result<(), Refusal> {
    let read = plain(column, cells, Interval::period)?;
    if let (Some(read), [from, to, ..]) = (read, slots) {
        *from = date(read.from);
        *to = date(read.to);
    }
    Ok(())
}

/// A number whose check character may contradict the rest: worth a warning, and kept.
fn checked<T: AsRef<str>>(
    column: &Column,
    cells: &mut Cells<'_>,
    parse: impl FnOnce(&str) -> Result<T, Invalid>,
    suspicious: impl FnOnce(&T) -> bool,
) -> Result<Option<Value>, Refusal> {
    let number = plain(column, cells, parse)?;
    if number.as_ref().is_some_and(suspicious) {
        let words = "the check character of this number contradicts the rest";
        cells.doubt(column.name, Doubt::WrongCheckDigit, words);
    }
    Ok(number.map(|number| number.as_ref().into()))
}

fn kind(labels: &[Label], word: &str) -> Result<String, Invalid> {
    if labels.iter().any(|label| label.is(word)) {
        return Ok(word.to_owned());
    }
    let words: Vec<String> = labels.iter().map(|label| label.word()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Err(crate::model::codes::unknown(&words))
}

fn any_id(text: &str) -> Result<String, Invalid> {
    ids::check(text)?;
    Ok(text.to_owned())
}

fn instant(text: &str) -> Result<i64, Invalid> {
    let wrong = || {
        Invalid::new(
            Fault::BadDate,
            "an instant is written 2024-03-05T14:30:00+08:00, from 1900 to 2100",
        )
    };
    let instant = DateTime::parse_from_rfc3339(text).map_err(|_| wrong())?;
    let [first, last] = day::BOUNDS;
    Some(instant.timestamp_millis())
        .filter(|_| (first..=last).contains(&instant.date_naive()))
        .ok_or_else(wrong)
}

fn date(day: Option<NaiveDate>) -> Value {
    day.map_or(Value::Null, |day| day.to_string().into())
}

fn float(number: f64) -> Option<Value> {
    Number::from_f64(number).map(Value::Number)
}
