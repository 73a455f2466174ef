//! Alerts: raised once, seen again, lapsed and returned with the data, whatever happens to a run.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kinflow::{
    alerts::{Progress, RunError, Runner},
    graph::{Backend, BackendError, Exchange, Record},
    rules::Rule,
};
use serde_json::{Value, json};

use super::judge;
use crate::{
    api::Api,
    engines::{self, Engine},
    files::rules,
};

/// Rules that find something in the seed, about persons, officials, payments and companies.
const RUN: [&str; 5] = ["S1", "S7", "K3", "C11", "F1"];

fn clock() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_468)
}

async fn runner(engine: &Engine, chunks: (usize, usize)) -> Runner {
    Runner {
        judge: judge(engine, "2026-01-15".parse().unwrap(), chunks).await,
        holder: "test".into(),
        clock: Arc::new(clock),
    }
}

async fn run(runner: &Runner, rule: &Rule) -> Progress {
    runner.run(rule, |_| {}).await.unwrap().progress
}

/// Every alert with all that is kept of it, but the run that kept it.
async fn kept(engine: &Engine) -> Vec<Record> {
    engine
        .run(
            "MATCH (a:Alert) RETURN a.id AS id, a.seq AS seq, a.rule AS rule, a.subjectId AS subjectId, a.key AS key,
               a.measure AS measure, a.facts AS facts, a.evidence AS evidence, a.severity AS severity, a.state AS state,
               a.news AS news, a.programme AS programme, a.regionCode AS regionCode, a.township AS township
             ORDER BY rule, subjectId, key",
        )
        .await
}

async fn forget(engine: &Engine) {
    engine
        .run("MATCH (n) WHERE n:AlertEvent OR n:Alert OR n:AlertClock OR n:AlertCount OR n:RuleRun OR n:Lease DETACH DELETE n RETURN count(*) AS n")
        .await;
}

