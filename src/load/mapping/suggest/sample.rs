//! The first rows of a file.

use super::likeness::Guess;
use crate::load::{
    FileFault,
    deliveries::records,
    mapping::{convert::tidy, date::DateForm, target::Sense},
    read::{
        files::Files,
        records::{Kind, Record},
    },
};

/// Rows that are looked at.
const ROWS: usize = 200;
/// Rows among which the titles are looked for.
const HEADERS: usize = 8;
/// Date forms that are not recognised by themselves, since they could mean something else.
const FORMS: [&str; 4] = ["EXCEL", "YYYYMM", "DD/MM/YYYY", "MM/DD/YYYY"];

/// The first rows of a file, blank ones left out.
pub(super) struct Sample(Vec<Record>);

impl Sample {
    pub fn of(files: &dyn Files, file: &str) -> Result<Self, FileFault> {
        let mut records = records(files, file)?;
        let mut rows = Vec::new();
        while rows.len() < ROWS
            && let Some(record) = records.next()?
        {
            if !record.is_blank() {
                rows.push(record);
            }
        }
        Ok(Self(rows))
    }

    /// Rows that may hold the titles.
    pub fn headers(&self) -> impl Iterator<Item = usize> {
        0..self.0.len().min(HEADERS)
    }

    /// Where a row stands in the file.
    pub fn number(&self, row: usize) -> u64 {
        self.0.get(row).map_or(1, |record| record.number)
    }

    /// The titles of a row and where they stand.
    pub fn titles(&self, row: usize) -> impl Iterator<Item = (usize, &str)> {
        let cells = self
            .0
            .get(row)
            .into_iter()
            .flat_map(|record| record.cells.iter());
        cells
            .map(tidy)
            .enumerate()
            .filter(|(_, title)| !title.is_empty())
    }

    /// What stands below a title, where anything does.
    pub fn values(&self, row: usize, place: usize) -> impl Iterator<Item = (&str, Kind)> {
        let below = self.0.iter().skip(row + 1);
        let cells = below.map(move |record| record.cell(place));
        cells
            .map(|(text, kind)| (tidy(text), kind))
            .filter(|(text, _)| !text.is_empty())
    }

    /// The only form that all dates below a title have, where they are not recognised without it.
    pub fn date_form(&self, guess: &Guess<'_>, row: usize) -> Option<&'static str> {
        if !matches!(guess.column.sense, Sense::Date { .. } | Sense::Period) {
            return None;
        }
        let all = |form: &DateForm| {
            let mut values = self.values(row, guess.place).peekable();
            values.peek().is_some()
                && values.all(|(text, kind)| form.read(text, kind == Kind::Number).is_some())
        };
        if all(&DateForm::Recognised) {
            return None;
        }
        let mut alike = FORMS
            .iter()
            .filter(|form| DateForm::parse(form).is_some_and(|form| all(&form)));
        match (alike.next(), alike.next()) {
            (Some(form), None) => Some(form),
            _ => None,
        }
    }
}
