//! Where money is paid: lists, postings, payments, and what a collective passes on.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use chrono::NaiveDate;

use crate::model::{
    Money,
    codes::{PartyKind, PaymentKind, PaymentStatus, Posting, TransferKind},
};

use super::{
    calendar::{AS_OF, day, days_after, period_name},
    payees::{Books, Payee},
    programmes::Payer,
    random::{Random, mix},
    tables::{Hundredths, Id, Maybe, Tables},
};

/// Rows between two reports of progress.
const REPORT: usize = 1 << 16;

/// A list as ledger and bank know it: a programme's payments to a township in a month.
#[derive(Default)]
pub struct Payout {
    pub number: usize,
    pub count: usize,
    pub fen: usize,
    pub returned: usize,
    pub period: String,
}

/// One payment.
#[derive(Clone)]
pub struct Payment {
    pub programme: usize,
    pub payee: Payee,
    pub fen: usize,
    /// The month of the list it stands on.
    pub month: usize,
    pub paid: NaiveDate,
    pub period: String,
    pub status: PaymentStatus,
    pub kind: PaymentKind,
    pub corrects: Option<usize>,
    pub application: Option<usize>,
    /// A project and its contract.
    pub works: Option<(usize, usize)>,
    pub quantity: Option<usize>,
    /// Days until it was entered.
    pub entered: Option<usize>,
    /// What the bank credited, where it was less.
    pub credited: Option<usize>,
    /// The name on the list, where it is not the register's.
    pub name: Option<String>,
    /// Whether the list surely says into which account it was paid.
    pub banked: bool,
    /// Whether it will come back.
    pub fails: bool,
    /// Whether the list left programme and period out.
    pub bare: bool,
}

/// Where a county's money is paid.
pub struct Desk<'a> {
    pub books: &'a Books<'a>,
    pub tables: &'a mut Tables,
    pub random: Random,
    /// By programme, township and month.
    pub payouts: BTreeMap<(usize, usize, usize), Payout>,
    /// What was paid when in which village: programme, village, month; and its period.
    pub lists: BTreeMap<(usize, usize, usize), String>,
    /// Lists that nobody posted.
    pub unposted: BTreeSet<(usize, usize, usize)>,
    /// Payments to make yet.
    pub left: usize,
    pub progress: &'a mut dyn FnMut(&str, u64),
}

