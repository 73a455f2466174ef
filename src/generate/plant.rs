//! Irregularities put into a county on purpose, as many of each rule as wanted, and the file that
//! says where they are.
//!
//! Each is planted on people, companies and places of its own, well clear of the rule's threshold.
//! What surrounds it stays honest. To plant for another rule, write one function and name it in
//! [`RULES`].

mod funds;
mod kin;
mod land;
mod process;
mod subsidies;
mod tenders;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    io::{self, Error, ErrorKind},
    str::FromStr,
};

use super::{
    applications::Application,
    calendar::{eve, month_start},
    desk::{Desk, Payment},
    market::{Brief, Market},
    payees::Payee,
    programmes::Standard,
    random::Random,
    tables::Table,
    works::Works,
};

/// Columns of `truth.csv`.
pub const COLUMNS: &str = "rule,subjectKind,subjectId,key,what,rows";

/// Plants one irregularity and says whether there was room for it.
type Sow = fn(&mut Planter) -> io::Result<bool>;

/// Every rule that can be planted, with how.
pub const RULES: [(&str, Sow); 42] = [
    ("S1", subsidies::dead_recipient),
    ("S2", subsidies::payroll_recipient),
    ("S3", subsidies::serving_cadre),
    ("S4", subsidies::duplicate_claim),
    ("S5", subsidies::exclusive_programmes),
    ("S6", subsidies::household_double),
    ("S7", subsidies::asset_mismatch),
    ("S8", land::over_area),
    ("S9", subsidies::over_standard),
    ("S10", subsidies::account_collector),
    ("S11", subsidies::identity_fault),
    ("S12", subsidies::paid_after_exit),
    ("S13", land::undisclosed_payout),
    ("K1", kin::unfiled_relative),
    ("K2", kin::kin_concentration),
    ("K3", kin::no_recusal),
    ("K4", kin::kin_company_wins),
    ("K5", kin::moved_in),
    ("K6", kin::hidden_interest),
    ("C1", tenders::split),
    ("C2", tenders::not_tendered),
    ("C3", tenders::method_changed),
    ("C4", tenders::contractor_replaced),
    ("C5", tenders::procedure_irregular),
    ("C6", tenders::too_few_bidders),
    ("C7", tenders::linked_bidders),
    ("C8", tenders::price_pattern),
    ("C9", tenders::serial_winner),
    ("C10", tenders::amendment_creep),
    ("C11", tenders::paid_early),
    ("C12", tenders::ahead_of_progress),
    ("C13", process::ledger_mismatch),
    ("C14", tenders::double_funded),
    ("F1", funds::shell_winner),
    ("F2", funds::circular_flow),
    ("F3", funds::kickback),
    ("F4", funds::held_back),
    ("F5", funds::gather_and_cash),
    ("T1", process::late_entry),
    ("T2", process::stage_not_filed),
    ("T4", process::tip_overdue),
    ("T5", process::entry_quality),
];

/// So many irregularities of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plant {
    /// The rule's id.
    pub rule: &'static str,
    /// How many of its irregularities.
    pub number: u32,
}

impl FromStr for Plant {
    type Err = String;

    /// Reads `S1=20`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (rule, number) = text
            .split_once('=')
            .ok_or_else(|| format!("write a rule and how many, as S1=20, not {text:?}"))?;
        let number = number
            .parse()
            .map_err(|_| format!("{number:?} is no number of irregularities: write S1=20"))?;
        if matches!(rule, "T3" | "T6") {
            return Err(format!(
                "{rule} is about Kinflow's own records, which no file can hold: plant another rule"
            ));
        }
        let known = RULES.iter().map(|rule| rule.0).find(|known| *known == rule);
        let rule = known.ok_or_else(|| {
            let all = RULES.map(|rule| rule.0);
            format!(
                "there is no rule {rule:?} to plant: name one of {}",
                all.join(" ")
            )
        })?;
        Ok(Self { rule, number })
    }
}

/// What honest life keeps off.
#[derive(Default)]
pub struct Reserve {
    persons: Vec<bool>,
    households: Vec<bool>,
    /// Programmes that pay nobody else in a village.
    pub closed: BTreeSet<(usize, usize)>,
    /// The kin's company that an official does not declare.
    pub hidden: BTreeMap<usize, usize>,
}

impl Reserve {
    /// Nothing reserved among so many persons and households.
    pub fn none(persons: usize, households: usize) -> Self {
        Self {
            persons: vec![false; persons],
            households: vec![false; households],
            ..Self::default()
        }
    }

    /// Whether a payee is needed for what is planted.
    pub fn holds(&self, payee: &Payee) -> bool {
        use crate::model::codes::PartyKind;
        match payee.kind {
            PartyKind::Person => self.persons[payee.number],
            PartyKind::Household => self.households[payee.number],
            PartyKind::Company | PartyKind::Agency => false,
        }
    }
}

