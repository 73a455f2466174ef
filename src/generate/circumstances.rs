//! What people live on and where: payroll, dwellings and vehicles, moves, sanctions; and who is
//! therefore barred from aid.

use std::io;

use chrono::NaiveDate;

use crate::model::codes::{
    AssetKind, EmploymentKind, InterestKind, PartyKind, ResidenceKind, SanctionKind,
};

use super::{
    cadres::Officials,
    calendar::{AS_OF, day, days_after, years_after},
    companies::{Companies, Holder},
    households::{History, Households},
    places::County,
    random::Random,
    tables::{Maybe, Tables},
};

/// Yuan from which a car speaks against need.
const DEAR: usize = 50_000;
/// What drives about: kind, least and most yuan, how many of a hundred.
const VEHICLES: [(&str, usize, usize, usize); 4] = [
    ("摩托车", 2_000, 12_000, 45),
    ("农用三轮车", 6_000, 20_000, 25),
    ("小型轿车", 50_000, 400_000, 25),
    ("轻型货车", 50_000, 180_000, 5),
];

/// Who may draw what, by person.
pub struct Standing {
    /// No household of theirs ever had anyone who is paid by the state, rich or in office.
    pub needy: Vec<bool>,
    /// No household of theirs ever had anyone in office.
    pub eligible: Vec<bool>,
    /// Nobody they ever lived with owns much or has a company.
    pub modest: Vec<bool>,
    /// Not in office, on no payroll, not rich; whoever else is at home.
    pub plain: Vec<bool>,
    /// Who is on a payroll all along, out of office.
    pub employed: Vec<usize>,
}

/// Writes the circumstances of a county's people.
pub fn settle(
    random: &mut Random,
    county: &County,
    households: &Households,
    history: &History,
    officials: &Officials,
    companies: &Companies,
    tables: &mut Tables,
) -> io::Result<Standing> {
    let mut life = Life {
        random,
        county,
        households,
        history,
        rich: vec![false; households.people.persons.len()],
        tables,
    };
    let employed = life.employ(officials)?;
    life.house()?;
    life.move_about()?;
    life.sanction(companies)?;
    let mut rich = life.rich;
    for company in &companies.companies {
        for stake in &company.stakes {
            if let Holder::Person(person) = stake.holder
                && stake.kind != InterestKind::Director
            {
                rich[person] = true;
            }
        }
    }
    let eligible = spread(history, |person| officials.persons.contains(&person));
    let paid = spread(history, |person| rich[person] || employed.contains(&person));
    let needy = eligible.iter().zip(&paid);
    Ok(Standing {
        plain: (0..rich.len())
            .map(|person| {
                !rich[person] && !employed.contains(&person) && !officials.persons.contains(&person)
            })
            .collect(),
        modest: spread(history, |person| rich[person]),
        needy: needy.map(|(eligible, paid)| *eligible && *paid).collect(),
        employed: employed
            .into_iter()
            .filter(|person| !officials.persons.contains(person))
            .collect(),
        eligible,
    })
}

/// Whether nobody a person ever lived with is one of these.
fn spread(history: &History, barred: impl Fn(usize) -> bool) -> Vec<bool> {
    let households = history.residents.iter();
    let clear: Vec<bool> = households
        .map(|residents| !residents.iter().any(|person| barred(*person)))
        .collect();
    let homes = history.homes.iter().enumerate();
    homes
        .map(|(person, homes)| !barred(person) && homes.iter().all(|stay| clear[stay.household]))
        .collect()
}

struct Life<'a> {
    random: &'a mut Random,
    county: &'a County,
    households: &'a Households<'a>,
    history: &'a History,
    rich: Vec<bool>,
    tables: &'a mut Tables,
}

