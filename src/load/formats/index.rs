//! What lines of a format need to know of lines that stand elsewhere.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

/// What an id stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Company,
    Agency,
    Account,
}

impl Kind {
    /// The kind as a column of the tables writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Company => "COMPANY",
            Self::Agency => "AGENCY",
            Self::Account => "ACCOUNT",
        }
    }
}

/// An award, as the contract that it is for needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Award {
    pub supplier: String,
    pub amount: String,
    pub currency: String,
    pub date: String,
}

/// Kept by the first eight bytes of the hash of an id, so that a large file needs little memory.
#[derive(Debug, Default)]
pub(super) struct Index {
    kinds: HashMap<u64, Kind>,
    /// Where the latest line about something stands, behind when it is of.
    latest: HashMap<u64, (i64, u32, u64)>,
    awards: HashMap<u64, Vec<Award>>,
    owners: HashMap<u64, String>,
}

fn key(id: &str) -> u64 {
    let digest = Sha256::digest(id);
    digest
        .iter()
        .take(8)
        .fold(0, |key, byte| key << 8 | u64::from(*byte))
}

impl Index {
    pub fn is(&mut self, id: &str, kind: Kind) {
        self.kinds.insert(key(id), kind);
    }

    pub fn kind(&self, id: &str) -> Option<Kind> {
        self.kinds.get(&key(id)).copied()
    }

    /// Notes a line about something, of a day.
    pub fn met(&mut self, id: &str, day: i64, (file, line): (u32, u64)) {
        let place = self.latest.entry(key(id)).or_default();
        *place = (*place).max((day, file, line));
    }

    /// Whether no later line is about the same.
    pub fn is_latest(&self, id: &str, (file, line): (u32, u64)) -> bool {
        self.latest
            .get(&key(id))
            .is_none_or(|latest| (latest.1, latest.2) == (file, line))
    }

    pub fn awarded(&mut self, contract: &str, award: Award) {
        self.awards.entry(key(contract)).or_default().push(award);
    }

    pub fn awards(&self, contract: &str) -> &[Award] {
        self.awards.get(&key(contract)).map_or(&[], Vec::as_slice)
    }

    /// Notes who owns something; the first to be named counts.
    pub fn owned(&mut self, asset: &str, owner: &str) {
        self.owners
            .entry(key(asset))
            .or_insert_with(|| owner.to_owned());
    }

    pub fn owner(&self, asset: &str) -> Option<&str> {
        self.owners.get(&key(asset)).map(String::as_str)
    }
}
