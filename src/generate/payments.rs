//! Payments: who got what, when, under which programme, into which account.

use std::io;

use chrono::NaiveDate;

use crate::model::{
    Money,
    codes::{PartyKind, PaymentKind, PaymentStatus, ProgrammeUnit},
};

use super::{
    calendar::{AS_OF, day, days_after, period_name},
    payees::{Books, Payee},
    programmes::{Payer, Programme},
    random::{Random, mix},
    tables::{Maybe, Tables},
};

/// Rows between two reports of progress.
const REPORT: usize = 1 << 16;

/// Writes exactly so many payments of a county, shared out among the programmes by weight.
pub fn pay(
    random: &mut Random,
    books: &Books,
    programmes: &[Programme],
    number: usize,
    tables: &mut Tables,
    progress: &mut impl FnMut(&str, u64),
) -> io::Result<()> {
    let all: usize = programmes.iter().map(|programme| programme.weight).sum();
    let mut weight = 0;
    let before = tables.payments.rows;
    for (place, programme) in programmes.iter().enumerate() {
        weight += programme.weight;
        // What one programme could not pay for want of payees is left to the next.
        let left = number * weight / all - (tables.payments.rows - before);
        let mut payout = Payout {
            random,
            books,
            programme,
            place,
            left,
            tables,
            progress,
        };
        payout.run()?;
    }
    Ok(())
}

/// All that a programme pays in a county.
struct Payout<'a, P> {
    random: &'a mut Random,
    books: &'a Books<'a>,
    programme: &'a Programme,
    /// The number of the programme's id.
    place: usize,
    /// Payments to make yet.
    left: usize,
    tables: &'a mut Tables,
    progress: &'a mut P,
}

/// One payment.
struct Payment {
    payee: Payee,
    fen: usize,
    paid: NaiveDate,
    period: String,
    status: PaymentStatus,
    kind: PaymentKind,
    corrects: Option<usize>,
}

