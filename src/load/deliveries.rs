//! What lies in a delivered directory: which file feeds which table, and how it is read.

mod delivery;

use std::{io::Read, sync::Arc};

use super::{
    FileFault,
    formats::{Bundle, Format},
    mapping::{self, FileMapping, Mapping, target},
    read::files::Files,
};
use delivery::Way;
pub(super) use delivery::{Delivery, records};

/// What a table's file name may end in: text as it stands, and a sheet under the same titles.
const PLAIN: [&str; 3] = [".csv", ".csv.gz", ".csv.zst"];
const SHEETS: [&str; 3] = [".xlsx", ".xls", ".ods"];
/// What a generated county says of its planted irregularities: for whoever checks the rules.
const PLANTED: &str = "truth.csv";
/// Largest mapping read.
const MOST_BYTES: u64 = 1024 * 1024;

/// Everything that lies in the directory.
#[derive(Debug)]
pub(super) struct Deliveries {
    /// What feeds a table, table by table as they were asked for, then by file.
    pub list: Vec<Delivery>,
    /// What feeds none, and why.
    pub unclaimed: Vec<Unclaimed>,
    /// The agency that the mapping says everything comes from.
    pub source: Option<String>,
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
    names.retain(|name| name != PLANTED);
    names.sort_unstable();
    let mut found = Deliveries {
        list: Vec::new(),
        unclaimed: unmatched(&mapping, &names),
        source: mapping.source.clone(),
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
