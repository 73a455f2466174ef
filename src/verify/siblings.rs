//! Who must be a brother or sister of whom by the parents on file, and what the links say.
//!
//! The loader keeps derived links true as rows come, family by family; here the whole graph is
//! derived at once, so that the two can be held against each other.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::{
    finding::{Findings, Wrong},
    stored::Stored,
};
use crate::model::kin::Nature;

/// A parent with more children on file than this derives nothing.
const MOST_CHILDREN: usize = 20;

type Id = Arc<str>;

/// A sibling link on file.
struct Sibling {
    id: String,
    nature: Option<Nature>,
    /// The parents it follows from, where no row gave it.
    derived_from: Option<BTreeSet<Id>>,
    /// Whether it follows from no parents but from a household.
    of_household: bool,
}

/// The batch and line of a row that says who is a parent, and the nature it gives.
type Parenthood = ((i64, u64), Option<Nature>);

/// Parents and siblings on file.
#[derive(Default)]
pub(super) struct Families {
    ids: HashSet<Id>,
    /// By child and parent the first row that says so, and the nature it gives.
    parents: BTreeMap<Id, BTreeMap<Id, Parenthood>>,
    siblings: HashMap<(Id, Id), Vec<Sibling>>,
    /// The record that stands for each that is not its person's only one.
    who: HashMap<Id, Id>,
}

impl Families {
    fn id(&mut self, id: &str) -> Id {
        if let Some(known) = self.ids.get(id) {
            return known.clone();
        }
        let new = Id::from(id);
        self.ids.insert(new.clone());
        new
    }

    /// Takes in a kinship.
    pub fn take(&mut self, kind: &str, link: &Stored) {
        let nature = link.table.column("nature").and_then(|column| {
            let word = link.values.get(column.slot)?.as_str()?;
            word.parse::<Nature>().ok()
        });
        let (begin, finish) = (self.id(&link.begin), self.id(&link.finish));
        match kind {
            "PARENT_OF" => {
                let row = (link.batch.unwrap_or_default(), link.row);
                let first = self.parents.entry(finish).or_default();
                let first = first.entry(begin).or_insert((row, nature));
                if row < first.0 {
                    *first = (row, nature);
                }
            }
            "SIBLING_OF" => {
                let derived_from = link.derived_from.as_ref();
                let derived_from =
                    derived_from.map(|ids| ids.iter().map(|id| self.id(id)).collect());
                let sibling = Sibling {
                    id: link.id.clone(),
                    nature,
                    derived_from,
                    of_household: link.of_household,
                };
                let pair = (begin, finish);
                self.siblings.entry(pair).or_default().push(sibling);
            }
            _ => {}
        }
    }

    /// The same with one record for each parent, so that siblings follow from people.
    pub fn of_people(mut self, who: &HashMap<String, String>) -> Self {
        for (id, who) in who {
            let (id, who) = (self.id(id), self.id(who));
            self.who.insert(id, who);
        }
        for parents in self.parents.values_mut() {
            let mut people = BTreeMap::new();
            for (parent, link) in std::mem::take(parents) {
                let parent = self.who.get(&parent).cloned().unwrap_or(parent);
                let first = people.entry(parent).or_insert(link);
                if link.0 < first.0 {
                    *first = link;
                }
            }
            *parents = people;
        }
        self
    }

    /// Holds the links on file against the parents on file.
    pub fn check(mut self, findings: &mut Findings) {
        let children = self.children();
        let mut pairs: HashSet<(Id, Id)> = HashSet::new();
        for of_parent in children.values() {
            for (place, one) in of_parent.iter().enumerate() {
                let others = of_parent.iter().skip(place + 1);
                let others = others.filter(|other| {
                    let who = self.who.get(one);
                    who.is_none() || who != self.who.get(*other)
                });
                pairs.extend(others.map(|other| (one.clone(), other.clone())));
            }
        }
        for pair in pairs {
            let on_file = self.siblings.remove(&pair).unwrap_or_default();
            let (shared, nature) = self.derived(&pair.0, &pair.1, &children);
            if on_file.is_empty() {
                let detail = format!("{} and {} share a parent", pair.0, pair.1);
                findings.add(Wrong::MissingSibling, "kinships", &pair.0, detail);
            }
            for link in &on_file {
                let fits = match &link.derived_from {
                    None => true,
                    Some(from) => on_file.len() == 1 && *from == shared && link.nature == nature,
                };
                if !fits {
                    let detail = format!("{} and {}: the parents say otherwise", pair.0, pair.1);
                    findings.add(Wrong::SurplusSibling, "kinships", &link.id, detail);
                }
            }
        }
        for ((one, other), links) in self.siblings {
            let of_parents = |link: &&Sibling| link.derived_from.is_some() && !link.of_household;
            for link in links.iter().filter(of_parents) {
                let detail = format!("{one} and {other} share no parent on file");
                findings.add(Wrong::SurplusSibling, "kinships", &link.id, detail);
            }
        }
    }

    /// Children by parent, of those parents who derive siblings.
    fn children(&self) -> HashMap<Id, BTreeSet<Id>> {
        let mut children: HashMap<Id, BTreeSet<Id>> = HashMap::new();
        for (child, parents) in &self.parents {
            for parent in parents.keys() {
                let of_parent = children.entry(parent.clone()).or_default();
                of_parent.insert(child.clone());
            }
        }
        children.retain(|_, of_parent| of_parent.len() <= MOST_CHILDREN);
        children
    }

    /// The parents that two share, and what follows from them about the two.
    fn derived(
        &self,
        one: &Id,
        other: &Id,
        children: &HashMap<Id, BTreeSet<Id>>,
    ) -> (BTreeSet<Id>, Option<Nature>) {
        let empty = BTreeMap::new();
        let [ones, others] = [one, other].map(|child| self.parents.get(child).unwrap_or(&empty));
        let shared: BTreeSet<Id> = ones
            .keys()
            .filter(|parent| others.contains_key(*parent) && children.contains_key(*parent))
            .cloned()
            .collect();
        let natures = |parent: &Id| [ones, others].map(|of| of.get(parent).and_then(|link| link.1));
        let both = |parent: &&Id| natures(parent) == [Some(Nature::Blood); 2];
        let two_by_blood = [ones, others].iter().all(|of| {
            let blood = of.values().filter(|link| link.1 == Some(Nature::Blood));
            blood.count() >= 2
        });
        let nature = match shared.iter().filter(both).count() {
            0 => [Nature::Adoptive, Nature::Step].into_iter().find(|nature| {
                shared
                    .iter()
                    .any(|parent| natures(parent).contains(&Some(*nature)))
            }),
            1 => two_by_blood.then_some(Nature::Half),
            _ => Some(Nature::Blood),
        };
        (shared, nature)
    }
}
