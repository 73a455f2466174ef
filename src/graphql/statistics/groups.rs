//! Groups of payments as the graph answers and as they are shown.

use std::collections::HashSet;

use async_graphql::SimpleObject;
use serde::Deserialize;

use super::{Measure, question::Question};
use crate::{
    graphql::{
        funds::Programme,
        regions::{Agency, Region},
    },
    model::{Money, Month, RegionCode, codes::PartyKind},
};

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

impl Question {
    /// The measured groups in their order. Those withheld come last: among values, their place would tell how
    /// large they are.
    pub fn groups(&self, rows: Vec<Group>) -> Vec<StatisticsGroup> {
        let withheld = withheld(&rows, self.fewest);
        let rows = rows.into_iter().enumerate();
        let (last, first): (Vec<_>, Vec<_>) = rows.partition(|(place, _)| withheld.contains(place));
        let mut last: Vec<Group> = last.into_iter().map(|(_, row)| row).collect();
        last.sort_by(|one, other| one.keys().cmp(&other.keys()));
        let first = first.into_iter().map(|(_, row)| {
            let value = self.measure_of(&row);
            row.shown(value)
        });
        let last = last.into_iter().map(|row| row.shown(Measured::WITHHELD));
        first.chain(last).collect()
    }

    /// The value of a group, unless it is withheld.
    pub fn measure_of(&self, group: &Group) -> Measured {
        if group.payees < self.fewest {
            return Measured::WITHHELD;
        }
        self.measured(group.amount_fen, group.payments, group.payees)
    }

    /// A value of what is measured.
    pub fn measured(&self, amount: Money, payments: i64, payees: i64) -> Measured {
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
