//! What stands in the columns of a file: how many cells are filled, and with what.

use std::collections::BTreeMap;

use serde::Serialize;

use super::tally::shown;
use crate::load::{
    catalogue::{Column, Meaning, Table},
    read::{cells::Cells, layout::Layout, rows::Line},
    row::Row,
};

/// Examples shown of a column.
const EXAMPLES: usize = 3;
/// Longest example, in characters.
const LONGEST: usize = 40;
/// Most different words counted in a column of codes.
const WORDS: usize = 60;

/// What stands in a column of a file.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnCheck {
    /// The column's name.
    pub column: &'static str,
    /// How departments head it.
    pub title: &'static str,
    /// Whether every file must have it.
    pub required: bool,
    /// Whether the file has it.
    pub present: bool,
    /// Cells that are not empty.
    pub filled: u64,
    /// The same as a share of all rows, in percent.
    pub rate: f64,
    /// The first values; those of personal columns keep their first and last character alone.
    pub examples: Vec<String>,
    /// The first and the last day, of columns of days; to the month, where a day would tell of one
    /// person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<[String; 2]>,
    /// How often each word stands there, of columns of codes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<String, u64>,
}

/// The columns of some rows.
#[derive(Default)]
pub(super) struct Profile(Vec<Stat>);

#[derive(Clone, Default)]
struct Stat {
    filled: u64,
    examples: Vec<String>,
    days: Option<[String; 2]>,
    codes: BTreeMap<String, u64>,
}

impl Profile {
    pub fn new(table: &Table) -> Self {
        Self(vec![Stat::default(); table.columns.len()])
    }

    /// Counts the cells of a row as they stand.
    pub fn cells(&mut self, layout: &Layout, line: &Line) {
        let cells = Cells::new(layout, &line.record);
        for (column, stat) in layout.table.columns.iter().zip(&mut self.0) {
            let cell = cells.raw(column).trim();
            if cell.is_empty() {
                continue;
            }
            stat.filled += 1;
            if is_code(column) {
                stat.count(cell, 1);
            } else if stat.examples.len() < EXAMPLES
                && !stat.examples.iter().any(|other| other == cell)
            {
                stat.examples.push(cell.to_owned());
            }
        }
    }

    /// Notes the days of a row that was read.
    pub fn days(&mut self, table: &Table, row: &Row) {
        for (column, stat) in table.columns.iter().zip(&mut self.0) {
            if !is_day(column) {
                continue;
            }
            let last = match column.meaning {
                Meaning::Period => column.slot + 1,
                _ => column.slot,
            };
            for slot in [column.slot, last] {
                if let Some(day) = row.text(slot) {
                    stat.day(day);
                }
            }
        }
    }

    /// Adds what stands in the rows that follow.
    pub fn add(&mut self, next: Self) {
        for (stat, next) in self.0.iter_mut().zip(next.0) {
            stat.filled += next.filled;
            for example in next.examples {
                if stat.examples.len() < EXAMPLES && !stat.examples.contains(&example) {
                    stat.examples.push(example);
                }
            }
            for day in next.days.iter().flatten() {
                stat.day(day);
            }
            for (word, rows) in next.codes {
                stat.count(&word, rows);
            }
        }
    }

    /// What stands in each column.
    pub fn columns(self, table: &'static Table, layout: &Layout, rows: u64) -> Vec<ColumnCheck> {
        let stats = table.columns.iter().zip(self.0);
        stats
            .map(|(column, stat)| ColumnCheck {
                column: column.name,
                title: column.titles.first().copied().unwrap_or_default(),
                required: column.required,
                present: layout.has(column),
                filled: stat.filled,
                rate: match rows {
                    0 => 0.0,
                    rows => (stat.filled as f64 / rows as f64 * 1_000.0).round() / 10.0,
                },
                examples: stat
                    .examples
                    .iter()
                    .map(|example| short(&shown(Some(column), example)))
                    .collect(),
                days: stat.days.map(|days| days.map(|day| coarse(column, day))),
                codes: stat
                    .codes
                    .into_iter()
                    .map(|(word, rows)| (short(&shown(None, &word)), rows))
                    .collect(),
            })
            .collect()
    }
}

impl Stat {
    fn count(&mut self, word: &str, rows: u64) {
        if let Some(count) = self.codes.get_mut(word) {
            *count += rows;
            return;
        }
        let word = if self.codes.len() < WORDS {
            word
        } else {
            "…"
        };
        *self.codes.entry(word.to_owned()).or_default() += rows;
    }

    fn day(&mut self, day: &str) {
        match &mut self.days {
            None => self.days = Some([day.to_owned(), day.to_owned()]),
            Some([first, _]) if day < first.as_str() => day.clone_into(first),
            Some([_, last]) if day > last.as_str() => day.clone_into(last),
            Some(_) => {}
        }
    }
}

fn is_code(column: &Column) -> bool {
    matches!(
        column.meaning,
        Meaning::Code(_) | Meaning::Kind(_) | Meaning::Level | Meaning::Truth | Meaning::Relation
    )
}

fn is_day(column: &Column) -> bool {
    matches!(
        column.meaning,
        Meaning::Day | Meaning::DayAndMonth | Meaning::Since | Meaning::Until | Meaning::Period
    )
}

/// A day of one person is told to the month.
fn coarse(column: &Column, day: String) -> String {
    if column.meaning.is_personal() {
        day.chars().take(7).collect()
    } else {
        day
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let begins: String = text.chars().take(LONGEST).collect();
    begins + "…"
}
