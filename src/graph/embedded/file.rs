//! The file of a graph: taken for one process, opened, gone over, replaced.

use std::{
    fs, io,
    path::Path,
    time::{Duration, Instant},
};

use kglite::api::{
    durable::DurabilityLevel,
    io::{GraphWriterLease, LeaseRefusal},
    session::{OpenSpec, Session, open_path},
};

use super::{
    log::{Log, Said},
    run,
};
use crate::graph::backend::BackendError;

/// How long a file that another process holds is waited for.
const LEASE_PATIENCE: Duration = Duration::from_millis(200);
/// How long a statement of the log may take to be run again.
const AGAIN_PATIENCE: Duration = Duration::from_secs(3_600);

/// Takes a file for this process alone.
pub(super) fn lease_of(file: &Path) -> Result<GraphWriterLease, BackendError> {
    GraphWriterLease::acquire_ex(file, LEASE_PATIENCE).map_err(|refusal| held(file, refusal))
}

/// Opens a file that this process holds, and goes over what its log has beyond it.
pub(super) fn recovered(file: &Path) -> Result<(Session, Log), BackendError> {
    // What is written is logged as Kinflow does it, not as the engine does.
    let spec = OpenSpec {
        durability: DurabilityLevel::Off,
        lease_timeout: None,
        ..OpenSpec::writer()
    };
    let opened = open_path(file, &spec).map_err(|error| match not_written(error.to_string()) {
        full @ BackendError::Full(_) => full,
        _ => BackendError::Unavailable(format!(
            "{} cannot be opened as a graph file: {error}",
            file.display()
        )),
    })?;
    let session = opened.session;
    let after = session.snapshot().checkpoint_lsn;
    let log = Log::open(file, after, |transaction| {
        let mut graph = session.write();
        transaction
            .into_iter()
            .try_for_each(|Said { text, parameters }| {
                let deadline = Instant::now() + AGAIN_PATIENCE;
                run::again(&mut graph, &text, parameters, deadline)
            })
    })?;
    Ok((session, log))
}

/// The engine tells what the system said, and of that only the text.
pub(super) fn not_written(error: String) -> BackendError {
    let full = ["(os error 28)", "(os error 122)", "No space left"];
    if full.iter().any(|said| error.contains(said)) {
        BackendError::Full(error)
    } else {
        BackendError::Unavailable(format!("the write could not be made durable: {error}"))
    }
}

/// Puts a graph file in the place of another, which no process may hold meanwhile.
///
/// # Errors
/// [`BackendError::Unavailable`] when a process holds the file, or it cannot be replaced.
pub fn replace(file: &Path, with: &Path) -> Result<(), BackendError> {
    let failed = |error: io::Error| {
        BackendError::Unavailable(format!("{} cannot be replaced: {error}", file.display()))
    };
    let _lease = lease_of(file)?;
    // The log belongs to the graph that goes: gone over beside the new one it would corrupt it.
    Log::remove(file).map_err(failed)?;
    fs::rename(with, file).map_err(failed)?;
    let folder = fs::File::open(folder_of(file)).map_err(failed)?;
    folder.sync_all().map_err(failed)
}

fn held(file: &Path, refusal: LeaseRefusal) -> BackendError {
    BackendError::Unavailable(format!(
        "{} is in use{}; stop that process, or ask it through its address",
        file.display(),
        refusal
            .holder
            .and_then(|holder| holder.pid)
            .map_or(String::new(), |pid| format!(" by process {pid}")),
    ))
}

/// The folder that a file lies in.
pub(super) fn folder_of(file: &Path) -> &Path {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}
