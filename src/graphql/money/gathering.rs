//! Accounts that gather from many and let go: many in, then out.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{Context, Object, Result, SimpleObject};
use serde::Deserialize;

use super::{MoneyLink, MoneyLinkKind, bounded, span};
use crate::{
    graphql::{context::ContextExt, funds::DateRange, scalars::Date},
    model::{
        AccountId, Money,
        flow::{self, gathered},
    },
    statement,
};

statement! {
    /// What came into an account for payees, and what left it.
    "money/account_in_scope.cypher" then "money/gathering.cypher" then "money/payments.cypher" then "money/gathered.cypher" => Movements;
    pub struct MovementsOf<'a> {
        account: &'a AccountId, first: i64, last: i64, first_on: Date, last_on: Date, within_days: i32,
        min_amount_fen: Money, known: &'a [String], limit: i64,
    }
}

/// Most links shown of what was gathered before one transfer.
const MOST: usize = 500;

/// What moved, as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Movements {
    arrived: Vec<MoneyLink>,
    left: Vec<MoneyLink>,
    payees: Vec<PayeesOf>,
}

/// For whom money came.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PayeesOf {
    kind: MoneyLinkKind,
    id: String,
    payees: Vec<String>,
}

/// What an account gathered and let go.
#[derive(SimpleObject)]
pub struct Gatherings {
    /// Each transfer out that enough payees' money came before, the earliest first.
    gatherings: Vec<Gathering>,
    /// Whether some may be missing: more than are shown, or more movements than the setting
    /// `limits.ways`.
    truncated: bool,
    /// How many of them have an end outside the caller's scope, rounded up to 5; null for roles that
    /// are not told.
    hidden_by_scope: Option<i32>,
}

/// A transfer out of an account, and what came into it shortly before.
#[derive(SimpleObject)]
pub struct Gathering {
    /// The transfer out; its kind says whether it was drawn as cash.
    out: MoneyLink,
    /// How many payees the money had been paid to.
    payees: i32,
    /// What came in for them.
    gathered: Money,
    /// What part of that went out with this transfer.
    retained: Option<f64>,
    /// What came in: payments into the account, and transfers from accounts that payees were paid
    /// into; the earliest first.
    arrived: Vec<MoneyLink>,
    /// Whether some of those were cut.
    truncated: bool,
}

impl Movements {
    fn gatherings(
        mut self,
        within_days: i32,
        min_payees: i32,
        most: usize,
    ) -> (Vec<Gathering>, bool, i32) {
        let mut payees: BTreeMap<_, _> = BTreeMap::new();
        for of in self.payees {
            payees.insert((of.kind, of.id), of.payees);
        }
        self.arrived.sort_by(|one, other| {
            (one.at, one.kind, &one.id).cmp(&(other.at, other.kind, &other.id))
        });
        let arrived: Vec<_> = self.arrived.iter().map(|link| link.at).collect();
        let (mut found, mut hidden, mut cut) = (Vec::new(), 0, false);
        for out in self.left {
            let came = &self.arrived
                [gathered::before(&arrived, out.at, within_days.unsigned_abs().into())];
            let whose = came
                .iter()
                .filter_map(|link| payees.get(&(link.kind, link.id.clone())))
                .flatten();
            let many = i32::try_from(whose.collect::<BTreeSet<_>>().len()).unwrap_or(i32::MAX);
            if many < min_payees {
                continue;
            }
            let whole = out.to_seen && came.iter().all(|link| link.from_seen);
            hidden += i32::from(!whole);
            if found.len() == most {
                cut = true;
                continue;
            }
            let sum: Money = came.iter().map(|link| link.amount_fen).sum();
            found.push(Gathering {
                payees: many,
                gathered: sum,
                retained: flow::share(out.amount_fen.fen(), sum.fen()),
                arrived: came.iter().take(MOST).cloned().collect(),
                truncated: came.len() > MOST,
                out,
            });
        }
        (found, cut, hidden)
    }
}

/// Root fields of gathering accounts.
#[derive(Default)]
pub struct GatheringQuery;

#[Object]
impl GatheringQuery {
    /// Transfers out of an account, cash included, that the money of many payees came into it
    /// shortly before: strictly earlier, and at most so many days, counted from calendar day to
    /// calendar day in Asia/Shanghai. Money came for a payee when a payment to them went into the
    /// account, or into another account that sent money on to this one within as many days. Null
    /// where the account is not in scope.
    #[graphql(complexity = "50 * child_complexity")]
    async fn gathering(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the account")] account: AccountId,
        #[graphql(desc = "Days of what comes in and goes out, both ends included")] during: Option<
            DateRange,
        >,
        #[graphql(desc = "Most days from in to out, 0 to 366", default = 7)] within_days: i32,
        #[graphql(desc = "Fewest payees, 1 to 10000", default = 5)] min_payees: i32,
    ) -> Result<Option<Gatherings>> {
        ctx.reads_people()?;
        let (span, limits) = (span(during.as_ref())?, &ctx.asking().limits);
        let within_days = bounded("withinDays", within_days, 0..=366)?;
        let min_payees = bounded("minPayees", min_payees, 1..=10_000)?;
        let [first_on, last_on] = span.days().map(Date);
        let movements = MovementsOf {
            account: &account,
            first: span.first,
            last: span.last,
            first_on,
            last_on,
            within_days,
            min_amount_fen: Money::default(),
            known: &[],
            limit: limits.ways,
        };
        let Some(movements) = ctx.graph().fetch_one(movements).await? else {
            return Ok(None);
        };
        let lists = [movements.arrived.len(), movements.left.len()];
        let full = lists
            .iter()
            .any(|many| i64::try_from(*many).is_ok_and(|many| many >= limits.ways));
        let (gatherings, cut, hidden) = movements.gatherings(within_days, min_payees, limits.page);
        Ok(Some(Gatherings {
            gatherings,
            truncated: full || cut,
            hidden_by_scope: ctx.told_hidden(hidden),
        }))
    }
}
