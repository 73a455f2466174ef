//! What a file does not have under a table's own names.

use super::{SURE, likeness::Guess};
use crate::load::mapping::target::{Column, Sense, Target};

/// Columns that say whose id a number stands for.
pub(super) fn kinds(table: &Target, guesses: &[Guess<'_>]) -> String {
    let mut lines = String::new();
    for column in &table.columns {
        let (Sense::Id(kind), Some(stem)) = (column.sense, column.name.strip_suffix("Id")) else {
            continue;
        };
        let sure = |ending: &str| is_sure(guesses, &format!("{stem}{ending}"));
        let open = kind.ends_with("Kind") && !guesses.iter().any(|guess| guess.column.name == kind);
        match (open, sure("IdNumber"), sure("CreditCode")) {
            (true, true, false) => lines += &format!("{kind} = {{ constant = \"PERSON\" }}\n"),
            (true, false, true) => lines += &format!("{kind} = {{ constant = \"COMPANY\" }}\n"),
            _ => {}
        }
    }
    lines
}

fn is_sure(guesses: &[Guess<'_>], name: &str) -> bool {
    guesses
        .iter()
        .any(|guess| guess.column.name == name && guess.score >= SURE)
}

/// Whether a column is there, or a number that may stand for it.
pub(super) fn is_there(column: &Column, made: &str, guesses: &[Guess<'_>]) -> bool {
    let numbers = match column.name.strip_suffix("Id") {
        Some(stem) => ["IdNumber", "CreditCode", "Number"].map(|ending| format!("{stem}{ending}")),
        None if column.name == "id" => ["idNumber", "creditCode", "number"].map(str::to_owned),
        None => Default::default(),
    };
    is_sure(guesses, &column.name)
        || made
            .lines()
            .any(|line| line.split(' ').next() == Some(&column.name))
        || numbers.iter().any(|number| is_sure(guesses, number))
}
