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
    FileFault, LoadError,
    catalogue::Table,
    read::{
        ahead::Ahead,
        cells::Cells,
        decode::Charset,
        files::Files,
        layout::Layout,
        row::read,
        rows::{Line, Rows},
        sheet::{Sheet, open},
    },
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
    /// The file's header as it stands.
    pub titles: Vec<String>,
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
                Err(LoadError::Files(gb18030)) => Err(further(utf8, gb18030)),
                other => other,
            }
        }
        other => other,
    }
}

/// Whichever encoding got further names the line worth looking at; a fault that is none of the
/// encoding is worth more.
pub(super) fn further(utf8: Vec<FileFault>, gb18030: Vec<FileFault>) -> LoadError {
    if !gb18030.iter().any(FileFault::is_undecodable) {
        return LoadError::Files(gb18030);
    }
    let both = utf8.into_iter().chain(gb18030);
    LoadError::Files(both.max_by_key(|fault| fault.line).into_iter().collect())
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
    let layout = Layout::new(table, sheet.header());
    let mut rows = 0;
    let mut met: Vec<(i64, i64)> = Vec::new();
    let mut ahead = Ahead::new(&mut sheet)?;
    while let Some(parts) = ahead.work(|lines| (lines.len() as u64, identities(&layout, lines)))? {
        for (read, some) in parts {
            rows += read;
            met.extend(some);
        }
    }
    let (repeated, contradictory) = several(&mut met, |met| *met);
    Ok(Survey {
        name: name.to_owned(),
        charset,
        rows,
        repeated,
        contradictory,
        titles: sheet.titles(),
        unknown: std::mem::take(&mut sheet.unknown),
        digest: HEXLOWER.encode(&sheet.into_source().hash.finalize()),
        took: started.elapsed(),
    })
}

/// What each row speaks of, and what it says of it, both hashed.
fn identities(layout: &Layout, lines: &[Line]) -> Vec<(i64, i64)> {
    let speaks = |line| match read(layout, line) {
        Ok(row) => Some((hash(row.id.as_bytes()), row.digest)),
        Err(_) => broken(layout, line),
    };
    lines.iter().filter_map(speaks).collect()
}

/// A broken row still contradicts a sound one of the same id.
pub(super) fn broken(layout: &Layout, line: &Line) -> Option<(i64, i64)> {
    let own = layout.table.column("id")?;
    let id = Cells::new(layout, &line.record).raw(own);
    Some((hash(id.as_bytes()), hash(&line.number.to_be_bytes())))
}

/// Ids met more than once: with equal digests, and with different ones.
pub(super) fn several<T: Ord>(
    met: &mut [T],
    pair: impl Fn(&T) -> (i64, i64),
) -> (HashSet<i64>, HashSet<i64>) {
    met.sort_unstable();
    let (mut equal, mut different) = (HashSet::new(), HashSet::new());
    for group in met.chunk_by(|one, other| pair(one).0 == pair(other).0) {
        if let ([first, ..], [.., last]) = (group, group)
            && group.len() > 1
        {
            // Sorted, so that all are equal when the first and the last are.
            let kind = if pair(first) == pair(last) {
                &mut equal
            } else {
                &mut different
            };
            kind.insert(pair(first).0);
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
