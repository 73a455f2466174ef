//! Projects: lots, bids, contracts and their amendments, stages, payments, all in one order of days, and
//! what bidders of one lot share.

mod bidders;
mod parts;
mod timeline;

use async_graphql::{
    ComplexObject, Context, Object, Result, SimpleObject,
    connection::{Connection, EmptyFields},
};
use serde::Deserialize;

pub use bidders::{BidderFacts, BidderLink, KinAmong, KinAmongThroughRecords};
pub use parts::{Amendment, Bid, Contract, Stage, Tender};
pub use timeline::{Event, EventKind};

use self::parts::{AmendmentsOf, BidsFor, ContractsOf, StagesOf, TendersOf};
use super::{
    context::{ContextExt, look_up},
    funds::{Payment, Programme},
    page::{Page, rows},
    regions::{Agency, Region},
    scalars::Date,
    sources::Source,
};
use crate::{
    model::{Money, PaymentId, ProjectId, RegionCode, codes::Method, day::BOUNDS},
    statement,
};

statement! {
    /// A project in scope.
    "projects/project.cypher" => Project;
    pub struct ProjectById<'a> { project: &'a ProjectId }
}
statement! {
    /// What a project's card does not carry.
    "projects/details.cypher" => ProjectDetails;
    pub struct ProjectsDetails<'a> { ids: &'a [ProjectId] }
}
statement! {
    /// One page of what was paid for a project.
    "projects/payments_of.cypher" then "projects/payments.cypher" => Payment;
    pub struct PaymentsFor<'a> { project: &'a ProjectId, after_on: Date, after_id: &'a str, limit: usize }
}

/// Works or a purchase of public money, from approval on.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Project {
    /// Id of the project.
    pub id: ProjectId,
    /// Name of the project.
    pub name: String,
    /// What kind of works or purchase, in the register's words.
    kind: Option<String>,
    /// Year of its budget.
    year: Option<i32>,
    /// Money approved for it.
    #[graphql(name = "budget")]
    budget_fen: Option<Money>,
    /// Division code of where it is.
    region_code: RegionCode,
}

/// What a project's card does not carry, loaded when asked for.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProjectDetails {
    id: ProjectId,
    approved_on: Option<Date>,
    approved_method: Option<Method>,
    executed_method: Option<Method>,
    method_change_approved_on: Option<Date>,
    exemption: Option<String>,
    agency: Option<Agency>,
    programme: Option<Programme>,
    batch: i64,
    row: i32,
}

look_up! {
    /// Key of a project's details.
    DetailsOfProject(ProjectId) => one ProjectDetails by id from ProjectsDetails;
}

impl Project {
    async fn details(&self, ctx: &Context<'_>) -> Result<Option<ProjectDetails>> {
        ctx.load(DetailsOfProject(self.id.clone())).await
    }
}

#[ComplexObject]
impl Project {
    /// Day it was approved.
    async fn approved_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        let details = self.details(ctx).await?;
        Ok(details.and_then(|details| details.approved_on))
    }

    /// How it was to be put out.
    async fn approved_method(&self, ctx: &Context<'_>) -> Result<Option<Method>> {
        let details = self.details(ctx).await?;
        Ok(details.and_then(|details| details.approved_method))
    }

    /// How it was put out.
    async fn executed_method(&self, ctx: &Context<'_>) -> Result<Option<Method>> {
        let details = self.details(ctx).await?;
        Ok(details.and_then(|details| details.executed_method))
    }

    /// Day another way of putting it out was approved.
    async fn method_change_approved_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        let details = self.details(ctx).await?;
        Ok(details.and_then(|details| details.method_change_approved_on))
    }

    /// Why no tender was needed, in the register's words.
    async fn exemption(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let details = self.details(ctx).await?;
        Ok(details.and_then(|details| details.exemption))
    }

    /// The agency whose project it is; null where out of scope.
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>> {
        let details = self.details(ctx).await?;
        Ok(details.and_then(|details| details.agency))
    }

    /// The programme that it is paid from.
    async fn programme(&self, ctx: &Context<'_>) -> Result<Option<Programme>> {
        let details = self.details(ctx).await?;
        Ok(details.and_then(|details| details.programme))
    }

    /// The region it is in.
    async fn region(&self, ctx: &Context<'_>) -> Result<Option<Region>> {
        Region::find(ctx, &self.region_code).await
    }

    /// Its lots, by id.
    async fn tenders(&self, ctx: &Context<'_>) -> Result<Vec<Tender>> {
        Ok(ctx.graph().fetch(TendersOf { project: &self.id }).await?)
    }

    /// The bids for its lots, by lot, the lowest price first.
    async fn bids(&self, ctx: &Context<'_>) -> Result<Vec<Bid>> {
        Ok(ctx.graph().fetch(BidsFor { project: &self.id }).await?)
    }

    /// Its contracts and those of its lots, by id.
    async fn contracts(&self, ctx: &Context<'_>) -> Result<Vec<Contract>> {
        Ok(ctx.graph().fetch(ContractsOf { project: &self.id }).await?)
    }

    /// What changed its contracts, in the order it was signed.
    async fn amendments(&self, ctx: &Context<'_>) -> Result<Vec<Amendment>> {
        Ok(ctx
            .graph()
            .fetch(AmendmentsOf { project: &self.id })
            .await?)
    }

    /// Its stages, from approval to settlement.
    async fn stages(&self, ctx: &Context<'_>) -> Result<Vec<Stage>> {
        Ok(ctx.graph().fetch(StagesOf { project: &self.id }).await?)
    }

    /// What was paid for it or for a contract of it, as far as in scope, in the order it was paid.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn payments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Connection<String, Payment, EmptyFields>> {
        let page = Page::<(Date, PaymentId)>::read(ctx, first, after.as_deref(), &self.id)?;
        let beginning = (Date(BOUNDS[0]), "");
        let (after_on, after_id) = page
            .after
            .as_ref()
            .map_or(beginning, |(on, id)| (*on, id.as_ref()));
        let limit = page.first + 1;
        let asked = PaymentsFor {
            project: &self.id,
            after_on,
            after_id,
            limit,
        };
        let payments = ctx.graph().fetch(asked).await?;
        let position = |payment: &Payment| (payment.paid_on, payment.id.clone());
        page.connection(payments, EmptyFields, position, |payment| payment)
    }

    /// Everything of it that has a day, in order.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Connection<String, Event, EmptyFields>> {
        let page = Page::<timeline::Position>::read(ctx, first, after.as_deref(), &self.id)?;
        let events = timeline::events(ctx, self).await?.into_iter();
        let rest = events.filter(|event| {
            page.after
                .as_ref()
                .is_none_or(|after| event.position() > *after)
        });
        let rest = rest.take(page.first + 1).collect();
        page.connection(rest, EmptyFields, Event::position, |event| event)
    }

    /// What two bidders of one lot share, by lot, bidders and kind: a lead that they may not have
    /// competed.
    async fn bidder_links(&self, ctx: &Context<'_>) -> Result<Vec<BidderLink>> {
        bidders::links(ctx, &self.id).await
    }

    /// The record that this project stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        let details = self.details(ctx).await?;
        Source::find(ctx, details.map(|details| (details.batch, details.row))).await
    }
}

/// Root fields of projects.
#[derive(Default)]
pub struct ProjectsQuery;

#[Object]
impl ProjectsQuery {
    /// A project by id; null where none is in scope.
    async fn project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the project")] id: ProjectId,
    ) -> Result<Option<Project>> {
        ctx.reads_people()?;
        Ok(ctx.graph().fetch_one(ProjectById { project: &id }).await?)
    }
}
