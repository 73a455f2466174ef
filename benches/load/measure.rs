//! One engine: every question with 1, 8 and 32 clients, and the service beside others.

use std::{fs::File, net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::Context;
use clap::Args;
use neo4rs::Graph;
use serde::{Deserialize, Serialize};

use crate::{
    client::Sample,
    driver,
    javascript::JavaScript,
    machine::memory,
    question::{ANALYSES, QUESTIONS, Question, Service},
    read,
    side::{By, Runtimes, Side},
};

/// Clients at once.
const CLIENTS: [usize; 3] = [1, 8, 32];
/// Clients at once that ask questions of analysis.
const ANALYSTS: usize = 8;
/// Clients at once where the service is compared with others.
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
    /// Where the JavaScript stack serves the same Neo4j, to compare the service with that
    #[arg(long, requires = "javascript_process")]
    javascript: Option<SocketAddr>,
    /// Its process, whose memory is read
    #[arg(long, requires = "javascript")]
    javascript_process: Option<u32>,
    /// Seconds of each round
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Rounds of each side where the service is compared with others
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
    /// Subjects that a question is asked about, at most.
    pub subjects: usize,
    /// Requests a second that the clients reach where the service does nothing.
    pub client_ceiling: f64,
    /// Every question with each number of clients.
    pub figures: Vec<Figures>,
    /// The service beside each other.
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
    /// Who answered.
    pub by: By,
    /// Clients at once.
    pub clients: usize,
    /// Answers a second.
    pub per_second: f64,
    /// Half of the answers came within, in milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 answers came within, in milliseconds.
    pub p99_ms: f64,
    /// The memory of whoever answered, afterwards, in MB.
    pub rss_mb: Option<f64>,
}

/// The service beside another, in turns.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    /// The question.
    pub question: String,
    /// The other.
    pub beside: By,
    /// Answers a second in each round: service, other.
    pub rounds: Vec<(f64, f64)>,
    /// Median of the rounds' ratios.
    pub ratio: f64,
    /// Memory at most up to and with this question, in MB: service, other.
    pub peak_mb: Option<(f64, f64)>,
}

/// What a side reached: all rounds together, and the rate of each.
#[derive(Default)]
struct Reached {
    sample: Sample,
    rates: Vec<f64>,
}

impl Measure {
    /// Measures and writes the figures.
    ///
    /// # Errors
    /// When the service or the graph fails, or an answer changes.
    pub fn run(self) -> anyhow::Result<()> {
        let runtimes = Runtimes::new()?;
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
        let report: Report = read(&self.loaded)?;
        let mut engine = Engine {
            engine: self.engine.clone(),
            files: report.files,
            elements: match &graph {
                Some(graph) => Some(runtimes.driver.block_on(driver::elements(graph))?),
                None => None,
            },
            subjects: 0,
            client_ceiling: 0.0,
            figures: Vec::new(),
            pairs: Vec::new(),
            peak_mb: 0.0,
        };
        let nothing = runtimes.clients.block_on(service.nothing())?;
        let nothing = Side::server(By::Service, self.address, self.process, nothing);
        engine.client_ceiling = nothing.answer(&runtimes, COMPARED, self.round())?.rate();
        for question in &QUESTIONS {
            eprintln!("bench: {} {}", self.engine, question.name);
            let subjects = question.about.subjects(&self.county)?;
            engine.subjects = engine.subjects.max(subjects.len());
            let sides = self
                .sides(&runtimes, &service, graph.as_ref(), question, &subjects)
                .with_context(|| question.name)?;
            self.question(&runtimes, question, &sides, &mut engine)?;
        }
        engine.peak_mb = memory(self.process)?.peak_mb;
        self.analyses(&runtimes, &service, &mut engine)?;
        serde_json::to_writer_pretty(File::create(&self.out)?, &engine)?;
        Ok(())
    }

    /// Who answers a question, the service first; each was asked about every subject once.
    fn sides(
        &self,
        runtimes: &Runtimes,
        service: &Service,
        graph: Option<&Graph>,
        question: &Question,
        subjects: &[String],
    ) -> anyhow::Result<Vec<Side>> {
        let asked = runtimes
            .clients
            .block_on(question.ask(service, subjects, &[]))?;
        let exchanges = asked.exchanges;
        let mut sides = vec![Side::server(
            By::Service,
            self.address,
            self.process,
            exchanges.clone(),
        )];
        if let Some(graph) = graph {
            sides.push(Side::driver(graph.clone(), asked.statements));
        }
        let javascript = self.javascript.zip(self.javascript_process);
        if let Some(((address, process), document)) = javascript.zip(question.javascript) {
            let javascript = JavaScript { address };
            let asked = javascript.ask(document, subjects, self.address, &exchanges);
            let exchanges = runtimes.clients.block_on(asked)?;
            sides.push(Side::server(By::JavaScript, address, process, exchanges));
        }
        Ok(sides)
    }

