//! A trace as it grows: places, links and what each step comes to.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{ComplexObject, Context, Result, SimpleObject};

use super::{
    MoneyLink, MoneyPlace,
    steps::{Asked, Step},
    tiers::{self, AllocationTier},
};
use crate::{
    graphql::context::ContextExt,
    model::{
        AllocationId, Money,
        flow::{self, Direction, Opening, Place, PlaceKind, Trail},
    },
};

/// Money followed step by step.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct FundTrace {
    /// Where the money was, in the order reached; places out of scope are left out.
    nodes: Vec<MoneyNode>,
    /// The links kept, step by step, each step in the order asked for.
    links: Vec<MoneyLink>,
    /// What each step comes to.
    steps: Vec<MoneyStep>,
    /// What the last step kept in terms of what the first did; null where there is none.
    retained: Option<f64>,
    /// Whether a step was cut, or a place was not followed because it has more links than the
    /// setting `limits.hub.money`.
    truncated: bool,
    /// How many links lie outside the caller's scope in whole or in part, rounded up to 5; null for
    /// roles that are not told. A link with both ends out of scope is neither shown nor followed.
    hidden_by_scope: Option<i32>,
    #[graphql(skip)]
    allocation: Option<AllocationId>,
}

#[ComplexObject]
impl FundTrace {
    /// What each tier received and handed on; empty unless the trace begins with an allocation.
    async fn tiers(&self, ctx: &Context<'_>) -> Result<Vec<AllocationTier>> {
        match &self.allocation {
            Some(allocation) => tiers::of(ctx, allocation).await,
            None => Ok(Vec::new()),
        }
    }
}

/// A place on a trace.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct MoneyNode {
    /// The first step that reached it; 0 for the account asked about.
    hop: i32,
    /// What the links of the trace brought it.
    received: Money,
    /// What the links of the trace took from it.
    sent: Money,
    /// Whether it was passed by because it has more links than the setting `limits.hub.money`.
    passed_by: bool,
    #[graphql(skip)]
    place: Place,
}

#[ComplexObject]
impl MoneyNode {
    /// The place: an account, or whoever paid or was paid where no account is named.
    async fn place(&self, ctx: &Context<'_>) -> Result<Option<MoneyPlace>> {
        MoneyPlace::find(ctx, self.place.clone()).await
    }
}

/// What one step comes to. Links out of scope count nowhere in it.
#[derive(SimpleObject)]
pub struct MoneyStep {
    /// Number of the step, from 1.
    hop: i32,
    /// How many links there are.
    count: i32,
    /// What all of them come to.
    sum: Money,
    /// How many of them are kept.
    kept_count: i32,
    /// What those come to.
    kept: Money,
    /// Whether some were cut.
    truncated: bool,
    /// How much of the origin, which is the sum of step 1, is still seen: the lesser of origin and
    /// what is kept, in terms of the origin; null where the origin is nothing.
    visible_share: Option<f64>,
}

/// A trace as it grows.
pub struct Growing {
    asked: Asked,
    /// What was asked so far.
    pub trail: Trail,
    nodes: BTreeMap<Place, MoneyNode>,
    links: Vec<MoneyLink>,
    steps: Vec<MoneyStep>,
    passed_by: BTreeSet<Place>,
    hidden: i32,
}

impl Growing {
    /// A trace of nothing yet.
    #[must_use]
    pub fn new(asked: Asked) -> Self {
        Self {
            asked,
            trail: Trail::new(asked.direction, asked.within),
            nodes: BTreeMap::new(),
            links: Vec::new(),
            steps: Vec::new(),
            passed_by: BTreeSet::new(),
            hidden: 0,
        }
    }

    /// Numbers of the links kept so far.
    #[must_use]
    pub fn known(&self) -> Vec<String> {
        self.links.iter().map(|link| link.id.clone()).collect()
    }

    /// Whether no step was kept yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The node of a place, new if this step is the first to reach it.
    pub fn node(&mut self, place: &Place, hop: i32) -> &mut MoneyNode {
        self.nodes
            .entry(place.clone())
            .or_insert_with(|| MoneyNode {
                hop,
                received: Money::default(),
                sent: Money::default(),
                passed_by: false,
                place: place.clone(),
            })
    }

    /// Takes a step in, and says where the next begins and which of those places are in scope.
    pub fn take(&mut self, hop: i32, step: Step) -> Vec<(Opening, bool)> {
        self.hidden = self.hidden.saturating_add(step.hidden);
        self.passed_by.extend(step.hubs);
        if step.links.is_empty() {
            return Vec::new();
        }
        let kept: Money = step.links.iter().map(|link| link.amount_fen).sum();
        let origin = self.steps.first().map_or(step.sum_fen, |first| first.sum);
        let kept_count = i32::try_from(step.links.len()).unwrap_or(i32::MAX);
        self.steps.push(MoneyStep {
            hop,
            count: step.count,
            sum: step.sum_fen,
            kept_count,
            kept,
            truncated: kept_count < step.count,
            visible_share: flow::visible_share(origin.fen(), kept.fen()),
        });
        let mut seen = BTreeMap::new();
        let mut reached = Vec::new();
        for mut link in step.links {
            link.hop = hop;
            let (origin, target) = (link.origin(), link.target());
            if link.from_seen {
                let node = self.node(&origin, hop);
                node.sent = [node.sent, link.amount_fen].into_iter().sum();
            }
            // What runs back to its own account, such as cash drawn, did not arrive there.
            if link.to_seen && origin != target {
                let node = self.node(&target, hop);
                node.received = [node.received, link.amount_fen].into_iter().sum();
            }
            let (far, far_seen) = match self.asked.direction {
                Direction::Forward => (target, link.to_seen),
                Direction::Backward => (origin, link.from_seen),
            };
            // Nobody but accounts and agencies sends money on.
            if matches!(far.label, PlaceKind::Account | PlaceKind::Agency) {
                seen.insert(far.clone(), far_seen);
                reached.push((far, link.at));
            }
            self.links.push(link);
        }
        let openings = self.trail.next(reached).into_iter();
        openings
            .map(|opening| {
                let seen = seen.get(&opening.place).copied().unwrap_or_default();
                (opening, seen)
            })
            .collect()
    }

    /// The whole trace.
    #[must_use]
    pub fn done(self, ctx: &Context<'_>, allocation: Option<AllocationId>) -> FundTrace {
        let kept = |step: &MoneyStep| step.kept.fen();
        let (first, last) = (self.steps.first().map(kept), self.steps.last().map(kept));
        let mut nodes: Vec<_> = self.nodes.into_values().collect();
        for node in &mut nodes {
            node.passed_by = self.passed_by.contains(&node.place);
        }
        nodes.sort_by(|one, other| (one.hop, &one.place).cmp(&(other.hop, &other.place)));
        FundTrace {
            nodes,
            links: self.links,
            retained: last
                .zip(first)
                .and_then(|(last, first)| flow::share(last, first)),
            truncated: !self.passed_by.is_empty() || self.steps.iter().any(|step| step.truncated),
            steps: self.steps,
            hidden_by_scope: ctx.told_hidden(self.hidden),
            allocation,
        }
    }
}
