//! Brothers and sisters derived from shared parents, so that one kin step is always one link.
//!
//! A link handed over wins over a derived one. A derived link names the parents it follows from
//! and stands on the row that links the least of them to the lesser of the two.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    LoadError,
    finding::Doubt,
    links::{self, Link},
    run::Run,
    table::{Nothing, digest},
};
use crate::{
    graph::Statement,
    model::{LinkId, PersonId, codes::KinshipKind, kin::Nature},
    statement,
};

/// A parent with more children on file than this derives nothing: more likely a home or a wrong
/// id than a family.
const MOST_CHILDREN: usize = 20;
/// How many children are looked at in one transaction.
const CHUNK: usize = 1_000;

/// Whoever has a new or changed parent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Child {
    child_id: PersonId,
}

/// A parent of someone, and the row that says so.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Parent {
    child_id: PersonId,
    parent_id: PersonId,
    nature: Option<Nature>,
    batch: i64,
    row: u64,
}

/// A parent and the children on file, cut off above [`MOST_CHILDREN`].
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Children {
    parent_id: PersonId,
    child_ids: Vec<PersonId>,
}

/// A sibling link on file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnFile {
    person_id: PersonId,
    other_id: PersonId,
    id: String,
    derived: bool,
    digest: i64,
}

/// A sibling link to be made.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sibling<'a> {
    pub id: &'a str,
    pub from_id: &'a PersonId,
    pub to_id: &'a PersonId,
    pub nature: Option<Nature>,
    pub derived_from: Option<&'a [PersonId]>,
    pub batch: i64,
    pub row: u64,
    pub digest: i64,
}

statement! {
    /// Whose parents some batches brought.
    "load/kinships/touched.cypher" => Child;
    pub(super) struct TouchedChildren<'a> { batches: &'a [i64] }
}
statement! {
    /// The parents of some persons.
    "load/kinships/parents.cypher" => Parent;
    pub(super) struct ParentsOf<'a> { ids: Vec<&'a PersonId> }
}
statement! {
    /// The children of some persons, up to a number.
    "load/kinships/children.cypher" => Children;
    pub(super) struct ChildrenOf<'a> { ids: Vec<&'a PersonId>, most: usize }
}
statement! {
    /// Who has a sibling link that follows from some parents.
    "load/kinships/derived_from.cypher" => Child;
    pub(super) struct DerivedFrom<'a> { ids: &'a [PersonId] }
}
statement! {
    /// The sibling links of some persons.
    "load/kinships/siblings.cypher" => OnFile;
    pub(super) struct SiblingsOf<'a> { ids: Vec<&'a PersonId> }
}
statement! {
    /// Makes links between brothers and sisters.
    "load/kinships/sibling_of.cypher" => Nothing;
    pub(super) struct NewSiblings<'a> { rows: Vec<Sibling<'a>> }
}

/// What is on file around some children.
struct Family {
    /// Parents by child, each with the row that says so.
    parents: BTreeMap<PersonId, BTreeMap<PersonId, Parent>>,
    /// Parents who derive siblings, with their children.
    children: BTreeMap<PersonId, BTreeSet<PersonId>>,
}

/// A derived link as it should be.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Derived {
    nature: Option<Nature>,
    parents: Vec<PersonId>,
    batch: i64,
    row: u64,
}

/// Brings the derived links of everyone up to date whose parents the batches brought.
pub(super) async fn derive(run: &mut Run<'_>, batches: &[i64]) -> Result<(), LoadError> {
    let touched = TouchedChildren { batches }.exchange()?;
    let touched: Vec<Child> = run.session.read(touched).await?;
    let touched: Vec<PersonId> = touched.into_iter().map(|child| child.child_id).collect();
    let mut doubted = BTreeSet::new();
    for chunk in touched.chunks(CHUNK) {
        let mut around: BTreeSet<PersonId> = chunk.iter().cloned().collect();
        let (family, crowded) = Family::of(run, &around).await?;
        if !crowded.is_empty() {
            let derived = DerivedFrom { ids: &crowded }.exchange()?;
            let derived: Vec<Child> = run.session.read(derived).await?;
            around.extend(derived.into_iter().map(|child| child.child_id));
        }
        for parent in crowded {
            if doubted.insert(parent.clone()) {
                let line = family.first_row(&parent);
                let words = format!(
                    "{parent} has more than {MOST_CHILDREN} children on file, so no brothers and sisters are derived from them"
                );
                run.doubt(
                    "kinships.csv",
                    Some(line),
                    ("fromId", Doubt::TooManyChildren, words),
                );
            }
        }
        let family = if around.len() > chunk.len() {
            Family::of(run, &around).await?.0
        } else {
            family
        };
        update(run, &family, &around).await?;
    }
    Ok(())
}

