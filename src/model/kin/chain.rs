//! A chain of kin steps, written as letters, and one with what is on file of the people along it.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Nature, Sex, Step};

/// The longest chain: beyond four steps nobody is called kin here.
pub const MAX_STEPS: usize = 4;

/// One to four steps from one person to another, never a parent followed by a child: `pbc` leads to a
/// parent's sibling's child. Chains sort as their letters do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Chain {
    /// Filled up with the step that sorts first, so that the derived order is that of the letters.
    steps: [Step; MAX_STEPS],
    hops: usize,
}

/// Why letters or steps are no chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainError {
    /// There is no step at all.
    Empty,
    /// There are more than four steps.
    TooLong,
    /// A letter that stands for no step.
    UnknownLetter(char),
    /// A parent's child is oneself or a sibling, and siblings have a step of their own.
    ParentThenChild,
}

impl Chain {
    /// The chain of these steps, in the order walked.
    pub fn new(steps: &[Step]) -> Result<Self, ChainError> {
        match steps {
            [] => Err(ChainError::Empty),
            _ if steps.len() > MAX_STEPS => Err(ChainError::TooLong),
            _ if steps
                .windows(2)
                .any(|pair| pair == [Step::Parent, Step::Child]) =>
            {
                Err(ChainError::ParentThenChild)
            }
            _ => Ok(Self::collect(steps.iter().copied())),
        }
    }

    /// The steps, in the order walked.
    pub fn steps(&self) -> &[Step] {
        &self.steps[..self.hops]
    }

    /// How many steps away the far end is, 1 to 4.
    pub const fn hops(&self) -> usize {
        self.hops
    }

    /// The same chain read from its other end.
    pub fn inverse(&self) -> Self {
        Self::collect(self.steps().iter().rev().map(|step| step.inverse()))
    }

    /// For steps known to keep the rules.
    fn collect(steps: impl Iterator<Item = Step>) -> Self {
        let mut chain = Self {
            steps: [Step::Sibling; MAX_STEPS],
            hops: 0,
        };
        for (place, step) in chain.steps.iter_mut().zip(steps) {
            *place = step;
            chain.hops += 1;
        }
        chain
    }
}

impl FromStr for Chain {
    type Err = ChainError;

    fn from_str(letters: &str) -> Result<Self, ChainError> {
        let steps = letters
            .chars()
            .map(|letter| Step::from_letter(letter).ok_or(ChainError::UnknownLetter(letter)))
            .collect::<Result<Vec<_>, _>>()?;
        Self::new(&steps)
    }
}

impl TryFrom<String> for Chain {
    type Error = ChainError;

    fn try_from(letters: String) -> Result<Self, ChainError> {
        letters.parse()
    }
}

impl From<Chain> for String {
    fn from(chain: Chain) -> Self {
        chain.steps().iter().map(|step| step.letter()).collect()
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&String::from(*self))
    }
}

impl fmt::Display for ChainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "a kin chain has at least one step: write p, c, s or b"),
            Self::TooLong => write!(f, "a kin chain has at most {MAX_STEPS} steps: shorten it"),
            Self::UnknownLetter(letter) => write!(
                f,
                "{letter:?} is no kin step: write p (parent), c (child), s (spouse) or b (sibling)"
            ),
            Self::ParentThenChild => write!(
                f,
                "a parent's child is a sibling, which is one step: write b instead of pc"
            ),
        }
    }
}

impl std::error::Error for ChainError {}

/// What is on file of a person, as far as kinship terms ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Sex on file.
    pub sex: Option<Sex>,
    /// Day of birth.
    pub born_on: Option<NaiveDate>,
    /// The rank among the children of one couple, 1 for the eldest.
    pub birth_order: Option<u8>,
}

impl Facts {
    /// The same person as two records tell of them, the first being believed.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            sex: self.sex.or(other.sex),
            born_on: self.born_on.or(other.born_on),
            birth_order: self.birth_order.or(other.birth_order),
        }
    }
}

/// The most people a chain joins, both ends included.
pub(super) const PEOPLE: usize = MAX_STEPS + 1;

