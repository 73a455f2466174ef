//! Commands and flags.

mod backup;
mod bulk;
mod check;
mod export;
mod rules;
mod serve;
mod verify;

use std::{
    io::{IsTerminal, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use chrono::{TimeDelta, Utc};
use clap::{Args, Parser, Subcommand};
use kinflow::{
    access::{Role, token::Tokens},
    config::{GraphAddress, Settings, SettingsError},
    export::ExportError,
    graph::{Backend, BackendError, Durable, Exchange},
    load::LoadError,
    model::RegionCode,
    rules::RulesError,
};
use tracing_subscriber::EnvFilter;

/// Done, with rejects or findings that the caller must look at.
const FINDINGS: u8 = 1;
/// The command line, a setting or a file is wrong.
const WRONG_USAGE: u8 = 2;
/// The graph cannot be reached.
const UNAVAILABLE: u8 = 3;

/// Who is kin to whom, where public money flowed, and what deserves a second look.
#[derive(Parser)]
#[command(
    version,
    about,
    max_term_width = 100,
    after_help = "Examples:
  kinflow demo                                   a small county to look around in
  kinflow load exports/ --source civil-affairs   load a directory of tables
  kinflow token --role INVESTIGATOR --regions 50 --subject li
  kinflow serve --graph neo4j://127.0.0.1:7687

Settings come from defaults, --config FILE, KINFLOW__SECTION__KEY variables, then flags.
Exit codes: 0 done, 1 done with rejects to look at, 2 wrong usage, 3 the graph cannot be reached."
)]
pub struct Line {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    shared: Shared,
}

/// Flags that every command takes.
#[derive(Args)]
struct Shared {
    /// Where the graph is: embedded:FILE, bolt://HOST:PORT or neo4j://HOST:PORT
    #[arg(long, global = true, value_name = "URI")]
    graph: Option<String>,
    /// A file of settings; `src/config.default.toml` explains each
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and GraphiQL until Ctrl-C
    #[command(
        after_help = "Example: KINFLOW__AUTH__SECRET=$(openssl rand -hex 32) kinflow serve --graph embedded:county.kgl

Whoever has a token of the role DATA may load files through the API (`loadFiles`) and watch (`loadProgress`);
the README shows how with curl."
    )]
    Serve {
        /// Address and port to listen on
        #[arg(long, value_name = "ADDR")]
        listen: Option<SocketAddr>,
    },
    /// Load the seed county and serve it, with a token for each role
    #[command(after_help = "Examples:
  kinflow demo                                in a temporary graph
  kinflow demo --graph embedded:demo.kgl      in a file that stays")]
    Demo {
        /// Address and port to listen on
        #[arg(long, value_name = "ADDR")]
        listen: Option<SocketAddr>,
    },
    /// Load a directory of tables
    #[command(after_help = format!("Examples:
  kinflow load exports/ --source civil-affairs --graph embedded:county.kgl
  kinflow load exports/ --json > report.json
  kinflow load exports/ --retry-rejects

The report goes to standard output, progress to standard error. Rejected rows are written to
the directory DIR.rejects beside it unless --rejects says otherwise: mend them there, then
kinflow load DIR.rejects.

Tables, and their columns:
{}
Every file may add source and sourceRow.", kinflow::load::tables()))]
    Load(bulk::Load),
    /// Write the whole graph as tables, FollowTheMoney, GraphML, Cypher or files for Neo4j's importer
    #[command(after_help = "Examples:
  kinflow export tables/ --as csv               the loader's own tables; load reads them again
  kinflow export entities/ --as ftm             FollowTheMoney entities, one JSON object a line
  kinflow export drawing/ --as graphml          for Gephi or yEd
  kinflow export script/ --as cypher            a script for cypher-shell and an empty database
  kinflow export import/ --as neo4j-admin       files for neo4j-admin database import full

The directory is made, or is there and empty. Files hold everything on file in clear, for whoever
runs the command alone. Counts go to standard output, progress to standard error.")]
    Export(export::Export),
    /// Say what a load would find, without writing anything
    #[command(after_help = "Examples:
  kinflow check exports/ --html report.html
  kinflow check exports/ --json --graph bolt://127.0.0.1:7687
  kinflow check exports/ --suggest > exports/mapping.toml
  kinflow check --tables payments
  kinflow check --codes

Exit codes: 0 clean, 1 rows that a load would refuse, 2 files that cannot be read.")]
    Check(check::Check),
    /// Write a synthetic county as tables
    #[command(after_help = "Examples:
  kinflow generate county/ --scale 1 --seed 7          one county, the same bytes everywhere
  kinflow generate village/ --scale 0.01               600 people, 3,000 payments
  kinflow generate county/ --plant S1=20 --plant K3=5  with 25 irregularities to be found

