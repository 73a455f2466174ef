//! What the rows of a table hold: for each column the properties that it becomes.

use super::{Column, LinkType, Meaning, Shape, Table};

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    /// The property's name.
    pub name: String,
    pub form: Form,
}

/// How a value is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is.
    Plain,
    /// As a date.
    Date,
    /// Not as a property: it is an end of a link, or says which label that end has.
    End,
}

/// Gives each column its slots.
pub(super) fn slots(table: &mut Table) {
    let of_kind = matches!(table.shape, Shape::Link(LinkType::OfKind(_)));
    for (place, column) in table.columns.iter_mut().enumerate() {
        column.place = place;
        column.slot = table.slots.len();
        table.slots.extend(of(column, of_kind));
    }
}

fn of(column: &Column, of_kind: bool) -> Vec<Slot> {
    let name = column.name;
    let slot = |name: &str, form| Slot {
        name: name.to_owned(),
        form,
    };
    let plain = |name: &str| slot(name, Form::Plain);
    match &column.meaning {
        Meaning::Start(_) | Meaning::End(_) | Meaning::Link(_) | Meaning::Kind(_) => {
            vec![slot(name, Form::End)]
        }
        // The word that a link's type is made of.
        Meaning::Code(_) if of_kind && name == "kind" => vec![slot(name, Form::End)],
        Meaning::Day => vec![slot(name, Form::Date)],
        Meaning::DayAndMonth => vec![slot(name, Form::Date), plain("month")],
        Meaning::Since | Meaning::Until => {
            vec![slot(name, Form::Date), plain(&format!("{name}Precision"))]
        }
        Meaning::Period => vec![
            slot(&format!("{name}From"), Form::Date),
            slot(&format!("{name}To"), Form::Date),
        ],
        Meaning::Region => [
            name,
            "province",
            "prefecture",
            "county",
            "township",
            "village",
        ]
        .map(plain)
        .to_vec(),
        Meaning::RegionId => [
            "id",
            "province",
            "prefecture",
            "county",
            "township",
            "village",
        ]
        .map(plain)
        .to_vec(),
        Meaning::Money | Meaning::Change => {
            let stem = name.strip_suffix("Amount").unwrap_or(name);
            vec![plain(&format!("{stem}Fen"))]
        }
        Meaning::Rate => vec![plain(&format!("{name}Microyuan"))],
        _ => vec![plain(name)],
    }
}
