//! Writes that are on disk, in the log, before anyone sees them.

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use kglite::api::{
    DirGraph,
    io::SaveError,
    session::{BackupOptions, CommitOutcome, Session, Transaction, backup_snapshot},
};

use super::{log::Log, not_written, refused};
use crate::graph::backend::BackendError;

/// A log of so many bytes is folded into the file, so that a crash replays no more.
const CHECKPOINT_BYTES: u64 = 16 * 1024 * 1024;

/// Writes one transaction after the other into the log, then into the graph. Whoever reads sees the
/// graph as it was before.
pub(super) struct Logged {
    file: Arc<Path>,
    log: Mutex<Log>,
    /// Held while the log is folded into the file.
    folding: Mutex<()>,
}

impl Logged {
    pub fn new(file: Arc<Path>, log: Log) -> Self {
        Self {
            file,
            log: Mutex::new(log),
            folding: Mutex::default(),
        }
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does work that the log then says.
    pub fn write<T>(
        &self,
        session: &Session,
        said: &[u8],
        work: impl FnOnce(&mut DirGraph) -> Result<T, BackendError>,
    ) -> Result<T, BackendError> {
        let mut log = self.log();
        let mut transaction = session.begin();
        let done = work(transaction.working_mut().map_err(refused)?)?;
        log.append(said)
            .map_err(|error| not_written(error.to_string()))?;
        if let Err(error) = commit(session, transaction) {
            log.take_back()
                .map_err(|error| not_written(error.to_string()))?;
            return Err(error);
        }
        Ok(done)
    }

    /// Does work that is undone by itself and acquaints the engine with what it forgets.
    pub fn acquaint<T>(
        &self,
        session: &Session,
        said: Vec<u8>,
        work: impl FnOnce(&mut DirGraph) -> Result<T, BackendError>,
    ) -> Result<T, BackendError> {
        let mut log = self.log();
        let mut transaction = session.begin();
        let done = work(transaction.working_mut().map_err(refused)?)?;
        commit(session, transaction)?;
        log.acquaint(said);
        Ok(done)
    }

    /// Whether the log is so long that it ought to be folded.
    pub fn is_long(&self) -> bool {
        self.log().bytes() >= CHECKPOINT_BYTES
    }

    /// Folds the log into the file, beside what is written meanwhile; nothing where another does.
    pub fn fold(&self, session: &Session) -> Result<(), BackendError> {
        match self.folding.try_lock() {
            Ok(_folding) => self.checkpoint(session),
            Err(_) => Ok(()),
        }
    }

    /// Folds the log into the file, once whoever folds it has ended.
    pub fn close(&self, session: &Session) -> Result<(), BackendError> {
        let _folding = self.folding.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = self.log().bytes();
        match bytes {
            0 if self.file.exists() => Ok(()),
            _ => self.checkpoint(session),
        }
    }

    fn checkpoint(&self, session: &Session) -> Result<(), BackendError> {
        let (snapshot, last) = {
            let mut log = self.log();
            log.turn();
            (session.snapshot(), log.last())
        };
        let saved = backup_snapshot(&snapshot, Some(last), &self.file, &BackupOptions::default());
        drop(snapshot);
        saved.map_err(|error| match error {
            SaveError::Refused(reason) => BackendError::Refused(reason),
            SaveError::Io(reason) => not_written(reason),
        })?;
        let forgotten = self.log().forget(last);
        forgotten.map_err(|error| not_written(error.to_string()))
    }
}

fn commit(session: &Session, transaction: Transaction) -> Result<(), BackendError> {
    match session.commit(transaction, true) {
        CommitOutcome::Committed { .. } | CommitOutcome::NoWritesNoOp => Ok(()),
        outcome => Err(BackendError::Refused(format!(
            "the commit ended as {outcome:?}"
        ))),
    }
}
