//! What a row must be as a whole, whatever else is on file: intervals in order, nothing linked to
//! itself, and the few rules of single tables.

use serde_json::Value;

use super::{
    catalogue::{Column, Shape, Table, Target},
    finding::{Doubt, Refusal},
    read::cells::Cells,
};
use crate::model::{Fault, Level};

/// Pairs of days, or of bounds, that stand in this order.
pub(crate) const IN_ORDER: [(&str, &str); 11] = [
    ("from", "to"),
    ("from", "asOf"),
    ("bornOn", "diedOn"),
    ("establishedOn", "dissolvedOn"),
    ("formedOn", "dissolvedOn"),
    ("openedOn", "closedOn"),
    ("postedOn", "removedOn"),
    ("decidedOn", "to"),
    ("filedOn", "to"),
    ("receivedOn", "closedOn"),
    ("min", "max"),
];

/// Refuses a row that cannot be, and brings it into the form in which it is kept.
pub(super) fn check(
    table: &Table,
    cells: &mut Cells<'_>,
    values: &mut [Value],
) -> Result<(), Refusal> {
    match table.name {
        "regions" => level_of_region(table, cells, values)?,
        "kinships" => kinship(table, cells, values),
        "interests" => only_shareholders(table, cells, values),
        "payments" => amount(table, cells, values),
        _ => {}
    }
    in_order(table, cells, values)?;
    not_itself(table, cells, values)
}

fn slot<'a>(table: &Table, values: &'a [Value], column: &str) -> Option<&'a Value> {
    values
        .get(table.column(column)?.slot)
        .filter(|value| !value.is_null())
}

fn in_order(table: &Table, cells: &Cells<'_>, values: &[Value]) -> Result<(), Refusal> {
    for (first, last) in IN_ORDER {
        let Some(column) = table.column(last) else {
            continue;
        };
        let (Some(begins), Some(ends)) = (slot(table, values, first), slot(table, values, last))
        else {
            continue;
        };
        let reversed = match (begins.as_f64(), ends.as_f64()) {
            (Some(begins), Some(ends)) => begins > ends,
            _ => begins.as_str() > ends.as_str(),
        };
        if reversed {
            let reason = format!(
                "it ends with {last} {}, before {first} {}",
                plain(ends),
                plain(begins)
            );
            return Err(cells.refuse(column.name, Fault::ReversedInterval, reason));
        }
    }
    Ok(())
}

fn plain(value: &Value) -> String {
    super::row::plainly(value)
}

/// Nothing is linked to itself.
fn not_itself(table: &Table, cells: &Cells<'_>, values: &[Value]) -> Result<(), Refusal> {
    let text = |column: &Column| values.get(column.slot).and_then(Value::as_str);
    let said = |column: &Column| match column.target() {
        Some(Target::Said(said, _)) => slot(table, values, said).and_then(Value::as_str),
        _ => None,
    };
    let (own, others): (Option<&Column>, Vec<&Column>) = match (table.shape, table.ends()) {
        (Shape::Link(_), Some([start, end])) => (Some(start), vec![end]),
        (Shape::Node(label), _) => {
            let same = |column: &&Column| column.target() == Some(Target::Of(label));
            (
                table.column("id"),
                table.columns.iter().filter(same).collect(),
            )
        }
        _ => (None, Vec::new()),
    };
    let Some(own) = own else { return Ok(()) };
    for other in others {
        let one_label = table.label().is_some()
            || match (own.target(), other.target()) {
                (Some(one), Some(two)) if table.labels(one) == table.labels(two) => true,
                (Some(one), Some(two)) => {
                    let word = said(own).or_else(|| said(other));
                    word.is_some_and(|word| {
                        [one, two]
                            .iter()
                            .all(|end| table.labels(*end).iter().any(|label| label.word() == word))
                    })
                }
                _ => false,
            };
        if one_label && text(own).is_some() && text(own) == text(other) {
            let reason = "nothing is linked to itself; correct one of the two ids";
            return Err(cells.refuse(other.name, Fault::SelfLink, reason));
        }
    }
    Ok(())
}

fn level_of_region(table: &Table, cells: &Cells<'_>, values: &[Value]) -> Result<(), Refusal> {
    let (Some(id), Some(level)) = (slot(table, values, "id"), slot(table, values, "level")) else {
        return Ok(());
    };
    let digits = id.as_str().map_or(0, str::len);
    let meant = Level::ALL.iter().find(|level| level.digits() == digits);
    match meant {
        Some(meant) if level.as_str() != Some(meant.as_str()) => Err(cells.refuse(
            "level",
            Fault::BadRegion,
            format!("a code of {digits} digits is a {meant}"),
        )),
        _ => Ok(()),
    }
}

/// A marriage or brotherhood reads the same both ways, so it runs from the lesser id to the greater;
/// only a marriage has an interval.
fn kinship(table: &Table, cells: &mut Cells<'_>, values: &mut [Value]) {
    let kind = slot(table, values, "kind")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let places = ["fromId", "toId"].map(|name| table.column(name).map_or(0, |column| column.slot));
    let [from, to] = places;
    if kind != "PARENT_OF"
        && values.get(from).and_then(Value::as_str) > values.get(to).and_then(Value::as_str)
    {
        values.swap(from, to);
    }
    if kind == "SPOUSE_OF" {
        return;
    }
    for name in ["from", "to"] {
        let Some(column) = table.column(name) else {
            continue;
        };
        if slot(table, values, name).is_some() {
            let words = "only a marriage holds for an interval; this date is not kept";
            cells.doubt(column.name, Doubt::IgnoredValue, words);
        }
        values
            .iter_mut()
            .skip(column.slot)
            .take(2)
            .for_each(|value| *value = Value::Null);
    }
}

fn only_shareholders(table: &Table, cells: &mut Cells<'_>, values: &mut [Value]) {
    let holds = slot(table, values, "kind").is_some_and(|kind| kind == "SHAREHOLDER");
    if !holds && slot(table, values, "share").is_some() {
        let words = "only a shareholder has a share; this one is not kept";
        cells.doubt("share", Doubt::IgnoredValue, words);
        if let Some(share) = table
            .column("share")
            .and_then(|share| values.get_mut(share.slot))
        {
            *share = Value::Null;
        }
    }
}

fn amount(table: &Table, cells: &mut Cells<'_>, values: &[Value]) {
    if slot(table, values, "amount").is_some_and(|amount| amount == 0) {
        cells.doubt("amount", Doubt::ZeroAmount, "nothing was paid");
    }
}
