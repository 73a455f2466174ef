//! Which records are one person: those that bear one ID number, held against what the graph says.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::finding::{Findings, Wrong};

/// More records than this with one ID number are no person.
const MOST_RECORDS: usize = 5;

/// What a record says of itself: the record that stands for all of its person, and the greater of
/// the records that it is linked to.
type Says = (Option<String>, BTreeSet<String>);

/// The records on file.
#[derive(Default)]
pub(super) struct People {
    /// Records by ID number.
    bearers: HashMap<String, BTreeSet<String>>,
    /// What the records say that are not a person's only one.
    says: BTreeMap<String, Says>,
}

impl People {
    /// Takes in a record.
    pub fn take(&mut self, id: &str, number: Option<&str>, says: Says) {
        if let Some(number) = number {
            let bearers = self.bearers.entry(number.to_owned()).or_default();
            bearers.insert(id.to_owned());
        }
        if says != Says::default() {
            self.says.insert(id.to_owned(), says);
        }
    }

    /// Holds what the records say against their numbers, and gives the record that stands for each
    /// that is not its person's only one.
    pub fn check(self, findings: &mut Findings) -> HashMap<String, String> {
        let mut wanted: BTreeMap<String, Says> = BTreeMap::new();
        let several = 2..=MOST_RECORDS;
        for bearers in self
            .bearers
            .into_values()
            .filter(|ids| several.contains(&ids.len()))
        {
            for id in &bearers {
                let greater = bearers
                    .iter()
                    .filter(|other| *other > id)
                    .cloned()
                    .collect();
                wanted.insert(id.clone(), (bearers.first().cloned(), greater));
            }
        }
        let ids: BTreeSet<&String> = wanted.keys().chain(self.says.keys()).collect();
        for id in ids {
            if wanted.get(id) != self.says.get(id) {
                let detail = "its ID number makes it one person with other records than it says";
                findings.add(Wrong::WrongPerson, "persons", id, detail);
            }
        }
        let who = wanted
            .into_iter()
            .filter_map(|(id, (who, _))| Some((id, who?)));
        who.collect()
    }
}
