//! Who can be paid under a programme, in which months, into which account.

use std::collections::BTreeSet;

use crate::model::codes::{Basis, PartyKind, ProgrammeUnit};

use super::{
    accounts::{Account, Accounts},
    cadres::Officials,
    calendar::{AS_OF, days_after, month_after, month_from, years_after},
    circumstances::Standing,
    companies::Companies,
    households::{History, Households},
    kin::Kin,
    land::Land,
    places::County,
    programmes::Programme,
};

/// What a county's money is paid by.
pub struct Books<'a> {
    pub county: &'a County,
    pub programmes: &'a [Programme],
    /// The programme that nobody draws beside each one.
    pub rivals: &'a [Option<usize>],
    pub households: &'a Households<'a>,
    pub history: &'a History,
    pub kin: &'a Kin,
    /// The village each person lives or last lived in.
    pub villages: &'a [usize],
    pub officials: &'a Officials,
    /// The officials who were ever kin of each person.
    pub watchers: &'a [Vec<usize>],
    /// The officials of each village, of its township and of the county.
    pub overseers: &'a [BTreeSet<usize>],
    pub standing: &'a Standing,
    pub land: &'a Land,
    pub companies: &'a Companies,
    pub accounts: &'a Accounts,
}

/// Somebody who can be paid.
#[derive(Clone, Copy)]
pub struct Payee {
    pub kind: PartyKind,
    /// Place among the county's persons, households or companies, or the agency's number.
    pub number: usize,
    pub village: usize,
    pub account: Option<Account>,
    /// The first month, counted from that of the first payments, all of which counts.
    pub first: usize,
    /// The month after the last.
    pub end: usize,
}

impl Books<'_> {
    /// Everybody who can be paid under a programme in at least one month.
    pub fn payees(&self, programme: &Programme) -> Vec<Payee> {
        let mut payees: Vec<Payee> = match programme.payee {
            PartyKind::Person => (0..self.villages.len())
                .map(|number| self.person(number, programme))
                .collect(),
            PartyKind::Household => (0..self.households.households.len())
                .map(|number| self.household(number))
                .collect(),
            PartyKind::Company => (0..self.companies.companies.len())
                .map(|number| self.company(number))
                .collect(),
            PartyKind::Agency => self.collectives(),
        };
        payees.retain(|payee| payee.first < payee.end);
        payees
    }

    /// Whether nothing on file speaks against somebody's drawing a programme.
    pub fn may_draw(&self, payee: &Payee, programme: &Programme) -> bool {
        let persons = self.persons_of(payee.kind, payee.number);
        let landless = payee.kind == PartyKind::Household
            && programme.unit == ProgrammeUnit::Plot
            && self.land.households[payee.number].is_empty();
        !landless
            && match programme.basis {
                Basis::MeansTested => persons.iter().all(|person| self.standing.needy[*person]),
                Basis::Selected => persons.iter().all(|person| self.standing.eligible[*person]),
                _ => true,
            }
    }

    /// The person, or everybody who ever belonged to the household.
    pub fn persons_of(&self, kind: PartyKind, number: usize) -> Vec<usize> {
        match kind {
            PartyKind::Person => vec![number],
            PartyKind::Household => self.history.residents[number].clone(),
            PartyKind::Company | PartyKind::Agency => Vec::new(),
        }
    }

    /// A person, paid into an account of the person's own or of somebody at home.
    pub fn person(&self, number: usize, programme: &Programme) -> Payee {
        let person = &self.households.people.persons[number];
        let home = self.households.home(number);
        let household = home.and_then(|home| self.accounts.households[home]);
        let shared = household.map(|account| Account {
            opened: account.opened.max(self.households.since[number]),
            ..account
        });
        let last = years_after(person.born, programme.to_age).min(AS_OF);
        Payee {
            kind: PartyKind::Person,
            number,
            village: self.villages[number],
            account: self.accounts.persons[number].or(shared),
            first: month_from(years_after(person.born, programme.from_age)),
            end: month_after(person.died.map_or(last, |died| died.min(last))),
        }
    }

    /// A household; one that split off waits two years, so that no period paid for begins within
    /// one.
    pub fn household(&self, number: usize) -> Payee {
        let household = &self.households.households[number];
        let waits = if household.split_from.is_some() {
            731
        } else {
            0
        };
        Payee {
            kind: PartyKind::Household,
            number,
            village: household.village,
            account: self.accounts.households[number],
            first: month_from(days_after(household.formed, waits)),
            end: month_after(household.dissolved.unwrap_or(AS_OF)),
        }
    }

    /// A company.
    pub fn company(&self, number: usize) -> Payee {
        let company = &self.companies.companies[number];
        Payee {
            kind: PartyKind::Company,
            number,
            village: company.village,
            account: self.accounts.companies.get(number).copied(),
            first: month_from(company.established),
            end: month_after(company.dissolved.unwrap_or(AS_OF)),
        }
    }

    /// The collective of a village.
    pub fn collective(&self, village: usize) -> Payee {
        let agency = self.county.villages[village].agency;
        Payee {
            kind: PartyKind::Agency,
            number: agency,
            village,
            account: self.accounts.agencies.get(&agency).copied(),
            first: 0,
            end: month_after(AS_OF),
        }
    }

    fn collectives(&self) -> Vec<Payee> {
        let villages = 0..self.county.villages.len();
        villages.map(|village| self.collective(village)).collect()
    }
}