impl<P: FnMut(&str, u64)> Payout<'_, P> {
    fn run(&mut self) -> io::Result<()> {
        let mut payees = self.books.payees(self.programme);
        self.random.shuffle(&mut payees);
        payees.truncate((payees.len() * self.programme.reach).div_ceil(1000));
        if self.programme.every == 0 && self.programme.unit == ProgrammeUnit::Project {
            while self.left > 0
                && let Some(payee) = self.random.pick(&payees)
            {
                for _ in 0..self.random.tail(1, 60) {
                    self.pay_once(payee)?;
                }
            }
            return Ok(());
        }
        for (place, payee) in payees.iter().enumerate() {
            let share = self.left.div_ceil(payees.len() - place);
            if self.programme.every == 0 {
                self.pay_once(*payee)?;
            } else {
                self.pay_regularly(*payee, share)?;
            }
        }
        Ok(())
    }

    /// One payment without a period, in any month.
    fn pay_once(&mut self, payee: Payee) -> io::Result<()> {
        let month = self.random.between(payee.first, payee.end - 1);
        let fen = self.amount();
        self.settle(payee, month, String::new(), fen)
    }

    /// Payments for consecutive periods, about so many or more.
    fn pay_regularly(&mut self, payee: Payee, share: usize) -> io::Result<()> {
        let every = self.programme.every;
        // The month of a period in which it is paid: the last, or any one of the year.
        let within = if every == 12 {
            3 + self.place % 9
        } else {
            every - 1
        };
        let first = payee.first.saturating_sub(within).div_ceil(every);
        let end = (payee.end + every - 1).saturating_sub(within) / every;
        let periods = end.saturating_sub(first);
        let usual = 12_usize.div_ceil(every * 2).max(2);
        let number = self.random.tail(share.max(usual), 84).min(periods);
        // Some stop early, as many start late, the others do both.
        let first = first
            + match self.random.below(8) {
                0 | 1 => 0,
                2 | 3 => periods - number,
                _ => self.random.below(periods - number + 1),
            };
        let fen = self.amount();
        for period in first..first + number {
            let month = period * every + within;
            // Rates rise by three percent of the first a year.
            let fen = fen * (100 + month / 12 * 3) / 100;
            self.settle(payee, month, period_name(period, every), fen)?;
        }
        Ok(())
    }

    fn amount(&mut self) -> usize {
        self.random
            .tail(self.programme.least * 100, self.programme.most * 100)
    }

    /// Pays; three of a thousand payments come back, and half of these are sent again.
    fn settle(&mut self, payee: Payee, month: usize, period: String, fen: usize) -> io::Result<()> {
        let paid = self.payday(month, payee.village);
        let kind = match self.random.below(100) {
            0 => PaymentKind::TopUp,
            1 => PaymentKind::Arrears,
            _ => PaymentKind::Regular,
        };
        let status = PaymentStatus::Paid;
        let mut payment = Payment {
            payee,
            fen,
            paid,
            period,
            status,
            kind,
            corrects: None,
        };
        let first = self.tables.payments.rows;
        self.write(&payment)?;
        if self.random.chance(3) {
            payment.status = if self.random.chance(700) {
                PaymentStatus::Returned
            } else {
                PaymentStatus::Reversed
            };
            payment.corrects = Some(first);
            payment.paid = days_after(paid, self.random.between(1, 15)).min(AS_OF);
            self.write(&payment)?;
            if self.random.chance(500) {
                payment.status = PaymentStatus::Paid;
                payment.kind = PaymentKind::Reissue;
                payment.corrects = None;
                payment.paid = days_after(payment.paid, self.random.between(1, 20)).min(AS_OF);
                self.write(&payment)?;
            }
        }
        Ok(())
    }

    /// A township is paid a programme's money on one day of the month.
    fn payday(&self, month: usize, village: usize) -> NaiveDate {
        let township = self.books.county.villages[village].township;
        let list = [self.place, township, month]
            .into_iter()
            .fold(0, |list, part| mix(list ^ part as u64));
        let year = 2019 + (month / 12) as i32;
        day(year, (month % 12) as u32 + 1, (list % 20) as u32 + 5)
    }

    fn write(&mut self, payment: &Payment) -> io::Result<()> {
        if self.left == 0 {
            return Ok(());
        }
        self.left -= 1;
        let Payment { payee, paid, .. } = payment;
        let county = self.books.county;
        let township = county.villages[payee.village].township;
        let payer = match self.programme.payer {
            Payer::County => county.bureau(self.programme.agency_kind),
            Payer::Township => county.townships[township].agency,
        };
        let ids = &self.tables.ids;
        let to = match self.programme.payee {
            PartyKind::Person => ids.person(self.books.households.people.first + payee.number),
            PartyKind::Household => ids.household(self.books.households.first + payee.number),
            PartyKind::Company => ids.company(self.books.companies.first + payee.number),
            PartyKind::Agency => ids.agency(payee.number),
        };
        // Not every list says into which account it was paid.
        let recorded = self.random.chance(790);
        let account = payee
            .account
            .filter(|account| recorded && account.opened <= *paid);
        self.tables.payments.row(&[
            &ids.payment(self.tables.payments.rows),
            &ids.agency(payer),
            &self.programme.payee,
            &to,
            &Money(payment.fen as i64),
            paid,
            &ids.programme(self.place),
            &Maybe(account.map(|account| ids.account(account.number))),
            &payment.status,
            &payment.kind,
            &Maybe(payment.corrects.map(|corrects| ids.payment(corrects))),
            &days_after(*paid, self.random.below(5)).min(AS_OF),
            &payment.period,
        ])?;
        if self.tables.payments.rows.is_multiple_of(REPORT) {
            (self.progress)("payments", self.tables.payments.rows as u64);
        }
        Ok(())
    }
}
