//! A small source of random numbers: the same seed gives the same county on every machine.

use chrono::{Days, NaiveDate};

/// A stream of the generator `SplitMix64` (Steele, Lea and Flood 2014): a counter moved by the
/// golden ratio and then mixed. Only whole numbers and square roots are used on top of it, both of
/// which every processor computes alike.
pub struct Random {
    state: u64,
}

impl Random {
    /// The stream of a seed that belongs to one subject of one county: what one subject draws
    /// never moves another.
    pub fn new(seed: u64, subject: &str, county: usize) -> Self {
        let mut state = mix(seed);
        for byte in subject.bytes() {
            state = mix(state ^ u64::from(byte));
        }
        Self {
            state: mix(state ^ county as u64),
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.state)
    }

    /// A number from 0 to below the bound; 0 where the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A number from the least to the most, both included.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below((most + 1).saturating_sub(least))
    }

    /// True so many times in a thousand.
    pub fn chance(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    /// One of the items, each as likely; none of none.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        items.get(self.below(items.len())).copied()
    }

    /// A place in the list of weights, as likely as its weight.
    pub fn weighted(&mut self, weights: impl Iterator<Item = usize> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        weights
            .take_while(|weight| {
                let passed = left >= *weight;
                left = left.saturating_sub(*weight);
                passed
            })
            .count()
    }

    /// A heavy-tailed number from the least to the most: one in four is twice the least or more,
    /// one in a hundred ten times (Pareto with exponent 2).
    pub fn tail(&mut self, least: usize, most: usize) -> usize {
        let even = ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64;
        let value = (least as f64 / even.sqrt()) as usize;
        if value > most {
            self.between(least, most)
        } else {
            value
        }
    }

    /// A day from the first to the last, both included; the first where they are reversed.
    pub fn day(&mut self, first: NaiveDate, last: NaiveDate) -> NaiveDate {
        let days = usize::try_from((last - first).num_days()).unwrap_or(0);
        first + Days::new(self.below(days + 1) as u64)
    }

    /// Puts the items in random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for place in (1..items.len()).rev() {
            items.swap(place, self.below(place + 1));
        }
    }
}

/// Spreads every bit of a number over the whole of it.
pub fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