    /// One question with each number of clients, all sides in turns and equally warm.
    fn question(
        &self,
        runtimes: &Runtimes,
        question: &Question,
        sides: &[Side],
        engine: &mut Engine,
    ) -> anyhow::Result<()> {
        self.in_turns(runtimes, sides, COMPARED, 1)?;
        for clients in CLIENTS {
            let compared = clients == COMPARED && sides.len() > 1;
            let rounds = if compared { self.rounds } else { 1 };
            let reached = self.in_turns(runtimes, sides, clients, rounds)?;
            for (side, reached) in sides.iter().zip(&reached) {
                let rss = side.memory()?.map(|memory| memory.now_mb);
                let figures = figures(question.name, side.by, clients, &reached.sample, rss);
                engine.figures.push(figures);
            }
            if compared {
                engine.pairs.extend(pairs(question.name, sides, &reached)?);
            }
        }
        Ok(())
    }

    /// Lets every side answer for a round, as often as asked for.
    fn in_turns(
        &self,
        runtimes: &Runtimes,
        sides: &[Side],
        clients: usize,
        rounds: usize,
    ) -> anyhow::Result<Vec<Reached>> {
        let mut reached: Vec<Reached> = sides.iter().map(|_| Reached::default()).collect();
        for _ in 0..rounds {
            for (side, reached) in sides.iter().zip(&mut reached) {
                let sample = side.answer(runtimes, clients, self.round())?;
                reached.rates.push(sample.rate());
                reached.sample.add(sample);
            }
        }
        Ok(reached)
    }

    /// Every question of analysis with eight clients; one without an answer is left out and named.
    fn analyses(
        &self,
        runtimes: &Runtimes,
        service: &Service,
        engine: &mut Engine,
    ) -> anyhow::Result<()> {
        for analysis in &ANALYSES {
            let question = &analysis.question;
            eprintln!("bench: {} {}", self.engine, question.name);
            let subjects = question.about.subjects(&self.county)?;
            let others = question.about.others(&self.county)?;
            let asked = question.ask(service, &subjects, &others);
            let asked = match runtimes.clients.block_on(asked) {
                Ok(asked) => asked,
                Err(error) => {
                    eprintln!("bench: {} has no answer: {error:#}", question.name);
                    continue;
                }
            };
            let side = Side::server(By::Service, self.address, self.process, asked.exchanges);
            let sample = side.answer(runtimes, ANALYSTS, self.round())?;
            let rss = memory(self.process)?.now_mb;
            let figures = figures(question.name, By::Service, ANALYSTS, &sample, Some(rss));
            engine.figures.push(figures);
        }
        Ok(())
    }

    fn round(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }
}

impl Engine {
    /// How fast they answered a question.
    pub fn answered(&self, by: By, question: &str, clients: usize) -> Option<&Figures> {
        self.figures.iter().find(|figures| {
            figures.by == by && figures.question == question && figures.clients == clients
        })
    }

    /// The service beside another with a question.
    pub fn beside(&self, other: By, question: &str) -> Option<&Pair> {
        self.pairs
            .iter()
            .find(|pair| pair.beside == other && pair.question == question)
    }
}

/// The first side beside each other.
fn pairs(question: &str, sides: &[Side], reached: &[Reached]) -> anyhow::Result<Vec<Pair>> {
    let mut all = sides.iter().zip(reached);
    let Some((service, of_service)) = all.next() else {
        return Ok(Vec::new());
    };
    let peak = |side: &Side| anyhow::Ok(side.memory()?.map(|memory| memory.peak_mb));
    all.map(|(other, of_other)| {
        let rates = of_service.rates.iter().zip(&of_other.rates);
        let rounds: Vec<(f64, f64)> = rates.map(|(service, other)| (*service, *other)).collect();
        Ok(Pair {
            question: question.to_owned(),
            beside: other.by,
            ratio: median(rounds.iter().map(|(service, other)| service / other)),
            rounds,
            peak_mb: peak(service)?.zip(peak(other)?),
        })
    })
    .collect()
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
