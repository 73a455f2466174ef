//! What a question's statement may not say, and whether it fits its header.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use super::{Question, Questions, Refused, header::Header};
use crate::{
    graph::{Backend, BackendError, Record},
    reading::{self, Fault, Sort, Token, answered, tokens},
};

/// Rows that a question is tried out for.
const TRIED: usize = 20;
/// Parameters that every statement is given.
const GIVEN: [&str; 2] = ["scope", "today"];

/// Everything for which a text is no question.
pub(super) fn faults(text: &str, header: &Header) -> Vec<Fault> {
    let tokens = tokens(text);
    let mut faults = reading::faults(&tokens);
    faults.extend(parameters(&tokens, header));
    faults.extend(columns(&tokens, header));
    faults.sort();
    faults.dedup();
    faults
}

/// What the statement takes is what the header declares, and it keeps to the caller's scope.
fn parameters(tokens: &[Token<'_>], header: &Header) -> Vec<Fault> {
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    for token in tokens.iter().filter(|token| token.sort == Sort::Parameter) {
        taken.entry(token.text).or_insert(token.line);
    }
    let mut faults = Vec::new();
    if !taken.contains_key("scope") {
        let reason = "it must keep to the caller's regions: WHERE any(prefix IN $scope WHERE node.regionCode STARTS WITH prefix)";
        faults.push((1, reason.to_owned()));
    }
    for parameter in &header.parameters {
        let name = parameter.name.as_str();
        if ["scope", "today", "skip", "limit"].contains(&name) {
            faults.push((
                1,
                format!("the parameter {name} is given to every question, so name yours otherwise"),
            ));
        } else if taken.remove(name).is_none() {
            faults.push((
                1,
                format!("the statement does not use the parameter {name}"),
            ));
        }
    }
    let left = taken.into_iter().filter(|(name, _)| !GIVEN.contains(name));
    faults.extend(left.map(|(name, line)| {
        (
            line,
            format!("the header does not declare ${name}: [parameters.{name}]"),
        )
    }));
    faults
}

/// What the statement answers is what the header declares, in an order of its own.
fn columns(tokens: &[Token<'_>], header: &Header) -> Vec<Fault> {
    let Some((line, answered)) = answered(tokens) else {
        let reason = "it ends with RETURN … AS name, … ORDER BY …, without SKIP or LIMIT";
        let last = tokens.last().map_or(1, |token| token.line);
        return vec![(last, reason.to_owned())];
    };
    let declared: BTreeSet<&str> = header
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let found: BTreeSet<&str> = answered.iter().copied().collect();
    let mut faults: Vec<Fault> = declared
        .difference(&found)
        .map(|name| {
            (
                line,
                format!("the statement does not answer the column {name}"),
            )
        })
        .collect();
    let undeclared = found.difference(&declared);
    faults.extend(undeclared.map(|name| {
        (
            line,
            format!("the header does not declare the column {name}: [columns.{name}]"),
        )
    }));
    faults
}

/// Runs every question on a graph with what its header gives, for a few rows at most: what an engine
/// refuses, or answers with what a column does not hold, is no question.
///
/// # Errors
/// When the engine fails otherwise.
pub async fn try_out(
    questions: &Questions,
    backend: &dyn Backend,
    deadline: Instant,
) -> Result<Vec<Refused>, BackendError> {
    let mut refused = Vec::new();
    for question in questions.iter() {
        let given = question.parameters.iter();
        let mut parameters: Record = given
            .map(|parameter| (parameter.name.clone(), parameter.sample()))
            .collect();
        parameters.insert("scope".to_owned(), vec![""].into());
        parameters.insert("today".to_owned(), "2026-01-15".into());
        let exchange = question.exchange(parameters, 0, TRIED);
        let reason = match backend.read(exchange, deadline).await {
            Ok(rows) => question.unfit(&rows).map(|column| {
                format!("the column {column} answers with what its type does not hold")
            }),
            Err(BackendError::Refused(reason)) => Some(reason),
            Err(other) => return Err(other),
        };
        refused.extend(reason.map(|reason| Refused {
            file: format!("{}.cypher", question.name),
            line: question.begins,
            reason,
        }));
    }
    Ok(refused)
}

impl Question {
    /// The column in which some row has what its type does not hold.
    fn unfit(&self, rows: &[Record]) -> Option<&str> {
        let column = self.columns.iter().find(|column| {
            let values = rows.iter().filter_map(|row| row.get(&column.name));
            values.into_iter().any(|value| column.cell(value).is_none())
        });
        column.map(|column| column.name.as_str())
    }
}
