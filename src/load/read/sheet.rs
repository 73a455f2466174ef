//! One CSV file, row by row, whatever its encoding.

use std::io::{self, Cursor, Read};

use csv::{ReaderBuilder, StringRecord};

use super::{
    cells::Header,
    decode::{Charset, Decoded, Endless, Undecodable},
    files::Files,
    packed::unpacked,
    rejected::{self, Rejected},
    rows::{Line, Rows},
};
use crate::load::{FileFault, catalogue::Table, finding::Refusal, formula::original};
use crate::model::Fault;

/// Columns that a file of any table may have: which agency a row comes from, and its own key.
const ANYWHERE: [&str; 2] = [SOURCE, "sourceRow"];
/// Every file that is written here has it: cells of other files are left as they are.
const SOURCE: &str = "source";
/// A row over more lines than this is taken for a quotation mark that is never closed.
const LONGEST_ROW: u64 = 100;

/// An open file with its header read.
pub(in crate::load) struct Sheet<R> {
    name: String,
    reader: csv::Reader<Decoded<R>>,
    header: Header,
    /// Columns that the table does not have.
    unknown: Vec<String>,
    /// Its header as it stands.
    titles: StringRecord,
    /// Whether its cells are kept from being run as formulas by marks, as all that is written here.
    marked: bool,
    rejected: Option<Rejected>,
}

/// The bytes of a file, if it can be taken for text.
pub(in crate::load) fn open(
    files: &dyn Files,
    name: &str,
) -> Result<Box<dyn Read + Send>, FileFault> {
    let (start, source) = unpack(files, name)?;
    if is_workbook(&start) {
        let why = "it is a spreadsheet; save it as CSV in UTF-8";
        return Err(FileFault::new(name, None, why));
    }
    Ok(source)
}

/// Whether a file that begins so is a workbook, or packed as one.
pub(in crate::load) fn is_workbook(start: &[u8]) -> bool {
    matches!(start, [b'P', b'K', 3, 4] | [0xd0, 0xcf, 0x11, 0xe0])
}

/// The first bytes of a file, unpacked if it is packed, and all of it.
pub(in crate::load) fn unpack(files: &dyn Files, name: &str) -> Result<Started, FileFault> {
    let fault = |why: String| FileFault::new(name, None, why);
    let unreadable = |error| fault(format!("it cannot be read: {error}"));
    let source = files
        .open(name)
        .map_err(|error| fault(format!("it cannot be opened: {error}")))?
        .ok_or_else(|| fault("there is no such file".into()))?;
    let (start, source) = start(source).map_err(unreadable)?;
    unpacked(&start, source)
        .and_then(self::start)
        .map_err(unreadable)
}

/// The first bytes of a source, and all of it.
pub(in crate::load) type Started = (Vec<u8>, Box<dyn Read + Send>);

fn start(mut source: Box<dyn Read + Send>) -> io::Result<Started> {
    let mut start = Vec::new();
    Read::by_ref(&mut source).take(4).read_to_end(&mut start)?;
    let whole = Cursor::new(start.clone()).chain(source);
    Ok((start, Box::new(whole)))
}

