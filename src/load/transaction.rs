//! Pieces of a transaction.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::graph::{Exchange, Statement};

/// Statements of one transaction, or why a parameter could not be written.
pub(super) type Exchanges = Result<Vec<Exchange>, serde_json::Error>;

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
            self.0.push(statement().exchange()?);
        }
        Ok(self)
    }

    pub fn done(self) -> Exchanges {
        Ok(self.0)
    }
}

/// What a derived value hashes to: equal for values that mean the same. Empty fields do not count.
pub(super) fn digest<T: Serialize>(value: &T) -> Result<i64, serde_json::Error> {
    let Value::Object(fields) = serde_json::to_value(value)? else {
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
pub(crate) fn hash(bytes: &[u8]) -> i64 {
    let digest = Sha256::digest(bytes);
    digest
        .iter()
        .take(8)
        .fold(0, |value, byte| value << 8 | i64::from(*byte))
}
