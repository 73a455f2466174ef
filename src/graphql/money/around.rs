//! The transfers around an account that a circle can be made of.

use std::collections::BTreeMap;

use async_graphql::{Context, Result};
use serde::{Deserialize, Serialize};

use super::MoneyLink;
use crate::{
    graphql::context::ContextExt,
    model::{AccountId, codes::TransferKind, flow::Span},
    statement,
};

statement! {
    /// Transfers around accounts.
    "money/transfers.cypher" then "money/joined.cypher" => Joined;
    pub struct TransfersAround<'a> {
        leaving: &'a [Near], arriving: &'a [Near], kinds: &'a [TransferKind], same_owner: bool, hub: i64, limit: i64,
    }
}

/// An account whose transfers are asked for, perhaps only those to or from some.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Near {
    id: String,
    first: i64,
    last: i64,
    asked: bool,
    ends: Option<Vec<String>>,
}

/// Transfers as the graph answers, and accounts with too many to be looked at.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Joined {
    links: Vec<MoneyLink>,
    busy_origins: Vec<String>,
    busy_targets: Vec<String>,
}

/// The transfers around an account that a circle can be made of.
pub struct Around {
    pub kinds: Vec<TransferKind>,
    pub same_owner: bool,
    pub within: i64,
    pub found: BTreeMap<String, MoneyLink>,
    pub cut: bool,
}

impl Around {
    async fn ask(
        &mut self,
        ctx: &Context<'_>,
        leaving: &[Near],
        arriving: &[Near],
    ) -> Result<Joined> {
        let limits = &ctx.asking().limits;
        let around = TransfersAround {
            leaving,
            arriving,
            kinds: &self.kinds,
            same_owner: self.same_owner,
            hub: limits.hub.money,
            limit: limits.ways,
        };
        let joined = ctx.graph().fetch_one(around).await?.unwrap_or(Joined {
            links: Vec::new(),
            busy_origins: Vec::new(),
            busy_targets: Vec::new(),
        });
        self.cut |= i64::try_from(joined.links.len()).is_ok_and(|found| found >= limits.ways);
        for link in &joined.links {
            self.found.insert(link.id.clone(), link.clone());
        }
        Ok(joined)
    }

    /// Accounts at one end of transfers, each with the instants that a circle through them leaves.
    fn near<'a>(
        &self,
        links: impl Iterator<Item = (&'a str, i64)>,
        ends: Option<&[String]>,
    ) -> Vec<Near> {
        let mut spans: BTreeMap<&str, Span> = BTreeMap::new();
        for (id, at) in links {
            let (first, last) = (at - self.within, at + self.within);
            let span = spans.entry(id).or_insert(Span { first, last });
            span.first = span.first.min(first);
            span.last = span.last.max(last);
        }
        let near = |(id, span): (&str, Span)| Near {
            id: id.to_owned(),
            first: span.first,
            last: span.last,
            asked: false,
            ends: ends.map(<[String]>::to_vec),
        };
        spans.into_iter().map(near).collect()
    }

    /// Looks from the account at most two transfers far, both ways: a circle of four is known when
    /// its halves are. Where an account on one half has too many, it is looked at from the other.
    pub async fn look(
        &mut self,
        ctx: &Context<'_>,
        account: &AccountId,
        longest: i32,
    ) -> Result<()> {
        let all = Span::of(None, None);
        let start = [Near {
            id: account.to_string(),
            first: all.first,
            last: all.last,
            asked: true,
            ends: None,
        }];
        let own = self.ask(ctx, &start, &start).await?.links;
        if longest < 3 {
            return Ok(());
        }
        let (mut out, mut back) = (Vec::new(), Vec::new());
        for link in &own {
            if link.from_id == account.as_str() {
                out.push((link.to_id.as_str(), link.at));
            } else {
                back.push((link.from_id.as_str(), link.at));
            }
        }
        let names = |ends: &[(&str, i64)]| {
            ends.iter()
                .map(|(id, _)| (*id).to_owned())
                .collect::<Vec<_>>()
        };
        let (after, before) = (names(&out), names(&back));
        let only = longest == 3;
        let leaving = self.near(out.iter().copied(), only.then_some(&before));
        let arriving = self.near(back.iter().copied(), only.then_some(&after));
        let second = self.ask(ctx, &leaving, &arriving).await?;
        let (busy_after, busy_before) = (second.busy_origins, second.busy_targets);
        self.cut |= !busy_after.is_empty() && !busy_before.is_empty();
        if only || busy_after.is_empty() && busy_before.is_empty() {
            return Ok(());
        }
        let links = || second.links.iter();
        let leaving =
            links().filter(|link| after.contains(&link.from_id) && link.to_id != account.as_str());
        let leaving = leaving.filter(|_| !busy_before.is_empty());
        let leaving = leaving.map(|link| (link.to_id.as_str(), link.at));
        let leaving = self.near(leaving, Some(&busy_before));
        let arriving =
            links().filter(|link| before.contains(&link.to_id) && link.from_id != account.as_str());
        let arriving = arriving.filter(|_| !busy_after.is_empty());
        let arriving = arriving.map(|link| (link.from_id.as_str(), link.at));
        let arriving = self.near(arriving, Some(&busy_after));
        let third = self.ask(ctx, &leaving, &arriving).await?;
        self.cut |= !third.busy_origins.is_empty() || !third.busy_targets.is_empty();
        Ok(())
    }
}
