//! The embedded engine beside what it promises of a backup.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering},
};

use serde_json::json;

use super::*;

fn exchange(text: &'static str, parameters: &[(&str, serde_json::Value)]) -> Exchange {
    Exchange {
        file: "test",
        text,
        parameters: parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
        makes: None,
    }
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(60)
}

/// How many pairs a graph holds, and the highest number of one.
async fn pairs(graph: &Embedded) -> (i64, i64) {
    let text = "MATCH (left:Left)-[:BESIDE]->(right:Right) WHERE left.number = right.number \
                RETURN count(left) AS pairs, max(left.number) AS last";
    let rows = graph.read(exchange(text, &[]), soon()).await.unwrap();
    let number = |column: &str| rows[0][column].as_i64().unwrap_or(-1);
    (number("pairs"), number("last"))
}

/// One transaction of two statements: ten left halves, then their right halves and the links.
fn ten_pairs(first: i64) -> Vec<Exchange> {
    let numbers = json!((first..first + 10).collect::<Vec<_>>());
    let left = "UNWIND $numbers AS number CREATE (:Left {number: number})";
    let right = "UNWIND $numbers AS number MATCH (left:Left {number: number}) \
                 CREATE (left)-[:BESIDE]->(:Right {number: number})";
    [left, right]
        .map(|text| exchange(text, &[("numbers", numbers.clone())]))
        .into()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_holds_whole_transactions_up_to_one_moment_of_a_graph_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let graph = Arc::new(Embedded::open(&folder.path().join("graph.kgl"), 2).unwrap());
    let stop = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn({
        let (graph, stop) = (graph.clone(), stop.clone());
        async move {
            let mut written = 0;
            while !stop.load(Ordering::Relaxed) {
                graph.write(ten_pairs(written), soon()).await.unwrap();
                written += 10;
            }
            written
        }
    });
    let mut before = 0;
    for round in 0..5 {
        while pairs(&graph).await.0 < before + 20 {}
        before = pairs(&graph).await.0;
        let file = folder.path().join(format!("copy-{round}.kgl"));
        graph.backup(&file).await.unwrap();
        let after = pairs(&graph).await.0;
        let copy = Embedded::open(&file, 2).unwrap();
        let (copied, last) = pairs(&copy).await;
        assert_eq!((copied % 10, last), (0, copied - 1), "whole transactions");
        assert!(
            (before..=after).contains(&copied),
            "{before} {copied} {after}"
        );
    }
    stop.store(true, Ordering::Relaxed);
    let written = writer.await.unwrap();
    assert_eq!(pairs(&graph).await.0, written);
}

#[tokio::test]
async fn a_backup_over_the_graph_itself_or_into_no_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("graph.kgl");
    let graph = Embedded::open(&file, 2).unwrap();
    graph.write(ten_pairs(0), soon()).await.unwrap();
    let itself = graph.backup(&file).await;
    assert!(
        matches!(itself, Err(BackendError::Refused(_))),
        "{itself:?}"
    );
    let nowhere = graph.backup(&folder.path().join("none/copy.kgl")).await;
    assert!(
        matches!(nowhere, Err(BackendError::Unavailable(_))),
        "{nowhere:?}"
    );
    assert_eq!(pairs(&graph).await, (10, 9));
}

/// What a process leaves that was ended by force: nothing is closed.
fn killed(graph: Embedded) {
    drop(graph);
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_kill_and_what_was_refused_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("graph.kgl");
    for round in 0..4 {
        let graph = Embedded::open(&file, 2).unwrap();
        assert_eq!(pairs(&graph).await.0, round * 10, "{round}");
        graph.write(ten_pairs(round * 10), soon()).await.unwrap();
        let broken = [ten_pairs(1_000), vec![exchange("UNWIND 1 AS", &[])]].concat();
        let refused = graph.write(broken, soon()).await;
        assert!(
            matches!(refused, Err(BackendError::Refused(_))),
            "{refused:?}"
        );
        killed(graph);
    }
    let graph = Embedded::open(&file, 2).unwrap();
    assert_eq!(pairs(&graph).await, (40, 39));
    graph.close().await.unwrap();
    killed(graph);
    assert_eq!(logs(&folder), 0);
    assert_eq!(pairs(&Embedded::open(&file, 2).unwrap()).await, (40, 39));
}

