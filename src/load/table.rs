//! What the loader must know of a table: its columns, what a row means, what it points at, and
//! the statements that bring it into the graph.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    finding::Refusal,
    known::{Facts, Known},
    read::cells::{Cells, Doubtful},
};
use crate::{
    graph::{Exchange, Statement},
    model::codes::PartyKind,
};

/// The labels that a row can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Label {
    Region,
    Agency,
    Post,
    Person,
    Household,
    Company,
    Account,
    Programme,
    Payment,
}

impl From<PartyKind> for Label {
    fn from(kind: PartyKind) -> Self {
        match kind {
            PartyKind::Person => Self::Person,
            PartyKind::Household => Self::Household,
            PartyKind::Company => Self::Company,
            PartyKind::Agency => Self::Agency,
        }
    }
}

/// A cell that names a row of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference<'a> {
    pub column: &'static str,
    pub label: Label,
    pub id: &'a str,
}

impl<'a> Reference<'a> {
    pub fn new(column: &'static str, label: Label, id: &'a impl AsRef<str>) -> Self {
        Self {
            column,
            label,
            id: id.as_ref(),
        }
    }

    /// The reference of a cell that may be empty.
    pub fn optional(
        column: &'static str,
        label: Label,
        id: &'a Option<impl AsRef<str>>,
    ) -> Option<Self> {
        id.as_ref().map(|id| Self::new(column, label, id))
    }
}

/// Statements of one transaction, or why a parameter could not be written.
pub(super) type Exchanges = Result<Vec<Exchange>, serde_json::Error>;

/// One kind of row.
pub(super) trait Table: Serialize + Send + Sync + 'static {
    /// The file's name without `.csv`.
    const NAME: &'static str;
    /// Columns that every file of this table has.
    const REQUIRED: &'static [&'static str];
    /// Columns that a file may have.
    const OPTIONAL: &'static [&'static str];
    /// The label of the nodes that rows become; none for a table of links.
    const LABEL: Option<Label>;

    /// What the cells mean.
    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal>
    where
        Self: Sized;

    /// The id of the node or link that the row becomes.
    fn id(&self) -> &str;

    /// What rows that point at this one may need to know of it.
    fn facts(&self) -> Facts {
        Facts::default()
    }

    /// The rows of other tables that this one points at.
    fn references(&self) -> Vec<Reference<'_>> {
        Vec::new()
    }

    /// Completes the row from what it points at, and says what is doubtful about both together.
    fn settle(&mut self, _: &Known) -> Option<Doubtful> {
        None
    }

    /// The statements that tell which of these rows the graph has, and their digests.
    fn recall(rows: &[&Self]) -> Exchanges
    where
        Self: Sized;

    /// The statements that write rows of one batch.
    fn write(rows: &Changes<'_, Self>) -> Exchanges
    where
        Self: Sized;
}

/// The rows of a batch that the graph must take.
pub(super) struct Changes<'a, T> {
    /// Rows that it does not have.
    pub new: Vec<Entry<'a, T>>,
    /// Rows that it has with other values.
    pub changed: Vec<Entry<'a, T>>,
}

impl<'a, T> Changes<'a, T> {
    /// All of them: links are made anew for a changed row as for a new one.
    pub fn all(&self) -> impl Iterator<Item = &Entry<'a, T>> {
        self.new.iter().chain(&self.changed)
    }
}

impl<'a, T: Table> Changes<'a, T> {
    /// The links from each row to what one of its columns names.
    pub fn ends<I: AsRef<str> + 'a>(&self, to: impl Fn(&'a T) -> Option<&'a I>) -> Vec<Ends<'a>> {
        self.all()
            .filter_map(|entry| {
                Some(Ends {
                    from: entry.of.id(),
                    to: to(entry.of)?.as_ref(),
                })
            })
            .collect()
    }
}

/// A row as a statement receives it: its own fields and where it came from.
#[derive(Debug, Serialize)]
pub(super) struct Entry<'a, T> {
    #[serde(flatten)]
    pub of: &'a T,
    /// The `LoadBatch` it came with.
    pub batch: i64,
    /// Its line in the file.
    pub row: u64,
    /// What its columns hash to.
    pub digest: i64,
}

/// Two ends of a link that has no row of its own.
#[derive(Debug, Serialize)]
pub(super) struct Ends<'a> {
    pub from: &'a str,
    pub to: &'a str,
}

/// A statement's row that returns nothing.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Nothing {}

/// Collects the statements of a transaction, leaving out those that would have nothing to do.
#[derive(Default)]
pub(super) struct Transaction(Vec<Exchange>);

impl Transaction {
    pub fn add<R, S: Statement>(
        mut self,
        rows: &[R],
        statement: impl FnOnce() -> S,
    ) -> Result<Self, serde_json::Error> {
        if !rows.is_empty() {
            let mut exchange = statement().exchange()?;
            exchange.parameters.values_mut().for_each(without_nulls);
            self.0.push(exchange);
        }
        Ok(self)
    }

    pub fn done(self) -> Exchanges {
        Ok(self.0)
    }
}

/// Rows without the keys that have no value: a statement reads a missing key as null all the same,
/// and engines spend a third of their time on keys.
fn without_nulls(rows: &mut Value) {
    for row in rows.as_array_mut().into_iter().flatten() {
        if let Value::Object(fields) = row {
            fields.retain(|_, value| !value.is_null());
        }
    }
}

/// What a row's columns hash to: equal for rows that mean the same, however they are written.
/// Empty columns do not count, so that a table may gain columns.
pub(super) fn digest<T: Serialize>(row: &T) -> Result<i64, serde_json::Error> {
    let Value::Object(fields) = serde_json::to_value(row)? else {
        return Ok(0);
    };
    let mut fields: Vec<(String, Value)> = fields
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .collect();
    fields.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    Ok(hash(&serde_json::to_vec(&fields)?))
}

/// The first 64 bits of SHA-256.
pub(super) fn hash(bytes: &[u8]) -> i64 {
    let digest = Sha256::digest(bytes);
    digest
        .iter()
        .take(8)
        .fold(0, |value, byte| value << 8 | i64::from(*byte))
}
