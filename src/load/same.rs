//! Persons with one ID number are one person with several records: each two of those are linked, and
//! each bears the least of their ids as `sameAs`, so that sums and rules see through.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::{LoadError, run::Run, transaction::Nothing};
use crate::{
    graph::Statement,
    model::{LinkId, PersonId},
    statement,
};

/// A number with more records than this belongs to nobody: more likely it stands for "unknown".
pub(super) const MOST_RECORDS: usize = 5;

/// A record of a person.
#[derive(Debug, Deserialize)]
pub(super) struct Record {
    pub id: String,
    /// Whom it is taken for so far.
    who: Option<String>,
    pub batch: Option<i64>,
    pub row: Option<u64>,
}

/// The records that bear one number, the least id first.
#[derive(Debug, Deserialize)]
pub(super) struct Bearers {
    pub records: Vec<Record>,
}

/// A person who was taken for another, and that one's ID number.
#[derive(Debug, Deserialize)]
pub(super) struct Former {
    id: String,
    number: Option<String>,
}

/// A child.
#[derive(Debug, Deserialize)]
pub(super) struct Child {
    id: PersonId,
}

statement! {
    /// The records that bear one of some ID numbers, where there are several or were.
    "load/same/records.cypher" => Bearers;
    struct RecordsOf<'a> { numbers: &'a BTreeSet<String> }
}
statement! {
    /// Which of some persons were taken for others, and those ones' ID numbers.
    "load/same/former.cypher" => Former;
    struct FormerlySame<'a> { ids: &'a BTreeSet<String> }
}
statement! {
    /// Notes who persons with several records are.
    "load/same/who.cypher" => Nothing;
    struct WhoTheyAre { rows: Vec<[Option<String>; 2]> }
}
statement! {
    /// Parts records that are no longer one person.
    "load/same/part.cypher" => Nothing;
    struct PartRecords { ids: BTreeSet<String> }
}
statement! {
    /// Links records of one person.
    "load/same/join.cypher" => Nothing;
    struct JoinRecords { links: Vec<Value> }
}
statement! {
    /// The children of some persons.
    "load/same/children.cypher" => Child;
    struct ChildrenOfRecords<'a> { ids: &'a BTreeSet<String> }
}

impl Bearers {
    /// The record that stands for all, if they are one person.
    pub fn who(&self) -> Option<&str> {
        match self.records.as_slice() {
            [first, _, ..] if self.records.len() <= MOST_RECORDS => Some(&first.id),
            _ => None,
        }
    }

    /// A link for each two of the records, if they are one person.
    fn links(&self) -> impl Iterator<Item = Value> {
        let records = self.who().map_or(&[][..], |_| &self.records);
        records.iter().enumerate().flat_map(move |(place, one)| {
            let others = records.iter().skip(place + 1);
            others.map(|other| {
                let id = LinkId::of("persons", &one.id, &other.id, "SAME_PERSON", "-");
                let ends = [one.id.as_str(), &other.id, id.as_str()].map(Value::from);
                let row = [other.batch.into(), other.row.into()];
                ends.into_iter().chain(row).collect()
            })
        })
    }
}

impl Run<'_> {
    /// Brings up to date who is one person among the bearers of some numbers, and among those whom
    /// persons with a changed row were taken for. Gives the numbers that several records bear.
    pub async fn see_through(
        &mut self,
        mut numbers: BTreeSet<String>,
        changed: &BTreeSet<String>,
    ) -> Result<Vec<Bearers>, LoadError> {
        let mut ids = BTreeSet::new();
        if !changed.is_empty() {
            let former = FormerlySame { ids: changed }.exchange()?;
            for former in self.session.read::<Former>(former).await? {
                ids.insert(former.id);
                numbers.extend(former.number);
            }
        }
        let mut bearers: Vec<Bearers> = Vec::new();
        if !numbers.is_empty() {
            let numbers = &numbers;
            bearers = self.session.read(RecordsOf { numbers }.exchange()?).await?;
        }
        let (mut rows, mut links) = (Vec::new(), Vec::new());
        for of_number in &bearers {
            let who = of_number.who();
            let moved = |record: &&Record| record.who.as_deref() != who;
            let moved: Vec<&Record> = of_number.records.iter().filter(moved).collect();
            let again = || {
                of_number
                    .records
                    .iter()
                    .any(|one| changed.contains(&one.id))
            };
            if !moved.is_empty() || again() {
                links.extend(of_number.links());
            }
            for record in moved {
                rows.push([Some(record.id.clone()), who.map(str::to_owned)]);
                ids.insert(record.id.clone());
            }
        }
        let mut exchanges = Vec::new();
        if !rows.is_empty() {
            exchanges.push(WhoTheyAre { rows }.exchange()?);
        }
        if !ids.is_empty() {
            exchanges.push(PartRecords { ids: ids.clone() }.exchange()?);
        }
        if !links.is_empty() {
            exchanges.push(JoinRecords { links }.exchange()?);
        }
        self.session.write(exchanges).await?;
        bearers.retain(|of_number| of_number.records.len() > 1);
        self.siblings_of(ids).await?;
        Ok(bearers)
    }

    /// Notes whose siblings have to be derived anew, as they or a parent of theirs are someone else.
    async fn siblings_of(&mut self, ids: BTreeSet<String>) -> Result<(), LoadError> {
        if ids.is_empty() || !self.ledger.knows("kinships") && !self.ledger.knows("memberships") {
            return Ok(());
        }
        let children = ChildrenOfRecords { ids: &ids }.exchange()?;
        let children = self.session.read::<Child>(children).await?;
        self.orphaned
            .extend(children.into_iter().map(|child| child.id));
        self.orphaned
            .extend(ids.iter().filter_map(|id| id.parse().ok()));
        Ok(())
    }
}
