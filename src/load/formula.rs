//! Cells that a spreadsheet would run as formulas, made harmless on the way out and undone on the
//! way in.

use std::borrow::Cow;

use crate::model::money::decimal;

/// What a spreadsheet takes for the beginning of a formula.
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// More decimals than any number of the tables has.
const MOST_DECIMALS: usize = 8;

/// A cell that no spreadsheet takes for a formula: one that begins as a formula is put behind a `'`.
/// So is one in which a `'` stands there already, that [`original`] gives back either. A negative
/// number is no formula.
pub(crate) fn harmless(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) && decimal(cell, MOST_DECIMALS).is_none() {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

/// The cell that was made harmless.
pub(crate) fn original(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

/// Whether a formula begins here, behind any number of `'`.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(SIGNS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_stand_behind_a_mark() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("-5", "-5"),
            ("-5.25", "-5.25"),
            ("-5+A1", "'-5+A1"),
            ("+8613", "'+8613"),
            ("'=1", "''=1"),
            ("'-5", "''-5"),
            ("'quoted'", "'quoted'"),
            ("", ""),
            ("\tx", "'\tx"),
            ("＝1", "'＝1"),
            ("'", "'"),
        ] {
            assert_eq!(harmless(cell), written);
            assert_eq!(original(written), cell);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(cell in "['=+@0-9a刘.\t\r\n＝-]{0,6}") {
            let written = harmless(&cell);
            prop_assert_eq!(original(&written), cell.as_str());
            let runs = written.starts_with(SIGNS) && decimal(&written, MOST_DECIMALS).is_none();
            prop_assert!(!runs);
        }
    }
}
