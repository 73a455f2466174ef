//! `load` and `generate`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use chrono::Utc;
use clap::Args;
use kinflow::{
    config::Settings,
    generate::{self, Plan},
    load::{self, Directory, Terminal},
};

use super::{FINDINGS, open, print};

/// Load a directory of tables.
#[derive(Args)]
pub struct Load {
    /// Directory of CSV files named as their tables
    directory: PathBuf,
    /// The agency that hands the data over; the directory's name if absent
    #[arg(long)]
    source: Option<String>,
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
        let directory = self
            .directory
            .canonicalize()
            .with_context(|| format!("there is no directory {}", self.directory.display()))?;
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
        let backend = open(settings).await?;
        load::prepare(&*backend).await?;
        let now = Utc::now();
        let options = load::Options {
            source: self.source.unwrap_or_else(|| name.clone()),
            loaded_at_ms: now.timestamp_millis(),
            load_id: format!("{name}-{}", now.format("%Y%m%dT%H%M%S%3f")),
            batch_rows: self.batch.max(1),
            rejects: Some(rejects),
            id_secret: settings.load.id_secret(),
            source_order: settings.load.source_order.clone(),
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
}

impl Generate {
    /// Writes the tables.
    ///
    /// # Errors
    /// When the directory is not empty or cannot be written.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let plan = Plan::county(self.scale, self.seed);
        let summary = generate::generate(&plan, &self.directory, |_, _| {})?;
        for (table, rows) in &summary.rows {
            println!("{table:<14} {rows:>10}");
        }
        Ok(ExitCode::SUCCESS)
    }
}
