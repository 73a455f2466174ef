//! Accounts: whose they are, and into which one a household's money goes.

use std::{collections::BTreeMap, io};

use chrono::NaiveDate;

use crate::model::codes::{AccountPurpose, PartyKind};

use super::{
    calendar::{AS_OF, FIRST_PAYMENT, day, eve, years_after},
    companies::Companies,
    households::Households,
    numbers,
    people::Person,
    places::{County, Province},
    random::Random,
    tables::Tables,
};

/// Day before which no account was opened.
const EARLIEST: NaiveDate = day(2005, 1, 1);

/// An account and the day it was opened.
#[derive(Clone, Copy)]
pub struct Account {
    /// The number of its id.
    pub number: usize,
    /// The day from which it can collect: opened, and its owner at home with the payee.
    pub opened: NaiveDate,
    /// Where a village's collective passes on what it collected.
    pub onward: Option<usize>,
}

/// The accounts of a county, by whom money is for.
pub struct Accounts {
    /// A person's own.
    pub persons: Vec<Option<Account>>,
    /// The one that collects for a household: its own, its head's, another member's, or that of the
    /// village's collective.
    pub households: Vec<Option<Account>>,
    pub companies: Vec<Account>,
    /// By the number of the agency's id.
    pub agencies: BTreeMap<usize, Account>,
}

/// Opens a county's accounts and writes them.
pub fn open(
    random: &mut Random,
    province: &Province,
    county: &County,
    households: &Households,
    companies: &Companies,
    tables: &mut Tables,
) -> io::Result<Accounts> {
    let people = households.people;
    let banks = [
        format!("{}农村商业银行", county.name),
        format!("{}村镇银行", county.name),
        format!("{}省农村信用社联合社", province.name),
    ];
    let mut counter = Counter {
        random,
        province: &province.code,
        banks,
        tables,
    };
    let mut accounts = Accounts {
        persons: vec![None; people.persons.len()],
        households: Vec::with_capacity(households.households.len()),
        companies: Vec::with_capacity(companies.companies.len()),
        agencies: BTreeMap::new(),
    };
    for (number, person) in people.persons.iter().enumerate() {
        let home = households.home(number);
        let head = home.is_some_and(|home| households.households[home].head == number);
        if counter.wanted_by(person, head) {
            let of_age = years_after(person.born, 16);
            let owner = Owner::Person(people.first + number);
            accounts.persons[number] = Some(counter.open(&owner, &person.name, of_age)?);
        }
    }
    for (number, company) in companies.companies.iter().enumerate() {
        let owner = Owner::Company(companies.first + number);
        accounts
            .companies
            .push(counter.open(&owner, &company.name, company.established)?);
    }
    for (number, name) in county.agencies.iter().enumerate() {
        let number = county.first_agency + number;
        let account = counter.open(&Owner::Agency(number), name, EARLIEST)?;
        accounts.agencies.insert(number, account);
    }
    counter.collect(county, households, &mut accounts)?;
    Ok(accounts)
}

enum Owner {
    Person(usize),
    Household(usize),
    Company(usize),
    Agency(usize),
}

/// Where accounts are opened.
struct Counter<'a> {
    random: &'a mut Random,
    province: &'a str,
    banks: [String; 3],
    tables: &'a mut Tables,
}

impl Counter<'_> {
    /// Whether a person has an account: nearly every head, most of the old, half of the others.
    fn wanted_by(&mut self, person: &Person, head: bool) -> bool {
        let needed = person.died.is_none_or(|died| died > FIRST_PAYMENT);
        let last_day = person.died.unwrap_or(AS_OF);
        let likely = match (head, person.has_age(60, last_day)) {
            (true, _) => 920,
            (_, true) => 800,
            _ => 500,
        };
        needed && person.has_age(18, last_day) && self.random.chance(likely)
    }

    fn open(&mut self, owner: &Owner, holder: &str, earliest: NaiveDate) -> io::Result<Account> {
        let number = self.tables.accounts.rows;
        let opened = self.random.day(earliest.max(EARLIEST), eve(FIRST_PAYMENT));
        let bank = self.random.weighted([60, 10, 30].into_iter());
        let ids = &self.tables.ids;
        let (kind, owner, purpose) = match owner {
            Owner::Person(number) => (
                PartyKind::Person,
                ids.person(*number),
                AccountPurpose::Subsidy,
            ),
            Owner::Household(number) => (
                PartyKind::Household,
                ids.household(*number),
                AccountPurpose::Subsidy,
            ),
            Owner::Company(number) => (
                PartyKind::Company,
                ids.company(*number),
                AccountPurpose::Basic,
            ),
            Owner::Agency(number) => (
                PartyKind::Agency,
                ids.agency(*number),
                AccountPurpose::PublicFund,
            ),
        };
        self.tables.accounts.row(&[
            &ids.account(number),
            &numbers::account_number(self.province, number),
            &self.banks[bank],
            &kind,
            &owner,
            &holder,
            &purpose,
            &opened,
        ])?;
        Ok(Account {
            number,
            opened,
            onward: None,
        })
    }

    /// Decides into which account each household's money goes. One household of twelve has an
    /// account of its own; one of twenty, in few villages every other, has its money collected by the
    /// village's collective, which passes it on.
    fn collect(
        &mut self,
        county: &County,
        households: &Households,
        accounts: &mut Accounts,
    ) -> io::Result<()> {
        let collected = county.villages.iter().map(|_| self.random.tail(40, 600));
        let collected: Vec<usize> = collected.collect();
        for (number, household) in households.households.iter().enumerate() {
            let needed = household.dissolved.is_none_or(|to| to > FIRST_PAYMENT);
            let head = household
                .members
                .iter()
                .find(|member| **member == household.head);
            let mut family = head.into_iter().chain(&household.members);
            let choice = self.random.below(1000);
            let own = family.find_map(|member| {
                let account = accounts.persons[*member]?;
                let opened = account.opened.max(households.since[*member]);
                Some(Account { opened, ..account })
            });
            let collective = accounts
                .agencies
                .get(&county.villages[household.village].agency);
            let account = if needed && choice < 80 {
                let name = &households.people.persons[household.head].name;
                let owner = Owner::Household(households.first + number);
                Some(self.open(&owner, name, household.formed)?)
            } else if choice < 80 + collected[household.village] {
                own.zip(collective).map(|(own, collective)| Account {
                    onward: Some(own.number),
                    opened: own.opened,
                    ..*collective
                })
            } else {
                own
            };
            accounts.households.push(account);
        }
        Ok(())
    }
}
