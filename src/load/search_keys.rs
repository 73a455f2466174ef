//! The keys under which people and companies are found by name.

use std::{collections::BTreeSet, sync::LazyLock};

use serde::Serialize;

use super::{LoadError, catalogue::Table, transaction::Nothing, write::Write};
use crate::{
    graph::{Exchange, Filled, Statement},
    model::names::{keys_of_company, keys_of_person},
    statement, template,
};

/// A key and the character that a search seeks it by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Key<'a> {
    id: &'a str,
    initial: String,
}

/// Everything that a node is found under.
#[derive(Debug, Serialize)]
struct Keys<'a> {
    id: &'a str,
    keys: BTreeSet<String>,
}

statement! {
    /// Makes the keys that are not there yet.
    "load/search_keys/new.cypher" => Nothing;
    struct NewSearchKeys<'a> { keys: BTreeSet<Key<'a>> }
}
statement! {
    /// Names persons by keys.
    "load/search_keys/persons.cypher" => Nothing;
    struct NamePersons<'a> { rows: &'a [Keys<'a>] }
}
statement! {
    /// Names companies by keys.
    "load/search_keys/companies.cypher" => Nothing;
    struct NameCompanies<'a> { rows: &'a [Keys<'a>] }
}

/// The statements that name people and companies by the keys of their names.
pub(super) fn exchanges(
    table: &Table,
    rows: &[Write<'_>],
    exchanges: &mut Vec<Exchange>,
) -> Result<(), LoadError> {
    let keys_of = match table.name {
        "persons" => keys_of_person,
        "companies" => keys_of_company,
        _ => return Ok(()),
    };
    let keys: Vec<Keys<'_>> = rows
        .iter()
        .map(|write| {
            let former = table
                .column("formerNames")
                .and_then(|column| write.row.values.get(column.slot));
            let former = former
                .and_then(serde_json::Value::as_array)
                .into_iter()
                .flatten();
            let names = former.filter_map(serde_json::Value::as_str);
            let names = names.chain(write.row.of(table, "name"));
            Keys {
                id: &write.row.id,
                keys: names.flat_map(keys_of).collect(),
            }
        })
        .collect();
    if keys.is_empty() {
        return Ok(());
    }
    let new = NewSearchKeys {
        keys: distinct(&keys),
    };
    exchanges.push(new.exchange()?);
    exchanges.push(match table.name {
        "persons" => NamePersons { rows: &keys }.exchange()?,
        _ => NameCompanies { rows: &keys }.exchange()?,
    });
    Ok(())
}

/// The statement that takes away the names of some nodes, before they change or go.
pub(super) fn unname(table: &Table, ids: &[&str], exchanges: &mut Vec<Exchange>) {
    static UNNAME: LazyLock<[Filled; 2]> = LazyLock::new(|| {
        let template = template!("load/search_keys/unname.cypher");
        ["Person", "Company"].map(|label| template.fill(&[("Label", label)]))
    });
    let [persons, companies] = &*UNNAME;
    let unname = match table.name {
        "persons" => persons,
        "companies" => companies,
        _ => return,
    };
    if !ids.is_empty() {
        exchanges.push(unname.exchange([("ids", ids.into())]));
    }
}

/// Every key once.
fn distinct<'a>(nodes: &'a [Keys<'_>]) -> BTreeSet<Key<'a>> {
    nodes
        .iter()
        .flat_map(|node| &node.keys)
        .map(|key| Key {
            id: key,
            initial: key.chars().take(1).collect(),
        })
        .collect()
}
