//! Rows as the statements that bring them into the graph.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    LoadError,
    catalogue::{Label, Meaning, Shape, Table},
    contact, payment_sums,
    row::Row,
    search_keys,
    statements::{Between, Links, Nodes},
    transaction::Nothing,
};
use crate::{
    graph::{Exchange, Statement},
    statement,
};

statement! {
    /// Makes officials of those who hold or held a post.
    "load/tenures/officials.cypher" => Nothing;
    struct Officials<'a> { ids: BTreeSet<&'a str> }
}
statement! {
    /// Takes away the derived kin links of pairs whose link is handed over.
    "load/kinships/supersede.cypher" => Nothing;
    struct SupersedeKin { links: Vec<[String; 3]> }
}
statement! {
    /// Makes the addresses that are not there yet.
    "load/contacts/addresses.cypher" => Nothing;
    struct Addresses { keys: BTreeSet<String> }
}
statement! {
    /// Makes the telephones that are not there yet.
    "load/contacts/phones.cypher" => Nothing;
    struct Phones { keys: BTreeSet<String> }
}

statement! {
    /// Takes away the addresses that nobody is at any more.
    "load/contacts/forsaken_addresses.cypher" => Nothing;
    pub(super) struct ForsakenAddresses {}
}
statement! {
    /// Takes away the telephones that reach nobody any more.
    "load/contacts/forsaken_phones.cypher" => Nothing;
    pub(super) struct ForsakenPhones {}
}

/// Where a row came from, and what else its node or link must say.
#[derive(Clone, Debug)]
pub(super) struct Stamp {
    pub batch: i64,
    pub row: u64,
    /// Whether rows of several sources are merged in it.
    pub merged: bool,
    /// Other batches that brought the same.
    pub also: Vec<i64>,
}

/// A row to write.
pub(super) struct Write<'a> {
    pub row: &'a Row,
    pub stamp: Stamp,
    /// Whether the graph has it with other values.
    pub changed: bool,
}

