//! What was gathered before money was let go.

use std::ops::Range;

use super::{begins, day_of};
use chrono::Days;

/// Which of some instants, in order, lie strictly before another, and at most so many calendar days.
#[must_use]
pub fn before(arrived: &[i64], at: i64, within_days: u64) -> Range<usize> {
    let first = day_of(at)
        .checked_sub_days(Days::new(within_days))
        .map_or(i64::MIN, begins);
    let begin = arrived.partition_point(|came| *came < first);
    let end = arrived.partition_point(|came| *came < at);
    begin.min(end)..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{day::day, flow::DAY};

    #[test]
    fn days_are_counted_from_day_to_day_and_ties_are_not_before() {
        let on = begins(day("2023-05-16").unwrap());
        let arrived = [on - 1, on, on, on + 3 * DAY];
        // Late on the third day after.
        let out = on + 4 * DAY - 1;
        assert_eq!(before(&arrived, out, 3), 1..4);
        assert_eq!(before(&arrived, out, 2), 3..4);
        assert_eq!(before(&arrived, out, 4), 0..4);
        assert_eq!(before(&arrived, on, 0), 1..1);
        assert_eq!(before(&arrived, on, 1), 0..1);
        assert_eq!(before(&[], on, 1), 0..0);
    }
}
