//! Refused rows: written as tables, mended, loaded from there.

use std::path::Path;

use super::*;

const HEADER: &str =
    "id,name,regionCode,address,source,rejectFile,rejectLine,rejectColumn,rejectCode,rejectReason";

async fn load_to(backend: &dyn Backend, files: &dyn Files, rejects: &Path) -> Report {
    let options = options(Some(rejects.to_owned()));
    load(backend, files, &options, &Unwatched).await.unwrap()
}

fn written(rejects: &Path, file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(rejects.join(file)).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    text.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn refused_rows_are_written_as_a_table() {
    let engine = engines::embedded().await;
    let folder = tempfile::tempdir().unwrap();
    let rejects = folder.path().join("county.rejects");
    let persons =
        "id,name,regionCode,address\nx,\"a,b\",990,=1+1\ny,y,99,\n'z,'+z,99,-5\n,n,99,'\n";
    let files = Tables::default().with("persons", persons);
    let report = load_to(engine.backend(), &files, &rejects).await;
    assert_eq!(report.total().rejected, 2);
    assert_eq!(
        written(&rejects, "persons.csv"),
        [
            HEADER,
            "x,\"a,b\",990,'=1+1,county,persons.csv,2,regionCode,BAD_REGION,\"a region code has 2, 4, 6, 9 or 12 digits\"",
            ",n,99,',county,persons.csv,5,id,MISSING_VALUE,an id is needed here",
        ]
    );
    // A load that refuses nothing leaves no directory behind, and none of an earlier load.
    let sound = Tables::default().with("persons", "id,name,regionCode\ny,y,99\n");
    load_to(engine.backend(), &sound, &rejects).await;
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn mended_rejects_load_with_their_source_and_place() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let folder = tempfile::tempdir().unwrap();
        let rejects = folder.path().join("county.rejects");
        let persons = "id,name,regionCode,address,source\n\
                       a,甲,99,,\nb,乙,990,=1+1,police\nc,丙,9,'quoted,\nd,丁,990,,\n";
        let kinships = "fromId,kind,toId\na,PARENT_OF,b\na,PARENT_OF\n";
        let files = Tables::default()
            .with("persons", persons)
            .with("kinships", kinships);
        let report = load_to(backend, &files, &rejects).await;
        assert_eq!(report.total().rejected, 5, "{report}");
        // Only what is written in the cells is mended: the regions of b and c.
        let path = rejects.join("persons.csv");
        let text = std::fs::read_to_string(&path).unwrap();
        let mended = text.replacen(",990,", ",99,", 1).replace("丙,9,", "丙,99,");
        std::fs::write(&path, mended).unwrap();
        let again = load_to(backend, &Directory(rejects.clone()), &rejects).await;
        let counts = again.total();
        assert_eq!(
            (counts.read, counts.loaded, counts.rejected),
            (5, 3, 2),
            "{again}"
        );
        let found = "MATCH (person:Person) WHERE person.id IN ['b', 'c']
            MATCH (batch:LoadBatch) WHERE batch.id = person.batch
            RETURN person.id AS id, person.address AS address, batch.source AS source,
                   batch.file AS file, person.row AS row ORDER BY id";
        assert_eq!(
            ask(backend, found, json!({})).await,
            [
                json!({"id": "b", "address": "=1+1", "source": "police", "file": "persons.csv", "row": 3}),
                json!({"id": "c", "address": "'quoted", "source": "county", "file": "persons.csv", "row": 4}),
            ]
        );
        // What is still refused stays, with the place where it first stood; a row of another shape
        // stays until someone says that it is right now.
        let persons = written(&rejects, "persons.csv");
        assert_eq!(persons.len(), 2, "{persons:?}");
        assert!(persons[1].starts_with("d,丁,990,,county,persons.csv,5,regionCode,BAD_REGION,"));
        let kinships = written(&rejects, "kinships.csv");
        assert_eq!(kinships.len(), 2, "{kinships:?}");
        assert!(kinships[1].starts_with("a,PARENT_OF,,county,kinships.csv,3,,BAD_ROW,"));
        assert_eq!(again.rejects[0].line, 5);
    }
}

#[tokio::test]
async fn nothing_but_rejects_is_written_over() {
    let engine = engines::embedded().await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("persons.csv"), "id,name,regionCode\n").unwrap();
    let files = Tables::default().with("persons", "id,name,regionCode\nx,x,990\n");
    let options = options(Some(folder.path().to_owned()));
    let error = load(engine.backend(), &files, &options, &Unwatched)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("which is no file of rejects"),
        "{error}"
    );
    assert!(folder.path().join("persons.csv").exists());
    assert!(everything(engine.backend()).await.is_empty());
}
