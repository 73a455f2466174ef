//! The embedded engine: a graph in one file, owned by one process.

mod bulk;
mod cell;

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use kglite::api::{
    KgError, Value as Cell,
    durable::DurabilityLevel,
    io::{GraphWriterLease, LeaseRefusal, SaveError},
    session::{
        BackupOptions, CancelToken, CommitOutcome, ExecuteOptions, ExecuteOutcome, OpenError,
        OpenSpec, Session, execute_mut, execute_read, open_path,
    },
};
use tokio::sync::Semaphore;

use super::backend::{Backend, BackendError, Exchange, Record};
use cell::{from_cell, to_cell};

/// A log of so many bytes is folded into the file, so that a crash replays no more.
const CHECKPOINT_BYTES: u64 = 16 * 1024 * 1024;

/// How long a file that another process holds is waited for.
const LEASE_PATIENCE: Duration = Duration::from_millis(200);

/// A graph file opened for reading and writing.
pub struct Embedded {
    session: Arc<Session>,
    file: Arc<Path>,
    /// Queries run on blocking threads, no more at once than there are cores to run them.
    slots: Arc<Semaphore>,
    /// Held while the log is folded into the file.
    folding: Arc<Mutex<()>>,
    _lease: Option<GraphWriterLease>,
}

impl Embedded {
    /// Opens the file, or makes it, and takes it for this process alone.
    ///
    /// # Errors
    /// [`BackendError::Unavailable`] when another process holds the file, or it cannot be read.
    pub fn open(file: &Path, parallel: usize) -> Result<Self, BackendError> {
        let spec = OpenSpec {
            durability: DurabilityLevel::Full,
            lease_timeout: Some(LEASE_PATIENCE),
            ..OpenSpec::writer()
        };
        let opened = open_path(file, &spec).map_err(|error| match error {
            OpenError::Lease(refusal) => held(file, refusal),
            other => match not_written(other.to_string()) {
                full @ BackendError::Full(_) => full,
                _ => BackendError::Unavailable(format!(
                    "{} cannot be opened as a graph file: {other}",
                    file.display()
                )),
            },
        })?;
        // A graph that is only in the log yet has a file too, so that whoever looks for it finds it.
        if !file.exists() {
            opened.session.checkpoint_online().map_err(not_written)?;
        }
        Ok(Self {
            session: Arc::new(opened.session),
            file: file.into(),
            slots: Arc::new(Semaphore::new(parallel)),
            folding: Arc::default(),
            _lease: opened.lease,
        })
    }

    /// Runs work on a blocking thread. Dropping the future cancels the query it waits for.
    async fn blocking<T, F>(&self, deadline: Instant, work: F) -> Result<T, BackendError>
    where
        T: Send + 'static,
        F: FnOnce(&Session, CancelToken) -> Result<T, BackendError> + Send + 'static,
    {
        let waited = tokio::time::timeout_at(deadline.into(), self.slots.clone().acquire_owned());
        let slot = waited
            .await
            .map_err(|_| BackendError::Timeout)?
            .map_err(|_| BackendError::Unavailable("the graph is closing".into()))?;
        let cancel = CancelToken::new();
        let _guard = CancelOnDrop(cancel.clone());
        let session = self.session.clone();
        tokio::task::spawn_blocking(move || {
            let _slot = slot;
            work(&session, cancel)
        })
        .await
        .map_err(|_| BackendError::Refused("the engine panicked".into()))?
    }

    /// Begins to fold the log into the file, beside what is written next, once it is long enough.
    /// Amid a load it may grow to a quarter of the file, as the whole file is written each time.
    fn fold(&self, amid_load: bool) {
        let size = |file: &Path| fs::metadata(file).map_or(0, |file| file.len());
        let most = match amid_load {
            true => CHECKPOINT_BYTES.max(size(&self.file) / 4),
            false => CHECKPOINT_BYTES,
        };
        if size(&log_of(&self.file)) < most {
            return;
        }
        let (session, folding) = (self.session.clone(), self.folding.clone());
        tokio::task::spawn_blocking(move || {
            let Ok(_folding) = folding.try_lock() else {
                return;
            };
            // What was committed stays in the log, and closing tries again.
            if let Err(error) = session.checkpoint_online() {
                tracing::warn!(error, "the log could not be folded into the graph file");
            }
        });
    }
}

struct CancelOnDrop(CancelToken);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

