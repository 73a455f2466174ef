//! All engines as one table, and the targets.

use std::fmt;

use chrono::{DateTime, SubsecRound, Utc};
use serde::Serialize;

use crate::{
    machine::Machine,
    measure::{Engine, Figures, LoadedFile},
    question::ANALYSES,
    side::By,
};

/// Everything that was measured in one run.
#[derive(Serialize)]
pub struct Bench {
    date: DateTime<Utc>,
    version: &'static str,
    machine: Machine,
    targets: Vec<Target>,
    engines: Vec<Engine>,
}

/// A figure that was promised.
#[derive(Serialize)]
struct Target {
    what: String,
    unit: &'static str,
    /// At least this where more is better, at most this otherwise.
    goal: f64,
    more_is_better: bool,
    seen: f64,
    met: bool,
}

impl Bench {
    /// What was measured, with the targets judged.
    ///
    /// # Errors
    /// When the machine cannot be described.
    pub fn new(engines: Vec<Engine>) -> anyhow::Result<Self> {
        Ok(Self {
            date: Utc::now().trunc_subsecs(0),
            version: env!("CARGO_PKG_VERSION"),
            machine: Machine::this()?,
            targets: engines.iter().flat_map(targets).collect(),
            engines,
        })
    }
}

fn targets(engine: &Engine) -> Vec<Target> {
    let target = |what: &str, unit, goal: f64, more_is_better, seen: Option<f64>| {
        seen.map(|seen| Target {
            what: format!("{}: {what}", engine.engine),
            unit,
            goal,
            more_is_better,
            seen,
            met: if more_is_better {
                seen >= goal
            } else {
                seen <= goal
            },
        })
    };
    let ratio = |question: &str| engine.beside(By::Driver, question).map(|pair| pair.ratio);
    let answered = |question, clients| engine.answered(By::Service, question, clients);
    let p50 = |question| answered(question, 1).map(|figures| figures.p50_ms);
    let targets = if engine.pairs.is_empty() {
        vec![
            target("point, p50 of 1 client", "ms", 0.5, false, p50("point")),
            target("plain, p50 of 1 client", "ms", 1.5, false, p50("plain")),
            target(
                "headline, p50 of 1 client",
                "ms",
                5.0,
                false,
                p50("headline"),
            ),
            target(
                "point, 32 clients",
                "requests/s",
                8_000.0,
                true,
                answered("point", 32).map(|figures| figures.per_second),
            ),
        ]
    } else {
        vec![
            target(
                "point, 32 clients",
                "of the driver",
                0.70,
                true,
                ratio("point"),
            ),
            target(
                "plain, 32 clients",
                "of the driver",
                0.70,
                true,
                ratio("plain"),
            ),
            target(
                "headline, 32 clients",
                "of the driver",
                0.85,
                true,
                ratio("headline"),
            ),
            target(
                "memory of the service at most",
                "MB",
                60.0,
                false,
                Some(engine.peak_mb),
            ),
        ]
    };
    let rates = [("point", 6.0), ("members", 4.0), ("plain", 4.0)];
    let javascript = rates.into_iter().flat_map(|(question, goal)| {
        let rate = engine.beside(By::JavaScript, question);
        let p99 = |by| Some(engine.answered(by, question, 32)?.p99_ms);
        let p99 = p99(By::Service).zip(p99(By::JavaScript));
        [
            target(
                &format!("{question}, 32 clients"),
                "times JavaScript's",
                goal,
                true,
                rate.map(|pair| pair.ratio),
            ),
            target(
                &format!("{question}, p99 of 32 clients"),
                "of JavaScript's",
                0.25,
                false,
                p99.map(|(service, javascript)| service / javascript),
            ),
        ]
    });
    // The headline, which JavaScript is not asked, comes after these.
    let peak = engine.beside(By::JavaScript, "plain");
    let memory = target(
        "memory at most, three questions",
        "of JavaScript's",
        0.25,
        false,
        peak.and_then(|pair| pair.peak_mb)
            .map(|(service, javascript)| service / javascript),
    );
    let analyses = ANALYSES.iter().map(|analysis| {
        let name = analysis.question.name;
        let seen = answered(name, 8).map_or(f64::INFINITY, |figures| figures.p99_ms);
        let what = format!("{name}, p99 of 8 clients");
        target(&what, "ms", analysis.goal_ms, false, Some(seen))
    });
    let [few, many] = ["hub 1,000", "hub 100,000"].map(|question| answered(question, 8));
    let hub = target(
        "beside 100,000 links, p50 of 8 clients",
        "of that beside 1,000",
        1.1,
        false,
        few.zip(many).map(|(few, many)| many.p50_ms / few.p50_ms),
    );
    let beside = targets.into_iter().chain(javascript).chain([memory]);
    beside.chain(analyses).chain([hub]).flatten().collect()
}

