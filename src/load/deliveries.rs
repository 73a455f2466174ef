//! What lies in a delivered directory: which file feeds which table, and how it is read.

use std::{
    io::Read,
    sync::{Arc, OnceLock},
};

use super::{
    FileFault,
    formats::{Bundle, Format},
    mapping::{self, FileMapping, Mapping, mapped::Mapped, target},
    read::{
        charset::recognise,
        decode::Charset,
        delimited::Delimited,
        files::Files,
        records::Records,
        rows::Rows,
        sheet::{self, Sheet},
        workbook::Workbook,
    },
};

/// What a table's file name may end in: text as it stands, and a sheet under the same titles.
const PLAIN: [&str; 3] = [".csv", ".csv.gz", ".csv.zst"];
const SHEETS: [&str; 3] = [".xlsx", ".xls", ".ods"];
/// Largest mapping read.
const MOST_BYTES: u64 = 1024 * 1024;

/// Everything that lies in the directory.
#[derive(Debug)]
pub(super) struct Deliveries {
    /// What feeds a table, table by table as they were asked for, then by file.
    pub list: Vec<Delivery>,
    /// What feeds none, and why.
    pub unclaimed: Vec<Unclaimed>,
    /// The mapping's text, for whoever keeps its digest.
    pub mapping: Option<String>,
}

/// A file, or a pattern of the mapping, that leads to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unclaimed {
    pub file: String,
    pub line: Option<u64>,
    pub reason: String,
}

/// A file as one table sees it.
#[derive(Debug)]
pub(super) struct Delivery {
    pub table: &'static str,
    pub file: String,
    /// The sheet of a workbook, where one is named.
    pub sheet: Option<String>,
    /// The line of the mapping that leads here, where one does; a file may feed a table twice.
    pub line: Option<u64>,
    way: Way,
    charset: OnceLock<Charset>,
}

#[derive(Debug)]
enum Way {
    /// A table's own file.
    Plain,
    Mapped(FileMapping),
    /// Entities of another format; the first table of a file says what none of them takes.
    Format {
        bundle: Arc<Bundle>,
        first: bool,
    },
}

impl Delivery {
    fn new(table: &'static str, file: &str, way: Way) -> Self {
        let (sheet, line) = match &way {
            Way::Mapped(mapping) => (mapping.sheet.clone(), mapping.line),
            _ => (None, None),
        };
        Self {
            table,
            file: file.to_owned(),
            sheet,
            line,
            way,
            charset: OnceLock::new(),
        }
    }

    /// Whether the file has the table's own name and columns.
    pub fn is_plain(&self) -> bool {
        matches!(self.way, Way::Plain)
    }

    /// Opens it from the beginning. Ids that are computed from sensitive numbers need the secret.
    ///
    /// # Errors
    /// When the file cannot be read, or does not have what its mapping says.
    pub fn open(
        &self,
        files: &dyn Files,
        secret: Option<&str>,
    ) -> Result<Box<dyn Rows>, FileFault> {
        let mapping = match &self.way {
            Way::Plain => {
                let charset = self.charset(files)?;
                let source = sheet::open(files, &self.file)?;
                return Ok(Box::new(Sheet::new(&self.file, source, charset, &[], &[])?));
            }
            Way::Format { bundle, first } => {
                return bundle.rows(files, &self.file, self.table, *first);
            }
            Way::Mapped(mapping) => mapping,
        };
        if let (Some(line), None) = (mapping.needs_secret(), secret) {
            let reason = "ids are computed from numbers here, which needs a secret; set load.idSecret, the same for every load";
            return Err(FileFault::new(&mapping.mapping, Some(line), reason));
        }
        let records = self.records(files, mapping)?;
        Ok(Box::new(Mapped::new(&self.file, records, mapping, secret)?))
    }

    fn records(
        &self,
        files: &dyn Files,
        mapping: &FileMapping,
    ) -> Result<Box<dyn Records>, FileFault> {
        let (start, source) = sheet::unpack(files, &self.file)?;
        if sheet::is_workbook(&start) {
            let sheet = mapping.sheet.as_deref();
            return Ok(Box::new(Workbook::open(&self.file, source, sheet)?));
        }
        let charset = match mapping.charset {
            Some(charset) => charset,
            None => self.charset(files)?,
        };
        let delimiter = mapping.delimiter;
        Ok(Box::new(Delimited::new(
            &self.file, source, charset, delimiter,
        )?))
    }

    /// The encoding, told once: a load opens each file twice.
    fn charset(&self, files: &dyn Files) -> Result<Charset, FileFault> {
        if let Some(charset) = self.charset.get() {
            return Ok(*charset);
        }
        let charset = recognise(files, &self.file)?;
        Ok(*self.charset.get_or_init(|| charset))
    }
}

