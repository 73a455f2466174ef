//! What a directory brings and the graph has, as far as rows that point at it need it.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::across::Across;
use crate::load::{
    catalogue::{Label, TABLES},
    known::Known,
    settle::OnFile,
    transaction::hash,
};

/// Ids, hashed, and the day of birth of each that is a person's. A number that someone is known by
/// counts as an id: no id reads as such a number.
pub(super) type Ids = HashMap<i64, Option<NaiveDate>>;

/// What is on file for a check.
#[derive(Default)]
pub(super) struct Shelf {
    /// What the files so far brought.
    pub nodes: HashMap<Label, Ids>,
    /// What the graph was asked for and has.
    pub known: Known,
    /// Labels of which nobody can say what is on file.
    pub unjudged: HashSet<Label>,
    /// Codes of the regions on file.
    pub regions: BTreeSet<String>,
    /// What the files so far say that later ones may not go together with.
    pub across: Across,
}

impl Shelf {
    /// Without a graph only what the directory has a table of can be judged.
    pub fn without_graph(&mut self, here: &[Label]) {
        let labels = TABLES.iter().filter_map(|table| table.label());
        self.unjudged
            .extend(labels.filter(|label| !here.contains(label)));
    }

    /// Puts what a file brings on the shelf.
    pub fn bring(&mut self, label: Label, ids: impl IntoIterator<Item = (i64, Option<NaiveDate>)>) {
        self.nodes.entry(label).or_default().extend(ids);
    }
}

impl OnFile for Shelf {
    fn has(&self, label: Label, id: &str) -> bool {
        let brought = |ids: &Ids| ids.contains_key(&hash(id.as_bytes()));
        self.unjudged.contains(&label)
            || self.nodes.get(&label).is_some_and(brought)
            || self.known.get(label, id).is_some()
    }

    /// A region that a row inherits is one that was judged before.
    fn region(&self, _: Label, _: &str) -> Option<&str> {
        None
    }

    fn born_on(&self, id: &str) -> Option<NaiveDate> {
        let brought = self.nodes.get(&Label::PERSON);
        match brought.and_then(|ids| ids.get(&hash(id.as_bytes()))) {
            Some(born) => *born,
            None => self.known.get(Label::PERSON, id)?.born_on,
        }
    }

    fn has_region(&self, code: &str) -> bool {
        self.regions.is_empty() || self.regions.contains(code)
    }
}
