//! A sheet of a workbook: Excel's two kinds, and OpenDocument.
//!
//! A thread of its own reads the sheet and hands over rows, so that the rows of a large workbook
//! are not held at once, and a broken one that makes the reader fall over ends only that thread.

mod cells;
#[cfg(test)]
pub(in crate::load) mod tests;

use std::{
    io::{self, Cursor, Read},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use calamine::{Ods, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsx};
use zip::ZipArchive;

use super::records::{Record, Records};
use crate::load::FileFault;
use cells::Row;

/// Largest workbook read.
const MOST_BYTES: u64 = 128 * 1024 * 1024;
/// What a workbook of any size may hold once unpacked.
const ALWAYS_ALLOWED: u64 = 64 * 1024 * 1024;
/// A sheet shrinks to a tenth or so; what grows beyond this is made to fill memory.
const MOST_GROWTH: u64 = 60;
/// Rows that wait for whoever asks for them.
const AHEAD: usize = 256;

type Bytes = Cursor<Vec<u8>>;

/// The rows of a sheet.
pub(in crate::load) struct Workbook {
    name: String,
    rows: Receiver<Handed>,
    ended: bool,
}

/// What the reading thread hands over.
enum Handed {
    Row(Record),
    End,
    Fault(String),
}

impl Workbook {
    /// Begins to read the sheet of a name, or the only one that holds anything.
    pub fn open(
        name: &str,
        source: Box<dyn Read + Send>,
        sheet: Option<&str>,
    ) -> Result<Self, FileFault> {
        let fault = |why: String| FileFault::new(name, None, why);
        let bytes = whole(source).map_err(fault)?;
        let kind = Book::told(&bytes).map_err(fault)?;
        let (sender, rows) = sync_channel(AHEAD);
        let sheet = sheet.map(str::to_owned);
        thread::Builder::new()
            .name("workbook".into())
            .spawn(move || {
                let last = match kind.read(bytes, sheet.as_deref(), &sender) {
                    Ok(()) => Handed::End,
                    Err(why) => Handed::Fault(why),
                };
                // Nobody asks for more when the other end is gone.
                let _ = sender.send(last);
            })
            .map_err(|error| fault(format!("it cannot be read: {error}")))?;
        Ok(Self {
            name: name.to_owned(),
            rows,
            ended: false,
        })
    }
}

impl Records for Workbook {
    fn next(&mut self) -> Result<Option<Record>, FileFault> {
        if self.ended {
            return Ok(None);
        }
        let why = match self.rows.recv() {
            Ok(Handed::Row(record)) => return Ok(Some(record)),
            Ok(Handed::End) => {
                self.ended = true;
                return Ok(None);
            }
            Ok(Handed::Fault(why)) => why,
            Err(_) => "it is damaged; save it again, or save the sheet as CSV".into(),
        };
        self.ended = true;
        Err(FileFault::new(&self.name, None, why))
    }
}

fn whole(source: Box<dyn Read + Send>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    source
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("it cannot be read: {error}"))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!(
            "a workbook of more than {} MB is not read; save the sheet as CSV",
            MOST_BYTES / 1024 / 1024
        ));
    }
    Ok(bytes)
}

/// The kinds of workbook.
#[derive(Clone, Copy)]
enum Book {
    Xls,
    Xlsx,
    Ods,
}

impl Book {
    /// The kind that the bytes are, once it is sure that they do not swell.
    fn told(bytes: &[u8]) -> Result<Self, String> {
        if !bytes.starts_with(b"PK") {
            return Ok(Self::Xls);
        }
        let damaged = |_| "it is no workbook, or a damaged one; save it again".to_owned();
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let most = ALWAYS_ALLOWED.max(bytes.len() as u64 * MOST_GROWTH);
        let mut left = most;
        for place in 0..archive.len() {
            let mut entry = archive.by_index(place).map_err(damaged)?.take(left + 1);
            let size = io::copy(&mut entry, &mut io::sink())
                .map_err(|_| "it is damaged or incomplete; save it again".to_owned())?;
            left = left.checked_sub(size).ok_or_else(|| {
                format!("unpacked it is more than {MOST_GROWTH} times its size, as no workbook is")
            })?;
        }
        let has = |name: &str| {
            archive
                .file_names()
                .any(|file| file.is_ok_and(|file| file == name))
        };
        if has("xl/workbook.xml") {
            Ok(Self::Xlsx)
        } else if has("content.xml") {
            Ok(Self::Ods)
        } else {
            Err("it is no workbook that is read here; save it as .xlsx or as CSV".into())
        }
    }

