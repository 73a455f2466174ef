//! Applications: taken in, looked into, approved; and what else is on file because of them.

use std::io;

use chrono::{Days, NaiveDate};

use crate::model::codes::{
    Basis, Decision, EmploymentKind, FilingKind, FundKind, HandlingStep, PartyKind, ProgrammeUnit,
};

use super::{
    calendar::years_after,
    desk::Desk,
    land::Plot,
    payees::Payee,
    tables::{Hundredths, Maybe},
};

/// An application that was approved.
pub struct Application {
    pub programme: usize,
    pub payee: Payee,
    pub class: usize,
    /// The season, for land.
    pub period: String,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    /// Each plot and the area claimed for it, for land.
    pub plots: Vec<(Plot, usize)>,
    /// Who approves it, whoever that is kin to.
    pub approver: Option<usize>,
    /// Who does not file that a relative draws it.
    pub silent: Option<usize>,
}

impl Desk<'_> {
    /// Writes an application with all that is on file about it, and says its number.
    pub fn apply(&mut self, application: &Application) -> io::Result<usize> {
        let number = self.tables.applications.rows;
        let approved = application.from - Days::new(self.random.between(3, 40) as u64);
        let applied = approved - Days::new(self.random.between(15, 60) as u64);
        let payee = &application.payee;
        let programme = &self.books.programmes[application.programme];
        let applicant = self.party(payee.kind, payee.number).to_string();
        let ids = &self.tables.ids;
        self.tables.applications.row(&[
            &ids.application(number),
            &ids.programme(application.programme),
            &payee.kind,
            &applicant,
            &programme.class_name(application.class),
            &application.period,
            &applied,
            &approved,
            &application.from,
            &Maybe(application.to),
            &self.books.county.villages[payee.village].code,
        ])?;
        for (plot, area) in &application.plots {
            let ids = &self.tables.ids;
            self.tables.claims.row(&[
                &ids.application(number),
                &ids.plot(plot.number),
                &Hundredths(*area),
            ])?;
        }
        if programme.unit != ProgrammeUnit::Plot {
            self.handle(application, number, [applied, approved])?;
        }
        if programme.basis == Basis::MeansTested {
            self.file(application, approved)?;
        }
        self.note(application, &applicant)?;
        Ok(number)
    }

    /// Village, township and county each take a step, by somebody who is no kin of the applicant.
    fn handle(
        &mut self,
        application: &Application,
        number: usize,
        [applied, approved]: [NaiveDate; 2],
    ) -> io::Result<()> {
        let books = self.books;
        let payee = &application.payee;
        let village = &books.county.villages[payee.village];
        let bureau = books
            .county
            .bureau(books.programmes[application.programme].agency_kind);
        let applicants = books.persons_of(payee.kind, payee.number);
        let steps = [
            (
                HandlingStep::Acceptance,
                village.agency,
                applied + Days::new(2),
            ),
            (
                HandlingStep::Review,
                books.county.townships[village.township].agency,
                applied + Days::new(9),
            ),
            (HandlingStep::Approval, bureau, approved),
        ];
        for (step, agency, on) in steps {
            let mut terms = books.officials.terms.iter();
            let unrelated = |official: usize| {
                !applicants.iter().any(|person| {
                    *person == official || books.watchers[*person].contains(&official)
                })
            };
            let fair = terms
                .find(|term| term.agency == agency && term.covers(on) && unrelated(term.person))
                .map(|term| term.person);
            let forced = application
                .approver
                .filter(|_| step == HandlingStep::Approval);
            let Some(handler) = forced.or(fair) else {
                continue;
            };
            let ids = &self.tables.ids;
            self.tables.handlings.row(&[
                &ids.application(number),
                &step,
                &ids.person(books.households.people.first + handler),
                &on,
                &Decision::Agreed,
            ])?;
        }
        Ok(())
    }

    /// Every official of the place files which relatives draw aid that need decides.
    fn file(&mut self, application: &Application, approved: NaiveDate) -> io::Result<()> {
        let books = self.books;
        let payee = &application.payee;
        let overseers = &books.overseers[payee.village];
        for relative in books.persons_of(payee.kind, payee.number) {
            for official in &books.watchers[relative] {
                if !overseers.contains(official) || application.silent == Some(*official) {
                    continue;
                }
                let filed = approved + Days::new(self.random.below(20) as u64);
                let (ids, first) = (&self.tables.ids, books.households.people.first);
                self.tables.filings.row(&[
                    &ids.filing(self.tables.filings.rows),
                    &ids.person(first + official),
                    &FilingKind::Kin,
                    &ids.person(first + relative),
                    &"",
                    &"",
                    &"",
                    &"",
                    &filed,
                    &"",
                ])?;
            }
        }
        Ok(())
    }

    /// Writes what an approved application makes of somebody: a status, a job, an entry of a list.
    fn note(&mut self, application: &Application, applicant: &str) -> io::Result<()> {
        let books = self.books;
        let payee = &application.payee;
        let programme = &books.programmes[application.programme];
        let from = application.from - Days::new(400);
        if payee.kind == PartyKind::Person
            && let Some(status) = programme.requires
        {
            let born = books.households.people.persons[payee.number].born;
            let from = from.max(years_after(born, 0));
            let grade = if status == crate::model::codes::StatusKind::Disabled {
                "二级"
            } else {
                ""
            };
            self.tables
                .statuses
                .row(&[&applicant, &status, &grade, &from, &""])?;
        }
        if payee.kind == PartyKind::Person
            && programme.basis == Basis::Selected
            && programme.fund_kind == FundKind::Employment
        {
            let agency = books.county.villages[payee.village].agency;
            self.tables.employments.row(&[
                &applicant,
                &self.tables.ids.agency(agency),
                &EmploymentKind::PublicWelfare,
                &"保洁员",
                &application.from,
                &Maybe(application.to),
            ])?;
        }
        if payee.kind == PartyKind::Household
            && programme.fund_kind == FundKind::SocialAssistance
            && programme.every == 1
        {
            let id = self.tables.ids.listing(self.tables.listings.rows);
            let ended = application.to.map(|_| "收入超过标准");
            self.tables.listings.row(&[
                &id,
                &payee.kind,
                &applicant,
                &"农村低保",
                &application.from,
                &Maybe(application.to),
                &"因病",
                &Maybe(ended),
            ])?;
        }
        Ok(())
    }
}
