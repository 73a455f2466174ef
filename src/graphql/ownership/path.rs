//! The paths by which shares of one are held by another.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};

use super::{stake::Stake, web::Web};
use crate::{
    graphql::{
        companies::{Company, Holder},
        context::ContextExt,
        page,
    },
    model::{
        Share,
        ownership::{self, Exact},
    },
};

/// Where shares lead to, along all paths together.
pub struct Reached {
    pub(super) web: Arc<Web>,
    pub(super) node: usize,
    pub(super) share: Exact,
}

impl Reached {
    /// The paths, those that carry most first.
    pub(super) async fn paths(&self, ctx: &Context<'_>, most: i32) -> Result<OwnershipPaths> {
        let web = &self.web;
        let weighed = ctx.asking().limits.paths();
        let kept = page::first(ctx, Some(most))?;
        let paths = web.ownership.paths(web.start, self.node, kept, weighed);
        Ok(OwnershipPaths(self.web.clone(), paths))
    }
}

/// The paths between two ends: chains of at most ten links that meet nobody twice.
pub struct OwnershipPaths(Arc<Web>, ownership::Paths);

/// The paths between two ends: chains of at most ten links that meet nobody twice.
#[Object]
impl OwnershipPaths {
    /// How many there are; at least so many where `truncated`.
    async fn total_count(&self) -> usize {
        self.1.count
    }

    /// Whether paths were left out because there were more than the setting `limits.ways` to try.
    async fn truncated(&self) -> bool {
        self.1.truncated
    }

    /// Those that carry the largest share first; among equals the shorter ones, then by ids.
    async fn nodes(&self) -> Vec<OwnershipPath> {
        let paths = self.1.most.iter().cloned();
        paths
            .map(|path| OwnershipPath(self.0.clone(), path))
            .collect()
    }
}

/// One path of ownership.
pub struct OwnershipPath(Arc<Web>, ownership::Path);

/// One path of ownership.
#[Object]
impl OwnershipPath {
    /// The product of the shares of its steps, rounded half up to four decimals of a percent.
    async fn share(&self) -> Share {
        self.1.share.rounded()
    }

    /// Its steps, from where the question began.
    async fn steps(&self) -> Vec<OwnershipStep> {
        let ends = self.1.nodes.windows(2);
        ends.map(|ends| {
            let (company, holder) = match self.0.upwards {
                true => (ends[0], ends[1]),
                false => (ends[1], ends[0]),
            };
            OwnershipStep {
                web: self.0.clone(),
                company,
                holder,
            }
        })
        .collect()
    }
}

/// One step of a path: somebody holds a company.
pub struct OwnershipStep {
    web: Arc<Web>,
    company: usize,
    holder: usize,
}

/// One step of a path: somebody holds a company.
#[Object]
impl OwnershipStep {
    /// The company held; null where out of scope.
    async fn company(&self, ctx: &Context<'_>) -> Result<Option<Company>> {
        self.web.company(ctx, self.company).await
    }

    /// Who holds it; null where out of scope.
    async fn holder(&self, ctx: &Context<'_>) -> Result<Option<Holder>> {
        self.web.holder(ctx, self.holder).await
    }

    /// Whether an end of the step is outside the caller's scope.
    async fn hidden(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.company(ctx).await?.is_none() || self.holder(ctx).await?.is_none())
    }

    /// The sum of the holdings of this step.
    async fn share(&self) -> Share {
        let stakes = self.web.stakes(self.company, self.holder).iter();
        Share(
            stakes
                .filter_map(|stake| stake.share)
                .map(|share| share.0)
                .sum(),
        )
    }

    /// The holdings one by one, with days and source.
    async fn stakes(&self) -> &[Stake] {
        self.web.stakes(self.company, self.holder)
    }
}
