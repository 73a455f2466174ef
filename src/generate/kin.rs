//! Who is kin to whom in a county, on one day or ever.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::model::kin::{Chain, KinScopes, Step};

use super::people::People;

/// The kinships of a county, ready to be walked.
pub struct Kin {
    parents: Vec<Vec<usize>>,
    children: Vec<Vec<usize>>,
    siblings: Vec<Vec<usize>>,
    spouses: Vec<Vec<(usize, NaiveDate, Option<NaiveDate>)>>,
    avoidance: Vec<Chain>,
    filing: Vec<Chain>,
}

impl Kin {
    /// The kinships of these people.
    pub fn of(people: &People) -> Self {
        let none = vec![Vec::new(); people.persons.len()];
        let scopes = KinScopes::standard();
        let chains = |name| scopes.chains(name).unwrap_or_default().to_vec();
        let mut kin = Self {
            parents: none.clone(),
            children: none.clone(),
            siblings: none,
            spouses: vec![Vec::new(); people.persons.len()],
            avoidance: chains("AVOIDANCE"),
            filing: chains("DIBAO_FILING"),
        };
        for (child, person) in people.persons.iter().enumerate() {
            for parent in &person.parents {
                kin.parents[child].push(parent.person);
                kin.children[parent.person].push(child);
            }
        }
        for (person, parents) in kin.parents.iter().enumerate() {
            let shared: BTreeSet<usize> = parents
                .iter()
                .flat_map(|parent| kin.children[*parent].iter().copied())
                .filter(|other| *other != person)
                .collect();
            kin.siblings[person].extend(shared);
        }
        for couple in &people.couples {
            let (from, to) = (couple.from, couple.to);
            kin.spouses[couple.husband].push((couple.wife, from, to));
            kin.spouses[couple.wife].push((couple.husband, from, to));
        }
        kin
    }

    /// Everybody from whom the person must keep off: on a day, or, without one, whichever marriage
    /// ever made them kin.
    pub fn avoided(&self, person: usize, on: Option<NaiveDate>) -> BTreeSet<usize> {
        self.within(person, &self.avoidance, on)
    }

    /// Everybody whom an official must declare on that day when they draw aid.
    pub fn declared(&self, person: usize, on: NaiveDate) -> BTreeSet<usize> {
        self.within(person, &self.filing, Some(on))
    }

    /// A person's children.
    pub fn children(&self, person: usize) -> &[usize] {
        &self.children[person]
    }

    fn within(&self, person: usize, chains: &[Chain], on: Option<NaiveDate>) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        for chain in chains {
            self.walk(&mut vec![person], chain.steps(), on, &mut reached);
        }
        reached
    }

    fn walk(
        &self,
        visited: &mut Vec<usize>,
        steps: &[Step],
        on: Option<NaiveDate>,
        reached: &mut BTreeSet<usize>,
    ) {
        let Some(last) = visited.last().copied() else {
            return;
        };
        let Some((step, rest)) = steps.split_first() else {
            reached.insert(last);
            return;
        };
        let married = |spouse: &&(usize, NaiveDate, Option<NaiveDate>)| {
            on.is_none_or(|on| spouse.1 <= on && spouse.2.is_none_or(|to| on <= to))
        };
        let next: Vec<usize> = match step {
            Step::Parent => self.parents[last].clone(),
            Step::Child => self.children[last].clone(),
            Step::Sibling => self.siblings[last].clone(),
            Step::Spouse => {
                let spouses = self.spouses[last].iter().filter(married);
                spouses.map(|spouse| spouse.0).collect()
            }
        };
        for person in next {
            if !visited.contains(&person) {
                visited.push(person);
                self.walk(visited, rest, on, reached);
                visited.pop();
            }
        }
    }
}