#[async_trait]
impl Backend for Embedded {
    fn name(&self) -> &'static str {
        "embedded"
    }

    async fn read(
        &self,
        exchange: Exchange,
        deadline: Instant,
    ) -> Result<Vec<Record>, BackendError> {
        self.blocking(deadline, move |session, cancel| {
            let snapshot = session.snapshot();
            run(exchange, deadline, cancel, |text, options| {
                execute_read(&snapshot, text, options).map_err(refused)
            })
        })
        .await
    }

    async fn write(
        &self,
        exchanges: Vec<Exchange>,
        deadline: Instant,
    ) -> Result<Vec<Vec<Record>>, BackendError> {
        let many = exchanges.iter().any(bulk::is_of_many);
        let rows = self.blocking(deadline, move |session, cancel| {
            let mut transaction = session.begin();
            let working = transaction.working_mut().map_err(refused)?;
            let rows = exchanges
                .into_iter()
                .map(|exchange| match exchange.makes {
                    Some(makes) => {
                        bulk::make(working, makes, exchange.parameters).map(|()| Vec::new())
                    }
                    None => run(exchange, deadline, cancel.clone(), |text, options| {
                        execute_mut(working, text, options).map_err(refused)
                    }),
                })
                .collect::<Result<Vec<_>, _>>()?;
            commit(session, transaction)?;
            Ok(rows)
        });
        let rows = rows.await?;
        self.fold(many);
        Ok(rows)
    }

    async fn declare(&self, statements: &[&'static str]) -> Result<(), BackendError> {
        for text in statements {
            let exchange = Exchange {
                file: "schema/embedded.cypher",
                text,
                parameters: Record::new(),
                makes: None,
            };
            self.write(vec![exchange], Instant::now() + Duration::from_secs(600))
                .await?;
        }
        Ok(())
    }

    fn forgets(&self) -> bool {
        true
    }

    fn schema(&self) -> &'static str {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/cypher/schema/embedded.cypher"
        ))
    }

    async fn backup(&self, file: &Path) -> Result<(), BackendError> {
        let (session, file) = (self.session.clone(), file.to_owned());
        tokio::task::spawn_blocking(move || {
            let saved = session.backup(&file, &BackupOptions::default());
            saved.map(|_| ()).map_err(|error| match error {
                SaveError::Refused(reason) => BackendError::Refused(reason),
                SaveError::Io(reason) => not_written(format!("{}: {reason}", file.display())),
            })
        })
        .await
        .map_err(|_| BackendError::Refused("the engine panicked".into()))?
    }

    async fn close(&self) -> Result<(), BackendError> {
        let session = self.session.clone();
        tokio::task::spawn_blocking(move || session.checkpoint_online())
            .await
            .map_err(|_| BackendError::Refused("the engine panicked".into()))?
            .map(|_| ())
            .map_err(not_written)
    }
}

fn commit(
    session: &Session,
    transaction: kglite::api::session::Transaction,
) -> Result<(), BackendError> {
    match session.commit(transaction, true) {
        CommitOutcome::Committed { .. } | CommitOutcome::NoWritesNoOp => Ok(()),
        CommitOutcome::ConflictDetected { .. } => Err(BackendError::Conflict(
            "another write came first; try again".into(),
        )),
        CommitOutcome::DurabilityFailed { error } => Err(not_written(error)),
        CommitOutcome::OntologyViolated { error } => Err(refused(*error)),
        outcome => Err(BackendError::Refused(format!(
            "the commit ended as {outcome:?}"
        ))),
    }
}

/// The log of a graph file.
fn log_of(file: &Path) -> PathBuf {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// The engine tells what the system said, and of that only the text.
fn not_written(error: String) -> BackendError {
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
    let _lease = GraphWriterLease::acquire_ex(file, LEASE_PATIENCE)
        .map_err(|refusal| held(file, refusal))?;
    // The log belongs to the graph that goes: replayed over the new one it would corrupt it.
    match fs::remove_file(log_of(file)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    fs::rename(with, file).map_err(failed)?;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::File::open(folder.unwrap_or(Path::new("."))).map_err(failed)?;
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

fn run(
    exchange: Exchange,
    deadline: Instant,
    cancel: CancelToken,
    mut execute: impl FnMut(&str, &ExecuteOptions<'_>) -> Result<ExecuteOutcome, BackendError>,
) -> Result<Vec<Record>, BackendError> {
    let parameters: HashMap<String, Cell> = exchange
        .parameters
        .into_iter()
        .map(|(name, value)| (name, to_cell(value)))
        .collect();
    let mut options = ExecuteOptions::eager(&parameters);
    options.deadline = Some(deadline);
    options.cancel = Some(cancel);
    options.streaming = true;
    let result = execute(exchange.text, &options)?.result;
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

fn refused(error: KgError) -> BackendError {
    match error {
        KgError::CypherTimeout { .. } | KgError::Cancelled => BackendError::Timeout,
        KgError::ConstraintViolation { message, .. } => BackendError::Conflict(message),
        other => BackendError::Refused(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
