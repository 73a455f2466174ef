//! Registered households and who belongs to them: moving in, moving out, a new head.

use std::io;

use chrono::NaiveDate;

use crate::model::codes::{HouseholdKind, JoinReason};

use super::{
    calendar::days_after,
    calendar::eve,
    people::People,
    places::County,
    relation,
    tables::{Maybe, Tables},
};

/// A household of the register.
pub struct Household {
    pub village: usize,
    pub formed: NaiveDate,
    pub dissolved: Option<NaiveDate>,
    pub split_from: Option<usize>,
    /// Who belongs to it when the registers are handed over.
    pub members: Vec<usize>,
    pub head: usize,
}

/// Somebody's time in a household under one head.
struct Membership {
    person: usize,
    household: usize,
    head: bool,
    relation: &'static str,
    reason: Option<JoinReason>,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

/// The households of a county.
pub struct Households<'a> {
    pub people: &'a People,
    /// The number of the first household's id.
    pub first: usize,
    pub households: Vec<Household>,
    memberships: Vec<Membership>,
    /// The last household of each person.
    last: Vec<Option<usize>>,
    /// The membership of each person that has not ended.
    open: Vec<Option<usize>>,
    /// Whom each person is married to at this point of the replay, or was until widowed.
    pub spouses: Vec<Option<usize>>,
}

impl<'a> Households<'a> {
    /// No households yet.
    pub fn none(people: &'a People, first: usize) -> Self {
        let number = people.persons.len();
        Self {
            people,
            first,
            households: Vec::new(),
            memberships: Vec::new(),
            last: vec![None; number],
            open: vec![None; number],
            spouses: vec![None; number],
        }
    }

    /// The household somebody belongs to now.
    pub fn home(&self, person: usize) -> Option<usize> {
        self.open[person].and(self.last[person])
    }

    /// The village each person lives or last lived in.
    pub fn villages(&self) -> Vec<usize> {
        let homes = self.last.iter().zip(&self.people.persons);
        homes
            .map(|(home, person)| home.map_or(person.village, |home| self.households[home].village))
            .collect()
    }

    pub fn form(
        &mut self,
        head: usize,
        date: NaiveDate,
        split_from: Option<usize>,
        reason: Option<JoinReason>,
    ) -> usize {
        let household = self.households.len();
        let village = self.last[head].map_or(self.people.persons[head].village, |home| {
            self.households[home].village
        });
        self.households.push(Household {
            village,
            formed: date,
            dissolved: None,
            split_from,
            members: Vec::new(),
            head,
        });
        self.join(head, household, date, reason);
        household
    }

    pub fn transfer(
        &mut self,
        person: usize,
        household: usize,
        date: NaiveDate,
        reason: JoinReason,
    ) {
        self.leave(person, eve(date));
        self.join(person, household, date, Some(reason));
    }

    pub fn join(
        &mut self,
        person: usize,
        household: usize,
        date: NaiveDate,
        reason: Option<JoinReason>,
    ) {
        self.households[household].members.push(person);
        self.last[person] = Some(household);
        self.enter(person, household, date, reason);
    }

    fn enter(
        &mut self,
        person: usize,
        household: usize,
        from: NaiveDate,
        reason: Option<JoinReason>,
    ) {
        let head = self.households[household].head;
        self.open[person] = Some(self.memberships.len());
        self.memberships.push(Membership {
            person,
            household,
            head: person == head,
            relation: relation::to_head(self.people, &self.spouses, person, head),
            reason,
            from,
            to: None,
        });
    }

    fn close(&mut self, person: usize, last_day: NaiveDate) {
        if let Some(open) = self.open[person].take() {
            self.memberships[open].to = Some(last_day);
        }
    }

    /// Ends a membership; where it was the head's, the eldest who can takes over.
    pub fn leave(&mut self, person: usize, last_day: NaiveDate) {
        let Some(home) = self.home(person) else {
            return;
        };
        self.close(person, last_day);
        let household = &mut self.households[home];
        household.members.retain(|member| *member != person);
        if household.members.is_empty() {
            household.dissolved = Some(last_day);
        } else if household.head == person {
            self.succeed(home, last_day);
        }
    }

    fn succeed(&mut self, household: usize, last_day: NaiveDate) {
        let members = self.households[household].members.clone();
        let suitability = |member: &usize| {
            let person = &self.people.persons[*member];
            let able = person.has_age(18, last_day) && !person.has_age(78, last_day);
            (able, std::cmp::Reverse(person.born))
        };
        let Some(head) = members.iter().copied().max_by_key(suitability) else {
            return;
        };
        self.households[household].head = head;
        for member in members {
            self.close(member, last_day);
            self.enter(member, household, days_after(last_day, 1), None);
        }
    }

    /// Writes the households and their members.
    pub fn write(&self, county: &County, tables: &mut Tables) -> io::Result<()> {
        let ids = &tables.ids;
        for (number, household) in self.households.iter().enumerate() {
            let village = &county.villages[household.village];
            let split_from = household
                .split_from
                .map(|old| ids.household(self.first + old));
            let address = format_args!(
                "{}{}组{}号",
                village.name,
                number % 9 + 1,
                number / 9 % 40 + 1
            );
            tables.households.row(&[
                &ids.household(self.first + number),
                &HouseholdKind::Registered,
                &address,
                &village.code,
                &household.formed,
                &Maybe(household.dissolved),
                &Maybe(split_from),
            ])?;
        }
        // Somebody who moved twice on one day was never registered in between.
        let lived = |one: &&Membership| one.to.is_none_or(|to| one.from <= to);
        for membership in self.memberships.iter().filter(lived) {
            tables.memberships.row(&[
                &ids.person(self.people.first + membership.person),
                &ids.household(self.first + membership.household),
                &membership.head,
                &membership.relation,
                &Maybe(membership.reason),
                &membership.from,
                &Maybe(membership.to),
            ])?;
        }
        Ok(())
    }
}