--plant takes every rule but T3 and T6, which are about Kinflow's own records, and writes
truth.csv beside the tables: rule, subjectKind, subjectId, key, what, rows. Parts of a key and rows
are separated by ;. Planted payments are among the payments of the plan.")]
    Generate(bulk::Generate),
    /// List the rules, or put them to the graph
    #[command(after_help = "Examples:
  kinflow rules                                  which there are
  kinflow rules S1 K3 --dry-run                  what these two find, in sentences
  kinflow rules --dry-run --json --as-of 2026-01-15 > hits.jsonl
  kinflow rules --prepare                        which of them can be computed, county by county
  kinflow rules --all                            run them and keep what they find as alerts

Hits go to standard output, one line for each; what each rule looked at and how long it took to standard error.
A run that was stopped or killed goes on where it ended when the same rule is run for the same day.
Exit codes: 0 nothing found, 1 something to look at or a rule that failed, 2 wrong usage, 3 the graph cannot be
reached.")]
    Rules(rules::RulesCommand),
    /// Hold the stored graph against the model, and print one hash for what it says
    #[command(after_help = "Examples:
  kinflow verify --graph embedded:county.kgl
  kinflow verify --json > verdict.json

The hash is the same on both engines, whatever the order and portions of loading. Exit codes: 0 nothing is wrong,
1 something is, 3 the graph cannot be reached.")]
    Verify(verify::Verify),
    /// Copy the embedded graph into a file, also while a service holds it
    #[command(after_help = "Examples:
  kinflow backup county-2026-01.kgl --graph embedded:county.kgl
  kinflow backup county-2026-01.kgl --server http://127.0.0.1:8000 --token $(kinflow token --role ADMIN --subject ops)

With --server the service writes the copy into its own folder of backups, the setting graph.backups, and FILE is a
name without a folder. A Neo4j graph is backed up on its server: neo4j-admin database dump.")]
    Backup(backup::Backup),
    /// Put a backup in the place of the embedded graph
    #[command(
        after_help = "Example: kinflow restore county-2026-01.kgl --graph embedded:county.kgl"
    )]
    Restore(backup::Restore),
    /// Print the GraphQL schema definition
    Schema,
    /// Print a signed token
    #[command(
        after_help = "Example: kinflow token --role INVESTIGATOR --regions 50,5101 --subject li --ttl 8h"
    )]
    Token(Token),
    /// Ask a running service whether it is ready
    Health {
        /// Address and port it listens on
        #[arg(long, value_name = "ADDR")]
        listen: Option<SocketAddr>,
    },
}

#[derive(Args)]
struct Token {
    /// PUBLIC, UNIT, INVESTIGATOR, SUPERVISOR, DATA, AUDITOR or ADMIN
    #[arg(long, value_parser = role)]
    role: Role,
    /// Division codes the token sees, with all below them; everywhere if absent
    #[arg(long, value_delimiter = ',', value_parser = region)]
    regions: Vec<RegionCode>,
    /// Whose token it is, as the record of requests names them
    #[arg(long)]
    subject: String,
    /// How long it is valid: a number with m, h or d
    #[arg(long, default_value = "8h", value_parser = lifetime)]
    ttl: TimeDelta,
}

fn role(text: &str) -> Result<Role, String> {
    text.parse()
        .map_err(|error: kinflow::model::Invalid| error.to_string())
}

fn region(text: &str) -> Result<RegionCode, String> {
    text.parse()
        .map_err(|error: kinflow::model::Invalid| error.to_string())
}

fn lifetime(text: &str) -> Result<TimeDelta, String> {
    let wrong = || "write a number of minutes, hours or days, as 30m, 8h or 7d".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let number: i64 = text[..text.len() - unit.len_utf8()]
        .parse()
        .map_err(|_| wrong())?;
    let lifetime = match unit {
        'm' => TimeDelta::try_minutes(number),
        'h' => TimeDelta::try_hours(number),
        'd' => TimeDelta::try_days(number),
        _ => None,
    };
    lifetime
        .filter(|lifetime| *lifetime > TimeDelta::zero() && *lifetime <= TimeDelta::days(3650))
        .ok_or_else(wrong)
}

/// Log lines go to standard error: for people on a terminal, JSON elsewhere.
pub fn log() {
    let filter = EnvFilter::try_from_env("KINFLOW_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,neo4rs=error,kinflow=info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        lines
            .with_ansi(std::env::var_os("NO_COLOR").is_none())
            .with_target(false)
            .init();
    } else {
        lines.json().init();
    }
}

