//! An allocation on its way down: issued, received, handed on, paid and returned, tier by tier.

use std::collections::BTreeMap;

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    graphql::{context::ContextExt, regions::Agency, scalars::Date, sources::Source},
    model::{AgencyId, AllocationId, Money, ProgrammeId, flow::held::Held},
    statement,
};

statement! {
    /// An allocation and what was handed on from it.
    "money/tiers.cypher" => Allocation;
    pub struct Allocations<'a> { allocation: &'a AllocationId, limit: i64 }
}
statement! {
    /// What the receivers paid, by day.
    "money/spent.cypher" => Spent;
    pub struct SpentBy<'a> { holders: &'a [Holding] }
}

/// Most allocations below one.
const MOST: i64 = 5_000;

/// Money handed from one agency to another.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Allocation {
    #[graphql(skip)]
    tier: i32,
    /// Id of the allocation.
    id: AllocationId,
    /// How much was issued.
    #[graphql(name = "amount")]
    amount_fen: Money,
    /// The budget year.
    year: i32,
    /// Number of the document.
    document_no: Option<String>,
    /// Day of issue.
    issued_on: Date,
    /// Day of receipt; null while none is on file.
    received_on: Option<Date>,
    #[graphql(skip)]
    programme_id: ProgrammeId,
    #[graphql(skip)]
    giver_id: AgencyId,
    #[graphql(skip)]
    holder_id: AgencyId,
    /// The agency that issued it; null where out of scope.
    giver: Option<Agency>,
    #[graphql(skip)]
    holder: Option<Agency>,
    #[graphql(skip)]
    batch: i64,
    #[graphql(skip)]
    row: i32,
}

#[ComplexObject]
impl Allocation {
    /// The record that it stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

/// What an agency of a tier is asked for: its payments under a programme of a year since the day of issue.
#[derive(Debug, Serialize)]
pub struct Holding {
    tier: i32,
    agency: AgencyId,
    programme: ProgrammeId,
    year: i32,
    since: Date,
}

/// What an agency paid on a day, and what came back that day.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Spent {
    tier: i32,
    agency_id: AgencyId,
    spent_on: Date,
    paid_fen: Money,
    returned_fen: Money,
}

/// What one tier received and handed on. Whoever is out of scope counts nowhere in it.
#[derive(SimpleObject)]
pub struct AllocationTier {
    /// 1 for the allocation asked about, 2 for what was handed on from it, and so on to 6.
    tier: i32,
    /// What was issued to the tier.
    issued: Money,
    /// What it received, as far as receipt is on file.
    received: Money,
    /// What it issued to the next tier.
    passed_on: Money,
    /// What it paid to payees, returns not taken off.
    paid: Money,
    /// What came back of that, returned or reversed.
    returned: Money,
    /// What it still holds.
    held: Money,
    /// The most days that anyone of the tier held some of it.
    days_held: Option<i32>,
    /// Each receiver in scope.
    holders: Vec<AllocationHolder>,
}

/// What one agency received on one tier, and what it did with it.
#[derive(SimpleObject)]
pub struct AllocationHolder {
    /// The agency.
    agency: Agency,
    /// What was issued to it.
    issued: Money,
    /// What it received, as far as receipt is on file.
    received: Money,
    /// What it issued to the next tier.
    passed_on: Money,
    /// What it paid under the programme for the year since the day of issue, returns not taken off;
    /// on each tier where it received some.
    paid: Money,
    /// What came back of that, returned or reversed.
    returned: Money,
    /// What it still holds: received and returned, less passed on and paid.
    held: Money,
    /// Days from receipt until all had gone on for good, or until today while some is held; null
    /// where it never held any.
    days_held: Option<i32>,
    /// The allocations it received.
    allocations: Vec<Allocation>,
}

