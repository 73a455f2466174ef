//! Why a load ends before it is done.

use std::{fmt, io};

use serde::Serialize;

use crate::graph::BackendError;

/// Why a file cannot be loaded at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileFault {
    /// The file's name.
    pub file: String,
    /// The line at fault, where one can be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// What is wrong with it, and what to do.
    pub reason: String,
}

impl FileFault {
    /// What is wrong with a file, and at which line.
    pub(super) fn new(file: &str, line: Option<u64>, reason: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            reason: reason.into(),
        }
    }

    /// A file whose bytes are text in no encoding that is known.
    pub(super) fn undecodable(file: &str, line: u64) -> Self {
        let reason = "this is neither UTF-8 nor GB18030 text; save the file in UTF-8";
        Self::new(file, Some(line), reason)
    }
}

impl From<FileFault> for LoadError {
    fn from(fault: FileFault) -> Self {
        Self::Files(vec![fault])
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}

/// Why a load ended before it was done.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Files that cannot be loaded; nothing of any file was written.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Files(Vec<FileFault>),
    /// The files cannot be listed.
    #[error("the files cannot be listed: {0}")]
    Unlisted(#[source] io::Error),
    /// None of the files is a table.
    #[error("there is no table here; a table is a file named {0}")]
    NoTable(String),
    /// A number stands in place of an id and there is no secret to make an id of it with.
    #[error(
        "{0} is handed over as a number; set load.id_secret (KINFLOW__LOAD__ID_SECRET, 32 characters or more, the same for every load) so that ids can be made of numbers"
    )]
    NoSecret(&'static str),
    /// No load of these files was interrupted.
    #[error("no load of these files was interrupted; run it without --resume")]
    NothingToResume,
    /// There is no batch of this number that could be taken back.
    #[error(
        "there is no batch {0} to take back, or it is taken back already; `loadBatches` and the reports of loads give their numbers"
    )]
    NoBatch(i64),
    /// The directory for refused rows cannot be written.
    #[error("the refused rows cannot be written: {0}")]
    Rejects(#[source] io::Error),
    /// The graph was made by a later version of this program.
    #[error(
        "the graph has shape {found}, this program knows shape {known}; use the version that made it"
    )]
    NewerGraph {
        /// The shape found.
        found: i64,
        /// The shape this program knows.
        known: i64,
    },
    /// The engine failed; what was written before stays, and the same load run again goes on.
    #[error("{}", told(file, cause))]
    Graph {
        /// The statement's path below `cypher/`.
        file: &'static str,
        /// What happened.
        #[source]
        cause: BackendError,
    },
    /// Parameters or rows do not fit what is bound to a statement: a defect of ours.
    #[error("parameters or rows do not fit a statement: {0}")]
    Shape(#[from] serde_json::Error),
}

impl LoadError {
    /// Whether other files, or other settings, would have been loaded.
    #[must_use]
    pub fn is_of_the_files(&self) -> bool {
        matches!(self, Self::Files(_) | Self::NoTable(_) | Self::NoSecret(_))
    }
}

/// A full disk is no fault of the statement that met it.
fn told(file: &str, cause: &BackendError) -> String {
    match cause {
        BackendError::Full(_) => cause.to_string(),
        _ => format!("{file}: {cause}"),
    }
}
