//! One county after the other, from its villages to its tips.

use std::{collections::BTreeMap, io};

use super::{
    Plan, accounts, cadres, circumstances, closing, companies, declarations,
    desk::Desk,
    generations,
    kin::Kin,
    land,
    market::Market,
    payees::Books,
    payments,
    places::{County, Province},
    plant::{self, Planter, Reserve},
    programmes::{self, Programme},
    random::Random,
    record, register,
    tables::{Table, Tables},
};

/// Whoever writes the counties of a plan.
pub struct Author<'a> {
    pub plan: &'a Plan,
    pub province: &'a Province,
    pub programmes: &'a [Programme],
    pub tables: &'a mut Tables,
    pub truth: &'a mut Table,
    /// Whether only what is planted is paid, to see whether there is room for it.
    pub rehearsal: bool,
    pub progress: &'a mut dyn FnMut(&str, u64),
}

impl Author<'_> {
    /// Writes one county and returns its officials, each with the number of relatives.
    pub fn write(&mut self, number: usize) -> io::Result<Vec<(usize, usize)>> {
        let Self { plan, province, .. } = *self;
        let seed = plan.seed;
        let draw = |subject| Random::new(seed, subject, number);
        let tables = &mut *self.tables;
        let inhabitants = plan.part(plan.people, number);
        let county = County::found(&mut draw("places"), province, number, inhabitants, tables)?;
        let first = tables.persons.rows;
        let people = generations::populate(&mut draw("people"), &county, first, inhabitants);
        let households = register::replay(&people, tables.households.rows);
        let history = households.history();
        let villages = households.villages();
        people.write(&county, &villages, tables)?;
        households.write(&county, tables)?;
        let officials = cadres::appoint(&mut draw("posts"), &county, &people, &villages, tables)?;
        let mut random = draw("companies");
        let companies = companies::establish(&mut random, &county, &people, &villages, tables)?;
        let mut random = draw("accounts");
        let accounts = accounts::open(
            &mut random,
            province,
            &county,
            &households,
            &companies,
            tables,
        )?;
        let land = land::survey(&mut draw("land"), &county, &households, tables)?;
        let standing = circumstances::settle(
            &mut draw("circumstances"),
            &county,
            &households,
            &history,
            &officials,
            &companies,
            tables,
        )?;
        let kin = Kin::of(&people);
        let watchers = watchers(&kin, &officials, people.persons.len());
        let overseers = overseers(&county, &officials);
        let books = Books {
            county: &county,
            programmes: self.programmes,
            rivals: &programmes::rivals(self.programmes),
            households: &households,
            history: &history,
            kin: &kin,
            villages: &villages,
            officials: &officials,
            watchers: &watchers,
            overseers: &overseers,
            standing: &standing,
            land: &land,
            companies: &companies,
            accounts: &accounts,
        };
        self.spend(number, &books)?;
        let persons: Vec<usize> = officials.persons.iter().copied().collect();
        let relatives = people.relatives(&persons);
        let named = persons.iter().map(|official| first + official);
        Ok(relatives.into_iter().zip(named).collect())
    }

    /// Plants, pays, and closes the books of a county.
    fn spend(&mut self, number: usize, books: &Books) -> io::Result<()> {
        let seed = self.plan.seed;
        let draw = |subject| Random::new(seed, subject, number);
        let payments = self.plan.part(self.plan.payments, number);
        let mut reserve = Reserve::none(books.villages.len(), books.households.households.len());
        let mut market = Market::open(books);
        let mut desk = Desk {
            books,
            tables: &mut *self.tables,
            random: draw("desk"),
            payouts: BTreeMap::new(),
            lists: BTreeMap::new(),
            unposted: Default::default(),
            left: payments,
            progress: &mut *self.progress,
        };
        let plants: Vec<(&'static str, usize)> = self
            .plan
            .plants
            .iter()
            .map(|plant| (plant.rule, self.plan.part(plant.number, number)))
            .collect();
        let mut planter = Planter {
            random: draw("plants"),
            desk: &mut desk,
            market: &mut market,
            reserve: &mut reserve,
            truth: self.truth,
            used: Default::default(),
        };
        plant::sow(&mut planter, &plants)?;
        if self.rehearsal {
            return Ok(());
        }
        let mut random = draw("payments");
        payments::pay(&mut random, &mut desk, &reserve, &mut market, payments)?;
        closing::close(&mut desk, self.province)?;
        record::hand_over(&mut desk)?;
        record::listen(&mut draw("tips"), &mut desk)?;
        record::bank(&mut draw("bank"), &mut desk)?;
        declarations::declare(&mut draw("declarations"), books, &reserve, desk.tables)?;
        for (table, rows) in self.tables.progress() {
            (self.progress)(table, rows);
        }
        Ok(())
    }
}

/// The officials who were ever kin of each person.
fn watchers(kin: &Kin, officials: &cadres::Officials, persons: usize) -> Vec<Vec<usize>> {
    let mut watchers = vec![Vec::new(); persons];
    for official in &officials.persons {
        for relative in kin.avoided(*official, None) {
            watchers[relative].push(*official);
        }
    }
    watchers
}

/// The officials who ever held a post in each village, in its township or in the county.
fn overseers(
    county: &County,
    officials: &cadres::Officials,
) -> Vec<std::collections::BTreeSet<usize>> {
    let bureaus = county.first_agency..county.first_agency + super::places::BUREAUS.len();
    let villages = county.villages.iter().map(|village| {
        let over = [village.agency, county.townships[village.township].agency];
        let terms = officials.terms.iter();
        terms
            .filter(|term| over.contains(&term.agency) || bureaus.contains(&term.agency))
            .map(|term| term.person)
            .collect()
    });
    villages.collect()
}
