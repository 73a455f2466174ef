//! Officials and their relatives (rules K1 to K6).

use std::{collections::BTreeSet, io};

use chrono::{Days, NaiveDate};

use crate::model::codes::{InterestKind, JoinReason, PowerKind};

use super::{
    Planter,
    subsidies::{MEDICAL, PENSION},
};
use crate::generate::{
    cadres::Term,
    calendar::{day, month_from},
    companies::Holder,
    market::Brief,
};

const TRAVEL: &str = "外出务工交通补助";
const MINIMUM: &str = "农村最低生活保障金";

/// The day on which planted officials serve.
const SERVING: NaiveDate = day(2023, 6, 1);

impl Planter<'_, '_> {
    /// The terms that cover the day and whose holder nothing else needs, in random order.
    fn serving(&mut self) -> Vec<usize> {
        let terms = self.desk.books.officials.terms.iter().enumerate();
        let serving = |term: &Term| {
            term.from < day(2022, 1, 1)
                && term.to.is_none()
                && !self.reserve.persons[term.person]
                && !self.used.contains(&("official", term.person))
        };
        let mut serving: Vec<usize> = terms
            .filter(|(_, term)| serving(term))
            .map(|(number, _)| number)
            .collect();
        self.random.shuffle(&mut serving);
        serving
    }

    /// The village whose collective a term is at.
    fn seat(&self, term: &Term) -> Option<usize> {
        let mut villages = self.desk.books.county.villages.iter();
        villages.position(|village| village.agency == term.agency)
    }

    /// Keeps an official out of other plants.
    fn spend_official(&mut self, person: usize) {
        self.used.insert(("official", person));
    }

    /// Nobody whom the person ever lived with is needed elsewhere, and the two never lived together.
    fn apart(&self, person: usize, other: usize) -> bool {
        let mut housemates = self.desk.books.history.housemates(person);
        !housemates.any(|housemate| housemate == other) && self.free(person)
    }
}

pub fn unfiled_relative(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let mut found = None;
    for term in planter.serving() {
        let term = &books.officials.terms[term];
        let Some(village) = planter.seat(term) else {
            continue;
        };
        let relatives = books.kin.declared(term.person, SERVING);
        let relative = relatives.into_iter().find(|relative| {
            books.villages[*relative] == village
                && planter.is_plain(*relative, 10, 90)
                && planter.apart(*relative, term.person)
        });
        if let Some(relative) = relative {
            found = Some((term.person, relative));
            break;
        }
    }
    let Some((official, relative)) = found else {
        return Ok(false);
    };
    planter.spend_official(official);
    planter.keep(relative);
    let mut grant = planter.grant_to(MEDICAL, relative, vec![53]);
    grant.application.silent = Some(official);
    let (number, payments) = planter.write(&grant, |_| {})?;
    let mut rows = planter.rows_of(&payments);
    let application = planter.desk.tables.ids.application(number).to_string();
    rows.push(format!("applications:{application}"));
    let key = format!(
        "{};{}",
        planter.person_id(relative),
        planter.programme_id(grant.application.programme)
    );
    let id = planter.person_id(official);
    let what = "a close relative draws aid that need decides in the village, and nobody filed it";
    planter.tell("K1", ("Official", &id), &key, what, &rows)
}