fn logs(folder: &tempfile::TempDir) -> usize {
    let names = fs::read_dir(folder.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains("-log.")).count()
}

#[tokio::test]
async fn the_engine_is_acquainted_again_before_its_log_is_gone_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("graph.kgl");
    let graph = Embedded::open(&file, 2).unwrap();
    let bear = "CREATE (thing:Thing {id: '~'}) SET thing.late = ''";
    let remove = "MATCH (thing:Thing {id: '~'}) DETACH DELETE thing";
    let known = vec![exchange(bear, &[]), exchange(remove, &[])];
    graph
        .write(vec![exchange("CREATE (:Thing {id: 'one'})", &[])], soon())
        .await
        .unwrap();
    graph.close().await.unwrap();
    killed(graph);
    let graph = Embedded::open(&file, 2).unwrap();
    graph.acquaint(known, soon()).await.unwrap();
    let late = "MATCH (thing:Thing {id: 'one'}) CREATE (:Thing {id: 'two', late: 'yes'})";
    graph
        .write(vec![exchange(late, &[])], soon())
        .await
        .unwrap();
    killed(graph);
    let graph = Embedded::open(&file, 2).unwrap();
    let all = "MATCH (thing:Thing) RETURN thing.id AS id, thing.late AS late ORDER BY id";
    let rows = graph.read(exchange(all, &[]), soon()).await.unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (&row["id"], &row["late"])).collect();
    assert_eq!(
        rows,
        [
            (&json!("one"), &json!(null)),
            (&json!("two"), &json!("yes"))
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn folding_beside_writes_loses_and_repeats_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("graph.kgl");
    let graph = Arc::new(Embedded::open(&file, 2).unwrap());
    let Writing::Logged(logged) = &graph.writing else {
        unreachable!()
    };
    let stop = Arc::new(AtomicBool::new(false));
    let folder_thread = std::thread::spawn({
        let (graph, logged, stop) = (graph.clone(), logged.clone(), stop.clone());
        move || {
            let mut folds = 0;
            while !stop.load(Ordering::Relaxed) {
                logged.fold(&graph.session).unwrap();
                folds += 1;
            }
            folds
        }
    });
    for round in 0..40 {
        graph.write(ten_pairs(round * 10), soon()).await.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    assert!(folder_thread.join().unwrap() > 2);
    killed(Arc::try_unwrap(graph).ok().unwrap());
    assert_eq!(pairs(&Embedded::open(&file, 2).unwrap()).await, (400, 399));
}

#[tokio::test]
async fn a_load_in_place_is_on_disk_once_it_is_closed_and_breaks_off_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("graph.kgl");
    let logged = Embedded::open(&file, 2).unwrap();
    logged.write(ten_pairs(0), soon()).await.unwrap();
    killed(logged);
    let graph = Embedded::open_to_load(&file, 2).unwrap();
    assert_eq!(logs(&folder), 0);
    graph.write(ten_pairs(10), soon()).await.unwrap();
    graph.close().await.unwrap();
    let broken = [ten_pairs(20), vec![exchange("UNWIND 1 AS", &[])]].concat();
    let refused = graph.write(broken, soon()).await;
    assert!(
        matches!(refused, Err(BackendError::Refused(_))),
        "{refused:?}"
    );
    let later = graph.write(ten_pairs(30), soon()).await;
    assert!(
        matches!(later, Err(BackendError::Unavailable(_))),
        "{later:?}"
    );
    assert!(graph.close().await.is_err());
    killed(graph);
    let graph = Embedded::open(&file, 2).unwrap();
    assert_eq!(pairs(&graph).await, (20, 19));
    graph.write(ten_pairs(20), soon()).await.unwrap();
    killed(graph);
    assert_eq!(pairs(&Embedded::open(&file, 2).unwrap()).await, (30, 29));
}
