//! The household register of a county, replayed day by day from births, marriages, splits, divorces
//! and deaths.

use chrono::NaiveDate;

use crate::model::codes::JoinReason;

use super::{
    calendar::{eve, years_after},
    households::Households,
    people::{Couple, People},
};

/// Members above which a household does not keep a newly married couple.
const CROWDED: usize = 5;

/// What changes a register, in the order of one day.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Arrival(usize),
    Marriage(usize),
    Split(usize),
    Divorce(usize),
    Death(usize),
}

/// The households that come of everybody's life.
pub fn replay(people: &People, first: usize) -> Households<'_> {
    let mut register = Households::none(people, first);
    for (date, event) in events(people) {
        match event {
            Event::Arrival(person) => register.arrive(person, date),
            Event::Marriage(couple) => register.marry(couple, date),
            Event::Split(couple) => register.split(couple, date),
            Event::Divorce(couple) => register.divorce(couple, date),
            Event::Death(person) => register.leave(person, date),
        }
    }
    register
}

impl Households<'_> {
    fn arrive(&mut self, person: usize, date: NaiveDate) {
        let family = self.people.persons[person].family;
        let parents = family.map(|family| &self.people.couples[family]);
        let home = |couple: &Couple| self.home(couple.wife).or(self.home(couple.husband));
        match parents.and_then(home) {
            Some(home) => {
                let adopted = self.people.persons[person].born != date;
                let reason = if adopted {
                    JoinReason::Adoption
                } else {
                    JoinReason::Birth
                };
                self.join(person, home, date, Some(reason));
            }
            None => {
                self.form(person, date, None, None);
            }
        }
    }

    fn marry(&mut self, number: usize, date: NaiveDate) {
        let couple = &self.people.couples[number];
        let (host, guest) = (couple.host(), couple.guest());
        let home = match self.home(host) {
            Some(home) => home,
            None => self.form(host, date, None, None),
        };
        self.spouses[host] = Some(guest);
        self.spouses[guest] = Some(host);
        if self.home(guest) != Some(home) {
            let with = self.young_children(guest, date);
            self.transfer(guest, home, date, JoinReason::Marriage);
            for child in with {
                self.transfer(child, home, date, JoinReason::Transfer);
            }
        }
        if self.households[home].members.len() > CROWDED {
            self.split(number, date);
        }
    }

    /// The couple and its children leave the household they live in, unless nobody would stay.
    fn split(&mut self, couple: usize, date: NaiveDate) {
        let couple = &self.people.couples[couple];
        let Some(old) = self.home(couple.host()) else {
            return;
        };
        let mut family = vec![couple.host(), couple.guest()];
        family.extend(self.young_children(couple.host(), date));
        family.retain(|person| self.home(*person) == Some(old));
        if family.len() == self.households[old].members.len() {
            return;
        }
        self.leave(couple.host(), eve(date));
        let new = self.form(couple.host(), date, Some(old), Some(JoinReason::Split));
        for person in family.into_iter().skip(1) {
            self.transfer(person, new, date, JoinReason::Split);
        }
    }

    /// The one who moved in returns to the parents, or lives alone.
    fn divorce(&mut self, couple: usize, date: NaiveDate) {
        let couple = &self.people.couples[couple];
        let (host, guest) = (couple.host(), couple.guest());
        self.spouses[host] = None;
        self.spouses[guest] = None;
        let with = if (guest == couple.wife) == couple.children_with_her {
            let mut with = couple.children.clone();
            with.retain(|child| self.home(*child) == self.home(guest));
            with.retain(|child| !self.people.persons[*child].has_age(18, date));
            with
        } else {
            Vec::new()
        };
        let old = self.home(guest);
        let parents = self.people.persons[guest].parents.iter();
        let family = parents
            .filter_map(|parent| self.home(parent.person))
            .find(|home| Some(*home) != old);
        let home = match family {
            Some(home) => {
                self.transfer(guest, home, date, JoinReason::Return);
                home
            }
            None => {
                self.leave(guest, eve(date));
                self.form(guest, date, old, Some(JoinReason::Split))
            }
        };
        for child in with {
            self.transfer(child, home, date, JoinReason::Transfer);
        }
    }

    fn young_children(&self, parent: usize, date: NaiveDate) -> Vec<usize> {
        let Some(home) = self.home(parent) else {
            return Vec::new();
        };
        let mut children = self.households[home].members.clone();
        children.retain(|member| {
            let member = &self.people.persons[*member];
            member.has_parent(parent) && !member.has_age(18, date)
        });
        children
    }
}

/// Everything that changes the register, in the order it happened.
fn events(people: &People) -> Vec<(NaiveDate, Event)> {
    let mut events = Vec::new();
    let mut married = vec![false; people.persons.len()];
    for (number, couple) in people.couples.iter().enumerate() {
        married[couple.husband] = true;
        married[couple.wife] = true;
        events.push((couple.from, Event::Marriage(number)));
        events.extend(couple.split.map(|split| (split, Event::Split(number))));
        events.extend(couple.to.map(|to| (to, Event::Divorce(number))));
    }
    for (number, person) in people.persons.iter().enumerate() {
        let adopted = person.parents.first().and_then(|parent| parent.from);
        if person.family.is_some() {
            events.push((adopted.unwrap_or(person.born), Event::Arrival(number)));
        } else if !married[number] {
            events.push((years_after(person.born, 18), Event::Arrival(number)));
        }
        events.extend(person.died.map(|died| (died, Event::Death(number))));
    }
    events.sort_unstable();
    events
}
