//! Fractions that ten shares in a row leave exact.

use std::ops::AddAssign;

use crate::model::Share;

/// Millionths of millionths, ten times over: what 1 is written as.
const SCALE: u32 = 60;

/// A fraction in units of 10⁻⁶⁰, in eight limbs, the least first.
///
/// A product of ten shares, each a number of millionths, is a whole number of these units. The sum
/// over all paths is at most the tenth power of the sum of all shares read: with 10⁹ links of 100 %
/// each that is 10¹⁵⁰ units, below 2⁵¹².
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exact([u64; 8]);

impl Exact {
    /// All of it.
    #[must_use]
    pub fn whole() -> Self {
        let mut whole = Self::default();
        whole.0[0] = 1;
        for _ in 0..SCALE {
            whole = whole.multiplied(10);
        }
        whole
    }

    /// So many millionths of this: exact for what at most nine shares in a row made, else rounded
    /// down by less than one unit.
    #[must_use]
    pub fn of(self, share: u64) -> Self {
        self.multiplied(share).divided(1_000_000)
    }

    /// The nearest number of millionths, a half going up.
    #[must_use]
    pub fn rounded(self) -> Share {
        // Ten shares in a row leave 54 decimals behind the millionth.
        let mut half = Self::default();
        half.0[0] = 5;
        for _ in 0..53 {
            half = half.multiplied(10);
        }
        half += self;
        let millionth = 1_000_000_000_000_000_000;
        let Self(limbs) = half
            .divided(millionth)
            .divided(millionth)
            .divided(millionth);
        let above = limbs[1..].iter().any(|limb| *limb > 0);
        Share(
            i64::try_from(limbs[0])
                .ok()
                .filter(|_| !above)
                .unwrap_or(i64::MAX),
        )
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }

    fn multiplied(mut self, by: u64) -> Self {
        let mut carry = 0;
        for limb in &mut self.0 {
            let product = u128::from(*limb) * u128::from(by) + carry;
            *limb = low(product);
            carry = product >> 64;
        }
        self
    }

    fn divided(mut self, by: u64) -> Self {
        let mut rest = 0;
        for limb in self.0.iter_mut().rev() {
            if rest == 0 && *limb == 0 {
                continue;
            }
            let dividend = rest << 64 | u128::from(*limb);
            *limb = low(dividend / u128::from(by));
            rest = dividend % u128::from(by);
        }
        self
    }
}

/// The lower half.
fn low(wide: u128) -> u64 {
    wide as u64
}

impl From<Share> for Exact {
    fn from(share: Share) -> Self {
        Self::whole().of(share.0.unsigned_abs())
    }
}

impl AddAssign for Exact {
    fn add_assign(&mut self, other: Self) {
        let mut carry = false;
        for (limb, more) in self.0.iter_mut().zip(other.0) {
            let (sum, over) = limb.overflowing_add(more);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            *limb = sum;
            carry = over || again;
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_shares_in_a_row_stay_exact() {
        let mut product = Exact::whole();
        for _ in 0..10 {
            product = product.of(333_333);
        }
        // 333333 to the tenth, which Python reckons.
        let mut limbs = [0; 8];
        let digits = "16934918458314279327341868613321143626477671087486663449";
        let mut expected = Exact(limbs);
        for digit in digits.bytes() {
            expected = expected.multiplied(10);
            limbs[0] = u64::from(digit - b'0');
            expected += Exact(limbs);
        }
        assert_eq!(product, expected);
        let mut back = product;
        for _ in 0..10 {
            back = back.divided(333_333).multiplied(1_000_000);
        }
        assert_eq!(back, Exact::whole());
    }

    #[test]
    fn a_half_goes_up_and_anything_less_down() {
        let half = Exact::from(Share(1)).of(500_000);
        assert_eq!(half.rounded(), Share(1));
        assert_eq!(Exact::from(Share(1)).of(499_999).rounded(), Share(0));
        let mut sum = Exact::from(Share(249_999));
        sum += half;
        assert_eq!(sum.rounded(), Share(250_000));
        assert!(sum < Exact::from(Share(250_000)));
    }

    #[test]
    fn sums_carry_and_large_ones_are_cut() {
        let mut sum = Exact([u64::MAX, 0, 0, 0, 0, 0, 0, 0]);
        sum += Exact([1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(sum, Exact([0, 1, 0, 0, 0, 0, 0, 0]));
        assert_eq!(Exact([0, 0, 0, 0, 0, 0, 0, 1]).rounded(), Share(i64::MAX));
        assert!(Exact::default().is_zero());
    }
}
