//! One statement, or all of a transaction, on the engine's graph.

use std::{collections::HashMap, time::Instant};

use kglite::api::{
    DirGraph, KgError, Value as Cell,
    session::{CancelToken, ExecuteOptions, ExecuteOutcome, execute_mut},
};

use super::{
    bulk,
    cell::{from_cell, to_cell},
};
use crate::graph::backend::{BackendError, Exchange, Record};

/// Runs statements in order and gives the rows of each.
pub(super) fn run_all(
    graph: &mut DirGraph,
    exchanges: Vec<Exchange>,
    deadline: Instant,
    cancel: CancelToken,
) -> Result<Vec<Vec<Record>>, BackendError> {
    let rows = exchanges.into_iter().map(|exchange| {
        let Exchange {
            file,
            text,
            parameters,
            makes,
        } = exchange;
        timed(file, || match makes {
            Some(makes) => bulk::make(graph, makes, parameters).map(|()| Vec::new()),
            None => {
                let cancel = Some(cancel.clone());
                run(parameters, deadline, cancel, |options| {
                    execute_mut(graph, text, options).map_err(refused)
                })
            }
        })
    });
    rows.collect()
}

/// Runs a statement of the log once more.
pub(super) fn again(
    graph: &mut DirGraph,
    text: &str,
    parameters: Record,
    deadline: Instant,
) -> Result<(), BackendError> {
    run(parameters, deadline, None, |options| {
        execute_mut(graph, text, options).map_err(refused)
    })
    .map(|_| ())
}

/// Notes how long a statement took.
pub(super) fn timed<T>(file: &'static str, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    tracing::trace!(file, took = ?started.elapsed(), "ran");
    done
}

/// Runs a statement with its parameters and gives its rows.
pub(super) fn run(
    parameters: Record,
    deadline: Instant,
    cancel: Option<CancelToken>,
    execute: impl FnOnce(&ExecuteOptions<'_>) -> Result<ExecuteOutcome, BackendError>,
) -> Result<Vec<Record>, BackendError> {
    let parameters: HashMap<String, Cell> = parameters
        .into_iter()
        .map(|(name, value)| (name, to_cell(value)))
        .collect();
    let mut options = ExecuteOptions::eager(&parameters);
    options.deadline = Some(deadline);
    options.cancel = cancel;
    options.streaming = true;
    let result = execute(&options)?.result;
    let columns = result.columns;
    result
        .rows
        .into_iter()
        .map(|row| {
            columns
                .iter()
                .zip(row)
                .map(|(column, cell)| Ok((column.clone(), from_cell(cell)?)))
                .collect()
        })
        .collect()
}

pub(super) fn refused(error: KgError) -> BackendError {
    match error {
        KgError::CypherTimeout { .. } | KgError::Cancelled => BackendError::Timeout,
        KgError::ConstraintViolation { message, .. } => BackendError::Conflict(message),
        other => BackendError::Refused(other.to_string()),
    }
}