impl<R: Read> Sheet<R> {
    /// Reads the header and holds it against the table's columns.
    pub fn new(name: &str, source: R, charset: Charset, table: &Table) -> Result<Self, FileFault> {
        let mut reader = ReaderBuilder::new()
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(Decoded::new(source, charset));
        reader.get_mut().begin_row();
        let titles = reader
            .headers()
            .map_err(|error| endless(name, 1, &error).unwrap_or_else(|| fault(name, error)))?
            .clone();
        let wrong = |why: String| Err(FileFault::new(name, Some(1), why));
        let mut header = Header::new();
        for (place, title) in titles.iter().enumerate() {
            let title = title.trim();
            if !title.is_empty() && header.insert(title.to_owned(), place).is_some() {
                return wrong(format!("the column {title} stands there twice"));
            }
        }
        let missing: Vec<&str> = table
            .columns
            .iter()
            .filter(|column| column.required && !header.contains_key(column.name))
            .filter(|column| {
                let mut numbers = table.naturals(column).into_iter();
                !numbers.any(|(_, number)| header.contains_key(&number))
            })
            .map(|column| column.name)
            .collect();
        if !missing.is_empty() {
            return wrong(format!(
                "the header lacks {}; it must name {} and may name {}",
                missing.join(", "),
                table.names(true).join(", "),
                table.names(false).join(", "),
            ));
        }
        let rejected = Rejected::of(&header);
        let marked = header.contains_key(SOURCE);
        let known = |title: &str| {
            ANYWHERE.contains(&title)
                || rejected.is_some() && rejected::COLUMNS.contains(&title)
                || table.column(title).is_some()
                || table.columns.iter().any(|column| {
                    let numbers = table.naturals(column);
                    numbers.iter().any(|(_, number)| number == title)
                })
        };
        let mut unknown: Vec<String> = header
            .keys()
            .filter(|title| !known(title))
            .cloned()
            .collect();
        unknown.sort_unstable();
        Ok(Self {
            name: name.to_owned(),
            reader,
            header,
            unknown,
            titles,
            marked,
            rejected,
        })
    }

    /// Why a row cannot be one of this file, where it has more or fewer cells than the header.
    fn misshapen(&self, record: &StringRecord) -> Option<Refusal> {
        let (width, cells) = (self.titles.len(), record.len());
        (cells != width).then(|| {
            let reason = format!("the header has {width} cells, this row {cells}");
            Refusal::new("", "", Fault::BadRow, reason)
        })
    }
}

impl<R: Read + Send> Rows for Sheet<R> {
    fn header(&self) -> &Header {
        &self.header
    }

    fn titles(&self) -> Vec<String> {
        self.titles
            .iter()
            .map(|title| title.trim().to_owned())
            .collect()
    }

    fn unknown(&self) -> &[String] {
        &self.unknown
    }

    fn next(&mut self) -> Result<Option<Line>, FileFault> {
        let mut record = StringRecord::new();
        self.reader.get_mut().begin_row();
        let begins = self.reader.position().line();
        let more = self.reader.read_record(&mut record).map_err(|error| {
            endless(&self.name, begins, &error).unwrap_or_else(|| fault(&self.name, error))
        })?;
        if !more {
            return Ok(None);
        }
        let number = record.position().map_or(0, csv::Position::line);
        if self.marked {
            record = as_meant(record);
        }
        if self.reader.position().line().saturating_sub(number) > LONGEST_ROW {
            return Err(FileFault::new(
                &self.name,
                Some(number),
                "a quotation mark opens in this row and is not closed; close it or leave it out",
            ));
        }
        let mut line = Line {
            number,
            refusal: self.misshapen(&record),
            record,
            ..Line::default()
        };
        if let Some(rejected) = &self.rejected {
            rejected.restore(&mut line);
        }
        Ok(Some(line))
    }
}

/// The record without the marks that keep its cells from being run as formulas.
fn as_meant(record: StringRecord) -> StringRecord {
    if record.iter().any(|cell| original(cell) != cell) {
        record.iter().map(original).collect()
    } else {
        record
    }
}

/// A row that does not end, and where it begins.
fn endless(name: &str, line: u64, error: &csv::Error) -> Option<FileFault> {
    let csv::ErrorKind::Io(io) = error.kind() else {
        return None;
    };
    let endless: &Endless = io.get_ref()?.downcast_ref()?;
    Some(FileFault::new(name, Some(line), endless.to_string()))
}

/// Why a file cannot be read on.
pub(in crate::load) fn fault(name: &str, error: csv::Error) -> FileFault {
    let wrong = match error.kind() {
        csv::ErrorKind::Io(io) => io.get_ref().and_then(|inner| inner.downcast_ref()),
        _ => None,
    };
    match wrong {
        Some(Undecodable { line }) => FileFault::undecodable(name, *line),
        None => FileFault::new(name, None, format!("it cannot be read: {error}")),
    }
}
