//! Ownership: who in the end owns a company, and which companies a person owns in the end.

mod above;
mod below;
mod path;
mod stake;
mod web;

use std::{cmp::Reverse, sync::Arc};

use async_graphql::{Context, Object, Result};

pub use above::BeneficialOwnership;
pub use below::ControlledCompanies;
pub use path::{OwnershipPath, OwnershipPaths, OwnershipStep};
pub use stake::Stake;
pub use web::{HeldByCompanies, HeldByPerson, HoldersOf, Node, Web};

use self::path::Reached;
use super::{
    companies::SeenCompany, context::ContextExt, error::Code, people::SeenPerson, scalars::Date,
};
use crate::model::{
    CompanyId, PersonId, Share,
    ownership::{Exact, Weighed},
};

/// What counts as an owner where the question names no share.
const THRESHOLD: Share = Share(250_000);

/// A web of holdings with what reaches each of its nodes.
struct Summed {
    web: Arc<Web>,
    weighed: Weighed,
    /// Those wanted that hold, or are held by, the threshold or more: most first, then by id.
    reached: Vec<(usize, Exact)>,
}

impl Summed {
    fn new(ctx: &Context<'_>, web: Web, threshold: Share, wanted: impl Fn(&Node) -> bool) -> Self {
        let weighed = web.ownership.weigh(web.start, ctx.asking().limits.paths());
        let least = Exact::from(threshold);
        let shares = weighed.shares.iter().copied().enumerate();
        let mut reached: Vec<_> = shares
            .filter(|(node, share)| {
                *node != web.start
                    && wanted(&web.nodes[*node])
                    && !share.is_zero()
                    && *share >= least
            })
            .collect();
        reached.sort_by_key(|(node, share)| (Reverse(*share), *node));
        Self {
            web: Arc::new(web),
            weighed,
            reached,
        }
    }

    fn truncated(&self) -> bool {
        self.web.truncated || self.weighed.truncated
    }

    /// Whether a chain of ten links ends at a company that holdings may lead on from.
    fn deeper(&self) -> bool {
        let last = self
            .weighed
            .last
            .iter()
            .enumerate()
            .filter(|(_, last)| **last);
        last.into_iter().any(|(node, _)| self.web.leads_on(node))
    }

    fn first(&self, most: usize) -> impl Iterator<Item = Reached> {
        self.reached.iter().take(most).map(|(node, share)| Reached {
            web: self.web.clone(),
            node: *node,
            share: *share,
        })
    }
}

/// Refuses a list that had to be cut: it cannot say so.
fn whole(stakes: Vec<Stake>, most: usize) -> Result<Vec<Stake>> {
    match stakes.len() > most {
        true => {
            Err(Code::LimitExceeded
                .error(format!("there are more than {most} posts (limits.links)")))
        }
        false => Ok(stakes),
    }
}

/// Root fields of ownership.
#[derive(Default)]
pub struct OwnershipQuery;

#[Object]
impl OwnershipQuery {
    /// Who owns a company in the end: people who hold a share or more of it on a day, themselves and
    /// through companies; null where no such company is in scope.
    async fn beneficial_owners(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the company")] company: CompanyId,
        #[graphql(
            desc = "Least share of an owner, all their paths together",
            default_with = "THRESHOLD"
        )]
        threshold: Share,
        #[graphql(desc = "The day that holdings and posts are of; today if absent")] on: Option<
            Date,
        >,
    ) -> Result<Option<BeneficialOwnership>> {
        ctx.reads_people()?;
        let on = on.unwrap_or_else(|| Date(ctx.graph().today()));
        let Some(card) = ctx.load(SeenCompany(company.clone())).await? else {
            return Ok(None);
        };
        let web = Web::above(ctx, &company, on).await?;
        let summed = Summed::new(ctx, web, threshold, |node| matches!(node, Node::Person(_)));
        Ok(Some(BeneficialOwnership {
            company: card,
            on,
            summed,
        }))
    }

    /// Which companies a person owns in the end: those of which they hold a share or more on a day,
    /// themselves and through companies; null where no such person is in scope.
    async fn controlled_companies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person")] person: PersonId,
        #[graphql(
            desc = "Least share held of a company, all paths together",
            default_with = "THRESHOLD"
        )]
        threshold: Share,
        #[graphql(desc = "The day that holdings and posts are of; today if absent")] on: Option<
            Date,
        >,
    ) -> Result<Option<ControlledCompanies>> {
        ctx.reads_people()?;
        let on = on.unwrap_or_else(|| Date(ctx.graph().today()));
        let Some(card) = ctx.load(SeenPerson(person.clone())).await? else {
            return Ok(None);
        };
        let web = Web::below(ctx, &person, on).await?;
        let summed = Summed::new(ctx, web, threshold, |node| matches!(node, Node::Company(_)));
        Ok(Some(ControlledCompanies {
            person: card,
            on,
            summed,
        }))
    }
}
