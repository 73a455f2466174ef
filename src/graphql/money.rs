//! Money: where it went and where it came from, step by step, in circles, through gathering hands.
//!
//! A transfer has its instant; a payment has a day, and counts as of 00:00 of it in Asia/Shanghai.
//! Of a day, then, nothing but the payments of later days and the transfers after its first instant
//! is later than a payment.

mod around;
pub mod between;
pub mod collectors;
pub mod cycles;
pub mod gathering;
pub mod growing;
pub mod steps;
pub mod tiers;
pub mod trace;

use async_graphql::{ComplexObject, Context, Enum, MergedObject, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    companies::Company,
    context::{ContextExt, look_up},
    error::Code,
    funds::{Account, DateRange},
    households::Household,
    people::Person,
    regions::Agency,
    sources::Source,
};
use crate::{
    model::{
        AccountId, Money,
        codes::TransferKind,
        flow::{Place, PlaceKind, Span},
    },
    statement,
};

statement! {
    /// The cards of places where money was.
    "money/place.cypher" then "money/card.cypher" => PlaceCard;
    pub struct Places<'a> { ids: &'a [Place] }
}
statement! {
    /// Whether an account is in scope.
    "money/account_in_scope.cypher" then "money/account.cypher" => AccountSeen;
    pub struct AccountInScope<'a> { account: &'a AccountId }
}

/// An account in scope.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountSeen {
    /// Its id.
    pub id: AccountId,
}

/// Where money was: an account, or whoever paid or was paid where the record names no account.
#[derive(Clone, Deserialize, Union)]
#[serde(tag = "label", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MoneyPlace {
    /// A bank account.
    Account(Account),
    /// A natural person.
    Person(Person),
    /// A household.
    Household(Household),
    /// A company.
    Company(Company),
    /// A public body or organisation.
    Agency(Agency),
}

/// A place's card as the graph answers.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlaceCard {
    place: Place,
    card: MoneyPlace,
}

look_up! {
    /// Key of a place.
    CardOf(Place) => one PlaceCard by place from Places;
}

impl MoneyPlace {
    /// The card of a place; null where out of scope.
    ///
    /// # Errors
    /// When the graph gives no answer.
    pub async fn find(ctx: &Context<'_>, place: Place) -> Result<Option<Self>> {
        Ok(ctx.load(CardOf(place)).await?.map(|found| found.card))
    }
}

/// What moved money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MoneyLinkKind {
    /// A payment of an agency.
    Payment,
    /// A transfer between accounts.
    Transfer,
}

/// Money that moved from one place to another.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoneyLink {
    /// What moved it.
    pub kind: MoneyLinkKind,
    /// Id of the payment, or number of the transfer.
    pub id: String,
    /// How much.
    #[graphql(name = "amount")]
    pub amount_fen: Money,
    #[graphql(skip)]
    at: i64,
    #[graphql(skip)]
    from_label: PlaceKind,
    #[graphql(skip)]
    from_id: String,
    #[graphql(skip)]
    from_seen: bool,
    #[graphql(skip)]
    to_label: PlaceKind,
    #[graphql(skip)]
    to_id: String,
    #[graphql(skip)]
    to_seen: bool,
    #[graphql(skip)]
    #[serde(default)]
    seen: bool,
    /// What kind of transfer it is, where the bank says.
    pub transfer_kind: Option<TransferKind>,
    /// What the transfer is for, as the bank wrote it.
    purpose: Option<String>,
    /// The document that authorised the inquiry into the account, where one was needed.
    authorisation: Option<String>,
    #[graphql(skip)]
    batch: i64,
    #[graphql(skip)]
    row: i32,
    #[graphql(skip)]
    #[serde(default)]
    public_fund: bool,
    /// Which step of the trace it stands in, from 1; 0 outside a trace.
    #[serde(skip)]
    pub hop: i32,
}

impl MoneyLink {
    /// Where the money came from.
    #[must_use]
    pub fn origin(&self) -> Place {
        Place {
            label: self.from_label,
            id: self.from_id.clone(),
        }
    }

    /// Where the money went.
    #[must_use]
    pub fn target(&self) -> Place {
        Place {
            label: self.to_label,
            id: self.to_id.clone(),
        }
    }
}

#[ComplexObject]
impl MoneyLink {
    /// When it moved. A payment has no more than a day, which stands for its first instant in
    /// Asia/Shanghai: a transfer of the same day at a later time is later than it.
    async fn at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.at)
    }

    /// Where the money came from: the account named, else the payer; null where out of scope.
    async fn from(&self, ctx: &Context<'_>) -> Result<Option<MoneyPlace>> {
        if self.from_seen {
            MoneyPlace::find(ctx, self.origin()).await
        } else {
            Ok(None)
        }
    }

    /// Where the money went: the account named, else the payee; null where out of scope. A transfer
    /// without a receiving account on file, such as cash drawn, has its own account here, which then
    /// did not receive it.
    async fn to(&self, ctx: &Context<'_>) -> Result<Option<MoneyPlace>> {
        if self.to_seen {
            MoneyPlace::find(ctx, self.target()).await
        } else {
            Ok(None)
        }
    }

    /// The record that this stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

/// The instants of an interval of days.
///
/// # Errors
/// `BAD_INPUT` when it ends before it begins.
pub fn span(during: Option<&DateRange>) -> Result<Span> {
    let from = during.and_then(|during| during.from).map(|date| date.0);
    let to = during.and_then(|during| during.to).map(|date| date.0);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(Code::BadInput.error("`during.from` is after `during.to`"));
    }
    Ok(Span::of(from, to))
}

/// An amount from which on links count.
///
/// # Errors
/// `BAD_INPUT` when it is below nothing.
pub fn least(min_amount: Option<Money>) -> Result<Money> {
    let least = min_amount.unwrap_or_default();
    if least < Money::default() {
        return Err(Code::BadInput.error("`minAmount` is 0.00 or more"));
    }
    Ok(least)
}

/// A number of an argument that has bounds.
///
/// # Errors
/// `BAD_INPUT` when it lies outside them.
pub fn bounded(name: &str, value: i32, bounds: std::ops::RangeInclusive<i32>) -> Result<i32> {
    if bounds.contains(&value) {
        return Ok(value);
    }
    let (least, most) = (bounds.start(), bounds.end());
    Err(Code::BadInput.error(format!("`{name}` is {least} to {most}")))
}

/// Root fields of money.
#[derive(Default, MergedObject)]
pub struct MoneyQuery(
    trace::TraceQuery,
    between::BetweenQuery,
    cycles::CyclesQuery,
    gathering::GatheringQuery,
    collectors::CollectorsQuery,
);