/// Whoever plants in a county.
pub struct Planter<'a, 'b> {
    pub random: Random,
    pub desk: &'a mut Desk<'b>,
    pub market: &'a mut Market,
    pub reserve: &'a mut Reserve,
    pub truth: &'a mut Table,
    /// Villages, townships and companies already used, by what for.
    pub used: BTreeSet<(&'static str, usize)>,
}

/// A grant: an application and the payments under it.
pub struct Grant {
    pub application: Application,
    /// The months in which it is paid.
    pub months: Vec<usize>,
}

/// Plants so many irregularities of each rule in a county.
///
/// # Errors
/// The county has no room for them, or the file of truth cannot be written.
pub fn sow(planter: &mut Planter, plants: &[(&'static str, usize)]) -> io::Result<()> {
    for (rule, number) in plants {
        let Some((_, sow)) = RULES.iter().find(|known| known.0 == *rule) else {
            continue;
        };
        for planted in 0..*number {
            let room = sow(planter)?;
            if !room || planter.desk.left == 0 {
                return Err(Error::new(
                    ErrorKind::InvalidInput,
                    format!(
                        "a county of this size has room for {planted} of the {number} irregularities of {rule}: ask for fewer, or for a larger --scale"
                    ),
                ));
            }
        }
    }
    Ok(())
}

impl Planter<'_, '_> {
    /// The number of a programme's id, by name.
    pub fn programme(&self, name: &str) -> usize {
        let mut programmes = self.desk.books.programmes.iter();
        programmes
            .position(|programme| programme.name == name)
            .unwrap_or(0)
    }

    /// The first person that fits, from some place on, and not needed already.
    pub fn person(&mut self, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let all = self.reserve.persons.len();
        let start = self.random.below(all);
        let person = (start..all)
            .chain(0..start)
            .find(|person| !self.reserve.persons[*person] && fits(self, *person))?;
        self.keep(person);
        Some(person)
    }

    /// Whether a person is still free.
    pub fn free(&self, person: usize) -> bool {
        !self.reserve.persons[person]
    }

    /// Keeps a person and all who ever lived with them out of everything else.
    pub fn keep(&mut self, person: usize) {
        let history = self.desk.books.history;
        self.reserve.persons[person] = true;
        for housemate in history.housemates(person) {
            self.reserve.persons[housemate] = true;
        }
        for stay in &history.homes[person] {
            self.reserve.households[stay.household] = true;
        }
    }

    /// An application that nothing is wrong with.
    pub fn grant(&self, programme: usize, payee: Payee, months: Vec<usize>) -> Grant {
        let every = self.desk.books.programmes[programme].every.max(1);
        let first = months.first().copied().unwrap_or(0) / every * every;
        Grant {
            application: Application {
                programme,
                payee,
                class: 0,
                period: String::new(),
                from: month_start(first),
                to: None,
                plots: Vec::new(),
                approver: None,
                silent: None,
            },
            months,
        }
    }

    /// Writes a grant, each payment changed as wanted; says the application's number and theirs.
    pub fn write(
        &mut self,
        grant: &Grant,
        mut twist: impl FnMut(&mut Payment),
    ) -> io::Result<(usize, Vec<usize>)> {
        let Application {
            programme,
            payee,
            class,
            ..
        } = grant.application;
        let number = self.desk.apply(&grant.application)?;
        let programmes = &self.desk.books.programmes[programme];
        let area: usize = grant.application.plots.iter().map(|plot| plot.1).sum();
        let mut payments = Vec::new();
        for month in &grant.months {
            let fen = match programmes.standard() {
                Standard::Class => programmes.rate(class, *month),
                Standard::Area => programmes.rate(0, *month) * area / 100,
                Standard::Cap => programmes.cap() / 4,
            };
            let mut payment = self.desk.due(programme, payee, *month, fen);
            payment.application = Some(number);
            payment.quantity = (area > 0).then_some(area);
            twist(&mut payment);
            payments.extend(self.desk.pay(&payment)?);
        }
        Ok((number, payments))
    }

    /// A work that nothing is wrong with, approved between two years' beginnings.
    pub fn works(&mut self, yuan: usize, years: [i32; 2]) -> Option<Works> {
        use super::calendar::day;
        let books = self.desk.books;
        let road = (0..books.programmes.len()).find(|number| Market::builds(books, *number))?;
        for _ in 0..60 {
            let brief = Brief {
                programme: road,
                buyer: books.county.bureau(books.programmes[road].agency_kind),
                village: self.random.below(books.county.villages.len()),
                approved: self
                    .random
                    .day(day(years[0], 1, 10), eve(day(years[1], 1, 1))),
                yuan,
                winner: None,
            };
            let works = self.market.draft(&mut self.random, self.desk, &brief);
            if works.is_some() {
                return works;
            }
        }
        None
    }

    /// Says what was planted where.
    pub fn tell(
        &mut self,
        rule: &str,
        (kind, subject): (&str, &dyn Display),
        key: &dyn Display,
        what: &str,
        rows: &[String],
    ) -> io::Result<bool> {
        self.truth
            .row(&[&rule, &kind, subject, key, &what, &rows.join(";")])?;
        Ok(true)
    }

    /// The id of a person of the county.
    pub fn person_id(&self, person: usize) -> String {
        let first = self.desk.books.households.people.first;
        self.desk.tables.ids.person(first + person).to_string()
    }

    /// The id of a company of the county.
    pub fn company_id(&self, company: usize) -> String {
        let first = self.desk.books.companies.first;
        self.desk.tables.ids.company(first + company).to_string()
    }

    /// The id of a programme.
    pub fn programme_id(&self, programme: usize) -> String {
        self.desk.tables.ids.programme(programme).to_string()
    }

    /// Payments as the truth names them.
    pub fn rows_of(&self, payments: &[usize]) -> Vec<String> {
        let ids = &self.desk.tables.ids;
        let named = payments
            .iter()
            .map(|number| format!("payments:{}", ids.payment(*number)));
        named.collect()
    }
}
