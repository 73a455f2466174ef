//! The loads that the service itself runs: one at a time, whoever asks, and watched while they run.
//!
//! A load goes on to its end whether or not the caller waits for it: half a load would have to be
//! taken up again.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use futures_util::{Stream, stream};
use tempfile::NamedTempFile;
use tokio::{
    runtime::Handle,
    sync::{Mutex as Turn, broadcast},
    task::spawn_blocking,
};

use crate::{
    config::LoadSettings,
    graph::Backend,
    load::{self, FileReport, Files, LoadError, Options, Progress, Report},
};

/// How often a file under way is told of, at most.
const EVERY: Duration = Duration::from_millis(200);
/// Most events that a slow watcher is behind; older ones are passed over.
const BEHIND: usize = 256;

/// Files that somebody handed over, by the names they were given. The names never name anything on
/// this machine.
#[derive(Debug, Default)]
pub struct Handed(pub BTreeMap<String, NamedTempFile>);

impl Files for Handed {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.keys().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + Send>>> {
        let open = |file: &NamedTempFile| file.reopen().map(|file| Box::new(file) as _);
        self.0.get(name).map(open).transpose()
    }
}

/// How far a load is.
#[derive(Clone, Debug, Default)]
pub struct LoadEvent {
    /// The load's name.
    pub load: String,
    /// The file under way, or that was just done.
    pub file: Option<String>,
    /// How many of its rows were judged.
    pub read: u64,
    /// How many rows it has.
    pub total: u64,
    /// What became of the file, when it is done.
    pub done: Option<FileReport>,
    /// Whether the load has ended.
    pub finished: bool,
    /// What it did, if it came to its end.
    pub report: Option<Arc<Report>>,
    /// Why it did not.
    pub failure: Option<String>,
}

/// Why a load was not done.
#[derive(Debug, thiserror::Error)]
pub enum Undone {
    /// Another one runs.
    #[error("a load is running; wait until `loadProgress` says that it is finished")]
    Busy,
    /// It ended before it was done.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A defect of ours.
    #[error(
        "the load broke off by a fault of the service; load the same files again to take it up"
    )]
    Broken,
}

/// The loads of one service.
pub struct Loads {
    backend: Arc<dyn Backend>,
    settings: LoadSettings,
    now: fn() -> DateTime<Utc>,
    turn: Arc<Turn<()>>,
    board: Arc<Board>,
}

impl Loads {
    /// Loads into a graph, as the settings say.
    #[must_use]
    pub fn new(
        backend: Arc<dyn Backend>,
        settings: LoadSettings,
        now: fn() -> DateTime<Utc>,
    ) -> Self {
        Self {
            backend,
            settings,
            now,
            turn: Arc::default(),
            board: Arc::default(),
        }
    }

    /// Loads what was handed over.
    ///
    /// # Errors
    /// [`Undone`]; a row that cannot be loaded is no error but a reject in the report.
    pub async fn load(&self, files: Handed, source: String) -> Result<Arc<Report>, Undone> {
        let turn = self.turn.clone().try_lock_owned();
        let turn = turn.map_err(|_| Undone::Busy)?;
        let now = (self.now)();
        let options = Options {
            source: (!source.is_empty()).then_some(source),
            directory: String::new(),
            loaded_at_ms: now.timestamp_millis(),
            load_id: format!("upload-{}", now.format("%Y%m%dT%H%M%S%3f")),
            batch_rows: Options::BATCH_ROWS,
            rejects: None,
            mapping: None,
            id_secret: self.settings.id_secret(),
            source_order: self.settings.source_order.clone(),
            resume: false,
        };
        let (backend, board) = (self.backend.clone(), self.board.clone());
        let running = Handle::current();
        // A load reads files and reckons for long between its waits, which a thread of its own may.
        let load = move || {
            let _turn = turn;
            let watch = Watch::of(board, &options.load_id);
            let loaded = running.block_on(load::load(&*backend, &files, &options, &watch));
            watch.close(loaded)
        };
        let done = spawn_blocking(load).await.map_err(|_| Undone::Broken)?;
        Ok(done?)
    }

