//! What a question's statement may not say, and whether it fits its header.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use super::{
    MOST_STEPS, Question, Questions, Refused, contacts,
    header::Header,
    text::{Sort, Token, tokens},
};
use crate::graph::{Backend, BackendError, Record};

/// A line and what to do about it.
pub(super) type Fault = (usize, String);

/// Clauses that write, or do anything but read this graph.
const FORBIDDEN: [&str; 27] = [
    "create",
    "merge",
    "set",
    "delete",
    "detach",
    "remove",
    "insert",
    "foreach",
    "load",
    "drop",
    "alter",
    "use",
    "show",
    "start",
    "stop",
    "terminate",
    "grant",
    "deny",
    "revoke",
    "yield",
    "finish",
    "explain",
    "profile",
    "transactions",
    "cypher",
    "shortestpath",
    "allshortestpaths",
];
/// Properties whose values the policy lists.
const LISTED: [&str; 7] = [
    "idnumber",
    "phone",
    "number",
    "address",
    "payeeidnumber",
    // What rows said and what was refused, the other values among it.
    "columns",
    "value",
];
/// Functions that give more than they are asked for, that turn texts into numbers, or whose answer is
/// another each time.
const UNFIT: [&str; 14] = [
    "properties",
    "keys",
    "tointeger",
    "tointegerornull",
    "tointegerlist",
    "tofloat",
    "tofloatornull",
    "tofloatlist",
    "elementid",
    "rand",
    "randomuuid",
    "timestamp",
    "datetime",
    "localdatetime",
];
/// Words after which a bracket begins a list and picks nothing out of one.
const BEFORE_LIST: [&str; 16] = [
    "in", "return", "with", "unwind", "when", "then", "else", "and", "or", "xor", "not", "where",
    "by", "distinct", "case", "as",
];
/// Rows that a question is tried out for.
const TRIED: usize = 20;
/// Parameters that every statement is given.
const GIVEN: [&str; 2] = ["scope", "today"];

/// Everything for which a text is no question.
pub(super) fn faults(text: &str, header: &Header) -> Vec<Fault> {
    let tokens = tokens(text);
    let mut faults = Vec::new();
    for place in 0..tokens.len() {
        faults.extend(word(&tokens, place));
        faults.extend(path(&tokens, place));
    }
    faults.extend(contacts::faults(&tokens));
    faults.extend(parameters(&tokens, header));
    faults.extend(columns(&tokens, header));
    faults.sort();
    faults.dedup();
    faults
}

fn at<'t, 'a>(tokens: &'t [Token<'a>], place: usize) -> Option<&'t Token<'a>> {
    tokens.get(place)
}

