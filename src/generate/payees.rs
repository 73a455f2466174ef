//! Who can be paid under a programme, in which months, into which account.

use chrono::{Datelike, NaiveDate};

use crate::model::codes::PartyKind;

use super::{
    accounts::{Account, Accounts},
    calendar::{AS_OF, FIRST_PAYMENT, days_after, years_after},
    companies::Companies,
    households::Households,
    places::County,
    programmes::Programme,
};

/// What a county's payments are made from.
pub struct Books<'a> {
    pub county: &'a County,
    pub households: &'a Households<'a>,
    /// The village each person lives or last lived in.
    pub villages: &'a [usize],
    pub companies: &'a Companies,
    pub accounts: &'a Accounts,
}

/// Somebody who can be paid.
#[derive(Clone, Copy)]
pub struct Payee {
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
        let mut payees = match programme.payee {
            PartyKind::Person => self.persons(programme),
            PartyKind::Household => self.all_households(),
            PartyKind::Company => self.all_companies(),
            PartyKind::Agency => self.collectives(),
        };
        payees.retain(|payee| payee.first < payee.end);
        payees
    }

    fn persons(&self, programme: &Programme) -> Vec<Payee> {
        let persons = self.households.people.persons.iter().enumerate();
        persons
            .map(|(number, person)| {
                let home = self.households.home(number);
                let household = home.and_then(|home| self.accounts.households[home]);
                let last = years_after(person.born, programme.to_age).min(AS_OF);
                Payee {
                    number,
                    village: self.villages[number],
                    account: self.accounts.persons[number].or(household),
                    first: month_from(years_after(person.born, programme.from_age)),
                    end: month_after(person.died.map_or(last, |died| died.min(last))),
                }
            })
            .collect()
    }

    fn all_households(&self) -> Vec<Payee> {
        let households = self.households.households.iter().enumerate();
        households
            .map(|(number, household)| Payee {
                number,
                village: household.village,
                account: self.accounts.households[number],
                first: month_from(household.formed),
                end: month_after(household.dissolved.unwrap_or(AS_OF)),
            })
            .collect()
    }

    fn all_companies(&self) -> Vec<Payee> {
        let companies = self.companies.companies.iter().enumerate();
        companies
            .map(|(number, company)| Payee {
                number,
                village: company.village,
                account: self.accounts.companies.get(number).copied(),
                first: month_from(company.established),
                end: month_after(company.dissolved.unwrap_or(AS_OF)),
            })
            .collect()
    }

    fn collectives(&self) -> Vec<Payee> {
        let villages = self.county.villages.iter().enumerate();
        villages
            .map(|(number, village)| Payee {
                number: village.agency,
                village: number,
                account: self.accounts.agencies.get(&village.agency).copied(),
                first: 0,
                end: month_after(AS_OF),
            })
            .collect()
    }
}

/// The first month that lies wholly after the day before.
fn month_from(day: NaiveDate) -> usize {
    let begun = usize::from(day.day() > 1);
    if day <= FIRST_PAYMENT {
        0
    } else {
        month(day) + begun
    }
}

/// The month after the last that lies wholly up to the day.
fn month_after(last_day: NaiveDate) -> usize {
    if last_day < FIRST_PAYMENT {
        0
    } else {
        month(days_after(last_day, 1))
    }
}

/// Months since that of the first payments.
fn month(day: NaiveDate) -> usize {
    let years = day.year() - FIRST_PAYMENT.year();
    usize::try_from(years * 12).unwrap_or(0) + day.month0() as usize
}
