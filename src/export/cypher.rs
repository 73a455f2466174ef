//! A script that rebuilds the graph in an empty Neo4j: `cypher-shell -f graph.cypher`.
//!
//! Constraints and indexes first, then nodes, then links, some hundred a statement; each ends with
//! a semicolon. The first start of Kinflow stamps the schema.

use std::{
    fmt::Write as _,
    fs::File,
    io::{BufWriter, Write as _},
};

use serde_json::{Map, Value};

use super::{
    ExportError, Exported, Folder, Watch,
    whole::{self, Link, Node, Writer},
};
use crate::{
    graph::{Template, neo4j::lean},
    load::{LinkKind, NodeKind, Property, Session, Stored},
    template,
};

const FILE: &str = "graph.cypher";
/// Rows a statement: the server parses each statement anew.
const ROWS: usize = 250;
const NODES: Template = template!("export/script/nodes.cypher");
const LINKS: Template = template!("export/script/links.cypher");
const SCHEMA: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/cypher/schema/neo4j.cypher"
));

pub(super) async fn export(
    session: Session<'_>,
    folder: &Folder,
    watch: Watch<'_>,
) -> Result<Exported, ExportError> {
    let fault = folder.fault(FILE);
    let mut script = Script {
        folder,
        out: folder.create(FILE)?,
    };
    script.out.write_all(SCHEMA.as_bytes()).map_err(&fault)?;
    let [nodes, links] = whole::walk(session, &mut script, watch).await?;
    script.out.flush().map_err(&fault)?;
    Ok(Exported {
        files: [(FILE.to_owned(), nodes + links)].into(),
        next: Some(format!(
            "run it in an empty database: cypher-shell -f {FILE}"
        )),
        ..Exported::default()
    })
}

struct Script<'a> {
    folder: &'a Folder,
    out: BufWriter<File>,
}

impl Script<'_> {
    /// One statement for so many rows.
    fn statement(&mut self, text: &str, rows: &str) -> Result<(), ExportError> {
        let text = lean(text).replace("<rows>", rows);
        let written = write!(self.out, "\n{};\n", text.trim_end());
        written.map_err(self.folder.fault(FILE))
    }
}

impl Writer for Script<'_> {
    fn nodes(&mut self, kind: &'static NodeKind, nodes: &[Node]) -> Result<(), ExportError> {
        for labelled in [false, true] {
            let also = kind
                .also
                .filter(|_| labelled)
                .map(|label| format!(":{label}"));
            let labels = format!("{}{}", kind.label, also.unwrap_or_default());
            let text = NODES.text.replace("<Labels>", &labels);
            let alike: Vec<&Node> = nodes
                .iter()
                .filter(|node| node.labelled == labelled)
                .collect();
            for some in alike.chunks(ROWS) {
                let rows = some.iter().map(|node| map(&kind.properties, &node.values));
                self.statement(&text, &list(rows))?;
            }
        }
        Ok(())
    }

    fn links(&mut self, kind: &'static LinkKind, links: &[Link]) -> Result<(), ExportError> {
        let text = LINKS
            .text
            .replace("<Start>", kind.start)
            .replace("<End>", kind.end)
            .replace("<TYPE>", &kind.kind);
        for some in links.chunks(ROWS) {
            let rows = some.iter().map(|link| {
                let ends = [&link.begin, &link.finish].map(literal);
                let stored = map(&kind.properties, &link.values);
                format!("[{}, {}, {stored}]", ends[0], ends[1])
            });
            self.statement(&text, &list(rows))?;
        }
        Ok(())
    }
}

fn list(rows: impl Iterator<Item = String>) -> String {
    format!("[\n{}\n]", rows.collect::<Vec<_>>().join(",\n"))
}

/// `{id: 'pay-1', amountFen: 8800, paidOn: date('2019-01-15')}`
fn map(properties: &[Property], values: &Map<String, Value>) -> String {
    let entries = properties.iter().filter_map(|Property { name, stored }| {
        let value = values.get(name).filter(|value| !value.is_null())?;
        Some(match stored {
            Stored::Date => format!("{name}: date({})", literal(value)),
            Stored::Float => format!("{name}: toFloat({})", literal(value)),
            _ => format!("{name}: {}", literal(value)),
        })
    });
    format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for letter in text.chars() {
        match letter {
            '\'' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_written_as_cypher_reads_them() {
        assert_eq!(literal(&json!("a'b\\c\nd;")), r"'a\'b\\c\u000ad;'");
        assert_eq!(literal(&json!(["刘", 1, null])), "['刘', 1, null]");
        let property = |name: &str, stored| Property {
            name: name.into(),
            stored,
        };
        let properties = [
            property("id", Stored::Text),
            property("on", Stored::Date),
            property("x", Stored::Text),
        ];
        let Value::Object(values) = json!({"id": "a", "on": "2024-01-01", "x": null}) else {
            panic!("a map")
        };
        assert_eq!(
            map(&properties, &values),
            "{id: 'a', on: date('2024-01-01')}"
        );
    }
}