pub fn kin_concentration(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let programme = planter.programme(TRAVEL);
    let mut found = None;
    for term in planter.serving() {
        let term = &books.officials.terms[term];
        let Some(village) = planter.seat(term) else {
            continue;
        };
        let others: BTreeSet<usize> = books
            .officials
            .terms
            .iter()
            .filter(|other| planter.seat(other) == Some(village) && other.person != term.person)
            .map(|other| other.person)
            .collect();
        let relatives = books.kin.avoided(term.person, Some(SERVING));
        let mut able: Vec<usize> = relatives.into_iter().collect();
        able.retain(|relative| {
            books.villages[*relative] == village
                && planter.is_plain(*relative, 19, 59)
                && planter.apart(*relative, term.person)
                && !books.watchers[*relative]
                    .iter()
                    .any(|other| others.contains(other))
        });
        if able.len() >= 3 && !planter.used.contains(&("concentration", village)) {
            able.truncate(5);
            found = Some((term.person, village, able));
            break;
        }
    }
    let Some((official, village, relatives)) = found else {
        return Ok(false);
    };
    planter.spend_official(official);
    planter.used.insert(("concentration", village));
    planter.reserve.closed.insert((programme, village));
    let month = 48 + planter.desk.books.programmes[programme].within(programme);
    let mut rows = Vec::new();
    for relative in relatives {
        planter.keep(relative);
        let grant = planter.grant_to(TRAVEL, relative, vec![month]);
        let (_, payments) = planter.write(&grant, |_| {})?;
        rows.extend(planter.rows_of(&payments));
    }
    let key = format!("{};2023", planter.programme_id(programme));
    let id = planter.person_id(official);
    let what = "all that the programme paid in the village went to kin of one cadre";
    planter.tell("K2", ("Official", &id), &key, what, &rows)
}

pub fn no_recusal(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let mut found = None;
    for term in planter.serving() {
        let official = books.officials.terms[term].person;
        let relatives = books.kin.avoided(official, Some(SERVING));
        let relative = relatives.into_iter().find(|relative| {
            planter.is_plain(*relative, 61, 110) && planter.apart(*relative, official)
        });
        if let Some(relative) = relative {
            found = Some((official, relative));
            break;
        }
    }
    let Some((official, relative)) = found else {
        return Ok(false);
    };
    planter.spend_official(official);
    planter.keep(relative);
    let mut grant = planter.grant_to(PENSION, relative, vec![54, 55, 56]);
    grant.application.approver = Some(official);
    let (number, _) = planter.write(&grant, |_| {})?;
    let application = planter.desk.tables.ids.application(number).to_string();
    let id = planter.person_id(official);
    let rows = [format!("handlings:{application}:APPROVAL:{id}")];
    let what = "approved the application of a relative";
    planter.tell("K3", ("Official", &id), &application, what, &rows)
}

pub fn kin_company_wins(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let Some(road) = (0..books.programmes.len())
        .find(|number| crate::generate::market::Market::builds(books, *number))
    else {
        return Ok(false);
    };
    let mut found = None;
    for number in planter.serving() {
        let term = &books.officials.terms[number];
        let directs = matches!(term.power, PowerKind::Directs | PowerKind::Awards);
        let kin = books.kin.avoided(term.person, Some(SERVING));
        let Some((contractor, village)) = directs
            .then(|| planter.related_contractor(term.person, &kin))
            .flatten()
        else {
            continue;
        };
        let brief = Brief {
            programme: road,
            buyer: books.county.bureau(books.programmes[road].agency_kind),
            village,
            approved: day(2023, 3, 20),
            yuan: 1_800_000,
            winner: Some(contractor),
        };
        let works = planter
            .market
            .draft(&mut planter.random, planter.desk, &brief);
        if let Some(works) = works {
            found = Some((term.person, contractor, works));
            break;
        }
    }
    let Some((official, contractor, works)) = found else {
        return Ok(false);
    };
    planter.spend_official(official);
    planter.used.insert(("contractor", contractor));
    let written = works.write(planter.desk)?;
    let contract = planter
        .desk
        .tables
        .ids
        .contract(written.contract)
        .to_string();
    let rows = [format!("contracts:{contract}")];
    let id = planter.person_id(official);
    let what = "a company of the cadre's kin wins where the cadre directs";
    planter.tell("K4", ("Official", &id), &contract, what, &rows)
}

impl Planter<'_, '_> {
    /// A contractor that one of these relatives represents or holds much of in 2023, and a village
    /// where no other official is near it.
    fn related_contractor(&self, official: usize, kin: &BTreeSet<usize>) -> Option<(usize, usize)> {
        let books = self.desk.books;
        let counts = |stake: &crate::generate::companies::Stake| {
            let related = match stake.holder {
                Holder::Person(person) => kin.contains(&person),
                Holder::Company(_) => false,
            };
            let much = stake.kind == InterestKind::LegalRepresentative
                || stake.share.is_some_and(|share| share >= 800);
            related && much && stake.from < day(2022, 1, 1) && stake.to.is_none()
        };
        for contractor in &self.market.contractors {
            let company = &books.companies.companies[contractor.company];
            if self.used.contains(&("contractor", contractor.company))
                || !company.stakes.iter().any(counts)
            {
                continue;
            }
            let village = (0..books.overseers.len()).find(|village| {
                let near = books.overseers[*village].intersection(&contractor.near);
                near.eq([&official])
            });
            if let Some(village) = village {
                return Some((contractor.company, village));
            }
        }
        None
    }
}

