//! Statistics of payments: sums and counts by region, programme, month, agency and kind of payee.

use std::collections::HashSet;

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use serde::{Deserialize, Serialize};

use super::{
    context::ContextExt,
    error::Code,
    funds::Programme,
    regions::{Agency, Region},
};
use crate::{
    model::{
        AgencyId, Level, Money, Month, ProgrammeId, RegionCode,
        codes::PartyKind,
        sheet::{self, Reading, Sheet},
    },
    statement,
};

/// Groups where `first` is not given.
const DEFAULT_GROUPS: usize = 100;
/// Most months that payments are sought by; over more all payments are looked at.
const MOST_MONTHS: usize = 24;

statement! {
    /// Groups of payments by the sums kept of them.
    "statistics/summed.cypher" then "statistics/groups.cypher" => Group;
    pub struct SummedPayments<'a> {
        sheets: &'a [Sheet],
        from: &'a Month,
        to: &'a Month,
        programmes: Option<&'a [ProgrammeId]>,
        agencies: Option<&'a [AgencyId]>,
        payee_kinds: Option<&'a [PartyKind]>,
        by: &'a [Dimension],
        digits: usize,
        measure: Measure,
        order: StatisticsOrder,
        limit: usize,
    }
}
statement! {
    /// Groups of payments, each payment looked at.
    "statistics/counted.cypher" then "statistics/groups.cypher" => Group;
    pub struct CountedPayments<'a> {
        of_programmes: &'a [ProgrammeId],
        of_agencies: &'a [AgencyId],
        of_regions: &'a [String],
        of_months: &'a [Month],
        of_all: &'a [bool],
        regions: &'a [String],
        from: &'a Month,
        to: &'a Month,
        programmes: Option<&'a [ProgrammeId]>,
        agencies: Option<&'a [AgencyId]>,
        payee_kinds: Option<&'a [PartyKind]>,
        by: &'a [Dimension],
        digits: usize,
        measure: Measure,
        order: StatisticsOrder,
        limit: usize,
    }
}

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

/// A group as the graph answers; a text is empty where groups are not told apart by it, and where the
/// payments say nothing of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Group {
    region_code: String,
    programme_id: String,
    month: String,
    agency_id: String,
    payee_kind: String,
    amount_fen: Money,
    payments: i64,
    payees: i64,
    region: Option<Region>,
    programme: Option<Programme>,
    agency: Option<Agency>,
}

/// A value of the measure.
#[derive(Clone, Copy, SimpleObject)]
pub struct Measured {
    /// The sum; null where another measure is asked for.
    amount: Option<Money>,
    /// The number; null where the measure is AMOUNT.
    count: Option<i64>,
    /// Whether the value is withheld, as too few payees are behind it for a reader of this role.
    suppressed: bool,
}

/// Payments that are alike in what they are told apart by.
#[derive(SimpleObject)]
pub struct StatisticsGroup {
    /// What they come to.
    value: Measured,
    /// Division code, cut to the level; of a tier above where the payments name none so low, null where
    /// they name none.
    region_code: Option<RegionCode>,
    /// The region; null where that code was never loaded.
    region: Option<Region>,
    /// The programme; null where the payments name none.
    programme: Option<Programme>,
    /// The month of payment.
    month: Option<Month>,
    /// The agency that paid; null for those out of scope together.
    agency: Option<Agency>,
    /// Whom they were paid to.
    payee_kind: Option<PartyKind>,
}

/// Payments in groups.
pub struct Statistics {
    question: Question,
    groups: Vec<StatisticsGroup>,
    truncated: bool,
}

