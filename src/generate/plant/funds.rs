//! Money that runs where it should not (rules F1 to F5).

use std::io;

use crate::model::codes::{CompanyKind, TransferKind};

use super::Planter;
use crate::generate::{
    calendar::{day, days_after, month_start},
    market::Contractor,
};

const DISABLED: &str = "残疾人两项补贴";
const EMERGENCY: &str = "临时救助金";

pub fn shell_winner(planter: &mut Planter) -> io::Result<bool> {
    let Some(mut works) = planter.works(1_200_000, [2021, 2024]) else {
        return Ok(false);
    };
    let books = planter.desk.books;
    let rivals: Vec<Contractor> = works.offers[1..]
        .iter()
        .map(|offer| Contractor::of(books, offer.company))
        .collect();
    let companies = books.companies.companies.iter().enumerate();
    let shell = companies.into_iter().find_map(|(number, company)| {
        let empty = company.staff == 0
            && !company.scope.contains("工程")
            && company.kind != CompanyKind::Cooperative
            && company.dissolved.is_none()
            && company.established < day(2019, 6, 1)
            && !planter.used.contains(&("shell", number));
        let shell = empty.then(|| Contractor::of(books, number))?;
        let alone = !rivals.iter().any(|rival| rival.linked(&shell, books));
        let clean = shell.near.is_disjoint(&books.overseers[works.village]);
        (alone && clean).then_some(number)
    });
    let Some(shell) = shell else { return Ok(false) };
    planter.used.insert(("shell", shell));
    works.offers[0].company = shell;
    works.winner = shell;
    let written = works.write(planter.desk)?;
    let contract = planter
        .desk
        .tables
        .ids
        .contract(written.contract)
        .to_string();
    let id = planter.company_id(shell);
    let rows = [format!("companies:{id}"), format!("contracts:{contract}")];
    let what = "no insured staff, and a scope that lacks the trade";
    planter.tell("F1", ("Company", &id), &contract, what, &rows)
}

/// Two companies that take no other part, with their accounts.
fn pair(planter: &mut Planter) -> Option<[usize; 2]> {
    let books = planter.desk.books;
    let mut free = Vec::new();
    for number in 0..books.companies.companies.len() {
        let account = books.accounts.companies[number];
        let fits = account.opened < day(2019, 1, 1)
            && !planter.used.contains(&("company", number))
            && !books.companies.companies[number].scope.contains("工程");
        if fits && free.len() < 2 {
            planter.used.insert(("company", number));
            free.push(account.number);
        }
    }
    free.try_into().ok()
}

pub fn circular_flow(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let villages = books.county.villages.iter().enumerate();
    let unused = |(number, _): &(usize, _)| !planter.used.contains(&("collective", *number));
    let Some((village, place)) = villages.into_iter().find(unused) else {
        return Ok(false);
    };
    planter.used.insert(("collective", village));
    let Some(public) = books.accounts.agencies.get(&place.agency).copied() else {
        return Ok(false);
    };
    let Some([one, other]) = pair(planter) else {
        return Ok(false);
    };
    let start = month_start(planter.some_month());
    let circle = [public.number, one, other, public.number];
    let mut transfers = Vec::new();
    for (place, fen) in [30_000_000, 29_000_000, 28_200_000].into_iter().enumerate() {
        let ends = (circle[place], Some(circle[place + 1]));
        let kind = (TransferKind::Transfer, "往来款", "");
        let number = planter
            .desk
            .transfer(ends, fen, days_after(start, place * 9), kind)?;
        transfers.push(planter.desk.tables.ids.transfer(number).to_string());
    }
    let least = circle.iter().min().copied().unwrap_or(public.number);
    let id = planter.desk.tables.ids.account(least).to_string();
    let rows: Vec<String> = transfers
        .iter()
        .map(|id| format!("transfers:{id}"))
        .collect();
    let what = "public money returns within three weeks by way of two companies";
    planter.tell("F2", ("Account", &id), &transfers.join(";"), what, &rows)
}

