//! The first reading of a file, before anything is written: can it be decoded, has it the right
//! header, how many rows, and which of them speak of the same thing.

use std::{
    collections::HashSet,
    io,
    time::{Duration, Instant},
};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{
    FileFault, LoadError,
    catalogue::Table,
    deliveries::Delivery,
    read::{
        ahead::Ahead,
        cells::Cells,
        files::Files,
        layout::Layout,
        rejected::Rejected,
        row::read,
        rows::{Line, Rows},
        sheet::unpack,
    },
    transaction::hash,
};

/// What the first reading of a file found.
pub(super) struct Survey {
    /// What it was read as.
    pub delivery: Delivery,
    /// The file's name; of a workbook, with the sheet's.
    pub name: String,
    /// SHA-256 of the file's content, unpacked, in hexadecimal.
    pub digest: String,
    pub rows: u64,
    /// Ids, hashed, that several rows speak of with the same values.
    pub repeated: HashSet<i64>,
    /// Ids, hashed, that several rows speak of with different values.
    pub contradictory: HashSet<i64>,
    /// Whether rows have keys of their own in their source.
    pub has_row_keys: bool,
    /// Whether it holds what was refused of other files, and so says nothing of what it lacks.
    pub is_of_rejects: bool,
    /// The titles of its cells.
    pub titles: Vec<String>,
    /// Columns that the table does not have, and what no table takes of another format.
    pub unknown: Vec<String>,
    /// How long the reading took.
    pub took: Duration,
}

/// Reads a file to its end.
pub(super) fn survey(
    table: &'static Table,
    files: &dyn Files,
    delivery: Delivery,
    secret: Option<&str>,
) -> Result<Survey, LoadError> {
    let started = Instant::now();
    let mut lines = delivery.open(files, secret)?;
    let layout = Layout::new(table, lines.header());
    let mut rows = 0;
    let mut met: Vec<(i64, i64)> = Vec::new();
    let mut ahead = Ahead::new(&mut *lines)?;
    while let Some(parts) = ahead.work(|lines| (lines.len() as u64, identities(&layout, lines)))? {
        for (read, some) in parts {
            rows += read;
            met.extend(some);
        }
    }
    let (repeated, contradictory) = several(&mut met, |met| *met);
    Ok(Survey {
        name: delivery.name(),
        rows,
        repeated,
        contradictory,
        has_row_keys: lines.header().contains_key("sourceRow"),
        is_of_rejects: Rejected::of(lines.header()).is_some(),
        titles: lines.titles(),
        unknown: left_out(&*lines),
        digest: content_digest(files, &delivery.file)?,
        took: started.elapsed(),
        delivery,
    })
}

/// Columns that the table does not have, and what of another format no table takes.
pub(super) fn left_out(rows: &dyn Rows) -> Vec<String> {
    let ignored = rows.ignored();
    let ignored = ignored
        .iter()
        .map(|(what, times)| format!("{what} ({times} times)"));
    rows.unknown().iter().cloned().chain(ignored).collect()
}

/// SHA-256 of a file's content, unpacked.
fn content_digest(files: &dyn Files, name: &str) -> Result<String, LoadError> {
    let (_, mut source) = unpack(files, name)?;
    let mut hash = Sha256::new();
    io::copy(&mut source, &mut hash)
        .map_err(|error| FileFault::new(name, None, format!("it cannot be read: {error}")))?;
    Ok(HEXLOWER.encode(&hash.finalize()))
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
