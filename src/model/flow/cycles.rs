//! Circles of money: transfers that end where they began, each strictly later than the one before.

use std::collections::BTreeMap;

/// A transfer as a circle sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Its id.
    pub id: String,
    /// The account it leaves.
    pub from: String,
    /// The account it reaches.
    pub to: String,
    /// When, in milliseconds.
    pub at: i64,
    /// How much, in fen.
    pub amount_fen: i64,
}

/// What a circle must be.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Most transfers.
    pub longest: usize,
    /// Most milliseconds from the first to the last.
    pub within: i64,
    /// Least part of the first amount that the last one is, in millionths.
    pub retained: i64,
}

impl Shape {
    /// Whether these transfers, in order of time, keep to it.
    fn holds(&self, circle: &[&Hop]) -> bool {
        let (Some(first), Some(last)) = (circle.first(), circle.last()) else {
            return false;
        };
        last.at - first.at <= self.within
            && i128::from(last.amount_fen) * 1_000_000
                >= i128::from(first.amount_fen) * i128::from(self.retained)
    }
}

/// Most transfers that are looked along, so that a thicket does not hold the service up.
const PATIENCE: usize = 2_000_000;
/// Most circles.
const MOST: usize = 10_000;

/// What is looked for, and how far the search got.
struct Search<'a, 'b> {
    account: &'b str,
    shape: &'b Shape,
    leaving: BTreeMap<&'a str, Vec<&'a Hop>>,
    walk: Vec<&'a Hop>,
    found: Vec<Vec<&'a Hop>>,
    patience: usize,
}

/// Every circle through an account, in order of the first instant, then of the ids, and whether the
/// search was given up before its end. No account is passed twice; the circle may begin anywhere on it.
#[must_use]
pub fn through<'a>(account: &str, hops: &'a [Hop], shape: &Shape) -> (Vec<Vec<&'a Hop>>, bool) {
    let mut leaving: BTreeMap<&str, Vec<&Hop>> = BTreeMap::new();
    for hop in hops.iter().filter(|hop| hop.from != hop.to) {
        leaving.entry(&hop.from).or_default().push(hop);
    }
    let mut search = Search {
        account,
        shape,
        leaving,
        walk: Vec::new(),
        found: Vec::new(),
        patience: PATIENCE,
    };
    search.follow(account);
    let given_up = search.patience == 0;
    let mut found = search.found;
    found.sort_by(|one, other| {
        let ids = |circle: &[&'a Hop]| circle.iter().map(|hop| hop.id.as_str()).collect::<Vec<_>>();
        (one[0].at, ids(one)).cmp(&(other[0].at, ids(other)))
    });
    (found, given_up)
}

impl<'a> Search<'a, '_> {
    /// Goes on from where the walk is, and keeps what comes back to the account.
    fn follow(&mut self, here: &str) {
        let links = self.leaving.get(here).cloned().unwrap_or_default();
        for hop in links {
            if self.patience == 0 {
                return;
            }
            self.patience -= 1;
            let passed = self.walk.iter().any(|before| before.to == hop.to);
            let apart = self
                .walk
                .first()
                .is_some_and(|first| (hop.at - first.at).abs() > self.shape.within);
            if passed || apart {
                continue;
            }
            self.walk.push(hop);
            if hop.to == self.account {
                self.keep();
            } else if self.walk.len() < self.shape.longest && falls(&self.walk) <= 1 {
                self.follow(&hop.to);
            }
            self.walk.pop();
        }
    }

    fn keep(&mut self) {
        let circle = ascending(&self.walk).filter(|circle| self.shape.holds(circle));
        self.found.extend(circle);
        if self.found.len() == MOST {
            self.patience = 0;
        }
    }
}

/// How often a transfer is not later than the one before it.
fn falls(walk: &[&Hop]) -> usize {
    walk.windows(2)
        .filter(|pair| pair[0].at >= pair[1].at)
        .count()
}

/// The circle turned so that times ascend strictly, if they do from anywhere on it.
fn ascending<'a>(walk: &[&'a Hop]) -> Option<Vec<&'a Hop>> {
    (0..walk.len()).find_map(|begin| {
        let circle = [&walk[begin..], &walk[..begin]].concat();
        (falls(&circle) == 0).then_some(circle)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hop(id: &str, ends: &str, at: i64, amount_fen: i64) -> Hop {
        let (from, to) = ends.split_at(1);
        Hop {
            id: id.into(),
            from: from.into(),
            to: to.into(),
            at,
            amount_fen,
        }
    }

    fn ids(account: &str, hops: &[Hop], shape: Shape) -> Vec<String> {
        through(account, hops, &shape)
            .0
            .iter()
            .map(|circle| circle.iter().map(|hop| hop.id.as_str()).collect())
            .collect()
    }

    const SHAPE: Shape = Shape {
        longest: 4,
        within: 10,
        retained: 700_000,
    };

    #[test]
    fn a_circle_is_found_from_each_of_its_accounts_and_told_from_its_beginning() {
        let hops = [
            hop("1", "ab", 1, 100),
            hop("2", "bc", 2, 90),
            hop("3", "ca", 3, 80),
        ];
        for account in ["a", "b", "c"] {
            assert_eq!(ids(account, &hops, SHAPE), ["123"], "{account}");
        }
        assert!(ids("d", &hops, SHAPE).is_empty());
    }

    #[test]
    fn ties_do_not_chain() {
        let hops = [hop("1", "ab", 1, 100), hop("2", "ba", 1, 100)];
        assert!(ids("a", &hops, SHAPE).is_empty());
    }

    #[test]
    fn length_days_and_share_are_bounds_that_are_kept() {
        let hops = [
            hop("1", "ab", 0, 100),
            hop("2", "bc", 5, 100),
            hop("3", "ca", 10, 70),
        ];
        assert_eq!(ids("a", &hops, SHAPE), ["123"]);
        let shorter = Shape {
            longest: 2,
            ..SHAPE
        };
        let sooner = Shape { within: 9, ..SHAPE };
        let more = Shape {
            retained: 700_001,
            ..SHAPE
        };
        for shape in [shorter, sooner, more] {
            assert!(ids("a", &hops, shape).is_empty(), "{shape:?}");
        }
    }

    #[test]
    fn an_account_to_itself_is_no_link_and_no_account_is_passed_twice() {
        let hops = [
            hop("1", "aa", 1, 100),
            hop("2", "ab", 2, 100),
            hop("3", "ba", 3, 100),
            hop("4", "ab", 4, 100),
            hop("5", "ba", 5, 100),
        ];
        assert_eq!(ids("a", &hops, SHAPE), ["23", "25", "34", "45"]);
    }
}
