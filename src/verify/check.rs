//! What each row must be by itself.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::{
    finding::{Findings, Wrong},
    statements::Pointer,
    stored::Stored,
};
use crate::{
    load::{
        IN_ORDER, address_key,
        catalogue::{Column, Meaning},
    },
    model::{
        Level, RegionCode,
        names::{keys_of_company, keys_of_person},
    },
};

/// What every row must be, node or link.
pub(super) fn row(row: &Stored, findings: &mut Findings) {
    if row.derived_from.is_none() && !row.is_as_loaded() {
        let detail = "its values and links are not those that were loaded";
        findings.add(Wrong::ChangedRow, row.table.name, &row.id, detail);
    }
    intervals(row, findings);
    tiers(row, findings);
}

fn value<'a>(row: &'a Stored, column: &Column, further: usize) -> Option<&'a Value> {
    let value = row.values.get(column.slot + further)?;
    (!value.is_null()).then_some(value)
}

fn intervals(row: &Stored, findings: &mut Findings) {
    let mut wrong = |begins: &Value, ends: &Value| {
        let reversed = match (begins.as_f64(), ends.as_f64()) {
            (Some(begins), Some(ends)) => begins > ends,
            _ => begins.as_str() > ends.as_str(),
        };
        if reversed {
            let detail = format!("{ends} lies before {begins}");
            findings.add(Wrong::ReversedInterval, row.table.name, &row.id, detail);
        }
    };
    for (first, last) in IN_ORDER {
        if let (Some(first), Some(last)) = (row.table.column(first), row.table.column(last))
            && let (Some(begins), Some(ends)) = (value(row, first, 0), value(row, last, 0))
        {
            wrong(begins, ends);
        }
    }
    let periods = row.table.columns.iter();
    for period in periods.filter(|column| matches!(column.meaning, Meaning::Period)) {
        if let (Some(begins), Some(ends)) = (value(row, period, 0), value(row, period, 1)) {
            wrong(begins, ends);
        }
    }
}

fn tiers(row: &Stored, findings: &mut Findings) {
    let regions = row.table.columns.iter();
    let regions =
        regions.filter(|column| matches!(column.meaning, Meaning::Region | Meaning::RegionId));
    for column in regions {
        let code = value(row, column, 0).and_then(Value::as_str);
        let parsed = code.and_then(|code| code.parse::<RegionCode>().ok());
        let mut fits = code.is_none() || parsed.is_some();
        for (place, level) in Level::ALL.iter().enumerate() {
            let meant = parsed.as_ref().and_then(|code| {
                let mut tiers = code.tiers();
                tiers.find(|(tier, _)| tier == level).map(|(_, code)| code)
            });
            fits &= value(row, column, place + 1).and_then(Value::as_str) == meant;
        }
        if !fits {
            let detail = format!("its tiers are not those of {}", code.unwrap_or("no code"));
            findings.add(Wrong::WrongTiers, row.table.name, &row.id, detail);
        }
    }
}

/// What each pointer of a node must lead to.
pub(super) fn pointers(
    row: &Stored,
    pointers: &[Pointer],
    ends: &[Vec<Value>],
    findings: &mut Findings,
) {
    let mut by_column: HashMap<&str, (&Column, Vec<&Value>)> = HashMap::new();
    for (pointer, ends) in pointers.iter().zip(ends) {
        let column = pointer.column;
        let (_, all) = by_column.entry(column.name).or_insert((column, Vec::new()));
        all.extend(ends);
    }
    let mut add = |kind, detail: String| findings.add(kind, row.table.name, &row.id, detail);
    for (name, (column, ends)) in by_column {
        match (&column.meaning, ends.as_slice()) {
            (Meaning::Address | Meaning::Phone, ends) => {
                let own = value(row, column, 0).and_then(Value::as_str);
                let key = own.map(|own| match column.meaning {
                    Meaning::Address => address_key(own),
                    _ => own.to_owned(),
                });
                let met: Vec<&str> = ends.iter().filter_map(|end| end.get(0)?.as_str()).collect();
                if met != Vec::from_iter(key.as_deref()) {
                    add(
                        Wrong::WrongContact,
                        format!("{name} is not what it is linked to"),
                    );
                }
            }
            (_, []) if column.required => {
                add(Wrong::MissingLink, format!("{name} leads to nothing"));
            }
            (_, [end]) => {
                if !carries(row, column, end) {
                    let detail = format!("what its link by {name} carries is not its own");
                    add(Wrong::ChangedRow, detail);
                }
            }
            (_, []) => {}
            (_, ends) => {
                add(
                    Wrong::DoubleLink,
                    format!("{name} leads to {} nodes", ends.len()),
                );
            }
        }
    }
}

/// Whether a link says what the columns say that it carries.
fn carries(row: &Stored, column: &Column, end: &Value) -> bool {
    let Meaning::Link(reference) = &column.meaning else {
        return true;
    };
    reference
        .carries
        .iter()
        .enumerate()
        .all(|(place, (_, what))| {
            let carried = end.get(place + 1).unwrap_or(&Value::Null);
            match row.table.column(what) {
                Some(column) => row.values.get(column.slot) == Some(carried),
                None => carried.as_str() == Some(what),
            }
        })
}

/// The keys that a node is found by are those of its names.
pub(super) fn search_keys(row: &Stored, keys: &Value, findings: &mut Findings) {
    let keys_of = match row.table.name {
        "persons" => keys_of_person,
        _ => keys_of_company,
    };
    let names = ["name", "formerNames"].iter().filter_map(|name| {
        let column = row.table.column(name)?;
        value(row, column, 0)
    });
    let names = names.flat_map(|value| match value {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        one => Vec::from_iter(one.as_str()),
    });
    let wanted: BTreeSet<String> = names.flat_map(keys_of).collect();
    let mut found: Vec<&str> = keys
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    found.sort_unstable();
    if !found.iter().eq(wanted.iter()) {
        let detail = format!("{} keys where {} are wanted", found.len(), wanted.len());
        findings.add(Wrong::WrongSearchKeys, row.table.name, &row.id, detail);
    }
}
