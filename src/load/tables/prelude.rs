//! What every table slice speaks in.

pub(super) use crate::{
    load::{
        finding::{Doubt, Refusal},
        known::{Known, on_file},
        read::{
            cells::{Cells, Span},
            place::Place,
            values::text,
        },
        table::{Changes, Ends, Entry, Exchanges, Label, Nothing, Reference, Table, Transaction},
    },
    model::Fault,
    statement,
};

/// The statement that tells which rows of a table of nodes are on file.
pub(super) fn recall_nodes<T: Table>(label: Label, rows: &[&T]) -> Exchanges {
    let ids: Vec<&str> = rows.iter().map(|row| row.id()).collect();
    Ok(vec![on_file(label, &ids)?])
}
