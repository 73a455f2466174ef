//! The headline question: which subsidies reached an official's relatives, by which way, and how
//! they are kin.

mod officials;
mod ranking;
mod reach;

use async_graphql::{Context, Object, Result, SimpleObject, connection::Connection};
use serde::{Deserialize, Serialize};

pub use officials::RelatedOfficials;
pub use ranking::{Ranked, Ranking};
pub use reach::{Channel, ReachingSubsidy, Row};

use super::{
    context::ContextExt,
    error::Code,
    funds::DateRange,
    kin::{Followed, KinOnFile, Within},
    page::{Page, rows},
    scalars::Date,
};
use crate::{
    model::{Money, PaymentId, PersonId, ProgrammeId, RegionCode, kin::Chain},
    statement,
};

statement! {
    /// One page of the payments that reached an official's relatives, and totals over all.
    "people/official_in_scope.cypher" then "kin/ways.cypher" then "funds/reaching.cypher"
        then "funds/reaching_totals.cypher" then "kin/kinships.cypher"
        then "funds/reaching_page.cypher" => Answer;
    pub struct ReachingPage<'a> {
        official: &'a PersonId,
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
        channels: &'a [Channel],
        paid_from: Date,
        paid_to: Date,
        programmes: Option<&'a [ProgrammeId]>,
        min_amount_fen: Money,
        totals: bool,
        after_fen: Money,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// The same where people near have several records.
    "people/official_in_scope.cypher" then "kin/ways_through_records.cypher" then "funds/reaching.cypher" then "funds/reaching_people.cypher"
        then "funds/reaching_totals.cypher" then "kin/kinships.cypher"
        then "funds/reaching_page.cypher" => Answer;
    pub struct ReachingPageThroughRecords<'a> {
        official: &'a PersonId,
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
        channels: &'a [Channel],
        paid_from: Date,
        paid_to: Date,
        programmes: Option<&'a [ProgrammeId]>,
        min_amount_fen: Money,
        totals: bool,
        after_fen: Money,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many rows of the same answer scope cuts in whole or in part.
    "people/official_in_scope.cypher" then "kin/ways.cypher" then "funds/reaching.cypher"
        then "funds/reaching_hidden.cypher" => Hidden;
    pub struct ReachingHidden<'a> {
        official: &'a PersonId,
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
        channels: &'a [Channel],
        paid_from: Date,
        paid_to: Date,
        programmes: Option<&'a [ProgrammeId]>,
        min_amount_fen: Money,
        after_fen: Money,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// The same where people near have several records.
    "people/official_in_scope.cypher" then "kin/ways_through_records.cypher" then "funds/reaching.cypher" then "funds/reaching_people.cypher"
        then "funds/reaching_hidden.cypher" => Hidden;
    pub struct ReachingHiddenThroughRecords<'a> {
        official: &'a PersonId,
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
        channels: &'a [Channel],
        paid_from: Date,
        paid_to: Date,
        programmes: Option<&'a [ProgrammeId]>,
        min_amount_fen: Money,
        after_fen: Money,
        after_id: &'a str,
        limit: i64,
    }
}

/// The answer as the graph gives it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    truncated: bool,
    /// Whether anyone near has several records, through which it is to be asked for.
    several: bool,
    total_count: i32,
    total_fen: Money,
    nodes: Vec<Row>,
    kin: KinOnFile,
}

/// What scope cuts, as the graph gives it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hidden {
    hidden_rows: i32,
}

/// Counts and sums over all rows of the answer, not only this page.
#[derive(SimpleObject)]
pub struct Totals {
    /// How many payments.
    total_count: i32,
    /// Sum of their amounts, each counted once, net of returns and reversals.
    total_amount: Money,
    /// Whether kin ways were left out because there were more than the setting `limits.ways`.
    truncated: bool,
    /// How many rows lie outside the caller's scope in whole or in part, rounded up to 5; null for
    /// roles that are not told.
    hidden_by_scope: Option<i32>,
}

/// The payments that reached relatives, largest first.
pub type Subsidies = Connection<String, ReachingSubsidy, Totals>;

/// Where a page begins: after this amount and payment.
type Position = (Money, PaymentId);

/// Before every payment.
const BEGINNING: (Money, &str) = (Money(i64::MAX), "");

/// The question: what decides which payments reach, and in which order.
#[derive(Serialize)]
pub struct Reaching<'a> {
    official: &'a PersonId,
    within: Followed,
    channels: Vec<Channel>,
    paid_from: Date,
    paid_to: Date,
    programmes: Option<Vec<ProgrammeId>>,
    min_amount: Money,
}

impl<'a> Reaching<'a> {
    /// Reads the arguments of the field, one for one.
    ///
    /// # Errors
    /// `BAD_INPUT` for a reversed interval or a negative amount.
    pub fn new(
        official: &'a PersonId,
        within: Followed,
        channels: Option<Vec<Channel>>,
        paid: Option<DateRange>,
        programmes: Option<Vec<ProgrammeId>>,
        min_amount: Option<Money>,
    ) -> Result<Self> {
        let [paid_from, paid_to] = DateRange::bounds(paid, "paid")?;
        let min_amount = min_amount.unwrap_or_default();
        if min_amount < Money::default() {
            return Err(Code::BadInput.error("`minAmount` is 0.00 or more"));
        }
        Ok(Self {
            official,
            within,
            channels: channels.unwrap_or_else(|| Channel::ALL.to_vec()),
            paid_from,
            paid_to,
            programmes,
            min_amount,
        })
    }

