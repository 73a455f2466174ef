//! Loads killed at random moments: nothing acknowledged is lost, nothing is there in part, and what
//! comes of it in the end is what an uninterrupted load gives.
//!
//! `KINFLOW_CRASH_ROUNDS` and `KINFLOW_CRASH_SCALE` make it longer and larger, as `dev/bench` does.

mod disk;

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use kinflow::{
    generate::{Plan, generate},
    graph::{Exchange, Record},
};
use serde_json::Value;

use crate::engines::{self, Engine};

/// Rows a transaction.
const BATCH: usize = 100;
/// Kills a round before the load is left to end.
const KILLS: usize = 4;

fn setting<T: std::str::FromStr>(name: &str, default: T) -> T {
    let set = std::env::var(name).ok().and_then(|text| text.parse().ok());
    set.unwrap_or(default)
}

/// Numbers that are the same in every run: an xorshift generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }
}

/// A county as one department hands it over, and as a second one knows it.
struct Deliveries {
    _folder: tempfile::TempDir,
    first: PathBuf,
    second: PathBuf,
    scratch: PathBuf,
}

impl Deliveries {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let (first, second, scratch) = (path("first"), path("second"), path("scratch"));
        let scale = setting("KINFLOW_CRASH_SCALE", 0.01);
        generate(&Plan::county(scale, 11), &first, |_, _| {}).unwrap();
        fs::create_dir(&scratch).unwrap();
        fs::create_dir(&second).unwrap();
        for name in ["persons.csv", "kinships.csv", "payments.csv"] {
            let text = fs::read_to_string(first.join(name)).unwrap();
            fs::write(second.join(name), otherwise(name, &text)).unwrap();
        }
        Self {
            _folder: folder,
            first,
            second,
            scratch,
        }
    }

    /// Loads both, interrupted by as many kills as are left, and returns the number of kills.
    async fn load(
        &self,
        graph: &str,
        server: Option<&Engine>,
        random: &mut Random,
        within: [u64; 2],
        kills: usize,
    ) -> usize {
        let mut killed = 0;
        let mut before = rows(&self.verify(graph, &UNFINISHED));
        for (directory, longest) in [&self.first, &self.second].into_iter().zip(within) {
            for left in (0..=kills).rev() {
                let wait = (left > 0).then(|| Duration::from_millis(random.below(longest)));
                let log = self.scratch.join("log");
                let ended = run(self.command(directory, graph), &log, wait);
                if let Some(server) = server {
                    at_rest(server).await;
                }
                let after = self.verify(graph, if ended { &[] } else { &UNFINISHED });
                let brought = rows(&after) - before;
                let possible = possible(&log, ended, server.is_some());
                assert!(
                    possible.contains(&brought),
                    "{brought} rows came, not {possible:?}"
                );
                before = rows(&after);
                if ended {
                    break;
                }
                killed += 1;
            }
        }
        killed
    }

    fn command(&self, directory: &Path, graph: &str) -> Command {
        let mut command = kinflow(graph);
        command.arg("load").arg(directory);
        command.args(["--batch", &BATCH.to_string(), "--rejects"]);
        command.arg(self.scratch.join("rejects.csv"));
        command
    }

    /// What `verify` says, which must find nothing but what is tolerated.
    fn verify(&self, graph: &str, tolerated: &[&str]) -> Value {
        if let Some(file) = graph.strip_prefix("embedded:")
            && !Path::new(file).exists()
        {
            return Value::Null;
        }
        let out = kinflow(graph).args(["verify", "--json"]).output().unwrap();
        let said = String::from_utf8(out.stdout).unwrap();
        let complaint = String::from_utf8_lossy(&out.stderr);
        let verdict: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{complaint}"));
        let found = verdict["findings"]["counts"].as_object().unwrap();
        for kind in found.keys() {
            let named = &verdict["findings"]["named"];
            assert!(tolerated.contains(&kind.as_str()), "{kind}: {named:#}");
        }
        verdict
    }
}

/// What an interrupted load leaves undone until it is run again.
const UNFINISHED: [&str; 4] = [
    "INTERRUPTED_LOAD",
    "MISSING_SIBLING",
    "SURPLUS_SIBLING",
    "WRONG_PART",
];

fn kinflow(graph: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinflow"));
    command
        .args(["--graph", graph])
        .env("KINFLOW__LOAD__SOURCE_ORDER", "second,first")
        .env(
            "KINFLOW_LOG",
            "warn,neo4rs=error,kinflow::load=debug,kinflow::graph=debug",
        )
        .stdin(Stdio::null());
    command
}

/// Every third line with another value in its last cells; what it says differs, ids do not.
fn otherwise(name: &str, text: &str) -> String {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let (column, value) = match name {
        "persons.csv" => ("name", "更名"),
        "kinships.csv" => ("nature", "STEP"),
        _ => ("period", "2019"),
    };
    let place = head.iter().position(|found| *found == column);
    let mut other = head.join(",") + "\n";
    for (at, line) in lines.enumerate() {
        let mut cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), head.len(), "{line}");
        if let Some(place) = place.filter(|_| at % 3 == 0) {
            cells[place] = value;
        }
        other += &(cells.join(",") + "\n");
    }
    other
}

