//! Tenders, projects and contracts gone wrong (rules C1 to C14).

use std::io;

use chrono::{Datelike, Days};

use crate::model::codes::{AgencyKind, Method, PaymentKind, StageKind};

use super::Planter;
use crate::generate::{
    calendar::{day, days_after},
    market::Brief,
    numbers,
    works::{Stage, Works, Written},
};

/// A work that can be twisted, of about so many yuan, approved in 2020 to 2023.
fn some(planter: &mut Planter, yuan: usize) -> Option<Works> {
    planter.works(yuan, [2020, 2024])
}

impl Planter<'_, '_> {
    /// Writes a work that is wrong by its project.
    fn wrong_project(&mut self, rule: &str, works: &Works, what: &str) -> io::Result<bool> {
        let written = works.write(self.desk)?;
        let id = self.desk.tables.ids.project(written.project).to_string();
        let rows = [format!("projects:{id}"), self.contract_row(&written)];
        self.tell(rule, ("Project", &id), &"", what, &rows)
    }

    /// Writes a work that is wrong by its contract.
    fn wrong_contract(&mut self, rule: &str, works: &Works, what: &str) -> io::Result<bool> {
        let written = works.write(self.desk)?;
        let id = self.desk.tables.ids.contract(written.contract).to_string();
        let mut rows = vec![self.contract_row(&written)];
        rows.extend(self.rows_of(&written.payments));
        self.tell(rule, ("Contract", &id), &"", what, &rows)
    }

    /// Writes a work that is wrong by its tender.
    fn wrong_tender(
        &mut self,
        rule: &str,
        works: &Works,
        key: &str,
        what: &str,
    ) -> io::Result<bool> {
        let written = works.write(self.desk)?;
        let tender = written.tender.unwrap_or_default();
        let id = self.desk.tables.ids.tender(tender).to_string();
        let rows = [format!("tenders:{id}"), self.contract_row(&written)];
        self.tell(rule, ("Tender", &id), &key, what, &rows)
    }

    fn contract_row(&self, written: &Written) -> String {
        format!(
            "contracts:{}",
            self.desk.tables.ids.contract(written.contract)
        )
    }
}

pub fn split(planter: &mut Planter) -> io::Result<bool> {
    let year = planter.random.between(2020, 2023) as i32;
    let mut parts = Vec::new();
    for _ in 0..3 {
        let Some(mut works) = planter.works(2_700_000, [year, year + 1]) else {
            return Ok(false);
        };
        // Early enough in the year for every date of it to fall in that year.
        let late = works.approved.ordinal0() / 10;
        works = match planter.redraft(&works, day(year, 1, 6) + Days::new(u64::from(late))) {
            Some(works) => works,
            None => return Ok(false),
        };
        works.method = Method::Inquiry;
        works.approved_method = Method::Inquiry;
        parts.push(works);
    }
    let item = format!("{year}-S{:05}", planter.desk.tables.projects.rows + 1);
    let buyer = planter.desk.tables.ids.agency(parts[0].buyer).to_string();
    let mut rows = Vec::new();
    for mut works in parts {
        works.budget_item.clone_from(&item);
        works.position = slot(planter);
        let written = works.write(planter.desk)?;
        rows.push(planter.contract_row(&written));
    }
    let key = format!("{item};工程;{year}");
    let what = "three contracts of one budget item below the threshold, together above it";
    planter.tell("C1", ("Agency", &buyer), &key, what, &rows)
}

/// Where the next project lies: far from all others.
fn slot(planter: &Planter) -> (usize, usize) {
    let number = planter.desk.tables.projects.rows;
    (number % 100 * 10_000, number / 100 * 10_000)
}

impl Planter<'_, '_> {
    /// A work like another, approved on a day.
    fn redraft(&mut self, works: &Works, approved: chrono::NaiveDate) -> Option<Works> {
        let brief = Brief {
            programme: works.programme,
            buyer: works.buyer,
            village: works.village,
            approved,
            yuan: works.fen / 100,
            winner: None,
        };
        self.market.draft(&mut self.random, self.desk, &brief)
    }
}