impl fmt::Display for Bench {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine {
            cores,
            processor,
            memory_gb,
            kernel,
        } = &self.machine;
        let date = self.date.format("%Y-%m-%d %H:%M UTC");
        writeln!(
            f,
            "Kinflow {}, {date}, {cores} cores ({processor}), {memory_gb:.0} GB, Linux {kernel}",
            self.version
        )?;
        self.loads(f)?;
        writeln!(
            f,
            "\n{:<10}{:<12}{:<11}{:>8}{:>12}{:>10}{:>10}{:>9}",
            "engine", "question", "by", "clients", "requests/s", "p50 ms", "p99 ms", "RSS MB"
        )?;
        for engine in &self.engines {
            for figures in &engine.figures {
                row(f, &engine.engine, figures)?;
            }
        }
        for engine in &self.engines {
            let Engine {
                engine,
                subjects,
                client_ceiling,
                peak_mb,
                ..
            } = engine;
            writeln!(
                f,
                "{engine}: at most {subjects} subjects in turn; the clients alone reach {} requests/s; memory at most {peak_mb:.0} MB",
                grouped(*client_ceiling)
            )?;
        }
        self.pairs(f)?;
        writeln!(
            f,
            "\n{:<8}{:<42}{:>10}{:>10}{:>9}  unit",
            "target", "what", "goal", "seen", "by"
        )?;
        for Target {
            what,
            unit,
            goal,
            more_is_better,
            seen,
            met,
        } in &self.targets
        {
            let sign = if *more_is_better { "≥" } else { "≤" };
            let word = if *met { "met" } else { "MISSED" };
            let goal_text = format!("{sign} {}", short(*goal));
            let by = (seen / goal - 1.0) * 100.0;
            writeln!(
                f,
                "{word:<8}{what:<42}{goal_text:>10}{:>10}{by:>+8.0}%  {unit}",
                short(*seen)
            )?;
        }
        Ok(())
    }
}

impl Bench {
    /// Rows a second of each file and elements a second of all, one column an engine.
    fn loads(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{:<20}{:>10}", "load", "rows")?;
        for engine in &self.engines {
            write!(f, "{:>20}", format!("{} rows/s", engine.engine))?;
        }
        writeln!(f)?;
        let Some(first) = self.engines.first() else {
            return Ok(());
        };
        for (place, file) in first.files.iter().enumerate() {
            write!(f, "{:<20}{:>10}", file.file, grouped(file.read as f64))?;
            for engine in &self.engines {
                let rate = engine
                    .files
                    .get(place)
                    .map(|file| file.read as f64 / file.seconds);
                write!(f, "{:>20}", rate.map_or(String::new(), grouped))?;
            }
            writeln!(f)?;
        }
        let rows = |files: &[LoadedFile]| files.iter().map(|file| file.read as f64).sum::<f64>();
        let seconds = |engine: &Engine| engine.files.iter().map(|file| file.seconds).sum::<f64>();
        let mut total = |name: &str, number: f64| {
            write!(f, "{name:<20}{:>10}", grouped(number))?;
            for engine in &self.engines {
                let took = seconds(engine);
                write!(
                    f,
                    "{:>20}",
                    format!("{} in {took:.0} s", grouped(number / took))
                )?;
            }
            writeln!(f)
        };
        total("all rows", rows(&first.files))?;
        if let Some((nodes, links)) = self.engines.iter().find_map(|engine| engine.elements) {
            total("nodes and links", (nodes + links) as f64)?;
        }
        let rejected: u64 = self
            .engines
            .iter()
            .flat_map(|engine| &engine.files)
            .map(|file| file.rejected)
            .sum();
        if rejected > 0 {
            writeln!(f, "{rejected} rows were rejected")?;
        }
        Ok(())
    }

    fn pairs(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for engine in &self.engines {
            for pair in &engine.pairs {
                let rounds: Vec<String> = pair
                    .rounds
                    .iter()
                    .map(|(service, other)| {
                        format!("{service:.0}/{other:.0}={:.2}", service / other)
                    })
                    .collect();
                let name = format!("{} {}", engine.engine, pair.question);
                write!(
                    f,
                    "{name:<20}{:.2} × {}, median of {}",
                    pair.ratio,
                    pair.beside,
                    rounds.join("  ")
                )?;
                match pair.peak_mb {
                    Some((service, other)) => {
                        writeln!(f, "; memory at most so far {service:.0}/{other:.0} MB")?;
                    }
                    None => writeln!(f)?,
                }
            }
        }
        Ok(())
    }
}

fn row(f: &mut fmt::Formatter<'_>, engine: &str, figures: &Figures) -> fmt::Result {
    let Figures {
        question,
        by,
        clients,
        per_second,
        p50_ms,
        p99_ms,
        rss_mb,
    } = figures;
    let rss = rss_mb.map_or(String::new(), |mb| format!("{mb:.0}"));
    writeln!(
        f,
        "{engine:<10}{question:<12}{by:<11}{clients:>8}{:>12}{p50_ms:>10.2}{p99_ms:>10.2}{rss:>9}",
        grouped(*per_second)
    )
}

/// A whole number with its thousands apart.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn short(number: f64) -> String {
    if number >= 100.0 {
        grouped(number)
    } else {
        format!("{number:.2}")
    }
}
