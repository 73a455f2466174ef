//! The record itself: calendar, bounds, registers handed over, tips, and what flows besides.

use std::io;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::model::codes::{AgencyKind, OwnerRole, PartyKind, TipClass, TransferKind, WorkdayKind};

use super::{
    calendar::{AS_OF, day, days_after},
    desk::Desk,
    market::ITEMS,
    places::BUREAUS,
    random::Random,
    tables::{Maybe, Tables},
};

/// First day of the new year of the moon, of the dragon boats and of mid-autumn, year by year.
const MOON: [[(u32, u32); 3]; 8] = [
    [(2, 5), (6, 7), (9, 13)],
    [(1, 25), (6, 25), (10, 1)],
    [(2, 12), (6, 14), (9, 21)],
    [(2, 1), (6, 3), (9, 10)],
    [(1, 22), (6, 22), (9, 29)],
    [(2, 10), (6, 10), (9, 17)],
    [(1, 29), (5, 31), (10, 6)],
    [(2, 17), (6, 19), (9, 25)],
];
/// Registers, and whether they come from the county rather than from its bureaus.
const REGISTERS: [&str; 23] = [
    "PERSONS",
    "DEATHS",
    "HOUSEHOLDS",
    "KINSHIPS",
    "PAYROLL",
    "POSTS",
    "COMPANIES",
    "ASSETS",
    "LAND",
    "APPLICATIONS",
    "PAYMENTS",
    "POSTINGS",
    "PROJECTS",
    "TENDERS",
    "FILINGS",
    "POWERS",
    "STATUSES",
    "ACCOUNTS",
    "TRANSFERS",
    "CONTRACTS",
    "TIPS",
    "WORKDAYS",
    "ENTRIES",
];

/// Writes what holds for every county: the calendar's exceptions and the bounds of quantities.
pub fn open(tables: &mut Tables) -> io::Result<()> {
    for (year, moon) in (2019..).zip(MOON) {
        let mut off = Vec::new();
        let mut run = |from: NaiveDate, days: u64| {
            off.extend((0..days).map(|days| from + Days::new(days)));
        };
        run(day(year, 1, 1), 1);
        run(day(year, moon[0].0, moon[0].1) - Days::new(1), 7);
        run(day(year, 4, 5), 1);
        run(day(year, 5, 1), 3);
        run(day(year, moon[1].0, moon[1].1), 1);
        run(day(year, moon[2].0, moon[2].1), 1);
        run(day(year, 10, 1), 7);
        off.sort_unstable();
        off.dedup();
        let weekend = |date: &NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let mut exceptions: Vec<(NaiveDate, WorkdayKind)> = off
            .iter()
            .filter(|date| !weekend(date))
            .map(|date| (*date, WorkdayKind::Holiday))
            .collect();
        // Two weekends are worked for the longest holidays.
        for last in [
            day(year, moon[0].0, moon[0].1) + Days::new(5),
            day(year, 10, 7),
        ] {
            let mut after = (1..14).map(|days| last + Days::new(days));
            let worked = after.find(|date| date.weekday() == Weekday::Sat && !off.contains(date));
            exceptions.extend(worked.map(|date| (date, WorkdayKind::Workday)));
        }
        exceptions.sort_unstable_by_key(|exception| exception.0);
        for (date, kind) in exceptions {
            tables.workdays.row(&[&date, &kind])?;
        }
    }
    for (_, item, unit, least, most) in ITEMS {
        tables.limits.row(&[&item, &unit, &1, &1_000_000])?;
        let price = format!("元/{unit}");
        tables
            .limits
            .row(&[&item, &price, &(least / 2), &(most * 2)])?;
    }
    Ok(())
}

