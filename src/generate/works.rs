//! Works: approved, put out to tender, contracted, built and paid.

use std::io;

use chrono::{Datelike, NaiveDate};

use crate::model::{
    Money,
    codes::{BidStatus, Method, PartyKind, PaymentKind, StageKind, TransferKind},
};

use super::{
    calendar::{AS_OF, days_after, month},
    desk::{Desk, Payment},
    market::ITEMS,
    random::Random,
    tables::Maybe,
};

/// One lot put out to tender.
pub struct Lot {
    pub notice: NaiveDate,
    pub due: NaiveDate,
    pub awarded: NaiveDate,
}

/// What a bidder offers.
pub struct Offer {
    pub company: usize,
    pub fen: usize,
    /// A phone other than the company's.
    pub phone: Option<String>,
}

/// A stage of a project; nothing done means that nothing is on file but when it is due.
pub struct Stage {
    pub kind: StageKind,
    pub due: NaiveDate,
    pub done: Option<NaiveDate>,
    /// The day so many percent were accepted.
    pub accepted: Option<(NaiveDate, usize)>,
}

/// A project with its one lot and its one contract.
pub struct Works {
    pub programme: usize,
    pub buyer: usize,
    pub village: usize,
    pub kind: &'static str,
    /// Place in the list of items, quantity, yuan a unit.
    pub item: Option<(usize, usize, usize)>,
    pub budget_item: String,
    /// Millionths of a degree east and north of the province's corner.
    pub position: (usize, usize),
    pub approved: NaiveDate,
    pub approved_method: Method,
    pub method: Method,
    pub lot: Option<Lot>,
    pub offers: Vec<Offer>,
    pub winner: usize,
    pub performer: Option<usize>,
    pub fen: usize,
    /// Percent paid before anything is built.
    pub advance: usize,
    pub signed: NaiveDate,
    pub stages: Vec<Stage>,
    /// Fen and day.
    pub amendments: Vec<(usize, NaiveDate)>,
    /// Day, fen and what it is.
    pub payments: Vec<(NaiveDate, usize, PaymentKind)>,
    /// Whether it is on file when which share falls due.
    pub terms: bool,
}

/// The numbers of what was written.
pub struct Written {
    pub project: usize,
    pub tender: Option<usize>,
    pub contract: usize,
    pub payments: Vec<usize>,
}

impl Works {
    /// Builds as contracted and pays as built.
    pub fn build(&mut self, random: &mut Random) {
        let started = days_after(self.signed, random.between(7, 20));
        let half = days_after(started, random.between(40, 90));
        let accepted = days_after(half, random.between(40, 100));
        let settled = days_after(accepted, random.between(30, 80));
        let tendered = self.lot.as_ref().map_or(self.approved, |lot| lot.notice);
        let mut stage = |kind, done: NaiveDate, accepted| Stage {
            kind,
            due: days_after(done, random.between(3, 20)),
            done: Some(done),
            accepted,
        };
        self.stages = vec![
            stage(StageKind::Approved, self.approved, None),
            stage(StageKind::Tendered, tendered, None),
            stage(StageKind::Contracted, self.signed, None),
            stage(StageKind::Started, started, Some((half, 50))),
            stage(StageKind::Accepted, accepted, Some((accepted, 100))),
            stage(StageKind::Settled, settled, None),
        ];
        if random.chance(200) {
            let percent = random.between(1, 8);
            self.amendments.push((self.fen * percent / 100, half));
            self.item = None;
        }
        let supplements: usize = self.amendments.iter().map(|one| one.0).sum();
        let part = |percent: usize| self.fen * percent / 100;
        let mut paid = 0;
        for (from, upto, kind, most) in [
            (self.signed, part(self.advance), PaymentKind::Advance, 1),
            (half, part(50), PaymentKind::Regular, 3),
            (accepted, part(90), PaymentKind::Regular, 4),
            (settled, self.fen + supplements, PaymentKind::Retention, 1),
        ] {
            let times = random.between(1, most);
            for left in (1..=times).rev() {
                let fen = (upto - paid) / left;
                let later = random.between(3, 6) + (times - left) * 5;
                self.payments.push((days_after(from, later), fen, kind));
                paid += fen;
            }
        }
    }

    /// Writes the work with all that is on file about it.
    pub fn write(&self, desk: &mut Desk) -> io::Result<Written> {
        let mut written = Written {
            project: desk.tables.projects.rows,
            tender: self.lot.as_ref().map(|_| desk.tables.tenders.rows),
            contract: desk.tables.contracts.rows,
            payments: Vec::new(),
        };
        self.write_project(desk)?;
        if let (Some(lot), Some(tender)) = (&self.lot, written.tender) {
            self.write_tender(desk, lot, (written.project, tender))?;
        }
        self.write_contract(desk, &written)?;
        self.write_stages(desk, &written)?;
        let payee = desk.books.company(self.winner);
        for (paid, fen, kind) in &self.payments {
            let payment = Payment {
                paid: (*paid).min(AS_OF),
                kind: *kind,
                works: Some((written.project, written.contract)),
                ..desk.due(self.programme, self.at(payee), month(*paid), *fen)
            };
            written.payments.extend(desk.pay(&payment)?);
        }
        Ok(written)
    }

    /// The payee as paid for a work in its village.
    fn at(&self, payee: super::payees::Payee) -> super::payees::Payee {
        super::payees::Payee {
            village: self.village,
            ..payee
        }
    }

