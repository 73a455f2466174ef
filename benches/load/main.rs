//! The load harness behind `dev/bench`: how fast a running service answers, how near that comes to
//! the bare driver with the same statements, and how far from the JavaScript stack with the same
//! questions.
//!
//! | module | what it is for |
//! |---|---|
//! | `question` | the questions, each about many subjects, and the statements behind them |
//! | `hub` | tables of two hubs, and families that questions are asked about beside them |
//! | `client` | clients that ask one question after another, and how long each answer took |
//! | `http` | such a client over one kept-alive HTTP/1.1 connection |
//! | `driver` | such a client over neo4rs alone |
//! | `javascript` | the same questions to the JavaScript stack, its answers held against the service's |
//! | `side` | one who answers: the service, the driver or the JavaScript stack |
//! | `measure` | one engine: every question with 1, 8 and 32 clients, all sides in turns |
//! | `machine` | where it was measured |
//! | `table` | all engines as one table, and the targets |

mod client;
mod driver;
mod http;
mod hub;
mod javascript;
mod machine;
mod measure;
mod question;
mod side;
mod table;

use std::{fs::File, path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::{Parser, Subcommand};
use measure::{Engine, Measure};
use table::Bench;

/// Measures a running service; `dev/bench` starts one and calls this.
#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    /// What `cargo bench` calls every benchmark with
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Write the tables of two hubs, to be loaded beside a county
    Hubs {
        /// The county, as tables
        county: PathBuf,
        /// Folder for the tables
        folder: PathBuf,
    },
    /// Measure one engine and write its figures as JSON
    Measure(Measure),
    /// Print the figures of all engines as one table
    Table {
        /// Files that `measure` wrote
        #[arg(required = true)]
        engines: Vec<PathBuf>,
        /// File for the same as JSON
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Line::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(line: Line) -> anyhow::Result<()> {
    match line.command {
        None => eprintln!("bench: dev/bench starts a service and measures it"),
        Some(Command::Hubs { county, folder }) => hub::write(&county, &folder)?,
        Some(Command::Measure(measure)) => measure.run()?,
        Some(Command::Table { engines, out }) => {
            let engines = engines
                .iter()
                .map(read)
                .collect::<anyhow::Result<Vec<Engine>>>()?;
            let bench = Bench::new(engines)?;
            print!("{bench}");
            if let Some(out) = out {
                let file = File::create(&out)
                    .with_context(|| format!("cannot write {}", out.display()))?;
                serde_json::to_writer_pretty(file, &bench)?;
            }
        }
    }
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(path: &PathBuf) -> anyhow::Result<T> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_reader(file)
        .with_context(|| format!("{} is not what it should be", path.display()))
}
