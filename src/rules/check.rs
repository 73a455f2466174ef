//! Whether a rule's statements fit its header, and read only.

use std::collections::BTreeSet;

use super::header::{Header, line_behind, line_of};
use crate::reading::{self, Fault, Sort, Token, answered, tokens};

/// The columns of every rule.
const COLUMNS: [&str; 5] = ["subjectId", "key", "measure", "facts", "evidence"];
/// What every statement of a rule is given.
const GIVEN: [&str; 3] = ["subjects", "asOf", "peers"];
/// What an explanation may name beside the facts.
const NAMED: [&str; 4] = ["name", "key", "measure", "asOf"];

/// Everything for which a text is no rule.
pub(super) fn faults(text: &str, header: &Header) -> Vec<Fault> {
    let tokens = tokens(text);
    let mut faults = reading::faults(&tokens);
    faults.extend(columns(&tokens));
    faults.extend(parameters(&tokens, header, text));
    faults.extend(parts(header, text));
    faults.extend(sentences(header, text));
    faults.sort();
    faults.dedup();
    faults
}

/// The statement answers with the columns of every rule, ordered by subject and key.
fn columns(tokens: &[Token<'_>]) -> Option<Fault> {
    let last = tokens.last().map_or(1, |token| token.line);
    let Some((line, found)) = answered(tokens) else {
        let reason = format!(
            "it ends with RETURN {} ORDER BY subjectId, key",
            COLUMNS.join(", ")
        );
        return Some((last, reason));
    };
    let found: BTreeSet<&str> = found.into_iter().collect();
    let wanted = BTreeSet::from(COLUMNS);
    let lacking: Vec<&str> = wanted.difference(&found).copied().collect();
    let strange: Vec<&str> = found.difference(&wanted).copied().collect();
    if !lacking.is_empty() {
        return Some((
            line,
            format!("the statement lacks the column {}", lacking.join(", ")),
        ));
    }
    if !strange.is_empty() {
        let reason = format!("a rule answers with no column {}", strange.join(", "));
        return Some((line, reason));
    }
    let order = tokens.iter().rposition(|token| token.says("by"));
    let order = order
        .and_then(|by| tokens.get(by + 1..))
        .unwrap_or_default();
    let order: Vec<&str> = order.iter().map(|token| token.text).collect();
    (order != ["subjectId", ",", "key"])
        .then(|| (last, "it ends with ORDER BY subjectId, key".to_owned()))
}

/// What the statements take is given to all, or a param of the header.
fn parameters(tokens: &[Token<'_>], header: &Header, text: &str) -> Vec<Fault> {
    let peers = header.peers.iter().map(|peers| peers.statement.as_str());
    let peers: Vec<Token<'_>> = peers.flat_map(reading::tokens).collect();
    let taken = |tokens: &[Token<'_>], name: &str| {
        let mut taken = tokens.iter().filter(|token| token.sort == Sort::Parameter);
        taken.any(|token| token.text == name)
    };
    let mut faults = Vec::new();
    for param in &header.params {
        let name = param.name.as_str();
        if GIVEN.contains(&name) {
            let reason = format!("{name} is given to every rule, so name the param otherwise");
            faults.push((line_behind(text, "[params]", name), reason));
        } else if !taken(tokens, name) && !taken(&peers, name) {
            faults.push((
                line_of(text, name),
                format!("no statement uses the param {name}"),
            ));
        }
    }
    let declared = |token: &&Token<'_>| header.params.iter().any(|param| param.name == token.text);
    let strange = tokens.iter().filter(|token| token.sort == Sort::Parameter);
    let strange = strange.filter(|token| !GIVEN.contains(&token.text) && !declared(token));
    faults.extend(strange.map(|token| {
        let name = token.text;
        (
            token.line,
            format!("the header does not declare ${name}: write it below [params]"),
        )
    }));
    if !taken(tokens, "subjects") {
        faults.push((
            1,
            "it begins by unwinding $subjects AS subjectId".to_owned(),
        ));
    }
    if taken(tokens, "peers") && header.peers.is_none() {
        faults.push((
            1,
            "$peers are there where the header has [peers]".to_owned(),
        ));
    }
    faults
}

/// The statements inside the header read only, too.
fn parts(header: &Header, text: &str) -> Vec<Fault> {
    let candidates = header.candidates.iter().map(|part| ("candidates", part));
    let peers = header
        .peers
        .iter()
        .map(|peers| ("statement", &peers.statement));
    let touched = header
        .touched
        .iter()
        .map(|(kind, part)| (kind.as_str(), part));
    let mut faults = Vec::new();
    for (key, part) in candidates.chain(peers).chain(touched) {
        let line = line_of(text, key);
        let found = reading::faults(&tokens(part));
        faults.extend(found.into_iter().map(|(_, reason)| (line, reason)));
    }
    for (kind, part) in &header.touched {
        let ordered = format!("{part} ORDER BY subjectId");
        let pieces = tokens(&ordered);
        let names = answered(&pieces).map(|found| found.1);
        if names.as_deref() != Some(&["subjectId"]) {
            let reason = format!("touched by {kind} ends with RETURN … AS subjectId");
            faults.push((line_of(text, kind), reason));
        }
    }
    faults
}

/// The sentences name what there is.
fn sentences(header: &Header, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (key, sentence) in [
        ("explain", &header.explain.en),
        ("explain_zh", &header.explain.zh),
    ] {
        for named in sentence.split('{').skip(1) {
            let name = named.split('}').next().unwrap_or_default();
            if !NAMED.contains(&name) && !header.facts.contains_key(name) {
                faults.push((
                    line_of(text, key),
                    format!("{{{name}}} is no fact of the rule"),
                ));
            }
        }
    }
    faults
}
