//! Shares: whole millionths, never a float.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    fault::{Fault, Invalid},
    money::decimal,
};

/// A share of something in millionths (0.0001 %), exact.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Share(pub i64);

impl Share {
    /// All of it.
    pub const WHOLE: Self = Self(1_000_000);

    /// What lacks to the whole; nothing where the shares on file come to more.
    #[must_use]
    pub fn missing(self) -> Self {
        Self((Self::WHOLE.0 - self.0).max(0))
    }
}

impl FromStr for Share {
    type Err = Invalid;

    /// Reads percent, from 0 to 100: `25`, `33.3333`.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        decimal(text, 4)
            .map(Self)
            .filter(|share| (Self::default()..=Self::WHOLE).contains(share))
            .ok_or_else(|| {
                Invalid::new(
                    Fault::BadShare,
                    "a share is a percentage from 0 to 100 with at most four decimals, as 25 or 33.3333",
                )
            })
    }
}

impl fmt::Display for Share {
    /// Writes percent with four decimals: `25.0000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let millionths = self.0.unsigned_abs();
        write!(
            f,
            "{sign}{}.{:04}",
            millionths / 10_000,
            millionths % 10_000
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_becomes_millionths_and_back() {
        for (text, millionths, shown) in [
            ("25", 250_000, "25.0000"),
            ("33.3333", 333_333, "33.3333"),
            ("0", 0, "0.0000"),
            ("100.0", 1_000_000, "100.0000"),
        ] {
            let share: Share = text.parse().unwrap();
            assert_eq!((share.0, share.to_string().as_str()), (millionths, shown));
        }
        for text in ["", "-1", "100.0001", "25 %", "1e1", "0.00001"] {
            assert_eq!(text.parse::<Share>().unwrap_err().fault, Fault::BadShare);
        }
    }

    #[test]
    fn what_lacks_is_never_below_nothing() {
        assert_eq!(Share(999_999).missing(), Share(1));
        assert_eq!(Share(1_200_000).missing(), Share(0));
    }
}