impl Desk<'_> {
    /// The regular payment of a period that ends or falls in a month.
    pub fn due(&self, programme: usize, payee: Payee, month: usize, fen: usize) -> Payment {
        let every = self.books.programmes[programme].every;
        Payment {
            programme,
            payee,
            fen,
            month,
            paid: self.payday(programme, month, payee.village),
            period: month
                .checked_div(every)
                .map_or_else(String::new, |number| period_name(number, every)),
            status: PaymentStatus::Paid,
            kind: PaymentKind::Regular,
            corrects: None,
            application: None,
            works: None,
            quantity: None,
            entered: None,
            credited: None,
            name: None,
            banked: false,
            fails: false,
            bare: false,
        }
    }

    /// A township is paid a programme's money on one day of the month.
    pub fn payday(&self, programme: usize, month: usize, village: usize) -> NaiveDate {
        let township = self.books.county.villages[village].township;
        let list = [programme, township, month]
            .into_iter()
            .fold(0, |list, part| mix(list ^ part as u64));
        let year = 2019 + (month / 12) as i32;
        day(year, (month % 12) as u32 + 1, (list % 20) as u32 + 5)
    }

    /// The id of somebody who is paid or applies.
    pub fn party(&self, kind: PartyKind, number: usize) -> Id<'_> {
        let (books, ids) = (self.books, &self.tables.ids);
        match kind {
            PartyKind::Person => ids.person(books.households.people.first + number),
            PartyKind::Household => ids.household(books.households.first + number),
            PartyKind::Company => ids.company(books.companies.first + number),
            PartyKind::Agency => ids.agency(number),
        }
    }

    /// When a list was posted, and for how many days.
    pub fn posting(&self, programme: usize, village: usize, month: usize) -> (NaiveDate, usize) {
        let payday = self.payday(programme, month, village);
        (payday - chrono::Days::new(14), 11 + (village + month) % 3)
    }

    /// The number of the list, where a payment stands on one; its sums grow.
    fn list(&mut self, payment: &Payment) -> Option<usize> {
        let fresh = payment.kind != PaymentKind::Reissue;
        if payment.works.is_some() || payment.bare || !fresh {
            return None;
        }
        let Payment {
            programme, month, ..
        } = *payment;
        let village = payment.payee.village;
        let township = self.books.county.villages[village].township;
        let next = self.payouts.len();
        let payout = self
            .payouts
            .entry((programme, township, month))
            .or_insert_with(|| Payout {
                number: next,
                period: payment.period.clone(),
                ..Payout::default()
            });
        if payment.status == PaymentStatus::Paid {
            payout.count += 1;
            payout.fen += payment.fen;
        } else {
            payout.returned += payment.fen;
        }
        let number = payout.number;
        if self.books.programmes[programme].posting != Posting::None {
            let period = if payment.period.is_empty() {
                period_name(month, 1)
            } else {
                payment.period.clone()
            };
            self.lists
                .entry((programme, village, month))
                .or_insert(period);
        }
        Some(number)
    }

    /// Writes a payment and says its number, or nothing when the county has been paid enough.
    pub fn pay(&mut self, payment: &Payment) -> io::Result<Option<usize>> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let number = self.tables.payments.rows;
        // Not every list says into which account it was paid.
        let certain = payment.banked || payment.payee.kind == PartyKind::Company;
        let recorded = certain || self.random.chance(790);
        let mut account = payment.payee.account;
        account = account.filter(|account| recorded && account.opened <= payment.paid);
        let first_payout = self.tables.payouts.rows;
        let payout = self.list(payment).map(|number| first_payout + number);
        let programme = &self.books.programmes[payment.programme];
        let county = self.books.county;
        let village = &county.villages[payment.payee.village];
        let payer = match programme.payer {
            Payer::County => county.bureau(programme.agency_kind),
            Payer::Township => county.townships[village.township].agency,
        };
        let entered = payment.entered.unwrap_or_else(|| self.random.below(5));
        let posted = payout.is_some()
            && payment.status == PaymentStatus::Paid
            && programme.posting == Posting::List
            && !self
                .unposted
                .contains(&(payment.programme, payment.payee.village, payment.month));
        let posted =
            posted.then(|| self.posting(payment.programme, payment.payee.village, payment.month));
        let credited = payment
            .credited
            .or(payment.programme.is_multiple_of(3).then_some(payment.fen))
            .filter(|_| payment.status == PaymentStatus::Paid);
        let to = self
            .party(payment.payee.kind, payment.payee.number)
            .to_string();
        let ids = &self.tables.ids;
        let payer_account = self.books.accounts.agencies.get(&payer);
        let period = if payment.bare { "" } else { &payment.period };
        self.tables.payments.row(&[
            &ids.payment(number),
            &ids.agency(payer),
            &payment.payee.kind,
            &to,
            &Money(payment.fen as i64),
            &payment.paid,
            &Maybe((!payment.bare).then(|| ids.programme(payment.programme))),
            &Maybe(account.map(|account| ids.account(account.number))),
            &Maybe(payer_account.map(|account| ids.account(account.number))),
            &Maybe(payment.application.map(|number| ids.application(number))),
            &Maybe(payment.works.map(|works| ids.project(works.0))),
            &Maybe(payment.works.map(|works| ids.contract(works.1))),
            &Maybe(payout.map(|number| ids.payout(number))),
            &payment.status,
            &payment.kind,
            &Maybe(payment.corrects.map(|corrects| ids.payment(corrects))),
            &days_after(payment.paid, entered).min(AS_OF),
            &period,
            &Maybe(payment.quantity.map(Hundredths)),
            &Maybe(credited.map(|fen| Money(fen as i64))),
            &Maybe(payment.name.as_deref()),
            &"",
            &Maybe(posted.map(|posted| posted.0)),
            &Maybe(posted.map(|posted| posted.1)),
            &village.code,
        ])?;
        let paid = payment.status == PaymentStatus::Paid && !payment.fails;
        if let Some((account, onward)) = account
            .and_then(|account| Some((account.number, account.onward?)))
            .filter(|_| paid)
        {
            let at = days_after(payment.paid, self.random.between(1, 15)).min(AS_OF);
            let kind = (TransferKind::Transfer, "代转补贴", "");
            self.transfer((account, Some(onward)), payment.fen, at, kind)?;
        }
        if self.tables.payments.rows.is_multiple_of(REPORT) {
            (self.progress)("payments", self.tables.payments.rows as u64);
        }
        Ok(Some(number))
    }

    /// Writes money moved between accounts on a day, and says its number.
    pub fn transfer(
        &mut self,
        (from, to): (usize, Option<usize>),
        fen: usize,
        on: NaiveDate,
        (kind, purpose, authorisation): (TransferKind, &str, &str),
    ) -> io::Result<usize> {
        let number = self.tables.transfers.rows;
        let minutes = 9 * 60 + self.random.below(480);
        let ids = &self.tables.ids;
        self.tables.transfers.row(&[
            &ids.transfer(number),
            &ids.account(from),
            &Maybe(to.map(|to| ids.account(to))),
            &Money(fen as i64),
            &format_args!("{on}T{:02}:{:02}:00+08:00", minutes / 60, minutes % 60),
            &kind,
            &purpose,
            &authorisation,
        ])?;
        Ok(number)
    }
}
