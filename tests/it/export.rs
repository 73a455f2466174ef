//! Export: what leaves the graph comes back as it was, on every engine.

mod cells;
mod ftm;
mod importer;
mod whole;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use kinflow::export::{self, Exported, Format};

use crate::engines::{self, Engine};

async fn exported(engine: &Engine, format: Format, directory: &Path) -> Exported {
    export::export(engine.backend(), directory, format, &|_, _| {})
        .await
        .unwrap()
}

/// Every file of a directory by name.
fn files(directory: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(directory).unwrap();
    entries
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

#[tokio::test]
async fn tables_come_back_byte_for_byte() {
    for engine in engines::all().await {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
        engine.load_seed().await;
        let written = exported(&engine, Format::Csv, &first).await;
        assert_eq!(written.files["payments.csv"], 658, "{}", engine.name());
        let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed");
        assert_eq!(
            written.files.len(),
            cells::tables(&seed).len(),
            "{}",
            engine.name()
        );

        engine.clear().await;
        let report = engine.load_directory(&first).await;
        assert_eq!(report.rejects, [], "{}", engine.name());
        // A man on two registers, and relations that leave open who is kin to whom, are told each time.
        let told = report.warnings.iter().map(|warning| warning.code.as_str());
        assert!(
            told.clone()
                .all(|code| ["OPEN_RELATION", "SAME_ID_NUMBER"].contains(&code)),
            "{}: {report}",
            engine.name()
        );
        let rows: u64 = written.files.values().sum();
        assert_eq!(report.total().loaded, rows, "{}", engine.name());
        exported(&engine, Format::Csv, &second).await;
        assert_eq!(files(&first), files(&second), "{}", engine.name());
    }
}

#[tokio::test]
async fn the_export_says_what_the_seed_says() {
    let engine = engines::embedded().await;
    let folder = tempfile::tempdir().unwrap();
    engine.load_seed().await;
    exported(&engine, Format::Csv, folder.path()).await;
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed");
    let regions = cells::regions(&seed);
    for table in cells::tables(&seed) {
        let handed_over: BTreeSet<_> = cells::rows(&seed, &table, &regions);
        let written: BTreeSet<_> = cells::rows(folder.path(), &table, &regions);
        let missing: Vec<_> = handed_over.difference(&written).take(3).collect();
        let invented: Vec<_> = written.difference(&handed_over).take(3).collect();
        assert!(
            missing.is_empty() && invented.is_empty(),
            "{table}: missing {missing:#?}, invented {invented:#?}"
        );
    }
}

#[tokio::test]
async fn what_a_spreadsheet_would_run_stands_behind_a_mark() {
    let persons = "id,name,formerNames,regionCode\n=a,=1+1,@x;+y,99\n'b,'=quoted,-5,99\nc,-5,,99\n";
    for engine in engines::all().await {
        let folder = tempfile::tempdir().unwrap();
        let [handed_over, first, second] =
            ["in", "first", "second"].map(|name| folder.path().join(name));
        fs::create_dir(&handed_over).unwrap();
        fs::write(handed_over.join("persons.csv"), persons).unwrap();
        engine.load_directory(&handed_over).await;
        let names = "MATCH (person:Person) RETURN person.id AS id, person.name AS name ORDER BY id";
        let before = engine.run(names).await;
        assert_eq!(before[2]["name"], "-5", "{before:?}");
        exported(&engine, Format::Csv, &first).await;
        let text = &files(&first)["persons.csv"];
        for cell in ["'=a,", "'=1+1,", "'@x;+y,", "c,-5,"] {
            assert!(text.contains(cell), "{text}");
        }
        engine.clear().await;
        engine.load_directory(&first).await;
        assert_eq!(engine.run(names).await, before);
        exported(&engine, Format::Csv, &second).await;
        assert_eq!(files(&first), files(&second));
    }
}

#[tokio::test]
async fn a_row_with_a_key_of_its_own_stays_apart_from_its_twin() {
    let engine = engines::embedded().await;
    let folder = tempfile::tempdir().unwrap();
    let [handed_over, first] = ["in", "first"].map(|name| folder.path().join(name));
    fs::create_dir(&handed_over).unwrap();
    let write = |name: &str, rows: &str| fs::write(handed_over.join(name), rows).unwrap();
    write("persons.csv", "id,name,regionCode\np,单长乐,99\n");
    write("households.csv", "id,regionCode\nh,99\n");
    write(
        "memberships.csv",
        "personId,householdId,from,to,source,sourceRow\np,h,2016,2017,police,1\np,h,2016,2018,,2\np,h,2016,2019,,\n",
    );
    engine.load_directory(&handed_over).await;
    exported(&engine, Format::Csv, &first).await;
    engine.clear().await;
    let report = engine.load_directory(&first).await;
    assert_eq!(report.rejects, [], "{report}");
    let rows = cells::rows(&first, "memberships", &BTreeMap::new());
    assert_eq!(rows.len(), 3);
    let text = &files(&first)["memberships.csv"];
    assert!(
        text.contains("2016,2017,police,") && text.contains("2016,2019,test,\n"),
        "{text}"
    );
}

#[tokio::test]
async fn a_directory_with_something_in_it_is_left_alone() {
    let engine = engines::embedded().await;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine"), "").unwrap();
    let refused = export::export(engine.backend(), folder.path(), Format::Csv, &|_, _| {}).await;
    assert!(refused.unwrap_err().to_string().contains("is not empty"));
    assert_eq!(files(folder.path()).len(), 1);
}
