//! Hubs and dense circles end, and say that they are cut.

use std::{fmt::Write, time::Instant};

use serde_json::json;

use crate::{api::Api, engines};

const OWNERS: &str = "query ($id: ID!, $threshold: Percent) { beneficialOwners(company: $id, threshold: $threshold) {
  totalCount circular truncated owners(first: 3) { share paths { totalCount truncated } }
  unaccounted { onFile share } } }";

/// A company with 10,000 holders, one of which it holds itself, and 40 companies that all hold each
/// other.
fn files() -> Vec<(&'static str, String)> {
    let mut companies = "id,name,regionCode\n".to_owned();
    let mut persons = companies.clone();
    let mut interests = "holderKind,holderId,companyId,kind,share\n".to_owned();
    for company in ["hub", "behind"] {
        writeln!(companies, "{company},某公司,500111").unwrap();
    }
    for person in 0..10_000 {
        writeln!(persons, "p{person},王伟,500111").unwrap();
        if person < 9_999 {
            writeln!(interests, "PERSON,p{person},hub,SHAREHOLDER,0.005").unwrap();
        }
    }
    interests += "COMPANY,behind,hub,SHAREHOLDER,50.005\nCOMPANY,hub,behind,SHAREHOLDER,40\nPERSON,p9999,behind,SHAREHOLDER,60\n";
    for one in 0..40 {
        writeln!(companies, "d{one},某公司,500111").unwrap();
        for other in (0..40).filter(|other| *other != one) {
            writeln!(interests, "COMPANY,d{one},d{other},SHAREHOLDER,2").unwrap();
        }
        writeln!(interests, "PERSON,p{one},d{one},SHAREHOLDER,22").unwrap();
    }
    vec![
        ("companies.csv", companies),
        ("persons.csv", persons),
        ("interests.csv", interests),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn hubs_and_dense_circles_end_in_time() {
    let (api, short) = (Api::reading(20_000), Api::reading(5_000));
    for engine in engines::all().await {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files() {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        engine.load_directory(folder.path()).await;
        let ask = async |api: &Api, id: &str, threshold: &str| {
            let started = Instant::now();
            let variables = json!({"id": id, "threshold": threshold});
            let graph = engine.graph(&[""], "2026-01-15");
            let data = api.ask(graph, &[String::new()], OWNERS, variables).await;
            let took = started.elapsed();
            eprintln!("{id} from {threshold} on {}: {took:?}", engine.name());
            assert!(
                took.as_secs() < 10,
                "{id} on {} took {took:?}",
                engine.name()
            );
            data["beneficialOwners"].clone()
        };
        let hub = ask(&api, "hub", "25").await;
        assert_eq!(
            hub,
            json!({
                "totalCount": 1, "circular": true, "truncated": false,
                "owners": [{"share": "30.0030", "paths": {"totalCount": 1, "truncated": false}}],
                "unaccounted": [],
            })
        );
        let hub = ask(&api, "hub", "0").await;
        assert_eq!(
            (&hub["totalCount"], &hub["truncated"]),
            (&json!(10_000), &json!(false))
        );
        let cut = ask(&short, "hub", "0").await;
        assert_eq!(
            (&cut["totalCount"], &cut["truncated"], &cut["unaccounted"]),
            (&json!(4_999), &json!(true), &json!([]))
        );
        let dense = ask(&api, "d0", "0.0001").await;
        assert_eq!(
            (&dense["circular"], &dense["truncated"]),
            (&json!(true), &json!(true))
        );
        assert_eq!(dense["owners"][0]["share"], "22.0000");
    }
}
