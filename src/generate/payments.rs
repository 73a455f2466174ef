//! Payments: who got what, when, under which programme.

use std::io;

use chrono::Days;

use crate::model::codes::{PartyKind, PaymentKind, PaymentStatus, ProgrammeUnit};

use super::{
    applications::Application,
    calendar::{AS_OF, FIRST_PAYMENT, days_after, eve, month_start, period_name},
    desk::{Desk, Payment},
    market::Market,
    payees::Payee,
    plant::Reserve,
    programmes::{Programme, Standard},
    random::Random,
};

/// Writes exactly so many payments of a county, shared out among the programmes by weight; what was
/// planted is among them.
pub fn pay(
    random: &mut Random,
    desk: &mut Desk,
    reserve: &Reserve,
    market: &mut Market,
    number: usize,
) -> io::Result<()> {
    let programmes = desk.books.programmes;
    let all: usize = programmes.iter().map(|programme| programme.weight).sum();
    let mut weight = 0;
    let planted = number - desk.left;
    let before = desk.tables.payments.rows;
    let mut drawn = vec![Vec::new(); programmes.len()];
    for (place, programme) in programmes.iter().enumerate() {
        weight += programme.weight;
        // What one programme could not pay for want of payees is left to the next.
        let paid = desk.tables.payments.rows - before;
        desk.left = ((number - planted) * weight / all).saturating_sub(paid);
        let mut round = Round {
            random,
            desk,
            reserve,
            programme,
            place,
            drawn: &mut drawn,
        };
        if Market::builds(round.desk.books, place) {
            market.spend(round.random, round.desk, place)?;
        } else {
            round.run()?;
        }
    }
    Ok(())
}

/// All that a programme pays in a county.
struct Round<'a, 'b> {
    random: &'a mut Random,
    desk: &'a mut Desk<'b>,
    reserve: &'a Reserve,
    programme: &'a Programme,
    /// The number of the programme's id.
    place: usize,
    /// The persons who draw each programme, or whose household does.
    drawn: &'a mut [Vec<usize>],
}

impl Round<'_, '_> {
    fn run(&mut self) -> io::Result<()> {
        let books = self.desk.books;
        let mut payees = books.payees(self.programme);
        self.random.shuffle(&mut payees);
        let reached = (payees.len() * self.programme.reach).div_ceil(1000);
        payees.retain(|payee| self.admits(payee));
        payees.truncate(reached);
        if self.programme.every == 0 && self.programme.unit == ProgrammeUnit::Project {
            while self.desk.left > 0
                && let Some(payee) = self.random.pick(&payees)
            {
                for _ in 0..self.random.tail(1, 60) {
                    self.pay_once(payee)?;
                }
            }
            return Ok(());
        }
        for (place, payee) in payees.iter().enumerate() {
            if self.desk.left == 0 {
                break;
            }
            let persons = books.persons_of(payee.kind, payee.number);
            self.drawn[self.place].extend(persons);
            let share = self.desk.left.div_ceil(payees.len() - place);
            if self.programme.every == 0 {
                self.pay_once(*payee)?;
            } else {
                self.pay_regularly(*payee, share)?;
            }
        }
        self.drawn[self.place].sort_unstable();
        Ok(())
    }

    /// Whether somebody may draw the programme, draws no other that excludes it, and is not needed
    /// for what is planted.
    fn admits(&self, payee: &Payee) -> bool {
        let books = self.desk.books;
        let persons = books.persons_of(payee.kind, payee.number);
        let rival = books.rivals[self.place].map(|rival| &self.drawn[rival]);
        let draws = |person: &usize| rival.is_some_and(|drawn| drawn.binary_search(person).is_ok());
        books.may_draw(payee, self.programme)
            && !persons.iter().any(draws)
            && !self.reserve.holds(payee)
            && !self.reserve.closed.contains(&(self.place, payee.village))
    }

    /// Whether nobody came to a household in the half year before it is first paid.
    fn settled(&self, payee: &Payee, month: usize) -> bool {
        let paid = month_start(month);
        payee.kind != PartyKind::Household
            || self
                .desk
                .books
                .history
                .arrivals(payee.number)
                .iter()
                .all(|arrival| *arrival + Days::new(200) < paid || *arrival > days_after(paid, 31))
    }

    /// One payment without a period, in any month.
    fn pay_once(&mut self, payee: Payee) -> io::Result<()> {
        let month = self.random.between(payee.first, payee.end - 1);
        if !self.settled(&payee, month) {
            return Ok(());
        }
        let most = self.programme.cap();
        let fen = self.random.tail(self.programme.least * 100, most);
        let application = self.applied(payee, 0, month..month, None)?;
        self.settle(payee, month, fen, None, application)
    }

