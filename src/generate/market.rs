//! Who builds: companies of the trade, who among them are linked, and whose turn it is.

use std::{collections::BTreeSet, io};

use chrono::{Days, NaiveDate};

use crate::model::codes::{CompanyKind, FundKind, Method, PartyKind};

use super::{
    calendar::{AS_OF, day, days_after},
    companies::Holder,
    desk::Desk,
    payees::Books,
    random::Random,
    works::{Lot, Offer, Works},
};

/// What is built, how it is measured, what a unit costs in yuan at least and at most.
pub const ITEMS: [(&str, &str, &str, usize, usize); 4] = [
    ("农村道路硬化", "混凝土路面", "平方米", 90, 160),
    ("桥梁加固", "桥面工程", "平方米", 900, 1600),
    ("沟渠整治", "沟渠衬砌", "米", 220, 420),
    ("村道绿化", "行道树", "株", 60, 180),
];
/// Yuan from which a work has to be put out to open tender.
const THRESHOLD: usize = 3_500_000;
/// Days a company must have stood before it is taken as a bidder.
const GROWN: u64 = 400;

/// A company that builds, and the people it must not meet.
pub struct Contractor {
    pub company: usize,
    /// Whoever ever had a part in it, also through other companies.
    pub insiders: BTreeSet<usize>,
    /// These, their kin, and the officials who count them as kin: a niece's husband is kin of her
    /// uncle, and the uncle none of his.
    pub near: BTreeSet<usize>,
    parents: BTreeSet<usize>,
}

/// The contractors of a county and what each has won.
pub struct Market {
    pub contractors: Vec<Contractor>,
    awards: Vec<(usize, NaiveDate)>,
}

/// A work before anybody has bid for it.
pub struct Brief {
    pub programme: usize,
    /// The number of the buyer's agency.
    pub buyer: usize,
    pub village: usize,
    pub approved: NaiveDate,
    /// About so much.
    pub yuan: usize,
    /// Who must win, if that is settled.
    pub winner: Option<usize>,
}

impl Market {
    /// The contractors of a county: their scope names works, they have staff.
    pub fn open(books: &Books) -> Self {
        let companies = &books.companies.companies;
        let builds = |company: &usize| {
            let company = &companies[*company];
            company.scope.contains("工程")
                && company.staff > 0
                && company.kind != CompanyKind::IndividualBusiness
        };
        let contractors = (0..companies.len()).filter(builds);
        let contractors = contractors.map(|company| Contractor::of(books, company));
        Self {
            contractors: contractors.collect(),
            awards: Vec::new(),
        }
    }

    /// Whether a programme pays for works that these contractors do.
    pub fn builds(books: &Books, programme: usize) -> bool {
        let programme = &books.programmes[programme];
        programme.payee == PartyKind::Company && programme.fund_kind == FundKind::Infrastructure
    }

    /// Spends all that is left on works, as long as there is anybody to do them.
    pub fn spend(
        &mut self,
        random: &mut Random,
        desk: &mut Desk,
        programme: usize,
    ) -> io::Result<()> {
        let books = desk.books;
        let buyer = books.county.bureau(books.programmes[programme].agency_kind);
        let mut failed = 0;
        while desk.left > 0 && failed < 60 {
            let brief = Brief {
                programme,
                buyer,
                village: random.below(books.county.villages.len()),
                approved: random.day(day(2019, 1, 3), day(2024, 8, 31)),
                yuan: random.tail(200_000, 16_000_000),
                winner: None,
            };
            match self.draft(random, desk, &brief) {
                Some(works) => {
                    works.write(desk)?;
                }
                None => failed += 1,
            }
        }
        Ok(())
    }