async fn update(
    run: &Run<'_>,
    family: &Family,
    around: &BTreeSet<PersonId>,
) -> Result<(), LoadError> {
    let siblings = SiblingsOf {
        ids: around.iter().collect(),
    };
    let on_file: Vec<OnFile> = run.session.read(siblings.exchange()?).await?;
    let mut wanted = family.siblings(around);
    let mut stale = BTreeMap::new();
    for link in on_file {
        let pair = ordered(link.person_id, link.other_id);
        let same = match wanted.get(&pair) {
            Some(derived) => digest(derived)? == link.digest,
            None => false,
        };
        if !link.derived || same {
            wanted.remove(&pair);
        } else {
            stale.insert(link.id, pair.0);
        }
    }
    let stale = stale.iter().map(|(id, from)| Link::of_person(from, id));
    let links: Vec<(LinkId, i64)> = wanted
        .iter()
        .map(|((one, other), derived)| Ok((link_id(one, other), digest(derived)?)))
        .collect::<Result<_, LoadError>>()?;
    let rows: Vec<Sibling<'_>> = wanted
        .iter()
        .zip(&links)
        .map(|(((one, other), derived), (id, digest))| Sibling {
            id: id.as_str(),
            from_id: one,
            to_id: other,
            nature: derived.nature,
            derived_from: Some(&derived.parents),
            batch: derived.batch,
            row: derived.row,
            digest: *digest,
        })
        .collect();
    let empty: &[()] = if rows.is_empty() { &[] } else { &[()] };
    let exchanges = links::remove(stale)?
        .add(empty, || NewSiblings { rows })?
        .done()?;
    run.session.write(exchanges).await
}

fn link_id(one: &PersonId, other: &PersonId) -> LinkId {
    let kind = KinshipKind::SiblingOf.as_str();
    LinkId::of("kinships", one.as_str(), other.as_str(), kind, "derived")
}

fn ordered(one: PersonId, other: PersonId) -> (PersonId, PersonId) {
    if one < other {
        (one, other)
    } else {
        (other, one)
    }
}

impl Family {
    /// What is on file around some children, and the parents who have too many.
    async fn of(
        run: &Run<'_>,
        around: &BTreeSet<PersonId>,
    ) -> Result<(Self, Vec<PersonId>), LoadError> {
        let mut family = Self {
            parents: BTreeMap::new(),
            children: BTreeMap::new(),
        };
        family.read_parents(run, around.iter().collect()).await?;
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
        let children: Vec<Children> = run.session.read(children.exchange()?).await?;
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
        family.read_parents(run, others.iter().collect()).await?;
        Ok((family, crowded))
    }

    async fn read_parents(&mut self, run: &Run<'_>, ids: Vec<&PersonId>) -> Result<(), LoadError> {
        let parents: Vec<Parent> = run.session.read(ParentsOf { ids }.exchange()?).await?;
        for parent in parents {
            let of = self.parents.entry(parent.child_id.clone()).or_default();
            of.entry(parent.parent_id.clone()).or_insert(parent);
        }
        Ok(())
    }

    /// The line of the first row that links a parent to someone.
    fn first_row(&self, parent: &PersonId) -> u64 {
        let rows = self.parents.values().filter_map(|of| of.get(parent));
        rows.map(|row| row.row).min().unwrap_or_default()
    }

    /// Every pair that shares a parent and of which one is among the persons given.
    fn siblings(&self, around: &BTreeSet<PersonId>) -> BTreeMap<(PersonId, PersonId), Derived> {
        let mut pairs = BTreeSet::new();
        for child in around {
            for parent in self.parents.get(child).into_iter().flat_map(BTreeMap::keys) {
                for other in self.children.get(parent).into_iter().flatten() {
                    if other != child {
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