/// An allocation tier by tier; none where it is not in scope.
///
/// # Errors
/// When the graph gives no answer.
pub async fn of(ctx: &Context<'_>, allocation: &AllocationId) -> Result<Vec<AllocationTier>> {
    let graph = ctx.graph();
    let limit = MOST;
    let all = graph.fetch(Allocations { allocation, limit }).await?;
    let mut received: BTreeMap<(i32, AgencyId), Vec<Allocation>> = BTreeMap::new();
    for allocation in all.iter().filter(|one| one.holder.is_some()) {
        let key = (allocation.tier, allocation.holder_id.clone());
        received.entry(key).or_default().push(allocation.clone());
    }
    let holders = &received
        .values()
        .flat_map(|all| holdings(all))
        .collect::<Vec<_>>();
    let mut spent: BTreeMap<(i32, AgencyId), Vec<Spent>> = BTreeMap::new();
    for day in graph.fetch(SpentBy { holders }).await? {
        let key = (day.tier, day.agency_id.clone());
        spent.entry(key).or_default().push(day);
    }
    let mut tiers: BTreeMap<i32, Vec<AllocationHolder>> = BTreeMap::new();
    for (key, allocations) in received {
        let passed = all
            .iter()
            .filter(|next| next.tier == key.0 + 1 && next.giver_id == key.1);
        let spent = spent.get(&key).map_or(&[][..], Vec::as_slice);
        let holder = AllocationHolder::new(allocations, passed, spent, graph.today());
        tiers.entry(key.0).or_default().extend(holder);
    }
    Ok(tiers
        .into_iter()
        .map(|(tier, holders)| AllocationTier::new(tier, holders))
        .collect())
}

/// What one agency of a tier is asked for, by programme and year: each since the first issue, as they
/// come in that order.
fn holdings(allocations: &[Allocation]) -> Vec<Holding> {
    let mut holdings = BTreeMap::new();
    for one in allocations {
        let key = (&one.programme_id, one.year);
        holdings.entry(key).or_insert_with(|| Holding {
            tier: one.tier,
            agency: one.holder_id.clone(),
            programme: one.programme_id.clone(),
            year: one.year,
            since: one.issued_on,
        });
    }
    holdings.into_values().collect()
}

impl AllocationHolder {
    fn new<'a>(
        allocations: Vec<Allocation>,
        passed: impl Iterator<Item = &'a Allocation>,
        spent: &[Spent],
        today: NaiveDate,
    ) -> Option<Self> {
        let agency = allocations.first()?.holder.clone()?;
        let mut held = Held::default();
        let receipt = |one: &Allocation| one.received_on.map(|on| (on.0, one.amount_fen));
        for (on, amount) in allocations.iter().filter_map(receipt) {
            held.add(on, amount.fen());
        }
        let mut passed_on = Vec::new();
        for next in passed {
            held.add(next.issued_on.0, -next.amount_fen.fen());
            passed_on.push(next.amount_fen);
        }
        for day in spent {
            held.add(day.spent_on.0, day.returned_fen.fen() - day.paid_fen.fen());
        }
        Some(Self {
            agency,
            issued: allocations.iter().map(|one| one.amount_fen).sum(),
            received: allocations
                .iter()
                .filter_map(receipt)
                .map(|(_, amount)| amount)
                .sum(),
            passed_on: passed_on.into_iter().sum(),
            paid: spent.iter().map(|day| day.paid_fen).sum(),
            returned: spent.iter().map(|day| day.returned_fen).sum(),
            held: Money(held.left()),
            days_held: held.days(today).and_then(|days| i32::try_from(days).ok()),
            allocations,
        })
    }
}

impl AllocationTier {
    fn new(tier: i32, holders: Vec<AllocationHolder>) -> Self {
        let sum = |of: fn(&AllocationHolder) -> Money| holders.iter().map(of).sum();
        Self {
            tier,
            issued: sum(|holder| holder.issued),
            received: sum(|holder| holder.received),
            passed_on: sum(|holder| holder.passed_on),
            paid: sum(|holder| holder.paid),
            returned: sum(|holder| holder.returned),
            held: sum(|holder| holder.held),
            days_held: holders.iter().filter_map(|holder| holder.days_held).max(),
            holders,
        }
    }
}
