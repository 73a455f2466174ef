//! The keys under which people and companies are found by name.

use std::collections::BTreeSet;

use serde::Serialize;

use super::table::Nothing;
use crate::statement;

/// A key and the character that a search seeks it by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Key<'a> {
    id: &'a str,
    initial: String,
}

/// That something is named by a key.
#[derive(Debug, Serialize)]
pub(super) struct Naming<'a> {
    id: &'a str,
    key: &'a str,
}

statement! {
    /// Makes the keys that are not there yet.
    "load/search_keys/new.cypher" => Nothing;
    pub(super) struct NewSearchKeys<'a> { keys: BTreeSet<Key<'a>> }
}
statement! {
    /// Names persons by keys.
    "load/search_keys/persons.cypher" => Nothing;
    pub(super) struct NamePersons<'a> { links: Vec<Naming<'a>> }
}
statement! {
    /// Names companies by keys.
    "load/search_keys/companies.cypher" => Nothing;
    pub(super) struct NameCompanies<'a> { links: Vec<Naming<'a>> }
}

/// The keys of some nodes, by node.
pub(super) type KeysOf<'a> = Vec<(&'a str, BTreeSet<String>)>;

/// Every key once.
pub(super) fn distinct<'a>(nodes: &'a KeysOf<'_>) -> BTreeSet<Key<'a>> {
    nodes
        .iter()
        .flat_map(|(_, keys)| keys)
        .map(|key| Key {
            id: key,
            initial: key.chars().take(1).collect(),
        })
        .collect()
}

/// Every node with every key of it.
pub(super) fn namings<'a>(nodes: &'a KeysOf<'_>) -> Vec<Naming<'a>> {
    nodes
        .iter()
        .flat_map(|(id, keys)| keys.iter().map(|key| Naming { id, key }))
        .collect()
}
