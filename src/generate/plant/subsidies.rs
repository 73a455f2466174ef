//! Subsidies that should not have been paid (rules S1 to S13).

use std::io;

use crate::model::codes::AssetKind;

use super::{Grant, Planter};
use crate::generate::{
    calendar::{day, eve, month, month_start, period_name},
    circumstances::asset,
};

pub const PENSION: &str = "城乡居民基本养老保险金";
pub const OLD_AGE: &str = "高龄津贴";
const JOB: &str = "乡村公益性岗位补贴";
const GUARD: &str = "生态护林员补助";
pub const MEDICAL: &str = "医疗救助金";
const START_UP: &str = "产业发展奖补";

impl Planter<'_, '_> {
    /// A living person of an age from early 2019 until the end, of no office and no payroll.
    pub fn plain(&mut self, least: usize, most: usize) -> Option<usize> {
        self.person(|planter, number| planter.is_plain(number, least, most))
    }

    pub fn is_plain(&self, number: usize, least: usize, most: usize) -> bool {
        let books = self.desk.books;
        let person = &books.households.people.persons[number];
        person.is_alive()
            && person.has_age(least, day(2018, 12, 31))
            && !person.has_age(most, day(2025, 12, 31))
            && books.standing.needy[number]
    }

    /// A grant of a programme to a person, for months.
    pub fn grant_to(&self, name: &str, person: usize, months: Vec<usize>) -> Grant {
        let programme = self.programme(name);
        let books = self.desk.books;
        let payee = books.person(person, &books.programmes[programme]);
        self.grant(programme, payee, months)
    }

    /// A month to begin with, 2020 to 2023.
    pub fn some_month(&mut self) -> usize {
        self.random.between(12, 59)
    }
}

pub fn dead_recipient(planter: &mut Planter) -> io::Result<bool> {
    let Some(person) = planter.person(|planter, number| {
        let person = &planter.desk.books.households.people.persons[number];
        person.died.is_some_and(|died| {
            died > day(2019, 3, 1)
                && died < day(2025, 6, 1)
                && person.has_age(61, day(2018, 12, 31))
        })
    }) else {
        return Ok(false);
    };
    let died = planter.desk.books.households.people.persons[person].died;
    let last = month(died.unwrap_or(day(2024, 1, 1)));
    let months = vec![last - 1, last, last + 2, last + 3, last + 4];
    let grant = planter.grant_to(PENSION, person, months);
    let (_, payments) = planter.write(&grant, |_| {})?;
    let rows = planter.rows_of(&payments[2..]);
    let (id, programme) = (
        planter.person_id(person),
        planter.programme_id(grant.application.programme),
    );
    let what = "paid for three months after the month of death";
    planter.tell("S1", ("Person", &id), &programme, what, &rows)
}

pub fn payroll_recipient(planter: &mut Planter) -> io::Result<bool> {
    let employed = planter.desk.books.standing.employed.clone();
    let standing = planter.desk.books.standing;
    let Some(person) = planter.person(|_, number| {
        employed.binary_search(&number).is_ok()
            && standing.modest[number]
            && standing.eligible[number]
    }) else {
        return Ok(false);
    };
    let month = planter.some_month();
    let grant = planter.grant_to(MEDICAL, person, vec![month]);
    let (_, payments) = planter.write(&grant, |_| {})?;
    let mut rows = planter.rows_of(&payments);
    let (id, programme) = (
        planter.person_id(person),
        planter.programme_id(grant.application.programme),
    );
    rows.push(format!("employments:{id}"));
    let what = "on the public payroll and paid aid that need decides";
    planter.tell("S2", ("Person", &id), &programme, what, &rows)
}

pub fn serving_cadre(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let village_of = |agency: usize| {
        let mut villages = books.county.villages.iter();
        villages.position(|village| village.agency == agency)
    };
    let serving = |term: &&crate::generate::cadres::Term| {
        village_of(term.agency) == Some(books.villages[term.person])
            && term.from < day(2022, 1, 1)
            && term.to.is_none()
            && planter.free(term.person)
    };
    let terms: Vec<usize> = books
        .officials
        .terms
        .iter()
        .filter(serving)
        .map(|term| term.person)
        .collect();
    let Some(person) = planter.random.pick(&terms) else {
        return Ok(false);
    };
    planter.keep(person);
    let grant = planter.grant_to(JOB, person, (40..46).collect());
    let (_, payments) = planter.write(&grant, |_| {})?;
    let rows = planter.rows_of(&payments);
    let (id, programme) = (
        planter.person_id(person),
        planter.programme_id(grant.application.programme),
    );
    let what = "holds a post in the village and is picked there for money";
    planter.tell("S3", ("Person", &id), &programme, what, &rows)
}

