//! `export`.

use std::{io::IsTerminal, path::PathBuf, process::ExitCode, sync::Mutex};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kinflow::{
    config::Settings,
    export::{self, Exported, Format},
    graph::Durable,
    load,
};

use super::{open, print};

/// Write the whole graph into a directory.
#[derive(Args)]
pub struct Export {
    /// Directory to write to: a new one, or an empty one
    directory: PathBuf,
    /// csv, ftm, graphml, cypher or neo4j-admin
    #[arg(long = "as", value_name = "FORMAT", value_parser = format)]
    format: Format,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

fn format(text: &str) -> Result<Format, String> {
    text.parse()
        .map_err(|error: kinflow::model::Invalid| error.to_string())
}

impl Export {
    /// Runs the export.
    ///
    /// # Errors
    /// When the directory is not empty, a file cannot be written or the graph does not answer.
    pub async fn run(self, settings: &Settings) -> anyhow::Result<ExitCode> {
        let backend = open(settings, Durable::AtOnce).await?;
        load::prepare(&*backend).await?;
        let seen = Seen::default();
        let watch = |file: &str, written| seen.at(file, written);
        let exported = export::export(&*backend, &self.directory, self.format, &watch).await;
        seen.end();
        let exported = exported?;
        backend.close().await?;
        print(&if self.json {
            serde_json::to_string_pretty(&exported)? + "\n"
        } else {
            report(&exported)
        })
    }
}

/// What is being written: one line that changes on a terminal, one line a file elsewhere.
#[derive(Default)]
struct Seen(Mutex<Option<(String, ProgressBar)>>);

impl Seen {
    fn at(&self, file: &str, written: u64) {
        let Ok(mut seen) = self.0.lock() else { return };
        if !matches!(&*seen, Some((open, _)) if open == file) {
            if !std::io::stderr().is_terminal() {
                eprintln!("kinflow: writing {file}");
            }
            let line = seen
                .take()
                .map_or_else(ProgressBar::new_spinner, |(_, line)| line);
            if let Ok(style) = ProgressStyle::with_template("{msg:<24} {human_pos}  {elapsed}") {
                line.set_style(style);
            }
            line.set_message(file.to_owned());
            *seen = Some((file.to_owned(), line));
        }
        if let Some((_, line)) = &*seen {
            line.set_position(written);
        }
    }

    fn end(&self) {
        if let Ok(mut seen) = self.0.lock()
            && let Some((_, line)) = seen.take()
        {
            line.finish_and_clear();
        }
    }
}

fn report(exported: &Exported) -> String {
    let mut report = String::new();
    for (file, written) in &exported.files {
        report += &format!("{file:<32} {written:>10}\n");
    }
    if !exported.left_out.is_empty() {
        report += "\nLeft out, as the format cannot say it:\n";
        for (what, times) in &exported.left_out {
            report += &format!("{what:<32} {times:>10}\n");
        }
    }
    if let Some(next) = &exported.next {
        report += &format!("\nNext: {next}\n");
    }
    report
}
