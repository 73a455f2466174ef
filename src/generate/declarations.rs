//! What officials declare each year: the companies and posts of their kin.

use std::{collections::BTreeSet, io};

use chrono::NaiveDate;

use crate::model::codes::FilingKind;

use super::{
    calendar::day,
    companies::Holder,
    payees::Books,
    plant::Reserve,
    random::Random,
    tables::{Id, Maybe, Tables},
};

/// Years for which declarations are on file.
const YEARS: [i32; 2] = [2023, 2024];

/// Writes the declarations of two officials of five, complete but for what is planted.
pub fn declare(
    random: &mut Random,
    books: &Books,
    reserve: &Reserve,
    tables: &mut Tables,
) -> io::Result<()> {
    let first = books.households.people.first;
    for official in &books.officials.persons {
        let hidden = reserve.hidden.get(official).copied();
        if !random.chance(400) && hidden.is_none() {
            continue;
        }
        let mut kin = books.kin.avoided(*official, None);
        kin.insert(*official);
        let companies = business(books, &kin);
        let posts = kin
            .iter()
            .filter(|one| books.officials.persons.contains(one) && *one != official);
        let posts: Vec<usize> = posts.copied().collect();
        for year in YEARS {
            let filed = random.day(day(year + 1, 1, 5), day(year + 1, 2, 25));
            let mut filing = |kind, relative: Option<usize>, company: Option<usize>| {
                let ids = &tables.ids;
                let relative = relative.map(|relative| ids.person(first + relative));
                let company = company.map(|company| ids.company(books.companies.first + company));
                let id = ids.filing(tables.filings.rows);
                let official = ids.person(first + official);
                row(
                    &mut tables.filings,
                    (id, official),
                    kind,
                    (relative, company),
                    (year, filed),
                )
            };
            filing(FilingKind::Declaration, None, None)?;
            for (company, relative) in &companies {
                if hidden != Some(*company) {
                    filing(FilingKind::Business, Some(*relative), Some(*company))?;
                }
            }
            for relative in &posts {
                filing(FilingKind::Post, Some(*relative), None)?;
            }
        }
    }
    Ok(())
}

fn row(
    filings: &mut super::tables::Table,
    (id, official): (Id, Id),
    kind: FilingKind,
    (relative, company): (Option<Id>, Option<Id>),
    (year, filed): (i32, NaiveDate),
) -> io::Result<()> {
    filings.row(&[
        &id,
        &official,
        &kind,
        &Maybe(relative),
        &Maybe(company),
        &"",
        &"",
        &year,
        &filed,
        &"",
    ])
}

/// Every company in which one of these ever had a part, with one of them.
fn business(books: &Books, kin: &BTreeSet<usize>) -> Vec<(usize, usize)> {
    let companies = books.companies.companies.iter().enumerate();
    companies
        .filter_map(|(number, company)| {
            company.stakes.iter().find_map(|stake| match stake.holder {
                Holder::Person(person) if kin.contains(&person) => Some((number, person)),
                _ => None,
            })
        })
        .collect()
}
