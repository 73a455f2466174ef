//! Cells of a workbook as text.

use calamine::{Data, DataRef, ExcelDateTime};
use csv::StringRecord;

use crate::load::read::records::{Kind, Record};

/// Columns further right are no table's.
const MOST_COLUMNS: u32 = 1_000;
/// Digits that a workbook keeps of a number.
const DIGITS: i32 = 15;
/// Numbers from here on have lost digits: 10 to the power of 15.
const TOO_LARGE: f64 = 1e15;

/// A row that is being filled from left to right.
#[derive(Default)]
pub(super) struct Row {
    number: u32,
    cells: Vec<(String, Kind)>,
}

impl Row {
    /// The row of a number, counted from 0.
    pub fn at(number: u32) -> Self {
        Self {
            number,
            cells: Vec::new(),
        }
    }

    pub fn number(&self) -> u32 {
        self.number
    }

    /// Puts a cell where it stands.
    pub fn put(&mut self, place: u32, cell: &impl Shown) -> Result<(), String> {
        let (text, kind) = cell.shown();
        if text.is_empty() {
            return Ok(());
        }
        if place >= MOST_COLUMNS {
            return Err(format!(
                "row {} has a cell beyond column {MOST_COLUMNS}; clear what does not belong to the table",
                u64::from(self.number) + 1
            ));
        }
        let place = place as usize;
        if self.cells.len() <= place {
            self.cells.resize_with(place + 1, Default::default);
        }
        if let Some(there) = self.cells.get_mut(place) {
            *there = (text, kind);
        }
        Ok(())
    }

    /// The row, if anything stands in it.
    pub fn finish(self) -> Option<Record> {
        let (texts, kinds): (Vec<String>, Vec<Kind>) = self.cells.into_iter().unzip();
        let record = Record {
            number: u64::from(self.number) + 1,
            cells: StringRecord::from(texts),
            kinds,
            ragged: true,
        };
        (!record.is_blank()).then_some(record)
    }
}

/// A cell as text.
pub(super) trait Shown {
    /// Its text, and what kind of cell it is.
    fn shown(&self) -> (String, Kind);
}

impl Shown for Data {
    fn shown(&self) -> (String, Kind) {
        match self {
            Self::Empty => Default::default(),
            Self::Int(number) => whole(*number),
            Self::Float(number) => decimal(*number),
            Self::Bool(truth) => (truth.to_string(), Kind::Text),
            Self::DateTime(moment) => date(moment),
            Self::Error(error) => (error.to_string(), Kind::Error),
            Self::String(text) | Self::DateTimeIso(text) | Self::DurationIso(text) => {
                (text.clone(), Kind::Text)
            }
        }
    }
}

impl Shown for DataRef<'_> {
    fn shown(&self) -> (String, Kind) {
        match self {
            Self::Empty => Default::default(),
            Self::Int(number) => whole(*number),
            Self::Float(number) => decimal(*number),
            Self::Bool(truth) => (truth.to_string(), Kind::Text),
            Self::DateTime(moment) => date(moment),
            Self::Error(error) => (error.to_string(), Kind::Error),
            Self::SharedString(text) => ((*text).to_owned(), Kind::Text),
            Self::String(text) | Self::DateTimeIso(text) | Self::DurationIso(text) => {
                (text.clone(), Kind::Text)
            }
        }
    }
}

fn whole(number: i64) -> (String, Kind) {
    let kind = match number.unsigned_abs() {
        ..1_000_000_000_000_000 => Kind::Number,
        _ => Kind::Rounded,
    };
    (number.to_string(), kind)
}

/// The digits that the workbook keeps, never with an exponent.
pub(super) fn decimal(number: f64) -> (String, Kind) {
    if number.is_nan() || number.abs() >= TOO_LARGE {
        return (number.to_string(), Kind::Rounded);
    }
    if number == 0.0 {
        return ("0".into(), Kind::Number);
    }
    // A number below one has its digits further right, but not endlessly.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the logarithm of a finite number is small"
    )]
    let before = number.abs().log10().floor() as i32 + 1;
    let places = usize::try_from((DIGITS - before).clamp(0, 40)).unwrap_or_default();
    let text = format!("{number:.places$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    (text.to_owned(), Kind::Number)
}

fn date(moment: &ExcelDateTime) -> (String, Kind) {
    let serial = moment.as_f64();
    // A time of day, or a span of time, is no date.
    if !moment.is_datetime() || serial < 1.0 {
        return decimal(serial);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let text = match (hour, minute, second) {
        (0, 0, 0) => date,
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
    };
    (text, Kind::Text)
}
