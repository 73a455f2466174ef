//! The graph's own declarations and version.

use serde::Deserialize;
use serde_json::Value;

use super::{
    LoadError,
    catalogue::{Column, Form, Meaning, TABLES, Table},
    payment_sums,
    session::Session,
    transaction::Nothing,
};
use crate::{
    graph::{Backend, Statement},
    statement,
};

/// The shape of the stored graph that this program reads and writes. It grows with every change of
/// that shape or of `cypher/schema/`.
const VERSION: i64 = 10;
/// The id of a node that is nobody's.
const NOBODY: &str = "~";
/// Any day.
const DAY: &str = "2000-01-01";

#[derive(Debug, Deserialize)]
pub(super) struct Version {
    version: i64,
}

statement! {
    /// The version of the graph's shape.
    "load/schema/version.cypher" => Version;
    pub(super) struct SchemaVersion {}
}
statement! {
    /// Makes what bears the properties that no table's row does.
    "load/schema/bear.cypher" => Nothing;
    struct Bear {}
}
statement! {
    /// Takes it away again.
    "load/schema/remove.cypher" => Nothing;
    struct Remove {}
}
statement! {
    /// Makes what bears the properties of alerts.
    "load/schema/bear_alerts.cypher" => Nothing;
    struct BearAlerts {}
}
statement! {
    /// Takes it away again.
    "load/schema/remove_alerts.cypher" => Nothing;
    struct RemoveAlerts {}
}
statement! {
    /// Records the version of the graph's shape.
    "load/schema/stamp.cypher" => Nothing;
    pub(super) struct StampSchema { version: i64 }
}

/// Declares constraints and indexes and records the version of the graph's shape. Run it before
/// the first load and at every start; a graph that is ready is left as it is.
///
/// # Errors
/// [`LoadError::NewerGraph`] when a later version of this program made the graph, or
/// [`LoadError::Graph`] when the engine fails.
pub async fn prepare(backend: &dyn Backend) -> Result<(), LoadError> {
    let session = Session(backend);
    let stamp: Vec<Version> = session.read(SchemaVersion {}.exchange()?).await?;
    let found = stamp.first().map_or(0, |stamp| stamp.version);
    if found == VERSION && !backend.forgets() {
        return Ok(());
    }
    if found > VERSION {
        return Err(LoadError::NewerGraph {
            found,
            known: VERSION,
        });
    }
    if found == VERSION {
        return acquaint(session).await;
    }
    backend
        .declare(&statements(backend.schema()))
        .await
        .map_err(|cause| LoadError::Graph {
            file: "schema",
            cause,
        })?;
    acquaint(session).await?;
    payment_sums::renew(session).await?;
    let stamp = StampSchema { version: VERSION };
    session.write(vec![stamp.exchange()?]).await
}

/// Makes a row of every table with every property, and takes it away in the same transaction: an
/// engine may refuse a label, a type or a property that nothing has borne yet.
async fn acquaint(session: Session<'_>) -> Result<(), LoadError> {
    let statements = || {
        TABLES
            .iter()
            .filter_map(|table| Some((table, table.statements()?)))
    };
    let mut exchanges = vec![
        Bear {}.exchange()?,
        Remove {}.exchange()?,
        BearAlerts {}.exchange()?,
        RemoveAlerts {}.exchange()?,
    ];
    let mut gone = Vec::new();
    for (table, of) in statements() {
        if let Some(nodes) = &of.nodes {
            let rows = Value::from(vec![sample_row(table, 1)]);
            exchanges.push(nodes.bear.exchange([("rows", rows)]));
            gone.push(nodes.remove.exchange([("ids", vec![NOBODY].into())]));
        }
    }
    for (table, of) in statements() {
        for (_, links) in &of.links {
            let rows = Value::from(vec![sample_row(table, 3)]);
            exchanges.push(links.new.exchange([("rows", rows)]));
        }
        for (.., link) in &of.references {
            let ends = Value::from(vec![Value::from(vec![NOBODY, NOBODY, DAY, DAY])]);
            exchanges.push(link.by_text().exchange([("links", ends)]));
        }
    }
    exchanges.extend(gone);
    session.acquaint(exchanges).await
}

/// A row with a value for every property, behind its id or its ends and its id.
fn sample_row(table: &Table, ids: usize) -> Value {
    let mut row = vec![Value::from(NOBODY); ids];
    for column in &table.columns {
        let slots = table.slots.get(column.slot..).unwrap_or_default();
        let own = slots.iter().take(column.slots(table));
        let stored = own.filter(|slot| slot.form != Form::End && slot.name != "id");
        row.extend(stored.map(|slot| match slot.form {
            Form::Date => DAY.into(),
            Form::Plain | Form::End => sample(column),
        }));
    }
    // Batch, row, digest, merged, also.
    row.extend([0.into(), 0.into(), 0.into(), true.into(), vec![0].into()]);
    row.into()
}

/// A value of the kind that a column's properties are.
fn sample(column: &Column) -> Value {
    match column.meaning {
        Meaning::Money
        | Meaning::Change
        | Meaning::Rate
        | Meaning::Area
        | Meaning::Share
        | Meaning::Count(_)
        | Meaning::Instant => 0.into(),
        Meaning::Measure | Meaning::Degrees(_) => 0.5.into(),
        Meaning::Truth => true.into(),
        Meaning::Texts | Meaning::Ids(_) => vec![""].into(),
        _ => "".into(),
    }
}

/// The statements of a schema text, which end with semicolons.
fn statements(text: &'static str) -> Vec<&'static str> {
    text.split(';')
        .map(without_comment)
        .filter(|statement| !statement.is_empty())
        .collect()
}

/// The statement without the comment lines above it.
fn without_comment(statement: &'static str) -> &'static str {
    let mut rest = statement.trim();
    while rest.starts_with("//") {
        rest = rest.split_once('\n').map_or("", |(_, after)| after).trim();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_their_source_numbers_are_found_by_it() {
        let numbered = TABLES.iter().filter(|table| table.ends().is_some());
        for table in numbered.filter(|table| table.column("id").is_some()) {
            for kind in table.types() {
                for engine in ["embedded", "neo4j"] {
                    let file = format!(
                        "{}/cypher/schema/{engine}.cypher",
                        env!("CARGO_MANIFEST_DIR")
                    );
                    let index = format!("FOR ()-[link:{kind}]-() ON (link.id);");
                    assert!(
                        std::fs::read_to_string(file).unwrap().contains(&index),
                        "{index}"
                    );
                }
            }
        }
    }

    #[test]
    fn statements_are_cut_at_semicolons() {
        let text = "// One.\n// More.\nCREATE A;\n\nCREATE B;\n// the end\n";
        assert_eq!(statements(text), ["CREATE A", "CREATE B"]);
    }
}
