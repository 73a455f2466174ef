//! Accounts into which the money of several persons of several households flows.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject, connection::Connection};
use serde::{Deserialize, Serialize};

use super::{MoneyPlace, bounded, span};
use crate::{
    graphql::{
        context::ContextExt,
        funds::{Account, DateRange},
        page::{Page, rows},
        scalars::Date,
    },
    model::{
        Money, PaymentId, RegionCode,
        flow::{Place, PlaceKind},
    },
    statement,
};

statement! {
    /// One page of the accounts that collect.
    "money/collectors.cypher" => Collected;
    pub struct CollectorsPage<'a> {
        region: &'a RegionCode, first_on: Date, last_on: Date, min_persons: i32, min_households: i32,
        institutions: bool, after_fen: Money, after_id: &'a str, limit: i64,
    }
}

/// Most payees named of one account.
const NAMED: usize = 20;
/// Before every account.
const BEGINNING: (Money, &str) = (Money(i64::MAX), "");

/// A page as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Collected {
    hidden: i32,
    total_count: i32,
    rows: Vec<Collector>,
}

/// An account into which the money of several persons of several households flows.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Collector {
    #[graphql(skip)]
    account_id: Option<String>,
    /// How many persons it receives for; a household that is paid stands for its head.
    persons: i32,
    /// How many registered households those are of; whoever is registered in none stands for one.
    households: i32,
    /// How many payments.
    payments: i32,
    /// What they come to.
    #[graphql(name = "amount")]
    amount_fen: Money,
    #[graphql(skip)]
    least_payment: PaymentId,
    /// Day of the first payment.
    first_on: Date,
    /// Day of the last payment.
    last_on: Date,
    #[graphql(skip)]
    payees: Vec<Place>,
}

#[ComplexObject]
impl Collector {
    /// The account; null where none of its owners is in scope.
    async fn account(&self, ctx: &Context<'_>) -> Result<Option<Account>> {
        let Some(id) = self.account_id.clone() else {
            return Ok(None);
        };
        let label = PlaceKind::Account;
        Ok(match MoneyPlace::find(ctx, Place { label, id }).await? {
            Some(MoneyPlace::Account(account)) => Some(account),
            _ => None,
        })
    }

    /// Who was paid, by kind and id, at most 20; null where out of scope.
    async fn payees(&self, ctx: &Context<'_>) -> Result<Vec<Option<MoneyPlace>>> {
        let mut payees = self.payees.clone();
        payees.sort();
        payees.truncate(NAMED);
        let found = payees.into_iter().map(|payee| MoneyPlace::find(ctx, payee));
        futures_util::future::try_join_all(found).await
    }
}

/// Counts over all rows of the answer, not only this page.
#[derive(SimpleObject)]
pub struct CollectorTotals {
    /// How many accounts.
    total_count: i32,
    /// How many of them lie outside the caller's scope, rounded up to 5; null for roles that are not
    /// told.
    hidden_by_scope: Option<i32>,
}

/// The question: what decides which accounts collect.
#[derive(Serialize)]
struct Question<'a> {
    region: &'a RegionCode,
    first_on: Date,
    last_on: Date,
    min_persons: i32,
    min_households: i32,
    institutions: bool,
}

/// Root fields of collecting accounts.
#[derive(Default)]
pub struct CollectorsQuery;

#[Object]
impl CollectorsQuery {
    /// Accounts into which payments to several persons of several households of a region flow, the
    /// largest sum first; returned and reversed payments do not count.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn collectors(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Division code that the payees are of; a village or township answers soonest"
        )]
        region: RegionCode,
        #[graphql(desc = "Days of payment, both ends included")] during: Option<DateRange>,
        #[graphql(desc = "Fewest persons, 1 to 10000", default = 3)] min_persons: i32,
        #[graphql(desc = "Fewest households, 1 to 10000", default = 2)] min_households: i32,
        #[graphql(
            desc = "Whether accounts of agencies count, such as care homes and village collectives",
            default
        )]
        institutions: bool,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Connection<String, Collector, CollectorTotals>> {
        ctx.reads_people()?;
        let [first_on, last_on] = span(during.as_ref())?.days().map(Date);
        let question = Question {
            region: &region,
            first_on,
            last_on,
            min_persons: bounded("minPersons", min_persons, 1..=10_000)?,
            min_households: bounded("minHouseholds", min_households, 1..=10_000)?,
            institutions,
        };
        let page = Page::<(Money, PaymentId)>::read(ctx, first, after.as_deref(), &question)?;
        let after = page.after.as_ref();
        let (after_fen, after_id) = after.map_or(BEGINNING, |(sum, id)| (*sum, id.as_str()));
        let collectors = CollectorsPage {
            region: &region,
            first_on,
            last_on,
            min_persons,
            min_households,
            institutions,
            after_fen,
            after_id,
            limit: page.limit(),
        };
        let found = ctx.graph().fetch_one(collectors).await?;
        let (rows, total_count, hidden) = found.map_or((Vec::new(), 0, 0), |found| {
            (found.rows, found.total_count, found.hidden)
        });
        let totals = CollectorTotals {
            total_count,
            hidden_by_scope: ctx.told_hidden(hidden),
        };
        let position = |row: &Collector| (row.amount_fen, row.least_payment.clone());
        page.connection(rows, totals, position, |row| row)
    }
}
