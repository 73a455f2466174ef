//! Taking back a batch: what only it brought goes, what others brought too stays, and what it had
//! replaced comes back. A node that the rows of other batches point at stays and is listed.

mod plan;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    BatchState, LoadError,
    catalogue::{TABLES, Table},
    change::OnFile,
    derive::{self, divisions},
    findings::ForgetFindings,
    ledger::FailBatches,
    payment_sums,
    run::Run,
    search_keys,
    statements::{Between, Links, Nodes},
    transaction::Nothing,
    versions::{self, Version},
};
use crate::{graph::Statement, statement};
use plan::Plan;

/// Most rows looked at in one exchange.
const CHUNK: usize = 2_000;
/// Most nodes that a report names.
const NAMED: usize = 100;

/// What taking back a batch did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Retraction {
    /// The batch.
    pub batch: i64,
    /// Its file.
    pub file: String,
    /// Rows gone, as nothing else had brought them.
    pub removed: u64,
    /// Rows that stand as another batch or another source says.
    pub restored: u64,
    /// Rows that stay because others point at them, counted.
    pub kept: u64,
    /// The first of those, with how many rows need each.
    pub needed: BTreeMap<String, u64>,
}

impl fmt::Display for Retraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "batch {} ({}) is taken back: {} rows gone, {} as other batches say, {} kept as others need them",
            self.batch, self.file, self.removed, self.restored, self.kept
        )?;
        for (id, needs) in &self.needed {
            writeln!(f, "kept {id}: {needs} rows of other batches point at it")?;
        }
        Ok(())
    }
}

/// A link that the batch brought.
#[derive(Debug, Deserialize)]
struct Found {
    id: String,
    #[serde(default)]
    begin: Option<String>,
}

/// A node that others need.
#[derive(Debug, Deserialize)]
struct Needed {
    id: String,
    needs: u64,
}

statement! {
    /// The versions that a batch brought, alone or with others.
    "load/versions/of_batch.cypher" => Version;
    struct VersionsOfBatch<'a> { table: &'a str, batch: i64 }
}
statement! {
    /// Who is no official any more, as no post of theirs is on file.
    "load/tenures/no_officials.cypher" => Nothing;
    struct NoOfficials { ids: Vec<String> }
}

/// Takes a batch back.
///
/// # Errors
/// [`LoadError::NoBatch`] when there is no such batch or it is taken back already.
pub(super) async fn retract(run: &mut Run<'_>, batch: i64) -> Result<Retraction, LoadError> {
    let (file, table) = run
        .ledger
        .retractable(batch)
        .ok_or(LoadError::NoBatch(batch))?;
    let table = TABLES
        .iter()
        .find(|known| known.name == table)
        .ok_or(LoadError::NoBatch(batch))?;
    let mut done = Retraction {
        batch,
        file,
        ..Retraction::default()
    };
    if let Some(statements) = table.statements() {
        if let Some(nodes) = &statements.nodes {
            take_nodes(run, table, nodes, &mut done).await?;
        }
        for (between, links) in &statements.links {
            take_links(run, table, between, links, &mut done).await?;
        }
    }
    run.forsakes = true;
    run.tidy().await?;
    divisions::derive(run.session).await?;
    derive::kin(run, &[]).await?;
    let ended = FailBatches {
        ids: vec![batch],
        state: BatchState::Retracted,
    };
    let forgotten = ForgetFindings { batch };
    let exchanges = vec![forgotten.exchange()?, ended.exchange()?];
    run.session.write(exchanges).await?;
    Ok(done)
}

async fn take_nodes(
    run: &mut Run<'_>,
    table: &'static Table,
    nodes: &Nodes,
    done: &mut Retraction,
) -> Result<(), LoadError> {
    let asked = nodes.of_batch.exchange([("batch", done.batch.into())]);
    let found: Vec<Found> = run.session.read(asked).await?;
    let mut ids: Vec<String> = found.into_iter().map(|found| found.id).collect();
    let merged = of_versions(run, table, done.batch).await?.into_iter();
    ids.extend(merged.map(|of| of.id));
    ids.sort_unstable();
    ids.dedup();
    for chunk in ids.chunks(CHUNK) {
        let some: Vec<&str> = chunk.iter().map(String::as_str).collect();
        let rows = nodes.rows.exchange([("ids", some.clone().into())]);
        let rows: Vec<OnFile> = run.session.read(rows).await?;
        let numbers = rows.iter().filter_map(|row| row.id_number(table));
        let numbers = numbers.collect();
        let plan = Plan::of(run, table, done.batch, &some, rows).await?;
        let (numbers, again) = plan.persons(table, numbers);
        let mut gone: Vec<&str> = plan.gone.iter().map(String::as_str).collect();
        let asked = nodes
            .needed
            .exchange([("ids", gone.clone().into()), ("batch", done.batch.into())]);
        for Needed { id, needs } in run.session.read(asked).await? {
            gone.retain(|other| *other != id);
            done.kept += 1;
            if done.needed.len() < NAMED {
                done.needed.insert(id, needs);
            }
        }
        done.removed += gone.len() as u64;
        let mut exchanges = plan.exchanges(table, done)?;
        search_keys::unname(table, &gone, &mut exchanges);
        payment_sums::take_out(table, &gone, &mut exchanges)?;
        if !gone.is_empty() {
            exchanges.push(nodes.remove.exchange([("ids", gone.into())]));
        }
        if !plan.without.is_empty() {
            exchanges.push(nodes.without.exchange([("rows", plan.without.into())]));
        }
        run.session.write(exchanges).await?;
        run.see_through(numbers, &again).await?;
    }
    Ok(())
}

