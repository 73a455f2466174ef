//! Quartiles of whole numbers, and the fence beyond which one stands out (Tukey, Exploratory Data
//! Analysis, 1977).

/// The quartiles of some numbers, each interpolated between the two nearest ranks (type 7 of Hyndman
/// and Fan, 1996) and kept in quarters, so that nothing is rounded twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quartiles {
    /// How many numbers.
    pub count: usize,
    /// Four times the quartiles.
    quarters: [i128; 3],
}

impl Quartiles {
    /// The quartiles of some numbers; none where there are none.
    #[must_use]
    pub fn of(mut numbers: Vec<i64>) -> Option<Self> {
        numbers.sort_unstable();
        let last = numbers.len().checked_sub(1)?;
        let quarters = [1, 2, 3].map(|quarter| {
            // The rank in quarters, from 0: its whole part is a number's place, the rest the way to the next.
            let rank = last * quarter;
            let at = |place: usize| numbers.get(place.min(last)).copied().map_or(0, i128::from);
            let way = i128::try_from(rank % 4).unwrap_or(0);
            at(rank / 4) * (4 - way) + at(rank / 4 + 1) * way
        });
        Some(Self {
            count: numbers.len(),
            quarters,
        })
    }

    /// What a quarter of the numbers stays at or below, rounded half up.
    #[must_use]
    pub fn lower(&self) -> i64 {
        whole(self.quarters[0], 4)
    }

    /// What half of the numbers stays at or below, rounded half up.
    #[must_use]
    pub fn median(&self) -> i64 {
        whole(self.quarters[1], 4)
    }

    /// What three quarters of the numbers stay at or below, rounded half up.
    #[must_use]
    pub fn upper(&self) -> i64 {
        whole(self.quarters[2], 4)
    }

    /// The upper quartile plus one and a half times the distance between the quartiles, rounded half
    /// up.
    #[must_use]
    pub fn upper_fence(&self) -> i64 {
        let [lower, _, upper] = self.quarters;
        whole(2 * upper + 3 * (upper - lower), 8)
    }
}

/// A fraction as the nearest whole number, halves upwards.
fn whole(numerator: i128, denominator: i128) -> i64 {
    let rounded = (2 * numerator + denominator).div_euclid(2 * denominator);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As text books show them for 1 to 4, 1 to 5, and others.
    #[test]
    fn quartiles_are_interpolated() {
        let quartiles = |numbers: &[i64]| {
            let found = Quartiles::of(numbers.to_vec()).unwrap();
            [
                found.lower(),
                found.median(),
                found.upper(),
                found.upper_fence(),
            ]
        };
        assert_eq!(quartiles(&[100, 200, 300, 400]), [175, 250, 325, 550]);
        assert_eq!(quartiles(&[5, 4, 3, 2, 1]), [2, 3, 4, 7]);
        assert_eq!(quartiles(&[7]), [7, 7, 7, 7]);
        assert_eq!(quartiles(&[0, 1]), [0, 1, 1, 2]);
        assert_eq!(quartiles(&[-10, -9, -8, -8]), [-9, -8, -8, -6]);
        assert_eq!(Quartiles::of(Vec::new()), None);
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        let most = Quartiles::of(vec![i64::MAX, i64::MAX, 0]).unwrap();
        assert_eq!(most.upper(), i64::MAX);
        assert_eq!(most.upper_fence(), i64::MAX);
    }
}
