//! The port to the engines: one verb over neutral values, and the same for several writes at once.
//!
//! All meaning stays in Cypher. What differs between engines is only how a text and its parameters
//! travel, so a backend knows no label, no property and no rule.

use std::{path::Path, time::Instant};

use async_trait::async_trait;
use serde_json::{Map, Value};

/// Parameters of a statement by name, or one result row by column.
pub type Record = Map<String, Value>;

/// One Cypher text with its parameters.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Path below `cypher/`, named in errors and logs in place of the text.
    pub file: &'static str,
    /// The text as it stands in the file.
    pub text: &'static str,
    /// Values for its `$names`.
    pub parameters: Record,
    /// What the text makes, for an engine with a faster way than to run it.
    pub makes: Option<&'static Makes>,
}

/// What a text that makes one node or link of each row comes to. The text is the meaning: an engine
/// may write the same its own way, or know nothing of this.
#[derive(Clone, Debug)]
pub struct Makes {
    /// The parameter that holds the rows, which are lists.
    pub rows: &'static str,
    /// A node that is not there yet, or a link between two that are.
    pub what: Made,
    /// Its properties.
    pub properties: Vec<Property>,
}

/// What is made of a row.
#[derive(Clone, Debug)]
pub enum Made {
    /// A node of a label, with its id among the properties.
    Node(&'static str),
    /// A link from the node of the first id of the row to that of the second, which have no other
    /// link of its type.
    Link {
        /// The label at its start.
        start: &'static str,
        /// Its type.
        kind: String,
        /// The label at its end.
        end: &'static str,
    },
}

/// A property and where its value stands.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Placed,
}

/// Where a value stands.
#[derive(Clone, Debug)]
pub enum Placed {
    /// At this place of the row.
    Plain(usize),
    /// At this place of the row, as the text of a day.
    Date(usize),
    /// Nowhere: it is this word.
    Word(&'static str),
}

/// Why an engine gave no rows.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// The engine cannot be reached, or its pool gave no connection in time.
    #[error("the graph cannot be reached: {0}")]
    Unavailable(String),
    /// There is no room left to write in. What was acknowledged is on disk.
    #[error(
        "the disk is full: make room and run the same again, which goes on where this ended; nothing acknowledged is lost ({0})"
    )]
    Full(String),
    /// The deadline passed before the answer was complete.
    #[error("the statement did not finish before its deadline")]
    Timeout,
    /// A constraint refused the write.
    #[error("a constraint refused the write: {0}")]
    Conflict(String),
    /// The engine refused the statement: a defect of ours.
    #[error("the engine refused the statement: {0}")]
    Refused(String),
}

/// An engine that runs Cypher.
#[async_trait]
pub trait Backend: Send + Sync {
    /// A word for metrics and reports: `embedded` or `neo4j`.
    fn name(&self) -> &'static str;

    /// Runs one reading statement and returns all its rows, within the deadline.
    async fn read(
        &self,
        exchange: Exchange,
        deadline: Instant,
    ) -> Result<Vec<Record>, BackendError>;

    /// Runs statements in order in one transaction and returns the rows of each: all of them hold
    /// afterwards or none does, on disk as the engine was opened for.
    async fn write(
        &self,
        exchanges: Vec<Exchange>,
        deadline: Instant,
    ) -> Result<Vec<Vec<Record>>, BackendError>;

    /// How many transactions of a load are best written at once.
    fn writers(&self) -> usize {
        1
    }

    /// Runs schema statements one at a time, each in a transaction of its own.
    async fn declare(&self, statements: &[&'static str]) -> Result<(), BackendError>;

    /// Whether the engine forgets, when it is opened, which properties the nodes of a label have had,
    /// and refuses to make one with a property that it does not know.
    fn forgets(&self) -> bool {
        false
    }

    /// Acquaints the engine with labels, types and properties, by statements that make one of each
    /// and take them away again.
    async fn acquaint(
        &self,
        exchanges: Vec<Exchange>,
        deadline: Instant,
    ) -> Result<(), BackendError> {
        self.write(exchanges, deadline).await.map(|_| ())
    }

    /// The schema text of this engine, the only Cypher that differs between engines.
    fn schema(&self) -> &'static str;

    /// Copies the whole graph as it stands at one moment into a file, while others go on reading and
    /// writing. The file appears when it is complete; one that was there is replaced.
    ///
    /// # Errors
    /// [`BackendError::Refused`] on an engine that has tools of its own for this, and for a file that
    /// is the graph itself; [`BackendError::Unavailable`] when the file cannot be written.
    async fn backup(&self, file: &Path) -> Result<(), BackendError>;

    /// Makes what was written durable and small, and gives up the engine's resources.
    async fn close(&self) -> Result<(), BackendError>;
}
