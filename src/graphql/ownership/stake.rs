//! Interests in companies on a day, as the graph answers them: ids first, cards when asked for.

use async_graphql::{Context, Object, Result};
use serde::Deserialize;

use crate::{
    graphql::{
        companies::{Company, Holder, SeenCompany},
        context::ContextExt,
        people::SeenPerson,
        scalars::Date,
        sources::Source,
    },
    model::{CompanyId, PersonId, Share, codes::InterestKind},
};

/// An interest that somebody had in a company on the day.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stake {
    kind: InterestKind,
    pub(super) share: Option<Share>,
    pub(super) company_id: CompanyId,
    pub(super) holder_company: Option<CompanyId>,
    pub(super) holder_person: Option<PersonId>,
    /// One id for all records of a person.
    pub(super) who: Option<PersonId>,
    from: Option<Date>,
    to: Option<Date>,
    batch: i64,
    row: i32,
}

/// An interest that somebody had in a company on the day.
#[Object]
impl Stake {
    /// What the holder is to the company.
    async fn kind(&self) -> InterestKind {
        self.kind
    }

    /// The share held, where on file.
    async fn share(&self) -> Option<Share> {
        self.share
    }

    /// The company; null where out of scope.
    async fn company(&self, ctx: &Context<'_>) -> Result<Option<Company>> {
        ctx.load(SeenCompany(self.company_id.clone())).await
    }

    /// The holder, on the record that the interest is of; null where out of scope.
    async fn holder(&self, ctx: &Context<'_>) -> Result<Option<Holder>> {
        if let Some(person) = &self.holder_person {
            let person = ctx.load(SeenPerson(person.clone())).await?;
            return Ok(person.map(Holder::Person));
        }
        let Some(company) = &self.holder_company else {
            return Ok(None);
        };
        let company = ctx.load(SeenCompany(company.clone())).await?;
        Ok(company.map(Holder::Company))
    }

    /// Whether company or holder is outside the caller's scope; days and source are then not shown.
    async fn hidden(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.company(ctx).await?.is_none() || self.holder(ctx).await?.is_none())
    }

    /// First day; empty where none is known, and where hidden.
    async fn from(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(if self.hidden(ctx).await? {
            None
        } else {
            self.from
        })
    }

    /// Last day; empty where none is known, and where hidden.
    async fn to(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(if self.hidden(ctx).await? {
            None
        } else {
            self.to
        })
    }

    /// The record that this stands in; null where hidden.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        match self.hidden(ctx).await? {
            true => Ok(None),
            false => Source::find(ctx, (self.batch, self.row)).await,
        }
    }
}
