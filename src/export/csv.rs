//! The loader's own tables: what is written here loads as what was exported.
//!
//! A table without rows has no file, and a column that no row fills is left out unless every file
//! has it. `source` names the agency that a row came from. `sourceRow` is filled only where a row
//! came with a key of its own; the key itself is not on file, and the id made of it stands for it.
//!
//! What the loader makes of rows is not written, as it makes it again: derived brothers and sisters,
//! parts of regions, search keys. Nor are the record of loads and rows that others replaced or were
//! merged with: a node is written as the graph shows it.

use std::{
    fs::File,
    io::{self, Seek},
};

use csv::{Reader, StringRecord, Writer};

use super::{ExportError, Exported, Folder, Watch};
use crate::load::{Outward, OutwardRow, OutwardTable, Session, harmless};

pub(super) async fn export(
    session: Session<'_>,
    folder: &Folder,
    watch: Watch<'_>,
) -> Result<Exported, ExportError> {
    let outward = Outward::of(session).await?;
    let mut exported = Exported::default();
    for table in OutwardTable::all() {
        let name = format!("{}.csv", table.name());
        let fault = folder.fault(&name);
        let mut sheet = Sheet::new(table, folder).map_err(&fault)?;
        outward
            .walk(table, |row| {
                sheet.add(&row).map_err(&fault)?;
                watch(&name, sheet.rows);
                Ok::<(), ExportError>(())
            })
            .await?;
        if sheet.rows > 0 {
            exported.files.insert(name.clone(), sheet.rows);
            let file = folder.create(&name)?;
            sheet.finish(Writer::from_writer(file)).map_err(&fault)?;
        }
    }
    Ok(exported)
}

/// A table on its way, with every column until it is known which of them are filled.
struct Sheet {
    titles: Vec<&'static str>,
    /// Whether each column is in the file.
    kept: Vec<bool>,
    whole: Writer<File>,
    rows: u64,
}

impl Sheet {
    fn new(table: OutwardTable, folder: &Folder) -> io::Result<Self> {
        let (mut titles, mut kept): (Vec<_>, Vec<_>) = table.columns().unzip();
        titles.extend(["source", "sourceRow"]);
        kept.extend([true, false]);
        Ok(Self {
            titles,
            kept,
            whole: Writer::from_writer(tempfile::tempfile_in(&folder.0)?),
            rows: 0,
        })
    }

    fn add(&mut self, row: &OutwardRow<'_>) -> io::Result<()> {
        let cells = row.cells.iter().map(String::as_str);
        let cells = cells.chain([row.source, row.source_row]);
        for (cell, kept) in cells.clone().zip(&mut self.kept) {
            *kept |= !cell.is_empty();
        }
        let record: StringRecord = cells.map(harmless).collect();
        self.rows += 1;
        Ok(self.whole.write_record(&record)?)
    }

    /// Writes the columns that are kept.
    fn finish(self, mut out: Writer<impl io::Write>) -> io::Result<()> {
        let mut file = self
            .whole
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?;
        file.rewind()?;
        out.write_record(chosen(&self.kept, self.titles.iter().copied()))?;
        let mut rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(io::BufReader::new(file));
        copy(&mut rows, &self.kept, &mut out)?;
        out.flush()
    }
}

fn copy(
    rows: &mut Reader<impl io::Read>,
    kept: &[bool],
    out: &mut Writer<impl io::Write>,
) -> io::Result<()> {
    let mut record = StringRecord::new();
    while rows.read_record(&mut record)? {
        out.write_record(chosen(kept, record.iter()))?;
    }
    Ok(())
}

fn chosen<'a>(
    kept: &'a [bool],
    cells: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = &'a str> {
    cells
        .zip(kept)
        .filter(|(_, kept)| **kept)
        .map(|(cell, _)| cell)
}
