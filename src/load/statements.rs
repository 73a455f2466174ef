//! The statements of each table, made of the templates in `cypher/load/nodes` and
//! `cypher/load/links` when the program first loads.

use std::{collections::HashMap, sync::LazyLock};

use super::catalogue::{Column, Form, Label, Meaning, Reference, Shape, Slot, TABLES, Table};
use crate::{
    graph::{Filled, Made, Makes, Placed, Property, Template},
    template,
};

/// What the rows of a table need of the graph.
pub(super) struct Statements {
    /// Of a table of nodes.
    pub nodes: Option<Nodes>,
    /// What the rows of nodes link them to: the column, the label at the other end, the statement.
    pub references: Vec<(usize, Label, Filled)>,
    /// Of a table of links, one for each kind of ends.
    pub links: Vec<(Between, Links)>,
}

/// Statements about nodes.
pub(super) struct Nodes {
    pub new: Filled,
    /// For the engine to know every property.
    pub bear: Filled,
    pub changed: Filled,
    pub known: Filled,
    pub rows: Filled,
    pub remove: Filled,
    pub also: Filled,
    pub of_batch: Filled,
    pub without: Filled,
    /// By label, what else would lose a link with such a node.
    pub needed: Filled,
}

/// Which links: the label they begin at, their type, the label they lead to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Between {
    pub start: Label,
    pub kind: String,
    pub end: Label,
}

/// Statements about links.
pub(super) struct Links {
    pub new: Filled,
    pub known: Filled,
    pub rows: Filled,
    pub remove: Filled,
    pub also: Filled,
    pub stale: Filled,
    pub end: Filled,
    pub of_batch: Filled,
    pub without: Filled,
}

const NEW_NODES: Template = template!("load/nodes/new.cypher");
const BEAR_NODES: Template = template!("load/nodes/bear.cypher");
const CHANGED_NODES: Template = template!("load/nodes/changed.cypher");
const KNOWN_NODES: Template = template!("load/nodes/known.cypher");
const ROWS_OF_NODES: Template = template!("load/nodes/rows.cypher");
const REMOVE_NODES: Template = template!("load/nodes/remove.cypher");
const NODES_ALSO: Template = template!("load/nodes/also.cypher");
const NODES_OF_BATCH: Template = template!("load/nodes/of_batch.cypher");
const NODES_WITHOUT: Template = template!("load/nodes/without.cypher");
const NODES_NEEDED: Template = template!("load/nodes/needed.cypher");
const LINK_NODES: Template = template!("load/nodes/link.cypher");
const NEW_LINKS: Template = template!("load/links/new.cypher");
const KNOWN_LINKS: Template = template!("load/links/known.cypher");
const ROWS_OF_LINKS: Template = template!("load/links/rows.cypher");
const REMOVE_LINKS: Template = template!("load/links/remove.cypher");
const LINKS_ALSO: Template = template!("load/links/also.cypher");
const STALE_LINKS: Template = template!("load/links/stale.cypher");
const END_LINKS: Template = template!("load/links/end.cypher");
const LINKS_WITHOUT: Template = template!("load/links/without.cypher");
const LINKS_OF_BATCH: Template = template!("load/links/of_batch.cypher");

/// Behind a row's own values: the batch and line it came from, what it hashes to, whether several
/// sources' rows are merged in it, and which other batches brought the same.
pub(super) const PROVENANCE: [&str; 5] = ["batch", "row", "digest", "merged", "also"];

static STATEMENTS: LazyLock<HashMap<&'static str, Statements>> =
    LazyLock::new(|| TABLES.iter().map(|table| (table.name, of(table))).collect());

impl Table {
    /// Its statements.
    pub(super) fn statements(&self) -> Option<&'static Statements> {
        STATEMENTS.get(self.name)
    }

    /// The slots that are stored as properties.
    pub fn stored(&self) -> impl Iterator<Item = (usize, &Slot)> {
        self.slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| slot.form != Form::End && slot.name != "id")
    }
}

fn of(table: &Table) -> Statements {
    Statements {
        nodes: table.label().map(|label| nodes(table, label)),
        references: references(table),
        links: links(table),
    }
}

