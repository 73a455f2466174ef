//! What the graph may hold: every kind of node and link with its properties and how each is stored,
//! for formats that carry the graph as it is.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{
    catalogue::{Column, Form, Label, Meaning, Reference, Shape, TABLES, Table},
    statements::PROVENANCE,
};
use crate::{graph::Filled, template};

/// How a property is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    Text,
    Integer,
    Float,
    Truth,
    Date,
    Texts,
    Integers,
}

/// A property of a node or link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Property {
    pub name: String,
    pub stored: Stored,
}

/// Nodes of a label.
pub(crate) struct NodeKind {
    pub label: &'static str,
    /// A label that some of them bear too.
    pub also: Option<&'static str>,
    /// The id first.
    pub properties: Vec<Property>,
    pub ids: Filled,
    pub rows: Filled,
}

/// Links of a type between nodes of two labels.
pub(crate) struct LinkKind {
    pub start: &'static str,
    pub kind: String,
    pub end: &'static str,
    pub properties: Vec<Property>,
    pub begins: Filled,
    pub rows: Filled,
}

/// Every kind of node, the schema's own stamp apart: whoever rebuilds the graph declares the schema
/// and stamps it.
pub(crate) static NODES: LazyLock<Vec<NodeKind>> = LazyLock::new(nodes);
/// Every kind of link.
pub(crate) static LINKS: LazyLock<Vec<LinkKind>> = LazyLock::new(links);

/// Nodes that no table lists, with their properties as `name:how`.
const OWN: [(&str, &str); 14] = [
    (Label::ADDRESS.0, "id"),
    (Label::PHONE.0, "id"),
    ("SearchKey", "id initial"),
    (
        "Version",
        "id table of source columns batch:integer row:integer digest:integer current:truth replacedBy:integer also:integers",
    ),
    (
        "LoadBatch",
        "id:integer load source file table fileDigest mappingDigest ofRejects:truth loadedAt:integer state read:integer loaded:integer unchanged:integer rejected:integer warned:integer",
    ),
    (
        "PaymentSum",
        "id sheet regionCode agencyId programmeId month payeeKind rows:integer amountFen:integer payments:integer",
    ),
    (
        "SavedQuestion",
        "id owner name document variables shared:truth savedAt:integer",
    ),
    (
        "Alert",
        "id rule subjectKind subjectId key raisedAt:integer seq:integer version params asOf run changedAt:integer measure:float facts evidence content proof severity programme state revision:integer lock:truth reason settledBy settledAt:integer vouchedBy news regionCode province prefecture county township village",
    ),
    ("AlertClock", "id seq:integer"),
    (
        "AlertEvent",
        "id alert at:integer actor role act was became reason note",
    ),
    (
        "AlertCount",
        "id rule severity state programme alerts:integer regionCode province prefecture county township",
    ),
    (
        "RuleRun",
        "id rule version params asOf startedAt:integer state after counts subjects:integer endedAt:integer failure",
    ),
    ("Lease", "id asked:integer holder until:integer"),
    (
        "Finding",
        "id batch:integer kind line:integer column code reason value",
    ),
];

fn property(name: &str, stored: Stored) -> Property {
    Property {
        name: name.to_owned(),
        stored,
    }
}

fn listed(properties: &str) -> Vec<Property> {
    properties
        .split(' ')
        .map(|word| match word.split_once(':') {
            Some((name, "integer")) => property(name, Stored::Integer),
            Some((name, "integers")) => property(name, Stored::Integers),
            Some((name, "truth")) => property(name, Stored::Truth),
            Some((name, "float")) => property(name, Stored::Float),
            _ => property(word, Stored::Text),
        })
        .collect()
}

fn stored(column: &Column, form: Form) -> Stored {
    match (&column.meaning, form) {
        (_, Form::Date) => Stored::Date,
        (
            Meaning::Money
            | Meaning::Change
            | Meaning::Rate
            | Meaning::Area
            | Meaning::Share
            | Meaning::Count(_)
            | Meaning::Instant,
            _,
        ) => Stored::Integer,
        (Meaning::Measure | Meaning::Degrees(_), _) => Stored::Float,
        (Meaning::Truth, _) => Stored::Truth,
        (Meaning::Texts | Meaning::Ids(_), _) => Stored::Texts,
        _ => Stored::Text,
    }
}

/// What the rows of a table store in their nodes or links, the id first and provenance last.
fn of_table(table: &Table) -> Vec<Property> {
    let mut properties = vec![property("id", Stored::Text)];
    let mut columns = table.columns.iter().peekable();
    while let Some(column) = columns.next() {
        let until = columns.peek().map_or(table.slots.len(), |next| next.slot);
        let slots = table.slots.get(column.slot..until).unwrap_or_default();
        for slot in slots {
            if slot.form != Form::End && slot.name != "id" {
                properties.push(property(&slot.name, stored(column, slot.form)));
            }
        }
    }
    for name in PROVENANCE {
        let stored = match name {
            "merged" => Stored::Truth,
            "also" => Stored::Integers,
            _ => Stored::Integer,
        };
        properties.push(property(name, stored));
    }
    properties
}

fn nodes() -> Vec<NodeKind> {
    let of_tables = TABLES.iter().filter_map(|table| {
        let (label, mut properties) = (table.label()?, of_table(table));
        if label == Label::PERSON {
            // A payee whom no register knows; the record that stands for several.
            properties.push(property("registered", Stored::Truth));
            properties.push(property("sameAs", Stored::Text));
        }
        Some((label.0, properties))
    });
    let own = OWN.iter().map(|(label, words)| (*label, listed(words)));
    of_tables
        .chain(own)
        .map(|(label, properties)| {
            let also = (label == Label::PERSON.0).then_some("Official");
            let mut columns = read(&properties, "node");
            columns += &also.map_or(", false".to_owned(), |label| format!(", node:{label}"));
            columns += " AS labelled";
            NodeKind {
                label,
                also,
                ids: template!("export/ids.cypher").fill(&[("Label", label)]),
                rows: template!("export/nodes.cypher")
                    .fill(&[("Label", label), ("columns", &columns)]),
                properties,
            }
        })
        .collect()
}