pub fn duplicate_claim(planter: &mut Planter) -> io::Result<bool> {
    let Some(person) = planter.plain(61, 110) else {
        return Ok(false);
    };
    let first = planter.some_month();
    let months = vec![first, first + 1, first + 2, first + 2, first + 3];
    let grant = planter.grant_to(PENSION, person, months);
    let (_, payments) = planter.write(&grant, |_| {})?;
    let rows = planter.rows_of(&payments[2..4]);
    let programme = planter.programme_id(grant.application.programme);
    let key = format!("{programme};{}", period_name(first + 2, 1));
    let id = planter.person_id(person);
    let what = "paid twice for one period";
    planter.tell("S4", ("Person", &id), &key, what, &rows)
}

pub fn exclusive_programmes(planter: &mut Planter) -> io::Result<bool> {
    let Some(person) = planter.plain(31, 58) else {
        return Ok(false);
    };
    let year = planter.random.between(1, 5) * 12;
    let until = Some(eve(month_start(year + 12)));
    let mut rows = Vec::new();
    let mut pair = Vec::new();
    for (name, step) in [(JOB, 1), (GUARD, 3)] {
        let months = (year + step - 1..year + 12).step_by(step).collect();
        let mut grant = planter.grant_to(name, person, months);
        grant.application.to = until;
        let (number, payments) = planter.write(&grant, |_| {})?;
        let application = planter.desk.tables.ids.application(number).to_string();
        rows.push(format!("applications:{application}"));
        rows.extend(planter.rows_of(&payments));
        pair.push(planter.programme_id(grant.application.programme));
    }
    pair.sort();
    let id = planter.person_id(person);
    let what = "a year in two programmes that exclude each other";
    planter.tell("S5", ("Person", &id), &pair.join(";"), what, &rows)
}

pub fn household_double(planter: &mut Planter) -> io::Result<bool> {
    let history = planter.desk.books.history;
    let together = |planter: &Planter, person: usize| {
        let at = |on| history.home(person, on);
        let home = at(day(2021, 12, 1)).filter(|home| at(day(2025, 1, 1)) == Some(*home))?;
        let mut others = history.residents[home].iter().copied();
        let other = others.find(|other| {
            *other != person
                && planter.is_plain(*other, 20, 100)
                && history.home(*other, day(2021, 12, 1)) == Some(home)
                && history.home(*other, day(2025, 1, 1)) == Some(home)
        })?;
        Some((home, other))
    };
    let Some(person) = planter.person(|planter, number| {
        planter.is_plain(number, 20, 100) && together(planter, number).is_some()
    }) else {
        return Ok(false);
    };
    let Some((home, other)) = together(planter, person) else {
        return Ok(false);
    };
    let programme = planter.programme(START_UP);
    let month = 36 + planter.desk.books.programmes[programme].within(programme);
    let mut rows = Vec::new();
    for member in [person, other] {
        let grant = planter.grant_to(START_UP, member, vec![month]);
        let (_, payments) = planter.write(&grant, |_| {})?;
        rows.extend(planter.rows_of(&payments));
    }
    let key = format!("{};2022", planter.programme_id(programme));
    let first = planter.desk.books.households.first;
    let id = planter.desk.tables.ids.household(first + home).to_string();
    let what = "a programme of households paid to two members of one for one period";
    planter.tell("S6", ("Household", &id), &key, what, &rows)
}

pub fn asset_mismatch(planter: &mut Planter) -> io::Result<bool> {
    let Some(person) = planter.plain(30, 70) else {
        return Ok(false);
    };
    let owner = planter.desk.books.households.people.first + person;
    let car = (AssetKind::Vehicle, "小型轿车", "自用");
    let car = asset(planter.desk.tables, owner, car, 320_000, day(2018, 5, 20))?;
    let month = planter.some_month();
    let grant = planter.grant_to(MEDICAL, person, vec![month]);
    let (_, payments) = planter.write(&grant, |_| {})?;
    let mut rows = planter.rows_of(&payments);
    rows.push(format!("assets:{}", planter.desk.tables.ids.asset(car)));
    let (id, programme) = (
        planter.person_id(person),
        planter.programme_id(grant.application.programme),
    );
    let what = "owns a car worth 320,000 yuan and draws aid that need decides";
    planter.tell("S7", ("Person", &id), &programme, what, &rows)
}