struct Question {
    measure: Measure,
    by: Vec<Dimension>,
    order: StatisticsOrder,
    level: Option<Level>,
    months: [Month; 2],
    filter: StatisticsFilter,
    regions: Vec<String>,
    reading: Reading,
    /// Fewest payees that a caller of this role is told of.
    fewest: i64,
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

impl Question {
    async fn ask(&self, ctx: &Context<'_>, by: &[Dimension], limit: usize) -> Result<Vec<Group>> {
        let filter = &self.filter;
        let [from, to] = &self.months;
        let programmes = filter.programmes.as_deref();
        let agencies = filter.agencies.as_deref();
        let payee_kinds = filter.payee_kinds.as_deref();
        let digits = self.level.map_or(0, Level::digits);
        if let Reading::Sheets(sheets) = &self.reading
            && self.fewest == 0
            && self.measure != Measure::Payees
        {
            let summed = SummedPayments {
                sheets,
                from,
                to,
                programmes,
                agencies,
                payee_kinds,
                by,
                digits,
                measure: self.measure,
                order: self.order,
                limit,
            };
            return Ok(ctx.graph().fetch(summed).await?);
        }
        // Payments are sought by whatever leaves the fewest.
        let (mut of_programmes, mut of_agencies, mut of_regions) = (&[][..], &[][..], &[][..]);
        let (mut of_months, mut all) = (Vec::new(), false);
        let townships = |region: &String| region.len() >= Level::Township.digits();
        if self.regions.iter().all(townships) {
            of_regions = &self.regions;
        } else if let Some(programmes) = programmes {
            of_programmes = programmes;
        } else if let Some(agencies) = agencies {
            of_agencies = agencies;
        } else if let Some(months) = from.to(to, MOST_MONTHS) {
            of_months = months;
        } else {
            all = true;
        }
        let counted = CountedPayments {
            of_programmes,
            of_agencies,
            of_regions,
            of_months: &of_months,
            of_all: if all { &[true] } else { &[] },
            regions: &self.regions,
            from,
            to,
            programmes,
            agencies,
            payee_kinds,
            by,
            digits,
            measure: self.measure,
            order: self.order,
            limit,
        };
        Ok(ctx.graph().fetch(counted).await?)
    }

    fn measure_of(&self, group: &Group) -> Measured {
        if group.payees < self.fewest {
            return Measured::WITHHELD;
        }
        self.measured(group.amount_fen, group.payments, group.payees)
    }

    fn measured(&self, amount: Money, payments: i64, payees: i64) -> Measured {
        let (amount, count) = match self.measure {
            Measure::Amount => (Some(amount), None),
            Measure::Count => (None, Some(payments)),
            Measure::Payees => (None, Some(payees)),
        };
        Measured {
            amount,
            count,
            suppressed: false,
        }
    }
}

/// Which groups are withheld: those behind which are too few payees, and the next in size, without which
/// what is withheld would be what the total leaves.
fn withheld(rows: &[Group], fewest: i64) -> HashSet<usize> {
    let mut places: Vec<(i64, usize)> = rows.iter().map(|row| row.payees).zip(0..).collect();
    places.sort_unstable();
    let small = places.iter().filter(|(payees, _)| *payees < fewest).count();
    let most = if small == 0 { 0 } else { small + 1 };
    places
        .into_iter()
        .take(most)
        .map(|(_, place)| place)
        .collect()
}

/// The measured groups in their order. Those withheld come last: among values, their place would tell how
/// large they are.
fn groups(question: &Question, rows: Vec<Group>) -> Vec<StatisticsGroup> {
    let withheld = withheld(&rows, question.fewest);
    let rows = rows.into_iter().enumerate();
    let (last, first): (Vec<_>, Vec<_>) = rows.partition(|(place, _)| withheld.contains(place));
    let mut last: Vec<Group> = last.into_iter().map(|(_, row)| row).collect();
    last.sort_by(|one, other| one.keys().cmp(&other.keys()));
    let first = first.into_iter().map(|(_, row)| {
        let value = question.measure_of(&row);
        row.shown(value)
    });
    let last = last.into_iter().map(|row| row.shown(Measured::WITHHELD));
    first.chain(last).collect()
}

impl Group {
    fn keys(&self) -> [&str; 5] {
        [
            &self.region_code,
            &self.programme_id,
            &self.month,
            &self.agency_id,
            &self.payee_kind,
        ]
    }

    fn shown(self, value: Measured) -> StatisticsGroup {
        StatisticsGroup {
            value,
            region_code: self.region_code.parse().ok(),
            region: self.region,
            programme: self.programme,
            month: self.month.parse().ok(),
            agency: self.agency,
            payee_kind: self.payee_kind.parse().ok(),
        }
    }
}

impl Measured {
    const WITHHELD: Self = Self {
        amount: None,
        count: None,
        suppressed: true,
    };
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
        let first = self::first(first, asking.limits.groups)?;
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
        let mut groups = groups(&question, rows);
        groups.truncate(first);
        Ok(Statistics {
            question,
            groups,
            truncated,
        })
    }
}

fn first(first: Option<i32>, most: usize) -> Result<usize> {
    match first.map(usize::try_from) {
        None => Ok(most.min(DEFAULT_GROUPS)),
        Some(Ok(first)) if first > most => Err(Code::LimitExceeded.error(format!(
            "`first` is at most {most}; ask for a smaller region or fewer months"
        ))),
        Some(Ok(first)) if first > 0 => Ok(first),
        Some(_) => Err(Code::BadInput.error("`first` is 1 or more")),
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
