//! The walk over every node with everything that leaves it, a few thousand at a time.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::{
    CHUNK, Verifier, VerifyError, check,
    finding::Wrong,
    statements::{Links, Walk},
    stored::Stored,
};
use crate::{graph::Record, load::hash};

/// Types of the links that leave each node of a chunk and are not accounted for yet.
type Leaving = HashMap<String, Vec<String>>;

impl Verifier<'_> {
    /// Walks over all nodes of a label.
    pub async fn walk(&mut self, walk: &'static Walk) -> Result<(), VerifyError> {
        let mut after = String::new();
        loop {
            let page = self.page(&walk.ids, &after).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after.clone_from(last);
            for ids in page.chunks(CHUNK) {
                self.chunk(walk, ids).await?;
            }
        }
    }

    async fn chunk(&mut self, walk: &'static Walk, ids: &[String]) -> Result<(), VerifyError> {
        let nodes = self
            .read(walk.nodes.exchange([("ids", ids.into())]))
            .await?;
        let (mut leaving, mut merged) = (Leaving::new(), Vec::new());
        let mut officials = BTreeSet::new();
        for mut record in nodes {
            if has_label(&record, "Official") {
                officials.insert(record.get("id").map(ToString::to_string));
            }
            let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
            let (id, types) = (id.to_owned(), texts(record.remove("leaving")));
            leaving.insert(id.clone(), types);
            let row = self.node(walk, record, &mut leaving);
            if walk.table.name == "payments" {
                self.sums.take(&row);
            }
            self.row(row, &mut merged);
        }
        if walk.table.name == "persons" {
            self.officials(&leaving, &officials);
        }
        self.merged(merged).await?;
        for links in &walk.links {
            self.links(links, &mut leaving).await?;
        }
        for (id, types) in leaving {
            for kind in types {
                let detail = format!("no row gives its link {kind}");
                self.findings
                    .add(Wrong::StrayLink, walk.table.name, &id, detail);
            }
        }
        Ok(())
    }

    /// A node with all that its own row gives; what that accounts for no longer counts as leaving.
    fn node(&mut self, walk: &'static Walk, mut record: Record, leaving: &mut Leaving) -> Stored {
        let keys = record.remove("keys");
        let wholes = record.remove("wholes");
        let (who, same) = (record.remove("who"), texts(record.remove("same")));
        let (row, ends) = Stored::node(walk.table, &walk.pointers, record);
        check::pointers(&row, &walk.pointers, &ends, &mut self.findings);
        for (pointer, ends) in walk.pointers.iter().zip(&ends) {
            account(leaving, &row.id, pointer.kind, ends.len());
        }
        if walk.table.name == "persons" {
            account(leaving, &row.id, "SAME_PERSON", same.len());
            let number = walk.table.column("idNumber");
            let number = number.and_then(|column| row.values.get(column.slot)?.as_str());
            let who = who.and_then(|who| Some(who.as_str()?.to_owned()));
            let says = (who, same.into_iter().collect());
            self.people.take(&row.id, number, says);
        }
        if let Some(keys) = keys {
            let count = keys.as_array().map_or(0, Vec::len);
            account(leaving, &row.id, "NAMED", count);
            check::search_keys(&row, &keys, &mut self.findings);
        }
        if let Some(wholes) = wholes {
            let wholes = texts(Some(wholes));
            account(leaving, &row.id, "PART_OF", wholes.len());
            self.regions.insert(row.id.clone(), wholes);
        }
        row
    }

    fn officials(&mut self, leaving: &Leaving, officials: &BTreeSet<Option<String>>) {
        for (id, types) in leaving {
            let labelled = officials.contains(&Some(Value::from(id.as_str()).to_string()));
            if labelled != types.iter().any(|kind| kind == "HOLDS") {
                let detail = match labelled {
                    true => "labelled as an official, but held no post",
                    false => "held a post, but is not labelled as an official",
                };
                self.findings
                    .add(Wrong::WrongOfficial, "persons", id, detail);
            }
        }
    }

    /// Links of one kind that begin at nodes of the chunk.
    async fn links(
        &mut self,
        links: &'static Links,
        leaving: &mut Leaving,
    ) -> Result<(), VerifyError> {
        let begins: Vec<&str> = leaving
            .iter()
            .filter(|(_, types)| types.contains(&links.kind))
            .map(|(id, _)| id.as_str())
            .collect();
        if begins.is_empty() {
            return Ok(());
        }
        let found = self
            .read(links.statement.exchange([("ids", begins.into())]))
            .await?;
        let mut merged = Vec::new();
        let mut last = (String::new(), String::new());
        for record in found {
            let row = Stored::link(links, record);
            account(leaving, &row.begin, &links.kind, 1);
            let this = (row.begin.clone(), row.id.clone());
            // A link's id follows from its ends, but for those that the source numbers.
            let numbered = links.table.column("id").is_some();
            let again = numbered && !self.numbered.insert(hash(row.id.as_bytes()));
            if again || this == last {
                let detail = format!("two links {} have this id", links.kind);
                self.findings
                    .add(Wrong::DoubleRow, links.table.name, &row.id, detail);
            }
            last = this;
            if links.table.name == "kinships" {
                self.families.take(&links.kind, &row);
            }
            self.row(row, &mut merged);
        }
        self.merged(merged).await
    }

    /// Checks a row and adds it to the hash; merged ones wait for their versions.
    fn row(&mut self, row: Stored, merged: &mut Vec<Stored>) {
        check::row(&row, &mut self.findings);
        self.asked.met(&row);
        let batches = row.also.iter().copied().chain(row.batch);
        let mut sources = BTreeSet::new();
        for batch in batches {
            match self.batches.get(&batch) {
                Some(source) => {
                    sources.insert(source.as_str());
                }
                None => {
                    let detail = format!("there is no batch {batch}");
                    self.findings
                        .add(Wrong::UnknownBatch, row.table.name, &row.id, detail);
                }
            }
        }
        if row.merged {
            merged.push(row);
        } else if row.derived_from.is_some() {
            let table = format!("{} (derived)", row.table.name);
            self.canon.add(&table, &row.content(&BTreeSet::new()));
        } else {
            self.canon.add(row.table.name, &row.content(&sources));
        }
    }
}

fn texts(list: Option<Value>) -> Vec<String> {
    let Some(Value::Array(texts)) = list else {
        return Vec::new();
    };
    let texts = texts.into_iter().filter_map(|text| match text {
        Value::String(text) => Some(text),
        _ => None,
    });
    texts.collect()
}

fn has_label(record: &Record, label: &str) -> bool {
    let labels = record.get("labels").and_then(Value::as_array);
    labels.is_some_and(|labels| labels.iter().any(|found| found == label))
}

/// Takes so many links of a type off those that leave a node.
fn account(leaving: &mut Leaving, id: &str, kind: &str, count: usize) {
    let Some(types) = leaving.get_mut(id) else {
        return;
    };
    for _ in 0..count {
        if let Some(place) = types.iter().position(|found| found == kind) {
            types.swap_remove(place);
        }
    }
}
