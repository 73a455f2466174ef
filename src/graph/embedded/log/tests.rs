//! The log beside what it promises: all that was acknowledged, nothing else, in order.

use serde_json::json;
use tempfile::TempDir;

use super::*;

/// A statement with a number that tells it apart.
fn numbered(number: u64) -> Vec<u8> {
    serde_json::to_vec(&json!([{"text": "RETURN 1", "parameters": {"number": number}}])).unwrap()
}

/// Opens the log of a graph that holds what was written up to a transaction; gives the numbers of
/// the statements gone over.
fn opened(folder: &TempDir, after: u64) -> Result<(Log, Vec<u64>), BackendError> {
    let mut again = Vec::new();
    let log = Log::open(&folder.path().join("graph.kgl"), after, |said| {
        let numbers = said.iter().map(|said| said.parameters["number"].as_u64());
        again.extend(numbers.map(Option::unwrap));
        Ok(())
    })?;
    Ok((log, again))
}

fn written(folder: &TempDir, numbers: impl IntoIterator<Item = u64>) -> Log {
    let (mut log, _) = opened(folder, 0).unwrap();
    for number in numbers {
        log.append(&numbered(number)).unwrap();
        assert_eq!(log.last(), number);
    }
    log
}

fn names(folder: &TempDir) -> Vec<String> {
    let names = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_was_written_is_gone_over_in_order_whatever_segment_it_is_in() {
    let folder = TempDir::new().unwrap();
    assert_eq!(
        written(&folder, 1..=3).bytes(),
        bytes_of(&folder.path().join("graph.kgl")).unwrap()
    );
    let (mut log, again) = opened(&folder, 0).unwrap();
    assert_eq!(again, [1, 2, 3]);
    log.append(&numbered(4)).unwrap();
    log.turn();
    log.append(&numbered(5)).unwrap();
    drop(log);
    assert_eq!(
        names(&folder),
        ["graph.kgl-log.1", "graph.kgl-log.4", "graph.kgl-log.5"]
    );
    assert_eq!(opened(&folder, 0).unwrap().1, [1, 2, 3, 4, 5]);
    // A file that holds some of it already.
    let (mut log, again) = opened(&folder, 4).unwrap();
    assert_eq!((again, log.last()), (vec![5], 5));
    log.forget(4).unwrap();
    assert_eq!(names(&folder), ["graph.kgl-log.5"]);
    assert_eq!(
        log.bytes(),
        bytes_of(&folder.path().join("graph.kgl")).unwrap()
    );
    Log::remove(&folder.path().join("graph.kgl")).unwrap();
    assert!(names(&folder).is_empty());
}

#[test]
fn a_line_that_was_not_acknowledged_is_cut_off_wherever_it_ends() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("graph.kgl-log.1");
    let mut log = written(&folder, 1..=2);
    let whole = log.bytes();
    log.append(&numbered(3)).unwrap();
    let bytes = fs::read(&path).unwrap();
    for length in whole..bytes.len() as u64 {
        fs::write(&path, &bytes[..usize::try_from(length).unwrap()]).unwrap();
        let (mut log, again) = opened(&folder, 0).unwrap();
        assert_eq!(again, [1, 2], "{length}");
        log.append(&numbered(33)).unwrap();
        drop(log);
        assert_eq!(opened(&folder, 0).unwrap().1, [1, 2, 33], "{length}");
        fs::remove_file(folder.path().join("graph.kgl-log.3")).unwrap();
    }
}

#[test]
fn each_changed_byte_is_found() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("graph.kgl-log.1");
    written(&folder, 1..=3);
    let bytes = fs::read(&path).unwrap();
    // A last line without its end is as one that was not acknowledged.
    for place in 0..bytes.len() - 1 {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        fs::write(&path, &changed).unwrap();
        let error = opened(&folder, 0).unwrap_err().to_string();
        assert!(
            error.contains("graph.kgl-log.1 cannot be gone over"),
            "{place}: {error}"
        );
        assert_eq!(fs::read(&path).unwrap(), changed, "{place}");
    }
}

#[test]
fn a_segment_that_is_missing_is_found() {
    let folder = TempDir::new().unwrap();
    let mut log = written(&folder, 1..=2);
    log.turn();
    log.append(&numbered(3)).unwrap();
    log.turn();
    log.append(&numbered(4)).unwrap();
    fs::remove_file(folder.path().join("graph.kgl-log.3")).unwrap();
    let error = opened(&folder, 0).unwrap_err().to_string();
    assert!(error.contains("transaction 3 is missing"), "{error}");
}

#[test]
fn what_did_not_come_about_is_taken_back() {
    let folder = TempDir::new().unwrap();
    let mut log = written(&folder, 1..=2);
    log.take_back().unwrap();
    log.append(&numbered(2)).unwrap();
    log.append(&numbered(3)).unwrap();
    log.take_back().unwrap();
    drop(log);
    let (log, again) = opened(&folder, 0).unwrap();
    assert_eq!((again, log.last()), (vec![1, 2], 2));
}

#[test]
fn each_segment_begins_with_what_the_engine_is_acquainted_with() {
    let folder = TempDir::new().unwrap();
    let (mut log, _) = opened(&folder, 0).unwrap();
    log.acquaint(numbered(1_000));
    log.append(&numbered(1)).unwrap();
    log.turn();
    log.append(&numbered(2)).unwrap();
    drop(log);
    assert_eq!(opened(&folder, 0).unwrap().1, [1_000, 1, 1_000, 2]);
}
