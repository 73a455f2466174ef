//! What becomes of a read row: refused, already there, to be written, or waiting for another.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::{
    LoadError,
    catalogue::{Label, Shape, Table},
    intake::Intake,
    known::{Facts, Recalled},
    resolve::resolve,
    row::Row,
    settle::{contradiction, dangling},
    transaction::hash,
    versions::{self, NewVersion},
    write::Stamp,
};
use crate::graph::Exchange;

/// Whether a row that points at a row of its own file may wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chance {
    /// The file is being read: it may come yet.
    First,
    /// The file was read: it may be among those that wait too.
    Again,
    /// A whole round brought nothing: it will not come.
    Last,
}

/// What the graph must take of some rows.
#[derive(Default)]
pub(super) struct Judged {
    /// Rows to write, and whether the graph has them with other values.
    pub rows: Vec<(Row, Stamp, bool)>,
    /// Rows that the same batch brought before it was interrupted.
    pub again: Vec<Row>,
    /// What goes before them into the same transaction.
    pub before: Vec<Exchange>,
    /// ID numbers that persons bore before.
    pub numbers: BTreeSet<String>,
}

impl Intake<'_, '_> {
    /// Judges some rows. What is refused, unchanged or has to wait is dealt with here.
    pub async fn judge(&mut self, rows: Vec<Row>, chance: Chance) -> Result<Judged, LoadError> {
        let mut rows = self.without_duplicates(rows, chance)?;
        let secret = self.run.options.id_secret.as_deref();
        if rows.iter().any(|row| !row.naturals.is_empty()) {
            resolve(self.run.session, self.table, secret, &mut rows).await?;
            rows.iter_mut().for_each(|row| row.seal(self.table));
        }
        if self.table.ends().is_some() {
            self.seen
                .extend(rows.iter().map(|row| hash(row.id.as_bytes())));
        }
        let rows = self.settled(rows, chance).await?;
        let recalled = self.recall(&rows, chance).await?;
        let mut judged = Judged::default();
        let (mut changed, mut repeated) = (Vec::new(), Vec::new());
        for row in rows {
            match recalled.get(&row.id) {
                None => {
                    let stamp = self.stamp(&row);
                    judged.rows.push((row, stamp, false));
                }
                Some(found) if found.merged != Some(true) && found.digest == Some(row.digest) => {
                    let own = self.batches.is_taken_up(row.batch)
                        && chance == Chance::First
                        && found.batch == Some(self.batches.id(row.batch));
                    self.unchanged(&row, own);
                    if own {
                        judged.again.push(row);
                    } else if found.batch != Some(self.batches.id(row.batch))
                        && self.batches.is_new(row.batch)
                    {
                        repeated.push(row);
                    }
                }
                Some(found) => changed.push((row, found.clone())),
            }
        }
        self.repeat(&repeated, &mut judged)?;
        self.change(changed, &mut judged).await?;
        Ok(judged)
    }

    /// Refuses rows that contradict another of the file. A row that repeats another waits until
    /// that one is in the graph, and is found unchanged then.
    fn without_duplicates(
        &mut self,
        rows: Vec<Row>,
        chance: Chance,
    ) -> Result<Vec<Row>, LoadError> {
        if chance != Chance::First {
            self.met.clear();
        }
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows {
            let id = hash(row.id.as_bytes());
            if self.survey.contradictory.contains(&id) {
                self.reject(row.batch, &row.line, contradiction(&row))?;
            } else if self.survey.repeated.contains(&id) && !self.met.insert(id) {
                self.waiting.push(row);
            } else {
                kept.push(row);
            }
        }
        Ok(kept)
    }

    /// The rows whose ends are all on file, completed from what they point at.
    async fn settled(&mut self, rows: Vec<Row>, chance: Chance) -> Result<Vec<Row>, LoadError> {
        let wanted: BTreeSet<(Label, &str)> = rows
            .iter()
            .flat_map(|row| row.references(self.table))
            .map(|(_, label, id)| (label, id))
            .collect();
        let session = self.run.session;
        self.run.known.look_up(&session, wanted).await?;
        let mut settled = Vec::with_capacity(rows.len());
        for mut row in rows {
            let dangles = row
                .dangles(self.table, &*self.run)
                .map(|(column, label, id)| (column, label, id.to_owned()));
            match dangles {
                Some((_, label, _))
                    if self.table.label() == Some(label) && chance != Chance::Last =>
                {
                    self.waiting.push(row);
                }
                Some((column, Label::PERSON, id)) if row.is_unregistered(self.table, column) => {
                    self.take_unregistered(&mut row, &id);
                    settled.push(row);
                }
                Some((column, label, id)) => {
                    self.reject(row.batch, &row.line, dangling(column, label, &id))?;
                }
                None => match row.settle(self.table, &*self.run) {
                    Some(refusal) => self.reject(row.batch, &row.line, refusal)?,
                    None => settled.push(row),
                },
            }
        }
        Ok(settled)
    }

