//! The embedded engine: a graph in one file, owned by one process.

mod bulk;
mod cell;
mod file;
mod in_place;
mod log;
mod logged;
mod run;

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use kglite::api::{
    io::{GraphWriterLease, SaveError},
    session::{BackupOptions, CancelToken, Session, execute_read},
};
use tokio::sync::Semaphore;

use super::backend::{Backend, BackendError, Exchange, Record};
pub use file::replace;
use file::{lease_of, not_written, recovered};
use in_place::InPlace;
use log::said;
use logged::Logged;
use run::{refused, run, run_all, timed};

/// A graph file opened for reading and writing.
pub struct Embedded {
    session: Arc<Session>,
    file: Arc<Path>,
    /// Queries run on blocking threads, no more at once than there are cores to run them.
    slots: Arc<Semaphore>,
    writing: Writing,
    _lease: GraphWriterLease,
}

/// How what is written becomes durable.
#[derive(Clone)]
enum Writing {
    /// Each transaction goes into a log before it is seen.
    Logged(Arc<Logged>),
    /// With the next checkpoint.
    InPlace(Arc<InPlace>),
}

impl Embedded {
    /// Opens the file, or makes it, and takes it for this process alone.
    ///
    /// # Errors
    /// [`BackendError::Unavailable`] when another process holds the file, or it cannot be read.
    pub fn open(file: &Path, parallel: usize) -> Result<Self, BackendError> {
        let lease = lease_of(file)?;
        let (session, log) = recovered(file)?;
        let logged = Logged::new(file.into(), log);
        // A graph that is only in the log yet has a file too, so that whoever looks for it finds it.
        if !file.exists() {
            logged.close(&session)?;
        }
        let writing = Writing::Logged(Arc::new(logged));
        Ok(Self::with(session, file, parallel, lease, writing))
    }

    /// Opens the file as [`Embedded::open`] does, for a load that is run again when it is
    /// interrupted: what is written is on disk with a later checkpoint, at the latest when the graph
    /// is closed.
    ///
    /// # Errors
    /// As [`Embedded::open`].
    pub fn open_to_load(file: &Path, parallel: usize) -> Result<Self, BackendError> {
        let lease = lease_of(file)?;
        let (session, log) = recovered(file)?;
        // From here on the file is saved without the log.
        session.write().checkpoint_lsn = log.last();
        Logged::new(file.into(), log).close(&session)?;
        let writing = Writing::InPlace(Arc::new(InPlace::new(file.into())));
        Ok(Self::with(session, file, parallel, lease, writing))
    }

    fn with(
        session: Session,
        file: &Path,
        parallel: usize,
        lease: GraphWriterLease,
        writing: Writing,
    ) -> Self {
        Self {
            session: Arc::new(session),
            file: file.into(),
            slots: Arc::new(Semaphore::new(parallel)),
            writing,
            _lease: lease,
        }
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
        .map_err(|_| panicked())?
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
            let Exchange {
                file,
                text,
                parameters,
                ..
            } = exchange;
            timed(file, || {
                run(parameters, deadline, Some(cancel), |options| {
                    execute_read(&snapshot, text, options).map_err(refused)
                })
            })
        })
        .await
    }

    async fn write(
        &self,
        exchanges: Vec<Exchange>,
        deadline: Instant,
    ) -> Result<Vec<Vec<Record>>, BackendError> {
        let writing = self.writing.clone();
        let rows = self.blocking(deadline, move |session, cancel| match writing {
            Writing::Logged(logged) => {
                let said = said(&exchanges)?;
                logged.write(session, &said, |graph| {
                    run_all(graph, exchanges, deadline, cancel)
                })
            }
            Writing::InPlace(place) => {
                place.write(session, |graph| run_all(graph, exchanges, deadline, cancel))
            }
        });
        let rows = rows.await?;
        if let Writing::Logged(logged) = &self.writing
            && logged.is_long()
        {
            let (session, logged) = (self.session.clone(), logged.clone());
            tokio::task::spawn_blocking(move || {
                // What was committed stays in the log, and closing tries again.
                if let Err(error) = logged.fold(&session) {
                    tracing::warn!(%error, "the log could not be folded into the graph file");
                }
            });
        }
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

    async fn acquaint(
        &self,
        exchanges: Vec<Exchange>,
        deadline: Instant,
    ) -> Result<(), BackendError> {
        let writing = self.writing.clone();
        let done = self.blocking(deadline, move |session, cancel| match writing {
            Writing::Logged(logged) => {
                let said = said(&exchanges)?;
                logged.acquaint(session, said, |graph| {
                    run_all(graph, exchanges, deadline, cancel)
                })
            }
            Writing::InPlace(place) => {
                place.write(session, |graph| run_all(graph, exchanges, deadline, cancel))
            }
        });
        done.await.map(|_| ())
    }

    fn schema(&self) -> &'static str {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/cypher/schema/embedded.cypher"
        ))
    }

    async fn backup(&self, file: &Path) -> Result<(), BackendError> {
        let (session, live, file) = (self.session.clone(), self.file.clone(), file.to_owned());
        tokio::task::spawn_blocking(move || {
            let options = BackupOptions {
                live_path: Some(live.to_path_buf()),
            };
            let saved = session.backup(&file, &options);
            saved.map(|_| ()).map_err(|error| match error {
                SaveError::Refused(reason) => BackendError::Refused(reason),
                SaveError::Io(reason) => not_written(format!("{}: {reason}", file.display())),
            })
        })
        .await
        .map_err(|_| panicked())?
    }

    async fn close(&self) -> Result<(), BackendError> {
        let (session, writing) = (self.session.clone(), self.writing.clone());
        tokio::task::spawn_blocking(move || match writing {
            Writing::Logged(logged) => logged.close(&session),
            Writing::InPlace(place) => place.checkpoint(&session),
        })
        .await
        .map_err(|_| panicked())?
    }
}

fn panicked() -> BackendError {
    BackendError::Refused("the engine panicked".into())
}

#[cfg(test)]
mod tests;