fn nodes(table: &Table, label: Label) -> Nodes {
    let label = ("Label", label.0);
    let made = properties(table, 0);
    let text = in_words(&made, "row");
    let written = [label, ("properties", text.as_str())];
    let makes = Makes {
        rows: "rows",
        what: Made::Node(label.1),
        properties: made,
    };
    let columns = columns(table, "node");
    let facts = facts(table);
    Nodes {
        new: NEW_NODES.fill(&written).making(makes),
        bear: BEAR_NODES.fill(&written),
        changed: CHANGED_NODES.fill(&written),
        known: KNOWN_NODES.fill(&[label, ("facts", &facts)]),
        rows: ROWS_OF_NODES.fill(&[label, ("columns", &columns)]),
        remove: REMOVE_NODES.fill(&[label]),
        also: NODES_ALSO.fill(&[label]),
        of_batch: NODES_OF_BATCH.fill(&[label]),
        without: NODES_WITHOUT.fill(&[label]),
        needed: NODES_NEEDED.fill(&[label]),
    }
}

fn links(table: &Table) -> Vec<(Between, Links)> {
    let Some([start, end]) = table.ends() else {
        return Vec::new();
    };
    let labels = |column: &Column| column.target().map_or(Vec::new(), |to| table.labels(to));
    let properties = in_words(&properties(table, 2), "row");
    let columns = columns(table, "link");
    // A link that its source numbers is sought by that, as its ends may change; others by an end.
    let begin = match table.column("id") {
        Some(_) => "",
        None => " {id: wanted[0]}",
    };
    let mut links = Vec::new();
    for start in labels(start) {
        for end in labels(end) {
            for kind in table.types() {
                let ends = [
                    ("Start", start.0),
                    ("End", end.0),
                    ("TYPE", kind.as_str()),
                    ("begin", begin),
                ];
                let [one, other, between, begin] = ends;
                let of = Links {
                    new: NEW_LINKS.fill(&[one, other, between, ("properties", &properties)]),
                    known: KNOWN_LINKS.fill(&ends),
                    rows: ROWS_OF_LINKS.fill(&[one, other, between, begin, ("columns", &columns)]),
                    remove: REMOVE_LINKS.fill(&ends),
                    also: LINKS_ALSO.fill(&ends),
                    stale: STALE_LINKS.fill(&ends),
                    end: END_LINKS.fill(&ends),
                    of_batch: LINKS_OF_BATCH.fill(&ends),
                    without: LINKS_WITHOUT.fill(&ends),
                };
                links.push((Between { start, kind, end }, of));
            }
        }
    }
    links
}

fn references(table: &Table) -> Vec<(usize, Label, Filled)> {
    let Shape::Node(label) = table.shape else {
        return Vec::new();
    };
    let mut references = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        let (kind, ends) = match &column.meaning {
            Meaning::Link(Reference { kind, to, .. }) => (*kind, table.labels(*to)),
            Meaning::Address => ("AT", vec![Label::ADDRESS]),
            Meaning::Phone => ("REACHED_BY", vec![Label::PHONE]),
            _ => continue,
        };
        let carried = carried(table, column);
        for end in ends {
            let statement = links_of_nodes(label.0, kind, end.0, &carried);
            references.push((place, end, statement));
        }
    }
    references
}

/// Links nodes that have no other link of this type to the same nodes.
pub(super) fn links_of_nodes(
    start: &'static str,
    kind: &str,
    end: &'static str,
    carried: &[Property],
) -> Filled {
    let statement = LINK_NODES.fill(&[
        ("Label", start),
        ("End", end),
        ("TYPE", kind),
        ("properties", &in_words(carried, "link")),
    ]);
    let kind = kind.to_owned();
    statement.making(Makes {
        rows: "links",
        what: Made::Link { start, kind, end },
        properties: carried.to_vec(),
    })
}

/// The id, the values and the provenance of a row, whose id stands behind its ends.
fn properties(table: &Table, id: usize) -> Vec<Property> {
    let stored = table
        .stored()
        .map(|(_, slot)| (slot.name.as_str(), slot.form));
    let provenance = PROVENANCE.map(|name| (name, Form::Plain));
    std::iter::once(("id", Form::Plain))
        .chain(stored)
        .chain(provenance)
        .zip(id..)
        .map(|((name, form), place)| property(name, form, place))
        .collect()
}

fn property(name: &str, form: Form, place: usize) -> Property {
    Property {
        name: name.to_owned(),
        value: match form {
            Form::Date => Placed::Date(place),
            Form::Plain | Form::End => Placed::Plain(place),
        },
    }
}