pub fn kickback(planter: &mut Planter) -> io::Result<bool> {
    let Some(works) = planter.works(2_000_000, [2021, 2024]) else {
        return Ok(false);
    };
    let books = planter.desk.books;
    let paid = works.payments[1].0;
    let account = |person: usize| books.accounts.persons[person];
    let term = books.officials.terms.iter().find(|term| {
        term.covers(paid)
            && books.overseers[works.village].contains(&term.person)
            && books.watchers[term.person].is_empty()
            && account(term.person).is_some_and(|account| account.opened < paid)
            && !planter.used.contains(&("official", term.person))
    });
    let (Some(term), Some(from)) = (term, books.accounts.companies.get(works.winner).copied())
    else {
        return Ok(false);
    };
    let Some(to) = account(term.person) else {
        return Ok(false);
    };
    let official = term.person;
    planter.used.insert(("official", official));
    let written = works.write(planter.desk)?;
    let kind = (TransferKind::Transfer, "咨询费", "查询授权〔2024〕1号");
    let ends = (from.number, Some(to.number));
    let transfer = planter
        .desk
        .transfer(ends, 8_000_000, days_after(paid, 12), kind)?;
    let transfer = planter.desk.tables.ids.transfer(transfer).to_string();
    let mut rows = vec![format!("transfers:{transfer}")];
    rows.extend(planter.rows_of(&written.payments[1..2]));
    let id = planter.person_id(official);
    let what = "80,000 yuan from the contractor twelve days after it was paid";
    planter.tell("F3", ("Official", &id), &transfer, what, &rows)
}

pub fn held_back(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let unused = |number: &usize| !planter.used.contains(&("collective", *number));
    let Some(village) = (0..books.county.villages.len()).find(unused) else {
        return Ok(false);
    };
    planter.used.insert(("collective", village));
    let programme = planter.programme(EMERGENCY);
    let year = planter.random.between(1, 5) * 12;
    let month = year + books.programmes[programme].within(programme);
    let mut payment = planter
        .desk
        .due(programme, books.collective(village), month, 1_800_000);
    payment.banked = true;
    let payments: Vec<usize> = planter.desk.pay(&payment)?.into_iter().collect();
    let rows = planter.rows_of(&payments);
    let agency = books.county.villages[village].agency;
    let id = planter.desk.tables.ids.agency(agency).to_string();
    let key = planter.programme_id(programme);
    let what = "18,000 yuan for households stay with the collective";
    planter.tell("F4", ("Agency", &id), &key, what, &rows)
}

pub fn gather_and_cash(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let on = day(2023, 6, 1);
    let family = |planter: &Planter, person: usize| {
        let home = books.history.home(person, on)?;
        let account = books.accounts.persons[person]?;
        let mut family = books.history.residents[home].clone();
        family.retain(|member| {
            books.households.people.persons[*member].is_alive()
                && books.history.home(*member, on) == Some(home)
                && planter.free(*member)
        });
        (family.len() >= 5 && account.opened < on).then_some((family, account))
    };
    let fits = |planter: &Planter, person: usize| {
        planter.is_plain(person, 25, 80) && family(planter, person).is_some()
    };
    let start = planter.random.below(books.villages.len());
    let all = (start..books.villages.len()).chain(0..start);
    let found = all
        .filter(|person| planter.free(*person) && fits(planter, *person))
        .find_map(|person| Some((person, family(planter, person)?)));
    let Some((person, (family, account))) = found else {
        return Ok(false);
    };
    planter.keep(person);
    let mut rows = Vec::new();
    let mut cashed = on;
    let mut fen = 0;
    for member in family.into_iter().take(5) {
        let grant = planter.grant_to(DISABLED, member, vec![53]);
        let (_, payments) = planter.write(&grant, |payment| {
            payment.payee.account = Some(account);
            payment.banked = true;
            payment.payee.village = books.villages[person];
            payment.paid = payment.paid.max(on);
            cashed = cashed.max(days_after(payment.paid, 3));
            fen += payment.fen;
        })?;
        rows.extend(planter.rows_of(&payments));
    }
    let kind = (TransferKind::CashOut, "取现", "查询授权〔2024〕2号");
    let number = planter
        .desk
        .transfer((account.number, None), fen, cashed, kind)?;
    let ids = &planter.desk.tables.ids;
    rows.push(format!("transfers:{}", ids.transfer(number)));
    let id = ids.account(account.number).to_string();
    let what = "five payees' money gathered in one account and drawn as cash three days later";
    planter.tell("F5", ("Account", &id), &2023, what, &rows)
}
