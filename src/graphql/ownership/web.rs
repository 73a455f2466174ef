//! The companies and people above a company or below a person, read a step a statement.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{Context, Result};
use futures_util::future::try_join_all;

use super::stake::Stake;
use crate::{
    graphql::{
        companies::{Company, Holder, SeenCompany},
        context::ContextExt,
        people::{Person, SeenPerson},
        scalars::Date,
    },
    model::{
        CompanyId, PersonId,
        ownership::{LONGEST, Ownership},
    },
    statement,
};

statement! {
    /// Who holds the companies of one step up.
    "companies/holders.cypher" then "companies/stakes.cypher" => Stake;
    pub struct HoldersOf<'a> { frontier: &'a [CompanyId], on: Date, limit: usize }
}
statement! {
    /// What a person holds.
    "companies/held_by_person.cypher" then "companies/stakes.cypher" => Stake;
    pub struct HeldByPerson<'a> { person: &'a PersonId, on: Date, limit: usize }
}
statement! {
    /// What the companies of one step down hold.
    "companies/held_by_companies.cypher" then "companies/stakes.cypher" => Stake;
    pub struct HeldByCompanies<'a> { frontier: &'a [CompanyId], on: Date, limit: usize }
}

/// A company, or a person with all their records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A company.
    Company(CompanyId),
    /// A person, by the one id of all their records.
    Person(PersonId),
}

/// What was read: nodes in the order of their ids, and the stakes between them.
pub struct Web {
    /// The nodes, by number.
    pub nodes: Vec<Node>,
    /// The number of the node that it was read from.
    pub start: usize,
    /// The shares along which it was read.
    pub ownership: Ownership,
    /// Whether it was read from the held to the holder.
    pub upwards: bool,
    /// Whether holdings were left out because there were more than the setting `limits.links`.
    pub truncated: bool,
    /// By numbers of company and holder.
    stakes: BTreeMap<(usize, usize), Vec<Stake>>,
    /// Companies whose holdings were not read, or not all of them.
    unread: BTreeSet<usize>,
}

impl Web {
    /// Everything up to ten links above a company.
    ///
    /// # Errors
    /// When the graph gives no answer.
    pub async fn above(ctx: &Context<'_>, company: &CompanyId, on: Date) -> Result<Self> {
        let mut reading = Reading::new(ctx);
        let mut frontier = reading.meet([company.clone()]);
        for _ in 0..LONGEST {
            if frontier.is_empty() || reading.truncated {
                break;
            }
            let (frontier_now, limit) = (&frontier, reading.limit());
            let asked = HoldersOf {
                frontier: frontier_now,
                on,
                limit,
            };
            let stakes = ctx.graph().fetch(asked).await?;
            frontier = reading.take(stakes, frontier, |stake| stake.holder_company.clone());
        }
        Ok(reading.web(Node::Company(company.clone()), true, frontier))
    }

    /// Everything up to ten links below a person, whose records have one id together.
    ///
    /// # Errors
    /// When the graph gives no answer.
    pub async fn below(ctx: &Context<'_>, person: &PersonId, on: Date) -> Result<Self> {
        let mut reading = Reading::new(ctx);
        let limit = reading.limit();
        let asked = HeldByPerson { person, on, limit };
        let stakes = ctx.graph().fetch(asked).await?;
        let who = stakes.first().and_then(|stake| stake.who.clone());
        let next = |stake: &Stake| Some(stake.company_id.clone());
        let mut frontier = reading.take(stakes, Vec::new(), next);
        for _ in 1..LONGEST {
            if frontier.is_empty() || reading.truncated {
                break;
            }
            let (frontier_now, limit) = (&frontier, reading.limit());
            let asked = HeldByCompanies {
                frontier: frontier_now,
                on,
                limit,
            };
            let stakes = ctx.graph().fetch(asked).await?;
            frontier = reading.take(stakes, frontier, next);
        }
        let who = who.unwrap_or_else(|| person.clone());
        Ok(reading.web(Node::Person(who), false, frontier))
    }

    /// The stakes of a holder in a company, by their numbers.
    pub fn stakes(&self, company: usize, holder: usize) -> &[Stake] {
        self.stakes
            .get(&(company, holder))
            .map_or(&[], Vec::as_slice)
    }

    /// All stakes in a company, if all of them were read.
    pub fn in_company(&self, company: usize) -> Option<impl Iterator<Item = &Stake>> {
        let all = self.stakes.range((company, 0)..=(company, usize::MAX));
        let read = !self.unread.contains(&company);
        read.then(|| all.flat_map(|(_, stakes)| stakes))
    }

    /// Whether holdings may lead on from a company.
    pub fn leads_on(&self, node: usize) -> bool {
        let company = matches!(self.nodes[node], Node::Company(_));
        company && (self.unread.contains(&node) || !self.ownership.next(node).is_empty())
    }