/// `id: row[0], amountFen: row[1], paidOn: date(row[2]), …`
fn in_words(properties: &[Property], row: &str) -> String {
    let words = properties
        .iter()
        .map(|Property { name, value }| match value {
            Placed::Plain(place) => format!("{name}: {row}[{place}]"),
            Placed::Date(place) => format!("{name}: date({row}[{place}])"),
            Placed::Word(word) => format!("{name}: '{word}'"),
        });
    words.collect::<Vec<_>>().join(", ")
}

/// What a link from a node carries: words as they are, and columns behind its two ends.
fn carried(table: &Table, column: &Column) -> Vec<Property> {
    let Meaning::Link(reference) = &column.meaning else {
        return Vec::new();
    };
    let mut place = 1;
    let carried = reference.carries.iter().map(|(name, what)| {
        let Some(column) = table.column(what) else {
            return Property {
                name: (*name).to_owned(),
                value: Placed::Word(what),
            };
        };
        place += 1;
        let form = table
            .slots
            .get(column.slot)
            .map_or(Form::Plain, |slot| slot.form);
        property(name, form, place)
    });
    carried.collect()
}

/// `node.amountFen AS amountFen, toString(node.paidOn) AS paidOn, …`, and what it is linked to.
pub(super) fn columns(table: &Table, variable: &str) -> String {
    let mut columns = Vec::new();
    if variable == "node" {
        columns.push("id".to_owned());
    }
    for (_, Slot { name, form }) in table.stored() {
        columns.push(match form {
            Form::Date => format!("toString({variable}.{name}) AS {name}"),
            Form::Plain | Form::End => format!("{variable}.{name} AS {name}"),
        });
    }
    if variable == "node" {
        for column in &table.columns {
            if let Meaning::Link(Reference { kind, to, .. }) = &column.meaning {
                for end in table.labels(*to) {
                    columns.push(format!(
                        "[(node)-[own:{kind}]->(other:{end}) WHERE own.batch IS NULL | other.id] AS {}{end}",
                        column.name
                    ));
                }
            }
        }
    }
    columns.join(", ")
}

/// What rows that point at a node may need of it.
fn facts(table: &Table) -> String {
    let has = |name: &str| table.slots.iter().any(|slot| slot.name == name);
    let region = if has("regionCode") {
        "node.regionCode"
    } else {
        "null"
    };
    let born = if has("bornOn") {
        "toString(node.bornOn)"
    } else {
        "null"
    };
    format!("{region} AS regionCode, {born} AS bornOn")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hole_is_left_open() {
        for table in TABLES.iter() {
            let statements = table.statements().unwrap();
            let nodes = statements.nodes.iter().flat_map(|nodes| {
                [
                    nodes.new,
                    nodes.changed,
                    nodes.known,
                    nodes.rows,
                    nodes.remove,
                    nodes.also,
                ]
            });
            let references = statements.references.iter().map(|(_, _, link)| *link);
            let links = statements.links.iter().flat_map(|(_, links)| {
                [links.new, links.known, links.rows, links.remove, links.also]
            });
            for statement in nodes.chain(references).chain(links) {
                let open = statement.text().contains("<Label>")
                    || statement.text().contains("<properties>");
                assert!(
                    !open && !statement.text().contains("<TYPE>"),
                    "{}",
                    statement.text()
                );
            }
        }
    }

    #[test]
    fn a_node_is_linked_to_one_thing_by_one_column() {
        for table in TABLES.iter() {
            let mut met = std::collections::BTreeSet::new();
            for column in &table.columns {
                if let Meaning::Link(Reference { kind, to, .. }) = &column.meaning {
                    for end in table.labels(*to) {
                        assert!(met.insert((*kind, end)), "{} {kind} {end}", table.name);
                    }
                }
            }
        }
    }

    #[test]
    fn values_stand_where_the_statement_reads_them() {
        let table = super::super::catalogue::table("payouts").unwrap();
        let text = table
            .statements()
            .unwrap()
            .nodes
            .as_ref()
            .unwrap()
            .new
            .text();
        assert!(
            text.contains("id: row[0], periodFrom: date(row[1]), periodTo: date(row[2])"),
            "{text}"
        );
        assert!(
            text.contains(
                "returnedFen: row[7], batch: row[8], row: row[9], digest: row[10], merged: row[11]"
            ),
            "{text}"
        );
    }
}
