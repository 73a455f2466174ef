//! Money followed from place to place: when a day is, what is asked of a place, what shares are.

pub mod cycles;
pub mod gathered;
pub mod held;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::day::BOUNDS;

/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;
/// How far the zone of the files, Asia/Shanghai, is ahead of UTC, in milliseconds.
const EAST: i64 = 8 * 3_600_000;

/// The instant at which a day begins.
#[must_use]
pub fn begins(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days() * DAY - EAST
}

/// The day that an instant lies in.
#[must_use]
pub fn day_of(at: i64) -> NaiveDate {
    let days = (at + EAST).div_euclid(DAY);
    let from_epoch = Days::new(days.unsigned_abs());
    let epoch = NaiveDate::default();
    let day = if days < 0 {
        epoch.checked_sub_days(from_epoch)
    } else {
        epoch.checked_add_days(from_epoch)
    };
    day.unwrap_or(if days < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    })
}

/// Instants from the first to the last, both included, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first instant.
    pub first: i64,
    /// The last instant.
    pub last: i64,
}

impl Span {
    /// The instants of some days, both included; an absent end is that of the calendar.
    #[must_use]
    pub fn of(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self {
            first: begins(from.unwrap_or(BOUNDS[0])),
            last: begins(to.unwrap_or(BOUNDS[1])) + DAY - 1,
        }
    }

    /// The days that begin within, the first and the last.
    #[must_use]
    pub fn days(self) -> [NaiveDate; 2] {
        [
            day_of(self.first.saturating_add(DAY - 1)),
            day_of(self.last),
        ]
    }
}

/// Which way money is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To where it went.
    Forward,
    /// To where it came from.
    Backward,
}

/// What kind of place money is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PlaceKind {
    /// An account.
    Account,
    /// An agency, where no account is named.
    Agency,
    /// A company, where no account is named.
    Company,
    /// A household, where no account is named.
    Household,
    /// A person, where no account is named.
    Person,
}

/// Where money is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// What it is.
    pub label: PlaceKind,
    /// Its id among those.
    pub id: String,
}

/// A place, and the instants of its links that are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Where.
    pub place: Place,
    /// When.
    pub span: Span,
}

/// What has been asked of each place so far, so that no link is asked for twice.
#[derive(Debug)]
pub struct Trail {
    direction: Direction,
    within: Span,
    /// For each place the instant from which on, or until which, its links were asked for; that
    /// instant itself excluded.
    asked: BTreeMap<Place, i64>,
}

impl Trail {
    /// A trail that nothing was asked on yet.
    #[must_use]
    pub fn new(direction: Direction, within: Span) -> Self {
        Self {
            direction,
            within,
            asked: BTreeMap::new(),
        }
    }

    /// The opening of a place that all links are asked of.
    #[must_use]
    pub fn start(&mut self, place: Place) -> Vec<Opening> {
        let outside = match self.direction {
            Direction::Forward => self.within.first - 1,
            Direction::Backward => self.within.last + 1,
        };
        self.next([(place, outside)])
    }

    /// What to ask after money reached places at some instants: links strictly later, or earlier
    /// where it is followed back, that were not asked for before.
    #[must_use]
    pub fn next(&mut self, reached: impl IntoIterator<Item = (Place, i64)>) -> Vec<Opening> {
        let mut nearest = BTreeMap::new();
        for (place, at) in reached {
            let known = nearest.entry(place).or_insert(at);
            *known = match self.direction {
                Direction::Forward => at.min(*known),
                Direction::Backward => at.max(*known),
            };
        }
        nearest
            .into_iter()
            .filter_map(|(place, at)| {
                let before = self.asked.get(&place).copied();
                let span = match self.direction {
                    Direction::Forward => Span {
                        first: self.within.first.max(at + 1),
                        last: before.unwrap_or(i64::MAX).min(self.within.last),
                    },
                    Direction::Backward => Span {
                        first: before.unwrap_or(i64::MIN).max(self.within.first),
                        last: self.within.last.min(at - 1),
                    },
                };
                let farther = before.is_some_and(|before| match self.direction {
                    Direction::Forward => before <= at,
                    Direction::Backward => before >= at,
                });
                if farther {
                    return None;
                }
                self.asked.insert(place.clone(), at);
                (span.first <= span.last).then_some(Opening { place, span })
            })
            .collect()
    }
}

/// What part of a whole an amount is, at most all of it; none of nothing.
#[must_use]
pub fn visible_share(origin: i64, kept: i64) -> Option<f64> {
    share(kept.min(origin), origin)
}

/// One amount in terms of another, to six decimals; none in terms of nothing.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of millionths is far below the precision"
)]
pub fn share(part: i64, whole: i64) -> Option<f64> {
    let millionths = i128::from(part) * 1_000_000 / i128::from(whole).max(1);
    (whole > 0).then(|| i64::try_from(millionths).unwrap_or(i64::MAX) as f64 / 1_000_000.0)
}

#[cfg(test)]
mod tests;
