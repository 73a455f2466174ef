//! How a load is seen while it runs.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::report::FileReport;

/// Whoever watches a load.
pub trait Progress: Send + Sync {
    /// A file of so many rows begins.
    fn begin(&self, file: &str, rows: u64);
    /// So many more of its rows were judged.
    fn advance(&self, rows: u64);
    /// The file is done.
    fn end(&self, report: &FileReport);
}

/// Nobody watches.
#[derive(Clone, Copy, Debug)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn begin(&self, _: &str, _: u64) {}
    fn advance(&self, _: u64) {}
    fn end(&self, _: &FileReport) {}
}

/// A bar with rows a second and the time left, on standard error when that is a terminal, and one
/// line a file when it is not.
#[derive(Debug, Default)]
pub struct Terminal {
    bar: Mutex<Option<ProgressBar>>,
}

impl Terminal {
    fn with_bar(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        if let Ok(mut bar) = self.bar.lock() {
            act(&mut bar);
        }
    }
}

impl Progress for Terminal {
    fn begin(&self, file: &str, rows: u64) {
        let bar = ProgressBar::with_draw_target(Some(rows), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(
            "{msg:<18} {bar:30} {human_pos}/{human_len} rows  {per_sec}  {eta} left",
        ) {
            bar.set_style(style);
        }
        bar.set_message(file.to_owned());
        self.with_bar(|held| *held = Some(bar));
    }

    fn advance(&self, rows: u64) {
        self.with_bar(|held| {
            if let Some(bar) = held {
                bar.inc(rows);
            }
        });
    }

    fn end(&self, report: &FileReport) {
        self.with_bar(|held| {
            let Some(bar) = held.take() else { return };
            if !bar.is_hidden() {
                bar.finish_and_clear();
                return;
            }
            let counts = report.counts;
            eprintln!(
                "{}: {} read, {} loaded, {} unchanged, {} rejected, {} warnings, {:.1} s",
                report.file,
                counts.read,
                counts.loaded,
                counts.unchanged,
                counts.rejected,
                report.warnings,
                report.seconds
            );
        });
    }
}
