//! Four generations: founders marry, have children, and these marry in turn, until the county has
//! exactly the people it was planned for.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use crate::model::kin::{Nature, Sex};

use super::{
    calendar::{AS_OF, day, days_after, days_between, years_after},
    marriages, names,
    people::{Parent, People, Person},
    places::County,
    random::Random,
};

/// Each generation's part of the people in a thousand, but for the last, which is the rest.
const GENERATIONS: [usize; 3] = [215, 320, 330];
/// How many couples of a hundred have 0, 1, 2 … children.
const CHILDREN: [usize; 9] = [4, 17, 38, 24, 10, 4, 2, 1, 1];
/// Days between two births of one couple, at least and at most.
const SPACING: (usize, usize) = (390, 1500);
/// Latest day of a birth.
const LAST_BIRTH: NaiveDate = day(2025, 6, 30);

/// The people of a county.
pub fn populate(random: &mut Random, county: &County, first: usize, number: usize) -> People {
    let mut people = People {
        first,
        persons: Vec::with_capacity(number),
        couples: Vec::new(),
    };
    found(random, county, number * GENERATIONS[0] / 1000, &mut people);
    let mut parts = GENERATIONS[1..].iter().map(|part| number * part / 1000);
    let mut generation = 0..people.persons.len();
    while !generation.is_empty() {
        let couples = people.couples.len();
        marriages::marry(random, county, generation, &mut people);
        generation = people.persons.len()..number;
        let wanted = parts.next().unwrap_or(number).min(generation.len());
        bear(random, couples..people.couples.len(), wanted, &mut people);
        generation.end = people.persons.len();
        marriages::step_parents(couples, &mut people);
    }
    found(random, county, number - people.persons.len(), &mut people);
    pass_away(random, &mut people);
    people
}

/// Adds people whose parents are not on file.
fn found(random: &mut Random, county: &County, number: usize, people: &mut People) {
    for person in 0..number {
        let village = person * county.villages.len() / number;
        let surname = if random.chance(600) {
            county.villages[village].clans[random.below(3)]
        } else {
            names::surname(random)
        };
        let sex = if person % 2 == 0 {
            Sex::Male
        } else {
            Sex::Female
        };
        let born = random.day(day(1928, 1, 1), day(1955, 12, 31));
        people.persons.push(Person {
            name: names::person(random, surname, sex, born.year()),
            ..Person::new(surname, sex, born, village)
        });
    }
}

/// Gives the couples so many children, or as many as they can have.
fn bear(random: &mut Random, couples: Range<usize>, wanted: usize, people: &mut People) {
    let room: Vec<usize> = couples
        .clone()
        .map(|couple| window(people, couple).1 / SPACING.0)
        .collect();
    let mut children: Vec<usize> = room
        .iter()
        .map(|room| random.weighted(CHILDREN.into_iter()).min(*room))
        .collect();
    let mut total: usize = children.iter().sum();
    let wanted = wanted.min(room.iter().map(|room| (*room).min(CHILDREN.len())).sum());
    while total != wanted {
        let couple = random.below(room.len());
        if total > wanted && children[couple] > 0 {
            children[couple] -= 1;
            total -= 1;
        } else if total < wanted && children[couple] < room[couple].min(CHILDREN.len()) {
            children[couple] += 1;
            total += 1;
        }
    }
    for (couple, number) in couples.zip(children) {
        let (first, days) = window(people, couple);
        for child in 0..number {
            let spacing = (days / number).min(SPACING.1);
            let late = random.below(spacing - SPACING.0 + 1);
            let born = days_after(first, child * spacing + late);
            give_birth(random, couple, born, people);
        }
    }
}

/// The first day a couple may have a child, and for how many days from then.
fn window(people: &People, couple: usize) -> (NaiveDate, usize) {
    let couple = &people.couples[couple];
    let first = days_after(couple.from, 250);
    let last = years_after(people.persons[couple.wife].born, 44)
        .min(couple.to.unwrap_or(AS_OF))
        .min(LAST_BIRTH);
    (first, days_between(first, last))
}

/// Adds a child of a couple; 15 of a thousand are adopted within their first three years.
fn give_birth(random: &mut Random, family: usize, born: NaiveDate, people: &mut People) {
    let number = people.persons.len();
    let couple = &mut people.couples[family];
    couple.children.push(number);
    let (husband, wife) = (couple.husband, couple.wife);
    let adopted = random
        .chance(15)
        .then(|| random.day(born, days_after(born, 1000).min(AS_OF)))
        .filter(|adopted| couple.to.is_none_or(|to| *adopted < to));
    let seen = adopted.unwrap_or(born);
    let village = people.persons[couple.host()].village;
    for parent in [husband, wife] {
        people.persons[parent].seen = people.persons[parent].seen.max(seen);
    }
    people.persons[wife].children += 1;
    let named_after = if random.chance(960) { husband } else { wife };
    let surname = people.persons[named_after].surname;
    let sex = if random.chance(515) {
        Sex::Male
    } else {
        Sex::Female
    };
    let nature = if adopted.is_some() {
        Nature::Adoptive
    } else {
        Nature::Blood
    };
    people.persons.push(Person {
        name: names::person(random, surname, sex, born.year()),
        birth_order: Some(people.persons[wife].children),
        family: Some(family),
        parents: vec![
            Parent {
                person: husband,
                nature,
                from: adopted,
            },
            Parent {
                person: wife,
                nature,
                from: adopted,
            },
        ],
        seen,
        ..Person::new(surname, sex, born, village)
    });
}

/// Lets people die, the older the likelier, but not before the last thing they are said to have seen.
fn pass_away(random: &mut Random, people: &mut People) {
    /// How many of a thousand have died by their forties, fifties … and later.
    const DEAD: [usize; 6] = [6, 30, 90, 300, 650, 900];
    for person in &mut people.persons {
        let decade = days_between(person.born, AS_OF) / 3653;
        let earliest = years_after(person.born, if decade < 5 { 0 } else { 50 })
            .max(day(1980, 1, 1))
            .max(days_after(person.seen, 1));
        if random.chance(DEAD[decade.saturating_sub(4).min(5)]) && earliest < AS_OF {
            person.died = Some(random.day(earliest, AS_OF));
        }
    }
}
