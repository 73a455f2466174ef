//! Regions: national division codes cut to their tier, so that an ancestor is a prefix.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    codes::codes,
    fault::{Fault, Invalid},
};

codes! {
    /// The tier of a region.
    #[derive(PartialOrd, Ord)]
    pub enum Level {
        /// Province, autonomous region or municipality: 2 digits.
        Province = "PROVINCE",
        /// Prefecture or prefecture-level city: 4 digits.
        Prefecture = "PREFECTURE",
        /// County, district or county-level city: 6 digits.
        County = "COUNTY",
        /// Township, town or subdistrict: 9 digits.
        Township = "TOWNSHIP",
        /// Village or residents' community: 12 digits.
        Village = "VILLAGE",
    }
}

impl Level {
    /// How many digits a code of this tier has.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Province => 2,
            Self::Prefecture => 4,
            Self::County => 6,
            Self::Township => 9,
            Self::Village => 12,
        }
    }

    /// The tier's name as a property: `province` … `village`.
    #[must_use]
    pub fn property(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Prefecture => "prefecture",
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
        }
    }
}

/// A division code (GB/T 2260, GB/T 10114) of 2, 4, 6, 9 or 12 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegionCode(String);

impl RegionCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tier the code's length stands for.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.0.len() {
            ..=2 => Level::Province,
            3..=4 => Level::Prefecture,
            5..=6 => Level::County,
            7..=9 => Level::Township,
            _ => Level::Village,
        }
    }

    /// The code cut to each tier it reaches, from the province down to its own.
    pub fn tiers(&self) -> impl DoubleEndedIterator<Item = (Level, &str)> {
        Level::ALL
            .iter()
            .filter_map(|level| Some((*level, self.0.get(..level.digits())?)))
    }

    /// Whether the other region is this one or lies within it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl FromStr for RegionCode {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let refuse = |reason: String| Err(Invalid::new(Fault::BadRegion, reason));
        let Some(level) = Level::ALL
            .iter()
            .find(|level| level.digits() == text.len())
            .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
        else {
            return refuse("a region code has 2, 4, 6, 9 or 12 digits".into());
        };
        // Cities without counties keep a county tier of zeros: 441900 is Dongguan.
        let zeros = match level {
            Level::Province | Level::Prefecture => 2,
            Level::Township | Level::Village => 3,
            Level::County => 4,
        };
        if text.bytes().rev().take(zeros).all(|b| b == b'0') {
            return refuse(format!(
                "a region code is cut to its tier: leave out the zeros at the end of {text}"
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for RegionCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_knows_its_tiers() {
        let code: RegionCode = "990101101201".parse().unwrap();
        assert_eq!(code.level(), Level::Village);
        let tiers: Vec<&str> = code.tiers().map(|(_, code)| code).collect();
        assert_eq!(tiers, ["99", "9901", "990101", "990101101", "990101101201"]);
        let county: RegionCode = "990101".parse().unwrap();
        assert_eq!(county.tiers().count(), 3);
        assert!(county.contains(&code) && !code.contains(&county));
    }

    #[test]
    fn other_texts_are_refused() {
        assert!("441900".parse::<RegionCode>().is_ok());
        for text in [
            "",
            "9",
            "990",
            "9901011012",
            "99010a",
            "990000",
            "990101101000",
            "９９",
        ] {
            assert_eq!(
                text.parse::<RegionCode>().unwrap_err().fault,
                Fault::BadRegion,
                "{text}"
            );
        }
    }
}
