//! The process itself: late, missing, careless records (rules C13, T1, T2, T4, T5).

use std::io;

use crate::model::codes::StageKind;

use super::{
    Planter,
    subsidies::{OLD_AGE, PENSION},
};
use crate::generate::{
    calendar::{day, days_after},
    works::Stage,
};

pub fn ledger_mismatch(planter: &mut Planter) -> io::Result<bool> {
    let Some(person) = planter.plain(81, 110) else {
        return Ok(false);
    };
    let quarter = planter.random.between(4, 20) * 3;
    let grant = planter.grant_to(OLD_AGE, person, vec![quarter + 2]);
    let (_, payments) =
        planter.write(&grant, |payment| payment.credited = Some(payment.fen / 2))?;
    let rows = planter.rows_of(&payments);
    let id = planter.desk.tables.ids.payment(payments[0]).to_string();
    let what = "the bank credited half of what was listed";
    planter.tell("C13", ("Payment", &id), &"", what, &rows)
}

pub fn late_entry(planter: &mut Planter) -> io::Result<bool> {
    let Some(person) = planter.plain(61, 110) else {
        return Ok(false);
    };
    let month = planter.some_month();
    let grant = planter.grant_to(PENSION, person, vec![month, month + 1]);
    let mut times = 0;
    let (_, payments) = planter.write(&grant, |payment| {
        times += 1;
        payment.entered = (times == 2).then_some(45);
    })?;
    let rows = planter.rows_of(&payments[1..]);
    let id = planter.desk.tables.ids.payment(payments[1]).to_string();
    let what = "entered 45 days after it was paid";
    planter.tell("T1", ("Payment", &id), &"", what, &rows)
}

pub fn stage_not_filed(planter: &mut Planter) -> io::Result<bool> {
    let Some(mut works) = planter.works(1_000_000, [2022, 2024]) else {
        return Ok(false);
    };
    works.item = None;
    works.amendments.clear();
    works.payments.truncate(1);
    works.stages.truncate(4);
    let due = days_after(works.signed, 180);
    works.stages.push(Stage {
        kind: StageKind::Accepted,
        due,
        done: None,
        accepted: None,
    });
    let written = works.write(planter.desk)?;
    let id = planter.desk.tables.ids.project(written.project).to_string();
    let rows = [format!("stages:{id}:ACCEPTED")];
    let what = "the acceptance was due long ago and is not on record";
    planter.tell("T2", ("Project", &id), &"ACCEPTED", what, &rows)
}

pub fn tip_overdue(planter: &mut Planter) -> io::Result<bool> {
    let village = planter
        .random
        .below(planter.desk.books.county.villages.len());
    let region = &planter.desk.books.county.villages[village].code;
    let received = planter.random.day(day(2022, 1, 1), day(2025, 3, 1));
    let tables = &mut planter.desk.tables;
    let number = tables.tips.rows;
    let id = tables.ids.tip(number).to_string();
    tables.tips.row(&[
        &id,
        &received,
        &"PETITION",
        &"false",
        region,
        &"",
        &"",
        &days_after(received, 6),
        &"",
        &"",
        &"",
    ])?;
    let rows = [format!("tips:{id}")];
    let what = "a petition answered in time and never closed";
    planter.tell("T4", ("Tip", &id), &"", what, &rows)
}

pub fn entry_quality(planter: &mut Planter) -> io::Result<bool> {
    let books = planter.desk.books;
    let month = planter.random.between(1, 6) * 12 + 4;
    let unused = |township: &usize| !planter.used.contains(&("entries", *township));
    let Some(township) = (0..books.county.townships.len()).find(unused) else {
        return Ok(false);
    };
    planter.used.insert(("entries", township));
    let mut rows = Vec::new();
    for _ in 0..6 {
        let Some(person) = planter.person(|planter, number| {
            let village = planter.desk.books.villages[number];
            planter.is_plain(number, 20, 110)
                && planter.desk.books.county.villages[village].township == township
        }) else {
            return Ok(false);
        };
        let grant = planter.grant_to(OLD_AGE, person, vec![month]);
        let mut payment = planter.desk.due(
            grant.application.programme,
            grant.application.payee,
            month,
            30_000,
        );
        payment.bare = true;
        let payments: Vec<usize> = planter.desk.pay(&payment)?.into_iter().collect();
        rows.extend(planter.rows_of(&payments));
    }
    let agency = books.county.townships[township].agency;
    let id = planter.desk.tables.ids.agency(agency).to_string();
    let key = format!("{}-05", 2019 + month / 12);
    let what = "six payments of one month without programme and period";
    planter.tell("T5", ("Agency", &id), &key, what, &rows)
}
