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
    read::{cells::Cells, files::Files, sheet::unpack},
    row::read,
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
    let mut sheet = delivery.open(files, secret)?;
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
    let ignored = sheet.ignored();
    let ignored = ignored
        .iter()
        .map(|(what, times)| format!("{what} ({times} times)"));
    Ok(Survey {
        name: match &delivery.sheet {
            Some(sheet) => format!("{}#{sheet}", delivery.file),
            None => delivery.file.clone(),
        },
        rows,
        repeated,
        contradictory,
        has_row_keys: sheet.header().contains_key("sourceRow"),
        unknown: sheet.unknown().iter().cloned().chain(ignored).collect(),
        digest: content_digest(files, &delivery.file)?,
        took: started.elapsed(),
        delivery,
    })
}

/// SHA-256 of a file's content, unpacked.
fn content_digest(files: &dyn Files, name: &str) -> Result<String, LoadError> {
    let (_, mut source) = unpack(files, name)?;
    let mut hash = Sha256::new();
    io::copy(&mut source, &mut hash)
        .map_err(|error| FileFault::new(name, None, format!("it cannot be read: {error}")))?;
    Ok(HEXLOWER.encode(&hash.finalize()))
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
