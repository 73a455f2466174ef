//! Kin that follows from what members of a household are to its head (GB/T 4761-2008).
//!
//! Only links with the head, and only where the code decides who is what to whom: the head's spouse
//! is never taken for a parent, and what a code leaves open is listed, never linked. A link handed
//! over wins over a derived one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::family::ordered;
use crate::{
    graph::Statement,
    load::{
        LoadError,
        finding::Doubt,
        run::Run,
        transaction::{Nothing, digest},
    },
    model::{
        Interval, LinkId, PersonId,
        codes::KinshipKind::{self, ParentOf, SiblingOf, SpouseOf},
        kin::Nature::{self, Blood},
    },
    statement,
};

/// How many households are looked at in one transaction.
const CHUNK: usize = 1_000;

/// A household.
#[derive(Debug, Deserialize)]
pub(in crate::load) struct Touched {
    id: String,
}

/// A member of a household.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Member {
    household_id: String,
    person_id: PersonId,
    link_id: String,
    head: Option<bool>,
    relation: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    batch: i64,
    row: u64,
}

/// A kin link on file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct OnFile {
    from_id: PersonId,
    kind: KinshipKind,
    to_id: PersonId,
    id: String,
    household: Option<String>,
    derived: bool,
    digest: Option<i64>,
}

/// A kin link as it should be.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Derived {
    id: String,
    from_id: PersonId,
    to_id: PersonId,
    nature: Option<Nature>,
    derived_from: [String; 2],
    household: String,
    batch: i64,
    row: u64,
    digest: i64,
}

statement! {
    /// Which households some batches brought members of.
    "load/households/touched.cypher" => Touched;
    struct TouchedHouseholds<'a> { batches: &'a [i64] }
}
statement! {
    /// Which households some persons belong to.
    "load/households/of_people.cypher" => Touched;
    struct HouseholdsOf<'a> { ids: &'a BTreeSet<PersonId> }
}
statement! {
    /// The members of some households.
    "load/households/members.cypher" => Member;
    struct MembersOf<'a> { ids: Vec<&'a str> }
}
statement! {
    /// The kin links that begin at some persons.
    "load/households/kin.cypher" => OnFile;
    struct KinFrom<'a> { ids: &'a BTreeSet<&'a PersonId> }
}
statement! {
    /// Makes derived links from parents to children.
    "load/households/parent_of.cypher" => Nothing;
    struct DerivedParents<'a> { rows: Vec<&'a Derived> }
}
statement! {
    /// Makes derived links between spouses.
    "load/households/spouse_of.cypher" => Nothing;
    struct DerivedSpouses<'a> { rows: Vec<&'a Derived> }
}
statement! {
    /// Makes derived links between brothers and sisters.
    "load/households/sibling_of.cypher" => Nothing;
    struct DerivedSiblings<'a> { rows: Vec<&'a Derived> }
}
statement! {
    /// Takes kin links away.
    "load/households/remove_kin.cypher" => Nothing;
    struct RemoveKin { links: Vec<Value> }
}

/// What a code says of a member and the head.
enum Relation {
    /// The member is the head.
    Head,
    /// The head is this to the member, read from left to right.
    HeadIs(KinshipKind, Option<Nature>),
    /// The member is a parent of the head.
    ParentOfHead(Option<Nature>),
    /// Kin, but the code leaves open of which kind.
    Open,
    /// Not kin, or not given.
    None,
}

/// GB/T 4761-2008.
fn relation(code: &str) -> Relation {
    match code {
        "01" | "02" => Relation::Head,
        "10" | "11" | "12" => Relation::HeadIs(SpouseOf, None),
        "21" | "22" | "23" | "24" | "25" | "26" | "31" | "32" | "33" | "34" | "35" | "36" => {
            Relation::HeadIs(ParentOf, Some(Blood))
        }
        // Adopted or step children and parents: the code does not say which of the two.
        "20" | "27" | "30" | "37" => Relation::HeadIs(ParentOf, None),
        "51" | "52" => Relation::ParentOfHead(Some(Blood)),
        "57" | "58" => Relation::ParentOfHead(None),
        "71" | "73" | "75" | "77" => Relation::HeadIs(SiblingOf, None),
        _ if matches!(code.as_bytes().first(), Some(b'2'..=b'7')) => Relation::Open,
        _ => Relation::None,
    }
}

