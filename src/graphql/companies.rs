//! Companies: who owns, represents, directs and controls them.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject, Union};
use serde::Deserialize;

use super::{
    context::{ContextExt, look_up},
    people::Person,
    regions::Region,
    scalars::Date,
    sources::Source,
};
use crate::{
    model::{
        CompanyId, RegionCode, Share,
        codes::{CompanyKind, InterestKind},
    },
    statement,
};

statement! {
    /// A company in scope.
    "companies/company.cypher" => Company;
    pub struct CompanyById<'a> { id: &'a CompanyId }
}

statement! {
    /// Companies in scope.
    "companies/companies_in_scope.cypher" => Company;
    pub struct CompaniesInScope<'a> { ids: &'a [CompanyId] }
}

statement! {
    /// What a company's card does not carry.
    "companies/details.cypher" => CompanyDetails;
    pub struct CompaniesDetails<'a> { ids: &'a [CompanyId] }
}

statement! {
    /// Who holds, represents, directs or controls companies.
    "companies/interests.cypher" => Interest;
    pub struct Interests<'a> { ids: &'a [CompanyId] }
}

/// A company, cooperative or sole trader.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Company {
    /// Id of the company.
    pub id: CompanyId,
    /// Registered name.
    pub name: String,
    /// Division code of the registered seat.
    region_code: RegionCode,
    /// Form of the company.
    kind: Option<CompanyKind>,
}

/// What a company's card does not carry, loaded when asked for.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompanyDetails {
    id: CompanyId,
    credit_code: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    business_scope: Option<String>,
    insured_staff: Option<i32>,
    established_on: Option<Date>,
    dissolved_on: Option<Date>,
    batch: i64,
    row: i32,
}

/// An interest in a company as the graph answers.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Interest {
    #[graphql(skip)]
    company_id: CompanyId,
    /// What the holder is to the company.
    kind: InterestKind,
    /// Share held, where on file.
    share: Option<Share>,
    #[graphql(skip)]
    person: Option<Person>,
    #[graphql(skip)]
    company: Option<Company>,
    /// First day; empty where none is known.
    from: Option<Date>,
    /// Last day; empty where none is known.
    to: Option<Date>,
    #[graphql(skip)]
    batch: i64,
    #[graphql(skip)]
    row: i32,
}

/// Who can hold an interest in a company.
#[derive(Union)]
pub enum Holder {
    /// A natural person.
    Person(Person),
    /// Another company.
    Company(Company),
}

look_up! {
    /// Key of a company's card, if it is in scope.
    SeenCompany(CompanyId) => one Company by id from CompaniesInScope;
}

look_up! {
    /// Key of a company's details.
    DetailsOfCompany(CompanyId) => one CompanyDetails by id from CompaniesDetails;
}

look_up! {
    /// Key of the interests in a company.
    InterestsIn(CompanyId) => many Interest by company_id from Interests;
}

#[ComplexObject]
impl Interest {
    /// The holder; null where out of scope.
    async fn holder(&self) -> Option<Holder> {
        let person = self.person.clone().map(Holder::Person);
        person.or_else(|| self.company.clone().map(Holder::Company))
    }

    /// The record that this stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

#[ComplexObject]
impl Company {
    /// Unified social credit code (GB 32100).
    async fn credit_code(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.credit_code))
    }

    /// Registered telephone number.
    async fn phone(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.details(ctx).await?.and_then(|details| details.phone))
    }

    /// Registered address.
    async fn address(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.details(ctx).await?.and_then(|details| details.address))
    }

    /// Registered scope of business.
    async fn business_scope(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.business_scope))
    }

    /// How many employees are insured, where on file.
    async fn insured_staff(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.insured_staff))
    }

    /// Day it was established.
    async fn established_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.established_on))
    }

    /// Day it was dissolved; empty where none is known.
    async fn dissolved_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.dissolved_on))
    }

    /// Who holds, represents, directs or controls it.
    async fn interests(&self, ctx: &Context<'_>) -> Result<Vec<Interest>> {
        Ok(ctx
            .load(InterestsIn(self.id.clone()))
            .await?
            .unwrap_or_default())
    }

    /// The region of its seat.
    async fn region(&self, ctx: &Context<'_>) -> Result<Option<Region>> {
        Region::find(ctx, &self.region_code).await
    }

    /// The record that this company stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        let details = self.details(ctx).await?;
        Source::find(ctx, details.map(|details| (details.batch, details.row))).await
    }
}

impl Company {
    async fn details(&self, ctx: &Context<'_>) -> Result<Option<CompanyDetails>> {
        ctx.load(DetailsOfCompany(self.id.clone())).await
    }
}

/// Root fields of companies.
#[derive(Default)]
pub struct CompaniesQuery;

#[Object]
impl CompaniesQuery {
    /// A company by id; null where none is in scope.
    async fn company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the company")] id: CompanyId,
    ) -> Result<Option<Company>> {
        ctx.reads_people()?;
        Ok(ctx.graph().fetch_one(CompanyById { id: &id }).await?)
    }
}
