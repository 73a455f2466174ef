use super::*;
use crate::model::day::day;

fn account(id: &str) -> Place {
    Place {
        label: PlaceKind::Account,
        id: id.into(),
    }
}

fn spans(openings: &[Opening]) -> Vec<(&str, i64, i64)> {
    openings
        .iter()
        .map(|opening| {
            (
                opening.place.id.as_str(),
                opening.span.first,
                opening.span.last,
            )
        })
        .collect()
}

const WITHIN: Span = Span {
    first: 0,
    last: 100,
};

#[test]
fn a_day_begins_in_china() {
    let day = day("2024-06-03").unwrap();
    // 2024-06-02T16:00:00Z
    assert_eq!(begins(day), 1_717_344_000_000);
    assert_eq!(day_of(begins(day)), day);
    assert_eq!(day_of(begins(day) - 1), day.pred_opt().unwrap());
    assert_eq!(day_of(begins(day) + DAY - 1), day);
    let old = crate::model::day::day("1900-01-01").unwrap();
    assert_eq!(day_of(begins(old)), old);
    assert_eq!(day_of(begins(old) - 1), old.pred_opt().unwrap());
}

#[test]
fn days_within_are_those_that_begin_within() {
    let (from, to) = (day("2024-06-03").unwrap(), day("2024-06-05").unwrap());
    let span = Span::of(Some(from), Some(to));
    assert_eq!(span.days(), [from, to]);
    let later = Span {
        first: span.first + 1,
        ..span
    };
    assert_eq!(later.days(), [from.succ_opt().unwrap(), to]);
    let sooner = Span {
        last: begins(to) - 1,
        ..span
    };
    assert_eq!(sooner.days(), [from, to.pred_opt().unwrap()]);
}

#[test]
fn forward_only_what_is_strictly_later_is_asked_for_and_once() {
    let mut trail = Trail::new(Direction::Forward, WITHIN);
    assert_eq!(spans(&trail.start(account("a"))), [("a", 0, 100)]);
    let reached = [(account("b"), 50), (account("b"), 30), (account("a"), 10)];
    assert_eq!(spans(&trail.next(reached)), [("b", 31, 100)]);
    let reached = [(account("b"), 20), (account("c"), 100)];
    assert_eq!(spans(&trail.next(reached)), [("b", 21, 30)]);
    assert_eq!(spans(&trail.next([(account("b"), 20)])), []);
    assert_eq!(spans(&trail.next([(account("b"), 40)])), []);
}

#[test]
fn backward_is_the_mirror() {
    let mut trail = Trail::new(Direction::Backward, WITHIN);
    assert_eq!(spans(&trail.start(account("a"))), [("a", 0, 100)]);
    let reached = [(account("b"), 50), (account("b"), 70), (account("c"), 0)];
    assert_eq!(spans(&trail.next(reached)), [("b", 0, 69)]);
    assert_eq!(spans(&trail.next([(account("b"), 80)])), [("b", 70, 79)]);
    assert_eq!(spans(&trail.next([(account("b"), 80)])), []);
}

#[test]
fn shares_are_of_something_and_at_most_all_of_it() {
    assert_eq!(visible_share(200, 150), Some(0.75));
    assert_eq!(visible_share(200, 300), Some(1.0));
    assert_eq!(visible_share(0, 0), None);
    assert_eq!(share(300, 200), Some(1.5));
    assert_eq!(share(1, 3), Some(0.333_333));
}
