//! Loading: what becomes of every row, on every engine.

mod bulk;
mod check;
mod files;
mod findings;
mod hostile;
mod no_tables;
mod refusals;
mod rejects;
mod remainder;
mod repetition;
mod siblings;
mod sources;
mod values;

use std::{
    collections::BTreeMap,
    io::{self, Read},
    time::{Duration, Instant},
};

use kinflow::{
    graph::{Backend, Exchange, Record},
    load::{Directory, Files, LoadError, Options, Report, Unwatched, load, prepare, retract},
    model::Fault,
};
use serde_json::{Value, json};

use crate::engines;

/// Files that exist in memory only.
#[derive(Clone, Default)]
struct Tables(BTreeMap<String, Vec<u8>>);

impl Files for Tables {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.keys().rev().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + Send>>> {
        Ok(self
            .0
            .get(name)
            .map(|bytes| Box::new(io::Cursor::new(bytes.clone())) as _))
    }
}

impl Tables {
    fn with(mut self, table: &str, rows: &str) -> Self {
        let name = format!("{table}.csv");
        self.0.insert(name, rows.trim_start().as_bytes().to_vec());
        self
    }

    /// What stands in each, for whoever reads what failed.
    fn texts(&self) -> Vec<std::borrow::Cow<'_, str>> {
        self.0
            .values()
            .map(|bytes| String::from_utf8_lossy(bytes))
            .collect()
    }

    fn with_bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        self.0.insert(name.to_owned(), bytes.to_vec());
        self
    }
}

/// Persons a to e, two agencies, a household, a company, an account, a programme.
fn village() -> Tables {
    Tables::default()
        .with(
            "regions",
            "id,name,level\n990101101201,大塘村,VILLAGE\n99,云禾省,PROVINCE\n990101,栖溪县,COUNTY\n",
        )
        .with(
            "agencies",
            "id,name,kind,parentId,regionCode\nv,村委会,VILLAGE_COLLECTIVE,g,990101101201\ng,县政府,COUNTY_GOVERNMENT,,990101\n",
        )
        .with(
            "persons",
            "id,name,sex,bornOn,formerNames,regionCode\n\
             a,单长乐,MALE,1950-01-01,单小乐;乐乐,990101101201\n\
             b,刘建国,MALE,1975-05-05,,990101101201\n\
             c,刘小明,,1980,,990101101201\n",
        )
}

fn options(rejects: Option<std::path::PathBuf>) -> Options {
    Options {
        source: Some("county".into()),
        directory: String::new(),
        loaded_at_ms: 1_700_000_000_000,
        load_id: "load".into(),
        batch_rows: 3,
        rejects,
        mapping: None,
        id_secret: None,
        source_order: Vec::new(),
        resume: false,
    }
}

async fn loaded(backend: &dyn Backend, files: &dyn Files) -> Report {
    let report = load(backend, files, &options(None), &Unwatched)
        .await
        .unwrap();
    for file in &report.files {
        let counts = file.counts;
        assert_eq!(
            counts.read,
            counts.loaded + counts.unchanged + counts.rejected,
            "{file:?}"
        );
    }
    report
}

/// A report of which every row was loaded.
async fn sound(backend: &dyn Backend, files: &dyn Files) -> Report {
    let report = loaded(backend, files).await;
    assert_eq!(report.rejects, [], "{report}");
    report
}

async fn ask(backend: &dyn Backend, text: &'static str, parameters: Value) -> Vec<Value> {
    let Value::Object(parameters) = parameters else {
        panic!("parameters are a map")
    };
    let exchange = Exchange {
        file: "test",
        text,
        parameters,
        makes: None,
    };
    let deadline = Instant::now() + Duration::from_secs(60);
    let rows = backend.read(exchange, deadline).await.unwrap();
    rows.into_iter()
        .map(|row: Record| Value::Object(row))
        .collect()
}

/// Every node and relationship as text, without the record of loads.
async fn everything(backend: &dyn Backend) -> Vec<Value> {
    let mut all = ask(
        backend,
        "MATCH (n) WHERE NOT n:LoadBatch AND NOT n:Finding AND NOT n:Schema
         RETURN labels(n) AS labels, n.id AS id, n.digest AS digest, n.batch AS batch, n.row AS row
         ORDER BY labels, id",
        json!({}),
    )
    .await;
    all.extend(
        ask(
            backend,
            "MATCH (one)-[link]->(other)
             RETURN one.id AS one, type(link) AS type, other.id AS other, link.digest AS digest,
                    link.batch AS batch, link.row AS row
             ORDER BY one, type, other, digest",
            json!({}),
        )
        .await,
    );
    all
}

fn codes(report: &Report) -> Vec<(&str, u64, &str, Fault)> {
    let rejects = report.rejects.iter();
    rejects
        .map(|reject| {
            (
                reject.file.as_str(),
                reject.line,
                reject.column.as_str(),
                reject.code,
            )
        })
        .collect()
}

/// A family of a parent and so many children, c00 c01 ….
fn family(parent: &str, children: usize) -> (String, String) {
    let mut persons = format!("id,name,regionCode\n{parent},父,99\n");
    let mut kinships = String::from("fromId,kind,toId,nature\n");
    for child in 0..children {
        persons += &format!("c{child:02},子,99\n");
        kinships += &format!("{parent},PARENT_OF,c{child:02},BLOOD\n");
    }
    (persons, kinships)
}

const SIBLINGS: &str = "MATCH (one)-[link:SIBLING_OF]->(other)
    RETURN one.id AS one, other.id AS other, link.nature AS nature, link.derivedFrom AS derivedFrom,
           link.row AS row ORDER BY one, other";
