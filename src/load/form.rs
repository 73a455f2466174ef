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

/// What the rows of a table must be.
pub(super) struct Form {
    table: &'static Table,
    /// Columns that stand in order, where the table has both.
    in_order: Vec<(&'static Column, &'static Column)>,
    /// Whose own id it is, and the columns that may not have the same.
    own: Option<&'static Column>,
    others: Vec<&'static Column>,
}

impl Form {
    pub fn of(table: &'static Table) -> Self {
        let in_order = IN_ORDER
            .iter()
            .filter_map(|(first, last)| Some((table.column(first)?, table.column(last)?)));
        let (own, others) = match (table.shape, table.ends()) {
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
        Self {
            table,
            in_order: in_order.collect(),
            own,
            others,
        }
    }

    /// Refuses a row that cannot be, and brings it into the form in which it is kept.
    pub fn check(&self, cells: &mut Cells<'_>, values: &mut [Value]) -> Result<(), Refusal> {
        let table = self.table;
        match table.name {
            "regions" => level_of_region(table, cells, values)?,
            "kinships" => kinship(table, cells, values),
            "interests" => only_shareholders(table, cells, values),
            "payments" => amount(table, cells, values),
            _ => {}
        }
        self.in_order(cells, values)?;
        self.not_itself(cells, values)
    }

    fn in_order(&self, cells: &Cells<'_>, values: &[Value]) -> Result<(), Refusal> {
        for (first, last) in &self.in_order {
            let (Some(begins), Some(ends)) = (filled(values, first), filled(values, last)) else {
                continue;
            };
            let reversed = match (begins.as_f64(), ends.as_f64()) {
                (Some(begins), Some(ends)) => begins > ends,
                _ => begins.as_str() > ends.as_str(),
            };
            if reversed {
                let reason = format!(
                    "it ends with {} {}, before {} {}",
                    last.name,
                    plain(ends),
                    first.name,
                    plain(begins)
                );
                return Err(cells.refuse(last, Fault::ReversedInterval, reason));
            }
        }
        Ok(())
    }

    /// Nothing is linked to itself.
    fn not_itself(&self, cells: &Cells<'_>, values: &[Value]) -> Result<(), Refusal> {
        let Some(own) = self.own else { return Ok(()) };
        let Some(id) = filled(values, own) else {
            return Ok(());
        };
        for other in &self.others {
            if filled(values, other) == Some(id) && self.of_one_label(own, other, values) {
                let reason = "nothing is linked to itself; correct one of the two ids";
                return Err(cells.refuse(other, Fault::SelfLink, reason));
            }
        }
        Ok(())
    }

    /// Whether two ids of a row belong to one label.
    fn of_one_label(&self, own: &Column, other: &Column, values: &[Value]) -> bool {
        let table = self.table;
        let (Some(one), Some(two)) = (own.target(), other.target()) else {
            return table.label().is_some();
        };
        let said = |to: Target| match to {
            Target::Said(said, _) => slot(table, values, said).and_then(Value::as_str),
            Target::Of(_) => None,
        };
        table.labels(one) == table.labels(two)
            || said(one).or_else(|| said(two)).is_some_and(|word| {
                [one, two]
                    .iter()
                    .all(|end| table.labels(*end).iter().any(|label| label.is(word)))
            })
    }
}

fn slot<'a>(table: &Table, values: &'a [Value], column: &str) -> Option<&'a Value> {
    filled(values, table.column(column)?)
}

fn filled<'a>(values: &'a [Value], column: &Column) -> Option<&'a Value> {
    values.get(column.slot).filter(|value| !value.is_null())
}

fn plain(value: &Value) -> String {
    super::row::plainly(value)
}

fn level_of_region(table: &Table, cells: &Cells<'_>, values: &[Value]) -> Result<(), Refusal> {
    let (Some(id), Some(level)) = (slot(table, values, "id"), slot(table, values, "level")) else {
        return Ok(());
    };
    let digits = id.as_str().map_or(0, str::len);
    let meant = Level::ALL.iter().find(|level| level.digits() == digits);
    match meant {
        Some(meant) if level.as_str() != Some(meant.as_str()) => {
            let reason = format!("a code of {digits} digits is a {meant}");
            let refused = table.column("level");
            refused.map_or(Ok(()), |level| {
                Err(cells.refuse(level, Fault::BadRegion, reason))
            })
        }
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
