//! One engine: every question with 1, 8 and 32 clients, and the service beside the bare driver.

use std::{fs::File, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use serde::{Deserialize, Serialize};
use tokio::runtime::{Builder, Runtime};

use crate::{
    client::{Sample, drive},
    driver::{self, DriverClient},
    http::{Exchange, HttpClient},
    machine::memory,
    question::{ANALYSES, About, Asked, QUESTIONS, Service},
    read,
};

/// Clients at once.
const CLIENTS: [usize; 3] = [1, 8, 32];
/// Clients at once that ask questions of analysis.
const ANALYSTS: usize = 8;
/// Clients at once where the service is compared with the driver.
const COMPARED: usize = 32;

/// Measure one engine.
#[derive(Args)]
pub struct Measure {
    /// A word for the table
    #[arg(long)]
    engine: String,
    /// Where the service listens
    #[arg(long)]
    address: SocketAddr,
    /// A token for it
    #[arg(long)]
    token: String,
    /// Its process, whose memory is read
    #[arg(long)]
    process: u32,
    /// The county it serves, as tables
    #[arg(long)]
    county: PathBuf,
    /// What `kinflow load --json` said of the county
    #[arg(long)]
    loaded: PathBuf,
    /// The Neo4j behind it, to compare the service with the bare driver
    #[arg(long)]
    bolt: Option<String>,
    /// Seconds of each round
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Rounds of each side where the service is compared with the driver
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// File for the figures
    #[arg(long)]
    out: PathBuf,
}

/// The figures of one engine.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Engine {
    /// `embedded` or `neo4j`.
    pub engine: String,
    /// How the county was loaded, file by file.
    pub files: Vec<LoadedFile>,
    /// Nodes and relationships, where the driver could count them.
    pub elements: Option<(u64, u64)>,
    /// Officials asked about.
    pub subjects: usize,
    /// Requests a second that the clients reach where the service does nothing.
    pub client_ceiling: f64,
    /// Every question with each number of clients.
    pub figures: Vec<Figures>,
    /// The service beside the bare driver.
    pub pairs: Vec<Pair>,
    /// The service's memory at most, in MB.
    pub peak_mb: f64,
}

/// What `kinflow load --json` says.
#[derive(Deserialize)]
struct Report {
    files: Vec<LoadedFile>,
}

/// How one file was loaded.
#[derive(Serialize, Deserialize)]
pub struct LoadedFile {
    /// Its name.
    pub file: String,
    /// Rows in it.
    pub read: u64,
    /// Rows refused.
    pub rejected: u64,
    /// How long it took, with everything derived from it.
    pub seconds: f64,
}

/// How fast one question was answered.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// The question.
    pub question: String,
    /// Who answered: `service`, or the bare `driver`.
    pub by: By,
    /// Clients at once.
    pub clients: usize,
    /// Answers a second.
    pub per_second: f64,
    /// Half of the answers came within, in milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 answers came within, in milliseconds.
    pub p99_ms: f64,
    /// The service's memory afterwards, in MB.
    pub rss_mb: Option<f64>,
}

/// Who answered.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum By {
    /// Kinflow over HTTP.
    Service,
    /// neo4rs, with the same statements.
    Driver,
}

/// The service beside the bare driver, in turns.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    /// The question.
    pub question: String,
    /// Answers a second in each round: service, driver.
    pub rounds: Vec<(f64, f64)>,
    /// Median of the rounds' ratios.
    pub ratio: f64,
}

/// Runs the clients, which cost least on one thread, and the driver, which as in the service has all
/// cores.
struct Runtimes {
    clients: Runtime,
    driver: Runtime,
}

