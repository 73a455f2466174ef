//! A text file of cells, whatever parts them and whatever encoding they are in.

use std::{
    io::{self, Cursor, Read},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use csv::{ReaderBuilder, StringRecord};

use super::{
    decode::{Charset, Decoded},
    records::{Record, Records},
    sheet,
};
use crate::load::FileFault;

/// A row of more bytes is none: a quotation mark is never closed, or the file is no table.
const LONGEST: usize = 8 * 1024 * 1024;
/// What may part cells, where the mapping does not say; the comma wins.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// How much of a file is looked at to tell what parts its cells.
const HEAD: u64 = 16 * 1024;

/// The rows of a text file.
pub(in crate::load) struct Delimited {
    name: String,
    reader: csv::Reader<Bounded<Box<dyn Read + Send>>>,
    taken: Arc<AtomicUsize>,
    /// Whether the reader has counted the end of a row's last line when it hands out the row; of
    /// two letters it has seen the first only.
    counted: u64,
    /// The last line of the row before.
    last: u64,
}

impl Delimited {
    /// Begins to read.
    pub fn new(
        name: &str,
        source: Box<dyn Read + Send>,
        charset: Charset,
        delimiter: Option<u8>,
    ) -> Result<Self, FileFault> {
        let mut text = Decoded::new(source, charset);
        let mut head = Vec::new();
        Read::by_ref(&mut text)
            .take(HEAD)
            .read_to_end(&mut head)
            .map_err(|error| sheet::fault(name, error.into()))?;
        let delimiter = delimiter.unwrap_or_else(|| delimiter_of(&head));
        let carriage = memchr::memmem::find(&head, b"\r\n").is_some();
        let text: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(text));
        let taken = Arc::new(AtomicUsize::new(0));
        let reader = ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(delimiter)
            .from_reader(Bounded {
                source: text,
                taken: taken.clone(),
            });
        Ok(Self {
            name: name.to_owned(),
            reader,
            taken,
            counted: u64::from(!carriage),
            last: 0,
        })
    }
}

impl Records for Delimited {
    fn next(&mut self) -> Result<Option<Record>, FileFault> {
        self.taken.store(0, Ordering::Relaxed);
        let mut cells = StringRecord::new();
        let more = self.reader.read_record(&mut cells).map_err(|error| {
            let mut fault = sheet::fault(&self.name, error);
            fault.line = fault.line.or(Some(self.last + 1));
            fault
        })?;
        if !more {
            return Ok(None);
        }
        // The reader itself counts blank lines before a row as part of it.
        let breaks = cells
            .as_slice()
            .bytes()
            .filter(|byte| *byte == b'\n')
            .count() as u64;
        let last = self.reader.position().line().saturating_sub(self.counted);
        let number = last.saturating_sub(breaks).max(self.last + 1);
        self.last = number + breaks;
        Ok(Some(Record {
            number,
            cells,
            ..Record::default()
        }))
    }
}

/// The delimiter that the first line with any of them has most of, outside quotation marks.
fn delimiter_of(head: &[u8]) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && counts.iter().any(|count| *count > 0) => break,
            byte if !quoted => {
                if let Some(place) = DELIMITERS.iter().position(|mark| mark == byte)
                    && let Some(count) = counts.get_mut(place)
                {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let place = counts.iter().position(|count| *count == most);
    place
        .and_then(|place| DELIMITERS.get(place).copied())
        .unwrap_or(b',')
}

/// A reader that fails when more passes through it than a row may hold.
struct Bounded<R> {
    source: R,
    /// Bytes since the row began.
    taken: Arc<AtomicUsize>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        if self.taken.fetch_add(count, Ordering::Relaxed) > LONGEST {
            return Err(io::Error::other(
                "this row does not end within 8 MB; close its quotation mark, or leave the file out if it is no table",
            ));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: Vec<u8>, charset: Charset) -> Result<Vec<(u64, Vec<String>)>, FileFault> {
        let mut file = Delimited::new("a.csv", Box::new(Cursor::new(bytes)), charset, None)?;
        let mut rows = Vec::new();
        while let Some(record) = file.next()? {
            rows.push((
                record.number,
                record.cells.iter().map(str::to_owned).collect(),
            ));
        }
        Ok(rows)
    }

    #[test]
    fn cells_are_parted_by_what_the_header_has() {
        for text in [
            "姓名,金额\n张三,1\n",
            "姓名\t金额\n张三\t1\n",
            "姓名;金额\n张三;1\n",
            "姓名|金额\n张三|1\n",
            "\n姓名,\"金额\"\n张三,1\n",
        ] {
            let rows = rows(text.into(), Charset::Utf8).unwrap();
            assert_eq!(rows[1].1, ["张三", "1"], "{text}");
        }
        let quoted = rows("\"a;b;c\",d\n1,2\n".into(), Charset::Utf8).unwrap();
        assert_eq!(quoted[1].1, ["1", "2"]);
    }

    #[test]
    fn rows_are_where_they_stand() {
        let text = "a,b\n\n\n1,2\n\"3\n3\",4\n5,6";
        for text in [
            text.to_owned(),
            text.replace('\n', "\r\n"),
            format!("{text}\n"),
            format!("{text}\n\n"),
        ] {
            let rows = rows(text.clone().into(), Charset::Utf8).unwrap();
            let numbers: Vec<u64> = rows.iter().map(|(number, _)| *number).collect();
            assert_eq!(numbers, [1, 4, 5, 7], "{text:?}");
        }
    }

    #[test]
    fn utf_16_without_a_mark_is_read() {
        let text = "姓名,金额\n张三,1\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, charset) in [(little, Charset::Utf16Le), (big, Charset::Utf16Be)] {
            assert_eq!(rows(bytes, charset).unwrap()[1].1, ["张三", "1"]);
        }
    }

    #[test]
    fn a_row_without_end_is_refused_before_it_fills_memory() {
        let unclosed = format!("a,b\n1,2\n\"open,{}", "x\n".repeat(LONGEST));
        let line = format!("a,b\n1,2\n{}", "x".repeat(2 * LONGEST));
        for text in [unclosed, line] {
            let fault = rows(text.into_bytes(), Charset::Utf8).unwrap_err();
            assert_eq!(fault.line, Some(3));
            assert!(fault.reason.contains("does not end"), "{fault}");
        }
    }
}
