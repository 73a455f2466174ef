//! Money: whole fen, never a float.

use std::{fmt, iter::Sum, str::FromStr};

use serde::{Deserialize, Serialize};

use super::fault::{Fault, Invalid};

/// An amount of money in fen (0.01 yuan), exact.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    /// Largest amount taken from a file: ten trillion yuan, above any county's books.
    pub const MOST: Self = Self(1_000_000_000_000_000);

    /// The amount in fen.
    #[must_use]
    pub fn fen(self) -> i64 {
        self.0
    }
}

impl FromStr for Money {
    type Err = Invalid;

    /// Reads yuan: `1234`, `1234.5`, `-0.05`. No exponent, no thousands sign, no plus.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        decimal(text, 2)
            .filter(|fen| fen.abs() <= Self::MOST.0)
            .map(Self)
            .ok_or_else(|| {
                Invalid::new(
                    Fault::BadAmount,
                    "an amount is written in yuan with at most two decimals, as 1234.50",
                )
            })
    }
}

impl fmt::Display for Money {
    /// Writes yuan with two decimals: `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |total, amount| total.saturating_add(amount.0)))
    }
}

/// A plain decimal number with at most `places` decimals, times ten to the power of `places`.
#[must_use]
pub fn decimal(text: &str, places: usize) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !number(whole) || !number(fraction) || fraction.len() > places.max(1) {
        return None;
    }
    let scale = 10_i64.checked_pow(u32::try_from(places).ok()?)?;
    let padded = format!("{fraction:0<places$}");
    let value = whole
        .parse::<i64>()
        .ok()?
        .checked_mul(scale)?
        .checked_add(if places == 0 { 0 } else { padded.parse().ok()? })?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_become_fen_and_back() {
        for (text, fen, shown) in [
            ("1234.5", 123_450, "1234.50"),
            ("0", 0, "0.00"),
            ("0.05", 5, "0.05"),
            ("-0.05", -5, "-0.05"),
            ("007", 700, "7.00"),
        ] {
            let money: Money = text.parse().unwrap();
            assert_eq!((money.fen(), money.to_string().as_str()), (fen, shown));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1.234",
            "1e3",
            "1,000",
            "+1",
            " 1",
            "1 ",
            "１",
            "NaN",
            "1.2.3",
            "99999999999999999999",
            "10000000000000.01",
            "--1",
        ] {
            assert_eq!(
                text.parse::<Money>().unwrap_err().fault,
                Fault::BadAmount,
                "{text}"
            );
        }
    }
}
