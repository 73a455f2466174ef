//! Tests of the formats: entities in, rows of the tables out.

mod bods;
mod ftm;
mod ocds;

use proptest::prelude::*;

use crate::load::{
    deliveries::{Deliveries, deliveries},
    read::{
        files::MadeUp,
        rows::{Ignored, Line},
    },
};

const SETTINGS: &str = "[format]\nregion = '500111'\n";

fn listed(files: &MadeUp) -> Deliveries {
    deliveries(files, None, &[]).unwrap()
}

/// The rows of a table in all files, as `column=cell` of those that hold anything, refusals behind.
fn rows(files: &MadeUp, table: &str) -> Vec<String> {
    let mut shown = Vec::new();
    for delivery in listed(files)
        .list
        .iter()
        .filter(|delivery| delivery.table == table)
    {
        let mut rows = delivery.open(files, None).unwrap();
        let mut names: Vec<(usize, String)> = rows
            .header()
            .iter()
            .map(|(name, place)| (*place, name.clone()))
            .collect();
        names.sort();
        while let Some(Line {
            record, refusal, ..
        }) = rows.next().unwrap()
        {
            let cells = names
                .iter()
                .zip(&record)
                .filter(|(_, cell)| !cell.is_empty());
            let mut cells: Vec<String> = cells
                .map(|((_, name), cell)| format!("{name}={cell}"))
                .collect();
            cells.extend(
                refusal.map(|refusal| format!("!{} {}", refusal.column, refusal.invalid.fault)),
            );
            shown.push(cells.join(" "));
        }
    }
    shown
}

fn ignored(files: &MadeUp) -> Ignored {
    let mut all = Ignored::new();
    for delivery in &listed(files).list {
        let mut rows = delivery.open(files, None).unwrap();
        while rows.next().unwrap().is_some() {}
        for (path, count) in rows.ignored() {
            *all.entry(path).or_default() += count;
        }
    }
    all
}

#[test]
fn formats_are_told_by_their_first_line() {
    let files = MadeUp::default()
        .with(
            "a.json",
            r#"{"statementType":"personStatement","statementID":"1"}"#,
        )
        .with("b.json", "{}\n")
        .with("c.json", "")
        .with("d.ndjson.gz", "\u{1}")
        .with("e.json", format!("\"{}", "x".repeat(17 * 1024 * 1024)));
    let found = listed(&files);
    assert!(found.list.is_empty());
    for (unclaimed, words) in found.unclaimed.iter().zip([
        "older version",
        "neither",
        "empty",
        "one JSON object a line",
        "too long",
    ]) {
        assert!(unclaimed.reason.contains(words), "{unclaimed:?}");
    }
}

#[test]
fn a_packed_file_and_one_enormous_line_are_read() {
    let line = r#"{"id":"p1","schema":"Person","properties":{"name":["张三"]}}"#;
    let long = format!(
        "{line}\n{}\n{}\n",
        "x".repeat(100 * 1024 * 1024),
        line.replace("p1", "p2")
    );
    let settings = MadeUp::default().with("mapping.toml", SETTINGS);
    let files = settings.clone().with("a.jsonl", long);
    let both = [
        "id=p1 name=张三 regionCode=500111",
        "id=p2 name=张三 regionCode=500111",
    ];
    assert_eq!(rows(&files, "persons"), both);
    assert_eq!(rows(&files, "agencies"), ["! BAD_ROW"]);
    let packed = zstd::encode_all(line.as_bytes(), 1).unwrap();
    let files = settings.with("a.jsonl.zst", packed);
    assert_eq!(rows(&files, "persons"), both[..1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_line_makes_it_panic(garbage in "\\PC{0,60}", place in 0_usize..2_000, which in 0_usize..3) {
        let files = vec![ftm::ftm(), bods::bods(), ocds::ocds()].swap_remove(which);
        let name = files.0.keys().find(|name| *name != "mapping.toml").unwrap().clone();
        let mut content = files.0[&name].clone();
        let place = place % content.len();
        content.splice(place..place, garbage.bytes());
        let files = files.with(&name, content);
        for delivery in &listed(&files).list {
            let mut rows = delivery.open(&files, None).unwrap();
            while rows.next().unwrap().is_some() {}
        }
    }
}
