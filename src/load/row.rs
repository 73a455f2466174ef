//! What a row means: its cells read as the catalogue says, column by column.

use std::{fmt::Write, str::FromStr};

use chrono::{DateTime, NaiveDate};
use serde_json::{Number, Value};

use super::{
    catalogue::{Column, Label, Meaning, Shape, Table, Target},
    finding::{Doubt, Refusal},
    read::{
        cells::{Cells, Doubtful},
        layout::Layout,
        place,
        rows::Line,
        values::{
            amount, area, change, count, degrees, quantity, rate, relation, share, text, truth,
        },
    },
    transaction::hash,
};
use crate::model::{
    Fault, Interval, Invalid, Level, LinkId, PartialDate, Precision, RegionCode, day,
    identity::{AccountNumber, CreditCode, IdNumber, Phone},
    ids,
};

/// A row that was read.
pub(super) struct Row {
    /// Where it stands; its text is there while it may still be refused.
    pub line: Line,
    /// The place of its source's batch.
    pub batch: usize,
    /// The id of the node or link that it becomes.
    pub id: String,
    /// Its values, by the table's slots.
    pub values: Vec<Value>,
    /// What its values hash to: equal for rows that mean the same, however they are written.
    pub digest: i64,
    /// What tells it from other rows between the same ends.
    pub occurrence: String,
    /// Ends that are named by a number instead of an id.
    pub naturals: Vec<Natural>,
    pub doubts: Vec<Doubtful>,
}

/// A number handed over in place of an id.
pub(super) struct Natural {
    /// The place of the column among the table's.
    pub column: usize,
    pub kind: NaturalKind,
    pub number: String,
}

/// Which number stands in place of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NaturalKind {
    IdNumber,
    CreditCode,
    AccountNumber,
}

impl NaturalKind {
    /// The kinds of number that a label is known by.
    pub fn of(label: Label) -> Option<Self> {
        match label.0 {
            "Person" => Some(Self::IdNumber),
            "Company" => Some(Self::CreditCode),
            "Account" => Some(Self::AccountNumber),
            _ => None,
        }
    }

    pub fn label(self) -> Label {
        Label(match self {
            Self::IdNumber => "Person",
            Self::CreditCode => "Company",
            Self::AccountNumber => "Account",
        })
    }

    /// The column that holds the number in place of an id: `payeeIdNumber` for `payeeId`, and the
    /// row's own `idNumber` for `id`.
    pub fn column(self, of: &str) -> String {
        let ending = match self {
            Self::IdNumber => "IdNumber",
            Self::CreditCode => "CreditCode",
            Self::AccountNumber => "AccountNumber",
        };
        match (of.strip_suffix("Id"), self) {
            (Some(stem), Self::AccountNumber) if stem.ends_with("ccount") => {
                format!("{stem}Number")
            }
            (Some(stem), _) => format!("{stem}{ending}"),
            (None, Self::AccountNumber) => "number".to_owned(),
            (None, _) => ending[..1].to_lowercase() + &ending[1..],
        }
    }

    fn read(self, column: &'static str, text: &str) -> Result<String, Refusal> {
        match self {
            Self::IdNumber => IdNumber::from_str(text).map(|number| number.as_str().to_owned()),
            Self::CreditCode => CreditCode::from_str(text).map(|code| code.as_str().to_owned()),
            Self::AccountNumber => {
                AccountNumber::from_str(text).map(|number| number.as_str().to_owned())
            }
        }
        .map_err(|invalid| Refusal {
            column,
            value: text.to_owned(),
            invalid,
        })
    }
}

impl Table {
    /// The numbers that may stand in place of a column's id, with the column of each.
    pub fn naturals(&self, column: &Column) -> Vec<(NaturalKind, String)> {
        let labels = match (&column.meaning, self.shape) {
            (Meaning::Id, Shape::Node(label)) => vec![label],
            _ => column.target().map_or(Vec::new(), |to| self.labels(to)),
        };
        labels
            .into_iter()
            .filter_map(NaturalKind::of)
            .map(|kind| (kind, kind.column(column.name)))
            .collect()
    }
}