    /// The card of a node that is a company, if in scope.
    pub async fn company(&self, ctx: &Context<'_>, node: usize) -> Result<Option<Company>> {
        match &self.nodes[node] {
            Node::Company(id) => ctx.load(SeenCompany(id.clone())).await,
            Node::Person(_) => Ok(None),
        }
    }

    /// The card of a node that is a person, of the first of their records that is in scope.
    pub async fn person(&self, ctx: &Context<'_>, node: usize) -> Result<Option<Person>> {
        let Node::Person(who) = &self.nodes[node] else {
            return Ok(None);
        };
        let mut records = BTreeSet::from([who.clone()]);
        let held = self
            .stakes
            .iter()
            .filter(|((_, holder), _)| *holder == node);
        records.extend(
            held.flat_map(|(_, stakes)| stakes)
                .filter_map(|stake| stake.holder_person.clone()),
        );
        let cards = records
            .into_iter()
            .map(|record| ctx.load(SeenPerson(record)));
        Ok(try_join_all(cards).await?.into_iter().flatten().next())
    }

    /// The card of any node, if in scope.
    pub async fn holder(&self, ctx: &Context<'_>, node: usize) -> Result<Option<Holder>> {
        Ok(match self.nodes[node] {
            Node::Person(_) => self.person(ctx, node).await?.map(Holder::Person),
            Node::Company(_) => self.company(ctx, node).await?.map(Holder::Company),
        })
    }
}

/// Stakes as they are read, step by step.
struct Reading {
    most: usize,
    stakes: Vec<Stake>,
    met: BTreeSet<CompanyId>,
    unread: Vec<CompanyId>,
    truncated: bool,
}

impl Reading {
    fn new(ctx: &Context<'_>) -> Self {
        Self {
            most: ctx.asking().limits.links,
            stakes: Vec::new(),
            met: BTreeSet::new(),
            unread: Vec::new(),
            truncated: false,
        }
    }

    /// How many rows to ask for: one more than may be kept.
    fn limit(&self) -> usize {
        self.most
            .saturating_sub(self.stakes.len())
            .saturating_add(1)
    }

    fn meet(&mut self, companies: impl IntoIterator<Item = CompanyId>) -> Vec<CompanyId> {
        let new = companies
            .into_iter()
            .filter(|id| self.met.insert(id.clone()));
        new.collect()
    }

    /// Keeps the rows of one step, and gives the companies of the next.
    fn take(
        &mut self,
        mut stakes: Vec<Stake>,
        frontier: Vec<CompanyId>,
        next: impl Fn(&Stake) -> Option<CompanyId>,
    ) -> Vec<CompanyId> {
        if stakes.len() >= self.limit() {
            stakes.truncate(self.limit() - 1);
            self.truncated = true;
            self.unread.extend(frontier);
        }
        let held = stakes
            .iter()
            .filter(|stake| stake.share.is_some_and(|share| share.0 > 0));
        let found: Vec<_> = held.filter_map(next).collect();
        self.stakes.extend(stakes);
        self.meet(found)
    }

    /// All that was read, with the companies of a step that was not taken.
    fn web(self, start: Node, upwards: bool, frontier: Vec<CompanyId>) -> Web {
        let ends = |stake: &Stake| {
            let person = stake.who.clone().map(Node::Person);
            let holder = person.or_else(|| stake.holder_company.clone().map(Node::Company))?;
            Some((Node::Company(stake.company_id.clone()), holder))
        };
        let mut nodes = BTreeSet::from([start.clone()]);
        for (company, holder) in self.stakes.iter().filter_map(ends) {
            nodes.extend([company, holder]);
        }
        let nodes = Vec::from_iter(nodes);
        let number = |node: &Node| nodes.binary_search(node).ok();
        let mut stakes = BTreeMap::<_, Vec<Stake>>::new();
        for stake in self.stakes {
            let ends =
                ends(&stake).and_then(|(company, holder)| number(&company).zip(number(&holder)));
            if let Some(ends) = ends {
                stakes.entry(ends).or_default().push(stake);
            }
        }
        let links = stakes.iter().flat_map(|((company, holder), stakes)| {
            let (from, to) = if upwards {
                (*company, *holder)
            } else {
                (*holder, *company)
            };
            let shares = stakes.iter().filter_map(|stake| stake.share);
            shares.map(move |share| (from, to, share.0.unsigned_abs()))
        });
        let unread = self.unread.into_iter().chain(frontier);
        Web {
            start: number(&start).unwrap_or_default(),
            ownership: Ownership::new(nodes.len(), links),
            unread: unread.filter_map(|id| number(&Node::Company(id))).collect(),
            upwards,
            truncated: self.truncated,
            stakes,
            nodes,
        }
    }
}
