//! Which companies a person owns in the end.

use async_graphql::{Context, Object, Result};

use super::{
    Summed,
    path::{OwnershipPaths, Reached},
    stake::Stake,
    whole,
};
use crate::{
    graphql::{
        companies::Company,
        context::ContextExt,
        page::{self, rows},
        people::Person,
        scalars::Date,
    },
    model::{PersonId, Share},
    statement,
};

statement! {
    /// Which companies a person represents, directs or controls.
    "companies/posts_of_person.cypher" then "companies/stakes.cypher" => Stake;
    pub struct PostsOfPerson<'a> { person: &'a PersonId, on: Date, limit: usize }
}

/// Which companies a person owns in the end, on a day.
pub struct ControlledCompanies {
    pub(super) person: Person,
    pub(super) on: Date,
    pub(super) summed: Summed,
}

/// Which companies a person owns in the end, on a day, with all records of the person together. Shares
/// are reckoned as for `beneficialOwners`.
#[Object]
impl ControlledCompanies {
    /// The person.
    async fn person(&self) -> &Person {
        &self.person
    }

    /// The day that holdings and posts are of.
    async fn on(&self) -> Date {
        self.on
    }

    /// How many companies they own the threshold or more of.
    async fn total_count(&self) -> usize {
        self.summed.reached.len()
    }

    /// The companies of which they own the threshold or more, the largest share first.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn companies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Most companies")] first: Option<i32>,
    ) -> Result<Vec<ControlledCompany>> {
        Ok(self
            .summed
            .first(page::first(ctx, first)?)
            .map(ControlledCompany)
            .collect())
    }

    /// The companies that they represent, direct or control by a post on the day, which is no ownership.
    async fn posts(&self, ctx: &Context<'_>) -> Result<Vec<Stake>> {
        let most = ctx.asking().limits.links;
        let asked = PostsOfPerson {
            person: &self.person.id,
            on: self.on,
            limit: most.saturating_add(1),
        };
        whole(ctx.graph().fetch(asked).await?, most)
    }

    /// Whether companies met hold each other, or themselves, in a circle.
    async fn circular(&self) -> bool {
        self.summed.weighed.circular
    }

    /// Whether a path of ten holdings ends at a company that may hold others: these are not counted.
    async fn deeper(&self) -> bool {
        self.summed.deeper()
    }

    /// Whether the answer is cut, and shares are too low: there were more holdings than the setting
    /// `limits.links`, or more paths through circles than `limits.ways`.
    async fn truncated(&self) -> bool {
        self.summed.truncated()
    }
}

/// A company that a person owns in the end.
pub struct ControlledCompany(Reached);

/// A company that a person owns in the end.
#[Object]
impl ControlledCompany {
    /// The company; null where out of scope.
    async fn company(&self, ctx: &Context<'_>) -> Result<Option<Company>> {
        self.0.web.company(ctx, self.0.node).await
    }

    /// Whether the company is outside the caller's scope.
    async fn hidden(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.company(ctx).await?.is_none())
    }

    /// The share of it that is the person's in the end.
    async fn share(&self) -> Share {
        self.0.share.rounded()
    }

    /// The paths by which the person holds it.
    #[graphql(complexity = "rows(Some(first)) * child_complexity")]
    async fn paths(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Most paths shown", default = 5)] first: i32,
    ) -> Result<OwnershipPaths> {
        self.0.paths(ctx, first).await
    }
}
