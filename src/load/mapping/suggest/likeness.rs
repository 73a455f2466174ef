//! How alike a title and a column are.

use std::str::FromStr;

use super::{SURE, UNSURE, sample::Sample};
use crate::{
    load::mapping::{
        convert::Convert,
        mapped::plain,
        target::{Column, Sense, Target},
    },
    model::identity::{AccountNumber, CreditCode, IdNumber, Phone},
};

/// A title that may be a column.
pub(super) struct Guess<'a> {
    pub column: &'static Column,
    pub title: &'a str,
    pub place: usize,
    pub score: f64,
}

/// How much less a title counts of which another is only a part.
const PART: f64 = 0.8;
/// How much less a column counts whose cells are something else.
const CONTRADICTED: f64 = 0.5;

/// Which title may be which column of a table, each at most once, the likest first.
pub(super) fn guesses<'a>(
    table: &'static Target,
    sample: &'a Sample,
    row: usize,
) -> Vec<Guess<'a>> {
    let mut all: Vec<Guess<'a>> = Vec::new();
    for (place, title) in sample.titles(row) {
        for column in &table.columns {
            let score = alike(column, title);
            if score >= UNSURE {
                let score = score * weight(column, sample, row, place);
                all.push(Guess {
                    column,
                    title,
                    place,
                    score,
                });
            }
        }
    }
    all.retain(|guess| guess.score >= UNSURE);
    all.sort_by(|one, other| other.score.total_cmp(&one.score));
    let mut taken: Vec<Guess<'a>> = Vec::new();
    for guess in all {
        let free = |other: &Guess<'_>| {
            other.place != guess.place && other.column.name != guess.column.name
        };
        if taken.iter().all(free) {
            taken.push(guess);
        }
    }
    let order = |name: &str| table.columns.iter().position(|column| column.name == name);
    taken.sort_by_key(|guess| order(&guess.column.name));
    taken
}

/// How alike a title is to what departments call a column.
fn alike(column: &Column, title: &str) -> f64 {
    let title = plain(title);
    let bare = title
        .split_once('(')
        .map_or(title.as_str(), |(bare, _)| bare);
    let names = column.titles.iter().chain([&column.name]);
    names
        .map(|name| alike_texts(name, bare))
        .fold(0.0, f64::max)
}

fn alike_texts(name: &str, title: &str) -> f64 {
    if name.eq_ignore_ascii_case(title) {
        return 1.0;
    }
    if title.contains(name) || name.contains(title) {
        let (one, other) = (name.chars().count(), title.chars().count());
        // A longer title says more than its part: the head's name is not the name.
        #[expect(clippy::cast_precision_loss, reason = "titles are short")]
        let part = one.min(other) as f64 / one.max(other) as f64;
        return PART + part * (SURE - PART);
    }
    strsim::jaro_winkler(name, title) * PART
}

/// What the cells below a title say of its being a column: 1, or less.
fn weight(column: &Column, sample: &Sample, row: usize, place: usize) -> f64 {
    let convert = Convert::of(column.sense);
    let reads = |text: &str, kind| match column.sense {
        Sense::IdNumber => IdNumber::from_str(text).is_ok(),
        Sense::CreditCode => CreditCode::from_str(text).is_ok(),
        Sense::Phone => Phone::from_str(text).is_ok(),
        Sense::AccountNumber => AccountNumber::from_str(text).is_ok(),
        Sense::Text | Sense::Word | Sense::Id(_) => IdNumber::from_str(text).is_err(),
        Sense::Date { .. } | Sense::Period => text.bytes().any(|byte| byte.is_ascii_digit()),
        _ => convert.apply(text, kind).is_ok(),
    };
    let (mut met, mut read) = (0_u32, 0_u32);
    for (text, kind) in sample.values(row, place) {
        met += 1;
        read += u32::from(reads(text, kind));
    }
    if read * 2 >= met { 1.0 } else { CONTRADICTED }
}
