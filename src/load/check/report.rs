//! What a check found, as a person reads it on a terminal and a machine as JSON.

use std::fmt;

use serde::Serialize;

use super::profile::ColumnCheck;
use crate::load::{FileFault, Reject, Warning};

/// How often something was found in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The column; empty when it is the row as a whole.
    pub column: &'static str,
    /// What was found, as a word of a closed list.
    pub code: &'static str,
    /// In how many rows.
    pub rows: u64,
}

/// What a check found in one file: `rows = sound + repeated + rejected`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileCheck {
    /// The file's name.
    pub file: String,
    /// The table that it feeds.
    pub table: &'static str,
    /// Rows found, the header apart.
    pub rows: u64,
    /// Rows that a load would take.
    pub sound: u64,
    /// Rows that say what another of the file says.
    pub repeated: u64,
    /// Rows that a load would refuse.
    pub rejected: u64,
    /// Why, the most frequent first.
    pub reasons: Vec<Found>,
    /// What a load would doubt, the most frequent first.
    pub doubts: Vec<Found>,
    /// What stands in each column of the table.
    pub columns: Vec<ColumnCheck>,
    /// Columns that the table does not have.
    pub unknown: Vec<String>,
    /// What rows point at and nobody can say whether it is on file.
    pub unjudged: Vec<&'static str>,
    /// The first refused rows.
    pub rejects: Vec<Reject>,
    /// The first doubtful rows.
    pub warnings: Vec<Warning>,
    /// How long the check took.
    pub seconds: f64,
}

/// What a check found.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Whether what is in the graph counted as on file.
    pub graph: bool,
    /// The files that could be read, in the order in which a load takes them.
    pub files: Vec<FileCheck>,
    /// Files that a load would not begin with.
    pub unusable: Vec<FileFault>,
    /// Files that are no tables.
    pub others: Vec<Warning>,
}

impl CheckReport {
    /// How many rows a load would refuse.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.files.iter().map(|file| file.rejected).sum()
    }

    /// What the rows were held against, in words.
    #[must_use]
    pub fn against(&self) -> &'static str {
        if self.graph {
            "each other and what is in the graph"
        } else {
            "each other; what is in no file here was not looked for, as no graph was asked"
        }
    }
}

impl fmt::Display for CheckReport {
    /// A table of the files, then the columns of each, then what was refused and doubted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<22}{:>10}{:>10}{:>10}{:>10}{:>10}{:>9}",
            "file", "rows", "sound", "repeated", "rejected", "warnings", "seconds"
        )?;
        for file in &self.files {
            let doubts: u64 = file.doubts.iter().map(|doubt| doubt.rows).sum();
            let (sound, repeated) = (file.sound, file.repeated);
            writeln!(
                f,
                "{:<22}{:>10}{sound:>10}{repeated:>10}{:>10}{doubts:>10}{:>9.1}",
                file.heading(),
                file.rows,
                file.rejected,
                file.seconds
            )?;
        }
        writeln!(f, "Rows were held against {}.", self.against())?;
        for fault in &self.unusable {
            writeln!(f, "unusable {fault}")?;
        }
        for Warning { file, reason, .. } in &self.others {
            writeln!(f, "warning {file}: {reason}")?;
        }
        self.files.iter().try_for_each(|file| file.write(f))
    }
}

impl FileCheck {
    /// Whether nothing stood in it.
    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0 && self.unknown.is_empty()
    }

    /// The file, and the table that it feeds where its name does not say it.
    pub(super) fn heading(&self) -> String {
        match self.file.split('.').next() == Some(self.table) {
            true => self.file.clone(),
            false => format!("{} as {}", self.file, self.table),
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}", self.heading())?;
        for column in self.columns.iter().filter(|column| column.present) {
            let (name, rate) = (column.column, column.rate);
            writeln!(f, "  {name:<24}{rate:>6.1} %  {}", column.content())?;
        }
        let absent = self.columns.iter().filter(|column| !column.present);
        let absent: Vec<&str> = absent.map(|column| column.column).collect();
        if !absent.is_empty() {
            writeln!(f, "  not handed over: {}", absent.join(", "))?;
        }
        if !self.unknown.is_empty() {
            writeln!(f, "  no columns of the table: {}", self.unknown.join(", "))?;
        }
        if !self.unjudged.is_empty() {
            writeln!(f, "  not looked for: {}", self.unjudged.join(", "))?;
        }
        for (what, all) in [("rejected", &self.reasons), ("doubted", &self.doubts)] {
            for Found { column, code, rows } in all {
                writeln!(f, "  {what} {rows} × {code} {column}")?;
            }
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
            writeln!(f, "  {file}:{line} {code} {column} {value:?}: {reason}")?;
        }
        for warning in &self.warnings {
            let (line, code) = (warning.line.unwrap_or_default(), warning.code);
            let (column, reason) = (&warning.column, &warning.reason);
            writeln!(f, "  {}:{line} {code} {column}: {reason}", self.file)?;
        }
        Ok(())
    }
}

impl ColumnCheck {
    /// What stands there, in one line.
    #[must_use]
    pub fn content(&self) -> String {
        if !self.codes.is_empty() {
            let words = self
                .codes
                .iter()
                .map(|(word, rows)| format!("{word} {rows}"));
            return words.collect::<Vec<_>>().join(" · ");
        }
        match &self.days {
            Some([first, last]) if first == last => first.clone(),
            Some([first, last]) => format!("{first} – {last}"),
            None => self.examples.join(" · "),
        }
    }
}
