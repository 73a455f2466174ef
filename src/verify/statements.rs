//! What is asked about each label: its nodes, and every kind of link that begins at them.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    graph::{Filled, Template},
    load::catalogue::{Column, Form, Label, Meaning, TABLES, Table},
    template,
};

const IDS: Template = template!("verify/ids.cypher");
const NODES: Template = template!("verify/nodes.cypher");
const LINKS: Template = template!("verify/links.cypher");

/// The versions behind some ids, and the current ones of some nodes or links.
pub(super) static VERSIONS: LazyLock<[Filled; 3]> = LazyLock::new(|| {
    [
        IDS.fill(&[("Label", "Version")]),
        template!("verify/versions.cypher").fill(&[]),
        template!("verify/current.cypher").fill(&[]),
    ]
});

/// A table of nodes, and what is asked about them.
pub(super) struct Walk {
    pub table: &'static Table,
    pub ids: Filled,
    pub nodes: Filled,
    pub pointers: Vec<Pointer>,
    pub links: Vec<Links>,
}

/// A link from the node of a row, given by one of its columns.
pub(super) struct Pointer {
    pub column: &'static Column,
    pub kind: &'static str,
    pub end: Label,
    /// The name it has among the answer's columns.
    pub alias: String,
}

/// Links of one type, each a row of its own, between nodes of two labels.
pub(super) struct Links {
    pub table: &'static Table,
    pub kind: String,
    pub start: Label,
    pub end: Label,
    pub statement: Filled,
}

/// Everything, label by label.
pub(super) static WALKS: LazyLock<Vec<Walk>> = LazyLock::new(|| {
    let mut links: HashMap<Label, Vec<Links>> = HashMap::new();
    for table in TABLES.iter() {
        for of_table in links_of(table) {
            links.entry(of_table.start).or_default().push(of_table);
        }
    }
    TABLES
        .iter()
        .filter_map(|table| {
            let label = table.label()?;
            let pointers = pointers(table);
            let columns = node_columns(table, &pointers);
            Some(Walk {
                table,
                ids: IDS.fill(&[("Label", label.0)]),
                nodes: NODES.fill(&[("Label", label.0), ("columns", &columns)]),
                pointers,
                links: links.remove(&label).unwrap_or_default(),
            })
        })
        .collect()
});

fn links_of(table: &'static Table) -> Vec<Links> {
    let Some([start, end]) = table.ends() else {
        return Vec::new();
    };
    let labels = |column: &Column| column.target().map_or(Vec::new(), |to| table.labels(to));
    let columns = stored(table, "link").join(", ");
    let columns = if columns.is_empty() {
        "null AS nothing".to_owned()
    } else {
        columns
    };
    let mut links = Vec::new();
    for start in labels(start) {
        for end in labels(end) {
            for kind in table.types() {
                let holes = [
                    ("Start", start.0),
                    ("TYPE", kind.as_str()),
                    ("End", end.0),
                    ("columns", &columns),
                ];
                links.push(Links {
                    table,
                    statement: LINKS.fill(&holes),
                    kind,
                    start,
                    end,
                });
            }
        }
    }
    links
}

fn pointers(table: &'static Table) -> Vec<Pointer> {
    let mut pointers = Vec::new();
    for column in &table.columns {
        let (kind, ends) = match &column.meaning {
            Meaning::Link(reference) => (reference.kind, table.labels(reference.to)),
            Meaning::Address => ("AT", vec![Label::ADDRESS]),
            Meaning::Phone => ("REACHED_BY", vec![Label::PHONE]),
            _ => continue,
        };
        for end in ends {
            pointers.push(Pointer {
                column,
                kind,
                end,
                alias: format!("{}{end}", column.name),
            });
        }
    }
    pointers
}

/// `node.name AS name, …, [(node)-[own:AT]->(other:Agency) WHERE … | [other.id]] AS agencyIdAgency`.
fn node_columns(table: &Table, pointers: &[Pointer]) -> String {
    let mut columns = vec!["id".to_owned()];
    columns.extend(stored(table, "node"));
    for pointer in pointers {
        let mut carried = vec!["other.id".to_owned()];
        if let Meaning::Link(reference) = &pointer.column.meaning {
            carried.extend(reference.carries.iter().map(|(name, what)| {
                let slot = table
                    .column(what)
                    .and_then(|column| table.slots.get(column.slot));
                match slot.map(|slot| slot.form) {
                    Some(Form::Date) => format!("toString(own.{name})"),
                    _ => format!("own.{name}"),
                }
            }));
        }
        columns.push(format!(
            "[(node)-[own:{}]->(other:{}) WHERE own.batch IS NULL | [{}]] AS {}",
            pointer.kind,
            pointer.end,
            carried.join(", "),
            pointer.alias
        ));
    }
    if table.name == "persons" {
        columns.push("node.sameAs AS who".to_owned());
        columns.push("[(node)-[:SAME_PERSON]->(other:Person) | other.id] AS same".to_owned());
    }
    columns.extend(match table.name {
        "persons" | "companies" => {
            Some("[(node)-[:NAMED]->(key:SearchKey) | key.id] AS keys".to_owned())
        }
        "regions" => Some("[(node)-[:PART_OF]->(whole:Region) | whole.id] AS wholes".to_owned()),
        _ => None,
    });
    columns.join(", ")
}

fn stored(table: &Table, variable: &str) -> Vec<String> {
    let slots = table.slots.iter();
    let stored = slots.filter(|slot| slot.form != Form::End && slot.name != "id");
    stored
        .map(|slot| match slot.form {
            Form::Date => format!("toString({variable}.{0}) AS {0}", slot.name),
            Form::Plain | Form::End => format!("{variable}.{0} AS {0}", slot.name),
        })
        .collect()
}
