//! What a load writes: in place and without a log, on disk with the next checkpoint.
//!
//! A log costs a load twice: each row is written into it, and the graph that readers see must stay
//! as it was until the log is flushed, so that the engine writes beside it and copies it when much
//! was written. A load that is interrupted is taken up by running it again, so it needs neither: it
//! writes the only graph there is, and saves it so seldom that this costs little.

use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use kglite::api::{DirGraph, session::Session};

use super::not_written;
use crate::graph::backend::BackendError;

/// How many times as long as the last checkpoint took is written before the next.
const PAUSE: u32 = 10;
/// How fast a file is saved, until it was, in bytes a second.
const SPEED: u64 = 100_000_000;

/// Writes that are on disk with the next checkpoint.
pub(super) struct InPlace {
    file: Arc<Path>,
    state: Mutex<State>,
}

struct State {
    /// Whether a write ended amid what it wrote, so that the graph in memory is of no use.
    broken: bool,
    /// Whether anything was written since the last checkpoint.
    written: bool,
    /// When the last checkpoint ended, and how long it took.
    saved: Instant,
    took: Duration,
}

impl InPlace {
    pub fn new(file: Arc<Path>) -> Self {
        let size = fs::metadata(&file).map_or(0, |file| file.len());
        Self {
            file,
            state: Mutex::new(State {
                broken: false,
                written: false,
                saved: Instant::now(),
                took: Duration::from_millis(size * 1_000 / SPEED),
            }),
        }
    }

    /// Writes all of it, or gives up the graph as it is in memory: the file then stays as it was
    /// saved last.
    pub fn write<T>(
        &self,
        session: &Session,
        work: impl FnOnce(&mut DirGraph) -> Result<T, BackendError>,
    ) -> Result<T, BackendError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.whole()?;
        // Whatever ends the work before its end, a panic too, leaves it so.
        state.broken = true;
        let done = work(&mut session.write())?;
        (state.broken, state.written) = (false, true);
        if state.saved.elapsed() >= state.took * PAUSE {
            state.save(session, &self.file)?;
        }
        Ok(done)
    }

    /// Makes what was written durable.
    pub fn checkpoint(&self, session: &Session) -> Result<(), BackendError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.whole()?;
        match state.written || !self.file.exists() {
            true => state.save(session, &self.file),
            false => Ok(()),
        }
    }
}

impl State {
    fn whole(&self) -> Result<(), BackendError> {
        match self.broken {
            true => Err(BackendError::Unavailable(
                "the load broke off; run it again, which goes on from the last checkpoint".into(),
            )),
            false => Ok(()),
        }
    }

    fn save(&mut self, session: &Session, file: &Path) -> Result<(), BackendError> {
        let started = Instant::now();
        let name = file.to_str().ok_or_else(|| {
            BackendError::Unavailable(format!("{} is no UTF-8 name", file.display()))
        })?;
        tracing::debug!("checkpoint begins");
        session.save(name, true).map_err(not_written)?;
        tracing::debug!("checkpoint done");
        (self.written, self.saved) = (false, Instant::now());
        self.took = started.elapsed();
        Ok(())
    }
}