    fn write_project(&self, desk: &mut Desk) -> io::Result<()> {
        let village = &desk.books.county.villages[self.village];
        let ids = &desk.tables.ids;
        let degrees = |least: usize, millionths: usize| {
            let all = least * 1_000_000 + millionths;
            format!("{}.{:06}", all / 1_000_000, all % 1_000_000)
        };
        let supplements: usize = self.amendments.iter().map(|one| one.0).sum();
        let number = desk.tables.projects.rows;
        let id = ids.project(number);
        desk.tables.projects.row(&[
            &id,
            &format_args!("{}{}工程", village.name, self.kind),
            &self.kind,
            &self.approved.year(),
            &Money((self.fen + supplements) as i64 / 20 * 21),
            &ids.agency(self.buyer),
            &ids.programme(self.programme),
            &self.approved,
            &self.approved_method,
            &self.method,
            &"",
            &"",
            &degrees(100, self.position.0),
            &degrees(29, self.position.1),
            &village.code,
        ])
    }

    /// The lot, its bids, and the bonds that came and went.
    fn write_tender(
        &self,
        desk: &mut Desk,
        lot: &Lot,
        (project, tender): (usize, usize),
    ) -> io::Result<()> {
        let ids = &desk.tables.ids;
        let estimate = self
            .offers
            .iter()
            .map(|offer| offer.fen)
            .max()
            .unwrap_or(self.fen);
        desk.tables.tenders.row(&[
            &ids.tender(tender),
            &ids.project(project),
            &ids.agency(self.buyer),
            &self.method,
            &self.budget_item,
            &"工程",
            &Money((estimate / 100 * 102) as i64),
            &lot.notice,
            &lot.due,
            &lot.due,
            &lot.awarded,
            &"成交",
        ])?;
        let buyer = desk.books.accounts.agencies.get(&self.buyer).copied();
        for offer in &self.offers {
            let account = desk.books.accounts.companies.get(offer.company).copied();
            let ids = &desk.tables.ids;
            let status = if offer.company == self.winner {
                BidStatus::Won
            } else {
                BidStatus::Valid
            };
            desk.tables.bids.row(&[
                &ids.tender(tender),
                &PartyKind::Company,
                &ids.company(desk.books.companies.first + offer.company),
                &Money(offer.fen as i64),
                &status,
                &days_after(lot.notice, 5),
                &Maybe(account.map(|account| ids.account(account.number))),
                &Maybe(offer.phone.as_deref()),
                &"",
            ])?;
            if let (Some(buyer), Some(account)) = (buyer, account) {
                let (there, back) = ((account.number, Some(buyer.number)), self.fen / 50);
                let kind = (TransferKind::Bond, "投标保证金", "");
                desk.transfer(there, back, days_after(lot.notice, 4), kind)?;
                let home = (buyer.number, Some(account.number));
                let kind = (TransferKind::Refund, "退还投标保证金", "");
                desk.transfer(home, back, days_after(lot.awarded, 5), kind)?;
            }
        }
        Ok(())
    }

    fn write_contract(&self, desk: &mut Desk, written: &Written) -> io::Result<()> {
        let ids = &desk.tables.ids;
        let contract = ids.contract(written.contract);
        let company = |number: usize| ids.company(desk.books.companies.first + number);
        let awarded = self.lot.as_ref().map(|lot| lot.awarded);
        desk.tables.contracts.row(&[
            &contract,
            &Maybe(written.tender.map(|tender| ids.tender(tender))),
            &ids.project(written.project),
            &ids.agency(self.buyer),
            &self.method,
            &"工程",
            &self.budget_item,
            &PartyKind::Company,
            &company(self.winner),
            &Maybe(self.performer.map(|_| PartyKind::Company)),
            &Maybe(self.performer.map(company)),
            &Money(self.fen as i64),
            &self.advance,
            &Maybe(awarded),
            &self.signed,
        ])?;
        if let Some((item, quantity, price)) = self.item {
            let accepted = self.stages.iter().find_map(|stage| {
                let accepted = stage.accepted.filter(|accepted| accepted.1 == 100)?;
                Some(accepted.0)
            });
            desk.tables.contractItems.row(&[
                &contract,
                &ITEMS[item].1,
                &ITEMS[item].2,
                &quantity,
                &price,
                &Maybe(accepted.map(|_| quantity)),
                &Maybe(accepted),
            ])?;
        }
        for (stage, progress, share) in [
            (StageKind::Contracted, 0, self.advance),
            (StageKind::Started, 50, 50 - self.advance.min(50)),
            (StageKind::Accepted, 100, 40),
            (StageKind::Settled, 100, 10),
        ] {
            if self.terms {
                desk.tables
                    .paymentTerms
                    .row(&[&contract, &stage, &progress, &share, &""])?;
            }
        }
        for (fen, signed) in &self.amendments {
            desk.tables.amendments.row(&[
                &ids.amendment(desk.tables.amendments.rows),
                &contract,
                &Money(*fen as i64),
                signed,
                &days_after(*signed, 3),
                &"工程量增加",
            ])?;
        }
        Ok(())
    }

    fn write_stages(&self, desk: &mut Desk, written: &Written) -> io::Result<()> {
        let ids = &desk.tables.ids;
        for stage in &self.stages {
            let contracted = stage.kind >= StageKind::Contracted;
            desk.tables.stages.row(&[
                &ids.project(written.project),
                &stage.kind,
                &Maybe(contracted.then(|| ids.contract(written.contract))),
                &stage.due,
                &Maybe(stage.done),
                &Maybe(stage.done.map(|done| days_after(done, 2).min(AS_OF))),
                &Maybe(stage.accepted.map(|accepted| accepted.0)),
                &Maybe(stage.accepted.map(|accepted| accepted.1)),
            ])?;
        }
        Ok(())
    }
}