    /// How far the load is that runs, or else the next one, until it ends.
    pub fn watch(&self) -> impl Stream<Item = LoadEvent> + Send + use<> {
        stream::unfold(self.board.watcher(), |watcher| async {
            let mut watcher = watcher?;
            let event = watcher.next().await?;
            let next = (!event.finished).then_some(watcher);
            Some((event, next))
        })
    }

    /// Waits for the load that runs.
    pub async fn ended(&self) {
        drop(self.turn.lock().await);
    }

    /// Lets nobody watch any more, so that whoever waits for their end can go.
    pub fn unwatch(&self) {
        self.board.close();
    }
}

/// Where what happens is posted.
struct Board(Mutex<Posted>);

struct Posted {
    /// How far the load is that runs.
    latest: Option<LoadEvent>,
    /// None when nobody may watch any more.
    sender: Option<broadcast::Sender<LoadEvent>>,
}

impl Default for Board {
    fn default() -> Self {
        let sender = Some(broadcast::Sender::new(BEHIND));
        let latest = None;
        Self(Mutex::new(Posted { latest, sender }))
    }
}

impl Board {
    fn with<T>(&self, act: impl FnOnce(&mut Posted) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn post(&self, event: &LoadEvent) {
        self.with(|posted| {
            posted.latest = (!event.finished).then(|| event.clone());
            if let Some(sender) = &posted.sender {
                // Nobody may be watching.
                let _ = sender.send(event.clone());
            }
        });
    }

    fn watcher(&self) -> Option<Watcher> {
        self.with(|posted| {
            Some(Watcher {
                first: posted.latest.clone(),
                receiver: posted.sender.as_ref()?.subscribe(),
            })
        })
    }

    fn close(&self) {
        self.with(|posted| posted.sender = None);
    }
}

struct Watcher {
    /// How far the load was when watching began.
    first: Option<LoadEvent>,
    receiver: broadcast::Receiver<LoadEvent>,
}

impl Watcher {
    async fn next(&mut self) -> Option<LoadEvent> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            match self.receiver.recv().await {
                Ok(event) => return Some(event),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

/// Posts what happens to one load.
struct Watch {
    board: Arc<Board>,
    state: Mutex<(LoadEvent, Instant)>,
}

impl Watch {
    fn of(board: Arc<Board>, load: &str) -> Self {
        let event = LoadEvent {
            load: load.to_owned(),
            ..LoadEvent::default()
        };
        board.post(&event);
        let state = Mutex::new((event, Instant::now()));
        Self { board, state }
    }

    /// Posts what a change makes of the event, or only notes it where the last is just told.
    fn tell(&self, always: bool, change: impl FnOnce(&mut LoadEvent)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (event, told) = &mut *state;
        change(event);
        if always || told.elapsed() >= EVERY {
            *told = Instant::now();
            self.board.post(event);
        }
    }

    fn close(self, loaded: Result<Report, LoadError>) -> Result<Arc<Report>, LoadError> {
        let loaded = loaded.map(Arc::new);
        self.tell(true, |event| {
            event.finished = true;
            match &loaded {
                Ok(report) => event.report = Some(report.clone()),
                Err(error) if error.is_of_the_files() => event.failure = Some(error.to_string()),
                Err(_) => event.failure = Some(Undone::Broken.to_string()),
            }
        });
        loaded
    }
}

impl Drop for Watch {
    /// A load that panicked has ended too.
    fn drop(&mut self) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let finished = state.0.finished;
        drop(state);
        if !finished {
            self.tell(true, |event| {
                event.finished = true;
                event.failure = Some(Undone::Broken.to_string());
            });
        }
    }
}

impl Progress for Watch {
    fn begin(&self, file: &str, rows: u64) {
        self.tell(true, |event| {
            event.file = Some(file.to_owned());
            (event.read, event.total, event.done) = (0, rows, None);
        });
    }

    fn advance(&self, rows: u64) {
        self.tell(false, |event| event.read += rows);
    }

    fn end(&self, report: &FileReport) {
        self.tell(true, |event| {
            event.read = report.counts.read;
            event.done = Some(report.clone());
        });
    }
}