/// A chain with what is on file of its links and of the people along it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kin {
    pub(super) chain: Chain,
    /// Of each step.
    pub(super) natures: [Option<Nature>; MAX_STEPS],
    /// The person one looks from, then whom each step leads to.
    pub(super) people: [Facts; PEOPLE],
}

impl Kin {
    /// `natures[i]` is that of step `i`, `people[i]` the person it starts from; the last one is whom
    /// the chain leads to. Where a list is short, nothing is on file.
    pub fn new(chain: Chain, natures: &[Option<Nature>], people: &[Facts]) -> Self {
        let mut kin = Self {
            chain,
            natures: [None; _],
            people: [Facts::default(); _],
        };
        for (place, nature) in kin.natures[..chain.hops].iter_mut().zip(natures) {
            *place = *nature;
        }
        for (place, facts) in kin.people[..=chain.hops].iter_mut().zip(people) {
            *place = *facts;
        }
        kin
    }

    /// The same kinship seen from its other end.
    pub fn reversed(&self) -> Self {
        let Self {
            chain,
            mut natures,
            mut people,
        } = *self;
        natures[..chain.hops].reverse();
        people[..=chain.hops].reverse();
        Self {
            chain: chain.inverse(),
            natures,
            people,
        }
    }

    /// The same kinship by fewer links, where two links of birth come to one: a full sibling's parent
    /// or sibling is one's own, a child's full sibling one's child. A missing link leaves such chains.
    pub(super) fn shortened(&self) -> Self {
        use Step::{Child, Parent, Sibling};
        let Self {
            chain,
            natures,
            people,
        } = self;
        let blood = [Some(Nature::Blood); 2];
        let shorter = chain
            .steps()
            .windows(2)
            .zip(natures.windows(2))
            .enumerate()
            .find_map(|(at, (steps, natures))| match steps {
                [Sibling, Parent | Sibling] if natures == blood => Some((at, at)),
                [Child, Sibling] if natures == blood => Some((at, at + 1)),
                _ => None,
            });
        let Some((at, dropped)) = shorter else {
            return *self;
        };
        let steps = without(chain.steps(), dropped);
        let natures = without(natures, dropped);
        Self::new(
            Chain::collect(steps.into_iter()),
            &natures,
            &without(people, at + 1),
        )
        .shortened()
    }
}

fn without<T: Copy>(list: &[T], at: usize) -> Vec<T> {
    [&list[..at], &list[at + 1..]].concat()
}

#[cfg(test)]
mod tests {
    use super::{super::Hops, *};

    fn chain(letters: &str) -> Chain {
        letters.parse().unwrap()
    }

    #[test]
    fn letters_read_back() {
        for letters in ["p", "pb", "pbc", "sbcs"] {
            assert_eq!(chain(letters).to_string(), letters);
            assert_eq!(chain(letters).hops(), letters.len());
        }
        assert_eq!(format!("{:<6}|", chain("pbc")), "pbc   |");
    }

    #[test]
    fn a_chain_reads_from_either_end() {
        for (there, back) in [("p", "c"), ("pb", "bc"), ("pbc", "pbc"), ("sbcs", "spbs")] {
            assert_eq!(chain(there).inverse(), chain(back));
            assert_eq!(chain(back).inverse(), chain(there));
        }
    }

    #[test]
    fn what_is_no_chain_is_refused_with_the_reason() {
        for (letters, error) in [
            ("", ChainError::Empty),
            ("bbbbb", ChainError::TooLong),
            ("px", ChainError::UnknownLetter('x')),
            ("spcb", ChainError::ParentThenChild),
        ] {
            assert_eq!(letters.parse::<Chain>(), Err(error));
        }
        assert!(ChainError::ParentThenChild.to_string().contains("write b"));
    }

    #[test]
    fn chains_sort_as_their_letters() {
        let mut chains = Hops::new(4).unwrap().chains();
        chains.sort();
        assert!(chains.is_sorted_by_key(Chain::to_string));
    }
}