/// The exit code of a failure.
pub fn exit_code(error: &anyhow::Error) -> ExitCode {
    let unavailable = error.chain().any(|cause| {
        matches!(
            cause.downcast_ref::<BackendError>(),
            Some(BackendError::Unavailable(_) | BackendError::Full(_) | BackendError::Timeout)
        )
    });
    let usage = error.chain().any(|cause| {
        cause.is::<SettingsError>()
            || cause.is::<LoadError>()
            || cause.is::<ExportError>()
            || cause.is::<RulesError>()
            || cause.is::<std::io::Error>()
            || cause.is::<backup::WrongUse>()
    });
    ExitCode::from(match (unavailable, usage) {
        (true, _) => UNAVAILABLE,
        (_, true) => WRONG_USAGE,
        _ => FINDINGS,
    })
}

impl Line {
    /// Runs the command.
    ///
    /// # Errors
    /// Whatever stops it, in a sentence for the terminal.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let Self { command, shared } = self;
        match command {
            Command::Serve { listen } => serve::serve(shared.settings(listen)?).await,
            Command::Demo { listen } => serve::demo(shared, listen).await,
            Command::Load(load) => load.run(&shared.settings(None)?).await,
            Command::Export(export) => export.run(&shared.settings(None)?).await,
            Command::Check(check) => {
                let graph = shared.graph.is_some();
                check.run(&shared.settings(None)?, graph).await
            }
            Command::Generate(generate) => generate.run(),
            Command::Rules(rules) => rules.run(&shared.settings(None)?).await,
            Command::Verify(verify) => verify.run(&shared.settings(None)?).await,
            Command::Backup(backup) => backup.run(&shared.settings(None)?).await,
            Command::Restore(restore) => restore.run(&shared.settings(None)?).await,
            Command::Schema => {
                let schema = kinflow::graphql::schema(&shared.settings(None)?.limits);
                print(&kinflow::graphql::sdl(&schema))
            }
            Command::Token(token) => {
                let settings = shared.settings(None)?;
                let tokens = Tokens::new(settings.secret()?);
                let signed = tokens.sign(
                    &token.subject,
                    token.role,
                    &token.regions,
                    Utc::now(),
                    token.ttl,
                )?;
                print(&format!("{signed}\n"))
            }
            Command::Health { listen } => serve::health(shared.settings(listen)?.http.listen).await,
        }
    }
}

impl Shared {
    fn settings(&self, listen: Option<SocketAddr>) -> Result<Settings, SettingsError> {
        let mut flags = Vec::new();
        flags.extend(self.graph.clone().map(|uri| ("graph.uri", uri)));
        flags.extend(listen.map(|address| ("http.listen", address.to_string())));
        Settings::read(self.config.as_deref(), &flags)
    }
}

/// Prints a result; a reader that has gone away is no fault.
fn print(text: &str) -> anyhow::Result<ExitCode> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot print")
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Refuses a graph file that is not there, where opening it would make an empty one.
fn existing(settings: &Settings) -> anyhow::Result<()> {
    match settings.graph.address()? {
        GraphAddress::Embedded(file) if !file.exists() => Err(BackendError::Unavailable(format!(
            "there is no graph file {}",
            file.display()
        ))
        .into()),
        _ => Ok(()),
    }
}

/// Opens the graph; waits for a server that does not answer yet, and says so.
async fn open(settings: &Settings, durable: Durable) -> anyhow::Result<Arc<dyn Backend>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let parallel = if settings.graph.parallel == 0 {
        cores
    } else {
        settings.graph.parallel
    };
    let backend = kinflow::graph::open(&settings.graph.address()?, parallel, durable)?;
    let give_up = Instant::now() + Duration::from_secs(settings.graph.patience_seconds);
    let mut said = false;
    loop {
        let probe = Exchange {
            file: "",
            text: "RETURN 1 AS one",
            parameters: Default::default(),
            makes: None,
        };
        match backend
            .read(probe, Instant::now() + Duration::from_secs(5))
            .await
        {
            Ok(_) => return Ok(backend),
            Err(error @ (BackendError::Unavailable(_) | BackendError::Timeout))
                if Instant::now() >= give_up =>
            {
                return Err(error).with_context(|| {
                    format!(
                        "no graph answers at {}; start it, or name another with --graph",
                        settings.graph.uri
                    )
                });
            }
            Err(BackendError::Unavailable(_) | BackendError::Timeout) => {
                if !std::mem::replace(&mut said, true) {
                    eprintln!(
                        "kinflow: no graph answers at {} yet; waiting up to {} s",
                        settings.graph.uri, settings.graph.patience_seconds
                    );
                }
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}
