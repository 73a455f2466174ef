//! Who holds, represents and directs a company.

use std::io;

use chrono::NaiveDate;

use crate::model::codes::{InterestKind, PartyKind};

use super::{
    calendar::{AS_OF, days_after, eve},
    companies::{Founding, Holder, Stake},
    tables::Maybe,
};

/// All of a company, in hundredths of a percent.
const WHOLE: usize = 10_000;

impl Founding<'_> {
    /// Writes every interest in the youngest company: its founder represents it, in one of sixteen
    /// after somebody else, and shares it with so many others, some of whom direct it.
    pub fn distribute(&mut self, founder: usize, others: usize) -> io::Result<()> {
        let founder = Holder::Person(founder);
        let first = self.seldom(60).unwrap_or(founder);
        self.hold(
            InterestKind::LegalRepresentative,
            None,
            first,
            Some(founder),
        )?;
        self.share_out(founder, others)?;
        let mut board = Vec::new();
        for _ in 0..self.random.below(others + 1).min(3) {
            board.extend(self.partner().filter(|person| !board.contains(person)));
        }
        for director in board {
            self.hold(InterestKind::Director, None, director, None)?;
        }
        Ok(())
    }

    /// Somebody who is of age now, in one of three cases somebody who already holds something.
    pub fn person(&mut self) -> Option<usize> {
        let again = self.random.chance(330);
        let known = again.then(|| self.random.pick(&self.holders)).flatten();
        let person = known.or_else(|| self.random.pick(&self.adults))?;
        self.holders.push(person);
        Some(person)
    }

    /// Somebody else who can join the youngest company: of age on its first day.
    fn partner(&mut self) -> Option<Holder> {
        let established = self.companies.companies.last()?.established;
        let person = self.person()?;
        self.people.persons[person]
            .has_age(18, established)
            .then_some(Holder::Person(person))
    }

    fn seldom(&mut self, per_mille: usize) -> Option<Holder> {
        if self.random.chance(per_mille) {
            self.partner()
        } else {
            None
        }
    }

    /// Whether a company was there when the youngest was founded, and still is.
    fn stands_before(&self, company: usize) -> bool {
        let companies = &self.companies.companies;
        let older = &companies[company];
        let founded = companies.last().map(|youngest| youngest.established);
        older.dissolved.is_none() && Some(older.established) < founded
    }

    /// Divides the company among the founder and others, very unevenly; one of sixteen of these is
    /// an older company, one of twelve sells to somebody else later.
    fn share_out(&mut self, founder: Holder, others: usize) -> io::Result<()> {
        let mut holders = vec![founder];
        for _ in 0..others {
            let older = self.companies.companies.len() - 1;
            let holder = if older > 0 && self.random.chance(60) {
                Some(self.random.below(older))
                    .filter(|older| self.stands_before(*older))
                    .map(Holder::Company)
            } else {
                self.partner()
            };
            holders.extend(holder.filter(|holder| !holders.contains(holder)));
        }
        let weights: Vec<usize> = holders
            .iter()
            .map(|_| self.random.tail(10, 200).pow(2))
            .collect();
        let total: usize = weights.iter().sum();
        let mut left = WHOLE;
        let mut buyers = holders.clone();
        for (place, (holder, weight)) in holders.iter().zip(&weights).enumerate() {
            let last = place + 1 == holders.len();
            let share = if last { left } else { WHOLE * weight / total };
            left -= share;
            let buyer = self.seldom(80).filter(|buyer| !buyers.contains(buyer));
            buyers.extend(buyer);
            self.hold(InterestKind::Shareholder, Some(share), *holder, buyer)?;
        }
        Ok(())
    }

    /// Writes an interest in the youngest company from its first day; where somebody else follows,
    /// up to some day, and theirs from then on.
    fn hold(
        &mut self,
        kind: InterestKind,
        share: Option<usize>,
        holder: Holder,
        later: Option<Holder>,
    ) -> io::Result<()> {
        let Some(company) = self.companies.companies.last() else {
            return Ok(());
        };
        let (from, to) = (company.established, company.dissolved);
        let change = self.random.day(days_after(from, 1), to.unwrap_or(AS_OF));
        match later.filter(|later| *later != holder) {
            Some(later) => {
                self.interest(kind, share, holder, (from, Some(eve(change))))?;
                self.interest(kind, share, later, (change, to))
            }
            None => self.interest(kind, share, holder, (from, to)),
        }
    }

    fn interest(
        &mut self,
        kind: InterestKind,
        share: Option<usize>,
        holder: Holder,
        (from, to): (NaiveDate, Option<NaiveDate>),
    ) -> io::Result<()> {
        if let Some(company) = self.companies.companies.last_mut() {
            company.stakes.push(Stake {
                holder,
                kind,
                share,
                from,
                to,
            });
        }
        let ids = &self.tables.ids;
        let (holder_kind, holder) = match holder {
            Holder::Person(person) => (PartyKind::Person, ids.person(self.people.first + person)),
            Holder::Company(company) => (
                PartyKind::Company,
                ids.company(self.companies.first + company),
            ),
        };
        let company = ids.company(self.tables.companies.rows - 1);
        let share = Maybe(share.map(|share| format!("{}.{:02}", share / 100, share % 100)));
        self.tables.interests.row(&[
            &holder_kind,
            &holder,
            &company,
            &kind,
            &share,
            &from,
            &Maybe(to),
        ])
    }
}
