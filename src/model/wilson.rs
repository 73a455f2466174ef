//! How sure a share is that few cases tell of.

/// The 95 % quantile of the normal distribution, both tails.
const Z: f64 = 1.959_963_984_540_054;

/// The interval that holds the true share of a kind in 95 of 100 samples, of which some are of that kind
/// (Wilson 1927, without correction for continuity); everything where there is none.
#[must_use]
pub fn interval(of_the_kind: u64, all: u64) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let (number, share) = (all as f64, of_the_kind as f64 / all as f64);
    let square = Z * Z;
    let middle = share + square / (2.0 * number);
    let half = Z * (share * (1.0 - share) / number + square / (4.0 * number * number)).sqrt();
    let whole = 1.0 + square / number;
    (
        ((middle - half) / whole).max(0.0),
        ((middle + half) / whole).min(1.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figures of Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    #[test]
    fn intervals_are_those_of_the_literature() {
        for (some, all, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let (found_low, found_high) = interval(some, all);
            assert!(
                (found_low - low).abs() < 5e-5,
                "{some} of {all}: {found_low}"
            );
            assert!(
                (found_high - high).abs() < 5e-5,
                "{some} of {all}: {found_high}"
            );
        }
        assert_eq!(interval(0, 0), (0.0, 1.0));
    }
}
