//! `rules`: which there are, and what they find.

use std::{
    collections::BTreeMap,
    io::{IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use chrono::{Local, NaiveDate, Utc};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kinflow::{
    alerts::{Progress, Run, Runner},
    config::Settings,
    graph::{Backend, Durable},
    load,
    rules::{Counts, Coverage, Fields, Found, Judge, Judged, Readiness, Rule, Rules, Subjects},
};

use super::{FINDINGS, existing, open, print};

/// List rules, or put them to the graph.
#[derive(Args)]
pub struct RulesCommand {
    /// Rules to run, by id, as S1 K3
    rules: Vec<String>,
    /// Run all of them
    #[arg(long, conflicts_with = "rules")]
    all: bool,
    /// Print what they find, without storing anything
    #[arg(long)]
    dry_run: bool,
    /// Print what each rule lacks, county by county, without running any
    #[arg(long, conflicts_with = "dry_run")]
    prepare: bool,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
    /// Folder of more rules, which stand in place of those with the same ids
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// The day judged; today if absent
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// Subjects looked at in one statement
    #[arg(long, value_name = "N")]
    chunk: Option<usize>,
}

impl RulesCommand {
    /// Lists the rules or runs them.
    ///
    /// # Errors
    /// When a rule's file is unfit or the graph cannot be read.
    pub async fn run(self, settings: &Settings) -> anyhow::Result<ExitCode> {
        let folder = self.folder.as_deref().or(settings.rules.folder());
        let rules = Rules::read(folder, &settings.kin.scopes()?, &settings.rules.overrides)?;
        let chosen = chosen(&rules, &self.rules)?;
        if self.rules.is_empty() && !self.all && !self.dry_run && !self.prepare {
            return self.list(&chosen);
        }
        existing(settings)?;
        let backend = open(settings, Durable::AtOnce).await?;
        load::prepare(&*backend).await?;
        let judge = self.judge(settings, backend.clone()).await?;
        let told = tokio::select! {
            told = async {
                match (self.prepare, self.dry_run) {
                    (true, _) => self.lacks(&judge, &chosen).await,
                    (_, true) => self.dry(&judge, &chosen).await,
                    (_, false) => self.store(judge, &chosen).await,
                }
            } => told,
            _ = tokio::signal::ctrl_c() => {
                eprintln!("kinflow: stopped; what was found is kept, and the same command goes on from here");
                Ok(true)
            }
        };
        backend.close().await?;
        Ok(match told? {
            true => ExitCode::from(FINDINGS),
            false => ExitCode::SUCCESS,
        })
    }

    fn list(&self, rules: &[&Rule]) -> anyhow::Result<ExitCode> {
        let lines = rules.iter().map(|rule| {
            let header = &rule.header;
            let params: serde_json::Map<_, _> = rule.params("");
            match self.json {
                true => serde_json::json!({
                    "rule": header.id, "version": rule.version, "title": header.title.en,
                    "titleZh": header.title.zh, "subject": header.subject, "severity": header.severity,
                    "params": params, "file": rule.file,
                })
                .to_string(),
                false => format!(
                    "{:4} {:6} {:9} {}  {}",
                    header.id, header.severity, header.subject, header.title.en, header.title.zh
                ),
            }
        });
        let lines: Vec<String> = lines.map(|line| line + "\n").collect();
        print(&lines.concat())
    }

    async fn judge(&self, settings: &Settings, backend: Arc<dyn Backend>) -> anyhow::Result<Judge> {
        let patience = Duration::from_secs(settings.rules.seconds);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Judge {
            coverage: Arc::new(Coverage::read(&*backend, patience).await?),
            backend,
            as_of: self.as_of.unwrap_or_else(|| Local::now().date_naive()),
            chunk: self.chunk.unwrap_or(settings.rules.chunk),
            parallel: match settings.graph.parallel {
                0 => cores,
                parallel => parallel,
            },
            patience,
        })
    }

    /// Prints what rules lack; whether they lack anything.
    async fn lacks(&self, judge: &Judge, rules: &[&Rule]) -> anyhow::Result<bool> {
        let (mut fields, mut look) = (Fields::default(), false);
        for rule in rules {
            for ready in judge.readiness(rule, &mut fields).await? {
                look |= !ready.missing.is_empty() || !ready.stale.is_empty();
                let line = match self.json {
                    true => serde_json::to_string(&ready)?,
                    false => readiness(&ready),
                };
                let written = writeln!(std::io::stdout(), "{line}");
                written.context("cannot print")?;
            }
        }
        Ok(look)
    }

    /// Prints what rules find; whether there was anything to look at.
    async fn dry(&self, judge: &Judge, rules: &[&Rule]) -> anyhow::Result<bool> {
        let mut look = false;
        for rule in rules {
            let started = Instant::now();
            match self.put(judge, rule).await {
                Ok(counts) => {
                    look |= counts.raised > 0;
                    eprintln!("{}", told(rule, &counts, started.elapsed()));
                }
                Err(error) => {
                    look = true;
                    eprintln!("{:4} FAILED {error:#}", rule.header.id);
                }
            }
        }
        Ok(look)
    }

    /// Runs rules and keeps what they find; whether there was anything to look at.
    async fn store(&self, judge: Judge, rules: &[&Rule]) -> anyhow::Result<bool> {
        let runner = Runner {
            judge,
            holder: format!("command {}", std::process::id()),
            clock: Arc::new(Utc::now),
        };
        let mut look = false;
        for rule in rules {
            let started = Instant::now();
            let subjects = runner.judge.subjects(rule).await?;
            let bar = progress(rule, subjects);
            let watch = |now: &Progress| bar.set_position(now.judged.looked_at as u64);
            let run = runner.run(rule, watch).await;
            bar.finish_and_clear();
            match run {
                Ok(run) => {
                    look |= run.progress.judged.raised > 0;
                    let line = match self.json {
                        true => serde_json::json!({
                            "rule": rule.header.id, "run": run.id, "resumed": run.resumed,
                            "progress": run.progress,
                        })
                        .to_string(),
                        false => kept(rule, &run),
                    };
                    let written = writeln!(std::io::stdout(), "{line}");
                    written.context("cannot print")?;
                    eprintln!("{}", told(rule, &run.progress.judged, started.elapsed()));
                }
                Err(error) => {
                    look = true;
                    eprintln!("{:4} FAILED {error}", rule.header.id);
                }
            }
        }
        Ok(look)
    }

    /// Puts one rule to its subjects and prints its hits as they come.
    async fn put(&self, judge: &Judge, rule: &Rule) -> anyhow::Result<Counts> {
        let mut counts = Counts {
            subjects: judge.subjects(rule).await?,
            ..Counts::default()
        };
        let bar = progress(rule, counts.subjects);
        let as_of = judge.as_of.to_string();
        judge
            .judge(
                rule,
                Subjects::all(),
                async |judged: Judged| -> anyhow::Result<()> {
                    counts.add(&judged.counts);
                    bar.set_position(counts.looked_at as u64);
                    let hits = judged.found.iter().filter_map(|found| match found {
                        Found::Hit(hit) => Some(hit),
                        Found::NotComputable(_) => None,
                    });
                    for hit in hits {
                        let line = match self.json {
                            true => serde_json::to_string(hit)?,
                            false => {
                                let sentence = rule.explain(
                                    hit,
                                    &hit.subject_id,
                                    &as_of,
                                    kinflow::model::kin::Locale::En,
                                );
                                format!(
                                    "{:4} {:6} {} {}: {sentence}",
                                    hit.rule, hit.severity, hit.subject_id, hit.key
                                )
                            }
                        };
                        let written = writeln!(std::io::stdout(), "{line}");
                        written.context("cannot print")?;
                    }
                    Ok(())
                },
            )
            .await?;
        bar.finish_and_clear();
        Ok(counts)
    }
}

fn chosen<'a>(rules: &'a Rules, ids: &[String]) -> anyhow::Result<Vec<&'a Rule>> {
    if ids.is_empty() {
        return Ok(rules.iter().collect());
    }
    let find = |id: &String| {
        rules.get(id).ok_or_else(|| {
            let known: Vec<&str> = rules.iter().map(|rule| rule.header.id.as_str()).collect();
            anyhow::anyhow!("there is no rule {id}: {}", known.join(" "))
        })
    };
    ids.iter().map(find).collect()
}

