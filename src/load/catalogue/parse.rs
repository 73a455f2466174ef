//! Reads `catalogue.txt`, whose head explains it.

use super::{Column, Label, LinkType, Meaning, Reference, Shape, Table, Target, slots::slots};
use crate::model::codes;

/// The tables as listed, and every line that is not understood.
pub(super) fn parse(text: &'static str) -> (Vec<Table>, Vec<String>) {
    let (mut tables, mut faults) = (Vec::<Table>::new(), Vec::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&'static str> = line.split_whitespace().collect();
        let understood = match (line.starts_with("  "), words.as_slice(), tables.last_mut()) {
            (_, [], _) => true,
            (false, [name, ":", shape @ ..], _) => table(name, shape).is_some_and(|table| {
                tables.push(table);
                true
            }),
            (true, [..], Some(table)) if table.about.is_empty() => {
                table.about = line.trim();
                true
            }
            (true, [name, rest @ ..], Some(table)) => column(name, rest).is_some_and(|column| {
                table.columns.push(column);
                true
            }),
            _ => false,
        };
        if !understood {
            faults.push(line.to_owned());
        }
    }
    for table in &mut tables {
        slots(table);
    }
    (tables, faults)
}

fn table(name: &'static str, shape: &[&'static str]) -> Option<Table> {
    let shape = match shape {
        [label] => Shape::Node(Label(label)),
        [_, kind, _] => {
            let kind = kind.strip_prefix('-')?.strip_suffix("->")?;
            Shape::Link(match kind.strip_prefix("kind") {
                Some(ending) => LinkType::OfKind(ending),
                None => LinkType::Fixed(kind),
            })
        }
        _ => return None,
    };
    Some(Table {
        name,
        about: "",
        shape,
        columns: Vec::new(),
        slots: Vec::new(),
    })
}

fn column(name: &'static str, rest: &[&'static str]) -> Option<Column> {
    let mut parts = rest.splitn(2, |word| *word == "|");
    let mut words = parts.next()?;
    let titles = parts.next().unwrap_or_default().to_vec();
    let key = words.first() == Some(&"key");
    if key {
        words = &words[1..];
    }
    Some(Column {
        name: name.trim_end_matches('?'),
        required: !name.ends_with('?'),
        key,
        meaning: meaning(words)?,
        titles,
        place: 0,
        slot: 0,
    })
}

fn meaning(words: &[&'static str]) -> Option<Meaning> {
    Some(match words {
        ["id"] => Meaning::Id,
        ["id", "region"] => Meaning::RegionId,
        ["start", to @ ..] => Meaning::Start(target(to)?),
        ["end", to @ ..] => Meaning::End(target(to)?),
        ["kind", labels @ ..] => Meaning::Kind(labels.iter().map(|label| Label(label)).collect()),
        ["code", list] => Meaning::Code(codes::list(list)?),
        ["text"] => Meaning::Text,
        ["texts"] => Meaning::Texts,
        ["ids", label] => Meaning::Ids(Label(label)),
        ["money"] => Meaning::Money,
        ["change"] => Meaning::Change,
        ["rate"] => Meaning::Rate,
        ["area"] => Meaning::Area,
        ["share"] => Meaning::Share,
        ["measure"] => Meaning::Measure,
        ["degrees", most] => Meaning::Degrees(most.parse().ok()?),
        ["count", most] => Meaning::Count(most.parse().ok()?),
        ["truth"] => Meaning::Truth,
        ["day"] => Meaning::Day,
        ["day", "month"] => Meaning::DayAndMonth,
        ["since"] => Meaning::Since,
        ["until"] => Meaning::Until,
        ["period"] => Meaning::Period,
        ["instant"] => Meaning::Instant,
        ["region"] => Meaning::Region,
        ["level"] => Meaning::Level,
        ["idNumber"] => Meaning::IdNumber,
        ["phone"] => Meaning::Phone,
        ["creditCode"] => Meaning::CreditCode,
        ["accountNumber"] => Meaning::AccountNumber,
        ["address"] => Meaning::Address,
        ["relation"] => Meaning::Relation,
        [kind, rest @ ..] if kind.chars().all(|c| c.is_ascii_uppercase() || c == '_') => {
            let carries = rest
                .iter()
                .filter_map(|word| word.split_once('='))
                .collect();
            let to: Vec<&'static str> = rest
                .iter()
                .filter(|word| !word.contains('='))
                .copied()
                .collect();
            Meaning::Link(Reference {
                kind,
                to: target(&to)?,
                carries,
            })
        }
        _ => return None,
    })
}

/// `Person`, `payeeKind`, or `supplierKind Company`: the label where the column is empty.
fn target(words: &[&'static str]) -> Option<Target> {
    match words {
        [said] if said.ends_with("Kind") => Some(Target::Said(said, None)),
        [said, default] => Some(Target::Said(said, Some(Label(default)))),
        [label] => Some(Target::Of(Label(label))),
        _ => None,
    }
}
