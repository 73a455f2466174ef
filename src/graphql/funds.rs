//! Funds: payments, the programmes they fall under, the accounts they go into.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject, Union};
use serde::Deserialize;

use super::{
    companies::Company,
    context::{ContextExt, look_up},
    error::Code,
    households::Household,
    kin::Within,
    people::Person,
    reaching::RelatedOfficials,
    regions::{Agency, Region},
    scalars::Date,
    sources::Source,
};
use crate::{
    access::{Sensitive, sensitive},
    model::{
        AccountId, Money, PaymentId, ProgrammeId, RegionCode,
        codes::{Basis, FundKind, PaymentKind, PaymentStatus, ProgrammeUnit},
        day::BOUNDS,
    },
    statement,
};

statement! {
    /// Payments in scope.
    "funds/payments_in_scope.cypher" => Payment;
    pub struct PaymentsInScope<'a> { ids: &'a [PaymentId] }
}

statement! {
    /// Programmes by id.
    "funds/programme_cards.cypher" => Programme;
    pub struct ProgrammeCards<'a> { ids: &'a [ProgrammeId] }
}

statement! {
    /// What a payment's card does not carry.
    "funds/details.cypher" => PaymentDetails;
    pub struct PaymentsDetails<'a> { ids: &'a [PaymentId] }
}

statement! {
    /// Whose accounts these are.
    "funds/accounts.cypher" => Ownership;
    pub struct Ownerships<'a> { ids: &'a [AccountId] }
}

statement! {
    /// What a programme's card does not carry.
    "funds/programmes.cypher" => ProgrammeDetails;
    pub struct ProgrammesDetails<'a> { ids: &'a [ProgrammeId] }
}

/// Days from one to another, both included; a missing end is open.
#[derive(InputObject)]
pub struct DateRange {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl DateRange {
    /// First and last day; of an open end, the earliest or latest that is ever taken.
    ///
    /// # Errors
    /// `BAD_INPUT` when the first is after the last, naming the argument.
    pub fn bounds(range: Option<Self>, argument: &str) -> Result<[Date; 2]> {
        let (from, to) = range.map_or((None, None), |range| (range.from, range.to));
        let [first, last] = BOUNDS.map(Date);
        let bounds = [from.unwrap_or(first), to.unwrap_or(last)];
        if bounds[0] > bounds[1] {
            return Err(Code::BadInput.error(format!("`{argument}.from` is after `{argument}.to`")));
        }
        Ok(bounds)
    }
}

/// Money paid by an agency.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Payment {
    /// Id of the payment.
    pub id: PaymentId,
    /// Amount paid.
    #[graphql(name = "amount")]
    pub amount_fen: Money,
    /// Day of payment.
    pub paid_on: Date,
    /// Whether it was paid, or corrects another; empty where the ledger says nothing, which is paid.
    status: Option<PaymentStatus>,
    /// Division code of the list it was paid on.
    region_code: RegionCode,
    /// The programme it falls under, if any.
    programme: Option<Programme>,
    /// The agency that paid; null where out of scope.
    payer: Option<Agency>,
    #[graphql(skip)]
    batch: i64,
    #[graphql(skip)]
    row: i32,
}

/// What a payment's card does not carry, loaded when asked for.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaymentDetails {
    id: PaymentId,
    kind: Option<PaymentKind>,
    recorded_on: Option<Date>,
    period_from: Option<Date>,
    period_to: Option<Date>,
    payee: Option<Party>,
    account: Option<Account>,
    corrects_id: Option<PaymentId>,
}

/// A subsidy or fund programme.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Programme {
    /// Id of the programme.
    pub id: ProgrammeId,
    /// Name of the programme.
    name: String,
}

/// What a programme's card does not carry, loaded when asked for.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProgrammeDetails {
    id: ProgrammeId,
    unit: ProgrammeUnit,
    basis: Option<Basis>,
    fund_kind: Option<FundKind>,
    region_code: Option<RegionCode>,
    from: Option<Date>,
    to: Option<Date>,
    agency: Option<Agency>,
    batch: i64,
    row: i32,
}

/// A bank account.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    /// Id of the account.
    pub id: AccountId,
    /// Account number, as the caller's role may see it.
    number: Option<Sensitive<sensitive::AccountNumber, String>>,
    /// Name of the bank.
    bank: Option<String>,
}

/// Somebody's right to an account.
#[derive(Clone, Deserialize, SimpleObject)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ownership {
    #[graphql(skip)]
    account_id: AccountId,
    /// OWNER, JOINT, AGENT or GUARDIAN.
    role: String,
    /// First day; empty where none is known.
    from: Option<Date>,
    /// Last day; empty where none is known.
    to: Option<Date>,
    /// Who has the right; null where out of scope.
    owner: Option<Party>,
}

/// Who can be paid, or own an account.
#[derive(Clone, Deserialize, Union)]
#[serde(tag = "label", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Party {
    /// A natural person.
    Person(Person),
    /// A household.
    Household(Household),
    /// A company.
    Company(Company),
    /// A public body or organisation.
    Agency(Agency),
}

