//! `mapping.toml`: how a department's own files become rows of the tables.
//!
//! It lies beside the files, or is named with `--mapping`. Each `[[file]]` leads the files of a
//! pattern to one table; one file may feed several tables. Whatever is wrong with it is said with
//! its line.

mod convert;
pub(super) mod date;
mod decimal;
mod document;
pub(super) mod mapped;
mod number;
mod recipe;
mod suggest;
pub(super) mod target;
mod unit;

use globset::{GlobBuilder, GlobMatcher};

use super::{FileFault, read::decode::Charset};
pub(super) use decimal::Decimal;
use document::{Document, Item, Section};
use recipe::Recipe;
pub use suggest::suggest;
use target::{TARGETS, Target, target};

/// The name of a mapping among the files.
pub(super) const NAME: &str = "mapping.toml";

/// What a mapping says.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    /// The agency that the files come from.
    pub source: Option<String>,
    /// The division of whatever a format of the field does not place.
    pub region: Option<String>,
    pub files: Vec<FileMapping>,
}

/// How the files of a pattern become rows of a table.
#[derive(Clone, Debug)]
pub(super) struct FileMapping {
    /// The mapping's name, for messages.
    pub mapping: String,
    /// The line it begins on; none where no mapping says so.
    pub line: Option<u64>,
    pub patterns: Vec<(String, GlobMatcher)>,
    pub table: &'static Target,
    pub sheet: Option<String>,
    /// The row of the titles, counted from 1; 0 where there are none.
    pub header: u64,
    pub charset: Option<Charset>,
    pub delimiter: Option<u8>,
    /// What departments write where nothing is known.
    pub blank: Vec<String>,
    /// What a row begins with that is none, as a total.
    pub skip: Vec<String>,
    pub columns: Vec<Recipe>,
    /// Whether a column may be missing in the file.
    pub lenient: bool,
}

/// A header further down than this is none.
const LOWEST_HEADER: u64 = 1_000;

impl Mapping {
    /// Reads a mapping's text.
    pub fn parse(name: &str, text: &str) -> Result<Self, FileFault> {
        Document { name, text }.read(|top| {
            let source = top.text("source")?.map(str::to_owned);
            let region = match top.take("format") {
                None => None,
                Some(format) => region(format)?,
            };
            let mut files = Vec::new();
            if let Some(list) = top.take("file") {
                for item in list.list()? {
                    let mut section = item.section()?;
                    files.push(FileMapping::read(name, source.as_deref(), &mut section)?);
                    section.finish()?;
                }
            }
            Ok(Self {
                source,
                region,
                files,
            })
        })
    }
}

fn region(format: Item<'_>) -> Result<Option<String>, FileFault> {
    let mut section = format.section()?;
    let Some(item) = section.take("region") else {
        return Err(section.fault("say which region is meant: region = \"500111\""));
    };
    section.finish()?;
    let code = item.text()?;
    let known = code.parse::<crate::model::RegionCode>();
    known.map_err(|invalid| item.fault(invalid.reason))?;
    Ok(Some(code.to_owned()))
}

impl FileMapping {
    /// The mapping of a file whose titles are the table's own columns.
    pub fn as_it_is(table: &'static Target) -> Self {
        Self {
            mapping: NAME.into(),
            line: None,
            patterns: Vec::new(),
            table,
            sheet: None,
            header: 1,
            charset: None,
            delimiter: None,
            blank: Vec::new(),
            skip: Vec::new(),
            columns: table.columns.iter().map(Recipe::as_it_is).collect(),
            lenient: true,
        }
    }

    fn read(
        mapping: &str,
        source: Option<&str>,
        section: &mut Section<'_>,
    ) -> Result<Self, FileFault> {
        let table = table(section)?;
        let mut columns = Vec::new();
        if let Some(item) = section.take("columns") {
            for (name, item) in item.section()?.entries() {
                columns.push(Recipe::read(table, name, item)?);
            }
        }
        if columns.is_empty() {
            let reason = "say what its columns are, under [file.columns]: name = \"姓名\"";
            return Err(section.fault(reason));
        }
        if let (Some(source), Some(column)) = (source, table.column("source"))
            && !columns.iter().any(|recipe| recipe.column.name == "source")
        {
            columns.push(Recipe::constant(column, source));
        }
        Ok(Self {
            mapping: mapping.to_owned(),
            line: Some(section.line()),
            patterns: patterns(section)?,
            sheet: section.text("sheet")?.map(str::to_owned),
            header: section
                .take("header")
                .map_or(Ok(1), |item| item.number(LOWEST_HEADER))?,
            charset: section.take("encoding").map(charset).transpose()?,
            delimiter: section.take("delimiter").map(delimiter).transpose()?,
            blank: section.texts("blank")?,
            skip: section.texts("skip")?,
            columns,
            table,
            lenient: false,
        })
    }

    /// Whether the mapping speaks of a file.
    pub fn covers(&self, file: &str) -> bool {
        self.patterns.iter().any(|(_, glob)| glob.is_match(file))
    }

    /// The line of the mapping that needs the secret that ids are computed with, if any does.
    pub fn needs_secret(&self) -> Option<u64> {
        self.columns
            .iter()
            .find(|recipe| matches!(recipe.from, recipe::From::Keyed { .. }))
            .and_then(|recipe| recipe.line)
    }
}

fn table(section: &mut Section<'_>) -> Result<&'static Target, FileFault> {
    let Some(item) = section.take("table") else {
        return Err(section.fault("say which table its rows belong to: table = \"persons\""));
    };
    target(item.text()?).ok_or_else(|| {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        item.fault(format!(
            "there is no such table; tables are {}",
            names.join(" ")
        ))
    })
}

fn patterns(section: &mut Section<'_>) -> Result<Vec<(String, GlobMatcher)>, FileFault> {
    let Some(item) = section.take("files") else {
        return Err(section.fault("say which files are meant: files = \"低保*.xlsx\""));
    };
    item.texts()?
        .into_iter()
        .map(|pattern| {
            if pattern.contains(['/', '\\']) || pattern == ".." {
                let reason =
                    "files are named without a path; only those beside the others are read";
                return Err(item.fault(reason));
            }
            let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
            let glob = glob.map_err(|error| item.fault(format!("this is no pattern: {error}")))?;
            Ok((pattern, glob.compile_matcher()))
        })
        .collect()
}

fn charset(item: Item<'_>) -> Result<Charset, FileFault> {
    Charset::named(item.text()?)
        .ok_or_else(|| item.fault("encodings are UTF-8, GB18030, UTF-16LE and UTF-16BE"))
}

fn delimiter(item: Item<'_>) -> Result<u8, FileFault> {
    match item.text()?.as_bytes() {
        [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Ok(*byte),
        _ => Err(item.fault("a delimiter is one letter, as \",\" or \"\\t\"")),
    }
}

#[cfg(test)]
mod tests;