/// What may not be said at all.
fn word(tokens: &[Token<'_>], place: usize) -> Option<Fault> {
    let this = at(tokens, place)?;
    let before = place.checked_sub(1).and_then(|place| at(tokens, place));
    let after = at(tokens, place + 1);
    let fault = |reason: String| Some((this.line, reason));
    let named = before.is_some_and(|before| before.is(".") || before.is(":") || before.is("|"));
    let read = before.is_some_and(|before| before.is("."))
        || before.is_some_and(|before| before.is("{") || before.is(","))
            && after.is_some_and(|after| after.is(":"));
    let word = this.text.to_ascii_lowercase();
    match this.sort {
        Sort::Quoted => return fault("write names without backticks".into()),
        Sort::Word if read && LISTED.contains(&word.as_str()) => {
            return fault(format!(
                "{} is a value that not every role may see, so a question does not read it",
                this.text
            ));
        }
        Sort::Word if !named && FORBIDDEN.contains(&word.as_str()) => {
            return fault(format!(
                "{} is no part of a question: it only reads",
                this.text
            ));
        }
        Sort::Word if !named && word == "call" => {
            let block = after.is_some_and(|after| after.is("{") || after.is("("));
            if !block {
                return fault("CALL opens a block { … }; procedures are not called".into());
            }
        }
        Sort::Word if after.is_some_and(|after| after.is("(")) => {
            let of = place.checked_sub(2).and_then(|place| at(tokens, place));
            let dotted = before.is_some_and(|before| before.is("."));
            let calendar = of.is_some_and(|of| of.says("duration") || of.says("date"));
            if dotted && !calendar || !dotted && UNFIT.contains(&word.as_str()) {
                return fault(format!("a question does not call {}", this.text));
            }
        }
        Sort::Sign if this.text == "[" => {
            let picks = before.is_some_and(|before| match before.sort {
                Sort::Word => !BEFORE_LIST.contains(&before.text.to_ascii_lowercase().as_str()),
                Sort::Parameter => true,
                _ => before.is(")") || before.is("]"),
            });
            let counted = after
                .is_some_and(|after| after.sort == Sort::Number || after.is("-") || after.is(".."));
            if picks && !counted {
                return fault(
                    "write a property as node.name; only a number stands in brackets behind a list"
                        .into(),
                );
            }
        }
        Sort::Sign if this.text == "{" && after.is_some_and(|after| after.is(".")) => {
            return fault("name each property that the answer needs".into());
        }
        Sort::Sign if this.text == ";" && place + 1 < tokens.len() => {
            return fault("a question is one statement".into());
        }
        _ => {}
    }
    None
}

/// Paths of variable length have an end.
fn path(tokens: &[Token<'_>], place: usize) -> Option<Fault> {
    let this = at(tokens, place)?;
    let before = place.checked_sub(1).and_then(|place| at(tokens, place))?;
    let after = at(tokens, place + 1);
    let unbounded = format!("a path has an end: write *1..{MOST_STEPS} or less");
    let quantifies = this.is("+") || this.is("*") || this.is("{");
    let arrow = before.is(">")
        && place
            .checked_sub(2)
            .is_some_and(|place| at(tokens, place).is_some_and(|dash| dash.is("-")));
    let group = before.is(")")
        && place
            .checked_sub(2)
            .is_some_and(|place| at(tokens, place).is_some_and(|inner| inner.is(")")));
    let goes_on =
        after.is_none_or(|after| after.is("(") || after.is("-") || after.is("<") || after.is(","));
    if quantifies && (arrow || group && (this.is("{") || goes_on)) {
        return Some((this.line, unbounded));
    }
    if !this.is("*") || !in_link(tokens, place) {
        return None;
    }
    let digits = |token: Option<&Token<'_>>| token.and_then(|token| token.text.parse::<u32>().ok());
    let range = |from: usize| at(tokens, from).is_some_and(|token| token.is(".."));
    let most = match after {
        Some(after) if after.is("..") => digits(at(tokens, place + 2)),
        Some(after) if after.sort == Sort::Number && range(place + 2) => {
            digits(at(tokens, place + 3))
        }
        Some(after) if after.sort == Sort::Number => digits(Some(after)),
        _ => None,
    };
    let bounded = most.is_some_and(|most| most <= MOST_STEPS);
    (!bounded).then_some((this.line, unbounded))
}

/// Whether a place lies within the brackets of a link: `-[…]-`.
fn in_link(tokens: &[Token<'_>], place: usize) -> bool {
    let open = (0..place)
        .rev()
        .find(|place| at(tokens, *place).is_some_and(|token| token.is("[") || token.is("]")));
    open.is_some_and(|open| {
        at(tokens, open).is_some_and(|token| token.is("["))
            && open
                .checked_sub(1)
                .is_some_and(|dash| at(tokens, dash).is_some_and(|token| token.is("-")))
    })
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

/// The line of the last RETURN and the names that it answers, if it names them all and orders the rows.
pub(super) fn answered<'a>(tokens: &[Token<'a>]) -> Option<(usize, Vec<&'a str>)> {
    let (mut depth, mut starts, mut order) = (0_i32, None, None);
    for (place, token) in tokens.iter().enumerate() {
        if token.sort == Sort::Sign && ["(", "[", "{"].contains(&token.text) {
            depth += 1;
        } else if token.sort == Sort::Sign && [")", "]", "}"].contains(&token.text) {
            depth -= 1;
        }
        if depth > 0 {
            continue;
        }
        if token.says("return") {
            (starts, order) = (Some(place), None);
        } else if token.says("order") && starts.is_some() {
            order = Some(place);
        } else if ["skip", "offset", "limit", "union"]
            .iter()
            .any(|word| token.says(word))
            && starts.is_some()
        {
            return None;
        }
    }
    let (starts, order) = (starts?, order?);
    let (mut names, mut depth) = (Vec::new(), 0_i32);
    let items = tokens.get(starts + 1..order)?;
    for (place, token) in items.iter().enumerate() {
        if token.sort == Sort::Sign {
            depth += match token.text {
                "(" | "[" | "{" => 1,
                ")" | "]" | "}" => -1,
                _ => 0,
            };
        }
        let ends = items.get(place + 1).is_none_or(|next| next.is(",")) && depth == 0;
        if ends && token.sort == Sort::Word {
            let alone = place == 0 || items.get(place - 1).is_some_and(|before| before.is(","));
            let named = place
                .checked_sub(1)
                .and_then(|place| items.get(place))
                .is_some_and(|before| before.says("as"));
            if !alone && !named {
                return None;
            }
            names.push(token.text);
        } else if ends {
            return None;
        }
    }
    Some((tokens.get(starts)?.line, names))
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
