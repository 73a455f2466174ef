//! The people of a county: who they are, who their parents are, whom they married.

use std::{
    collections::{BTreeSet, HashMap},
    io,
};

use chrono::{Datelike, NaiveDate};

use crate::model::{
    codes::KinshipKind,
    kin::{Nature, Sex},
};

use super::{
    calendar::{AS_OF, years_after},
    numbers,
    places::County,
    tables::{Maybe, Tables},
};

/// A person on file, dead or alive.
pub struct Person {
    pub surname: char,
    pub name: String,
    pub sex: Sex,
    pub born: NaiveDate,
    pub died: Option<NaiveDate>,
    /// Among the children of one mother; none where no mother is on file.
    pub birth_order: Option<usize>,
    /// The couple that brought the person up.
    pub family: Option<usize>,
    pub parents: Vec<Parent>,
    /// Village of birth.
    pub village: usize,
    /// How many children the person bore or adopted as a mother.
    pub children: usize,
    /// The day of the latest event that the person lived to see.
    pub seen: NaiveDate,
}

/// A parent of somebody.
#[derive(Clone, Copy)]
pub struct Parent {
    pub person: usize,
    pub nature: Nature,
    /// Since when, where not by birth.
    pub from: Option<NaiveDate>,
}

/// A marriage.
pub struct Couple {
    pub husband: usize,
    pub wife: usize,
    pub from: NaiveDate,
    /// Day of the divorce.
    pub to: Option<NaiveDate>,
    /// Whether the couple lives with or near the wife's family.
    pub with_her_family: bool,
    /// Day the couple leaves the parents' household for its own.
    pub split: Option<NaiveDate>,
    /// Whether the children stay with their mother after a divorce.
    pub children_with_her: bool,
    pub children: Vec<usize>,
}

impl Couple {
    /// The one whose family the couple lives with or near.
    pub fn host(&self) -> usize {
        if self.with_her_family {
            self.wife
        } else {
            self.husband
        }
    }

    /// The one who moved.
    pub fn guest(&self) -> usize {
        if self.with_her_family {
            self.husband
        } else {
            self.wife
        }
    }
}

impl Person {
    /// Somebody just born, still without a name and a family.
    pub fn new(surname: char, sex: Sex, born: NaiveDate, village: usize) -> Self {
        Self {
            surname,
            name: String::new(),
            sex,
            born,
            died: None,
            birth_order: None,
            family: None,
            parents: Vec::new(),
            village,
            children: 0,
            seen: born,
        }
    }

    pub fn is_alive(&self) -> bool {
        self.died.is_none()
    }

    /// Whether the person has the age on that day.
    pub fn has_age(&self, years: usize, on: NaiveDate) -> bool {
        years_after(self.born, years) <= on
    }

    pub fn has_parent(&self, person: usize) -> bool {
        self.parents.iter().any(|parent| parent.person == person)
    }

    /// Whether the two share a parent on file.
    pub fn is_sibling(&self, other: &Self) -> bool {
        self.parents
            .iter()
            .any(|parent| other.has_parent(parent.person))
    }
}

/// Everybody of a county, as places in two lists.
pub struct People {
    /// The number of the first person's id.
    pub first: usize,
    pub persons: Vec<Person>,
    pub couples: Vec<Couple>,
}

impl People {
    /// Writes the persons, each with the village they live or last lived in, and their kinships.
    pub fn write(&self, county: &County, homes: &[usize], tables: &mut Tables) -> io::Result<()> {
        let mut within_day = HashMap::new();
        for (number, (person, home)) in self.persons.iter().zip(homes).enumerate() {
            let (sex, odd) = match person.sex {
                Sex::Male => ("MALE", 1),
                Sex::Female => ("FEMALE", 0),
            };
            let born_before = within_day.entry((person.born, odd)).or_insert(0);
            *born_before += 1;
            // Identity cards were first issued in 1984.
            let id_number = person
                .died
                .is_none_or(|died| died.year() >= 1985)
                .then(|| numbers::id_number(&county.code, person.born, *born_before * 2 + odd));
            let phone = (person.is_alive() && person.has_age(14, AS_OF) && number % 10 != 0)
                .then(|| numbers::phone(self.first + number));
            tables.persons.row(&[
                &tables.ids.person(self.first + number),
                &person.name,
                &sex,
                &person.born,
                &Maybe(person.birth_order),
                &Maybe(person.died),
                &Maybe(id_number),
                &Maybe(phone),
                &county.villages[*home].code,
            ])?;
        }
        self.write_kinships(tables)
    }

    fn write_kinships(&self, tables: &mut Tables) -> io::Result<()> {
        let ids = &tables.ids;
        for (child, person) in self.persons.iter().enumerate() {
            for parent in &person.parents {
                let nature = match parent.nature {
                    Nature::Blood => "BLOOD",
                    Nature::Adoptive => "ADOPTIVE",
                    Nature::Step => "STEP",
                    Nature::Half => "HALF",
                };
                tables.kinships.row(&[
                    &ids.person(self.first + parent.person),
                    &KinshipKind::ParentOf,
                    &ids.person(self.first + child),
                    &nature,
                    &"",
                    &"",
                ])?;
            }
        }
        for couple in &self.couples {
            tables.kinships.row(&[
                &ids.person(self.first + couple.husband),
                &KinshipKind::SpouseOf,
                &ids.person(self.first + couple.wife),
                &"",
                &couple.from,
                &Maybe(couple.to),
            ])?;
        }
        Ok(())
    }

    /// How many relatives each of these persons has within two kin steps when the registers are
    /// handed over.
    pub fn relatives(&self, of: &[usize]) -> Vec<usize> {
        let mut children = vec![Vec::new(); self.persons.len()];
        let mut spouses = vec![Vec::new(); self.persons.len()];
        for (child, person) in self.persons.iter().enumerate() {
            for parent in &person.parents {
                children[parent.person].push(child);
            }
        }
        for couple in self.couples.iter().filter(|couple| couple.to.is_none()) {
            spouses[couple.husband].push(couple.wife);
            spouses[couple.wife].push(couple.husband);
        }
        let near = |person: usize| {
            let parents = self.persons[person]
                .parents
                .iter()
                .map(|parent| parent.person);
            let siblings = parents
                .clone()
                .flat_map(|parent| children[parent].iter().copied());
            let others = children[person].iter().chain(&spouses[person]).copied();
            parents
                .chain(siblings)
                .chain(others)
                .filter(move |near| *near != person)
        };
        of.iter()
            .map(|person| {
                let reached: BTreeSet<usize> = near(*person)
                    .flat_map(|next| near(next).chain([next]))
                    .collect();
                reached
                    .iter()
                    .filter(|relative| *relative != person)
                    .count()
            })
            .collect()
    }
}