pub fn moved_in(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let reasons = [JoinReason::Transfer, JoinReason::Return, JoinReason::Other];
    let moves = |planter: &Planter, person: usize| {
        let stays = books.history.homes[person].iter();
        stays
            .filter(|stay| stay.reason.is_some_and(|reason| reasons.contains(&reason)))
            .filter(|stay| stay.from > day(2019, 2, 1) && stay.from < day(2025, 2, 1))
            .filter(|stay| stay.to.is_none_or(|to| to > stay.from + Days::new(300)))
            .find_map(|stay| {
                let residents = &books.history.residents[stay.household];
                let needy = |resident: &usize| {
                    let days = [30, 120, 230].map(|days| stay.from + Days::new(days));
                    let home =
                        |on: &NaiveDate| books.history.home(*resident, *on) == Some(stay.household);
                    books.standing.plain[*resident] || !days.iter().any(home)
                };
                let free = residents.iter().all(|resident| planter.free(*resident));
                let mut related = books.watchers[person].clone();
                related.retain(|official| {
                    let kin = books.kin.avoided(*official, Some(stay.from));
                    kin.contains(&person) && books.officials.serves(*official, stay.from)
                });
                let fits = !related.is_empty() && free && residents.iter().all(needy);
                fits.then_some((stay.household, stay.from, related))
            })
    };
    // Most people are kin of several in office; whoever is kin of fewest is the clearest.
    let found = (0..books.villages.len())
        .filter(|person| planter.free(*person))
        .filter_map(|person| Some((person, moves(planter, person)?)))
        .min_by_key(|(_, (_, _, related))| related.len());
    let Some((person, (home, joined, related))) = found else {
        return Ok(false);
    };
    planter.keep(person);
    let first = month_from(joined + Days::new(25));
    let payee = books.household(home);
    let programme = planter.programme(MINIMUM);
    let grant = planter.grant(programme, payee, (first..first + 6).collect());
    let (_, payments) = planter.write(&grant, |_| {})?;
    let mut rows = planter.rows_of(&payments[..1]);
    let ids = &planter.desk.tables.ids;
    let household = ids.household(books.households.first + home).to_string();
    rows.push(format!(
        "memberships:{}:{household}",
        planter.person_id(person)
    ));
    let what = "a relative joined the household shortly before its first payment";
    for official in related {
        let id = planter.person_id(official);
        planter.tell("K5", ("Official", &id), &household, what, &rows)?;
    }
    Ok(true)
}

pub fn hidden_interest(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let mut found = None;
    for number in planter.serving() {
        let official = books.officials.terms[number].person;
        let kin = books.kin.avoided(official, Some(day(2024, 6, 1)));
        let company = books.companies.companies.iter().position(|company| {
            company.dissolved.is_none()
                && company.stakes.iter().any(|stake| {
                    let related = matches!(stake.holder, Holder::Person(one) if kin.contains(&one));
                    let much = stake.kind == InterestKind::LegalRepresentative
                        || stake.share.is_some_and(|share| share >= 800);
                    related && much && stake.from < day(2023, 6, 1) && stake.to.is_none()
                })
        });
        if let Some(company) = company {
            found = Some((official, company));
            break;
        }
    }
    let Some((official, company)) = found else {
        return Ok(false);
    };
    planter.spend_official(official);
    planter.reserve.hidden.insert(official, company);
    let (id, company) = (planter.person_id(official), planter.company_id(company));
    let rows = [format!("interests:{company}"), format!("filings:{id}:2024")];
    let what = "the declaration of 2024 lacks a relative's company";
    planter.tell("K6", ("Official", &id), &company, what, &rows)
}
