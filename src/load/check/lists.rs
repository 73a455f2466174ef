//! The closed lists and the tables in words, for whoever prepares the data.

use std::fmt::Write;

use crate::{
    load::catalogue::{Column, Label, Meaning, TABLES, Table, Target},
    model::codes::LISTS,
};

/// Every closed list with what each of its words means.
#[must_use]
pub fn codes() -> String {
    let mut text = String::new();
    for list in &LISTS {
        let _ = writeln!(text, "{}: {}", list.name, list.about.trim());
        for (word, meaning) in list.meanings {
            let _ = writeln!(text, "  {word:<24} {}", meaning.trim());
        }
        text.push('\n');
    }
    text
}

/// Every table, or the one of a name, with what each column means.
///
/// # Errors
/// When no table has this name.
pub fn tables_in_words(name: Option<&str>) -> Result<String, String> {
    let of_name = |table: &&Table| name.is_none_or(|name| table.name == name);
    let tables: Vec<&Table> = TABLES.iter().filter(of_name).collect();
    if tables.is_empty() {
        let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        return Err(format!(
            "there is no such table; tables are {}",
            names.join(", ")
        ));
    }
    let mut text = String::new();
    for table in tables {
        let _ = writeln!(text, "{}: {}", table.name, table.about);
        for column in &table.columns {
            let needed = if column.required { "required" } else { "" };
            let meaning = column.in_words(table);
            let _ = writeln!(text, "  {:<24} {needed:<9} {meaning}", column.name);
            if !column.titles.is_empty() {
                let _ = writeln!(text, "  {:<24} {:<9} {}", "", "", column.titles.join(" "));
            }
        }
        text.push('\n');
    }
    text += "Every file may add source, the agency a row comes from, and sourceRow, the row's own key.\n";
    Ok(text)
}

fn either(labels: &[Label]) -> String {
    let names: Vec<&str> = labels.iter().map(|label| label.0).collect();
    names.join(" or ")
}

impl Column {
    /// What its cells mean, with their unit.
    fn in_words(&self, table: &Table) -> String {
        let numbers = table.naturals(self);
        let mut words = match (&self.meaning, self.target()) {
            (_, Some(target)) => pointing(table, target),
            (meaning, None) => meaning.in_words(),
        };
        if self.key {
            words += "; tells the rows apart";
        }
        if !numbers.is_empty() {
            let names: Vec<&str> = numbers.iter().map(|(_, name)| name.as_str()).collect();
            let _ = write!(words, "; instead: {}", names.join(" or "));
        }
        words
    }
}

fn pointing(table: &Table, target: Target) -> String {
    let labels = either(&table.labels(target));
    match target {
        Target::Of(_) => format!("the id of a {labels}"),
        Target::Said(said, None) => format!("the id of a {labels}, as {said} says"),
        Target::Said(said, Some(default)) => {
            format!("the id of a {labels}, as {said} says; of a {default} where that is empty")
        }
    }
}

impl Meaning {
    fn in_words(&self) -> String {
        let words = match self {
            Self::Start(_) | Self::End(_) | Self::Link(_) => "an id",
            Self::Kind(labels) => {
                let words: Vec<String> = labels.iter().map(|label| label.word()).collect();
                return format!("what the id belongs to: {}", words.join(", "));
            }
            Self::Code(list) => {
                let words: Vec<&str> = list.words().collect();
                return format!("{}, one of {}", list.name, words.join(" "));
            }
            Self::Ids(label) => return format!("ids of {label}, separated by ;"),
            Self::Degrees(most) => return format!("degrees from -{most} to {most}"),
            Self::Count(most) => return format!("a whole number from 0 to {most}"),
            Self::Id => "the row's own id, at most 64 characters",
            Self::RegionId | Self::Region => "a division code of 2, 4, 6, 9 or 12 digits",
            Self::Text => "a line of text",
            Self::Texts => "lines of text, separated by ;",
            Self::Money => "yuan from 0, at most two decimals",
            Self::Change => "yuan, at most two decimals, below zero too",
            Self::Rate => "yuan from 0, at most six decimals",
            Self::Area => "mu from 0, at most two decimals",
            Self::Share => "percent from 0 to 100, at most four decimals",
            Self::Measure => "a number from 0, at most four decimals",
            Self::Truth => "true or false",
            Self::Day | Self::DayAndMonth => "a day, 2026-01-31",
            Self::Since => "the first day, month or year: 2026-01-31, 2026-01 or 2026",
            Self::Until => "the last day, month or year: 2026-01-31, 2026-01 or 2026",
            Self::Period => "a period: 2024, 2024-H1, 2024-Q1, 2024-03 or 2024-01/2024-03",
            Self::Instant => "an instant, 2024-03-05T14:30:00+08:00",
            Self::Level => "PROVINCE, PREFECTURE, COUNTY, TOWNSHIP or VILLAGE",
            Self::IdNumber => "an ID number of 18 digits, or of 15",
            Self::Phone => "a telephone number",
            Self::CreditCode => "a unified social credit code of 18 characters",
            Self::AccountNumber => "a bank account number",
            Self::Address => "an address",
            Self::Relation => "the relation to the head of the household, two digits of GB/T 4761",
        };
        words.to_owned()
    }
}