look_up! {
    /// Key of a payment's card, if it is in scope.
    CardOfPayment(PaymentId) => one Payment by id from PaymentsInScope;
}

look_up! {
    /// Key of a programme's card.
    CardOfProgramme(ProgrammeId) => one Programme by id from ProgrammeCards;
}

look_up! {
    /// Key of a payment's details.
    DetailsOfPayment(PaymentId) => one PaymentDetails by id from PaymentsDetails;
}

look_up! {
    /// Key of an account's owners.
    OwnersOf(AccountId) => many Ownership by account_id from Ownerships;
}

look_up! {
    /// Key of a programme's details.
    DetailsOfProgramme(ProgrammeId) => one ProgrammeDetails by id from ProgrammesDetails;
}

#[ComplexObject]
impl Payment {
    /// Whether it is regular, an addition, arrears or a reissue.
    async fn kind(&self, ctx: &Context<'_>) -> Result<Option<PaymentKind>> {
        Ok(self.details(ctx).await?.and_then(|details| details.kind))
    }

    /// Day it was entered in the ledger.
    async fn recorded_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.recorded_on))
    }

    /// First day of the period it was paid for.
    async fn period_from(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.period_from))
    }

    /// Last day of the period it was paid for.
    async fn period_to(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.period_to))
    }

    /// Who was paid; null where out of scope.
    async fn payee(&self, ctx: &Context<'_>) -> Result<Option<Party>> {
        Ok(self.details(ctx).await?.and_then(|details| details.payee))
    }

    /// The account it went into; null where its payee is out of scope.
    async fn account(&self, ctx: &Context<'_>) -> Result<Option<Account>> {
        Ok(self.details(ctx).await?.and_then(|details| details.account))
    }

    /// Id of the payment that this row corrects.
    async fn corrects(&self, ctx: &Context<'_>) -> Result<Option<PaymentId>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.corrects_id))
    }

    /// The officials whose kin the money reached, by whichever channel; empty of a payment that was
    /// returned or reversed.
    async fn related_officials(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How far kinship is followed")] within: Within,
    ) -> Result<RelatedOfficials> {
        RelatedOfficials::of(ctx, &self.id, &within).await
    }

    /// The region of the list it was paid on.
    async fn region(&self, ctx: &Context<'_>) -> Result<Option<Region>> {
        Region::find(ctx, &self.region_code).await
    }

    /// The record that this payment stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

impl Payment {
    /// Batch and row of its record.
    #[must_use]
    pub fn place(&self) -> (i64, i32) {
        (self.batch, self.row)
    }

    async fn details(&self, ctx: &Context<'_>) -> Result<Option<PaymentDetails>> {
        ctx.load(DetailsOfPayment(self.id.clone())).await
    }
}

#[ComplexObject]
impl Account {
    /// Whose account it is.
    async fn owners(&self, ctx: &Context<'_>) -> Result<Vec<Ownership>> {
        Ok(ctx
            .load(OwnersOf(self.id.clone()))
            .await?
            .unwrap_or_default())
    }
}

#[ComplexObject]
impl Programme {
    /// What one claim under the programme counts.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<ProgrammeUnit>> {
        Ok(self.details(ctx).await?.map(|details| details.unit))
    }

    /// What entitles someone to it.
    async fn basis(&self, ctx: &Context<'_>) -> Result<Option<Basis>> {
        Ok(self.details(ctx).await?.and_then(|details| details.basis))
    }

    /// The budget line it belongs to.
    async fn fund_kind(&self, ctx: &Context<'_>) -> Result<Option<FundKind>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.fund_kind))
    }

    /// Division code it is valid in.
    async fn region_code(&self, ctx: &Context<'_>) -> Result<Option<RegionCode>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.region_code))
    }

    /// First day it runs.
    async fn from(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self.details(ctx).await?.and_then(|details| details.from))
    }

    /// Last day it runs.
    async fn to(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self.details(ctx).await?.and_then(|details| details.to))
    }

    /// The agency that runs it.
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>> {
        Ok(self.details(ctx).await?.and_then(|details| details.agency))
    }

    /// The record that this programme stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        let details = self.details(ctx).await?;
        Source::find(ctx, details.map(|details| (details.batch, details.row))).await
    }
}

impl Programme {
    async fn details(&self, ctx: &Context<'_>) -> Result<Option<ProgrammeDetails>> {
        ctx.load(DetailsOfProgramme(self.id.clone())).await
    }
}

/// Root fields of funds.
#[derive(Default)]
pub struct FundsQuery;

#[Object]
impl FundsQuery {
    /// A payment by id; null where none is in scope.
    async fn payment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the payment")] id: PaymentId,
    ) -> Result<Option<Payment>> {
        ctx.reads_people()?;
        ctx.load(CardOfPayment(id)).await
    }
}