pub fn over_standard(planter: &mut Planter) -> io::Result<bool> {
    let Some(person) = planter.plain(81, 110) else {
        return Ok(false);
    };
    let quarter = planter.random.between(4, 20) * 3;
    let grant = planter.grant_to(OLD_AGE, person, vec![quarter + 2, quarter + 5]);
    let mut times = 0;
    let (_, payments) = planter.write(&grant, |payment| {
        times += 1;
        if times == 2 {
            payment.fen = payment.fen * 8 / 5;
        }
    })?;
    let rows = planter.rows_of(&payments[1..]);
    let id = planter.desk.tables.ids.payment(payments[1]).to_string();
    let what = "1.6 times the rate";
    planter.tell("S9", ("Payment", &id), &"", what, &rows)
}

pub fn account_collector(planter: &mut Planter) -> io::Result<bool> {
    let Some(collector) = planter.person(|planter, number| {
        let account = planter.desk.books.accounts.persons[number];
        planter.is_plain(number, 30, 75)
            && account.is_some_and(|account| account.opened < day(2022, 1, 1))
    }) else {
        return Ok(false);
    };
    let books = planter.desk.books;
    let Some(account) = books.accounts.persons[collector] else {
        return Ok(false);
    };
    let kin = books.kin.avoided(collector, None);
    let mut rows = Vec::new();
    for _ in 0..4 {
        let Some(person) = planter
            .person(|planter, number| planter.is_plain(number, 61, 110) && !kin.contains(&number))
        else {
            return Ok(false);
        };
        let grant = planter.grant_to(PENSION, person, vec![50, 51, 52]);
        let (_, payments) = planter.write(&grant, |payment| {
            payment.payee.account = Some(account);
            payment.banked = true;
        })?;
        rows.extend(planter.rows_of(&payments));
    }
    let id = planter.desk.tables.ids.account(account.number).to_string();
    let what = "a private account collects for four persons of four households";
    planter.tell("S10", ("Account", &id), &2023, what, &rows)
}

pub fn identity_fault(planter: &mut Planter) -> io::Result<bool> {
    let Some(person) = planter.plain(61, 110) else {
        return Ok(false);
    };
    let persons = &planter.desk.books.households.people.persons;
    let right = &persons[person].name;
    let wrong = persons.iter().map(|other| &other.name);
    let wrong = wrong
        .skip(person)
        .chain(persons.iter().map(|other| &other.name));
    let wrong = wrong.into_iter().find(|name| *name != right).cloned();
    let month = planter.some_month();
    let grant = planter.grant_to(PENSION, person, vec![month, month + 1]);
    let (_, payments) = planter.write(&grant, |payment| payment.name.clone_from(&wrong))?;
    let rows = planter.rows_of(&payments);
    let id = planter.person_id(person);
    let what = "the name on the list is not the register's";
    planter.tell("S11", ("Person", &id), &"NAME", what, &rows)
}

pub fn paid_after_exit(planter: &mut Planter) -> io::Result<bool> {
    let Some(person) = planter.plain(61, 110) else {
        return Ok(false);
    };
    let last = planter.some_month();
    let months = vec![last - 2, last - 1, last, last + 8, last + 9];
    let mut grant = planter.grant_to(PENSION, person, months);
    grant.application.to = Some(eve(month_start(last + 1)));
    let (_, payments) = planter.write(&grant, |_| {})?;
    let rows = planter.rows_of(&payments[3..]);
    let (id, programme) = (
        planter.person_id(person),
        planter.programme_id(grant.application.programme),
    );
    let what = "paid eight months after the end of eligibility";
    planter.tell("S12", ("Person", &id), &programme, what, &rows)
}

#[cfg(test)]
mod tests {
    use super::{super::land::LAND, *};

    #[test]
    fn every_programme_named_here_exists() {
        let text = include_str!("../programmes.csv");
        for name in [PENSION, OLD_AGE, JOB, GUARD, MEDICAL, LAND, START_UP] {
            assert!(text.contains(&format!("\n{name},")), "{name}");
        }
    }
}
