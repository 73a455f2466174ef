//! Who marries whom: mostly within a township, people of like age; some divorce, some marry again.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use crate::model::kin::{Nature, Sex};

use super::{
    calendar::{AS_OF, day, days_after, years_after},
    people::{Couple, Parent, People},
    places::County,
    random::Random,
};

/// Latest day of a marriage on file.
const LAST_MARRIAGE: NaiveDate = day(2024, 12, 31);

/// Marries the people of one generation.
pub fn marry(random: &mut Random, county: &County, generation: Range<usize>, people: &mut People) {
    let mut men = Vec::new();
    let mut women = Vec::new();
    for number in generation {
        let person = &people.persons[number];
        if random.chance(60) || !person.has_age(20, LAST_MARRIAGE) {
            continue;
        }
        let market = if random.chance(80) {
            random.below(county.townships.len())
        } else {
            county.villages[person.village].township
        };
        let age = person.born.num_days_from_ce() + random.below(1500) as i32;
        match person.sex {
            Sex::Male => men.push((market, age, number)),
            Sex::Female => women.push((market, age, number)),
        }
    }
    men.sort_unstable();
    women.sort_unstable();
    let first = people.couples.len();
    let mut women = women.into_iter().peekable();
    for (market, _, husband) in men {
        while women.next_if(|woman| woman.0 < market).is_some() {}
        let Some((.., wife)) = women.next_if(|woman| woman.0 == market) else {
            continue;
        };
        if !people.persons[husband].is_sibling(&people.persons[wife]) {
            let of_age = people.persons[husband].born.max(people.persons[wife].born);
            let from = days_after(years_after(of_age, 20), random.below(2500));
            wed(random, people, husband, wife, from, 70);
        }
    }
    marry_again(random, people, first);
}

/// Marries some of the divorced to somebody else of the divorced.
fn marry_again(random: &mut Random, people: &mut People, first: usize) {
    let mut divorced: Vec<(NaiveDate, usize, usize)> = people.couples[first..]
        .iter()
        .filter_map(|couple| Some((couple.to?, couple.husband, couple.wife)))
        .collect();
    divorced.sort_unstable();
    for pair in divorced.windows(2) {
        let [(_, husband, _), (free, _, wife)] = *pair else {
            continue;
        };
        if random.chance(600) && !people.persons[husband].is_sibling(&people.persons[wife]) {
            let from = days_after(free, random.between(200, 1200));
            wed(random, people, husband, wife, from, 0);
        }
    }
}

/// Adds a marriage, unless it would be too late to be on file; so many of a thousand are divorced.
fn wed(
    random: &mut Random,
    people: &mut People,
    husband: usize,
    wife: usize,
    from: NaiveDate,
    divorced: usize,
) {
    if from > LAST_MARRIAGE {
        return;
    }
    let to = days_after(from, random.between(600, 5000));
    let to = (random.chance(divorced) && to < AS_OF).then_some(to);
    let split = if random.chance(500) {
        from
    } else {
        days_after(from, random.below(2000))
    };
    let leaves = random.chance(750) && split < to.unwrap_or(AS_OF);
    people.couples.push(Couple {
        husband,
        wife,
        from,
        to,
        with_her_family: random.chance(60),
        split: leaves.then_some(split),
        children_with_her: random.chance(300),
        children: Vec::new(),
    });
    for spouse in [husband, wife] {
        people.persons[spouse].seen = people.persons[spouse].seen.max(to.unwrap_or(from));
    }
}

/// Makes the new husband or wife a step-parent of the young children that come with the other, in
/// the marriages from the given one.
pub fn step_parents(first: usize, people: &mut People) {
    let mut steps = Vec::new();
    let couples = &people.couples[first..];
    for earlier in couples.iter().filter(|couple| couple.to.is_some()) {
        let with = if earlier.children_with_her {
            earlier.wife
        } else {
            earlier.husband
        };
        for later in couples.iter().filter(|later| Some(later.from) > earlier.to) {
            let person = if later.husband == with {
                later.wife
            } else if later.wife == with {
                later.husband
            } else {
                continue;
            };
            let parent = Parent {
                person,
                nature: Nature::Step,
                from: Some(later.from),
            };
            steps.extend(
                earlier
                    .children
                    .iter()
                    .map(|child| (*child, later.from, parent)),
            );
        }
    }
    for (child, from, parent) in steps {
        let child = &mut people.persons[child];
        if !child.has_age(18, from) {
            child.parents.push(parent);
            child.seen = child.seen.max(from);
        }
    }
}