/// Brings the kin links of every household up to date of which the batches brought a member, which
/// a member left, or of which a member lost a kin link. Notes the children of whom a parent came or
/// went, and who lost a kin link now.
pub(in crate::load) async fn derive(run: &mut Run<'_>, batches: &[i64]) -> Result<(), LoadError> {
    let left = std::mem::take(&mut run.left);
    let kinless = std::mem::take(&mut run.kinless);
    let mut touched: Vec<Touched> = Vec::new();
    if !batches.is_empty() {
        let brought = TouchedHouseholds { batches }.exchange()?;
        touched.extend(run.session.read::<Touched>(brought).await?);
    }
    if !kinless.is_empty() {
        let of = HouseholdsOf { ids: &kinless }.exchange()?;
        touched.extend(run.session.read::<Touched>(of).await?);
    }
    let ids = touched.iter().map(|household| household.id.as_str());
    let ids: BTreeSet<&str> = ids.chain(left.keys().map(String::as_str)).collect();
    let ids = Vec::from_iter(ids);
    for chunk in ids.chunks(CHUNK) {
        let members = MembersOf {
            ids: chunk.to_vec(),
        }
        .exchange()?;
        let members: Vec<Member> = run.session.read(members).await?;
        let gone = chunk.iter().filter_map(|id| left.get(*id)).flatten();
        let people = members.iter().map(|member| &member.person_id);
        let people: BTreeSet<&PersonId> = people.chain(gone).collect();
        let kin = KinFrom { ids: &people }.exchange()?;
        let mut on_file: Vec<OnFile> = run.session.read(kin).await?;
        on_file.retain(|link| people.contains(&link.to_id));
        let wanted = wanted(run, batches, &members, &on_file)?;
        update(run, chunk, wanted, on_file).await?;
    }
    Ok(())
}

