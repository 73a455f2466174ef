//! Whom a law or a question means by "relatives": a set of chains.

use std::{collections::BTreeMap, fmt};

use super::{Chain, ChainError, MAX_STEPS, Step};

/// The scopes that the program brings, one a row.
const LISTED: &str = include_str!("scopes.txt");

/// The scopes of kin by name: those of the law, and those that the settings add or change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KinScopes(BTreeMap<String, Vec<Chain>>);

/// A number of kin steps, 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hops(usize);

/// A number of kin steps that is not 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HopsError(pub i32);

/// Why a name and its chains are no scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeError {
    /// A name that is not of capital letters, digits and underscores.
    Name(String),
    /// A scope without a chain.
    Empty(String),
    /// A word that is no chain.
    Chain(String, String, ChainError),
    /// A chain that stands twice.
    Twice(String, Chain),
}

impl Hops {
    /// So many steps, 1 to 4.
    pub fn new(hops: i32) -> Result<Self, HopsError> {
        match usize::try_from(hops) {
            Ok(within @ 1..=MAX_STEPS) => Ok(Self(within)),
            _ => Err(HopsError(hops)),
        }
    }

    /// Every chain of at most so many steps, shorter ones first and then by letters.
    pub fn chains(self) -> Vec<Chain> {
        let mut chains = Vec::new();
        let mut longest: Vec<Vec<Step>> = vec![Vec::new()];
        for _ in 0..self.0 {
            longest = longest
                .iter()
                .flat_map(|steps| Step::ALL.map(|step| [steps.as_slice(), &[step]].concat()))
                .filter(|steps| Chain::new(steps).is_ok())
                .collect();
            chains.extend(longest.iter().flat_map(|steps| Chain::new(steps)));
        }
        chains
    }
}

impl KinScopes {
    /// The scopes of `scopes.txt`. A row that is none fails a test, not the caller.
    #[must_use]
    pub fn standard() -> Self {
        Self(
            rows()
                .filter_map(|(name, chains)| Some((name.to_owned(), read(name, chains).ok()?)))
                .collect(),
        )
    }

    /// The same with scopes of the settings, each its chains in letters, parted by spaces; one of a
    /// name that is there replaces it.
    ///
    /// # Errors
    /// [`ScopeError`], which names the scope and the word.
    pub fn with<'a>(
        mut self,
        scopes: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, ScopeError> {
        for (name, chains) in scopes {
            // Settings from the environment arrive in small letters.
            let name = name.to_ascii_uppercase();
            let fits = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit();
            if !name.starts_with(|letter: char| letter.is_ascii_uppercase())
                || !name.chars().all(|letter| fits(letter) || letter == '_')
            {
                return Err(ScopeError::Name(name));
            }
            let chains = read(&name, chains)?;
            self.0.insert(name, chains);
        }
        Ok(self)
    }

    /// The chains of a scope, in the order of its row.
    #[must_use]
    pub fn chains(&self, name: &str) -> Option<&[Chain]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// Every scope, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Chain])> {
        self.0
            .iter()
            .map(|(name, chains)| (name.as_str(), chains.as_slice()))
    }
}

fn read(name: &str, chains: &str) -> Result<Vec<Chain>, ScopeError> {
    let mut scope = Vec::new();
    for word in chains.split_whitespace() {
        let chain = word
            .parse()
            .map_err(|error| ScopeError::Chain(name.to_owned(), word.to_owned(), error))?;
        if scope.contains(&chain) {
            return Err(ScopeError::Twice(name.to_owned(), chain));
        }
        scope.push(chain);
    }
    match scope.is_empty() {
        true => Err(ScopeError::Empty(name.to_owned())),
        false => Ok(scope),
    }
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

impl fmt::Display for ScopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(
                f,
                "{name:?} is no name of a scope: capital letters, digits and underscores"
            ),
            Self::Empty(name) => write!(f, "the scope {name} lists no chain"),
            Self::Chain(name, word, error) => {
                write!(f, "{word:?} in the scope {name} is no chain: {error}")
            }
            Self::Twice(name, chain) => write!(f, "the scope {name} lists {chain} twice"),
        }
    }
}

impl std::error::Error for ScopeError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(chains: &[Chain]) -> String {
        let letters: Vec<String> = chains.iter().map(Chain::to_string).collect();
        letters.join(" ")
    }

    #[test]
    fn every_row_is_a_scope() {
        let scopes = KinScopes(BTreeMap::new()).with(rows()).unwrap();
        assert_eq!(scopes, KinScopes::standard());
        assert_eq!(scopes.iter().count(), rows().count());
    }

    #[test]
    fn the_listed_scopes_are_the_law_s() {
        let scopes = KinScopes::standard();
        let chains = |name| letters(scopes.chains(name).unwrap());
        assert_eq!(
            chains("AVOIDANCE"),
            "s p pp c cc b pb pbc bc sp sb sbs cs csp bs pbs pbcs bcs"
        );
        assert_eq!(chains("DIBAO_FILING"), "s p sp c b sb pb");
        assert_eq!(scopes.chains("NOBODY"), None);
    }

    #[test]
    fn settings_add_and_change_scopes() {
        let scopes = KinScopes::standard();
        let with = |name, chains| scopes.clone().with([(name, chains)]);
        let changed = with("dibao_filing", "s p c").unwrap();
        assert_eq!(letters(changed.chains("DIBAO_FILING").unwrap()), "s p c");
        assert_eq!(changed.chains("AVOIDANCE"), scopes.chains("AVOIDANCE"));
        let added = with("COUSINS", "pbc").unwrap();
        assert_eq!(letters(added.chains("COUSINS").unwrap()), "pbc");
        for (name, chains, told) in [
            ("a-b", "s", "\"A-B\" is no name of a scope"),
            ("COUSINS", " ", "the scope COUSINS lists no chain"),
            ("COUSINS", "s px", "\"px\" in the scope COUSINS is no chain"),
            ("COUSINS", "s pc", "\"pc\" in the scope COUSINS is no chain"),
            ("COUSINS", "s p s", "the scope COUSINS lists s twice"),
        ] {
            let error = with(name, chains).unwrap_err().to_string();
            assert!(error.starts_with(told), "{error}");
        }
    }

    #[test]
    fn hops_are_every_chain_but_parent_then_child() {
        let within = |hops| letters(&Hops::new(hops).unwrap().chains());
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
