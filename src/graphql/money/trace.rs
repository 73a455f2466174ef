//! Money followed step by step from a payment, an account, a project, a programme, an allocation.

use async_graphql::{Context, Enum, Object, OneofObject, Result};

use super::{
    AccountInScope, bounded,
    growing::{FundTrace, Growing},
    least, span,
    steps::{Asked, First, MoneyOrder, Open},
};
use crate::{
    graphql::{context::ContextExt, funds::DateRange},
    model::{
        AccountId, AllocationId, Money, PaymentId, ProgrammeId, ProjectId,
        flow::{Direction, Place, PlaceKind},
    },
};

/// Most steps of a trace.
const DEEPEST: i32 = 6;
/// Most links of a step.
const WIDEST: i32 = 500;

/// What a trace begins with.
#[derive(OneofObject)]
pub enum MoneyOrigin {
    /// A payment, which is the first step whatever its day and amount.
    Payment(PaymentId),
    /// An account: the first step is what leaves it, or arrives there where money is followed back.
    Account(AccountId),
    /// A project: the first step is the payments for it and for its contracts.
    Project(ProjectId),
    /// A programme: the first step is the payments under it.
    Programme(ProgrammeId),
    /// An allocation: the first step is the payments of its year under its programme by whoever
    /// received it or a part of it; `tiers` tells what each tier received and handed on.
    Allocation(AllocationId),
}

/// Which way money is followed.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum MoneyDirection {
    /// To where it went: each link strictly later than one before it.
    Forward,
    /// To where it came from: each link strictly earlier than one after it.
    Backward,
}

/// Follows money from where it begins; nothing where that is not in scope.
async fn follow(
    ctx: &Context<'_>,
    origin: &MoneyOrigin,
    depth: i32,
    asked: Asked,
) -> Result<Option<FundTrace>> {
    let graph = ctx.graph();
    let mut growing = Growing::new(asked);
    let (mut open, mut hop) = (Vec::new(), 0);
    if let MoneyOrigin::Account(account) = origin {
        let Some(account) = graph.fetch_one(AccountInScope { account }).await? else {
            return Ok(None);
        };
        let place = Place {
            label: PlaceKind::Account,
            id: account.id.to_string(),
        };
        growing.node(&place, 0);
        open.extend(
            growing
                .trail
                .start(place)
                .into_iter()
                .map(|opening| (opening, true)),
        );
    } else {
        let Some(first) = asked.first(graph, &origin.first()).await? else {
            return Ok(None);
        };
        hop = 1;
        open = growing.take(hop, first);
    }
    let known = growing.known();
    while hop < depth && !open.is_empty() {
        hop += 1;
        let opened = open.iter().map(|(opening, seen)| {
            let start = growing.is_empty();
            (opening.place.label, Open::new(opening, start, *seen))
        });
        let Some(step) = asked.next(graph, opened.collect(), &known).await? else {
            break;
        };
        open = growing.take(hop, step);
    }
    let allocation = match origin {
        MoneyOrigin::Allocation(allocation) => Some(allocation.clone()),
        _ => None,
    };
    Ok(Some(growing.done(ctx, allocation)))
}

impl MoneyOrigin {
    fn first(&self) -> First<'_> {
        match self {
            Self::Payment(payment) => First::Payment(payment),
            Self::Account(account) => First::Account(account),
            Self::Project(project) => First::Project(project),
            Self::Programme(programme) => First::Programme(programme),
            Self::Allocation(allocation) => First::Allocation(allocation),
        }
    }
}

/// What a trace weighs: few fill their steps.
fn weight(depth: i32, per_step: i32) -> usize {
    let links = depth.clamp(1, DEEPEST) * per_step.clamp(1, WIDEST);
    usize::try_from(links / 10 + 1).unwrap_or(usize::MAX)
}

/// Root fields of traces.
#[derive(Default)]
pub struct TraceQuery;

#[Object]
impl TraceQuery {
    /// Money followed step by step; null where what it begins with is not in scope.
    ///
    /// A link follows another where that one ends, if it is strictly later: what happens at one
    /// instant never chains. A transfer has its instant; a payment has a day, which stands for its
    /// first instant in Asia/Shanghai. So a transfer at 00:00 of that day is at the same instant as
    /// the payment, one a second later follows it, and a payment follows a transfer only from the
    /// next day on. Each link stands once, at the first step that reaches it. A payment that names
    /// no account runs from its payer, or to its payee, and is followed through agencies alone;
    /// returned and reversed payments are no links.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(complexity = "weight(depth, per_step) * child_complexity")]
    async fn fund_trace(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the trace begins with")] from: MoneyOrigin,
        #[graphql(
            desc = "Which way money is followed",
            default_with = "MoneyDirection::Forward"
        )]
        direction: MoneyDirection,
        #[graphql(desc = "Most steps, 1 to 6", default = 3)] depth: i32,
        #[graphql(
            desc = "Days of the links, both ends included; a payment asked about is shown whatever its day"
        )]
        during: Option<DateRange>,
        #[graphql(
            desc = "Least amount of a link; a payment asked about is shown whatever its amount"
        )]
        min_amount: Option<Money>,
        #[graphql(desc = "Most links kept of each step, 1 to 500", default = 50)] per_step: i32,
        #[graphql(
            desc = "In which order a step is listed and cut",
            default_with = "MoneyOrder::Amount"
        )]
        order: MoneyOrder,
    ) -> Result<Option<FundTrace>> {
        ctx.reads_people()?;
        let asked = Asked {
            direction: match direction {
                MoneyDirection::Forward => Direction::Forward,
                MoneyDirection::Backward => Direction::Backward,
            },
            within: span(during.as_ref())?,
            least: least(min_amount)?,
            order,
            per_step: bounded("perStep", per_step, 1..=WIDEST)?.into(),
            hub: ctx.asking().limits.hub.money,
        };
        follow(ctx, &from, bounded("depth", depth, 1..=DEEPEST)?, asked).await
    }
}