impl Life<'_> {
    /// One adult of a hundred works for the state.
    fn employ(&mut self, officials: &Officials) -> io::Result<std::collections::BTreeSet<usize>> {
        let people = self.households.people;
        let mut employed = std::collections::BTreeSet::new();
        for (number, person) in people.persons.iter().enumerate() {
            let working =
                person.is_alive() && person.has_age(30, AS_OF) && !person.has_age(60, AS_OF);
            if !working || officials.persons.contains(&number) || !self.random.chance(18) {
                continue;
            }
            let kinds = [
                EmploymentKind::PublicInstitution,
                EmploymentKind::CivilServant,
            ];
            let kind = kinds[usize::from(self.random.chance(250))];
            let agency = self.county.first_agency + self.random.below(11);
            let from = years_after(person.born, self.random.between(20, 22)).min(day(2018, 9, 1));
            self.tables.employments.row(&[
                &self.tables.ids.person(people.first + number),
                &self.tables.ids.agency(agency),
                &kind,
                &["教师", "办事员"][usize::from(kind == EmploymentKind::CivilServant)],
                &from,
                &"",
            ])?;
            employed.insert(number);
        }
        Ok(employed)
    }

    /// A dwelling for each household, a second one for few; a vehicle for one in six.
    fn house(&mut self) -> io::Result<()> {
        let households = self.households;
        for household in &households.households {
            if household.members.is_empty() {
                continue;
            }
            let from = household.formed.max(households.since[household.head]);
            let value = self.random.tail(40_000, 600_000);
            let kind = (AssetKind::Dwelling, "自建房", "自住");
            self.asset(household.head, kind, value, from)?;
            if self.random.chance(30) {
                let value = self.random.tail(150_000, 900_000);
                let kind = (AssetKind::Dwelling, "商品房", "自住");
                self.asset(household.head, kind, value, from.max(day(2015, 6, 1)))?;
                self.rich[household.head] = true;
            }
        }
        for number in 0..households.people.persons.len() {
            let person = &households.people.persons[number];
            if person.is_alive() && person.has_age(20, AS_OF) && self.random.chance(170) {
                let sort = self.random.weighted(VEHICLES.iter().map(|sort| sort.3));
                let (name, least, most, _) = VEHICLES[sort];
                let value = self.random.tail(least, most);
                let of_age = years_after(person.born, 19).max(day(2012, 1, 1));
                let from = self.random.day(of_age, AS_OF);
                let used = if sort == 1 { "农业生产" } else { "自用" };
                self.asset(number, (AssetKind::Vehicle, name, used), value, from)?;
                self.rich[number] |= sort != 1 && value >= DEAR;
            }
        }
        Ok(())
    }

    fn asset(
        &mut self,
        owner: usize,
        (kind, subkind, used): (AssetKind, &str, &str),
        value: usize,
        from: NaiveDate,
    ) -> io::Result<()> {
        let owner = self.households.people.first + owner;
        asset(self.tables, owner, (kind, subkind, used), value, from).map(|_| ())
    }

    /// Registrations of those who live elsewhere than they were born; a stay in town for some.
    fn move_about(&mut self) -> io::Result<()> {
        let (people, villages) = (self.households.people, &self.county.villages);
        for (number, homes) in self.history.homes.iter().enumerate() {
            let person = self.tables.ids.person(people.first + number);
            let mut last = None;
            for stay in homes {
                let village = self.households.households[stay.household].village;
                if last.is_some_and(|last| last != village) {
                    self.tables.residences.row(&[
                        &person,
                        &ResidenceKind::Registered,
                        &villages[village].code,
                        &stay.from,
                        &Maybe(stay.to),
                    ])?;
                }
                last = Some(village);
            }
            if people.persons[number].is_alive() && self.random.chance(40) {
                let from = self.random.day(day(2019, 1, 1), day(2025, 6, 30));
                self.tables.residences.row(&[
                    &person,
                    &ResidenceKind::Temporary,
                    &self.county.code,
                    &from,
                    &days_after(from, self.random.between(60, 180)),
                ])?;
            }
        }
        Ok(())
    }

    /// A warning or a fine here and there.
    fn sanction(&mut self, companies: &Companies) -> io::Result<()> {
        let people = self.households.people;
        for number in 0..people.persons.len() / 1500 + 1 {
            let from = self.random.day(day(2019, 1, 1), AS_OF);
            let ids = &self.tables.ids;
            let person = self.random.below(people.persons.len());
            let company = self.random.below(companies.companies.len().max(1));
            let (kind, id, what) = if number % 2 == 0 || companies.companies.is_empty() {
                let id = ids.person(people.first + person);
                (PartyKind::Person, id, SanctionKind::Warning)
            } else {
                let id = ids.company(companies.first + company);
                (PartyKind::Company, id, SanctionKind::Fine)
            };
            let sanction = ids.sanction(self.tables.sanctions.rows);
            self.tables
                .sanctions
                .row(&[&sanction, &kind, &id, &what, &from, &""])?;
        }
        Ok(())
    }
}

/// Writes what a person owns, the whole of it, and says its number.
pub fn asset(
    tables: &mut Tables,
    owner: usize,
    (kind, subkind, used): (AssetKind, &str, &str),
    yuan: usize,
    from: NaiveDate,
) -> io::Result<usize> {
    let number = tables.assets.rows;
    tables.assets.row(&[
        &tables.ids.asset(number),
        &PartyKind::Person,
        &tables.ids.person(owner),
        &kind,
        &subkind,
        &100,
        &yuan,
        &used,
        &from,
        &"",
    ])?;
    Ok(number)
}
