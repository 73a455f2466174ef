//! Taking back a batch: what only it brought goes, what others brought too stays, and what it had
//! replaced comes back. A node that the rows of other batches point at stays and is listed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    BatchState, LoadError,
    catalogue::{Form, Label, TABLES, Table},
    change::OnFile,
    derive::{self, divisions},
    findings::ForgetFindings,
    ledger::FailBatches,
    read::rows::Line,
    row::Row,
    run::Run,
    search_keys,
    statements::{Between, Links, Nodes},
    transaction::Nothing,
    versions::{self, Version},
    write::{self, Stamp, Write},
};
use crate::{
    graph::{Exchange, Statement},
    statement,
};

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
    /// Takes versions away.
    "load/versions/remove.cypher" => Nothing;
    struct RemoveVersions { ids: Vec<String> }
}
statement! {
    /// Makes versions current again, under the batch that is left of those that brought them.
    "load/versions/restore.cypher" => Nothing;
    struct RestoreVersions { rows: Vec<Restored> }
}
statement! {
    /// Who is no official any more, as no post of theirs is on file.
    "load/tenures/no_officials.cypher" => Nothing;
    struct NoOfficials { ids: Vec<String> }
}

/// A version as it stands without the batch.
#[derive(Debug, Serialize)]
pub(super) struct Restored {
    id: String,
    batch: i64,
    also: Option<Vec<i64>>,
    current: bool,
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

/// What becomes of some rows without the batch.
#[derive(Default)]
struct Plan {
    /// Ids of what nothing else brought.
    gone: Vec<String>,
    /// `[id, batch, also]` of what others brought too.
    without: Vec<Value>,
    /// Rows that stand as what is left says.
    rows: Vec<(Row, Stamp)>,
    removed_versions: Vec<String>,
    restored_versions: Vec<Restored>,
}

impl Plan {
    async fn of(
        run: &Run<'_>,
        table: &'static Table,
        batch: i64,
        ids: &[&str],
        rows: Vec<OnFile>,
    ) -> Result<Self, LoadError> {
        let mut plan = Self::default();
        let mut known = versions::known(run.session, table, ids).await?;
        for row in rows {
            let of_row = known.remove(&row.id).unwrap_or_default();
            plan.decide(run, table, batch, row, of_row);
        }
        Ok(plan)
    }

    /// The ID numbers that persons bore before and bear now, and who has another row now.
    fn persons(
        &self,
        table: &Table,
        mut numbers: BTreeSet<String>,
    ) -> (BTreeSet<String>, BTreeSet<String>) {
        if table.label() != Some(Label::PERSON) {
            return Default::default();
        }
        let rows = self.rows.iter().map(|(row, _)| row);
        numbers.extend(
            rows.clone()
                .filter_map(|row| Some(row.of(table, "idNumber")?.to_owned())),
        );
        let without = self.without.iter().filter_map(|row| row.get(0)?.as_str());
        let again = rows.map(|row| row.id.as_str()).chain(without);
        (numbers, again.map(str::to_owned).collect())
    }

    fn decide(
        &mut self,
        run: &Run<'_>,
        table: &'static Table,
        batch: i64,
        row: OnFile,
        of_row: Vec<Version>,
    ) {
        let others: Vec<i64> = row
            .also
            .iter()
            .flatten()
            .copied()
            .filter(|other| *other != batch)
            .collect();
        let own = row.batch == Some(batch);
        let alone = !of_row.iter().any(|version| version.current);
        if alone && (!own || !others.is_empty()) {
            let left = if own {
                others.first().copied()
            } else {
                row.batch
            };
            let also: Vec<i64> = others
                .iter()
                .copied()
                .filter(|other| Some(*other) != left)
                .collect();
            let also = if also.is_empty() {
                Value::Null
            } else {
                also.into()
            };
            self.without
                .push(vec![row.id.into(), left.into(), also].into());
            self.forget(batch, of_row);
            return;
        }
        let left = self.what_is_left(batch, of_row);
        let order = &run.options.source_order;
        let mut left: Vec<&Version> = left.iter().collect();
        left.sort_by_key(|version| versions::rank(order, &version.source, version.batch));
        let Some(first) = left.first() else {
            self.gone.push(row.id);
            return;
        };
        let rows: Vec<Vec<Value>> = left
            .iter()
            .map(|version| versions::values(table, &version.columns))
            .collect();
        let (mut values, _) = versions::merged(table, &rows);
        // A version of a link keeps no ends that the link itself shows.
        let slots = table.slots.iter().zip(row.values(table));
        for (value, (slot, old)) in values.iter_mut().zip(slots) {
            if value.is_null() && slot.form == Form::End && table.label().is_none() {
                *value = old;
            }
        }
        let merged = left.len() > 1;
        let stamp = Stamp {
            batch: first.batch,
            row: first.row,
            merged,
            also: first
                .also
                .iter()
                .flatten()
                .copied()
                .filter(|other| *other != batch)
                .collect(),
        };
        if !merged {
            // What stands alone again is no version.
            let id = first.id.clone();
            self.restored_versions.retain(|version| version.id != id);
            self.removed_versions.push(id);
        }
        self.rows.push((Row::stored(table, row.id, values), stamp));
    }