/// The statements that write rows of one table.
pub(super) fn exchanges(
    table: &'static Table,
    rows: &[Write<'_>],
) -> Result<Vec<Exchange>, LoadError> {
    let Some(statements) = table.statements() else {
        return Ok(Vec::new());
    };
    let mut exchanges = Vec::new();
    match (&statements.nodes, table.shape) {
        (Some(nodes), Shape::Node(_)) => {
            let changed = rows.iter().filter(|write| write.changed);
            let ids: Vec<&str> = changed.map(|write| write.row.id.as_str()).collect();
            search_keys::unname(table, &ids, &mut exchanges);
            payment_sums::take_out(table, &ids, &mut exchanges)?;
            write_nodes(table, nodes, rows, &mut exchanges);
            contacts(table, rows, &mut exchanges)?;
            for (place, label, statement) in &statements.references {
                // A changed node may have such a link with a row of its own already.
                for (statement, changed) in [(statement.by_text(), true), (*statement, false)] {
                    let rows = rows.iter().filter(|write| write.changed == changed);
                    let links = ends(table, *place, *label, rows);
                    if !links.is_empty() {
                        exchanges.push(statement.exchange([("links", links.into())]));
                    }
                }
            }
            search_keys::exchanges(table, rows, &mut exchanges)?;
            payment_sums::add(table, rows.iter().map(|write| write.row), &mut exchanges)?;
        }
        _ => {
            if table.name == "kinships" {
                supersede(table, rows, &mut exchanges)?;
            }
            for (between, links) in &statements.links {
                write_links(table, between, links, rows, &mut exchanges);
            }
            if table.name == "tenures" {
                let ids = rows
                    .iter()
                    .filter_map(|write| write.row.of(table, "personId"));
                exchanges.push(Officials { ids: ids.collect() }.exchange()?);
            }
        }
    }
    Ok(exchanges)
}

fn write_nodes(table: &Table, nodes: &Nodes, rows: &[Write<'_>], exchanges: &mut Vec<Exchange>) {
    for (statement, changed) in [(&nodes.changed, true), (&nodes.new, false)] {
        let rows: Vec<Value> = rows
            .iter()
            .filter(|write| write.changed == changed)
            .map(|write| values(table, write, Vec::new()))
            .collect();
        if !rows.is_empty() {
            exchanges.push(statement.exchange([("rows", rows.into())]));
        }
    }
}

fn write_links(
    table: &'static Table,
    between: &Between,
    links: &Links,
    rows: &[Write<'_>],
    exchanges: &mut Vec<Exchange>,
) {
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for write in rows {
        let Some((this, [start, end])) = write.row.between(table) else {
            continue;
        };
        if this != *between {
            continue;
        }
        if write.changed {
            gone.push(Value::from(vec![start, write.row.id.as_str()]));
        }
        new.push(values(table, write, vec![start.into(), end.into()]));
    }
    if !gone.is_empty() {
        exchanges.push(links.remove.exchange([("links", gone.into())]));
    }
    if !new.is_empty() {
        exchanges.push(links.new.exchange([("rows", new.into())]));
    }
}

/// A row as a statement reads it: its ends if it is a link, its id, its values, its provenance.
fn values(table: &Table, write: &Write<'_>, mut values: Vec<Value>) -> Value {
    let Write { row, stamp, .. } = write;
    values.reserve(table.slots.len() + 6);
    values.push(row.id.as_str().into());
    values.extend(
        table
            .stored()
            .map(|(place, _)| row.values.get(place).cloned().unwrap_or_default()),
    );
    values.push(stamp.batch.into());
    values.push(stamp.row.into());
    values.push(row.digest.into());
    values.push(if stamp.merged {
        true.into()
    } else {
        Value::Null
    });
    values.push(if stamp.also.is_empty() {
        Value::Null
    } else {
        stamp.also.clone().into()
    });
    values.into()
}

/// The links from each row's node to what one of its columns names.
fn ends<'a>(
    table: &'static Table,
    place: usize,
    label: Label,
    rows: impl Iterator<Item = &'a Write<'a>>,
) -> Vec<Value> {
    let Some(column) = table.columns.get(place) else {
        return Vec::new();
    };
    rows.filter_map(|Write { row, .. }| {
        let key;
        let end = match &column.meaning {
            Meaning::Address => {
                key = contact::address_key(row.text(column.slot)?);
                &key
            }
            Meaning::Phone => row.text(column.slot)?,
            _ => {
                let (found, id) = row.end(table, column)?;
                (found == label).then_some(id)?
            }
        };
        let mut link: Vec<Value> = vec![row.id.as_str().into(), end.into()];
        if let Meaning::Link(reference) = &column.meaning {
            for (_, what) in &reference.carries {
                if let Some(carried) = table.column(what) {
                    link.push(row.values.get(carried.slot).cloned().unwrap_or_default());
                }
            }
        }
        Some(link.into())
    })
    .collect()
}

/// The addresses and telephones that rows name, so that they can be linked.
fn contacts(
    table: &Table,
    rows: &[Write<'_>],
    exchanges: &mut Vec<Exchange>,
) -> Result<(), LoadError> {
    let (mut addresses, mut phones) = (BTreeSet::new(), BTreeSet::new());
    for column in &table.columns {
        let texts = rows.iter().filter_map(|write| write.row.text(column.slot));
        match column.meaning {
            Meaning::Address => addresses.extend(texts.map(contact::address_key)),
            Meaning::Phone => phones.extend(texts.map(str::to_owned)),
            _ => {}
        }
    }
    if !addresses.is_empty() {
        exchanges.push(Addresses { keys: addresses }.exchange()?);
    }
    if !phones.is_empty() {
        exchanges.push(Phones { keys: phones }.exchange()?);
    }
    Ok(())
}

/// A kin link handed over wins over a derived one.
fn supersede(
    table: &Table,
    rows: &[Write<'_>],
    exchanges: &mut Vec<Exchange>,
) -> Result<(), LoadError> {
    let ends = |row: &Row| {
        Some(["fromId", "kind", "toId"].map(|name| row.of(table, name)))
            .and_then(|[from, kind, to]| Some([from?.to_owned(), kind?.to_owned(), to?.to_owned()]))
    };
    let links: Vec<[String; 3]> = rows.iter().filter_map(|write| ends(write.row)).collect();
    if !links.is_empty() {
        exchanges.push(SupersedeKin { links }.exchange()?);
    }
    Ok(())
}

impl Row {
    /// Which kind of link the row becomes, and the ids of its ends. A transfer that names no
    /// receiving account runs back to its own.
    pub fn between<'row>(&'row self, table: &'static Table) -> Option<(Between, [&'row str; 2])> {
        let [start, end] = table.ends()?;
        let kind = match table.shape {
            Shape::Link(super::catalogue::LinkType::Fixed(kind)) => kind.to_owned(),
            Shape::Link(super::catalogue::LinkType::OfKind(ending)) => {
                format!("{}{ending}", self.of(table, "kind")?)
            }
            Shape::Node(_) => return None,
        };
        let (start, from) = self.end(table, start)?;
        let (end, to) = self.end(table, end).unwrap_or((start, from));
        Some((Between { start, kind, end }, [from, to]))
    }
}
