//! Cancelled requests poison no connection and leak no rows.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::engines::{self, exchange, parameters};

const EXCHANGES: u64 = 20_000;
/// Exchanges under way at once: more than connections, so that cancelled ones are reused at once.
const AT_ONCE: usize = 64;

/// The text gives many rows, so that a cancelled exchange leaves some of them on the wire.
const ECHO: &str = "UNWIND range(1, 50) AS i RETURN $nonce AS nonce, i";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn cancelled_exchanges_leave_no_foreign_rows() {
    for engine in engines::all().await {
        let slots = std::sync::Arc::new(tokio::sync::Semaphore::new(AT_ONCE));
        let mut tasks = tokio::task::JoinSet::new();
        for nonce in 0..EXCHANGES {
            let slot = slots.clone().acquire_owned().await.unwrap();
            let backend = engine.backend.clone();
            tasks.spawn(async move {
                let _slot = slot;
                let asked = exchange(ECHO, parameters(json!({ "nonce": nonce })));
                let read = backend.read(asked, Instant::now() + Duration::from_secs(60));
                // Three in ten are dropped at some moment of their flight.
                if nonce % 10 < 3 {
                    let moment = Duration::from_micros(nonce * 7919 % 3_000);
                    return match tokio::time::timeout(moment, read).await {
                        Ok(rows) => check(nonce, rows.unwrap()),
                        Err(_) => (0, 1),
                    };
                }
                check(nonce, read.await.unwrap())
            });
        }
        let (mut foreign, mut cancelled) = (0, 0);
        while let Some(done) = tasks.join_next().await {
            let (more_foreign, more_cancelled) = done.unwrap();
            foreign += more_foreign;
            cancelled += more_cancelled;
        }
        assert_eq!(foreign, 0, "foreign rows on {}", engine.name());
        assert!(
            cancelled > EXCHANGES / 20,
            "only {cancelled} were cancelled in flight on {}",
            engine.name()
        );
    }
}

/// Foreign or missing rows, and that nothing was cancelled.
fn check(nonce: u64, rows: Vec<kinflow::graph::Record>) -> (u64, u64) {
    let own = rows.iter().filter(|row| row["nonce"] == nonce).count();
    ((rows.len() - own) as u64 + u64::from(own != 50), 0)
}
