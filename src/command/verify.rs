//! `verify`.

use std::process::ExitCode;

use clap::Args;
use kinflow::{config::Settings, graph::Durable, load, verify};

use super::{FINDINGS, existing, open, print};

/// Hold a stored graph against the model.
#[derive(Args)]
pub struct Verify {
    /// Print the verdict as JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Verifies the graph.
    ///
    /// # Errors
    /// When the graph cannot be read; what is wrong with it is a finding, not an error.
    pub async fn run(self, settings: &Settings) -> anyhow::Result<ExitCode> {
        existing(settings)?;
        let backend = open(settings, Durable::AtOnce).await?;
        load::prepare(&*backend).await?;
        let verdict = verify::verify(&*backend, &settings.load.source_order).await?;
        backend.close().await?;
        print(&if self.json {
            serde_json::to_string_pretty(&verdict)? + "\n"
        } else {
            verdict.to_string()
        })?;
        Ok(if verdict.findings.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(FINDINGS)
        })
    }
}