/// Numbers of alerts as they are kept beside them are those of the alerts.
async fn assert_counted(engine: &Engine) {
    let kept = engine
        .run(
            "MATCH (n:AlertCount) WHERE n.alerts <> 0
             RETURN n.regionCode AS region, n.rule AS rule, n.severity AS severity, n.state AS state, n.programme AS programme,
               n.alerts AS alerts",
        )
        .await;
    let word = |row: &Record, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let key = |row: &Record, region: String| {
        let [rule, severity, state, programme] =
            ["rule", "severity", "state", "programme"].map(|name| word(row, name));
        (region, rule, severity, state, programme)
    };
    let kept: BTreeMap<_, i64> = kept
        .iter()
        .map(|row| {
            (
                key(row, word(row, "region")),
                row["alerts"].as_i64().unwrap(),
            )
        })
        .collect();
    let mut counted = BTreeMap::new();
    for row in self::kept(engine).await {
        let region = word(&row, "regionCode");
        let township = region.get(..9).unwrap_or(&region).to_owned();
        *counted.entry(key(&row, township)).or_insert(0) += 1;
    }
    assert_eq!(kept, counted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hit_is_raised_once_lapses_with_the_data_and_returns() {
    let rules = rules();
    let rule = rules.get("S1").unwrap();
    for engine in engines::all().await {
        engine.load_seed().await;
        let runner = runner(&engine, (500, 2)).await;
        let first = run(&runner, rule).await;
        assert!(
            first.raised > 0 && first.raised == first.judged.raised,
            "{first:?}"
        );
        let raised = kept(&engine).await;
        let again = run(&runner, rule).await;
        assert_eq!(
            (again.raised, again.seen_again, again.lapsed),
            (0, first.raised, 0)
        );
        assert_eq!(kept(&engine).await, raised);
        assert_counted(&engine).await;

        engine
            .run("MATCH (p:Person) WHERE p.diedOn IS NOT NULL SET p.wasOn = p.diedOn REMOVE p.diedOn RETURN count(*) AS n")
            .await;
        let gone = run(&runner, rule).await;
        assert_eq!((gone.judged.raised, gone.lapsed), (0, first.raised));
        let states: Vec<_> = kept(&engine)
            .await
            .iter()
            .map(|alert| (alert["state"].clone(), alert["news"].clone()))
            .collect();
        assert_eq!(
            states,
            vec![(json!("LAPSED"), json!("DATA_CHANGED")); first.raised]
        );
        assert_counted(&engine).await;

        engine
            .run("MATCH (p:Person) WHERE p.wasOn IS NOT NULL SET p.diedOn = p.wasOn REMOVE p.wasOn RETURN count(*) AS n")
            .await;
        let back = run(&runner, rule).await;
        assert_eq!(
            (back.raised, back.returned, back.lapsed),
            (0, first.raised, 0)
        );
        assert!(
            kept(&engine)
                .await
                .iter()
                .all(|alert| alert["news"] == "RETURNED")
        );
        assert_counted(&engine).await;
    }
}

/// What somebody dismissed stays so until the evidence is another.
#[tokio::test(flavor = "multi_thread")]
async fn a_dismissed_alert_stays_dismissed_until_its_evidence_changes() {
    let rules = rules();
    let rule = rules.get("S1").unwrap();
    for engine in engines::all().await {
        engine.load_seed().await;
        let runner = runner(&engine, (500, 2)).await;
        let first = run(&runner, rule).await;
        engine
            .run("MATCH (a:Alert) SET a.state = 'DISMISSED' RETURN count(*) AS n")
            .await;
        engine
            .run("MATCH (n:AlertCount) SET n.state = 'DISMISSED' RETURN count(*) AS n")
            .await;
        let same = run(&runner, rule).await;
        assert_eq!((same.seen_again, same.returned), (first.raised, 0));
        assert!(
            kept(&engine)
                .await
                .iter()
                .all(|alert| alert["state"] == "DISMISSED")
        );
        engine
            .run("MATCH (a:Alert) SET a.proof = 'other' RETURN count(*) AS n")
            .await;
        let other = run(&runner, rule).await;
        assert_eq!((other.seen_again, other.returned), (0, first.raised));
        assert!(
            kept(&engine)
                .await
                .iter()
                .all(|alert| alert["state"] == "OPEN" && alert["news"] == "NEW_EVIDENCE")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn chunks_and_threads_change_no_alert() {
    let rules = rules();
    for engine in engines::all().await {
        engine.load_seed().await;
        let mut first = None;
        for chunks in super::CHUNKS {
            forget(&engine).await;
            let runner = runner(&engine, chunks).await;
            for id in RUN {
                run(&runner, rules.get(id).unwrap()).await;
            }
            let kept = kept(&engine).await;
            assert!(kept.len() >= RUN.len());
            assert_eq!(
                *first.get_or_insert(kept.clone()),
                kept,
                "{chunks:?} on {}",
                engine.name()
            );
        }
    }
}

/// An engine whose writes fail after some.
struct Failing {
    engine: Arc<dyn Backend>,
    left: AtomicUsize,
}

#[async_trait]
impl Backend for Failing {
    fn name(&self) -> &'static str {
        self.engine.name()
    }

    async fn read(
        &self,
        exchange: Exchange,
        deadline: Instant,
    ) -> Result<Vec<Record>, BackendError> {
        self.engine.read(exchange, deadline).await
    }

    async fn write(
        &self,
        exchanges: Vec<Exchange>,
        deadline: Instant,
    ) -> Result<Vec<Vec<Record>>, BackendError> {
        let left = self
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            });
        match left {
            Ok(_) => self.engine.write(exchanges, deadline).await,
            Err(_) => Err(BackendError::Unavailable("killed".into())),
        }
    }

    async fn declare(&self, statements: &[&'static str]) -> Result<(), BackendError> {
        self.engine.declare(statements).await
    }

    fn schema(&self) -> &'static str {
        self.engine.schema()
    }

    async fn backup(&self, file: &Path) -> Result<(), BackendError> {
        self.engine.backup(file).await
    }

    async fn close(&self) -> Result<(), BackendError> {
        Ok(())
    }
}

/// A run that breaks off after any of its writes is taken up there, and comes to what it would have.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_broke_off_is_taken_up_and_comes_to_the_same() {
    let rules = rules();
    let rule = rules.get("S7").unwrap();
    for engine in engines::all().await {
        engine.load_seed().await;
        let whole = runner(&engine, (5, 2)).await;
        let expected = run(&whole, rule).await;
        assert!(expected.raised > 2);
        let alerts = kept(&engine).await;
        let mut broken = 0;
        for writes in 0.. {
            forget(&engine).await;
            let mut breaking = whole.clone();
            breaking.judge.backend = Arc::new(Failing {
                engine: engine.backend.clone(),
                left: AtomicUsize::new(writes),
            });
            let broke = breaking.run(rule, |_| {}).await;
            if broke.is_ok() {
                break;
            }
            assert!(matches!(broke, Err(RunError::Graph(_))));
            broken += 1;
            let again = whole.run(rule, |_| {}).await.unwrap();
            assert_eq!(
                again.resumed,
                (2..).contains(&writes),
                "after {writes} writes"
            );
            assert_eq!(again.progress, expected, "after {writes} writes");
            assert_eq!(kept(&engine).await, alerts, "after {writes} writes");
            let open = engine
                .run("MATCH (r:RuleRun {state: 'RUNNING'}) RETURN count(*) AS n")
                .await;
            assert_eq!(open[0]["n"], 0);
        }
        assert!(broken > 4, "it breaks off in several places");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_runs_in_one_process_at_a_time() {
    let rules = rules();
    let rule = rules.get("S1").unwrap();
    for engine in engines::all().await {
        engine.load_seed().await;
        let one = runner(&engine, (500, 2)).await;
        let lease = |until: i64| {
            format!(
                "MERGE (l:Lease {{id: 'rule/S1'}}) SET l.holder = 'another', l.until = {until} RETURN 1 AS n"
            )
        };
        let now = clock().timestamp_millis();
        engine.run(&lease(now + 1_000)).await;
        let refused = one.run(rule, |_| {}).await;
        assert!(matches!(refused, Err(RunError::Held(holder)) if holder == "another"));
        engine.run(&lease(now - 1)).await;
        assert!(run(&one, rule).await.raised > 0);
    }
}

/// Alerts as the API tells them: within scope alone, with sentence and evidence, and counted.
#[tokio::test(flavor = "multi_thread")]
async fn the_api_tells_alerts_within_scope() {
    const DOCUMENT: &str = "query ($of: AlertsOf!, $first: Int, $after: String) {
      alerts(of: $of, first: $first, after: $after) {
        totalCount
        nodes { id key severity state rule { id } sentence(locale: EN) evidence { kind id hidden } regionCode }
        pageInfo { hasNextPage endCursor } }
      alertCounts(by: [RULE, STATE]) { of alerts }
      ruleRuns(rule: \"S1\", first: 1) { state counts { lookedAt hits raised } } }";
    let rules = rules();
    let api = Api::unlimited();
    for engine in engines::all().await {
        engine.load_seed().await;
        let runner = runner(&engine, (500, 2)).await;
        for id in RUN {
            run(&runner, rules.get(id).unwrap()).await;
        }
        let kept = kept(&engine).await;
        for scope in ["", "990101", "990101102", "98"] {
            let within = |alert: &&Record| {
                alert["regionCode"]
                    .as_str()
                    .is_some_and(|code| code.starts_with(scope))
            };
            let expected: Vec<&Record> = kept.iter().filter(within).collect();
            let mut told = Vec::new();
            let mut after = Value::Null;
            loop {
                let variables = json!({"of": {"region": "990101"}, "first": 2, "after": after});
                let answer = api
                    .ask(
                        engine.graph(&[scope], "2026-01-15"),
                        scope,
                        DOCUMENT,
                        variables,
                    )
                    .await;
                let list = &answer["alerts"];
                assert_eq!(list["totalCount"], expected.len());
                told.extend(list["nodes"].as_array().unwrap().clone());
                let counted = answer["alertCounts"].as_array().unwrap().iter();
                let counted: u64 = counted.map(|count| count["alerts"].as_u64().unwrap()).sum();
                assert_eq!(counted, expected.len() as u64);
                assert_eq!(answer["ruleRuns"][0]["state"], "DONE");
                if list["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                after = list["pageInfo"]["endCursor"].clone();
            }
            let mut ids: Vec<_> = told.iter().map(|alert| alert["id"].clone()).collect();
            let mut of_kept: Vec<_> = expected.iter().map(|alert| alert["id"].clone()).collect();
            ids.sort_by_key(ToString::to_string);
            of_kept.sort_by_key(ToString::to_string);
            assert_eq!(ids, of_kept, "{scope:?} on {}", engine.name());
            for alert in &told {
                assert!(
                    alert["sentence"]
                        .as_str()
                        .is_some_and(|text| !text.contains('{'))
                );
                let evidence = alert["evidence"].as_array().unwrap();
                assert!(
                    evidence
                        .iter()
                        .all(|proof| proof["hidden"] == proof["id"].is_null())
                );
                if scope.is_empty() {
                    assert!(
                        evidence.iter().all(|proof| proof["hidden"] == false),
                        "{alert}"
                    );
                }
            }
        }
    }
}

/// A verdict that somebody asks for.
const SETTLE: &str = "mutation ($id: ID!, $revision: Int!, $note: String!) {
  VERDICT(alerts: [{id: $id, revision: $revision}], note: $note REASON) {
    settled { id state revision vouchedBy }
    refused { id why alert { revision } } } }";

fn document(verdict: &str) -> String {
    let reason = match verdict {
        "dismissAlerts" => ", reason: ALLOWED",
        _ => "",
    };
    SETTLE.replace("VERDICT", verdict).replace("REASON", reason)
}

/// Several people settle the same alerts at once, at random: nothing is lost, and every state was come to
/// by what is on file.
#[tokio::test(flavor = "multi_thread")]
async fn verdicts_of_several_at_once_lose_nothing() {
    let rules = rules();
    for engine in engines::all().await {
        engine.load_seed().await;
        let runner = runner(&engine, (500, 2)).await;
        for id in ["S1", "S7"] {
            run(&runner, rules.get(id).unwrap()).await;
        }
        let ids: Vec<String> = kept(&engine)
            .await
            .iter()
            .map(|alert| alert["id"].as_str().unwrap().to_owned())
            .collect();
        assert!(ids.len() >= 4);
        let settled = Arc::new(AtomicUsize::new(0));
        let people = (0..4_u64).map(|person| {
            let (ids, settled) = (ids.clone(), settled.clone());
            let graph = || engine.graph(&[""], "2026-01-15");
            let graphs: Vec<_> = (0..80).map(|_| graph()).collect();
            async move {
                let api = Api::unlimited().called(&format!("person {person}"));
                let mut draw = person * 7_919 + 17;
                for graph in graphs {
                    draw = draw
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    let id = &ids[(draw >> 33) as usize % ids.len()];
                    let verdict = ["dismissAlerts", "confirmAlerts", "reopenAlerts"]
                        [(draw >> 40) as usize % 3];
                    let seen = api
                        .ask(
                            graph.clone(),
                            "",
                            "query ($id: ID!) { alert(id: $id) { revision } }",
                            json!({"id": id}),
                        )
                        .await;
                    let variables =
                        json!({"id": id, "revision": seen["alert"]["revision"], "note": "a test"});
                    let answer = api.ask(graph, "", &document(verdict), variables).await;
                    let of = answer.as_object().unwrap().values().next().unwrap();
                    let (done, left) = (
                        of["settled"].as_array().unwrap().len(),
                        of["refused"].as_array().unwrap().len(),
                    );
                    assert_eq!(done + left, 1);
                    settled.fetch_add(done, Ordering::SeqCst);
                }
            }
        });
        futures_util::future::join_all(people).await;
        let events = engine
            .run(
                "MATCH (e:AlertEvent) MATCH (a:Alert {id: e.alert})
                 RETURN e.alert AS alert, e.was AS was, e.became AS became, e.act AS act, e.actor AS actor, a.state AS state,
                   a.revision AS revision ORDER BY alert",
            )
            .await;
        assert_eq!(events.len(), settled.load(Ordering::SeqCst));
        let mut of_alerts: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        for event in &events {
            of_alerts
                .entry(event["alert"].as_str().unwrap())
                .or_default()
                .push(event);
        }
        for events in of_alerts.values() {
            assert_eq!(events[0]["revision"], events.len());
            // As many ways into a state as out of it, but for the one it is in.
            for state in ["OPEN", "DISMISSED", "CONFIRMED"] {
                let count =
                    |end: &str| events.iter().filter(|event| event[end] == state).count() as i64;
                let here = i64::from(events[0]["state"] == state) - i64::from(state == "OPEN");
                assert_eq!(count("became") - count("was"), here, "{state}");
            }
        }
        assert_counted(&engine).await;
    }
}

/// One person's word is no confirmation, a stale one is refused with the alert as it is, and the ledger counts.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_person_confirms_and_the_ledger_counts() {
    let rules = rules();
    for engine in engines::all().await {
        engine.load_seed().await;
        let runner = runner(&engine, (500, 2)).await;
        run(&runner, rules.get("S7").unwrap()).await;
        let kept = kept(&engine).await;
        let graph = || engine.graph(&[""], "2026-01-15");
        let ask = async |who: &str, verdict: &str, at: usize, revision: i64| {
            let variables =
                json!({"id": kept[at]["id"], "revision": revision, "note": "seen on site"});
            let answer = Api::unlimited()
                .called(who)
                .ask(graph(), "", &document(verdict), variables)
                .await;
            answer.as_object().unwrap().values().next().unwrap().clone()
        };
        let first = ask("li", "confirmAlerts", 0, 0).await;
        assert_eq!(first["settled"][0]["state"], "OPEN");
        assert_eq!(first["settled"][0]["vouchedBy"], "li");
        assert_eq!(
            ask("li", "confirmAlerts", 0, 1).await["refused"][0]["why"],
            "SECOND_PERSON"
        );
        let stale = ask("wang", "confirmAlerts", 0, 0).await;
        assert_eq!(stale["refused"][0]["why"], "CONFLICT");
        assert_eq!(stale["refused"][0]["alert"]["revision"], 1);
        assert_eq!(
            ask("wang", "confirmAlerts", 0, 1).await["settled"][0]["state"],
            "CONFIRMED"
        );
        assert_eq!(
            ask("li", "dismissAlerts", 1, 0).await["settled"][0]["state"],
            "DISMISSED"
        );
        let answer = Api::unlimited()
            .ask(
                graph(),
                "",
                "{ rule(id: \"S7\") { precision { version confirmed dismissed open reasons { reason alerts } least greatest } } }",
                json!({}),
            )
            .await;
        let all = &answer["rule"]["precision"][0];
        assert_eq!(
            (
                &all["version"],
                &all["confirmed"],
                &all["dismissed"],
                &all["open"]
            ),
            (&Value::Null, &json!(1), &json!(1), &json!(kept.len() - 2))
        );
        assert_eq!(all["reasons"], json!([{"reason": "ALLOWED", "alerts": 1}]));
        // One of two: Wilson's interval is symmetric about a half.
        let sum = all["least"].as_f64().unwrap() + all["greatest"].as_f64().unwrap();
        assert!((sum - 1.0).abs() < 1e-9);
        let elsewhere = ask_within(&engine, "98", &kept[0]).await;
        assert_eq!(elsewhere["refused"][0]["why"], "NOT_FOUND");
        assert_counted(&engine).await;
    }
}

async fn ask_within(engine: &Engine, scope: &str, alert: &Record) -> Value {
    let variables = json!({"id": alert["id"], "revision": 2, "note": "x"});
    let graph = engine.graph(&[scope], "2026-01-15");
    let answer = Api::unlimited()
        .ask(graph, scope, &document("reopenAlerts"), variables)
        .await;
    answer["reopenAlerts"].clone()
}
