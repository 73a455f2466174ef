//! The first reading of a file, before anything is written: can it be decoded, has it the right
//! header, how many rows, and which of them speak of the same thing.

use std::{
    collections::HashSet,
    io::{self, Read},
    time::{Duration, Instant},
};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{
    LoadError,
    catalogue::Table,
    read::{
        cells::Cells,
        decode::Charset,
        files::Files,
        rows::Rows,
        sheet::{Sheet, open},
    },
    row::read,
    transaction::hash,
};

/// What the first reading of a file found.
pub(super) struct Survey {
    /// The file's name.
    pub name: String,
    pub charset: Charset,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
    pub rows: u64,
    /// Ids, hashed, that several rows speak of with the same values.
    pub repeated: HashSet<i64>,
    /// Ids, hashed, that several rows speak of with different values.
    pub contradictory: HashSet<i64>,
    /// Whether rows have keys of their own in their source.
    pub has_row_keys: bool,
    /// Columns that the table does not have.
    pub unknown: Vec<String>,
    /// How long the reading took.
    pub took: Duration,
}

/// Reads a file to its end in whichever encoding it is in.
pub(super) fn survey(
    table: &'static Table,
    files: &dyn Files,
    name: &str,
) -> Result<Survey, LoadError> {
    match survey_in(table, files, name, Charset::Utf8) {
        Err(LoadError::Files(utf8)) if utf8.iter().any(|fault| fault.is_undecodable()) => {
            match survey_in(table, files, name, Charset::Gb18030) {
                // Whichever encoding got further names the line worth looking at.
                Err(LoadError::Files(gb18030))
                    if gb18030.iter().any(|fault| fault.is_undecodable()) =>
                {
                    let further = utf8
                        .into_iter()
                        .chain(gb18030)
                        .max_by_key(|fault| fault.line);
                    Err(LoadError::Files(further.into_iter().collect()))
                }
                other => other,
            }
        }
        other => other,
    }
}

fn survey_in(
    table: &'static Table,
    files: &dyn Files,
    name: &str,
    charset: Charset,
) -> Result<Survey, LoadError> {
    let started = Instant::now();
    let source = Hashed {
        source: open(files, name)?,
        hash: Sha256::new(),
    };
    let mut sheet = Sheet::new(name, source, charset, table)?;
    let mut rows = 0;
    let mut met: Vec<(i64, i64)> = Vec::new();
    while let Some(line) = sheet.next()? {
        rows += 1;
        let mut cells = Cells::new(sheet.header(), &line.record);
        let (number, own) = (line.number, hash(cells.raw("id").as_bytes()));
        match read(table, &mut cells, number) {
            Ok(row) => met.push((hash(row.id.as_bytes()), row.digest)),
            // A broken row still contradicts a sound one of the same id.
            Err(_) if table.column("id").is_some() => met.push((own, hash(&number.to_be_bytes()))),
            Err(_) => {}
        }
    }
    let (repeated, contradictory) = several(met);
    Ok(Survey {
        name: name.to_owned(),
        charset,
        rows,
        repeated,
        contradictory,
        has_row_keys: sheet.header().contains_key("sourceRow"),
        unknown: std::mem::take(&mut sheet.unknown),
        digest: HEXLOWER.encode(&sheet.into_source().hash.finalize()),
        took: started.elapsed(),
    })
}

/// Ids met more than once: with equal digests, and with different ones.
fn several(mut met: Vec<(i64, i64)>) -> (HashSet<i64>, HashSet<i64>) {
    met.sort_unstable();
    let (mut equal, mut different) = (HashSet::new(), HashSet::new());
    for group in met.chunk_by(|one, other| one.0 == other.0) {
        if let ([first, ..], [.., last]) = (group, group)
            && group.len() > 1
        {
            // Sorted, so that all are equal when the first and the last are.
            let kind = if first == last {
                &mut equal
            } else {
                &mut different
            };
            kind.insert(first.0);
        }
    }
    (equal, different)
}

/// A reader that hashes what passes through it.
struct Hashed<R> {
    source: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.hash.update(&out[..count]);
        Ok(count)
    }
}
