//! Kin in the statement of a rule: a line `// kin AVOIDANCE of person` stands for every chain of a scope,
//! walked one by one.
//!
//! A scope names its chains, so that walking them alone costs a tenth of walking every way of four steps.

use std::fmt::Write;

use crate::{
    graph::Template,
    model::kin::{Chain, KinScopes, Step},
    reading::Fault,
    template,
};

const ALONG: Template = template!("kin/along_chain.cypher");

/// The text with its lines of kin replaced.
pub(super) fn expand(text: &str, scopes: &KinScopes) -> Result<String, Fault> {
    let mut expanded = String::new();
    for (at, line) in text.lines().enumerate() {
        match asked(line) {
            None => expanded.push_str(line),
            Some((scope, person)) => {
                let chains = scopes.chains(scope).ok_or_else(|| {
                    let known: Vec<&str> = scopes.iter().map(|(name, _)| name).collect();
                    let reason = format!("there is no scope {scope}: {}", known.join(", "));
                    (at + 1, reason)
                })?;
                let branches: Vec<String> =
                    chains.iter().map(|chain| along(*chain, person)).collect();
                expanded.push_str(&branches.join("\n  UNION ALL\n"));
            }
        }
        expanded.push('\n');
    }
    Ok(expanded)
}

/// The scope and the person of a line of kin.
fn asked(line: &str) -> Option<(&str, &str)> {
    let asked = line.trim().strip_prefix("// kin ")?;
    let (scope, person) = asked.split_once(" of ")?;
    let word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (word(scope) && word(person)).then_some((scope, person))
}

/// The walk along one chain from a person.
fn along(chain: Chain, person: &str) -> String {
    let steps = chain.steps();
    let names: Vec<String> = (0..=steps.len())
        .map(|at| match at {
            0 => person.to_owned(),
            _ if at == steps.len() => "kin".to_owned(),
            _ => format!("x{at}"),
        })
        .collect();
    let (mut walk, mut path) = (String::new(), String::new());
    let (mut since, mut until) = (Vec::new(), Vec::new());
    for (at, name) in names.iter().enumerate() {
        if let Some(step) = at.checked_sub(1).and_then(|before| steps.get(before)) {
            let (kind, before, after) = match step {
                Step::Parent => ("PARENT_OF", "<-", "-"),
                Step::Child => ("PARENT_OF", "-", "->"),
                Step::Spouse => ("SPOUSE_OF", "-", "-"),
                Step::Sibling => ("SIBLING_OF", "-", "-"),
            };
            let _ = write!(walk, "{before}[l{at}:{kind}]{after}");
            let _ = write!(path, ", {{kind: '{kind}', id: l{at}.id}}, ");
            if *step == Step::Spouse {
                since.push(format!("l{at}.from"));
                until.push(format!("l{at}.to"));
            }
        }
        let _ = write!(walk, "({name})");
        let _ = write!(path, "{{kind: 'Person', id: {name}.id}}");
    }
    let apart =
        (0..names.len()).flat_map(|one| (one + 2..names.len()).map(move |other| (one, other)));
    let apart: Vec<String> = apart
        .filter_map(|(one, other)| {
            Some(format!(
                "{}.id <> {}.id",
                names.get(one)?,
                names.get(other)?
            ))
        })
        .collect();
    let apart = match apart.is_empty() {
        true => "true".to_owned(),
        false => apart.join(" AND "),
    };
    let filled = ALONG.fill(&[
        ("walk", &walk),
        ("apart", &apart),
        ("chain", &chain.to_string()),
        ("since", &bound(&since, ">=")),
        ("until", &bound(&until, "<=")),
        ("path", &path),
    ]);
    let lines = filled.text().lines();
    let lines: Vec<&str> = lines.filter(|line| !line.starts_with("//")).collect();
    lines.join("\n")
}

/// The narrowest of the bounds, an open one being none.
fn bound(days: &[String], narrower: &str) -> String {
    let mut days = days.iter();
    let first = days.next().cloned().unwrap_or_else(|| "null".to_owned());
    days.fold(first, |sofar, day| {
        format!("CASE WHEN {sofar} IS NULL OR {day} {narrower} {sofar} THEN {day} ELSE {sofar} END")
    })
}
