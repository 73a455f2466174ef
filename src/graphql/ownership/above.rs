//! Who owns a company in the end.

use std::cmp::Reverse;

use async_graphql::{Context, Object, Result};

use super::{
    Summed,
    path::{OwnershipPaths, Reached},
    stake::Stake,
    web::Node,
    whole,
};
use crate::{
    graphql::{
        companies::{Company, SeenCompany},
        context::ContextExt,
        page::{self, rows},
        people::Person,
        scalars::Date,
    },
    model::{CompanyId, Share, ownership::Exact},
    statement,
};

statement! {
    /// Who represents, directs or controls a company.
    "companies/posts_in_company.cypher" then "companies/stakes.cypher" => Stake;
    pub struct PostsInCompany<'a> { company: &'a CompanyId, on: Date, limit: usize }
}

/// Who owns a company in the end, on a day.
pub struct BeneficialOwnership {
    pub(super) company: Company,
    pub(super) on: Date,
    pub(super) summed: Summed,
}

/// Who owns a company in the end, on a day. A share is the sum, over all simple paths of at most ten
/// holdings, of the product of their shares: reckoned exactly, shown to four decimals of a percent, a
/// half going up.
#[Object]
impl BeneficialOwnership {
    /// The company.
    async fn company(&self) -> &Company {
        &self.company
    }

    /// The day that holdings and posts are of.
    async fn on(&self) -> Date {
        self.on
    }

    /// How many people own the threshold or more.
    async fn total_count(&self) -> usize {
        self.summed.reached.len()
    }

    /// The people who own the threshold or more, the largest share first.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn owners(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Most owners")] first: Option<i32>,
    ) -> Result<Vec<BeneficialOwner>> {
        Ok(self
            .summed
            .first(page::first(ctx, first)?)
            .map(BeneficialOwner)
            .collect())
    }

    /// Who represents, directs or controls the company by a post on the day, which is no ownership.
    async fn posts(&self, ctx: &Context<'_>) -> Result<Vec<Stake>> {
        let most = ctx.asking().limits.links;
        let asked = PostsInCompany {
            company: &self.company.id,
            on: self.on,
            limit: most.saturating_add(1),
        };
        whole(ctx.graph().fetch(asked).await?, most)
    }

    /// The companies met, itself included, whose holders on file do not account for all of them: the
    /// share that leads to somebody unknown, the largest first.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn unaccounted(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Most companies")] first: Option<i32>,
    ) -> Result<Vec<Unaccounted>> {
        let most = page::first(ctx, first)?;
        let web = &self.summed.web;
        let weights = self.summed.weighed.shares.iter().copied().enumerate();
        let mut found: Vec<_> = weights
            .filter(|(_, weight)| !weight.is_zero())
            .filter_map(|(node, weight)| {
                let Node::Company(company) = &web.nodes[node] else {
                    return None;
                };
                let all = web.in_company(node)?;
                Unaccounted::of(company.clone(), weight, all).map(|found| (node, found))
            })
            .collect();
        found.sort_by_key(|(node, found)| (Reverse(found.share), *node));
        Ok(found
            .into_iter()
            .take(most)
            .map(|(_, found)| found)
            .collect())
    }

    /// Whether companies met hold each other, or themselves, in a circle. No path goes round it twice, so
    /// that what goes round reaches nobody.
    async fn circular(&self) -> bool {
        self.summed.weighed.circular
    }

    /// Whether a path of ten holdings ends at a company: who is behind it is not counted.
    async fn deeper(&self) -> bool {
        self.summed.deeper()
    }

    /// Whether the answer is cut, and shares are too low: there were more holdings than the setting
    /// `limits.links`, or more paths through circles than `limits.ways`.
    async fn truncated(&self) -> bool {
        self.summed.truncated()
    }
}

/// A person who owns a company in the end.
pub struct BeneficialOwner(Reached);

/// A person who owns a company in the end.
#[Object]
impl BeneficialOwner {
    /// The person; null where out of scope.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        self.0.web.person(ctx, self.0.node).await
    }

    /// Whether the person is outside the caller's scope.
    async fn hidden(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.person(ctx).await?.is_none())
    }

    /// The share of the company that is theirs in the end.
    async fn share(&self) -> Share {
        self.0.share.rounded()
    }

    /// The paths by which they hold it.
    #[graphql(complexity = "rows(Some(first)) * child_complexity")]
    async fn paths(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Most paths shown", default = 5)] first: i32,
    ) -> Result<OwnershipPaths> {
        self.0.paths(ctx, first).await
    }
}

/// A company whose holders on file do not account for all of it.
pub struct Unaccounted {
    company: CompanyId,
    on_file: Share,
    share: Exact,
    without_share: Vec<Stake>,
}

impl Unaccounted {
    /// Of a company that so much leads to, with all its holders on file, if they leave something open.
    fn of<'a>(
        company: CompanyId,
        weight: Exact,
        stakes: impl Iterator<Item = &'a Stake>,
    ) -> Option<Self> {
        let (mut on_file, mut without_share) = (0, Vec::new());
        for stake in stakes {
            match stake.share {
                Some(share) => on_file += share.0,
                None => without_share.push(stake.clone()),
            }
        }
        let on_file = Share(on_file);
        let share = weight.of(on_file.missing().0.unsigned_abs());
        let open = on_file < Share::WHOLE || !without_share.is_empty();
        open.then_some(Self {
            company,
            on_file,
            share,
            without_share,
        })
    }
}

/// A company whose holders on file do not account for all of it.
#[Object]
impl Unaccounted {
    /// The company; null where out of scope.
    async fn company(&self, ctx: &Context<'_>) -> Result<Option<Company>> {
        ctx.load(SeenCompany(self.company.clone())).await
    }

    /// Whether the company is outside the caller's scope.
    async fn hidden(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.company(ctx).await?.is_none())
    }

    /// The sum of the shares in it that are on file.
    async fn on_file(&self) -> Share {
        self.on_file
    }

    /// What they lack to the whole of it.
    async fn missing(&self) -> Share {
        self.on_file.missing()
    }

    /// What that is of the company asked about.
    async fn share(&self) -> Share {
        self.share.rounded()
    }

    /// Who holds it by a share that is not on file.
    async fn without_share(&self) -> &[Stake] {
        &self.without_share
    }
}
