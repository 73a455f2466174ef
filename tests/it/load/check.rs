//! A check says what a load would, and writes nothing.

use std::collections::BTreeSet;

use kinflow::load::{Asked, CheckReport, FileCheck, check, page};

use super::*;

async fn checked(files: &dyn Files, graph: Option<&dyn Backend>) -> CheckReport {
    check(
        files,
        Asked {
            graph,
            named: 100,
            mapping: None,
            secret: None,
        },
    )
    .await
    .unwrap()
}

fn file<'a>(report: &'a CheckReport, table: &str) -> &'a FileCheck {
    report
        .files
        .iter()
        .find(|file| file.table == table)
        .unwrap()
}

/// Tables with everything that only more than one row can tell.
fn entangled() -> Tables {
    village()
        .with(
            "agencies",
            "id,name,parentId,regionCode\n\
             a4,四,a3,99\na3,三,a2,99\na2,二,a1,99\na1,一,,99\n\
             x,环,y,99\ny,环,x,99\nz,断,gone,99\nz2,断,z,99\na1,一,,99\nw,外,,98\n",
        )
        .with(
            "persons",
            "id,name,regionCode,bornOn\na,甲,99,1990-01-01\nb,乙,99,1980-01-01\n\
             c,丙,99,\nc,丙丙,99,\nd,丁,9,\nd,丁,99,\n",
        )
        .with(
            "kinships",
            "fromId,kind,toId,from\na,PARENT_OF,b,2001\na,SPOUSE_OF,b,\nb,SPOUSE_OF,a,\n\
             a,PARENT_OF,c,\na,PARENT_OF,d,\n",
        )
        .with(
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn,correctsId\n\
             p1,a1,PERSON,a,5,2024-01-01,\np2,a4,PERSON,b,0,2024-01-02,p1\n\
             p3,z2,PERSON,b,1,2024-01-02,p2\np4,a1,PERSON,b,1,2024-01-02,p3\n",
        )
}

#[tokio::test]
async fn a_check_refuses_and_doubts_what_a_load_does() {
    let engine = engines::embedded().await;
    let files = entangled();
    let without = checked(&files, None).await;
    let before = checked(&files, Some(engine.backend())).await;
    assert!(
        everything(engine.backend()).await.is_empty(),
        "a check writes nothing"
    );
    let loaded = loaded(engine.backend(), &files).await;
    for report in [&without, &before] {
        for of_load in &loaded.files {
            let of_check = report
                .files
                .iter()
                .find(|file| file.file == of_load.file)
                .unwrap();
            let counts = of_load.counts;
            assert_eq!(
                (
                    of_check.rows,
                    of_check.sound,
                    of_check.repeated,
                    of_check.rejected
                ),
                (
                    counts.read,
                    counts.loaded,
                    counts.unchanged,
                    counts.rejected
                ),
                "{report}\n{loaded}"
            );
        }
        let of_check: BTreeSet<String> = report
            .files
            .iter()
            .flat_map(|file| &file.rejects)
            .map(|reject| format!("{reject:?}"))
            .collect();
        let of_load: BTreeSet<String> = loaded
            .rejects
            .iter()
            .map(|reject| format!("{reject:?}"))
            .collect();
        assert_eq!(of_check, of_load);
        let doubts = |warnings: &[kinflow::load::Warning]| -> BTreeSet<String> {
            warnings
                .iter()
                .map(|warning| format!("{warning:?}"))
                .collect()
        };
        let of_check: Vec<_> = report
            .files
            .iter()
            .flat_map(|file| file.warnings.clone())
            .collect();
        assert_eq!(doubts(&of_check), doubts(&loaded.warnings));
    }
}

#[tokio::test]
async fn what_is_on_file_counts_only_where_a_graph_is_asked() {
    let engine = engines::embedded().await;
    loaded(engine.backend(), &village()).await;
    let before = everything(engine.backend()).await;
    let kinships = "fromId,kind,toId\na,PARENT_OF,b\na,PARENT_OF,nobody\n";
    let files = Tables::default().with("kinships", kinships);
    let with = checked(&files, Some(engine.backend())).await;
    let found = file(&with, "kinships");
    assert_eq!((found.sound, found.rejected), (1, 1));
    assert_eq!(
        (found.rejects[0].line, found.rejects[0].value.as_str()),
        (3, "nobody")
    );
    let without = checked(&files, None).await;
    let found = file(&without, "kinships");
    assert_eq!((found.sound, &found.unjudged[..]), (2, &["Person"][..]));
    assert!(everything(engine.backend()).await == before);
}

#[tokio::test]
async fn the_report_sums_up_columns_and_names_nobody() {
    let persons = "id,name,sex,bornOn,idNumber,phone,regionCode,hobby\n\
        p1,单长乐,MALE,1950-03-01,990101195003010018,13800001111,99,<b>x\n\
        p2,刘建国,MALE,1975-05-05,,,99,\np3,刘小明,X,,,,99,\n";
    let report = checked(&Tables::default().with("persons", persons), None).await;
    let found = file(&report, "persons");
    let column = |name: &str| {
        found
            .columns
            .iter()
            .find(|column| column.column == name)
            .unwrap()
    };
    assert_eq!((column("name").filled, column("phone").rate), (3, 33.3));
    assert_eq!(column("name").examples, ["单*乐", "刘*国", "刘*明"]);
    assert_eq!(
        column("bornOn").days,
        Some(["1950-03".into(), "1975-05".into()])
    );
    assert_eq!(
        column("sex").codes,
        [("MALE".to_owned(), 2), ("X".to_owned(), 1)].into()
    );
    assert!(!column("address").present && found.unknown == ["hobby"]);
    let page = page("<county>", &report);
    let json = serde_json::to_string(&report).unwrap();
    for text in [&page, &json, &report.to_string()] {
        for private in ["单长乐", "990101195003010018", "13800001111", "1950-03-01"] {
            assert!(!text.contains(private), "{private} in {text}");
        }
    }
    assert!(
        page.contains("&lt;county&gt;") && !page.contains("<script") && !page.contains("http://")
    );
}

#[tokio::test]
async fn the_seed_is_clean() {
    let seed = Directory(concat!(env!("CARGO_MANIFEST_DIR"), "/seed").into());
    let report = checked(&seed, None).await;
    assert_eq!(
        (report.rejected(), report.unusable.len()),
        (0, 0),
        "{report}"
    );
    assert!(report.files.iter().all(|file| file.unjudged.is_empty()));
}