/// Every link that relations to a head decide, by its ends and kind.
type Wanted = BTreeMap<(PersonId, &'static str, PersonId), Derived>;

fn wanted(
    run: &mut Run<'_>,
    batches: &[i64],
    members: &[Member],
    on_file: &[OnFile],
) -> Result<Wanted, LoadError> {
    // Whoever is linked to someone of the household leaves nothing open.
    let kin: BTreeSet<&PersonId> = on_file
        .iter()
        .flat_map(|link| [&link.from_id, &link.to_id])
        .collect();
    let mut wanted = Wanted::new();
    for household in members.chunk_by(|one, other| one.household_id == other.household_id) {
        let is_head = |member: &&Member| {
            let code = member.relation.as_deref().map(relation);
            member.head == Some(true) || matches!(code, Some(Relation::Head))
        };
        for head in household.iter().filter(is_head) {
            for member in household.iter().filter(|member| !is_head(member)) {
                if !member.interval().overlaps(&head.interval())
                    || head.person_id == member.person_id
                {
                    continue;
                }
                let code = member.relation.as_deref().unwrap_or_default();
                let (kind, nature, head_first) = match relation(code) {
                    Relation::HeadIs(kind, nature) => (kind, nature, true),
                    Relation::ParentOfHead(nature) => (ParentOf, nature, false),
                    Relation::Open
                        if batches.contains(&member.batch) && !kin.contains(&member.person_id) =>
                    {
                        let words = format!(
                            "code {code} leaves open how {} and the head {} are kin; hand the link over in kinships if it is known",
                            member.person_id, head.person_id
                        );
                        run.doubt(
                            Some(member.batch),
                            "memberships.csv",
                            Some(member.row),
                            ("relationToHead", Doubt::OpenRelation, words),
                        );
                        continue;
                    }
                    _ => continue,
                };
                let derived = Derived::of(kind, nature, head_first, head, member)?;
                let key = (
                    derived.from_id.clone(),
                    kind.as_str(),
                    derived.to_id.clone(),
                );
                wanted.entry(key).or_insert(derived);
            }
        }
    }
    Ok(wanted)
}

impl Member {
    fn interval(&self) -> Interval {
        Interval {
            from: self.from,
            to: self.to,
        }
    }
}

impl Derived {
    fn of(
        kind: KinshipKind,
        nature: Option<Nature>,
        head_first: bool,
        head: &Member,
        member: &Member,
    ) -> Result<Self, LoadError> {
        let (head_id, member_id) = (head.person_id.clone(), member.person_id.clone());
        let (from_id, to_id) = match (kind, head_first) {
            (ParentOf, true) => (head_id, member_id),
            (ParentOf, false) => (member_id, head_id),
            _ => ordered(head_id, member_id),
        };
        let id = LinkId::of(
            "kinships",
            from_id.as_str(),
            to_id.as_str(),
            kind.as_str(),
            "household",
        );
        let mut derived = Self {
            id: id.as_str().to_owned(),
            from_id,
            to_id,
            nature,
            derived_from: [head.link_id.clone(), member.link_id.clone()],
            household: head.household_id.clone(),
            batch: member.batch,
            row: member.row,
            digest: 0,
        };
        derived.digest = digest(&derived)?;
        Ok(derived)
    }
}

async fn update(
    run: &mut Run<'_>,
    households: &[&str],
    mut wanted: Wanted,
    on_file: Vec<OnFile>,
) -> Result<(), LoadError> {
    let mut gone = Vec::new();
    for link in on_file {
        let key = (link.from_id.clone(), link.kind.as_str(), link.to_id.clone());
        match &link.household {
            // Handed over, or a sibling link that follows from parents on file: those win.
            None if !link.derived || link.kind == SiblingOf => {
                wanted.remove(&key);
            }
            Some(household) if households.contains(&household.as_str()) => match wanted.get(&key) {
                Some(same) if Some(same.digest) == link.digest => {
                    wanted.remove(&key);
                }
                found => {
                    run.touch(link.kind, &link.to_id);
                    if found.is_none() {
                        // Another household may say the same.
                        run.kinless.extend([link.from_id.clone(), link.to_id]);
                    }
                    gone.push(vec![link.from_id.to_string(), link.id].into());
                }
            },
            // Of what several households say, the one with the least id is believed.
            Some(household)
                if wanted
                    .get(&key)
                    .is_some_and(|own| own.household < *household) =>
            {
                run.touch(link.kind, &link.to_id);
                gone.push(vec![link.from_id.to_string(), link.id].into());
            }
            _ => {
                wanted.remove(&key);
            }
        }
    }
    let mut exchanges = Vec::new();
    if !gone.is_empty() {
        exchanges.push(RemoveKin { links: gone }.exchange()?);
    }
    let of = |kind: KinshipKind| -> Vec<&Derived> {
        let links = wanted
            .iter()
            .filter(|((_, found, _), _)| *found == kind.as_str());
        links.map(|(_, derived)| derived).collect()
    };
    let (parents, spouses, siblings) = (of(ParentOf), of(SpouseOf), of(SiblingOf));
    for derived in &parents {
        run.touch(ParentOf, &derived.to_id);
    }
    if !parents.is_empty() {
        exchanges.push(DerivedParents { rows: parents }.exchange()?);
    }
    if !spouses.is_empty() {
        exchanges.push(DerivedSpouses { rows: spouses }.exchange()?);
    }
    if !siblings.is_empty() {
        exchanges.push(DerivedSiblings { rows: siblings }.exchange()?);
    }
    run.session.write(exchanges).await
}

impl Run<'_> {
    /// Notes whose siblings have to be derived anew.
    fn touch(&mut self, kind: KinshipKind, child: &PersonId) {
        if kind == ParentOf {
            self.orphaned.insert(child.clone());
        }
    }
}
