//! A question of statistics on its way to the graph.

use async_graphql::{Context, Result};

use super::{Dimension, Group, Measure, StatisticsFilter, StatisticsOrder};
use crate::{
    graphql::context::ContextExt,
    model::{
        AgencyId, Level, Month, ProgrammeId,
        codes::PartyKind,
        sheet::{Reading, Sheet},
    },
    statement,
};

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
        region: Option<&'a str>,
        regions: Option<&'a [String]>,
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

/// What is asked, and what is read for it.
pub(super) struct Question {
    pub measure: Measure,
    pub by: Vec<Dimension>,
    pub order: StatisticsOrder,
    pub level: Option<Level>,
    pub months: [Month; 2],
    pub filter: StatisticsFilter,
    pub regions: Vec<String>,
    pub reading: Reading,
    /// Fewest payees that a caller of this role is told of.
    pub fewest: i64,
}

impl Question {
    /// The first groups, each told apart by what is named.
    pub async fn ask(
        &self,
        ctx: &Context<'_>,
        by: &[Dimension],
        limit: usize,
    ) -> Result<Vec<Group>> {
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
        // One region is told faster than several, and everywhere needs no telling.
        let (region, regions) = match self.regions.as_slice() {
            [one] if one.is_empty() => (None, None),
            [one] => (Some(one.as_str()), None),
            several => (None, Some(several)),
        };
        let counted = CountedPayments {
            of_programmes,
            of_agencies,
            of_regions,
            of_months: &of_months,
            of_all: if all { &[true] } else { &[] },
            region,
            regions,
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
}