pub fn not_tendered(planter: &mut Planter) -> io::Result<bool> {
    let Some(mut works) = some(planter, 8_000_000) else {
        return Ok(false);
    };
    works.lot = None;
    works.offers.clear();
    works.method = Method::Direct;
    works.approved_method = Method::Direct;
    planter.wrong_project("C2", &works, "8 million yuan given without any tender")
}

pub fn method_changed(planter: &mut Planter) -> io::Result<bool> {
    let Some(mut works) = some(planter, 1_500_000) else {
        return Ok(false);
    };
    works.approved_method = Method::Open;
    works.method = Method::Consultation;
    let what = "an open tender was approved, a consultation held";
    planter.wrong_project("C3", &works, what)
}

pub fn contractor_replaced(planter: &mut Planter) -> io::Result<bool> {
    let Some(mut works) = some(planter, 1_500_000) else {
        return Ok(false);
    };
    let bids = |company: usize| works.offers.iter().any(|offer| offer.company == company);
    let contractors = planter.market.contractors.iter();
    let other = contractors
        .map(|contractor| contractor.company)
        .find(|company| !bids(*company));
    works.performer = other;
    if other.is_none() {
        return Ok(false);
    }
    let what = "built by a company that never bid";
    planter.wrong_contract("C4", &works, what)
}

pub fn procedure_irregular(planter: &mut Planter) -> io::Result<bool> {
    let Some(mut works) = some(planter, 5_000_000) else {
        return Ok(false);
    };
    if let Some(lot) = &mut works.lot {
        lot.due = days_after(lot.notice, 6);
    }
    let what = "six days to bid in an open tender";
    planter.wrong_project("C5", &works, what)
}

pub fn too_few_bidders(planter: &mut Planter) -> io::Result<bool> {
    let Some(mut works) = some(planter, 1_500_000) else {
        return Ok(false);
    };
    works.offers.truncate(2);
    planter.wrong_tender("C6", &works, "", "two bidders and no second tender")
}

pub fn linked_bidders(planter: &mut Planter) -> io::Result<bool> {
    let Some(mut works) = some(planter, 1_500_000) else {
        return Ok(false);
    };
    let phone = numbers::phone(8_000_000 + planter.desk.tables.tenders.rows);
    let mut pair = Vec::new();
    for offer in works.offers.iter_mut().skip(1).take(2) {
        offer.phone = Some(phone.clone());
        pair.push(offer.company);
    }
    pair.sort_unstable();
    let pair: Vec<String> = pair
        .into_iter()
        .map(|company| planter.company_id(company))
        .collect();
    let what = "two bidders of one lot left the same phone";
    planter.wrong_tender("C7", &works, &pair.join(";"), what)
}

pub fn price_pattern(planter: &mut Planter) -> io::Result<bool> {
    for _ in 0..40 {
        let Some(mut works) = some(planter, 1_500_000) else {
            return Ok(false);
        };
        if works.offers.len() < 4 {
            continue;
        }
        let step = works.fen * 3 / 100;
        for (place, offer) in works.offers.iter_mut().enumerate() {
            offer.fen = works.fen + place * step;
        }
        let what = "bids in equal steps";
        return planter.wrong_tender("C8", &works, "", what);
    }
    Ok(false)
}

pub fn serial_winner(planter: &mut Planter) -> io::Result<bool> {
    let county = planter.desk.books.county;
    let unused = |township: &usize| !planter.used.contains(&("buyer", *township));
    let Some(township) = (0..county.townships.len()).find(unused) else {
        return Ok(false);
    };
    planter.used.insert(("buyer", township));
    let year = planter.random.between(2020, 2023) as i32;
    let within = |works: &Works| county.villages[works.village].township == township;
    let first = (0..60).find_map(|_| {
        let works = planter.works(700_000, [year, year + 1])?;
        within(&works).then_some(works)
    });
    let Some(first) = first else { return Ok(false) };
    let buyer = county.townships[township].agency;
    let mut rows = Vec::new();
    for part in 0..6 {
        let brief = Brief {
            programme: first.programme,
            buyer,
            village: first.village,
            approved: day(year, 1, 10) + Days::new(part * 24),
            yuan: 500_000 + part as usize * 60_000,
            winner: Some(first.winner),
        };
        let works = planter
            .market
            .draft(&mut planter.random, planter.desk, &brief);
        let Some(works) = works else { return Ok(false) };
        let written = works.write(planter.desk)?;
        rows.push(planter.contract_row(&written));
    }
    let id = planter.desk.tables.ids.agency(buyer).to_string();
    let key = planter.company_id(first.winner);
    let what = "one company wins all six awards of a buyer within a year";
    planter.tell("C9", ("Agency", &id), &key, what, &rows)
}