/// Writes which registers a county handed over, and who hands over what.
pub fn hand_over(desk: &mut Desk) -> io::Result<()> {
    let county = desk.books.county;
    for register in REGISTERS {
        desk.tables
            .coverage
            .row(&[&register, &county.code, &"2015-01-01", &AS_OF])?;
    }
    for (place, (kind, _)) in BUREAUS.into_iter().enumerate() {
        let ids = &desk.tables.ids;
        let monthly = matches!(kind, AgencyKind::Finance | AgencyKind::CivilAffairs);
        desk.tables.sources.row(&[
            &ids.source(desk.tables.sources.rows),
            &ids.agency(county.bureau(kind)),
            &"县级数据共享协议",
            &"资金监管",
            &"",
            &(if monthly { 1 } else { 3 }),
            &(10 + place % 3 * 5),
            &120,
        ])?;
    }
    Ok(())
}

/// Writes the tips of seven years, each told and closed in time, unless it is still young.
pub fn listen(random: &mut Random, desk: &mut Desk) -> io::Result<()> {
    let books = desk.books;
    for _ in 0..books.villages.len() / 300 + 1 {
        let received = random.day(day(2019, 1, 2), AS_OF);
        let class = [
            TipClass::Petition,
            TipClass::Accusation,
            TipClass::Suggestion,
        ];
        let class = class[random.weighted([60, 25, 15].into_iter())];
        let informed = days_after(received, random.between(1, 9));
        let closed = days_after(received, random.between(12, 45));
        let on_file = |date: NaiveDate| (date <= AS_OF).then_some(date);
        let village = &books.county.villages[random.below(books.county.villages.len())];
        let target = random.chance(500);
        let ids = &desk.tables.ids;
        let id = ids.tip(desk.tables.tips.rows);
        desk.tables.tips.row(&[
            &id,
            &received,
            &class,
            &(class == TipClass::Accusation && random.chance(600)),
            &village.code,
            &Maybe(target.then_some(PartyKind::Agency)),
            &Maybe(target.then(|| ids.agency(village.agency))),
            &Maybe(on_file(informed)),
            &Maybe(on_file(closed)),
            &"",
            &Maybe(on_file(closed).map(|_| "已答复")),
        ])?;
    }
    Ok(())
}

/// Writes who acts for the old at the bank, and what people draw in cash.
pub fn bank(random: &mut Random, desk: &mut Desk) -> io::Result<()> {
    let books = desk.books;
    let people = books.households.people;
    for (number, account) in books.accounts.persons.iter().enumerate() {
        let Some(account) = account else { continue };
        let person = &people.persons[number];
        let child = books.kin.children(number).iter().copied().find(|child| {
            let child = &people.persons[*child];
            child.is_alive() && child.has_age(18, day(2019, 1, 1))
        });
        if let Some(child) = child.filter(|_| person.has_age(75, AS_OF) && random.chance(60)) {
            let ids = &desk.tables.ids;
            desk.tables.accountOwners.row(&[
                &ids.account(account.number),
                &PartyKind::Person,
                &ids.person(people.first + child),
                &OwnerRole::Agent,
                &account.opened,
                &"",
            ])?;
        }
        if random.chance(40) {
            for _ in 0..random.tail(1, 12) {
                let on = random.day(account.opened.max(day(2019, 1, 1)), AS_OF);
                let fen = random.tail(20_000, 800_000);
                let kind = (TransferKind::CashOut, "取现", "");
                desk.transfer((account.number, None), fen, on, kind)?;
            }
        }
    }
    wages(random, desk)
}

/// Writes the wages that companies with staff pay to people without kin in office.
fn wages(random: &mut Random, desk: &mut Desk) -> io::Result<()> {
    let books = desk.books;
    for (number, company) in books.companies.companies.iter().enumerate() {
        let (Some(from), true) = (books.accounts.companies.get(number), company.staff > 0) else {
            continue;
        };
        for _ in 0..company.staff.min(6) {
            let worker = random.below(books.villages.len());
            let to = books.accounts.persons[worker];
            let Some(to) = to.filter(|_| books.watchers[worker].is_empty()) else {
                continue;
            };
            let first = from.opened.max(to.opened).max(day(2019, 1, 1));
            let on = random.day(first, AS_OF);
            let kind = (TransferKind::Wages, "工资", "");
            let fen = random.between(250_000, 650_000);
            desk.transfer((from.number, Some(to.number)), fen, on, kind)?;
        }
    }
    Ok(())
}
