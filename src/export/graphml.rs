//! One GraphML file with every node and link, as Gephi and yEd open it.
//!
//! A node's id is its label and id, `Person:p-1`; `labels` and `type` say what it is, `label` is
//! what to write beside it. Lists become text, their items separated by `;`, and days ISO text,
//! since GraphML knows neither.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::File,
    io::{BufWriter, Write as _},
};

use serde_json::{Map, Value};

use super::{
    ExportError, Exported, Folder, Watch,
    whole::{self, Link, Node, Writer},
};
use crate::load::{LINKS, LinkKind, NODES, NodeKind, Property, Session, Stored};

const FILE: &str = "graph.graphml";
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"#;

pub(super) async fn export(
    session: Session<'_>,
    folder: &Folder,
    watch: Watch<'_>,
) -> Result<Exported, ExportError> {
    let mut drawing = Drawing {
        folder,
        out: folder.create(FILE)?,
        links: 0,
    };
    drawing.write(&head())?;
    let [nodes, links] = whole::walk(session, &mut drawing, watch).await?;
    drawing.write("</graph>\n</graphml>\n")?;
    drawing.out.flush().map_err(folder.fault(FILE))?;
    Ok(Exported {
        files: [(FILE.to_owned(), nodes + links)].into(),
        ..Exported::default()
    })
}

/// The keys of everything that a node or link may carry.
fn head() -> String {
    let mut head = HEAD.to_owned();
    let nodes = NODES.iter().flat_map(|kind| &kind.properties);
    let links = LINKS.iter().flat_map(|kind| &kind.properties);
    keys(&mut head, "node", &["label", "labels"], nodes);
    keys(&mut head, "edge", &["label", "type"], links);
    head + "<graph id=\"kinflow\" edgedefault=\"directed\">\n"
}

/// One key a name: text where one name is stored in several ways.
fn keys<'a>(
    head: &mut String,
    of: &str,
    more: &[&'a str],
    properties: impl Iterator<Item = &'a Property>,
) {
    let mut keys: BTreeMap<&str, &str> = more.iter().map(|name| (*name, "string")).collect();
    for Property { name, stored } in properties {
        let own = match stored {
            Stored::Integer => "long",
            Stored::Float => "double",
            Stored::Truth => "boolean",
            Stored::Text | Stored::Date | Stored::Texts | Stored::Integers => "string",
        };
        let key = keys.entry(name).or_insert(own);
        if *key != own {
            *key = "string";
        }
    }
    for (name, stored) in keys {
        // Writing to a string cannot fail.
        let _ = writeln!(
            head,
            "<key id=\"{of}.{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{stored}\"/>"
        );
    }
}

struct Drawing<'a> {
    folder: &'a Folder,
    out: BufWriter<File>,
    links: u64,
}

impl Drawing<'_> {
    fn write(&mut self, text: &str) -> Result<(), ExportError> {
        let written = self.out.write_all(text.as_bytes());
        written.map_err(self.folder.fault(FILE))
    }
}

impl Writer for Drawing<'_> {
    fn nodes(&mut self, kind: &'static NodeKind, nodes: &[Node]) -> Result<(), ExportError> {
        for node in nodes {
            let values = &node.values;
            let id = name(kind.label, values.get("id").unwrap_or(&Value::Null));
            let shown = ["name", "title", "id"]
                .iter()
                .find_map(|name| values.get(*name));
            let labels = match kind.also.filter(|_| node.labelled) {
                Some(also) => format!("{};{also}", kind.label),
                None => kind.label.to_owned(),
            };
            let mut text = format!("<node id=\"{id}\">");
            data(&mut text, "node.label", shown.unwrap_or(&Value::Null));
            data(&mut text, "node.labels", &labels.into());
            all(&mut text, "node", &kind.properties, values);
            self.write(&(text + "</node>\n"))?;
        }
        Ok(())
    }

    fn links(&mut self, kind: &'static LinkKind, links: &[Link]) -> Result<(), ExportError> {
        for link in links {
            let [start, end] = [(kind.start, &link.begin), (kind.end, &link.finish)]
                .map(|(label, id)| name(label, id));
            let number = self.links;
            let mut text = format!("<edge id=\"{number}\" source=\"{start}\" target=\"{end}\">");
            let word = Value::from(kind.kind.as_str());
            data(&mut text, "edge.label", &word);
            data(&mut text, "edge.type", &word);
            all(&mut text, "edge", &kind.properties, &link.values);
            self.write(&(text + "</edge>\n"))?;
            self.links += 1;
        }
        Ok(())
    }
}

fn name(label: &str, id: &Value) -> String {
    format!("{label}:{}", escaped(&text(id)))
}

fn all(out: &mut String, of: &str, properties: &[Property], values: &Map<String, Value>) {
    for Property { name, .. } in properties {
        if let Some(value) = values.get(name) {
            data(out, &format!("{of}.{name}"), value);
        }
    }
}

fn data(out: &mut String, key: &str, value: &Value) {
    if !value.is_null() {
        let text = escaped(&text(value));
        // Writing to a string cannot fail.
        let _ = write!(out, "<data key=\"{key}\">{text}</data>");
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}

/// A text as XML writes it; control characters, which XML does not know, are replaced.
fn escaped(text: &str) -> String {
    let known = |letter| match letter {
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        letter => letter,
    };
    let text: String = text.chars().map(known).collect();
    quick_xml::escape::escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_break_out() {
        assert_eq!(
            escaped("<a & \"b\">\u{1}"),
            "&lt;a &amp; &quot;b&quot;&gt;\u{fffd}"
        );
    }

    #[test]
    fn a_name_is_declared_once_for_nodes_and_once_for_links() {
        let head = head();
        let mut keys: Vec<&str> = head
            .lines()
            .filter(|line| line.starts_with("<key"))
            .collect();
        let declared = keys.len();
        keys.dedup_by_key(|line| line.split(" for=").next());
        assert_eq!(keys.len(), declared);
        assert!(head.contains(
            "<key id=\"node.amountFen\" for=\"node\" attr.name=\"amountFen\" attr.type=\"long\"/>"
        ));
        // A batch is numbered, everything else is named.
        assert!(head.contains("attr.name=\"id\" attr.type=\"string\""));
    }
}
