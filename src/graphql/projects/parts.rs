//! What a project consists of: lots, bids, contracts, amendments, stages.

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use serde::Deserialize;

use crate::{
    graphql::{
        companies::{Holder, SeenCompany},
        context::ContextExt,
        people::SeenPerson,
        regions::Agency,
        scalars::Date,
        sources::Source,
    },
    model::{
        AmendmentId, CompanyId, ContractId, Money, PersonId, ProjectId, Share, TenderId,
        codes::{BidStatus, Method, StageKind},
    },
    statement,
};

statement! {
    /// The lots of a project.
    "projects/tenders.cypher" => Tender;
    pub struct TendersOf<'a> { project: &'a ProjectId }
}
statement! {
    /// The bids for the lots of a project.
    "projects/bids.cypher" => Bid;
    pub struct BidsFor<'a> { project: &'a ProjectId }
}
statement! {
    /// The contracts of a project.
    "projects/contracts_of.cypher" then "projects/contracts.cypher" => Contract;
    pub struct ContractsOf<'a> { project: &'a ProjectId }
}
statement! {
    /// What changed the contracts of a project.
    "projects/contracts_of.cypher" then "projects/amendments.cypher" => Amendment;
    pub struct AmendmentsOf<'a> { project: &'a ProjectId }
}
statement! {
    /// The stages of a project.
    "projects/stages.cypher" => Stage;
    pub struct StagesOf<'a> { project: &'a ProjectId }
}

/// A lot that was put out to tender.
#[derive(Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tender {
    /// Id of the lot.
    pub(super) id: TenderId,
    /// How it was put out.
    method: Method,
    /// Budget item it is paid from.
    budget_item: Option<String>,
    /// Category of what is bought.
    category: Option<String>,
    /// Most that may be bid.
    #[graphql(name = "estimate")]
    pub(super) estimate_fen: Option<Money>,
    /// Day of the notice.
    pub(super) notice_on: Option<Date>,
    /// Last day for bids.
    pub(super) bids_due_on: Option<Date>,
    /// Day the bids were opened.
    pub(super) bids_opened_on: Option<Date>,
    /// Day the award was made known.
    pub(super) award_notice_on: Option<Date>,
    /// How it ended, in the register's words.
    result: Option<String>,
    /// The agency that buys; null where out of scope.
    buyer: Option<Agency>,
    #[graphql(skip)]
    pub(super) batch: i64,
    #[graphql(skip)]
    pub(super) row: i32,
}

/// A bid for a lot.
#[derive(Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bid {
    /// Id of the lot.
    pub(super) tender_id: TenderId,
    #[graphql(skip)]
    company: Option<CompanyId>,
    #[graphql(skip)]
    person: Option<PersonId>,
    /// Price bid.
    #[graphql(name = "price")]
    pub(super) price_fen: Option<Money>,
    /// What became of it.
    status: BidStatus,
    /// Day it was handed in.
    pub(super) submitted_on: Option<Date>,
    /// Why it was refused.
    reject_reason: Option<String>,
    #[graphql(skip)]
    pub(super) batch: i64,
    #[graphql(skip)]
    pub(super) row: i32,
}

/// A contract of public money.
#[derive(Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contract {
    /// Id of the contract.
    pub(super) id: ContractId,
    /// Id of the lot it was awarded in, if any.
    tender_id: Option<TenderId>,
    /// How the supplier was chosen.
    method: Option<Method>,
    /// Budget item it is paid from.
    budget_item: Option<String>,
    /// Category of what is bought.
    category: Option<String>,
    /// Amount as awarded.
    #[graphql(name = "amount")]
    pub(super) amount_fen: Money,
    /// Share that may be paid in advance.
    advance: Option<Share>,
    /// Day of the award.
    pub(super) awarded_on: Option<Date>,
    /// Day it was signed.
    pub(super) signed_on: Option<Date>,
    #[graphql(skip)]
    supplier_company: Option<CompanyId>,
    #[graphql(skip)]
    supplier_person: Option<PersonId>,
    #[graphql(skip)]
    performer_company: Option<CompanyId>,
    #[graphql(skip)]
    performer_person: Option<PersonId>,
    /// The agency that buys; null where out of scope.
    buyer: Option<Agency>,
    #[graphql(skip)]
    pub(super) batch: i64,
    #[graphql(skip)]
    pub(super) row: i32,
}

/// A supplement or price change of a contract.
#[derive(Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Amendment {
    /// Id of the amendment.
    pub(super) id: AmendmentId,
    /// Id of the contract.
    contract_id: ContractId,
    /// By how much it changes the amount; below zero where it lowers it.
    #[graphql(name = "amountChange")]
    pub(super) amount_change_fen: Money,
    /// Day it was signed.
    pub(super) signed_on: Date,
    /// Day it was approved; empty where it was not.
    pub(super) approved_on: Option<Date>,
    /// Why, in the register's words.
    reason: Option<String>,
    #[graphql(skip)]
    pub(super) batch: i64,
    #[graphql(skip)]
    pub(super) row: i32,
}

/// A stage of a project or of one of its contracts.
#[derive(Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stage {
    /// Which stage.
    pub(super) stage: StageKind,
    /// Id of the contract, where it is a stage of one.
    contract_id: Option<ContractId>,
    /// Day it was due.
    pub(super) due_on: Option<Date>,
    /// Day it was done.
    pub(super) done_on: Option<Date>,
    /// Day it was entered.
    pub(super) filed_on: Option<Date>,
    /// Day the work was accepted.
    pub(super) accepted_on: Option<Date>,
    /// How much of the work was accepted.
    progress: Option<Share>,
    #[graphql(skip)]
    pub(super) batch: i64,
    #[graphql(skip)]
    pub(super) row: i32,
}

/// The card of a company or a person, if in scope.
pub(super) async fn party(
    ctx: &Context<'_>,
    company: Option<&CompanyId>,
    person: Option<&PersonId>,
) -> Result<Option<Holder>> {
    if let Some(company) = company {
        let card = ctx.load(SeenCompany(company.clone())).await?;
        return Ok(card.map(Holder::Company));
    }
    let Some(person) = person else {
        return Ok(None);
    };
    let card = ctx.load(SeenPerson(person.clone())).await?;
    Ok(card.map(Holder::Person))
}

#[ComplexObject]
impl Tender {
    /// The record that this lot stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

#[ComplexObject]
impl Bid {
    /// Who bid; null where out of scope.
    async fn bidder(&self, ctx: &Context<'_>) -> Result<Option<Holder>> {
        party(ctx, self.company.as_ref(), self.person.as_ref()).await
    }

    /// The record that this bid stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

#[ComplexObject]
impl Contract {
    /// Who won it; null where out of scope.
    async fn supplier(&self, ctx: &Context<'_>) -> Result<Option<Holder>> {
        party(
            ctx,
            self.supplier_company.as_ref(),
            self.supplier_person.as_ref(),
        )
        .await
    }

    /// Who in fact performs it, where that is on file; null where out of scope.
    async fn performer(&self, ctx: &Context<'_>) -> Result<Option<Holder>> {
        party(
            ctx,
            self.performer_company.as_ref(),
            self.performer_person.as_ref(),
        )
        .await
    }

    /// The record that this contract stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

#[ComplexObject]
impl Amendment {
    /// The record that this amendment stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

#[ComplexObject]
impl Stage {
    /// The record that this stage stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}