    /// Payments for consecutive periods, about so many or more.
    fn pay_regularly(&mut self, payee: Payee, share: usize) -> io::Result<()> {
        let every = self.programme.every;
        let within = self.within();
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
        let mut stretch = first..first + number;
        while !stretch.is_empty() && !self.settled(&payee, stretch.start * every + within) {
            stretch.start += 1;
        }
        if stretch.is_empty() {
            return Ok(());
        }
        if self.programme.standard() == Standard::Area {
            return self.pay_for_land(payee, stretch);
        }
        let fen = self
            .random
            .tail(self.programme.least * 100, self.programme.most * 100);
        let class = (0..self.programme.classes())
            .rev()
            .find(|class| self.programme.rate(*class, 0) <= fen)
            .unwrap_or(0);
        let until = (stretch.end < end).then_some(stretch.end);
        let months = stretch.start * every..stretch.end * every;
        let application = self.applied(payee, class, months, until.map(|end| end * every))?;
        for period in stretch {
            let month = period * every + within;
            let fen = match self.programme.standard() {
                Standard::Class => self.programme.rate(class, month),
                // What need decides rises too, but not above the cap.
                _ => (fen * (100 + month / 12 * 3) / 100).min(self.programme.cap()),
            };
            self.settle(payee, month, fen, None, application)?;
        }
        Ok(())
    }

    /// An application a season, for all plots.
    fn pay_for_land(&mut self, payee: Payee, seasons: std::ops::Range<usize>) -> io::Result<()> {
        let plots = &self.desk.books.land.households[payee.number];
        let area: usize = plots.iter().map(|plot| plot.area).sum();
        for season in seasons {
            if self.desk.left == 0 {
                break;
            }
            let application = self.desk.apply(&Application {
                programme: self.place,
                payee,
                class: 0,
                period: period_name(season, 12),
                from: month_start(season * 12),
                to: Some(eve(month_start(season * 12 + 12))),
                plots: plots.iter().map(|plot| (*plot, plot.area)).collect(),
                approver: None,
                silent: None,
            })?;
            let month = season * 12 + self.within();
            let fen = self.programme.rate(0, month) * area / 100;
            self.settle(payee, month, fen, Some(area), Some(application))?;
        }
        Ok(())
    }

    /// The month of a period in which it is paid: the last, or any one of the year.
    fn within(&self) -> usize {
        self.programme.within(self.place)
    }

    /// The application of a person or a household for months on end.
    fn applied(
        &mut self,
        payee: Payee,
        class: usize,
        months: std::ops::Range<usize>,
        until: Option<usize>,
    ) -> io::Result<Option<usize>> {
        if !matches!(payee.kind, PartyKind::Person | PartyKind::Household) || self.desk.left == 0 {
            return Ok(None);
        }
        let application = Application {
            programme: self.place,
            payee,
            class,
            period: String::new(),
            from: month_start(months.start),
            to: until.map(|month| eve(month_start(month))),
            plots: Vec::new(),
            approver: None,
            silent: None,
        };
        self.desk.apply(&application).map(Some)
    }

    /// Pays; three of a thousand payments come back, and half of these are sent again.
    fn settle(
        &mut self,
        payee: Payee,
        month: usize,
        fen: usize,
        quantity: Option<usize>,
        application: Option<usize>,
    ) -> io::Result<()> {
        let kind = match self.random.below(100) {
            0 => PaymentKind::TopUp,
            1 => PaymentKind::Arrears,
            _ => PaymentKind::Regular,
        };
        let fails = self.random.chance(3);
        let mut payment = Payment {
            kind,
            quantity,
            application,
            fails,
            ..self.desk.due(self.place, payee, month, fen)
        };
        let paid = payment.paid.max(FIRST_PAYMENT);
        let first = self.desk.pay(&payment)?;
        if fails && first.is_some() {
            payment.status = if self.random.chance(700) {
                PaymentStatus::Returned
            } else {
                PaymentStatus::Reversed
            };
            payment.corrects = first;
            payment.paid = days_after(paid, self.random.between(1, 15)).min(AS_OF);
            self.desk.pay(&payment)?;
            if self.random.chance(500) {
                payment.status = PaymentStatus::Paid;
                payment.kind = PaymentKind::Reissue;
                payment.corrects = None;
                payment.fails = false;
                payment.paid = days_after(payment.paid, self.random.between(1, 20)).min(AS_OF);
                self.desk.pay(&payment)?;
            }
        }
        Ok(())
    }
}
