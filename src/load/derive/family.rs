//! Parents and children around some persons, and the siblings that follow from them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    graph::Statement,
    load::{LoadError, session::Session},
    model::{PersonId, kin::Nature},
    statement,
};

/// A parent with more children on file than this derives nothing: more likely a home or a wrong
/// id than a family.
pub(super) const MOST_CHILDREN: usize = 20;

/// A parent of someone, and the row that says so. Of a parent with several records, one stands for
/// all.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Parent {
    child_id: PersonId,
    /// Who the child is, if it has several records.
    who: Option<PersonId>,
    parent_id: PersonId,
    nature: Option<Nature>,
    batch: i64,
    row: u64,
}

/// A parent and the children on file, cut off above [`MOST_CHILDREN`].
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Children {
    parent_id: PersonId,
    child_ids: Vec<PersonId>,
}

statement! {
    /// The parents of some persons.
    "load/kinships/parents.cypher" => Parent;
    pub(in crate::load) struct ParentsOf<'a> { ids: Vec<&'a PersonId> }
}
statement! {
    /// The children of some persons, up to a number.
    "load/kinships/children.cypher" => Children;
    pub(in crate::load) struct ChildrenOf<'a> { ids: Vec<&'a PersonId>, most: usize }
}
/// What is on file around some children.
pub(super) struct Family {
    /// Parents by child, each with the row that says so.
    parents: BTreeMap<PersonId, BTreeMap<PersonId, Parent>>,
    /// Parents who derive siblings, with their children.
    children: BTreeMap<PersonId, BTreeSet<PersonId>>,
    /// Who those children are who have several records.
    who: BTreeMap<PersonId, PersonId>,
}

/// A derived link as it should be.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Derived {
    pub nature: Option<Nature>,
    pub parents: Vec<PersonId>,
    pub batch: i64,
    pub row: u64,
}

/// The lesser id first, as the link runs.
pub(super) fn ordered(one: PersonId, other: PersonId) -> (PersonId, PersonId) {
    if one < other {
        (one, other)
    } else {
        (other, one)
    }
}

impl Family {
    /// What is on file around some children, and the parents who have too many.
    pub async fn of(
        session: Session<'_>,
        around: &BTreeSet<PersonId>,
    ) -> Result<(Self, Vec<PersonId>), LoadError> {
        let mut family = Self {
            parents: BTreeMap::new(),
            children: BTreeMap::new(),
            who: BTreeMap::new(),
        };
        family
            .read_parents(session, around.iter().collect())
            .await?;
        let parents: BTreeSet<PersonId> = family
            .parents
            .values()
            .flat_map(BTreeMap::keys)
            .cloned()
            .collect();
        let children = ChildrenOf {
            ids: parents.iter().collect(),
            most: MOST_CHILDREN + 1,
        };
        let children: Vec<Children> = session.read(children.exchange()?).await?;
        let mut crowded = Vec::new();
        for of in children {
            if of.child_ids.len() > MOST_CHILDREN {
                crowded.push(of.parent_id);
            } else {
                let children = of.child_ids.into_iter().collect();
                family.children.insert(of.parent_id, children);
            }
        }
        let others: BTreeSet<PersonId> = family
            .children
            .values()
            .flatten()
            .filter(|child| !around.contains(*child))
            .cloned()
            .collect();
        family
            .read_parents(session, others.iter().collect())
            .await?;
        Ok((family, crowded))
    }

    async fn read_parents(
        &mut self,
        session: Session<'_>,
        ids: Vec<&PersonId>,
    ) -> Result<(), LoadError> {
        let parents: Vec<Parent> = session.read(ParentsOf { ids }.exchange()?).await?;
        for parent in parents {
            if let Some(who) = &parent.who {
                self.who.insert(parent.child_id.clone(), who.clone());
            }
            let of = self.parents.entry(parent.child_id.clone()).or_default();
            of.entry(parent.parent_id.clone()).or_insert(parent);
        }
        Ok(())
    }

    /// The line of the first row that links a parent to someone.
    pub fn first_row(&self, parent: &PersonId) -> u64 {
        let rows = self.parents.values().filter_map(|of| of.get(parent));
        rows.map(|row| row.row).min().unwrap_or_default()
    }

    /// Every pair that shares a parent and of which one is among the persons given.
    pub fn siblings(&self, around: &BTreeSet<PersonId>) -> BTreeMap<(PersonId, PersonId), Derived> {
        let mut pairs = BTreeSet::new();
        for child in around {
            for parent in self.parents.get(child).into_iter().flat_map(BTreeMap::keys) {
                for other in self.children.get(parent).into_iter().flatten() {
                    if other != child && !self.is_one(child, other) {
                        pairs.insert(ordered(child.clone(), other.clone()));
                    }
                }
            }
        }
        pairs
            .into_iter()
            .filter_map(|(one, other)| {
                let derived = self.derived(&one, &other)?;
                Some(((one, other), derived))
            })
            .collect()
    }

    /// Whether two records are one person.
    fn is_one(&self, one: &PersonId, other: &PersonId) -> bool {
        let who = self.who.get(one);
        who.is_some() && who == self.who.get(other)
    }

    fn derived(&self, one: &PersonId, other: &PersonId) -> Option<Derived> {
        let (ones, others) = (self.parents.get(one)?, self.parents.get(other)?);
        let shared: Vec<(&Parent, &Parent)> = ones
            .iter()
            .filter(|(parent, _)| self.children.contains_key(*parent))
            .filter_map(|(parent, link)| Some((link, others.get(parent)?)))
            .collect();
        let (first, _) = shared.first()?;
        Some(Derived {
            nature: nature(&shared, ones, others),
            parents: shared
                .iter()
                .map(|(link, _)| link.parent_id.clone())
                .collect(),
            batch: first.batch,
            row: first.row,
        })
    }
}

/// BLOOD if both blood parents are shared, HALF if one is and the other is on file and differs,
/// ADOPTIVE or STEP if the shared link is, else unknown.
fn nature(
    shared: &[(&Parent, &Parent)],
    ones: &BTreeMap<PersonId, Parent>,
    others: &BTreeMap<PersonId, Parent>,
) -> Option<Nature> {
    let blood = |parent: &&Parent| parent.nature == Some(Nature::Blood);
    let by_blood = shared
        .iter()
        .filter(|(one, other)| blood(one) && blood(other))
        .count();
    let only = |parents: &BTreeMap<PersonId, Parent>| parents.values().filter(blood).count() > 1;
    let through = |nature| {
        let of_nature = |parent: &Parent| parent.nature == Some(nature);
        shared
            .iter()
            .any(|(one, other)| of_nature(one) || of_nature(other))
    };
    match by_blood {
        2.. => Some(Nature::Blood),
        1 => (only(ones) && only(others)).then_some(Nature::Half),
        _ => [Nature::Adoptive, Nature::Step]
            .into_iter()
            .find(|nature| through(*nature)),
    }
}