pub fn amendment_creep(planter: &mut Planter) -> io::Result<bool> {
    let Some(mut works) = some(planter, 1_500_000) else {
        return Ok(false);
    };
    unsupplemented(&mut works);
    works.item = None;
    let begun = days_after(works.signed, 15);
    works.amendments = (0..3)
        .map(|times| (works.fen * 8 / 100, days_after(begun, times * 100)))
        .collect();
    let what = "three supplements, together 24 percent of the contract";
    planter.wrong_contract("C10", &works, what)
}

/// Takes back what an honest supplement added.
fn unsupplemented(works: &mut Works) {
    let supplements: usize = works.amendments.drain(..).map(|one| one.0).sum();
    if let Some(last) = works.payments.last_mut() {
        last.1 -= supplements;
    }
}

pub fn paid_early(planter: &mut Planter) -> io::Result<bool> {
    let Some(mut works) = some(planter, 1_500_000) else {
        return Ok(false);
    };
    let early = works.fen * 5 / 100;
    works.payments[0].1 -= early;
    let before = works.signed - Days::new(18);
    works
        .payments
        .insert(0, (before, early, PaymentKind::Advance));
    let what = "paid eighteen days before there was a contract";
    planter.wrong_contract("C11", &works, what)
}

pub fn ahead_of_progress(planter: &mut Planter) -> io::Result<bool> {
    let Some(works) = planter.works(1_500_000, [2024, 2025]) else {
        return Ok(false);
    };
    let late = day(2025, 3, 1) + Days::new(planter.random.below(60) as u64);
    let Some(mut works) = planter.redraft(&works, late) else {
        return Ok(false);
    };
    unsupplemented(&mut works);
    works.item = None;
    works.terms = false;
    works.stages.truncate(4);
    if let Some(started) = works.stages.last_mut() {
        started.accepted = None;
    }
    works.stages.push(Stage {
        kind: StageKind::Accepted,
        due: day(2026, 6, 30),
        done: None,
        accepted: None,
    });
    let (paid, advance) = (
        days_after(works.signed, 40),
        works.fen * works.advance / 100,
    );
    works.payments.truncate(1);
    works
        .payments
        .push((paid, works.fen * 60 / 100 - advance, PaymentKind::Regular));
    let what = "60 percent paid, nothing accepted";
    planter.wrong_project("C12", &works, what)
}

pub fn double_funded(planter: &mut Planter) -> io::Result<bool> {
    let Some(one) = some(planter, 900_000) else {
        return Ok(false);
    };
    let Some(mut other) = planter.redraft(&one, one.approved) else {
        return Ok(false);
    };
    other.kind = one.kind;
    other.item = None;
    other.programme = planter.programme("农田水利维修养护资金");
    other.buyer = planter.desk.books.county.bureau(AgencyKind::Water);
    other.position = (one.position.0 + 1_500, one.position.1 + 500);
    other.budget_item = format!("{}-W", one.budget_item);
    let mut ids = Vec::new();
    for works in [&one, &other] {
        let written = works.write(planter.desk)?;
        ids.push(planter.desk.tables.ids.project(written.project).to_string());
    }
    let rows: Vec<String> = ids.iter().map(|id| format!("projects:{id}")).collect();
    let what = "two projects of one kind and year within 200 metres, paid by two programmes";
    planter.tell("C14", ("Project", &ids[0]), &ids[1], what, &rows)
}
