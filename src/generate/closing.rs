//! The books of a county closed: lists, postings, and the money that came from above.

use std::{collections::BTreeMap, io};

use chrono::Days;

use crate::model::{
    Money,
    codes::{Posting, PostingKind},
};

use super::{
    calendar::{day, days_after, month_start},
    desk::Desk,
    places::Province,
    programmes::Payer,
    tables::{Id, Maybe},
};

/// Writes what the payments of a county add up to.
pub fn close(desk: &mut Desk, province: &Province) -> io::Result<()> {
    list(desk)?;
    post(desk)?;
    allocate(desk, province)
}

/// Every list with its sums, in the order of their numbers.
fn list(desk: &mut Desk) -> io::Result<()> {
    let books = desk.books;
    let first = desk.tables.payouts.rows;
    let mut payouts: Vec<_> = desk.payouts.iter().collect();
    payouts.sort_unstable_by_key(|(_, payout)| payout.number);
    for ((programme, township, month), payout) in payouts {
        let payer = match books.programmes[*programme].payer {
            Payer::County => books
                .county
                .bureau(books.programmes[*programme].agency_kind),
            Payer::Township => books.county.townships[*township].agency,
        };
        let village = |village: &super::places::Village| village.township == *township;
        let village = books.county.villages.iter().position(village).unwrap_or(0);
        let paid = desk.payday(*programme, *month, village);
        let ids = &desk.tables.ids;
        let fen = Money(payout.fen as i64);
        desk.tables.payouts.row(&[
            &ids.payout(first + payout.number),
            &ids.agency(payer),
            &ids.programme(*programme),
            &payout.period,
            &payout.count,
            &fen,
            &fen,
            &paid,
            &Money(payout.returned as i64),
        ])?;
    }
    Ok(())
}

/// Every list that had to be posted, village by village.
fn post(desk: &mut Desk) -> io::Result<()> {
    let books = desk.books;
    for ((programme, village, month), period) in &desk.lists {
        if desk.unposted.contains(&(*programme, *village, *month)) {
            continue;
        }
        let (from, days) = desk.posting(*programme, *village, *month);
        let kind = match books.programmes[*programme].posting {
            Posting::List => PostingKind::Beneficiaries,
            _ => PostingKind::Payout,
        };
        let place = &books.county.villages[*village];
        let ids = &desk.tables.ids;
        let id = ids.posting(desk.tables.postings.rows);
        desk.tables.postings.row(&[
            &id,
            &kind,
            &place.code,
            &ids.agency(place.agency),
            &ids.programme(*programme),
            &"",
            period,
            &from,
            &days_after(from, days),
        ])?;
    }
    Ok(())
}

/// A year's money of each programme, from the province to the county and on to its townships.
fn allocate(desk: &mut Desk, province: &Province) -> io::Result<()> {
    let books = desk.books;
    let mut sums: BTreeMap<(usize, usize), BTreeMap<usize, usize>> = BTreeMap::new();
    for ((programme, township, month), payout) in &desk.payouts {
        let year = sums.entry((*programme, month / 12)).or_default();
        *year.entry(*township).or_default() += payout.fen;
    }
    for ((number, year), townships) in sums {
        let programme = &books.programmes[number];
        let county = books.county.bureau(programme.agency_kind);
        // Rounded up to ten thousand yuan: nobody allocates cents.
        let round = |fen: usize| fen.div_ceil(1_000_000) * 1_000_000;
        let total = townships.values().map(|fen| round(*fen)).sum();
        let first = desk.tables.allocations.rows;
        let from = province.bureau(programme.agency_kind);
        allocation(desk, (from, county), (number, year), total, None)?;
        if programme.payer == Payer::Township {
            for (township, fen) in townships {
                let to = books.county.townships[township].agency;
                allocation(desk, (county, to), (number, year), round(fen), Some(first))?;
            }
        }
    }
    Ok(())
}

fn allocation(
    desk: &mut Desk,
    (from, to): (usize, usize),
    (programme, year): (usize, usize),
    fen: usize,
    parent: Option<usize>,
) -> io::Result<()> {
    let number = desk.tables.allocations.rows;
    let year_number = 2019 + year as i32;
    let days = if parent.is_some() { 30 } else { 5 } + programme as u64 % 20;
    let issued = day(year_number, 1, 1).max(month_start(0)) + Days::new(days);
    let ids = &desk.tables.ids;
    let parent: Option<Id> = parent.map(|parent| ids.allocation(parent));
    desk.tables.allocations.row(&[
        &ids.allocation(number),
        &ids.agency(from),
        &ids.agency(to),
        &ids.programme(programme),
        &year_number,
        &Money(fen as i64),
        &format_args!("财预〔{year_number}〕{}号", number + 1),
        &issued,
        &days_after(issued, 7),
        &Maybe(parent),
    ])
}
