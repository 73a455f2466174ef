//! The embedded engine beside what it promises of a backup.

use std::sync::atomic::{AtomicBool, Ordering};

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
