//! Backups of an embedded graph, taken while it is written, and put back.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    sync::atomic::{AtomicBool, Ordering},
};

use kinflow::{
    generate::{Plan, generate},
    graph::embedded::Embedded,
    seed::Seed,
    verify::{Verdict, Wrong, verify},
};

use crate::engines;

/// What a load under way leaves open until it ends.
const UNDER_WAY: [Wrong; 3] = [
    Wrong::InterruptedLoad,
    Wrong::MissingSibling,
    Wrong::WrongPart,
];

async fn verdict(file: &Path) -> Verdict {
    let copy = Embedded::open(file, 1).unwrap();
    verify(&copy, &[]).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_during_a_load_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let county = folder.path().join("county");
    generate(&Plan::county(0.01, 5), &county, |_, _| {}).unwrap();
    let engine = engines::embedded().await;
    let loaded = AtomicBool::new(false);
    let load = async {
        engine.load_directory(&county).await;
        loaded.store(true, Ordering::Relaxed);
    };
    let backups = async {
        let mut files = Vec::new();
        while !loaded.load(Ordering::Relaxed) {
            let file = folder.path().join(format!("{}.kgl", files.len()));
            engine.backend.backup(&file).await.unwrap();
            files.push(file);
            tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        }
        files
    };
    let ((), files) = tokio::join!(load, backups);
    let last = folder.path().join("last.kgl");
    engine.backend.backup(&last).await.unwrap();
    let whole = verify(engine.backend(), &[]).await.unwrap();
    assert!(whole.findings.is_empty(), "{whole}");
    assert_eq!(verdict(&last).await, whole);
    let mut counts = Vec::new();
    for file in &files {
        let copy = verdict(file).await;
        let kinds = copy.findings.counts.keys();
        assert!(
            kinds.into_iter().all(|kind| UNDER_WAY.contains(kind)),
            "{copy}"
        );
        counts.push(copy.tables.iter().map(|table| table.count).sum::<u64>());
    }
    assert!(counts.is_sorted(), "{counts:?}");
    let between = counts
        .iter()
        .filter(|count| **count > 0 && **count < counts[counts.len() - 1]);
    assert!(
        between.count() > 0,
        "no backup fell into the load: {counts:?}"
    );
}

fn kinflow(graph: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinflow"));
    command
        .arg("--graph")
        .arg(format!("embedded:{}", graph.display()));
    command.args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (graph, copy) = (path("graph.kgl"), path("copy.kgl"));
    let text = |path: &Path| path.display().to_string();
    let load = kinflow(
        &graph,
        &[
            "load",
            concat!(env!("CARGO_MANIFEST_DIR"), "/seed"),
            "--rejects",
            &text(&path("r.csv")),
        ],
    );
    assert_eq!(load.status.code(), Some(0), "{}", said(&load));
    let backup = kinflow(&graph, &["backup", &text(&copy)]);
    assert_eq!(backup.status.code(), Some(0), "{}", said(&backup));
    let again = kinflow(&graph, &["backup", &text(&copy)]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
    let hash = verdict(&copy).await.hash;

    let elsewhere = path("elsewhere.kgl");
    let restored = kinflow(&elsewhere, &["restore", &text(&copy)]);
    assert_eq!(restored.status.code(), Some(0), "{}", said(&restored));
    assert_eq!(verdict(&elsewhere).await.hash, hash);

    // Another graph is there, with a log that must not be replayed over the backup.
    let engine = Embedded::open(&graph, 1).unwrap();
    let held = kinflow(&graph, &["restore", &text(&copy), "--force"]);
    assert_eq!(held.status.code(), Some(3), "{}", said(&held));
    assert!(
        said(&held).contains("is in use by process"),
        "{}",
        said(&held)
    );
    drop(engine);
    let changed = load_more(&graph).await;
    assert_ne!(changed, hash);
    let refused = kinflow(&graph, &["restore", &text(&copy)]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    fs::write(path("broken.kgl"), &fs::read(&copy).unwrap()[..5_000]).unwrap();
    let broken = kinflow(&graph, &["restore", &text(&path("broken.kgl")), "--force"]);
    assert_ne!(broken.status.code(), Some(0));
    assert_eq!(verdict(&graph).await.hash, changed);
    let forced = kinflow(&graph, &["restore", &text(&copy), "--force"]);
    assert_eq!(forced.status.code(), Some(0), "{}", said(&forced));
    assert_eq!(verdict(&graph).await.hash, hash);
    assert_eq!(
        fs::read_dir(folder.path())
            .unwrap()
            .filter(|entry| { entry.as_ref().unwrap().file_type().unwrap().is_dir() })
            .count(),
        0,
        "nothing is left behind"
    );
}

/// Loads the seed from another source, and leaves what it wrote in the log.
async fn load_more(graph: &Path) -> String {
    let backend = Embedded::open(graph, 1).unwrap();
    let options = kinflow::load::Options {
        source: Some("another".into()),
        directory: String::new(),
        mapping: None,
        resume: false,
        loaded_at_ms: 2,
        load_id: "another".into(),
        batch_rows: 5_000,
        rejects: None,
        id_secret: None,
        source_order: Vec::new(),
    };
    let load = kinflow::load::load(&backend, &Seed, &options, &kinflow::load::Unwatched);
    load.await.unwrap();
    verify(&backend, &[]).await.unwrap().hash
}
