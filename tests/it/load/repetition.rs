//! Loads run again, in another order, after an interruption.

use serde_json::json;

use super::*;

#[tokio::test]
async fn a_load_run_again_changes_nothing() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let seed = Directory(concat!(env!("CARGO_MANIFEST_DIR"), "/seed").into());
        let first = sound(backend, &seed).await;
        assert!(
            first.total().read > 1_000 && first.total().unchanged == 0,
            "{first}"
        );
        // A man on two registers; a grandson whose parents are on no file: how he is kin stays open.
        let codes = first.warnings.iter().map(|warning| warning.code.as_str());
        let codes: Vec<&str> = codes.collect();
        assert_eq!(codes, ["SAME_ID_NUMBER", "OPEN_RELATION"], "{first}");
        let before = everything(backend).await;
        let again = sound(backend, &seed).await;
        assert_eq!(again.total().unchanged, first.total().read, "{again}");
        assert!(everything(backend).await == before);
    }
}

#[tokio::test]
async fn rows_may_point_forward_in_their_own_file() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let agencies = "id,name,parentId,regionCode\n\
                        a4,四,a3,99\na3,三,a2,99\na2,二,a1,99\na1,一,,99\n\
                        x,环,y,99\ny,环,x,99\nz,断,gone,99\nz2,断,z,99\n";
        let report = loaded(backend, &Tables::default().with("agencies", agencies)).await;
        let counts = report.total();
        assert_eq!((counts.loaded, counts.rejected), (4, 4), "{report}");
        assert!(
            report
                .rejects
                .iter()
                .all(|reject| reject.code == Fault::DanglingReference)
        );
        let chain = "MATCH (:Agency {id: 'a4'})-[:PART_OF*3..3]->(top) RETURN top.id AS top";
        assert_eq!(ask(backend, chain, json!({})).await, [json!({"top": "a1"})]);
    }
}

#[tokio::test]
async fn the_order_of_rows_and_loads_does_not_matter() {
    let links = "MATCH (one)-[link]->(other) WHERE link.digest IS NOT NULL RETURN one.id AS one, type(link) AS type, link.id AS id,
                 other.id AS other, link.nature AS nature ORDER BY one, type, id, other";
    let kinships = [
        "a,PARENT_OF,c,BLOOD,1",
        "a,PARENT_OF,b,BLOOD,2",
        "d,PARENT_OF,b,BLOOD,3",
        "d,PARENT_OF,c,BLOOD,4",
    ];
    let persons = "id,name,regionCode\na,甲,99\nb,乙,99\nc,丙,99\nd,丁,99\n";
    // With keys of their own, rows of a later file do not end those of an earlier one.
    let head = "fromId,kind,toId,nature,sourceRow\n";
    for engine in engines::all().await {
        let backend = engine.backend();
        let at_once = format!("{head}{}\n", kinships.join("\n"));
        let files = Tables::default()
            .with("persons", persons)
            .with("kinships", &at_once);
        sound(backend, &files).await;
        let together = ask(backend, links, json!({})).await;
        assert_eq!(
            together
                .iter()
                .filter(|link| link["type"] == "SIBLING_OF")
                .count(),
            1
        );
        engine.clear().await;
        prepare(backend).await.unwrap();
        for row in kinships.iter().rev() {
            let one = Tables::default()
                .with("persons", persons)
                .with("kinships", &format!("{head}{row}\n"));
            sound(backend, &one).await;
        }
        assert_eq!(ask(backend, links, json!({})).await, together);
    }
}

#[tokio::test]
async fn an_interrupted_load_is_taken_up() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let (persons, kinships) = family("p", 3);
        let files = Tables::default()
            .with("persons", &persons)
            .with("kinships", &kinships);
        sound(backend, &files).await;
        // As a kill leaves it after the last row and before anything is derived from them.
        let exchanges = [
            "MATCH (:Person)-[link:SIBLING_OF]->(:Person) DELETE link",
            "MATCH (batch:LoadBatch {file: 'kinships.csv'}) SET batch.state = 'RUNNING'",
        ];
        let exchanges = exchanges.map(|text| Exchange {
            file: "test",
            text,
            parameters: Record::new(),
            makes: None,
        });
        let deadline = Instant::now() + Duration::from_secs(60);
        backend.write(exchanges.to_vec(), deadline).await.unwrap();
        let report = sound(backend, &files).await;
        // The interrupted batch is the same batch still: its rows count as loaded by it.
        assert_eq!((report.total().loaded, report.total().unchanged), (3, 4));
        assert_eq!(ask(backend, SIBLINGS, json!({})).await.len(), 3);
        let states = "MATCH (batch:LoadBatch) RETURN DISTINCT batch.state AS state ORDER BY state";
        let states = ask(backend, states, json!({})).await;
        assert_eq!(states, [json!({"state": "DONE"})]);
    }
}

#[tokio::test]
async fn a_newer_graph_is_refused() {
    for engine in engines::all().await {
        let backend = engine.backend();
        prepare(backend).await.unwrap();
        let newer = Exchange {
            file: "test",
            text: "MATCH (schema:Schema {id: 'kinflow'}) SET schema.version = 99",
            parameters: Record::new(),
            makes: None,
        };
        let deadline = Instant::now() + Duration::from_secs(60);
        backend.write(vec![newer], deadline).await.unwrap();
        let error = prepare(backend).await.unwrap_err();
        assert!(
            matches!(error, LoadError::NewerGraph { found: 99, .. }),
            "{error}"
        );
    }
}
