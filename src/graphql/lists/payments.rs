//! The payments of a programme, an agency, a region or a month.

use async_graphql::{Context, Enum, Object, OneofObject, Result};
use serde::Serialize;

use super::{Key, List, ListTotal, Listed, after, list};
use crate::{
    graphql::{
        context::ContextExt,
        funds::{DateRange, Payment},
        money::least,
        page::{Page, rows},
        scalars::Date,
    },
    model::{AgencyId, Money, Month, ProgrammeId, RegionCode},
    statement,
};

statement! {
    /// A page of the payments of a programme, an agency, a region or a month.
    "funds/anchored.cypher" then "funds/filtered.cypher" then "funds/listed.cypher" => Listed<Payment>;
    pub struct PaymentsPage<'a> {
        of: &'a PaymentsOf,
        paid_from: Date,
        paid_to: Date,
        min_amount_fen: Money,
        region: Option<&'a RegionCode>,
        order: PaymentOrder,
        after_key: Option<&'a Key>,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many payments there are of a programme, an agency, a region or a month.
    "funds/anchored.cypher" then "funds/filtered.cypher" then "lists/total.cypher" => ListTotal;
    pub struct PaymentsTotal<'a> {
        of: &'a PaymentsOf,
        paid_from: Date,
        paid_to: Date,
        min_amount_fen: Money,
        region: Option<&'a RegionCode>,
    }
}

/// Which payments.
#[derive(Debug, OneofObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PaymentsOf {
    /// Those under a programme.
    Programme(ProgrammeId),
    /// Those an agency made.
    Agency(AgencyId),
    /// Those of a region and its parts, by the list they were paid on.
    Region(RegionCode),
    /// Those of a month.
    Month(Month),
}

/// Orders of payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentOrder {
    /// The last paid first.
    PaidOn,
    /// The largest first.
    Amount,
}

/// Root field of payments as a list.
#[derive(Default)]
pub struct PaymentsQuery;

#[Object]
impl PaymentsQuery {
    /// The payments of a programme, an agency, a region or a month, returns and reversals among them.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn payments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which payments")] of: PaymentsOf,
        #[graphql(desc = "Division code of the lists they were paid on; all if absent")]
        region: Option<RegionCode>,
        #[graphql(desc = "Days of payment, both ends included")] paid: Option<DateRange>,
        #[graphql(desc = "Least amount of a payment")] min_amount: Option<Money>,
        #[graphql(desc = "The order", default_with = "PaymentOrder::PaidOn")]
        order_by: PaymentOrder,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<List<Payment>> {
        ctx.reads_people()?;
        let [paid_from, paid_to] = DateRange::bounds(paid, "paid")?;
        let (min_amount_fen, region) = (least(min_amount)?, region.as_ref());
        let question = (&of, region, paid_from, paid_to, min_amount_fen, order_by);
        let page = Page::read(ctx, first, after.as_deref(), &question)?;
        let (after_key, after_id) = self::after(&page);
        let rows = PaymentsPage {
            of: &of,
            paid_from,
            paid_to,
            min_amount_fen,
            region,
            order: order_by,
            after_key,
            after_id,
            limit: page.limit(),
        };
        let total = PaymentsTotal {
            of: &of,
            paid_from,
            paid_to,
            min_amount_fen,
            region,
        };
        let id = |payment: &Payment| payment.id.to_string();
        list(ctx, &page, rows, total, id, |payment| payment).await
    }
}
