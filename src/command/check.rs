//! `check`: what a load would say of a directory, without writing anything.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Context;
use clap::Args;
use kinflow::{
    config::Settings,
    graph::{Backend, Durable, embedded::Embedded},
    load::{self, Asked, Directory},
    questions::{self, Questions, QuestionsError, Refused},
    seed::Seed,
};

use super::{FINDINGS, WRONG_USAGE, open, print};

/// Check a directory of tables.
#[derive(Args)]
pub struct Check {
    /// Directory of CSV files named as their tables
    #[arg(required_unless_present_any = ["codes", "tables", "questions"])]
    directory: Option<PathBuf>,
    /// How the department's own files become tables; mapping.toml in the directory if absent
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Print a mapping proposed for the files that feed no table
    #[arg(long)]
    suggest: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Write the report as one page, too
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Rejects and warnings named of each file; the counts count all
    #[arg(long, value_name = "N", default_value_t = 100)]
    named: usize,
    /// Check a folder of questions instead; with no folder, that of the settings
    #[arg(long, value_name = "FOLDER", num_args = 0..=1)]
    #[expect(
        clippy::option_option,
        reason = "the flag, and the folder that it may name"
    )]
    questions: Option<Option<PathBuf>>,
    /// Print every closed list with what its words mean
    #[arg(long)]
    codes: bool,
    /// Print the tables with what their columns mean, or one of them
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    tables: Option<String>,
}

impl Check {
    /// Runs the check; `graph` says whether one was named.
    ///
    /// # Errors
    /// When it cannot be done at all; what it finds is a finding, not an error.
    pub async fn run(self, settings: &Settings, graph: bool) -> anyhow::Result<ExitCode> {
        if self.codes {
            return print(&load::codes());
        }
        if let Some(name) = &self.tables {
            let name = Some(name.as_str()).filter(|name| !name.is_empty());
            return match load::tables_in_words(name) {
                Ok(text) => print(&text),
                Err(why) => {
                    eprintln!("kinflow: {why}");
                    Ok(ExitCode::from(WRONG_USAGE))
                }
            };
        }
        if let Some(folder) = self.questions {
            let folder = folder.as_deref().or_else(|| settings.questions.folder());
            return questions(folder).await;
        }
        let directory = self.directory.unwrap_or_default();
        let directory = directory
            .canonicalize()
            .with_context(|| format!("there is no directory {}", directory.display()))?;
        if self.suggest {
            let proposed = load::suggest(&Directory(directory));
            return print(&proposed.map_err(load::LoadError::from)?);
        }
        let name = super::bulk::name_of(&directory);
        let mapping = self.mapping.as_deref().map(super::bulk::mapping);
        let mapping = mapping.transpose()?;
        let secret = settings.load.id_secret();
        let backend = match graph {
            true => reachable(settings).await,
            false => None,
        };
        let asked = Asked {
            graph: backend.as_deref(),
            named: self.named,
            mapping: mapping.as_ref(),
            secret: secret.as_deref(),
        };
        let report = load::check(&Directory(directory), asked).await?;
        if let Some(file) = self.html {
            std::fs::write(&file, load::page(&name, &report))
                .with_context(|| format!("{} cannot be written", file.display()))?;
        }
        print(&if self.json {
            serde_json::to_string_pretty(&report)? + "\n"
        } else {
            report.to_string()
        })?;
        Ok(match (report.unusable.is_empty(), report.rejected()) {
            (false, _) => ExitCode::from(WRONG_USAGE),
            (true, 0) => ExitCode::SUCCESS,
            (true, _) => ExitCode::from(FINDINGS),
        })
    }
}

/// Checks the questions of a folder beside those that the program brings, and runs each on the seed.
async fn questions(folder: Option<&Path>) -> anyhow::Result<ExitCode> {
    let found = match Questions::read(folder) {
        Ok(found) => found,
        Err(QuestionsError::Refused(refused)) => return refuse(&refused),
        Err(other) => return Err(other.into()),
    };
    let seed = tempfile::tempdir()?;
    let graph = Embedded::open(&seed.path().join("seed.kgl"), 1)?;
    load::prepare(&graph).await?;
    let options = load::Options {
        batch_rows: load::Options::BATCH_ROWS,
        ..load::Options::default()
    };
    load::load(&graph, &Seed, &options, &load::Unwatched).await?;
    let patience = Duration::from_secs(60);
    let refused = questions::try_out(&found, &graph, Instant::now() + patience).await?;
    graph.close().await?;
    if !refused.is_empty() {
        return refuse(&refused);
    }
    let lines: String = found
        .iter()
        .map(|question| format!("{:<28} {}\n", question.name, question.title.en))
        .collect();
    print(&lines)
}

fn refuse(refused: &[Refused]) -> anyhow::Result<ExitCode> {
    let lines: String = refused
        .iter()
        .map(|refused| format!("{refused}\n"))
        .collect();
    print(&lines)?;
    Ok(ExitCode::from(FINDINGS))
}

/// The graph, unless none answers: a check goes on without one. A file that is not there yet is not
/// made.
async fn reachable(settings: &Settings) -> Option<std::sync::Arc<dyn Backend>> {
    let file = settings.graph.uri.strip_prefix("embedded:");
    let why = match file {
        Some(file) if !std::path::Path::new(file).exists() => "it does not exist yet".to_owned(),
        _ => match open(settings, Durable::AtOnce).await {
            Ok(backend) => return Some(backend),
            Err(error) => error.to_string(),
        },
    };
    eprintln!(
        "kinflow: checking without the graph {}: {why}",
        settings.graph.uri
    );
    None
}
