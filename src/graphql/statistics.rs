//! Statistics of payments: sums and counts by region, programme, month, agency and kind of payee.

mod groups;
mod question;

use async_graphql::{Context, Enum, InputObject, Object, Result};
use serde::Serialize;

pub use groups::{Group, Measured, StatisticsGroup};
pub use question::{CountedPayments, SummedPayments};

use super::{context::ContextExt, error::Code, page::bounded};
use crate::model::{
    AgencyId, Level, Money, Month, ProgrammeId, RegionCode, codes::PartyKind, sheet,
};
use question::Question;

/// Groups where `first` is not given.
const DEFAULT_GROUPS: usize = 100;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Measure {
    /// What was paid, less what was returned or reversed.
    Amount,
    /// How many payments there were, returns and reversals not counted.
    Count,
    /// How many payees there were, each person, household, company or agency once.
    Payees,
}

/// What payments are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Dimension {
    /// The region of the list they were paid on, at the question's level.
    Region,
    /// The programme.
    Programme,
    /// The month of payment.
    Month,
    /// The agency that paid.
    Agency,
    /// Whether a person, a household, a company or an agency was paid.
    PayeeKind,
}

/// Orders of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StatisticsOrder {
    /// The largest first.
    Value,
    /// By region, programme, month, agency and kind of payee.
    Keys,
}

/// Months from one to another, both included; a missing end is open.
#[derive(InputObject)]
pub struct MonthRange {
    /// First month.
    pub from: Option<Month>,
    /// Last month.
    pub to: Option<Month>,
}

/// Which payments; all in scope where nothing is said.
#[derive(Default, InputObject)]
pub struct StatisticsFilter {
    /// Division code of the lists they were paid on.
    pub region: Option<RegionCode>,
    /// Ids of programmes.
    pub programmes: Option<Vec<ProgrammeId>>,
    /// Ids of the agencies that paid.
    pub agencies: Option<Vec<AgencyId>>,
    /// Months of payment.
    pub months: Option<MonthRange>,
    /// Whom they were paid to.
    pub payee_kinds: Option<Vec<PartyKind>>,
}

/// Payments in groups.
pub struct Statistics {
    question: Question,
    groups: Vec<StatisticsGroup>,
    truncated: bool,
}

/// Payments in groups.
#[Object]
impl Statistics {
    /// The tier that regions are told apart at; null where they are not.
    async fn level(&self) -> Option<Level> {
        self.question.level
    }

    /// The groups in the order asked for; none that has no payment.
    async fn groups(&self) -> &[StatisticsGroup] {
        &self.groups
    }

    /// Whether there are more groups than `first` lets through; ask for a smaller region or fewer months.
    async fn truncated(&self) -> bool {
        self.truncated
    }

    /// The value of all payments together: of payees, each counts once. It costs nothing unless asked for.
    async fn total(&self, ctx: &Context<'_>) -> Result<Measured> {
        let question = &self.question;
        let rows = question.ask(ctx, &[], 1).await?;
        let nothing = question.measured(Money(0), 0, 0);
        Ok(rows.first().map_or(nothing, |all| question.measure_of(all)))
    }
}

/// The tier that regions are told apart at where a question names none: the one below the region that it
/// is about.
fn level_below(regions: &[String]) -> Level {
    let about = match regions {
        [one] => one.len(),
        _ => 0,
    };
    let below = Level::ALL.iter().find(|level| level.digits() > about);
    below.copied().unwrap_or(Level::Village)
}

/// Root field of statistics.
#[derive(Default)]
pub struct StatisticsQuery;

#[Object]
impl StatisticsQuery {
    /// Payments in scope, summed up or counted, in groups. Roles that do not read people are told no
    /// value behind which are fewer payees than the setting `limits.small_group`.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(
        complexity = "first.and_then(|first| usize::try_from(first).ok()).unwrap_or(DEFAULT_GROUPS).max(1) * child_complexity"
    )]
    async fn statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is measured")] measure: Measure,
        #[graphql(
            desc = "What payments are told apart by; all together if empty",
            default
        )]
        by: Vec<Dimension>,
        #[graphql(desc = "Which payments; all in scope if absent")] filter: Option<
            StatisticsFilter,
        >,
        #[graphql(
            desc = "The tier that regions are told apart at: for TOWNSHIP the filter's region is a county or smaller, for VILLAGE a township or smaller; the tier below the filter's region if absent"
        )]
        level: Option<Level>,
        #[graphql(desc = "The order", default_with = "StatisticsOrder::Value")]
        order_by: StatisticsOrder,
        #[graphql(desc = "Most groups")] first: Option<i32>,
    ) -> Result<Statistics> {
        let asking = ctx.asking();
        let filter = filter.unwrap_or_default();
        let instead = "ask for a smaller region or fewer months";
        let first = bounded(first, DEFAULT_GROUPS, asking.limits.groups, instead)?;
        let months = months(filter.months.as_ref())?;
        let regions = asking.viewer.scope.regions_within(filter.region.as_ref());
        let by_region = by.contains(&Dimension::Region);
        let level = by_region.then(|| level.unwrap_or_else(|| level_below(&regions)));
        let reading = sheet::reading(&regions, level).map_err(|at_least| {
            Code::BadInput.error(format!(
                "for this `level` the region of `filter` is a {at_least} or smaller"
            ))
        })?;
        let fewest = match asking.viewer.role.reads_people() {
            true => 0,
            false => asking.limits.small_group,
        };
        let question = Question {
            measure,
            by,
            order: order_by,
            level,
            months,
            filter,
            regions,
            reading,
            fewest,
        };
        // Which groups are withheld depends on all of them.
        let most = if fewest > 0 {
            asking.limits.groups
        } else {
            first
        };
        let mut rows = question.ask(ctx, &question.by, most + 1).await?;
        let truncated = rows.len() > first;
        rows.truncate(most);
        let mut groups = question.groups(rows);
        groups.truncate(first);
        Ok(Statistics {
            question,
            groups,
            truncated,
        })
    }
}

/// First and last month; of an open end, the earliest or latest that is ever taken.
fn months(range: Option<&MonthRange>) -> Result<[Month; 2]> {
    let end = |of: fn(&MonthRange) -> &Option<Month>| range.and_then(|range| of(range).clone());
    let [first, last] = Month::bounds();
    let months = [
        end(|range| &range.from).unwrap_or(first),
        end(|range| &range.to).unwrap_or(last),
    ];
    if months[0] > months[1] {
        return Err(Code::BadInput.error("`months.from` is after `months.to`"));
    }
    Ok(months)
}
