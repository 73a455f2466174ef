//! What a member of a household is to its head, as GB/T 4761 numbers it.

use chrono::NaiveDate;

use crate::model::kin::{Nature, Sex};

use super::people::People;

/// The head himself or herself.
pub const HEAD: &str = "02";
/// A relative for whom the standard has no closer code.
const OTHER_RELATIVE: &str = "97";

/// The two-digit code of a member's relation to the head, given who is married to whom.
pub fn to_head(
    people: &People,
    spouses: &[Option<usize>],
    member: usize,
    head: usize,
) -> &'static str {
    if member == head {
        return HEAD;
    }
    let kin = Kin { people, spouses };
    let of = |codes: [&'static str; 2]| match people.persons[member].sex {
        Sex::Male => codes[0],
        Sex::Female => codes[1],
    };
    let spouse = spouses[member];
    if spouse == Some(head) {
        of(["11", "12"])
    } else if let Some(nature) = kin.parentage(member, head) {
        if nature == Nature::Blood {
            kin.place_among_children(member)
        } else {
            of(["27", "37"])
        }
    } else if spouse.is_some_and(|spouse| kin.parentage(spouse, head).is_some()) {
        of(["28", "38"])
    } else if let Some(parent) = kin
        .parents(member)
        .find(|parent| kin.parentage(*parent, head).is_some())
    {
        match people.persons[parent].sex {
            Sex::Male => of(["41", "42"]),
            Sex::Female => of(["43", "44"]),
        }
    } else if spouse.is_some_and(|spouse| kin.is_grandchild(spouse, head)) {
        of(["46", "45"])
    } else if kin
        .parents(member)
        .any(|parent| kin.is_grandchild(parent, head))
    {
        of(["47", "48"])
    } else {
        kin.elder_or_side(member, head).map_or(OTHER_RELATIVE, of)
    }
}

struct Kin<'a> {
    people: &'a People,
    spouses: &'a [Option<usize>],
}

impl Kin<'_> {
    fn parents(&self, of: usize) -> impl Iterator<Item = usize> {
        self.people.persons[of]
            .parents
            .iter()
            .map(|parent| parent.person)
    }

    fn parentage(&self, child: usize, parent: usize) -> Option<Nature> {
        let parents = &self.people.persons[child].parents;
        parents
            .iter()
            .find(|known| known.person == parent)
            .map(|known| known.nature)
    }

    fn is_grandchild(&self, person: usize, of: usize) -> bool {
        self.parents(person)
            .any(|parent| self.parentage(parent, of).is_some())
    }

    fn is_sibling(&self, one: usize, other: usize) -> bool {
        self.people.persons[one].is_sibling(&self.people.persons[other])
    }

    fn born(&self, person: usize) -> NaiveDate {
        self.people.persons[person].born
    }

    /// Only child, first, second … son or daughter.
    fn place_among_children(&self, child: usize) -> &'static str {
        const SONS: [&str; 6] = ["22", "23", "24", "25", "26", "29"];
        const DAUGHTERS: [&str; 6] = ["32", "33", "34", "35", "36", "39"];
        let person = &self.people.persons[child];
        let family = person
            .family
            .map(|family| &self.people.couples[family].children);
        let siblings = family.into_iter().flatten();
        let alone = siblings.clone().count() == 1;
        let elder = siblings
            .filter(|other| **other < child && self.people.persons[**other].sex == person.sex)
            .count();
        match (person.sex, alone) {
            (Sex::Male, true) => "21",
            (Sex::Female, true) => "31",
            (Sex::Male, false) => SONS[elder.min(5)],
            (Sex::Female, false) => DAUGHTERS[elder.min(5)],
        }
    }

    /// The codes for a man and a woman of the head's own or an elder generation, or of a
    /// sibling's family.
    fn elder_or_side(&self, member: usize, head: usize) -> Option<[&'static str; 2]> {
        if let Some(nature) = self.parentage(head, member) {
            return Some(if nature == Nature::Blood {
                ["51", "52"]
            } else {
                ["57", "58"]
            });
        }
        if self.spouses[head].is_some_and(|spouse| self.parentage(spouse, member).is_some()) {
            return Some(match self.people.persons[head].sex {
                Sex::Male => ["55", "56"],
                Sex::Female => ["53", "54"],
            });
        }
        if let Some(parent) = self
            .parents(head)
            .find(|parent| self.parentage(*parent, member).is_some())
        {
            return Some(match self.people.persons[parent].sex {
                Sex::Male => ["61", "62"],
                Sex::Female => ["63", "64"],
            });
        }
        if self.is_sibling(member, head) {
            return Some(if self.born(member) < self.born(head) {
                ["71", "75"]
            } else {
                ["73", "77"]
            });
        }
        if let Some(sibling) = self.spouses[member].filter(|spouse| self.is_sibling(*spouse, head))
        {
            return Some(if self.born(sibling) < self.born(head) {
                ["76", "72"]
            } else {
                ["78", "74"]
            });
        }
        let sibling = self
            .parents(member)
            .find(|parent| self.is_sibling(*parent, head))?;
        Some(match self.people.persons[sibling].sex {
            Sex::Male => ["93", "94"],
            Sex::Female => ["95", "96"],
        })
    }
}