impl Measure {
    /// Measures and writes the figures.
    ///
    /// # Errors
    /// When the service or the graph fails, or an answer changes.
    pub fn run(self) -> anyhow::Result<()> {
        let runtimes = Runtimes {
            clients: Builder::new_current_thread().enable_all().build()?,
            driver: Builder::new_multi_thread().enable_all().build()?,
        };
        let graph = match &self.bolt {
            Some(address) => Some(
                runtimes
                    .driver
                    .block_on(async { driver::connect(address) })?,
            ),
            None => None,
        };
        let service = Service {
            address: self.address,
            token: self.token.clone(),
        };
        let subjects = About::Officials.subjects(&self.county)?;
        let report: Report = read(&self.loaded)?;
        let mut engine = Engine {
            engine: self.engine.clone(),
            files: report.files,
            elements: match &graph {
                Some(graph) => Some(runtimes.driver.block_on(driver::elements(graph))?),
                None => None,
            },
            subjects: subjects.len(),
            client_ceiling: 0.0,
            figures: Vec::new(),
            pairs: Vec::new(),
            peak_mb: 0.0,
        };
        let nothing = runtimes.clients.block_on(service.nothing())?;
        engine.client_ceiling = self.service(&runtimes, COMPARED, &nothing)?.rate();
        for question in &QUESTIONS {
            eprintln!("bench: {} {}", self.engine, question.name);
            let asked = runtimes
                .clients
                .block_on(question.ask(&service, &subjects, &[]))?;
            self.service(&runtimes, COMPARED, &asked.exchanges)?;
            for clients in CLIENTS {
                let (sample, compared) = match &graph {
                    Some(graph) if clients == COMPARED => self.compare(&runtimes, graph, &asked)?,
                    _ => (self.service(&runtimes, clients, &asked.exchanges)?, None),
                };
                let rss = memory(self.process)?.0;
                engine.figures.push(figures(
                    question.name,
                    By::Service,
                    clients,
                    &sample,
                    Some(rss),
                ));
                if let Some((driver, rounds)) = compared {
                    engine
                        .figures
                        .push(figures(question.name, By::Driver, clients, &driver, None));
                    let ratio = median(rounds.iter().map(|(service, driver)| service / driver));
                    engine.pairs.push(Pair {
                        question: question.name.to_owned(),
                        rounds,
                        ratio,
                    });
                }
            }
        }
        engine.peak_mb = memory(self.process)?.1;
        self.analyses(&runtimes, &service, &mut engine)?;
        serde_json::to_writer_pretty(File::create(&self.out)?, &engine)?;
        Ok(())
    }

    /// Every question of analysis with eight clients; one without an answer is left out and named.
    fn analyses(
        &self,
        runtimes: &Runtimes,
        service: &Service,
        engine: &mut Engine,
    ) -> anyhow::Result<()> {
        let companies = About::Companies.subjects(&self.county)?;
        for analysis in &ANALYSES {
            let question = &analysis.question;
            eprintln!("bench: {} {}", self.engine, question.name);
            let subjects = analysis.about.subjects(&self.county)?;
            let asked = question.ask(service, &subjects, &companies);
            let asked = match runtimes.clients.block_on(asked) {
                Ok(asked) => asked,
                Err(error) => {
                    eprintln!("bench: {} has no answer: {error:#}", question.name);
                    continue;
                }
            };
            let sample = self.service(runtimes, ANALYSTS, &asked.exchanges)?;
            let rss = memory(self.process)?.0;
            let figures = figures(question.name, By::Service, ANALYSTS, &sample, Some(rss));
            engine.figures.push(figures);
        }
        Ok(())
    }

    fn service(
        &self,
        runtimes: &Runtimes,
        clients: usize,
        exchanges: &Arc<[Exchange]>,
    ) -> anyhow::Result<Sample> {
        runtimes.clients.block_on(async {
            let clients = HttpClient::connect(self.address, clients, exchanges).await?;
            drive(clients, exchanges.len(), self.round()).await
        })
    }

    fn round(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }

    /// Service and driver in turns, after the driver has warmed up as the service has.
    #[expect(clippy::type_complexity, reason = "read once, by the caller above")]
    fn compare(
        &self,
        runtimes: &Runtimes,
        graph: &neo4rs::Graph,
        asked: &Asked,
    ) -> anyhow::Result<(Sample, Option<(Sample, Vec<(f64, f64)>)>)> {
        let driven = || {
            let clients = (0..COMPARED)
                .map(|_| DriverClient::new(graph, &asked.statements))
                .collect();
            runtimes
                .driver
                .block_on(drive(clients, asked.statements.len(), self.round()))
        };
        let (mut services, mut drivers, mut rounds) =
            (Sample::default(), Sample::default(), Vec::new());
        driven()?;
        for _ in 0..self.rounds {
            let service = self.service(runtimes, COMPARED, &asked.exchanges)?;
            let driver = driven()?;
            rounds.push((service.rate(), driver.rate()));
            services.add(service);
            drivers.add(driver);
        }
        Ok((services, Some((drivers, rounds))))
    }
}

fn figures(
    question: &str,
    by: By,
    clients: usize,
    sample: &Sample,
    rss_mb: Option<f64>,
) -> Figures {
    Figures {
        question: question.to_owned(),
        by,
        clients,
        per_second: sample.rate(),
        p50_ms: sample.within(0.50),
        p99_ms: sample.within(0.99),
        rss_mb,
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
