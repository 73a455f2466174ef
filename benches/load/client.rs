//! Clients that ask one question after another, and how long each answer took.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

/// One who asks, and waits for the answer before asking again.
pub trait Client: Send + 'static {
    /// Asks about the subject of this number.
    fn ask(&mut self, subject: usize) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// How long answers took.
#[derive(Default)]
pub struct Sample {
    latencies: Vec<Duration>,
    elapsed: Duration,
}

impl Sample {
    /// Answers a second, all clients together.
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// The time within which this share of the answers came, in milliseconds.
    pub fn within(&self, share: f64) -> f64 {
        let mut latencies = self.latencies.clone();
        latencies.sort_unstable();
        let place = ((latencies.len() as f64 * share).ceil() as usize).max(1) - 1;
        latencies
            .get(place)
            .map_or(f64::NAN, |latency| latency.as_secs_f64() * 1000.0)
    }

    /// Takes in the answers of another round.
    pub fn add(&mut self, round: Self) {
        self.latencies.extend(round.latencies);
        self.elapsed += round.elapsed;
    }
}

/// Lets all clients ask for a while, each about one subject after another from a place of its own.
///
/// # Errors
/// The first wrong answer or broken connection of any client.
pub async fn drive<C: Client>(
    clients: Vec<C>,
    subjects: usize,
    during: Duration,
) -> anyhow::Result<Sample> {
    let apart = (subjects / clients.len().max(1)).max(1);
    let started = Instant::now();
    let mut asking = JoinSet::new();
    for (place, mut client) in clients.into_iter().enumerate() {
        asking.spawn(async move {
            let mut latencies = Vec::new();
            let mut subject = place * apart;
            while started.elapsed() < during {
                let asked = Instant::now();
                client.ask(subject % subjects).await?;
                latencies.push(asked.elapsed());
                subject += 1;
            }
            anyhow::Ok(latencies)
        });
    }
    let mut latencies = Vec::new();
    while let Some(client) = asking.join_next().await {
        latencies.extend(client??);
    }
    Ok(Sample {
        latencies,
        elapsed: started.elapsed(),
    })
}
