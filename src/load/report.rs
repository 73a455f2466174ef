//! What became of every row.

use std::{fmt, iter::Sum};

use async_graphql::SimpleObject;
use serde::Serialize;

use super::finding::{Doubt, Reject, Warning};

/// How many rejects and warnings of one file a report names; the counts count all.
const NAMED: usize = 100;

/// What became of some rows: `read = loaded + unchanged + rejected`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, SimpleObject)]
pub struct Counts {
    /// Rows found, the header apart.
    pub read: u64,
    /// Rows written because they are new or have changed.
    pub loaded: u64,
    /// Rows that the graph had with the same values.
    pub unchanged: u64,
    /// Rows refused.
    pub rejected: u64,
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            read: sum.read + one.read,
            loaded: sum.loaded + one.loaded,
            unchanged: sum.unchanged + one.unchanged,
            rejected: sum.rejected + one.rejected,
        })
    }
}

/// What became of the rows of one file.
#[derive(Clone, Debug, Serialize, SimpleObject)]
pub struct FileReport {
    /// The file's name.
    pub file: String,
    /// What became of its rows.
    #[serde(flatten)]
    #[graphql(flatten)]
    pub counts: Counts,
    /// Links of earlier files of the same source that this one no longer says, and so ended.
    pub ended: u64,
    /// How many doubts it gave.
    pub warnings: u64,
    /// How long it took, both readings and everything derived from it.
    pub seconds: f64,
}

/// What a load did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The load's own name.
    pub load: String,
    /// The files in the order they were loaded.
    pub files: Vec<FileReport>,
    /// The first rejects of each file.
    pub rejects: Vec<Reject>,
    /// The first warnings of each file.
    pub warnings: Vec<Warning>,
}

impl Report {
    /// All files together.
    #[must_use]
    pub fn total(&self) -> Counts {
        self.files.iter().map(|file| file.counts).sum()
    }

    /// How many doubts all files gave.
    #[must_use]
    pub fn warned(&self) -> u64 {
        let no_tables = self
            .warnings
            .iter()
            .filter(|warning| matches!(warning.code, Doubt::UnknownFile | Doubt::OverdueDelivery));
        let of_tables: u64 = self.files.iter().map(|file| file.warnings).sum();
        of_tables + no_tables.count() as u64
    }

    pub(super) fn reject(&mut self, reject: Reject) {
        let named = self
            .rejects
            .iter()
            .filter(|other| other.file == reject.file);
        if named.count() < NAMED {
            self.rejects.push(reject);
        }
    }

    pub(super) fn warn(&mut self, warning: Warning) {
        let named = self
            .warnings
            .iter()
            .filter(|other| other.file == warning.file);
        if named.count() < NAMED {
            self.warnings.push(warning);
        }
    }
}

impl fmt::Display for Report {
    /// A table of the files and their counts, then what was refused and doubted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<18}{:>10}{:>10}{:>11}{:>10}{:>10}{:>9}",
            "file", "read", "loaded", "unchanged", "rejected", "warnings", "seconds"
        )?;
        let mut line = |file: &str, counts: Counts, warnings: u64, seconds: f64| {
            writeln!(
                f,
                "{file:<18}{:>10}{:>10}{:>11}{:>10}{warnings:>10}{seconds:>9.1}",
                counts.read, counts.loaded, counts.unchanged, counts.rejected
            )
        };
        for file in &self.files {
            line(&file.file, file.counts, file.warnings, file.seconds)?;
        }
        let seconds = self.files.iter().map(|file| file.seconds).sum();
        line("total", self.total(), self.warned(), seconds)?;
        for FileReport { file, ended, .. } in self.files.iter().filter(|file| file.ended > 0) {
            writeln!(
                f,
                "{file}: {ended} links of earlier files of this source are not in it any more and end"
            )?;
        }
        for Reject {
            file,
            line,
            column,
            value,
            reason,
            code,
        } in &self.rejects
        {
            writeln!(
                f,
                "rejected {file}:{line} {code} {column} {value:?}: {reason}"
            )?;
        }
        for Warning {
            file,
            line,
            column,
            reason,
            code,
        } in &self.warnings
        {
            let line = line.map_or(String::new(), |line| format!(":{line}"));
            writeln!(f, "warning {file}{line} {code} {column}: {reason}")?;
        }
        Ok(())
    }
}
