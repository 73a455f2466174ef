//! Files for Neo4j's importer, the fastest way into a new server: for each label, and for each type
//! between two labels, a header and a file of rows, and `import.args` that names them all.
//!
//! The importer makes neither constraints nor indexes and the schema's stamp is not among the
//! nodes, so the first start of Kinflow declares them.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Write as _},
};

use csv::Writer as Sheet;
use serde_json::{Map, Value};

use super::{
    ExportError, Exported, Folder, Watch,
    whole::{self, Link, Node, Writer},
};
use crate::load::{LinkKind, NodeKind, Property, Session, Stored};

const ARGUMENTS: &str = "import.args";

pub(super) async fn export(
    session: Session<'_>,
    folder: &Folder,
    watch: Watch<'_>,
) -> Result<Exported, ExportError> {
    let mut writer = Importer {
        folder,
        open: None,
        files: BTreeMap::new(),
        arguments: String::new(),
    };
    whole::walk(session, &mut writer, watch).await?;
    writer.close()?;
    let fault = folder.fault(ARGUMENTS);
    let mut arguments = folder.create(ARGUMENTS)?;
    arguments
        .write_all(writer.arguments.as_bytes())
        .and_then(|()| arguments.flush())
        .map_err(fault)?;
    Ok(Exported {
        files: writer.files,
        next: Some(format!(
            "with the server stopped, in this directory: neo4j-admin database import full neo4j --overwrite-destination @{ARGUMENTS}"
        )),
        ..Exported::default()
    })
}

struct Importer<'a> {
    folder: &'a Folder,
    /// The file being written, and its name.
    open: Option<(String, Sheet<BufWriter<File>>)>,
    files: BTreeMap<String, u64>,
    arguments: String,
}

impl Importer<'_> {
    /// Begins a file unless it is the one being written.
    fn begin(&mut self, option: &str, name: &str, titles: &[String]) -> Result<(), ExportError> {
        let file = format!("{name}.csv");
        if self.open.as_ref().is_some_and(|(open, _)| *open == file) {
            return Ok(());
        }
        self.close()?;
        let header = format!("{name}.header.csv");
        let mut sheet = Sheet::from_writer(self.folder.create(&header)?);
        sheet
            .write_record(titles)
            .map_err(self.folder.fault(&header))?;
        sheet.flush().map_err(self.folder.fault(&header))?;
        self.arguments += &format!("{option}={header},{file}\n");
        let sheet = Sheet::from_writer(self.folder.create(&file)?);
        self.open = Some((file, sheet));
        Ok(())
    }

    fn add(&mut self, cells: &[String]) -> Result<(), ExportError> {
        if let Some((file, sheet)) = &mut self.open {
            sheet.write_record(cells).map_err(self.folder.fault(file))?;
            *self.files.entry(file.clone()).or_default() += 1;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), ExportError> {
        match self.open.take() {
            Some((file, mut sheet)) => sheet.flush().map_err(self.folder.fault(&file)),
            None => Ok(()),
        }
    }
}

impl Writer for Importer<'_> {
    fn nodes(&mut self, kind: &'static NodeKind, nodes: &[Node]) -> Result<(), ExportError> {
        let mut titles: Vec<String> = kind
            .properties
            .iter()
            .map(|property| match (property.name.as_str(), property.stored) {
                ("id", Stored::Integer) => format!("id:ID({}){{id-type:long}}", kind.label),
                ("id", _) => format!("id:ID({})", kind.label),
                _ => title(property),
            })
            .collect();
        titles.push(":LABEL".to_owned());
        self.begin("--nodes", kind.label, &titles)?;
        for node in nodes {
            let mut cells = cells(&kind.properties, &node.values);
            let also = kind.also.filter(|_| node.labelled);
            cells.push(
                [Some(kind.label), also]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(";"),
            );
            self.add(&cells)?;
        }
        Ok(())
    }

    fn links(&mut self, kind: &'static LinkKind, links: &[Link]) -> Result<(), ExportError> {
        let mut titles = vec![
            format!(":START_ID({})", kind.start),
            format!(":END_ID({})", kind.end),
            ":TYPE".to_owned(),
        ];
        titles.extend(kind.properties.iter().map(title));
        let name = format!("{}-{}-{}", kind.start, kind.kind, kind.end);
        self.begin("--relationships", &name, &titles)?;
        for link in links {
            let mut row = vec![text(&link.begin), text(&link.finish), kind.kind.clone()];
            row.extend(cells(&kind.properties, &link.values));
            self.add(&row)?;
        }
        Ok(())
    }
}

/// `amountFen:long`
fn title(Property { name, stored }: &Property) -> String {
    let stored = match stored {
        Stored::Text => "string",
        Stored::Integer => "long",
        Stored::Float => "double",
        Stored::Truth => "boolean",
        Stored::Date => "date",
        Stored::Texts => "string[]",
        Stored::Integers => "long[]",
    };
    format!("{name}:{stored}")
}

fn cells(properties: &[Property], values: &Map<String, Value>) -> Vec<String> {
    properties
        .iter()
        .map(|property| values.get(&property.name).map_or(String::new(), text))
        .collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}
