//! Circles of transfers through an account.

use std::collections::BTreeMap;

use async_graphql::{Context, Object, Result, SimpleObject};

use super::{AccountInScope, MoneyLink, around::Around, bounded};
use crate::{
    graphql::{context::ContextExt, error::Code},
    model::{
        AccountId,
        codes::TransferKind,
        flow::{
            self, DAY,
            cycles::{Hop, Shape, through},
        },
    },
};

/// Circles of transfers.
#[derive(SimpleObject)]
pub struct MoneyCycles {
    /// The circles, in order of their first instant, then of their transfers' numbers.
    cycles: Vec<MoneyCycle>,
    /// Whether circles may be missing: more than are shown, more transfers around the account than
    /// the setting `limits.ways`, or accounts with more than `limits.hub.money` that could not be passed.
    truncated: bool,
    /// How many circles lie outside the caller's scope in whole or in part, rounded up to 5; null for
    /// roles that are not told. A circle with a transfer out of scope at both ends is not shown.
    hidden_by_scope: Option<i32>,
}

/// Money that came back to where it set out.
#[derive(SimpleObject)]
pub struct MoneyCycle {
    /// The transfers, each strictly later than the one before.
    links: Vec<MoneyLink>,
    /// What part of the first amount the last one is.
    retained: Option<f64>,
    /// Whether one of the accounts holds public funds.
    public_fund: bool,
}

impl Around {
    /// The circles found, at most so many.
    fn circles(self, ctx: &Context<'_>, account: &AccountId, shape: &Shape) -> MoneyCycles {
        let hop = |link: &MoneyLink| Hop {
            id: link.id.clone(),
            from: link.from_id.clone(),
            to: link.to_id.clone(),
            at: link.at,
            amount_fen: link.amount_fen.fen(),
        };
        let hops: Vec<_> = self.found.values().map(hop).collect();
        let (circles, mut cut) = through(account.as_str(), &hops, shape);
        cut |= self.cut;
        let (mut cycles, mut hidden) = (Vec::new(), 0);
        for circle in circles {
            let links = circle.iter().filter_map(|hop| self.found.get(&hop.id));
            let links: Vec<_> = links.cloned().collect();
            hidden += i32::from(!links.iter().all(|link| link.from_seen && link.to_seen));
            if !links.iter().all(|link| link.seen) {
                continue;
            }
            let amounts = links.first().zip(links.last());
            cycles.push(MoneyCycle {
                retained: amounts.and_then(|(first, last)| {
                    flow::share(last.amount_fen.fen(), first.amount_fen.fen())
                }),
                public_fund: links.iter().any(|link| link.public_fund),
                links,
            });
        }
        let most = ctx.asking().limits.page;
        cut |= cycles.len() > most;
        cycles.truncate(most);
        MoneyCycles {
            cycles,
            truncated: cut,
            hidden_by_scope: ctx.told_hidden(hidden),
        }
    }
}

/// Root fields of circles.
#[derive(Default)]
pub struct CyclesQuery;

#[Object]
impl CyclesQuery {
    /// Circles of two to four transfers through an account, wherever on it the money set out: each
    /// transfer strictly later than the one before, no account passed twice, the last at most so
    /// many times 24 hours after the first, and at least the given part of the first amount in the
    /// last. Null where the account is not in scope.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(complexity = "50 * child_complexity")]
    async fn cycles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the account")] account: AccountId,
        #[graphql(desc = "Most transfers of a circle, 2 to 4", default = 4)] max_length: i32,
        #[graphql(desc = "Most days from the first to the last, 1 to 3660", default = 90)]
        within_days: i32,
        #[graphql(
            desc = "Least part of the first amount that the last one is, from 0",
            default = 0.7
        )]
        retained: f64,
        #[graphql(
            desc = "Kinds of transfer that count, those of no kind being TRANSFER: without bonds, refunds, returns and wages if absent"
        )]
        kinds: Option<Vec<TransferKind>>,
        #[graphql(
            desc = "Whether transfers between accounts of one owner count",
            default
        )]
        same_owner: bool,
    ) -> Result<Option<MoneyCycles>> {
        ctx.reads_people()?;
        let shape = Shape {
            longest: usize::try_from(bounded("maxLength", max_length, 2..=4)?).unwrap_or_default(),
            within: i64::from(bounded("withinDays", within_days, 1..=3660)?) * DAY,
            retained: millionths(retained)?,
        };
        let Some(seen) = ctx
            .graph()
            .fetch_one(AccountInScope { account: &account })
            .await?
        else {
            return Ok(None);
        };
        let mut around = Around {
            kinds: kinds.unwrap_or_else(|| vec![TransferKind::Transfer, TransferKind::CashOut]),
            same_owner,
            within: shape.within,
            found: BTreeMap::new(),
            cut: false,
        };
        around.look(ctx, &seen.id, max_length).await?;
        Ok(Some(around.circles(ctx, &seen.id, &shape)))
    }
}

/// A part in millionths.
fn millionths(part: f64) -> Result<i64> {
    if !(0.0..=1_000.0).contains(&part) {
        return Err(Code::BadInput.error("`retained` is 0 to 1000"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is within bounds")]
    let millionths = (part * 1_000_000.0).round() as i64;
    Ok(millionths)
}
