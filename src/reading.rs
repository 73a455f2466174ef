//! What a statement of the data team may say, in a question or in a rule: it reads, comes to an end, and
//! shows no value that the policy lists.

mod contacts;
mod text;

pub(crate) use text::{Sort, Token, tokens};

/// Most steps of a path of variable length.
pub(crate) const MOST_STEPS: u32 = 8;

/// A line and what to do about it.
pub(crate) type Fault = (usize, String);

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
/// Everything for which the pieces of a statement are refused, whatever it answers.
#[must_use]
pub(crate) fn faults(tokens: &[Token<'_>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for place in 0..tokens.len() {
        faults.extend(word(tokens, place));
        faults.extend(path(tokens, place));
    }
    faults.extend(contacts::faults(tokens));
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
                "{} is a value that not every role may see, so no question or rule reads it",
                this.text
            ));
        }
        Sort::Word if !named && FORBIDDEN.contains(&word.as_str()) => {
            return fault(format!("{} has no place here: it only reads", this.text));
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
                return fault(format!("a question or a rule does not call {}", this.text));
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
            return fault("a file holds one statement".into());
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

/// The line of the last RETURN and the names that it answers, if it names them all and orders the rows.
#[must_use]
pub(crate) fn answered<'a>(tokens: &[Token<'a>]) -> Option<(usize, Vec<&'a str>)> {
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
