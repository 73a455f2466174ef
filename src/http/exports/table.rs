//! Tables on their way out: CSV, line by line, or a workbook. No cell is a formula.

use csv::WriterBuilder;
use rust_xlsxwriter::{Workbook, XlsxError};
use serde::Deserialize;

use crate::load::harmless;

/// What a table is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Format {
    /// CSV in UTF-8 behind a byte order mark, without which spreadsheets read other characters.
    Csv,
    /// An Office Open XML workbook (ECMA-376).
    Excel,
}

impl Format {
    /// The ending of a file.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Excel => "xlsx",
        }
    }

    /// The media type.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written: {0}")]
pub(super) struct Unwritten(#[from] XlsxError);

/// The first lines of a CSV file.
pub(super) fn head(lines: &[Vec<String>]) -> Vec<u8> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend_from_slice(&self::lines(lines));
    bytes
}

/// Lines of a CSV file.
pub(super) fn lines(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        // Into memory, which takes everything.
        let _ = match row.is_empty() {
            true => writer.write_record([""]),
            false => writer.write_record(row.iter().map(|cell| harmless(cell).into_owned())),
        };
    }
    writer.into_inner().unwrap_or_default()
}

/// A workbook with one sheet.
pub(super) struct Sheet {
    workbook: Workbook,
    row: u32,
}

impl Sheet {
    /// A sheet that begins with some lines.
    pub fn new(head: &[Vec<String>]) -> Result<Self, Unwritten> {
        let mut workbook = Workbook::new();
        workbook.add_worksheet_with_constant_memory()?;
        let mut sheet = Self { workbook, row: 0 };
        sheet.add(head)?;
        Ok(sheet)
    }

    /// Adds rows. Every cell is a text, which no spreadsheet runs.
    pub fn add(&mut self, rows: &[Vec<String>]) -> Result<(), Unwritten> {
        let worksheet = self.workbook.worksheet_from_index(0)?;
        for row in rows {
            for (column, cell) in (0..).zip(row) {
                worksheet.write_string(self.row, column, cell.as_str())?;
            }
            self.row += 1;
        }
        Ok(())
    }

    /// The file.
    pub fn done(mut self) -> Result<Vec<u8>, Unwritten> {
        Ok(self.workbook.save_to_buffer()?)
    }
}
