//! The canonical hash: equal for graphs that say the same, whatever engine holds them and in
//! whatever order and portions they were loaded.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What the rows of a table hash to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableHash {
    /// The table.
    pub table: String,
    /// How many rows it has.
    pub count: u64,
    /// What they hash to, in whatever order they come.
    pub hash: String,
}

/// A sum of SHA-256 values modulo 2²⁵⁶: it does not know the order of what was added, and unlike
/// an exclusive or it does not forget what was added twice.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    words: [u64; 4],
    count: u64,
}

impl Sum {
    fn add(&mut self, content: &[u8]) {
        let digest = Sha256::digest(content);
        let mut carried = false;
        for (word, bytes) in self.words.iter_mut().zip(digest.chunks_exact(8)) {
            let more = bytes
                .iter()
                .fold(0, |value: u64, byte| value << 8 | u64::from(*byte));
            let (sum, first) = word.overflowing_add(more);
            let (sum, second) = sum.overflowing_add(u64::from(carried));
            carried = first || second;
            *word = sum;
        }
        self.count += 1;
    }

    fn hash(&self) -> String {
        let bytes: Vec<u8> = self
            .words
            .iter()
            .flat_map(|word| word.to_be_bytes())
            .collect();
        HEXLOWER.encode(&bytes)
    }
}

/// The sums of all tables.
#[derive(Debug, Default)]
pub(super) struct Canon(BTreeMap<String, Sum>);

impl Canon {
    /// Adds a row of a table.
    pub fn add(&mut self, table: &str, content: &[u8]) {
        match self.0.get_mut(table) {
            Some(sum) => sum.add(content),
            None => self.0.entry(table.to_owned()).or_default().add(content),
        }
    }

    /// What each table hashes to, and one hash for all. Tables without rows do not count, so that
    /// the catalogue may grow.
    pub fn done(&self) -> (Vec<TableHash>, String) {
        let mut all = Sha256::new();
        let mut tables = Vec::with_capacity(self.0.len());
        for (table, sum) in &self.0 {
            let line = TableHash {
                table: table.clone(),
                count: sum.count,
                hash: sum.hash(),
            };
            all.update(format!("{} {} {}\n", line.table, line.count, line.hash));
            tables.push(line);
        }
        (tables, HEXLOWER.encode(&all.finalize()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(rows: &[(&str, &str)]) -> String {
        let mut canon = Canon::default();
        for (table, row) in rows {
            canon.add(table, row.as_bytes());
        }
        canon.done().1
    }

    #[test]
    fn order_does_not_count_but_everything_else_does() {
        let all = [("a", "1"), ("a", "2"), ("b", "3")];
        let turned = [("b", "3"), ("a", "2"), ("a", "1")];
        assert_eq!(hash(&all), hash(&turned));
        for other in [
            vec![("a", "1"), ("a", "2")],
            vec![("a", "1"), ("b", "2"), ("b", "3")],
            vec![("a", "1"), ("a", "1"), ("b", "3")],
            vec![("a", "1"), ("a", "2"), ("b", "3"), ("b", "3"), ("b", "3")],
        ] {
            assert_ne!(hash(&all), hash(&other), "{other:?}");
        }
    }

    #[test]
    fn a_sum_carries_from_word_to_word() {
        let mut sum = Sum {
            words: [u64::MAX, u64::MAX, 0, 0],
            count: 0,
        };
        sum.add(b"x");
        let digest = Sha256::digest(b"x");
        let first = u64::from_be_bytes(digest[..8].try_into().unwrap());
        let second = u64::from_be_bytes(digest[8..16].try_into().unwrap());
        assert_eq!(sum.words[0], first.wrapping_sub(1));
        assert_eq!(sum.words[1], second, "less one, and one carried");
    }
}