/// Waits until the server is done with what a client asked that is gone: it may be committing yet.
async fn at_rest(server: &Engine) {
    let deadline = Instant::now() + Duration::from_secs(120);
    loop {
        let transactions = Exchange {
            file: "test",
            text: "SHOW TRANSACTIONS YIELD transactionId RETURN transactionId",
            parameters: Record::new(),
            makes: None,
        };
        let running = server.backend().read(transactions, deadline).await.unwrap();
        // The one that asks is among them.
        if running.len() <= 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Runs a load; after the wait it is killed by its own id. Whether it came to its end before.
fn run(mut command: Command, log: &Path, wait: Option<Duration>) -> bool {
    let stderr = File::create(log).unwrap();
    let mut child: Child = command
        .stdout(Stdio::null())
        .stderr(stderr)
        .spawn()
        .unwrap();
    let until = wait.map(|wait| Instant::now() + wait);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            let said = fs::read_to_string(log).unwrap_or_default();
            assert_eq!(status.code(), Some(0), "{said}");
            return true;
        }
        if until.is_some_and(|until| Instant::now() >= until) {
            child.kill().unwrap();
            child.wait().unwrap();
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// How many new rows a load can have brought, as far as its log says.
fn possible(log: &Path, ended: bool, server: bool) -> BTreeSet<i64> {
    let said = fs::read(log).unwrap();
    let said = String::from_utf8_lossy(&said).into_owned();
    let lines = said.lines().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap_or_default();
        let new = line["fields"]["new"].as_i64().unwrap_or_default();
        (
            line["fields"]["message"].as_str().unwrap_or("").to_owned(),
            new,
        )
    });
    match server {
        true => with_each_transaction(lines, ended),
        false => with_each_checkpoint(lines, ended),
    }
}

/// What a server was told to commit may be there or not until it says so, but each transaction only
/// as a whole.
fn with_each_transaction(lines: impl Iterator<Item = (String, i64)>, ended: bool) -> BTreeSet<i64> {
    let (mut acknowledged, mut pending) = (0, Vec::new());
    for (message, new) in lines {
        match message.as_str() {
            "writing" => pending.push(new),
            "written" => {
                acknowledged += new;
                let at = pending.iter().position(|found| *found == new).unwrap();
                pending.swap_remove(at);
            }
            _ => {}
        }
    }
    assert!(!ended || pending.is_empty(), "{pending:?} were left");
    let sums = sums(&pending).into_iter();
    sums.map(|sum| acknowledged + sum).collect()
}

/// What is written in place is there with a checkpoint; one that was under way may have come to its
/// end or not. At the end of a load everything is.
fn with_each_checkpoint(lines: impl Iterator<Item = (String, i64)>, ended: bool) -> BTreeSet<i64> {
    let (mut written, mut begun, mut done) = (0, 0, 0);
    for (message, new) in lines {
        match message.as_str() {
            "writing" => written += new,
            "checkpoint begins" => begun = written,
            "checkpoint done" => done = begun,
            _ => {}
        }
    }
    assert!(!ended || done == written, "{done} of {written} were saved");
    BTreeSet::from([done, begun])
}

/// What any of the numbers can come to together.
fn sums(numbers: &[i64]) -> BTreeSet<i64> {
    numbers.iter().fold(BTreeSet::from([0]), |sums, number| {
        let with = sums.iter().map(|sum| sum + number);
        sums.iter().copied().chain(with).collect()
    })
}

/// Rows of all tables and versions, without what is derived.
fn rows(verdict: &Value) -> i64 {
    let tables = verdict["tables"].as_array().into_iter().flatten();
    let tables = tables.filter(|table| !table["table"].as_str().unwrap().ends_with("(derived)"));
    tables.map(|table| table["count"].as_i64().unwrap()).sum()
}

/// How long each of the two loads takes undisturbed, and the hash of what they give.
fn undisturbed(deliveries: &Deliveries, graph: &str) -> ([u64; 2], Value) {
    let log = deliveries.scratch.join("log");
    let took = [&deliveries.first, &deliveries.second].map(|directory| {
        let started = Instant::now();
        assert!(run(deliveries.command(directory, graph), &log, None));
        let took = u64::try_from(started.elapsed().as_millis()).unwrap();
        // An engine that does not know a label yet warns of it past all logging.
        let said = fs::read_to_string(&log).unwrap();
        assert!(!said.contains("warning:"), "{said}");
        took
    });
    (took, deliveries.verify(graph, &[])["hash"].clone())
}

fn embedded(folder: &Path) -> String {
    format!("embedded:{}", folder.join("graph.kgl").display())
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_loads_end_as_undisturbed_ones() {
    let deliveries = Deliveries::new();
    let rounds = setting("KINFLOW_CRASH_ROUNDS", 6);
    let folder = tempfile::tempdir().unwrap();
    let (took, hash) = undisturbed(&deliveries, &embedded(folder.path()));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut kills = 0;
    for round in 0..rounds {
        let folder = tempfile::tempdir().unwrap();
        let graph = embedded(folder.path());
        kills += deliveries
            .load(&graph, None, &mut random, took, KILLS)
            .await;
        let found = &deliveries.verify(&graph, &[])["hash"];
        assert_eq!(*found, hash, "round {round} on the embedded engine");
    }
    eprintln!("embedded: {kills} kills in {rounds} rounds, {took:?} ms undisturbed");
    let (Some(engine), Ok(graph)) = (engines::neo4j().await, std::env::var("KINFLOW_TEST_NEO4J"))
    else {
        return;
    };
    let (took, same) = undisturbed(&deliveries, &graph);
    assert_eq!(same, hash, "the engines differ");
    kills = 0;
    for round in 0..rounds {
        engine.clear().await;
        kills += deliveries
            .load(&graph, Some(&engine), &mut random, took, KILLS)
            .await;
        let found = &deliveries.verify(&graph, &[])["hash"];
        assert_eq!(*found, hash, "round {round} on Neo4j");
    }
    eprintln!("neo4j: {kills} kills in {rounds} rounds, {took:?} ms undisturbed");
}
