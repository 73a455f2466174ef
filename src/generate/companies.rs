//! Companies and who holds, represents and directs them.

use std::io;

use chrono::NaiveDate;

use crate::model::codes::{CompanyKind, InterestKind};

use super::{
    calendar::{AS_OF, day, days_after, years_after},
    names, numbers,
    people::People,
    places::County,
    random::Random,
    tables::{Maybe, Tables},
};

/// People for each company, on average.
const PEOPLE_PER_COMPANY: usize = 60;
/// Forms: the register's and the kind's digit of the credit code, what follows the name, and how
/// many of a hundred.
const FORMS: [(CompanyKind, &str, &str, usize); 4] = [
    (CompanyKind::LimitedLiability, "91", "有限公司", 55),
    (CompanyKind::Cooperative, "93", "专业合作社", 20),
    (CompanyKind::IndividualBusiness, "92", "经营部", 20),
    (CompanyKind::SoleProprietorship, "91", "厂", 5),
];
/// Age of the youngest who has a part in a company.
const YOUNGEST: usize = 20;

/// Who has a part in a company: a person or an older company.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Person(usize),
    Company(usize),
}

/// A part in a company.
pub struct Stake {
    pub holder: Holder,
    pub kind: InterestKind,
    /// Hundredths of a percent.
    pub share: Option<usize>,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// A company of the county.
pub struct Company {
    pub name: String,
    pub kind: CompanyKind,
    pub scope: &'static str,
    pub address: String,
    pub staff: usize,
    pub stakes: Vec<Stake>,
    pub village: usize,
    pub established: NaiveDate,
    pub dissolved: Option<NaiveDate>,
}

/// The companies of a county.
pub struct Companies {
    /// The number of the first company's id.
    pub first: usize,
    pub companies: Vec<Company>,
}

/// Founds a county's companies and writes them with their interests.
pub fn establish(
    random: &mut Random,
    county: &County,
    people: &People,
    villages: &[usize],
    tables: &mut Tables,
) -> io::Result<Companies> {
    let mut adults: Vec<usize> = (0..people.persons.len()).collect();
    adults.retain(|person| people.persons[*person].is_alive());
    adults.retain(|person| people.persons[*person].has_age(YOUNGEST, AS_OF));
    let mut founding = Founding {
        random,
        people,
        adults,
        holders: Vec::new(),
        companies: Companies {
            first: tables.companies.rows,
            companies: Vec::new(),
        },
        tables,
    };
    for _ in 0..(people.persons.len() / PEOPLE_PER_COMPANY).max(1) {
        let Some(founder) = founding.person() else {
            break;
        };
        founding.found(county, founder, villages[founder])?;
    }
    Ok(founding.companies)
}

/// The founding of one company after the other.
pub struct Founding<'a> {
    pub random: &'a mut Random,
    pub people: &'a People,
    pub adults: Vec<usize>,
    /// Every person of every interest so far: who holds much is likelier to hold more.
    pub holders: Vec<usize>,
    pub companies: Companies,
    pub tables: &'a mut Tables,
}

impl Founding<'_> {
    fn found(&mut self, county: &County, founder: usize, village: usize) -> io::Result<()> {
        let form = self.random.weighted(FORMS.iter().map(|form| form.3));
        let (kind, registered, suffix, _) = FORMS[form];
        let number = self.companies.companies.len();
        let (name, scope) = names::company(self.random, &county.name);
        let of_age = years_after(self.people.persons[founder].born, 18);
        let established = self
            .random
            .day(of_age.max(day(2003, 1, 1)), day(2024, 6, 30));
        let dissolved = self
            .random
            .chance(40)
            .then(|| self.random.day(days_after(established, 400), AS_OF));
        let dissolved = dissolved.filter(|to| *to <= AS_OF);
        let staff = if self.random.chance(350) {
            0
        } else {
            self.random.tail(4, 400) - 1
        };
        let place = &county.villages[village];
        let phone = if self.random.chance(500) {
            numbers::phone(self.people.first + founder)
        } else {
            numbers::phone(9_999_999 - self.companies.first - number)
        };
        let address = format!("{}{}号", place.name, self.random.between(1, 60));
        self.tables.companies.row(&[
            &self.tables.ids.company(self.companies.first + number),
            &format_args!("{name}{suffix}"),
            &kind,
            &numbers::credit_code(registered, &county.code, &format!("MA{number:06}")),
            &established,
            &Maybe(dissolved),
            &address,
            &phone,
            &scope,
            &staff,
            &place.code,
        ])?;
        self.companies.companies.push(Company {
            name: format!("{name}{suffix}"),
            kind,
            scope,
            address,
            staff,
            stakes: Vec::new(),
            village,
            established,
            dissolved,
        });
        let alone = matches!(
            kind,
            CompanyKind::IndividualBusiness | CompanyKind::SoleProprietorship
        );
        let others = if alone {
            0
        } else {
            self.random.tail(2, 18) - 1
        };
        self.distribute(founder, others)
    }
}