    fn read(
        self,
        bytes: Vec<u8>,
        sheet: Option<&str>,
        sender: &SyncSender<Handed>,
    ) -> Result<(), String> {
        let bytes = Cursor::new(bytes);
        match self {
            Self::Xlsx => streamed(&mut Xlsx::new(bytes).map_err(unreadable)?, sheet, sender),
            Self::Xls => at_once(&mut Xls::new(bytes).map_err(unreadable)?, sheet, sender),
            Self::Ods => at_once(&mut Ods::new(bytes).map_err(unreadable)?, sheet, sender),
        }
    }
}

fn unreadable(error: impl std::fmt::Display) -> String {
    format!("the workbook cannot be read ({error}); take off its password, or save it again")
}

/// The sheet asked for, or the only one that holds anything.
fn chosen(
    sheets: &[Sheet],
    asked: Option<&str>,
    mut holds: impl FnMut(&str) -> Result<bool, String>,
) -> Result<String, String> {
    let sheets: Vec<&str> = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .filter(|sheet| asked.is_some() || sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.as_str())
        .collect();
    if let Some(asked) = asked {
        let found = sheets.iter().find(|name| name.trim() == asked.trim());
        return found.map(|name| (*name).to_owned()).ok_or_else(|| {
            format!(
                "it has no sheet {asked}; its sheets are {}",
                sheets.join(", ")
            )
        });
    }
    let mut full = Vec::new();
    for name in sheets {
        if holds(name)? {
            full.push(name);
        }
    }
    match full.as_slice() {
        [only] => Ok((*only).to_owned()),
        [] => Err("none of its sheets holds anything".into()),
        several => Err(format!(
            "it has several sheets; say in mapping.toml which is meant, with sheet = \"…\": {}",
            several.join(", ")
        )),
    }
}

/// Reads row by row.
fn streamed(
    book: &mut Xlsx<Bytes>,
    sheet: Option<&str>,
    sender: &SyncSender<Handed>,
) -> Result<(), String> {
    let sheets = book.sheets_metadata().to_vec();
    let name = chosen(&sheets, sheet, |name| {
        let mut cells = book.worksheet_cells_reader(name).map_err(unreadable)?;
        Ok(cells.next_cell().map_err(unreadable)?.is_some())
    })?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(unreadable)?;
    let mut row = Row::default();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (number, place) = cell.get_position();
        if number != row.number()
            && let Some(record) = std::mem::replace(&mut row, Row::at(number)).finish()
            && sender.send(Handed::Row(record)).is_err()
        {
            return Ok(());
        }
        row.put(place, cell.get_value())?;
    }
    if let Some(record) = row.finish() {
        let _ = sender.send(Handed::Row(record));
    }
    Ok(())
}

/// Reads a kind of workbook that comes whole.
fn at_once<B>(book: &mut B, sheet: Option<&str>, sender: &SyncSender<Handed>) -> Result<(), String>
where
    B: Reader<Bytes>,
    B::Error: std::fmt::Display,
{
    let sheets = book.sheets_metadata().to_vec();
    let name = chosen(&sheets, sheet, |name| {
        let range = book.worksheet_range(name).map_err(unreadable)?;
        Ok(range.used_cells().next().is_some())
    })?;
    let range = book.worksheet_range(&name).map_err(unreadable)?;
    let (first, left) = range.start().unwrap_or_default();
    for (number, cells) in (first..).zip(range.rows()) {
        let mut row = Row::at(number);
        for (place, cell) in (left..).zip(cells) {
            row.put(place, cell)?;
        }
        if let Some(record) = row.finish()
            && sender.send(Handed::Row(record)).is_err()
        {
            return Ok(());
        }
    }
    Ok(())
}