/// `node.id AS id, toString(node.paidOn) AS paidOn, …`
fn read(properties: &[Property], variable: &str) -> String {
    let columns = properties.iter().map(|Property { name, stored }| {
        if *stored == Stored::Date {
            format!("toString({variable}.{name}) AS {name}")
        } else if variable == "link" && name == "id" {
            // A link without an id answers with one of the engine's own.
            "CASE WHEN link.batch IS NULL THEN null ELSE link.id END AS id".to_owned()
        } else {
            format!("{variable}.{name} AS {name}")
        }
    });
    columns.collect::<Vec<_>>().join(", ")
}

type Kinds = BTreeMap<(&'static str, String, &'static str), Vec<Property>>;

fn add(
    kinds: &mut Kinds,
    (start, kind, end): (&'static str, &str, &'static str),
    properties: Vec<Property>,
) {
    let of_kind = kinds.entry((start, kind.to_owned(), end)).or_default();
    for property in properties {
        if !of_kind.contains(&property) {
            of_kind.push(property);
        }
    }
}

fn links() -> Vec<LinkKind> {
    let mut kinds = Kinds::new();
    for table in TABLES.iter() {
        for (between, _) in table.statements().map_or(&[][..], |all| &all.links) {
            let ends = (between.start.0, between.kind.as_str(), between.end.0);
            add(&mut kinds, ends, of_table(table));
        }
        if let Shape::Node(label) = table.shape {
            for column in &table.columns {
                of_column(&mut kinds, table, label, column);
            }
            add(&mut kinds, ("Version", "OF", label.0), Vec::new());
        }
    }
    let derived = vec![property("derivedFrom", Stored::Texts)];
    let person = Label::PERSON.0;
    add(&mut kinds, (person, "SIBLING_OF", person), derived);
    let same = vec![
        property("id", Stored::Text),
        property("batch", Stored::Integer),
        property("row", Stored::Integer),
        property("derivedFrom", Stored::Texts),
    ];
    add(&mut kinds, (person, "SAME_PERSON", person), same);
    let region = Label::REGION.0;
    add(&mut kinds, (region, "PART_OF", region), Vec::new());
    for named in [person, "Company"] {
        add(&mut kinds, (named, "NAMED", "SearchKey"), Vec::new());
    }
    kinds.into_iter().map(kind).collect()
}

/// What a column links a node to.
fn of_column(kinds: &mut Kinds, table: &Table, label: Label, column: &Column) {
    match &column.meaning {
        Meaning::Address => add(kinds, (label.0, "AT", Label::ADDRESS.0), Vec::new()),
        Meaning::Phone => add(kinds, (label.0, "REACHED_BY", Label::PHONE.0), Vec::new()),
        Meaning::Link(Reference { kind, to, carries }) => {
            let carried = carries.iter().map(|(name, what)| match table.column(what) {
                Some(of) => {
                    let form = table
                        .slots
                        .get(of.slot)
                        .map_or(Form::Plain, |slot| slot.form);
                    property(name, stored(of, form))
                }
                None => property(name, Stored::Text),
            });
            let carried: Vec<Property> = carried.collect();
            for end in table.labels(*to) {
                add(kinds, (label.0, kind, end.0), carried.clone());
            }
        }
        _ => {}
    }
}

fn kind(
    ((start, kind, end), properties): ((&'static str, String, &'static str), Vec<Property>),
) -> LinkKind {
    let ends = [("Start", start), ("TYPE", kind.as_str()), ("End", end)];
    let [one, other, between] = ends;
    let columns = if properties.iter().any(|property| property.name == "id") {
        read(&properties, "link")
    } else if properties.is_empty() {
        "null AS id".to_owned()
    } else {
        format!("null AS id, {}", read(&properties, "link"))
    };
    LinkKind {
        begins: template!("export/begins.cypher").fill(&ends),
        rows: template!("export/links.cypher").fill(&[one, other, between, ("columns", &columns)]),
        start,
        kind,
        end,
        properties,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn own_properties_are_those_the_embedded_engine_is_told() {
        let told = concat!(
            include_str!("../../cypher/load/schema/bear.cypher"),
            include_str!("../../cypher/load/schema/bear_alerts.cypher")
        );
        for (label, variable) in [
            ("Version", "version"),
            ("LoadBatch", "batch"),
            ("SearchKey", "key"),
            ("PaymentSum", "total"),
            ("SavedQuestion", "saved"),
            ("Alert", "alert"),
            ("AlertClock", "clock"),
            ("AlertEvent", "event"),
            ("AlertCount", "number"),
            ("RuleRun", "run"),
            ("Lease", "lease"),
        ] {
            let set = told.split([' ', '\n', ',']).filter_map(|word| {
                let (of, name) = word.split_once('.')?;
                (of == variable && !name.is_empty()).then_some(name)
            });
            let told: BTreeSet<&str> = set.chain(["id"]).collect();
            let kind = NODES.iter().find(|kind| kind.label == label).unwrap();
            let known = kind
                .properties
                .iter()
                .map(|property| property.name.as_str());
            assert_eq!(known.collect::<BTreeSet<_>>(), told, "{label}");
        }
    }
}
