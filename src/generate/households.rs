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

impl Membership {
    fn lasted(&self) -> bool {
        self.to.is_none_or(|to| self.from <= to)
    }
}

/// Somebody's time in a household.
#[derive(Clone)]
pub struct Stay {
    pub household: usize,
    pub reason: Option<JoinReason>,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// Who ever lived where.
pub struct History {
    /// By person, in the order of time.
    pub homes: Vec<Vec<Stay>>,
    /// By household.
    pub residents: Vec<Vec<usize>>,
}

impl History {
    /// Everybody who ever shared a household with the person, the person included.
    pub fn housemates(&self, person: usize) -> impl Iterator<Item = usize> {
        let homes = self.homes[person].iter();
        homes.flat_map(|stay| self.residents[stay.household].iter().copied())
    }

    /// The household a person lives in on a day.
    pub fn home(&self, person: usize, on: NaiveDate) -> Option<usize> {
        let lives = |stay: &&Stay| stay.from <= on && stay.to.is_none_or(|to| on <= to);
        self.homes[person]
            .iter()
            .find(lives)
            .map(|stay| stay.household)
    }

    /// Days on which somebody came to a household other than by birth, marriage or adoption.
    pub fn arrivals(&self, household: usize) -> Vec<NaiveDate> {
        let family = [
            JoinReason::Birth,
            JoinReason::Marriage,
            JoinReason::Adoption,
        ];
        let residents = self.residents[household].iter();
        let stays = residents.flat_map(|person| &self.homes[*person]);
        stays
            .filter(|stay| stay.household == household)
            .filter(|stay| stay.reason.is_none_or(|reason| !family.contains(&reason)))
            .map(|stay| stay.from)
            .collect()
    }
}

/// The households of a county.
pub struct Households<'a> {
    pub people: &'a People,
    /// The number of the first household's id.
    pub first: usize,
    pub households: Vec<Household>,
    memberships: Vec<Membership>,
    /// The day each person joined that household.
    pub since: Vec<NaiveDate>,
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
            since: vec![NaiveDate::MIN; number],
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
        self.since[person] = date;
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

    /// Who ever lived where, and when.
    pub fn history(&self) -> History {
        let mut history = History {
            homes: vec![Vec::new(); self.people.persons.len()],
            residents: vec![Vec::new(); self.households.len()],
        };
        for one in self.memberships.iter().filter(|one| one.lasted()) {
            let residents = &mut history.residents[one.household];
            if !residents.contains(&one.person) {
                residents.push(one.person);
            }
            history.homes[one.person].push(Stay {
                household: one.household,
                reason: one.reason,
                from: one.from,
                to: one.to,
            });
        }
        history
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
        for membership in self.memberships.iter().filter(|one| one.lasted()) {
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
