//! Formats of the field, one JSON object a line: FollowTheMoney, BODS 0.4, OCDS 1.1.
//!
//! Each table is a pass of its own over the file, which reads only the lines that can feed it. What
//! links entities that stand far apart (who is a company, which statement is the latest) is found
//! in one pass before the first of them.

mod bods;
mod entities;
mod ftm;
mod index;
mod json;
mod lines;
mod made;
mod ocds;

use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::{
    FileFault,
    read::{files::Files, rows::Rows, sheet},
};
use entities::Entities;
use index::Index;
use lines::{Lines, Text};
use made::{Made, Table};

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    FollowTheMoney,
    Bods,
    Ocds,
}

/// What a row is made with.
pub(super) struct Context<'a> {
    index: &'a Index,
    /// The division of whoever names none.
    region: Option<&'a str>,
    /// Where the line stands: its file and its number.
    position: (u32, u64),
}

/// What JSON files are called.
const ENDINGS: [&str; 3] = [".json", ".jsonl", ".ndjson"];

impl Format {
    /// The format of a file, by what its first line holds, or why it is none.
    pub fn of(files: &dyn Files, file: &str) -> Result<Result<Self, String>, FileFault> {
        let stem = file.trim_end_matches(".gz").trim_end_matches(".zst");
        if !ENDINGS.iter().any(|ending| stem.ends_with(ending)) {
            return Ok(Err("no table has this name and no [[file]] of a mapping.toml speaks of it, so it is left out".into()));
        }
        let mut lines = Lines::new(file, sheet::open(files, file)?);
        let Some(line) = lines.next()? else {
            return Ok(Err("it is empty".into()));
        };
        let Text::Whole(text) = line.text else {
            return Ok(Err(
                "its first line is too long; hand over one object a line".into(),
            ));
        };
        Ok(match serde_json::from_slice::<Value>(text) {
            Ok(value) => Self::told(&value),
            Err(_) => Err(
                "it is not one JSON object a line; take a package apart first, as with jq -c '.[]'"
                    .into(),
            ),
        })
    }

    fn told(value: &Value) -> Result<Self, String> {
        let has = |key| value.get(key).is_some();
        match () {
            () if has("schema") && has("properties") => Ok(Self::FollowTheMoney),
            () if has("recordType") && has("recordDetails") => Ok(Self::Bods),
            () if has("statementType") => {
                Err("this is BODS of an older version; convert it to 0.4 first".into())
            }
            () if has("ocid") => Ok(Self::Ocds),
            () => Err("it is neither FollowTheMoney, nor BODS 0.4, nor compiled releases of OCDS, one object a line".into()),
        }
    }

    /// The tables that it can feed.
    pub fn tables(self) -> impl Iterator<Item = &'static str> {
        self.made().iter().map(|table| table.name)
    }

    fn made(self) -> &'static [Table] {
        match self {
            Self::FollowTheMoney => &ftm::TABLES,
            Self::Bods => &bods::TABLES,
            Self::Ocds => &ocds::TABLES,
        }
    }

    /// Notes what other lines need to know of this one.
    fn note(self, value: &Value, position: (u32, u64), index: &mut Index) {
        match self {
            Self::FollowTheMoney => ftm::note(value, index),
            Self::Bods => bods::note(value, position, index),
            Self::Ocds => ocds::note(value, position, index),
        }
    }

    /// The rows of a table that a line becomes.
    fn rows(self, table: &'static Table, value: &Value, context: &Context<'_>) -> Vec<Made> {
        match self {
            Self::FollowTheMoney => ftm::rows(table, value, context),
            Self::Bods => bods::rows(table, value, context),
            Self::Ocds => ocds::rows(table, value, context),
        }
    }

    /// What of a line no table takes.
    fn ignored(self, value: &Value, context: &Context<'_>, met: &mut dyn FnMut(String)) {
        match self {
            Self::FollowTheMoney => ftm::ignored(value, context, met),
            Self::Bods => bods::ignored(value, context, met),
            Self::Ocds => ocds::ignored(value, context, met),
        }
    }
}

/// All files of one format in a delivery, which may speak of each other.
#[derive(Debug)]
pub(super) struct Bundle {
    format: Format,
    names: Vec<String>,
    region: Option<String>,
    index: OnceLock<Arc<Index>>,
}

impl Bundle {
    pub fn new(format: Format, names: Vec<String>, region: Option<String>) -> Self {
        Self {
            format,
            names,
            region,
            index: OnceLock::new(),
        }
    }

    /// The rows of a table in one of the files; the `first` table asked for also says which lines
    /// are no objects and what no table takes.
    pub fn rows(
        &self,
        files: &dyn Files,
        file: &str,
        table: &str,
        first: bool,
    ) -> Result<Box<dyn Rows>, FileFault> {
        let Some(table) = self.format.made().iter().find(|made| made.name == table) else {
            return Err(FileFault::new(
                file,
                None,
                format!("it feeds no table {table}"),
            ));
        };
        let number = self
            .names
            .iter()
            .position(|name| name == file)
            .unwrap_or_default();
        Ok(Box::new(Entities {
            format: self.format,
            table,
            lines: Lines::new(file, sheet::open(files, file)?),
            file: u32::try_from(number).unwrap_or(u32::MAX),
            index: self.index(files)?,
            region: self.region.clone(),
            first,
            header: table.header(),
            ready: Default::default(),
            ignored: Default::default(),
        }))
    }

    fn index(&self, files: &dyn Files) -> Result<Arc<Index>, FileFault> {
        if let Some(index) = self.index.get() {
            return Ok(index.clone());
        }
        let mut index = Index::default();
        for (file, name) in (0..).zip(&self.names) {
            let mut lines = Lines::new(name, sheet::open(files, name)?);
            while let Some(line) = lines.next()? {
                if let Text::Whole(text) = line.text
                    && let Ok(value) = serde_json::from_slice::<Value>(text)
                {
                    self.format.note(&value, (file, line.number), &mut index);
                }
            }
        }
        Ok(self.index.get_or_init(|| Arc::new(index)).clone())
    }
}

#[cfg(test)]
mod tests;
