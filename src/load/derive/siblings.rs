//! Brothers and sisters derived from shared parents, so that one kin step is always one link.
//!
//! A link handed over wins over a derived one. A derived link names the parents it follows from
//! and stands on the row that links the least of them to the lesser of the two.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::family::{Family, MOST_CHILDREN, ordered};
use crate::{
    graph::Statement,
    load::{
        LoadError,
        catalogue::{Label, table},
        finding::Doubt,
        run::Run,
        statements::{Between, Links},
        transaction::{Nothing, Transaction, digest},
    },
    model::{LinkId, PersonId, codes::KinshipKind, kin::Nature},
    statement,
};

/// How many children are looked at in one transaction.
const CHUNK: usize = 1_000;

/// Whoever has a new or changed parent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Child {
    child_id: PersonId,
}

/// A sibling link on file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct OnFile {
    person_id: PersonId,
    other_id: PersonId,
    id: String,
    derived: bool,
    /// The household that it follows from, where it follows from no parents.
    household: Option<String>,
    digest: Option<i64>,
}

/// A sibling link to be made.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Sibling<'a> {
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
    pub(in crate::load) struct TouchedChildren<'a> { batches: &'a [i64] }
}
statement! {
    /// Who has a sibling link that follows from some parents.
    "load/kinships/derived_from.cypher" => Child;
    pub(in crate::load) struct DerivedFrom<'a> { ids: &'a [PersonId] }
}
statement! {
    /// The sibling links of some persons.
    "load/kinships/siblings.cypher" => OnFile;
    pub(in crate::load) struct SiblingsOf<'a> { ids: Vec<&'a PersonId> }
}
statement! {
    /// Makes links between brothers and sisters.
    "load/kinships/sibling_of.cypher" => Nothing;
    pub(in crate::load) struct NewSiblings<'a> { rows: &'a [Sibling<'a>] }
}

/// Brings the derived links of everyone up to date whose parents the batches brought.
pub(in crate::load) async fn derive(run: &mut Run<'_>, batches: &[i64]) -> Result<(), LoadError> {
    let mut touched: Vec<Child> = Vec::new();
    if !batches.is_empty() {
        let brought = TouchedChildren { batches }.exchange()?;
        touched = run.session.read(brought).await?;
    }
    let mut touched: BTreeSet<PersonId> = touched.into_iter().map(|child| child.child_id).collect();
    touched.append(&mut run.orphaned);
    let touched = Vec::from_iter(touched);
    let mut doubted = BTreeSet::new();
    for chunk in touched.chunks(CHUNK) {
        let mut around: BTreeSet<PersonId> = chunk.iter().cloned().collect();
        let (mut family, crowded) = Family::of(run.session, &around).await?;
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
                    batches.first().copied(),
                    "kinships.csv",
                    Some(line),
                    ("fromId", Doubt::TooManyChildren, words),
                );
            }
        }
        if around.len() > chunk.len() {
            (family, _) = Family::of(run.session, &around).await?;
        }
        update(run, &family, &around).await?;
    }
    Ok(())
}

async fn update(
    run: &mut Run<'_>,
    family: &Family,
    around: &BTreeSet<PersonId>,
) -> Result<(), LoadError> {
    let siblings = SiblingsOf {
        ids: around.iter().collect(),
    };
    let on_file: Vec<OnFile> = run.session.read(siblings.exchange()?).await?;
    // A link between two of them is found from both of its ends.
    let on_file: BTreeMap<String, OnFile> = on_file
        .into_iter()
        .map(|link| (link.id.clone(), link))
        .collect();
    let mut wanted = family.siblings(around);
    let mut stale = BTreeMap::new();
    for (id, link) in on_file {
        let pair = ordered(link.person_id, link.other_id);
        let same = match wanted.get(&pair) {
            Some(derived) => Some(digest(derived)?) == link.digest,
            None => false,
        };
        if link.household.is_some() && !wanted.contains_key(&pair) {
            continue;
        }
        if !link.derived || same {
            wanted.remove(&pair);
        } else {
            if !wanted.contains_key(&pair) {
                // A household may have said so too.
                run.kinless.extend([pair.0.clone(), pair.1]);
            }
            stale.insert(id, pair.0);
        }
    }
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
    let mut exchanges = Vec::new();
    if let Some(links) = sibling_links().filter(|_| !stale.is_empty()) {
        let stale: Vec<Value> = stale
            .iter()
            .map(|(id, from)| vec![from.as_str(), id].into())
            .collect();
        exchanges.push(links.remove.exchange([("links", stale.into())]));
    }
    let new = Transaction::default().add(&rows, || NewSiblings { rows: &rows })?;
    exchanges.extend(new.done()?);
    run.session.write(exchanges).await
}

/// The statements about sibling links.
fn sibling_links() -> Option<&'static Links> {
    let kind = KinshipKind::SiblingOf.as_str();
    let wanted = |between: &Between| between.kind == kind && between.start == Label::PERSON;
    let links = &table("kinships")?.statements()?.links;
    Some(&links.iter().find(|(between, _)| wanted(between))?.1)
}

fn link_id(one: &PersonId, other: &PersonId) -> LinkId {
    let kind = KinshipKind::SiblingOf.as_str();
    LinkId::of("kinships", one.as_str(), other.as_str(), kind, "derived")
}
