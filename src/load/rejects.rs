//! The directory that refused rows are written to, a file a table, for whoever mends them: mended,
//! it is loaded as any other directory, and each row keeps its source, its file and its line.
//!
//! It is written beside and put in its place when the load is done, so that a directory of rejects
//! can be loaded into itself: what is still refused stays.

use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use csv::StringRecord;

use super::{
    catalogue::Table, finding::Reject, formula::harmless, read::rejected::COLUMNS, survey::Survey,
};

/// The column that names a row's source.
const SOURCE: &str = "source";
/// Spreadsheets take a text for UTF-8 when it begins so.
const MARK: &str = "\u{feff}";

/// Where refused rows go.
#[derive(Default)]
pub(super) struct Rejects {
    place: Option<Place>,
    /// The columns of each table as its files have them.
    columns: HashMap<&'static str, Vec<String>>,
    writers: BTreeMap<&'static str, csv::Writer<BufWriter<File>>>,
}

struct Place {
    path: PathBuf,
    /// Where it is written until it is done.
    part: PathBuf,
}

/// A refused row as its file has it.
pub(super) struct Refused<'a> {
    pub table: &'static str,
    pub titles: &'a [String],
    pub record: &'a StringRecord,
    pub source: &'a str,
}

impl Rejects {
    /// Prepares a directory for what is refused of these files, or does without one.
    ///
    /// # Errors
    /// When the path cannot be written, or holds something that is no file of rejects.
    pub fn new(path: Option<&Path>, surveys: &[(&'static Table, Survey)]) -> io::Result<Self> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let place = Place {
            path: path.to_owned(),
            part: part.into(),
        };
        remove(&place.part)?;
        replaceable(&place.path)?;
        let mut columns = HashMap::<_, Vec<String>>::new();
        for (table, survey) in surveys {
            let of_table = columns.entry(table.name).or_default();
            for title in &survey.titles {
                let own = !title.is_empty() && !COLUMNS.contains(&title.as_str());
                if own && !of_table.contains(title) {
                    of_table.push(title.clone());
                }
            }
        }
        for of_table in columns.values_mut() {
            if !of_table.iter().any(|title| title == SOURCE) {
                of_table.push(SOURCE.to_owned());
            }
        }
        Ok(Self {
            place: Some(place),
            columns,
            writers: BTreeMap::new(),
        })
    }

    /// Writes a refused row with everything that it takes to mend it.
    pub fn write(&mut self, reject: &Reject, row: &Refused<'_>) -> io::Result<()> {
        let (Some(place), Some(columns)) = (&self.place, self.columns.get(row.table)) else {
            return Ok(());
        };
        let writer = match self.writers.entry(row.table) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(begin(&place.part, row.table, columns)?)
            }
        };
        let cell = |title: &String| {
            let place = row.titles.iter().position(|other| other == title);
            let cell = place.and_then(|place| row.record.get(place));
            match cell.unwrap_or_default() {
                "" if title == SOURCE => row.source,
                cell => cell,
            }
        };
        let line = reject.line.to_string();
        let why = [
            &reject.file,
            line.as_str(),
            &reject.column,
            reject.code.as_str(),
            &reject.reason,
        ];
        // Cells beyond the header stand at the end, where whoever mends the row finds them.
        let beyond = row.record.iter().skip(row.titles.len());
        let cells = columns.iter().map(cell).chain(why).chain(beyond);
        let cells: StringRecord = cells.map(harmless).collect();
        writer.write_record(&cells)?;
        Ok(())
    }

    /// Puts the directory in its place; where nothing was refused, none is left.
    pub fn finish(self) -> io::Result<()> {
        let Some(place) = self.place else {
            return Ok(());
        };
        let none = self.writers.is_empty();
        for mut writer in self.writers.into_values() {
            writer.flush()?;
        }
        remove(&place.path)?;
        if none {
            return Ok(());
        }
        fs::rename(&place.part, &place.path)
    }
}

fn begin(part: &Path, table: &str, columns: &[String]) -> io::Result<csv::Writer<BufWriter<File>>> {
    fs::create_dir_all(part)?;
    let mut file = BufWriter::new(File::create(part.join(format!("{table}.csv")))?);
    file.write_all(MARK.as_bytes())?;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
    writer.write_record(columns.iter().map(String::as_str).chain(COLUMNS))?;
    Ok(writer)
}

/// Nothing but rejects is ever written over.
fn replaceable(path: &Path) -> io::Result<()> {
    if !path.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let file = entry?.path();
        let mut header = String::new();
        let is_file = file.is_file();
        if is_file
            && BufReader::new(File::open(&file)?)
                .read_line(&mut header)
                .is_err()
            || !header.contains(COLUMNS[0])
        {
            return Err(io::Error::other(format!(
                "{} holds {}, which is no file of rejects; name another directory with --rejects",
                path.display(),
                file.display()
            )));
        }
    }
    Ok(())
}

/// Removes a directory of rejects.
fn remove(path: &Path) -> io::Result<()> {
    if !path.exists() {
        return Ok(());
    }
    replaceable(path)?;
    for entry in fs::read_dir(path)? {
        fs::remove_file(entry?.path())?;
    }
    fs::remove_dir(path)
}