    /// What the graph has of these rows, by id. A table that was never loaded has nothing there.
    async fn recall(
        &self,
        rows: &[Row],
        chance: Chance,
    ) -> Result<HashMap<String, Recalled>, LoadError> {
        let mut recalled = HashMap::new();
        let fresh = chance == Chance::First && !self.run.ledger.knows(self.table.name);
        if rows.is_empty() || fresh {
            return Ok(recalled);
        }
        for exchange in self.recalling(rows) {
            let found: Vec<Recalled> = self.run.session.read(exchange).await?;
            recalled.extend(found.into_iter().map(|row| (row.id.clone(), row)));
        }
        Ok(recalled)
    }

    fn recalling(&self, rows: &[Row]) -> Vec<Exchange> {
        let Some(statements) = self.table.statements() else {
            return Vec::new();
        };
        if let (Some(nodes), Shape::Node(_)) = (&statements.nodes, self.table.shape) {
            let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
            return vec![nodes.known.exchange([("ids", ids.into())])];
        }
        statements
            .links
            .iter()
            .filter_map(|(between, links)| {
                let asked = between_ids(self.table, rows.iter(), between);
                (!asked.is_empty()).then(|| links.known.exchange([("links", asked.into())]))
            })
            .collect()
    }

    /// Notes that rows on file came once more, so that taking back one batch leaves them.
    fn repeat(&self, rows: &[Row], judged: &mut Judged) -> Result<(), LoadError> {
        let Some(statements) = self.table.statements() else {
            return Ok(());
        };
        for batch in self.batches.places() {
            let of_batch = || rows.iter().filter(move |row| row.batch == batch);
            let id = Value::from(self.batches.id(batch));
            if let Some(nodes) = &statements.nodes {
                let ids: Vec<&str> = of_batch().map(|row| row.id.as_str()).collect();
                if !ids.is_empty() {
                    let also = nodes
                        .also
                        .exchange([("ids", ids.into()), ("batch", id.clone())]);
                    judged.before.push(also);
                }
            }
            for (between, links) in &statements.links {
                let asked = between_ids(self.table, of_batch(), between);
                if !asked.is_empty() {
                    let also = links
                        .also
                        .exchange([("links", asked.into()), ("batch", id.clone())]);
                    judged.before.push(also);
                }
            }
        }
        Ok(())
    }

    fn stamp(&self, row: &Row) -> Stamp {
        Stamp {
            batch: self.batches.id(row.batch),
            row: row.line.number,
            merged: false,
            also: Vec::new(),
        }
    }

    /// A version of a row that is being read.
    pub fn version(&self, row: &Row) -> NewVersion {
        let (batch, line) = (self.batches.id(row.batch), row.line.number);
        NewVersion {
            id: versions::version_id(self.table, &row.id, batch, line),
            table: self.table.name,
            of: row.id.clone(),
            source: self.batches.source(row.batch).to_owned(),
            columns: versions::columns(self.table, &row.values),
            batch,
            row: line,
            digest: row.digest,
            current: true,
            replaced_by: None,
            also: None,
        }
    }

    /// What rows that point at this one may need of it.
    pub fn facts(&self, row: &Row) -> Facts {
        Facts {
            region: row.of(self.table, "regionCode").map(str::to_owned),
            born_on: row
                .of(self.table, "bornOn")
                .and_then(|day| day.parse().ok()),
        }
    }
}

/// Where links of one kind begin, and their ids.
pub(super) fn between_ids<'a>(
    table: &'static Table,
    rows: impl Iterator<Item = &'a Row>,
    between: &super::statements::Between,
) -> Vec<Value> {
    rows.filter_map(|row| {
        let (this, [start, _]) = row.between(table)?;
        (this == *between).then(|| vec![start, row.id.as_str()].into())
    })
    .collect()
}
