//! Neutral values as the engine's cells, and back.

use kglite::api::{PropMap, Value as Cell};
use serde_json::{Number, Value};

use crate::graph::backend::BackendError;

/// A parameter as the engine takes it. Texts move, so that a batch of rows is held once.
pub(super) fn to_cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(truth) => Cell::Boolean(truth),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Cell::Int64(integer),
            None => number.as_f64().map_or(Cell::Null, Cell::Float64),
        },
        Value::String(text) => Cell::String(text),
        Value::Array(items) => Cell::List(items.into_iter().map(to_cell).collect()),
        Value::Object(entries) => Cell::Map(PropMap::from_pairs(
            entries
                .into_iter()
                .map(|(key, value)| (key, to_cell(value)))
                .collect(),
        )),
    }
}

/// What a statement returned, as the port hands it on.
pub(super) fn from_cell(cell: Cell) -> Result<Value, BackendError> {
    Ok(match cell {
        Cell::Null => Value::Null,
        Cell::Boolean(truth) => Value::Bool(truth),
        Cell::Int64(integer) => Value::Number(integer.into()),
        Cell::UniqueId(integer) => Value::Number(integer.into()),
        Cell::Float64(float) => Number::from_f64(float).map_or(Value::Null, Value::Number),
        Cell::String(text) => Value::String(text),
        Cell::List(items) => {
            Value::Array(items.into_iter().map(from_cell).collect::<Result<_, _>>()?)
        }
        Cell::Map(entries) => Value::Object(
            entries
                .into_pairs()
                .into_iter()
                .map(|(key, cell)| Ok((key.to_string(), from_cell(cell)?)))
                .collect::<Result<_, BackendError>>()?,
        ),
        other => {
            return Err(BackendError::Refused(format!(
                "a statement returned {other:?}, which is not a number, text, truth, list or map"
            )));
        }
    })
}