    /// One page of the answer; null where no such official is in scope.
    ///
    /// # Errors
    /// As [`Page::read`], and when the graph gives no answer.
    pub async fn answer(
        self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Option<Subsidies>> {
        ctx.reads_people()?;
        let page = Page::<Position>::read(ctx, first, after.as_deref(), &self)?;
        let look = ctx.look_ahead();
        let told = ctx.viewer().role.counts_hidden() && look.field("hiddenByScope").exists();
        let (after_fen, after_id) = page
            .after
            .as_ref()
            .map_or(BEGINNING, |(amount, id)| (*amount, id.as_ref()));
        macro_rules! page {
            ($statement:ident) => {
                $statement {
                    official: self.official,
                    hops: self.within.hops,
                    chains: self.within.chains.as_deref(),
                    most_ways: ctx.asking().limits.ways,
                    channels: &self.channels,
                    paid_from: self.paid_from,
                    paid_to: self.paid_to,
                    programmes: self.programmes.as_deref(),
                    min_amount_fen: self.min_amount,
                    totals: look.field("totalAmount").exists(),
                    after_fen,
                    after_id,
                    limit: page.limit(),
                }
            };
        }
        let mut answer = ctx.graph().fetch_one(page!(ReachingPage)).await?;
        if answer.as_ref().is_some_and(|answer| answer.several) {
            let through = page!(ReachingPageThroughRecords);
            answer = ctx.graph().fetch_one(through).await?;
        }
        let Some(answer) = answer else {
            return Ok(None);
        };
        let totals = Totals {
            total_count: answer.total_count,
            total_amount: answer.total_fen,
            truncated: answer.truncated,
            hidden_by_scope: if told {
                self.hidden(ctx, answer.several).await?
            } else {
                None
            },
        };
        let position = |row: &Row| (row.payment.amount_fen, row.payment.id.clone());
        page.connection(answer.nodes, totals, position, |row| row.of(&answer.kin))
            .map(Some)
    }

    /// How many rows scope cuts.
    async fn hidden(&self, ctx: &Context<'_>, several: bool) -> Result<Option<i32>> {
        let (after_fen, after_id) = BEGINNING;
        macro_rules! hidden {
            ($statement:ident) => {
                $statement {
                    official: self.official,
                    hops: self.within.hops,
                    chains: self.within.chains.as_deref(),
                    most_ways: ctx.asking().limits.ways,
                    channels: &self.channels,
                    paid_from: self.paid_from,
                    paid_to: self.paid_to,
                    programmes: self.programmes.as_deref(),
                    min_amount_fen: self.min_amount,
                    after_fen,
                    after_id,
                    limit: i64::from(i32::MAX),
                }
            };
        }
        let hidden = if several {
            let through = hidden!(ReachingHiddenThroughRecords);
            ctx.graph().fetch_one(through).await?
        } else {
            ctx.graph().fetch_one(hidden!(ReachingHidden)).await?
        };
        Ok(hidden.and_then(|hidden| ctx.told_hidden(hidden.hidden_rows)))
    }
}

/// Root fields of what reaches relatives.
#[derive(Default)]
pub struct ReachingQuery;

#[Object]
impl ReachingQuery {
    /// The subsidies that reached an official's relatives, by which way, and how they are kin;
    /// null where no such official is in scope.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn subsidies_reaching_relatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the official as a person")] official: PersonId,
        #[graphql(desc = "How far kinship is followed")] within: Within,
        #[graphql(desc = "Ways in which money reaches; all if absent")] channels: Option<
            Vec<Channel>,
        >,
        #[graphql(desc = "Days of payment, both ends included")] paid: Option<DateRange>,
        #[graphql(desc = "Programmes; all, and payments without one, if absent")]
        programmes: Option<Vec<ProgrammeId>>,
        #[graphql(desc = "Least amount of a payment")] min_amount: Option<Money>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Option<Subsidies>> {
        let within = within.followed(ctx)?;
        Reaching::new(&official, within, channels, paid, programmes, min_amount)?
            .answer(ctx, first, after)
            .await
    }

    /// The officials who held a post of a region or a part of it, ranked by the money that reached
    /// their kin and compared with their peers. An amount that stands out is a lead, no verdict.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn officials_by_reach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Division code of the region")] region: RegionCode,
        #[graphql(desc = "How far kinship is followed")] within: Within,
        #[graphql(
            desc = "Days of payment, both ends included; whoever held a post on one of them is ranked"
        )]
        paid: Option<DateRange>,
        #[graphql(desc = "Programmes; all, and payments without one, if absent")]
        programmes: Option<Vec<ProgrammeId>>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Ranking> {
        Ranked::new(ctx, &region, &within, paid, programmes)?
            .answer(ctx, first, after)
            .await
    }
}
