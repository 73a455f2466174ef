//! Who listens hears of alerts as they are raised, whoever raises them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use kinflow::{access::Role, alerts::Runner, model::RegionCode};
use reqwest::header::ACCEPT;
use serde_json::{Value, json};

use super::service::{Running, now, token};
use crate::{engines, files::rules, rules::judge};

/// The next event that a listener hears.
async fn next(response: &mut reqwest::Response) -> Value {
    let mut text = String::new();
    loop {
        let chunk = response.chunk().await.unwrap().unwrap();
        text += &String::from_utf8_lossy(&chunk);
        let event = text
            .split("\n\n")
            .find_map(|block| block.split_once("data: {"));
        if let Some((_, data)) = event.filter(|_| text.ends_with("\n\n")) {
            return serde_json::from_str(&format!("{{{data}")).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_listens_hears_of_an_alert_within_a_second() {
    for engine in engines::all().await {
        engine.load_seed().await;
        let service = Running::over(engine.backend.clone()).await;
        let listen = async |region: Option<&str>, filter: Value| {
            let regions: Vec<RegionCode> = region
                .map(|code| code.parse().unwrap())
                .into_iter()
                .collect();
            let query = "subscription ($filter: AlertFilter) {
              alertRaised(filter: $filter) { id rule { id } subjectId regionCode } }";
            let request = service
                .post()
                .bearer_auth(token(Role::Investigator, &regions));
            let request = request
                .header(ACCEPT, "text/event-stream")
                .header("X-Kinflow-Purpose", "test")
                .json(&json!({"query": query, "variables": {"filter": filter}}));
            request.send().await.unwrap()
        };
        let mut everything = listen(None, json!({})).await;
        let mut elsewhere = listen(Some("98"), json!({})).await;
        let mut of_rule = listen(None, json!({"rules": ["K3"]})).await;
        // The bell looks at the clock once before it tells anything.
        tokio::time::sleep(Duration::from_millis(700)).await;
        let runner = Runner {
            judge: judge(&engine, "2026-01-15".parse().unwrap(), (500, 2)).await,
            holder: "another process".into(),
            clock: Arc::new(now),
        };
        let rules = rules();
        let raised = runner.run(rules.get("S1").unwrap(), |_| {}).await.unwrap();
        assert!(raised.progress.raised > 0);
        let committed = Instant::now();
        let heard = next(&mut everything).await;
        let late = committed.elapsed();
        assert_eq!(heard["data"]["alertRaised"]["rule"]["id"], "S1", "{heard}");
        assert!(late < Duration::from_secs(5), "heard after {late:?}");
        runner.run(rules.get("K3").unwrap(), |_| {}).await.unwrap();
        let heard = next(&mut of_rule).await;
        assert_eq!(heard["data"]["alertRaised"]["rule"]["id"], "K3", "{heard}");
        let silence = tokio::time::timeout(Duration::from_millis(700), next(&mut elsewhere)).await;
        assert!(silence.is_err(), "nothing of another province is told");
        drop((everything, elsewhere, of_rule));
        service.end().await;
    }
}
