//! Whom a law or a question means by "relatives": a set of chains.

use std::fmt;

use super::{Chain, MAX_STEPS, Step};

/// The listed scopes, one a row.
const LISTED: &str = include_str!("scopes.txt");

/// A set of chains with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KinScope {
    /// Everybody within so many steps.
    Hops(Hops),
    /// Recusal of civil servants.
    Avoidance,
    /// Relatives to be declared by those who handle minimum-living aid.
    DibaoFiling,
}

/// A number of kin steps, 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hops(usize);

/// A number of kin steps that is not 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HopsError(pub i32);

impl Hops {
    /// So many steps, 1 to 4.
    pub fn new(hops: i32) -> Result<Self, HopsError> {
        match usize::try_from(hops) {
            Ok(within @ 1..=MAX_STEPS) => Ok(Self(within)),
            _ => Err(HopsError(hops)),
        }
    }
}

impl KinScope {
    /// The chains in the scope: within hops, shorter ones first and then by letters; of a listed
    /// scope, in the order of its row.
    pub fn chains(self) -> Vec<Chain> {
        match self {
            Self::Hops(Hops(hops)) => within(hops),
            Self::Avoidance => listed("AVOIDANCE"),
            Self::DibaoFiling => listed("DIBAO_FILING"),
        }
    }
}

fn within(hops: usize) -> Vec<Chain> {
    let mut chains = Vec::new();
    let mut longest: Vec<Vec<Step>> = vec![Vec::new()];
    for _ in 0..hops {
        longest = longest
            .iter()
            .flat_map(|steps| Step::ALL.map(|step| [steps.as_slice(), &[step]].concat()))
            .filter(|steps| Chain::new(steps).is_ok())
            .collect();
        chains.extend(longest.iter().flat_map(|steps| Chain::new(steps)));
    }
    chains
}

/// A word that is no chain fails `every_row_parses`, not the caller.
fn listed(name: &str) -> Vec<Chain> {
    rows()
        .find(|(row, _)| *row == name)
        .into_iter()
        .flat_map(|(_, chains)| chains.split_whitespace().flat_map(str::parse))
        .collect()
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    LISTED
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
}

impl fmt::Display for HopsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is no number of kin steps: give 1 to {MAX_STEPS}",
            self.0
        )
    }
}

impl std::error::Error for HopsError {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn letters(scope: KinScope) -> String {
        let letters: Vec<String> = scope.chains().iter().map(Chain::to_string).collect();
        letters.join(" ")
    }

    #[test]
    fn every_row_parses_and_repeats_nothing() {
        let names: Vec<&str> = rows().map(|(name, _)| name).collect();
        assert_eq!(
            names,
            ["AVOIDANCE", "DIBAO_FILING"],
            "one scope of the enum for each row"
        );
        for (name, chains) in rows() {
            let words = chains.split_whitespace().count();
            assert_eq!(
                listed(name).len(),
                words,
                "{name} has a word that is no chain"
            );
            assert_eq!(
                listed(name).iter().collect::<BTreeSet<_>>().len(),
                words,
                "{name} repeats"
            );
        }
    }

    #[test]
    fn the_listed_scopes_are_the_law_s() {
        assert_eq!(
            letters(KinScope::Avoidance),
            "s p pp c cc b pb pbc bc sp sb sbs cs csp bs pbs pbcs bcs"
        );
        assert_eq!(letters(KinScope::DibaoFiling), "s p sp c b sb pb");
    }

    #[test]
    fn hops_are_every_chain_but_parent_then_child() {
        let within = |hops| letters(KinScope::Hops(Hops::new(hops).unwrap()));
        assert_eq!(within(1), "b c p s");
        assert_eq!(
            within(2),
            "b c p s bb bc bp bs cb cc cp cs pb pp ps sb sc sp ss"
        );
        for (hops, count) in [(1, 4), (2, 19), (3, 75), (4, 284)] {
            let chains = within(hops);
            assert_eq!(chains.split(' ').count(), count);
            assert!(!chains.contains("pc"));
        }
        assert_eq!(Hops::new(0), Err(HopsError(0)));
        assert_eq!(Hops::new(5), Err(HopsError(5)));
        assert_eq!(Hops::new(-1), Err(HopsError(-1)));
    }
}
