//! What is found wrong stays in the graph with its batch.

use super::*;

/// Three rows that are refused, in different transactions, and two doubts.
fn faulty() -> Tables {
    Tables::default().with(
        "persons",
        "id,name,idNumber,regionCode,hobby\n\
         a,甲,990101198003071234,99,\n\
         b,乙,12,99,\n\
         c,丙,,990,\n\
         d,丁,,99,\n\
         e,戊,,99,\n\
         f,己,,9901011,\n",
    )
}

async fn found(backend: &dyn Backend) -> Vec<Value> {
    let text = "MATCH (finding:Finding)
        RETURN finding.batch AS batch, finding.kind AS kind, finding.line AS line, finding.column AS column,
               finding.code AS code, finding.value AS value
        ORDER BY batch, kind, coalesce(line, 0), column";
    let rows = ask(backend, text, json!({})).await;
    rows.into_iter()
        .map(|row| {
            let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            let line = row["line"].as_i64().unwrap_or_default();
            json!([
                row["batch"],
                word("kind"),
                line,
                word("column"),
                word("code"),
                word("value")
            ])
        })
        .collect()
}

fn of_batch(batch: i64) -> [Value; 5] {
    [
        json!([batch, "REJECT", 3, "idNumber", "BAD_IDENTITY", "12"]),
        json!([batch, "REJECT", 4, "regionCode", "BAD_REGION", "990"]),
        json!([batch, "REJECT", 7, "regionCode", "BAD_REGION", "9901011"]),
        json!([batch, "WARNING", 0, "hobby", "UNKNOWN_COLUMN", ""]),
        json!([batch, "WARNING", 2, "idNumber", "WRONG_CHECK_DIGIT", ""]),
    ]
}

#[tokio::test]
async fn findings_stay_with_their_batch_until_it_is_taken_back() {
    for engine in engines::all().await {
        let backend = engine.backend();
        loaded(backend, &faulty()).await;
        assert_eq!(found(backend).await, of_batch(1), "{}", engine.name());
        let counts = "MATCH (batch:LoadBatch)
            RETURN batch.id AS id, batch.rejected AS rejected, batch.warned AS warned ORDER BY id";
        assert_eq!(
            ask(backend, counts, json!({})).await,
            [json!({"id": 1, "rejected": 3, "warned": 2})]
        );
        // Interrupted at any place, the load comes to the same findings when it is taken up.
        for lost in [0, 2, 5] {
            let cut = format!(
                "MATCH (finding:Finding) WITH finding ORDER BY finding.id LIMIT {lost} DETACH DELETE finding"
            );
            engine.run(&cut).await;
            engine
                .run("MATCH (batch:LoadBatch) SET batch.state = 'RUNNING'")
                .await;
            loaded(backend, &faulty()).await;
            assert_eq!(found(backend).await, of_batch(1), "{}", engine.name());
        }
        // Loaded once more, it is another batch with findings of its own.
        loaded(backend, &faulty()).await;
        let both = [of_batch(1), of_batch(2)].concat();
        assert_eq!(found(backend).await, both, "{}", engine.name());
        retract(backend, 1, &options(None)).await.unwrap();
        assert_eq!(found(backend).await, of_batch(2), "{}", engine.name());
    }
}

#[tokio::test]
async fn a_mended_row_leaves_what_was_found_before() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let folder = tempfile::tempdir().unwrap();
        let rejects = folder.path().join("county.rejects");
        let options = options(Some(rejects.clone()));
        load(backend, &faulty(), &options, &Unwatched)
            .await
            .unwrap();
        let path = rejects.join("persons.csv");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace(",990,", ",99,")).unwrap();
        let again = load(backend, &Directory(rejects), &options, &Unwatched).await;
        assert_eq!(again.unwrap().total().rejected, 2);
        let kept: Vec<Value> = found(backend).await;
        let rejects = kept.iter().filter(|finding| finding[1] == "REJECT");
        let [one, two, three, ..] = of_batch(1);
        let mut second = [of_batch(2)[0].clone(), of_batch(2)[2].clone()];
        // What is refused again is so under the batch of the file that it first stood in.
        for finding in &mut second {
            finding[0] = kept[kept.len() - 1][0].clone();
        }
        let expected = [one, two, three].into_iter().chain(second);
        assert_eq!(
            rejects.cloned().collect::<Vec<_>>(),
            expected.collect::<Vec<_>>()
        );
    }
}

#[tokio::test]
async fn a_very_broken_file_does_not_flood_the_graph() {
    let engine = engines::embedded().await;
    let mut persons = String::from("id,name,regionCode\n");
    for row in 0..10_050 {
        persons += &format!("p{row},甲,990\n");
    }
    let files = Tables::default().with("persons", &persons);
    let options = Options {
        batch_rows: 2_000,
        ..options(None)
    };
    load(engine.backend(), &files, &options, &Unwatched)
        .await
        .unwrap();
    let counts = "MATCH (batch:LoadBatch) RETURN batch.rejected AS rejected";
    let rejected = ask(engine.backend(), counts, json!({})).await;
    assert_eq!(rejected, [json!({"rejected": 10_050})]);
    let kept = "MATCH (finding:Finding) RETURN count(*) AS kept";
    assert_eq!(
        ask(engine.backend(), kept, json!({})).await,
        [json!({"kept": 10_000})]
    );
}
