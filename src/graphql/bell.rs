//! Who listens is told of alerts as they are raised, whichever process raises them.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures_util::{Stream, stream};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::broadcast;

use super::alerts::Alert;
use crate::{
    graph::{Backend, BackendError, Record, Statement},
    statement,
};

/// How often the graph is asked for new alerts.
const EVERY: Duration = Duration::from_millis(300);
/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most alerts told at once; the others follow.
const AT_ONCE: i64 = 500;
/// Most tellings that a slow listener is behind; older ones are passed over.
const BEHIND: usize = 256;

/// The number of the last alert.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    seq: i64,
}

statement! {
    /// The number of the last alert that was raised.
    "alerts/clock.cypher" => Clock;
    struct AlertClock {}
}
statement! {
    /// Alerts that got their numbers after one and up to another.
    "alerts/rung.cypher" then "alerts/cards.cypher" => Alert;
    struct Rung { after: i64, last: i64 }
}

/// New alerts, as the graph answers.
pub type Told = Arc<Vec<Record>>;

/// Where new alerts are told.
pub struct Bell(Mutex<Option<broadcast::Sender<Told>>>);

impl Default for Bell {
    fn default() -> Self {
        Self(Mutex::new(Some(broadcast::Sender::new(BEHIND))))
    }
}

impl Bell {
    /// What is told from now on, until nobody may listen any more.
    pub fn listen(&self) -> impl Stream<Item = Told> + Send + use<> {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = sender.as_ref().map(broadcast::Sender::subscribe);
        stream::unfold(receiver, |receiver| async {
            let mut receiver = receiver?;
            loop {
                match receiver.recv().await {
                    Ok(told) => return Some((told, Some(receiver))),
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return None,
                }
            }
        })
    }

    /// Lets nobody listen any more, so that whoever waits for the end of it can go.
    pub fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Asks the graph for new alerts and tells them, until it is closed. A graph that does not answer is
    /// asked again.
    pub async fn ring(&self, backend: &dyn Backend) {
        let mut last = None;
        while !self.is_closed() {
            match self.tell(backend, last).await {
                Ok(seq) => last = Some(seq),
                Err(error) => tracing::warn!(%error, "new alerts cannot be told just now"),
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    fn is_closed(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_none()
    }

    /// Tells what came after a number, and says which is the last now. Nothing is told the first time.
    async fn tell(&self, backend: &dyn Backend, after: Option<i64>) -> Result<i64, BackendError> {
        let unfit = |error: serde_json::Error| BackendError::Refused(error.to_string());
        let ask = AlertClock {}.exchange().map_err(unfit)?;
        let rows = backend.read(ask, Instant::now() + PATIENCE).await?;
        let clock = rows
            .into_iter()
            .next()
            .map(|row| serde_json::from_value(Value::Object(row)));
        let now = clock
            .transpose()
            .map_err(unfit)?
            .map_or(0, |clock: Clock| clock.seq);
        let Some(mut after) = after else {
            return Ok(now);
        };
        while after < now {
            let last = now.min(after + AT_ONCE);
            let rung = Rung { after, last }.exchange().map_err(unfit)?;
            let rows = backend.read(rung, Instant::now() + PATIENCE).await?;
            let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(sender) = sender.as_ref().filter(|_| !rows.is_empty()) {
                // Nobody may be listening.
                let _ = sender.send(Arc::new(rows));
            }
            after = last;
        }
        Ok(now.max(after))
    }
}