    /// An honest work from approval to settlement, unless nobody can be found to do it.
    pub fn draft(&mut self, random: &mut Random, desk: &Desk, brief: &Brief) -> Option<Works> {
        let item = random.below(ITEMS.len());
        let (.., least, most) = ITEMS[item];
        let price = random.between(least, most);
        let quantity = (brief.yuan / price).max(1);
        let yuan = price * quantity;
        let method = if yuan >= THRESHOLD || random.chance(500) {
            Method::Open
        } else {
            let others = [Method::Invited, Method::Consultation, Method::Inquiry];
            others[random.below(3)]
        };
        let notice = days_after(brief.approved, random.between(15, 50));
        let due = days_after(notice, random.between(22, 32));
        let awarded = days_after(due, random.between(3, 7));
        let bidders = self.bidders(random, desk.books, brief, awarded)?;
        let winner = *bidders.first()?;
        self.awards.push((winner, awarded));
        let fen = yuan * 100;
        let number = desk.tables.projects.rows;
        let mut works = Works {
            programme: brief.programme,
            buyer: brief.buyer,
            village: brief.village,
            kind: ITEMS[item].0,
            item: Some((item, quantity, price)),
            budget_item: format!("{}-{:05}", notice.format("%Y"), number + 1),
            position: (number % 100 * 10_000, number / 100 * 10_000),
            approved: brief.approved,
            approved_method: method,
            method,
            lot: Some(Lot {
                notice,
                due,
                awarded,
            }),
            offers: offers(random, &bidders, fen),
            winner,
            performer: None,
            fen,
            advance: random.between(2, 5) * 5,
            signed: days_after(awarded, random.between(5, 22)),
            stages: Vec::new(),
            amendments: Vec::new(),
            payments: Vec::new(),
            terms: true,
        };
        works.build(random);
        Some(works)
    }

    /// Three to seven companies of which no two are linked, the winner first: it is no kin of
    /// anybody in office there, and wins no more than twice a year.
    fn bidders(
        &self,
        random: &mut Random,
        books: &Books,
        brief: &Brief,
        on: NaiveDate,
    ) -> Option<Vec<usize>> {
        let stands = |contractor: &&Contractor| {
            let company = &books.companies.companies[contractor.company];
            company.established + Days::new(GROWN) < on
                && company
                    .dissolved
                    .is_none_or(|to| to > AS_OF.min(days_after(on, 500)))
        };
        let mut able: Vec<&Contractor> = self.contractors.iter().filter(stands).collect();
        random.shuffle(&mut able);
        let officials = &books.overseers[brief.village];
        let fit = |contractor: &&&Contractor| match brief.winner {
            Some(winner) => contractor.company == winner,
            None => contractor.near.is_disjoint(officials) && self.wins(contractor.company, on) < 2,
        };
        let first = able.iter().find(fit)?;
        let mut chosen = vec![*first];
        let wanted = random.tail(3, 7).max(3);
        for contractor in &able {
            if chosen.len() < wanted && !chosen.iter().any(|other| other.linked(contractor, books))
            {
                chosen.push(contractor);
            }
        }
        let companies = chosen.iter().map(|contractor| contractor.company);
        (chosen.len() >= 3).then(|| companies.collect())
    }

    fn wins(&self, company: usize, on: NaiveDate) -> usize {
        let near = |award: &&(usize, NaiveDate)| {
            award.0 == company && (award.1 - on).num_days().abs() <= 366
        };
        self.awards.iter().filter(near).count()
    }
}

impl Contractor {
    /// A company with all who are behind it.
    pub fn of(books: &Books, company: usize) -> Self {
        let mut contractor = Self {
            company,
            insiders: BTreeSet::new(),
            near: BTreeSet::new(),
            parents: BTreeSet::new(),
        };
        contractor.learn(books, company);
        let near = |person: &usize| {
            let kin = books.kin.avoided(*person, None).into_iter();
            kin.chain(books.watchers[*person].iter().copied())
                .chain([*person])
        };
        contractor.near = contractor.insiders.iter().flat_map(near).collect();
        contractor
    }

    fn learn(&mut self, books: &Books, company: usize) {
        if !self.parents.insert(company) {
            return;
        }
        for stake in &books.companies.companies[company].stakes {
            match stake.holder {
                Holder::Person(person) => {
                    self.insiders.insert(person);
                }
                Holder::Company(parent) => self.learn(books, parent),
            }
        }
    }

    /// Whether the two share a company, a person, kin or an address.
    pub fn linked(&self, other: &Self, books: &Books) -> bool {
        let address = |one: &Self| &books.companies.companies[one.company].address;
        !self.parents.is_disjoint(&other.parents)
            || !self.near.is_disjoint(&other.insiders)
            || !other.near.is_disjoint(&self.insiders)
            || address(self) == address(other)
    }
}

/// What each bids, the winner least: the others by steps of which no two are alike, the runner-up
/// neither close nor far.
fn offers(random: &mut Random, bidders: &[usize], fen: usize) -> Vec<Offer> {
    let mut price = fen;
    let gaps = [0, 300, 720, 140, 1000, 60, 1500];
    let offers = bidders.iter().zip(gaps).map(|(company, gap)| {
        if gap > 0 {
            price += fen * (gap + random.below(gap / 3)) / 10_000;
        }
        Offer {
            company: *company,
            fen: price,
            phone: None,
        }
    });
    offers.collect()
}
