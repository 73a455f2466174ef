//! The keys under which people and companies are found by name.

use std::{collections::BTreeSet, sync::LazyLock};

use serde::Serialize;
use serde_json::Value;

use super::{
    LoadError, catalogue::Table, row::Row, statements, transaction::Nothing, write::Write,
};
use crate::{
    graph::{Exchange, Filled, Statement},
    model::names::{keys_of_company, keys_of_person},
    statement, template,
};

/// A key and the character that a search seeks it by.
#[derive(Debug, Serialize)]
struct Key {
    id: String,
    initial: String,
}

statement! {
    /// Makes the keys that are not there yet.
    "load/search_keys/new.cypher" => Nothing;
    struct NewSearchKeys { keys: Vec<Key> }
}
/// Name people and companies by keys, after [`unname`] took away the names they had.
static NAME: LazyLock<[Filled; 2]> = LazyLock::new(|| {
    ["Person", "Company"].map(|label| statements::links_of_nodes(label, "NAMED", "SearchKey", &[]))
});

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
    let former = table.column("formerNames").map(|column| column.slot);
    let keys_of_row = |row: &Row| -> BTreeSet<String> {
        let former = former.and_then(|slot| row.values.get(slot)?.as_array());
        let former = former.into_iter().flatten().filter_map(Value::as_str);
        former
            .chain(row.of(table, "name"))
            .flat_map(keys_of)
            .collect()
    };
    let (mut keys, mut links) = (BTreeSet::new(), Vec::new());
    for Write { row, .. } in rows {
        for key in keys_of_row(row) {
            links.push(Value::from(vec![row.id.as_str(), &key]));
            keys.insert(key);
        }
    }
    if links.is_empty() {
        return Ok(());
    }
    let keys = keys.into_iter().map(|id| Key {
        initial: id.chars().take(1).collect(),
        id,
    });
    exchanges.push(
        NewSearchKeys {
            keys: keys.collect(),
        }
        .exchange()?,
    );
    let name = match table.name {
        "persons" => &NAME[0],
        _ => &NAME[1],
    };
    exchanges.push(name.exchange([("links", links.into())]));
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