/// Reads a row. Where an end is named by a number, its id and digest are provisional until the
/// number is resolved and the row sealed again.
pub(super) fn read(layout: &Layout, line: &Line) -> Result<Row, Refusal> {
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

impl Row {
    /// A value as text.
    pub fn text(&self, slot: usize) -> Option<&str> {
        self.values.get(slot)?.as_str()
    }

    /// The text of a column's first slot.
    pub fn of(&self, table: &Table, column: &str) -> Option<&str> {
        self.text(table.column(column)?.slot)
    }

    /// The label and the id of what a column points at.
    pub fn end<'row>(&'row self, table: &Table, column: &Column) -> Option<(Label, &'row str)> {
        let target = column.target()?;
        let id = self.text(column.slot)?;
        let label = match target {
            Target::Of(label) => label,
            Target::Said(said, default) => {
                match (
                    self.of(table, said),
                    table.column(said).map(|said| &said.meaning),
                ) {
                    (Some(word), Some(Meaning::Kind(labels))) => {
                        *labels.iter().find(|label| label.is(word))?
                    }
                    (Some(word), _) => default.filter(|label| label.is(word))?,
                    (None, _) => default?,
                }
            }
        };
        Some((label, id))
    }

    /// Everything that the row points at: the column, the label, the id.
    pub fn references<'row>(
        &'row self,
        table: &'static Table,
    ) -> impl Iterator<Item = (&'static Column, Label, &'row str)> {
        table.columns.iter().filter_map(|column| {
            let (label, id) = self.end(table, column)?;
            Some((column, label, id))
        })
    }

    /// Fixes the row's id and digest, once its ends are known by id.
    pub fn seal(&mut self, table: &'static Table) {
        self.id = match self.of(table, "id") {
            Some(id) => id.to_owned(),
            None => self.computed(table),
        };
        self.digest = self.hashed(table);
    }

    /// An id made of what the row is: its ends and type, or its keys, and its occurrence.
    fn computed(&self, table: &'static Table) -> String {
        let named = |column: &Column| match (column.target(), self.end(table, column)) {
            (Some(Target::Said(..)), Some((label, id))) => format!("{}:{id}", label.word()),
            (_, Some((_, id))) => id.to_owned(),
            _ => self.values.get(column.slot).map_or(String::new(), plainly),
        };
        let keys: Vec<String> = table
            .columns
            .iter()
            .filter(|column| column.key)
            .map(named)
            .collect();
        let Some([start, end]) = table.ends() else {
            return LinkId::of(table.name, &keys.join("\u{1e}"), "", "", &self.occurrence)
                .as_str()
                .to_owned();
        };
        let mut kind = match table.shape {
            Shape::Link(super::catalogue::LinkType::Fixed(kind)) => kind.to_owned(),
            _ => self.of(table, "kind").unwrap_or_default().to_owned(),
        };
        for key in keys {
            kind += ":";
            kind += &key;
        }
        LinkId::of(
            table.name,
            &named(start),
            &named(end),
            &kind,
            &self.occurrence,
        )
        .as_str()
        .to_owned()
    }

    /// Empty values do not count, so that a table may gain columns.
    fn hashed(&self, table: &Table) -> i64 {
        let mut text = String::with_capacity(512);
        for (slot, value) in table.slots.iter().zip(&self.values) {
            let name = &slot.name;
            // Writing to a string does not fail.
            let _ = match value {
                Value::Null => Ok(()),
                Value::String(value) => write!(text, "{name}\u{1f}{value}\u{1e}"),
                value => write!(text, "{name}\u{1f}{value}\u{1e}"),
            };
        }
        hash(text.as_bytes())
    }
}

/// A value as text, without the quotes of one.
pub(super) fn plainly(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
