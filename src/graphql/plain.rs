//! The benchmark's plain question: the headline without channels, intervals and chains.
//!
//! `dev/bench` compares it with the same statement over the bare driver, to show what the service
//! costs beside the graph. It is kept plain; investigators ask
//! [`subsidiesReachingRelatives`](super::reaching).

use async_graphql::{Context, Object, Result, SimpleObject};
use serde::Deserialize;

use super::{context::ContextExt, scalars::Date};
use crate::{
    model::{Money, PaymentId, PersonId},
    statement,
};

statement! {
    /// Payments made directly to kin within two steps.
    "funds/plain_reach.cypher" => PlainReach;
    pub struct PlainReaching<'a> { official: &'a PersonId }
}

/// A payment made directly to a relative.
#[derive(Deserialize, SimpleObject)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlainReach {
    /// Id of the payment.
    payment_id: PaymentId,
    /// Amount paid.
    #[graphql(name = "amount")]
    amount_fen: Money,
    /// Day of payment.
    paid_on: Date,
    /// Id of the relative who was paid.
    relative_id: PersonId,
    /// Name of the relative who was paid.
    name: String,
}

/// Root field of the benchmark.
#[derive(Default)]
pub struct PlainQuery;

#[Object]
impl PlainQuery {
    /// The benchmark's question: the 50 largest payments made directly to an official's kin within
    /// two steps, on whatever day. Kept plain; ask `subsidiesReachingRelatives` instead.
    #[graphql(complexity = "50 * child_complexity")]
    async fn plain_reach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the official as a person")] official: PersonId,
    ) -> Result<Vec<PlainReach>> {
        ctx.reads_people()?;
        Ok(ctx
            .graph()
            .fetch(PlainReaching {
                official: &official,
            })
            .await?)
    }
}
