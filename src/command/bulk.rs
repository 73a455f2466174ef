//! `load` and `generate`.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use chrono::Utc;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use kinflow::{
    config::Settings,
    generate::{self, Plan, Plant},
    graph::Durable,
    load::{self, Directory, Terminal},
};

use super::{FINDINGS, open, print};

/// Load a directory of tables.
#[derive(Args)]
pub struct Load {
    /// Directory of CSV files named as their tables
    #[arg(required_unless_present = "retract")]
    directory: Option<PathBuf>,
    /// Take back what a batch brought, and list what other rows still need
    #[arg(long, value_name = "BATCH", conflicts_with = "directory")]
    retract: Option<i64>,
    /// Take up the interrupted load of this directory; refuse when there is none
    #[arg(long)]
    resume: bool,
    /// The agency that hands the data over; if absent the mapping's source, else the directory's name
    #[arg(long)]
    source: Option<String>,
    /// How the department's own files become tables; mapping.toml in the directory if absent
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Directory for rejected rows; DIR.rejects beside the directory if absent
    #[arg(long, value_name = "DIR")]
    rejects: Option<PathBuf>,
    /// Load what the last load of the directory refused, mended or not
    #[arg(long)]
    retry_rejects: bool,
    /// Rows a transaction
    #[arg(long, default_value_t = load::Options::BATCH_ROWS)]
    batch: usize,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

impl Load {
    /// Runs the load.
    ///
    /// # Errors
    /// When it cannot be done at all; rejected rows are a finding, not an error.
    pub async fn run(self, settings: &Settings) -> anyhow::Result<ExitCode> {
        let Some(directory) = &self.directory else {
            return self.retract(settings).await;
        };
        let directory = directory
            .canonicalize()
            .with_context(|| format!("there is no directory {}", directory.display()))?;
        let name = name_of(&directory);
        let rejects = self.rejects.unwrap_or_else(|| rejects_of(&directory));
        let directory = if self.retry_rejects {
            rejects.canonicalize().with_context(|| {
                let rejects = rejects.display();
                format!("there are no rejects in {rejects}: the last load refused nothing, or wrote them elsewhere (--rejects)")
            })?
        } else {
            directory
        };
        let backend = open(settings, Durable::AtCheckpoints).await?;
        load::prepare(&*backend).await?;
        let now = Utc::now();
        let options = load::Options {
            source: self.source,
            directory: name.clone(),
            loaded_at_ms: now.timestamp_millis(),
            load_id: format!("{name}-{}", now.format("%Y%m%dT%H%M%S%3f")),
            batch_rows: self.batch.max(1),
            rejects: Some(rejects),
            // What was refused is written under the tables' own columns.
            mapping: match &self.mapping {
                Some(file) if !self.retry_rejects => Some(mapping(file)?),
                _ => None,
            },
            id_secret: settings.load.id_secret(),
            source_order: settings.load.source_order.clone(),
            resume: self.resume,
        };
        let report = load::load(
            &*backend,
            &Directory(directory),
            &options,
            &Terminal::default(),
        )
        .await?;
        backend.close().await?;
        let code = if report.total().rejected > 0 {
            ExitCode::from(FINDINGS)
        } else {
            ExitCode::SUCCESS
        };
        print(&if self.json {
            serde_json::to_string_pretty(&report)? + "\n"
        } else {
            report.to_string()
        })?;
        Ok(code)
    }

    /// Takes a batch back; rows that others need are a finding.
    async fn retract(self, settings: &Settings) -> anyhow::Result<ExitCode> {
        let backend = open(settings, Durable::AtOnce).await?;
        load::prepare(&*backend).await?;
        let now = Utc::now();
        let options = load::Options {
            source: None,
            directory: String::new(),
            loaded_at_ms: now.timestamp_millis(),
            load_id: format!("retract-{}", now.format("%Y%m%dT%H%M%S%3f")),
            batch_rows: self.batch.max(1),
            rejects: None,
            mapping: None,
            id_secret: settings.load.id_secret(),
            source_order: settings.load.source_order.clone(),
            resume: false,
        };
        let batch = self.retract.unwrap_or_default();
        let done = load::retract(&*backend, batch, &options).await?;
        backend.close().await?;
        let code = match done.kept {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::from(FINDINGS),
        };
        print(&if self.json {
            serde_json::to_string_pretty(&done)? + "\n"
        } else {
            done.to_string()
        })?;
        Ok(code)
    }
}

/// The name and text of a mapping.
pub fn mapping(file: &Path) -> anyhow::Result<(String, String)> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("the mapping {} cannot be read", file.display()))?;
    let name = file.file_name().unwrap_or(file.as_os_str());
    Ok((name.to_string_lossy().into_owned(), text))
}

/// What a directory of rejects ends in.
const REJECTS: &str = ".rejects";

/// A directory's own name, whether it holds what was handed over or what was refused of it.
pub fn name_of(directory: &Path) -> String {
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(REJECTS).unwrap_or(&name).to_owned()
}

/// Where what is refused of a directory goes; what is refused of rejects stays with them.
fn rejects_of(directory: &Path) -> PathBuf {
    directory.with_file_name(name_of(directory) + REJECTS)
}

/// Write a synthetic county as tables.
#[derive(Args)]
pub struct Generate {
    /// Directory to write to: a new one, or an empty one
    directory: PathBuf,
    /// 1 is one county: 60,000 people, 300,000 payments
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// The same number gives the same bytes
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Plant so many irregularities of a rule; truth.csv says where
    #[arg(long, value_name = "RULE=N")]
    plant: Vec<Plant>,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
}

impl Generate {
    /// Writes the tables.
    ///
    /// # Errors
    /// When the directory is not empty or cannot be written, or the county has no room for what is
    /// to be planted.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let plan = Plan {
            plants: self.plant,
            ..Plan::county(self.scale, self.seed)
        };
        let bar = rows_written(&plan);
        let summary = generate::generate(&plan, &self.directory, |table, rows| {
            if table == "payments" {
                bar.set_position(rows);
            }
        });
        bar.finish_and_clear();
        let summary = summary?;
        print(&if self.json {
            serde_json::to_string_pretty(&summary)? + "\n"
        } else {
            summary.to_string()
        })
    }
}

/// A bar of payments written, on standard error when that is a terminal.
fn rows_written(plan: &Plan) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let target = ProgressDrawTarget::stderr();
    let bar = ProgressBar::with_draw_target(Some(plan.payments.into()), target);
    if let Ok(style) = ProgressStyle::with_template(
        "payments {bar:30} {human_pos}/{human_len} rows  {per_sec}  {eta} left",
    ) {
        bar.set_style(style);
    }
    bar
}
