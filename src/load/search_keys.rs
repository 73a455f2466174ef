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

/// Everything that a node is found under.
#[derive(Debug, Serialize)]
pub(super) struct Keys<'a> {
    pub id: &'a str,
    pub keys: BTreeSet<String>,
}

statement! {
    /// Makes the keys that are not there yet.
    "load/search_keys/new.cypher" => Nothing;
    pub(super) struct NewSearchKeys<'a> { keys: BTreeSet<Key<'a>> }
}
statement! {
    /// Names persons by keys.
    "load/search_keys/persons.cypher" => Nothing;
    pub(super) struct NamePersons<'a> { rows: &'a [Keys<'a>] }
}
statement! {
    /// Names companies by keys.
    "load/search_keys/companies.cypher" => Nothing;
    pub(super) struct NameCompanies<'a> { rows: &'a [Keys<'a>] }
}

/// Every key once.
pub(super) fn distinct<'a>(nodes: &'a [Keys<'_>]) -> BTreeSet<Key<'a>> {
    nodes
        .iter()
        .flat_map(|node| &node.keys)
        .map(|key| Key {
            id: key,
            initial: key.chars().take(1).collect(),
        })
        .collect()
}
