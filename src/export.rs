//! The graph on its way out: as the loader's own tables, as FollowTheMoney entities, and as three
//! forms of the graph itself.
//!
//! | format | carries | made by |
//! |---|---|---|
//! | csv | every table as the loader reads it | `csv` |
//! | ftm | what FollowTheMoney can say, and a count of what it cannot | `ftm` |
//! | graphml | nodes and links for Gephi or yEd | `graphml` |
//! | cypher | a script that rebuilds the graph in an empty Neo4j | `cypher` |
//! | neo4j-admin | files for Neo4j's importer | `neo4j_admin` |
//!
//! Every format is streamed: what is held in memory is the ids of one label and some thousand rows.

mod csv;
mod cypher;
mod ftm;
mod graphml;
mod neo4j_admin;
mod whole;

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, ErrorKind},
    path::{Path, PathBuf},
};

use serde::Serialize;

use crate::{
    graph::Backend,
    load::{LoadError, Session},
    model::codes::codes,
};

codes! {
    /// What an export is written as.
    pub enum Format {
        /// The loader's own tables, one CSV each.
        Csv = "csv",
        /// FollowTheMoney entities, one JSON object a line.
        Ftm = "ftm",
        /// One GraphML file.
        Graphml = "graphml",
        /// One script of Cypher statements.
        Cypher = "cypher",
        /// Files for `neo4j-admin database import full`.
        Neo4jAdmin = "neo4j-admin",
    }
}

/// Why an export ended before it was done.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Something is in the directory.
    #[error("{} is not empty: name a new directory, or empty this one first", .0.display())]
    NotEmpty(PathBuf),
    /// A file cannot be written.
    #[error("{} cannot be written: {cause}", path.display())]
    File {
        /// The file, or the directory.
        path: PathBuf,
        /// What happened.
        #[source]
        cause: io::Error,
    },
    /// The graph gave no rows.
    #[error("{0}")]
    Graph(
        #[from]
        #[source]
        LoadError,
    ),
    /// The graph holds what no kind of node or link describes.
    #[error(
        "the graph holds {nodes} nodes and {links} links more than this program knows the kinds of, so the export is not complete; export with the version that wrote them"
    )]
    Unknown {
        /// Nodes left out.
        nodes: i64,
        /// Links left out.
        links: i64,
    },
}

/// What an export wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Each file and how many rows, entities, nodes or links are in it.
    pub files: BTreeMap<String, u64>,
    /// What the format cannot say: the table, or the column, and how often.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<String, u64>,
    /// What to do with the files, where that is not plain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Writes the whole graph into a directory, which is created unless it is there and empty. `watch`
/// is told each file and how much of it is written.
///
/// # Errors
/// [`ExportError`]; what was written by then stays.
pub async fn export(
    backend: &dyn Backend,
    directory: &Path,
    format: Format,
    watch: &(dyn Fn(&str, u64) + Sync),
) -> Result<Exported, ExportError> {
    let folder = Folder::new(directory)?;
    let session = Session(backend);
    match format {
        Format::Csv => csv::export(session, &folder, watch).await,
        Format::Ftm => ftm::export(session, &folder, watch).await,
        Format::Graphml => graphml::export(session, &folder, watch).await,
        Format::Cypher => cypher::export(session, &folder, watch).await,
        Format::Neo4jAdmin => neo4j_admin::export(session, &folder, watch).await,
    }
}

/// Whoever is told how far a file is written.
type Watch<'a> = &'a (dyn Fn(&str, u64) + Sync);

/// The directory that an export is written into.
struct Folder(PathBuf);

impl Folder {
    fn new(path: &Path) -> Result<Self, ExportError> {
        let fault = |cause| ExportError::File {
            path: path.to_owned(),
            cause,
        };
        match fs::read_dir(path).map(|mut entries| entries.next().is_some()) {
            Ok(true) => return Err(ExportError::NotEmpty(path.to_owned())),
            Ok(false) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(path).map_err(fault)?;
            }
            Err(error) => return Err(fault(error)),
        }
        Ok(Self(path.to_owned()))
    }

    fn create(&self, name: &str) -> Result<BufWriter<File>, ExportError> {
        let file = File::create_new(self.0.join(name)).map_err(self.fault(name))?;
        Ok(BufWriter::new(file))
    }

    /// What a failure of writing a file becomes.
    fn fault<E: Into<io::Error>>(&self, name: &str) -> impl Fn(E) -> ExportError {
        let path = self.0.join(name);
        move |cause| ExportError::File {
            path: path.clone(),
            cause: cause.into(),
        }
    }
}
