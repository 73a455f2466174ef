//! Money held: what came, what went on, what is left, and for how many days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// What came in less what went on, at the end of each day on which something happened.
#[derive(Clone, Debug, Default)]
pub struct Held {
    by_day: BTreeMap<NaiveDate, i64>,
}

impl Held {
    /// Money that came on a day, or went on where it is below zero.
    pub fn add(&mut self, on: NaiveDate, fen: i64) {
        *self.by_day.entry(on).or_default() += fen;
    }

    /// What is left in the end; nothing where more went on than came.
    #[must_use]
    pub fn left(&self) -> i64 {
        self.by_day.values().sum::<i64>().max(0)
    }

    /// Days from the first on which something was held until nothing was, for good; until today
    /// where something is left. None where nothing ever was.
    #[must_use]
    pub fn days(&self, today: NaiveDate) -> Option<i64> {
        let mut balance = 0;
        let (mut since, mut until) = (None, None);
        for (&on, fen) in &self.by_day {
            balance += fen;
            if balance > 0 {
                since = since.or(Some(on));
                until = None;
            } else if since.is_some() {
                until = until.or(Some(on));
            }
        }
        since.map(|since| (until.unwrap_or(today) - since).num_days().max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::day::day;

    fn held(events: &[(&str, i64)]) -> Held {
        let mut held = Held::default();
        for (on, fen) in events {
            held.add(day(on).unwrap(), *fen);
        }
        held
    }

    #[test]
    fn days_run_until_all_has_gone_on_for_good() {
        let today = day("2025-12-31").unwrap();
        for (events, days, left) in [
            (
                &[("2025-08-01", 100), ("2025-08-21", -100)][..],
                Some(20),
                0,
            ),
            (&[("2025-08-01", 100), ("2025-08-01", -100)][..], None, 0),
            (
                &[("2025-12-01", 100), ("2025-12-05", -60)][..],
                Some(30),
                40,
            ),
            // One came back and was sent again.
            (
                &[
                    ("2025-08-01", 100),
                    ("2025-08-21", -100),
                    ("2025-08-28", 10),
                    ("2025-09-04", -10),
                ][..],
                Some(34),
                0,
            ),
            // More went on than came.
            (&[("2025-08-01", 100), ("2025-08-02", -150)][..], Some(1), 0),
            (&[][..], None, 0),
        ] {
            let held = held(events);
            assert_eq!((held.days(today), held.left()), (days, left), "{events:?}");
        }
    }
}