async fn take_links(
    run: &mut Run<'_>,
    table: &'static Table,
    between: &Between,
    links: &Links,
    done: &mut Retraction,
) -> Result<(), LoadError> {
    let asked = links.of_batch.exchange([("batch", done.batch.into())]);
    let mut found: Vec<Found> = run.session.read(asked).await?;
    // Where another source is believed first, only a version tells that the batch brought it too.
    let met: BTreeSet<String> = found.iter().map(|found| found.id.clone()).collect();
    let merged = of_versions(run, table, done.batch).await?.into_iter();
    found.extend(merged.filter(|of| !met.contains(&of.id)));
    for chunk in found.chunks(CHUNK) {
        let some: Vec<Value> = chunk
            .iter()
            .map(|found| vec![found.begin.clone().unwrap_or_default(), found.id.clone()].into())
            .collect();
        let rows: Vec<OnFile> = run
            .session
            .read(links.rows.exchange([("links", some.into())]))
            .await?;
        let ends = rows.iter().filter_map(|row| row.begin().zip(row.finish()));
        let ends: Vec<[String; 2]> = ends
            .map(|(one, other)| [one, other].map(str::to_owned))
            .collect();
        let begins: BTreeMap<String, String> = rows
            .iter()
            .filter_map(|row| Some((row.id.clone(), row.begin()?.to_owned())))
            .collect();
        let ids: Vec<&str> = chunk.iter().map(|found| found.id.as_str()).collect();
        let plan = Plan::of(run, table, done.batch, &ids, rows).await?;
        done.removed += plan.gone.len() as u64;
        let with_begin =
            |id: &String| -> Option<Value> { Some(vec![begins.get(id)?.as_str(), id].into()) };
        let gone: Vec<Value> = plan.gone.iter().filter_map(with_begin).collect();
        let mut exchanges = plan.exchanges(table, done)?;
        if !gone.is_empty() {
            exchanges.push(links.remove.exchange([("links", gone.into())]));
        }
        let without: Vec<Value> = plan
            .without
            .iter()
            .filter_map(|row| {
                let row = row.as_array()?;
                let id = row.first()?.as_str()?.to_owned();
                let mut link = vec![Value::from(begins.get(&id)?.as_str())];
                link.extend(row.iter().cloned());
                Some(link.into())
            })
            .collect();
        if !without.is_empty() {
            exchanges.push(links.without.exchange([("rows", without.into())]));
        }
        if table.name == "tenures" {
            let ids = begins.values().cloned().collect();
            exchanges.push(NoOfficials { ids }.exchange()?);
        }
        run.session.write(exchanges).await?;
        for ends in &ends {
            run.kin_moved(table, between, ends.each_ref().map(String::as_str));
        }
    }
    Ok(())
}

/// What the versions of a batch are of, each once.
async fn of_versions(
    run: &Run<'_>,
    table: &'static Table,
    batch: i64,
) -> Result<Vec<Found>, LoadError> {
    let asked = VersionsOfBatch {
        table: table.name,
        batch,
    }
    .exchange()?;
    let versions: Vec<Version> = run.session.read(asked).await?;
    let start = table.ends().map(|[start, _]| start.slot);
    let of = versions.into_iter().map(|version| {
        let values = versions::values(table, &version.columns);
        let begin = start.and_then(|slot| Some(values.get(slot)?.as_str()?.to_owned()));
        (version.of, begin)
    });
    let of: BTreeMap<String, Option<String>> = of.collect();
    Ok(of
        .into_iter()
        .map(|(id, begin)| Found { id, begin })
        .collect())
}