/// The rows of a file that no mapping speaks of.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn records(files: &dyn Files, file: &str) -> Result<Box<dyn Records>, FileFault> {
    let (start, source) = sheet::unpack(files, file)?;
    if sheet::is_workbook(&start) {
        return Ok(Box::new(Workbook::open(file, source, None)?));
    }
    let charset = recognise(files, file)?;
    Ok(Box::new(Delimited::new(file, source, charset, None)?))
}

/// Lists what lies there. The mapping is the one given, by name and text, or the one that lies
/// beside the files; tables come in the order of `tables`.
///
/// # Errors
/// Every fault of the mapping and of files that cannot be told.
pub(super) fn deliveries(
    files: &dyn Files,
    mapping: Option<(&str, &str)>,
    tables: &[&'static str],
) -> Result<Deliveries, FileFault> {
    let (name, text) = match mapping {
        Some((name, text)) => (name, Some(text.to_owned())),
        None => (mapping::NAME, beside(files)?),
    };
    let mapping = match &text {
        Some(text) => Mapping::parse(name, text)?,
        None => Mapping::default(),
    };
    let mut names = files.names().map_err(|error| {
        FileFault::new(name, None, format!("the files cannot be listed: {error}"))
    })?;
    names.retain(|name| !name.starts_with('.') && !name.ends_with(".md") && name != mapping::NAME);
    names.sort_unstable();
    let mut found = Deliveries {
        list: Vec::new(),
        unclaimed: unmatched(&mapping, &names),
        mapping: text,
    };
    let mut others = Vec::new();
    for file in names {
        let mapped: Vec<&FileMapping> = mapping
            .files
            .iter()
            .filter(|mapping| mapping.covers(&file))
            .collect();
        if !mapped.is_empty() {
            let way = |mapping: &&FileMapping| {
                Delivery::new(mapping.table.name, &file, Way::Mapped((*mapping).clone()))
            };
            found.list.extend(mapped.iter().map(way));
        } else if let Some(delivery) = plain(&file) {
            found.list.push(delivery);
        } else {
            others.push(file);
        }
    }
    found.entities(files, others, mapping.region)?;
    let place = |table| {
        tables
            .iter()
            .position(|known| *known == table)
            .unwrap_or(usize::MAX)
    };
    found.list.sort_by(|one, other| {
        let key =
            |delivery: &Delivery| (place(delivery.table), delivery.file.clone(), delivery.line);
        key(one).cmp(&key(other))
    });
    Ok(found)
}

impl Deliveries {
    /// Tells which of the other files are of a format of the field.
    fn entities(
        &mut self,
        files: &dyn Files,
        others: Vec<String>,
        region: Option<String>,
    ) -> Result<(), FileFault> {
        let mut told: Vec<(Format, Vec<String>)> = Vec::new();
        for file in others {
            match Format::of(files, &file)? {
                Ok(format) => match told.iter_mut().find(|(known, _)| *known == format) {
                    Some((_, names)) => names.push(file),
                    None => told.push((format, vec![file])),
                },
                Err(reason) => self.unclaimed.push(Unclaimed {
                    file,
                    line: None,
                    reason,
                }),
            }
        }
        for (format, names) in told {
            let bundle = Arc::new(Bundle::new(format, names.clone(), region.clone()));
            for file in &names {
                for (place, table) in format.tables().enumerate() {
                    let way = Way::Format {
                        bundle: bundle.clone(),
                        first: place == 0,
                    };
                    self.list.push(Delivery::new(table, file, way));
                }
            }
        }
        Ok(())
    }
}

/// The mapping that lies beside the files.
fn beside(files: &dyn Files) -> Result<Option<String>, FileFault> {
    let fault = |why: String| FileFault::new(mapping::NAME, None, why);
    let Some(source) = files
        .open(mapping::NAME)
        .map_err(|error| fault(format!("it cannot be opened: {error}")))?
    else {
        return Ok(None);
    };
    let mut text = String::new();
    source
        .take(MOST_BYTES)
        .read_to_string(&mut text)
        .map_err(|error| fault(format!("it cannot be read as UTF-8: {error}")))?;
    Ok(Some(text))
}

fn plain(file: &str) -> Option<Delivery> {
    let table = |endings: [&str; 3]| {
        let stem = endings
            .iter()
            .find_map(|ending| file.strip_suffix(ending))?;
        target::target(stem)
    };
    let own = table(PLAIN).map(|table| Delivery::new(table.name, file, Way::Plain));
    own.or_else(|| {
        let table = table(SHEETS)?;
        Some(Delivery::new(
            table.name,
            file,
            Way::Mapped(FileMapping::as_it_is(table)),
        ))
    })
}

/// Patterns of the mapping that no file has.
fn unmatched(mapping: &Mapping, names: &[String]) -> Vec<Unclaimed> {
    let patterns = mapping.files.iter().flat_map(|file| {
        file.patterns
            .iter()
            .filter(|(_, glob)| !names.iter().any(|name| glob.is_match(name)))
            .map(|(pattern, _)| Unclaimed {
                file: file.mapping.clone(),
                line: file.line,
                reason: format!("no file is named {pattern}"),
            })
    });
    patterns.collect()
}