    /// Lets go of versions that the batch brought and a newer row of its source replaced since.
    fn forget(&mut self, batch: i64, of_row: Vec<Version>) {
        for version in of_row.into_iter().filter(|version| version.batch == batch) {
            let others = version.also.iter().flatten().copied();
            let mut others = others.filter(|other| *other != batch);
            match others.next() {
                None => self.removed_versions.push(version.id),
                Some(other) => {
                    let also: Vec<i64> = others.collect();
                    self.restored_versions.push(Restored {
                        id: version.id,
                        batch: other,
                        also: Some(also).filter(|also| !also.is_empty()),
                        current: version.current,
                    });
                }
            }
        }
    }

    /// The rows that are current without the batch, one a source.
    fn what_is_left(&mut self, batch: i64, of_row: Vec<Version>) -> Vec<Version> {
        let mut left: BTreeMap<String, Version> = BTreeMap::new();
        for mut version in of_row {
            let also: Vec<i64> = version
                .also
                .iter()
                .flatten()
                .copied()
                .filter(|other| *other != batch)
                .collect();
            if version.batch == batch {
                let Some(other) = also.first() else {
                    self.removed_versions.push(version.id);
                    continue;
                };
                version.batch = *other;
            }
            version.also = Some(also).filter(|also| !also.is_empty());
            // Known in the order of batches: of one source, the last that is left counts.
            let newer =
                version.current || !left.get(&version.source).is_some_and(|other| other.current);
            if newer {
                left.insert(version.source.clone(), version);
            }
        }
        let left: Vec<Version> = left.into_values().collect();
        self.restored_versions
            .extend(left.iter().map(|version| Restored {
                id: version.id.clone(),
                batch: version.batch,
                also: version.also.clone(),
                current: true,
            }));
        left
    }

    fn exchanges(
        &self,
        table: &'static Table,
        done: &mut Retraction,
    ) -> Result<Vec<Exchange>, LoadError> {
        let mut exchanges = Vec::new();
        if !self.removed_versions.is_empty() {
            let ids = self.removed_versions.clone();
            exchanges.push(RemoveVersions { ids }.exchange()?);
        }
        if !self.restored_versions.is_empty() {
            let rows = self.restored_versions.iter().map(|version| Restored {
                id: version.id.clone(),
                batch: version.batch,
                also: version.also.clone(),
                current: version.current,
            });
            exchanges.push(
                RestoreVersions {
                    rows: rows.collect(),
                }
                .exchange()?,
            );
        }
        let rows: Vec<Write<'_>> = self
            .rows
            .iter()
            .map(|(row, stamp)| Write {
                row,
                stamp: stamp.clone(),
                changed: true,
            })
            .collect();
        exchanges.extend(write::exchanges(table, &rows)?);
        done.restored += (self.rows.len() + self.without.len()) as u64;
        Ok(exchanges)
    }
}

impl Row {
    /// A row out of what the graph keeps.
    fn stored(table: &'static Table, id: String, values: Vec<Value>) -> Self {
        let mut row = Self {
            line: Line::default(),
            batch: 0,
            id: String::new(),
            values,
            digest: 0,
            occurrence: String::new(),
            naturals: Vec::new(),
            doubts: Vec::new(),
        };
        row.seal(table);
        row.id = id;
        row
    }
}