fn progress(rule: &Rule, subjects: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(subjects as u64).with_prefix(rule.header.id.clone());
    let style = ProgressStyle::with_template("{prefix:4} {bar:30} {pos}/{len} {per_sec} {eta}");
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

/// One line about what a rule said.
fn told(rule: &Rule, counts: &Counts, took: Duration) -> String {
    let missing: BTreeMap<_, _> = counts.missing.iter().collect();
    let missing: Vec<String> = missing
        .iter()
        .map(|(what, number)| format!("{what} {number}"))
        .collect();
    let missing = match missing.is_empty() {
        true => String::new(),
        false => format!(" ({})", missing.join(", ")),
    };
    format!(
        "{:4} {} hits; {} of {} subjects looked at: {} clear, {} stale, {} not computable{missing}; {:.2} s",
        rule.header.id,
        counts.raised,
        counts.looked_at,
        counts.subjects,
        counts.clear,
        counts.stale,
        counts.not_computable,
        took.as_secs_f64()
    )
}

/// One line about what a rule lacks in a county.
fn readiness(ready: &Readiness) -> String {
    let county = match ready.county.as_str() {
        "" => "nowhere",
        county => county,
    };
    let mut line = format!("{:4} {county:8} {:>8} subjects", ready.rule, ready.subjects);
    for (what, registers) in [("missing", &ready.missing), ("too old", &ready.stale)] {
        if !registers.is_empty() {
            line += &format!("; {what}: {}", registers.join(", "));
        }
    }
    for field in ready
        .fields
        .iter()
        .filter(|field| field.filled < field.nodes)
    {
        line += &format!(
            "; {} on file for {} of {}",
            field.name, field.filled, field.nodes
        );
    }
    line
}

/// One line about what became of a rule's alerts.
fn kept(rule: &Rule, run: &Run) -> String {
    let now = &run.progress;
    format!(
        "{:4} {} raised, {} open again, {} seen again, {} lapsed{}",
        rule.header.id,
        now.raised,
        now.returned,
        now.seen_again,
        now.lapsed,
        if run.resumed {
            "; taken up where it had ended"
        } else {
            ""
        }
    )
}
