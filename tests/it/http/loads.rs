//! Loading files through the API: who may, what is refused, what becomes of the rows, and how a load
//! is watched.

use futures_util::{SinkExt, StreamExt};
use kinflow::{access::Role, config::Limits};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};

use super::service::{Question, Running, code, limits, token};
use crate::engines;

const LOAD: &str = "mutation Load($files: [Upload!]!, $source: String) {
  loadFiles(files: $files, source: $source) {
    load
    files { file read loaded unchanged rejected ended warnings }
    rejects { file line column value code reason }
    warnings { file line column code }
  }
}";

const WATCH: &str = "subscription { loadProgress { load file read total finished failure
  done { file read loaded rejected } report { files { file } rejects { line value } } } }";

const PERSONS: &str = "id,name,idNumber,regionCode,hobby\n\
    a,甲,990101198003071234,99,\nb,乙,12,99,\nc,丙,13,99,\nd,丁,,990,\n";

/// A multipart body: its parts, each with the name of its file or none.
pub fn multipart(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    body
}

/// A request that loads files as the specification has it.
fn loading(files: &[(&str, &[u8])], source: Option<&str>) -> Vec<u8> {
    let variables = json!({"files": vec![Value::Null; files.len()], "source": source});
    let operations = json!({"query": LOAD, "variables": variables}).to_string();
    let parts: Vec<String> = (0..files.len()).map(|part| part.to_string()).collect();
    let map = parts
        .iter()
        .map(|part| (part.clone(), json!([format!("variables.files.{part}")])));
    let map = Value::Object(map.collect()).to_string();
    let mut all = vec![
        ("operations", None, operations.as_bytes()),
        ("map", None, map.as_bytes()),
    ];
    for (part, (name, content)) in parts.iter().zip(files) {
        all.push((part, Some(*name), *content));
    }
    multipart(&all)
}

async fn send(service: &Running, role: Role, body: Vec<u8>) -> Value {
    let request = service.post().bearer_auth(token(role, &[]));
    let request = request.header(CONTENT_TYPE, "multipart/form-data; boundary=b");
    let response = request.body(body).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_loaded_and_reported() {
    for engine in engines::all().await {
        let service = Running::over(engine.backend.clone()).await;
        let files: [(&str, &[u8]); 2] = [
            ("persons.csv", PERSONS.as_bytes()),
            ("名单.txt", "x".as_bytes()),
        ];
        let answer = send(&service, Role::Data, loading(&files, Some("police"))).await;
        assert!(answer["errors"].is_null(), "{answer:#}");
        let report = &answer["data"]["loadFiles"];
        assert_eq!(
            report["files"],
            json!([{"file": "persons.csv", "read": 4, "loaded": 1, "unchanged": 0, "rejected": 3,
                    "ended": 0, "warnings": 2}])
        );
        assert_eq!(report["rejects"][0]["value"], "12");
        assert_eq!(report["rejects"][2]["code"], "BAD_REGION");
        let warnings = report["warnings"].as_array().unwrap();
        let codes: Vec<_> = warnings.iter().map(|warning| &warning["code"]).collect();
        assert_eq!(
            codes,
            ["UNKNOWN_FILE", "UNKNOWN_COLUMN", "WRONG_CHECK_DIGIT"]
        );

        let asked = "query ($load: String) { loadBatches(load: $load) { totalCount nodes {
            id agency table mappingDigest state warned
            rejects { totalCount truncated codes { code count } }
            warnings(code: WRONG_CHECK_DIGIT) { totalCount codes { count } nodes { line } } } } }";
        let question =
            Question::new(Role::Data, asked).with("variables", json!({"load": report["load"]}));
        let batches = &service.data(question).await["loadBatches"];
        assert_eq!(
            *batches,
            json!({"totalCount": 1, "nodes": [{
                "id": "1", "agency": "police", "table": "persons", "mappingDigest": null, "state": "DONE",
                "warned": 2,
                "rejects": {"totalCount": 3, "truncated": false,
                    "codes": [{"code": "BAD_IDENTITY", "count": 2}, {"code": "BAD_REGION", "count": 1}]},
                "warnings": {"totalCount": 1, "codes": [{"count": 1}, {"count": 1}], "nodes": [{"line": 2}]},
            }]})
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rejects_are_paged_and_their_values_are_for_those_who_load() {
    for engine in engines::all().await {
        let service = Running::over(engine.backend.clone()).await;
        let files: [(&str, &[u8]); 1] = [("persons.csv", PERSONS.as_bytes())];
        send(&service, Role::Data, loading(&files, Some("police"))).await;
        let asked = "query ($after: String, $code: Fault) { loadBatch(id: 1) {
            rejects(first: 1, after: $after, code: $code) { totalCount pageInfo { hasNextPage endCursor }
              nodes { file line column code reason value } } } }";
        let page = |role, regions: Vec<_>, after: Value, code: Value| {
            let mut question = Question::new(role, asked);
            question.token = Some(token(role, &regions));
            let question = question.with("variables", json!({"after": after, "code": code}));
            service.ask(question)
        };
        for (code, lines) in [
            (Value::Null, vec![3, 4, 5]),
            (json!("BAD_IDENTITY"), vec![3, 4]),
        ] {
            let (mut after, mut seen) = (Value::Null, Vec::new());
            loop {
                let answer = page(Role::Data, vec![], after, code.clone()).await;
                let rejects = answer["data"]["loadBatch"]["rejects"].clone();
                assert_eq!(rejects["totalCount"], lines.len(), "{answer:#}");
                assert!(rejects["nodes"][0]["value"].is_string());
                seen.push(rejects["nodes"][0]["line"].clone());
                if rejects["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                after = rejects["pageInfo"]["endCursor"].clone();
            }
            assert_eq!(seen, lines);
        }
        let county = vec!["990101".parse().unwrap()];
        for (role, regions) in [
            (Role::Investigator, vec![]),
            (Role::Supervisor, vec![]),
            (Role::Auditor, vec![]),
            (Role::Data, county),
        ] {
            let answer = page(role, regions, Value::Null, Value::Null).await;
            let reject = &answer["data"]["loadBatch"]["rejects"]["nodes"][0];
            assert_eq!(reject["code"], "BAD_IDENTITY", "{role}");
            assert_eq!(reject["value"], Value::Null, "{role}");
            assert!(!answer.to_string().contains("\"12\""), "{role}");
        }
        for role in [Role::Public, Role::Unit, Role::Admin] {
            let answer = page(role, vec![], Value::Null, Value::Null).await;
            assert_eq!(
                answer["errors"][0]["extensions"]["code"], "FORBIDDEN",
                "{role}"
            );
            assert!(!answer.to_string().contains("reason"), "{answer:#}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_load_is_refused_before_the_files_are_read() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    let files: [(&str, &[u8]); 1] = [("persons.csv", PERSONS.as_bytes())];
    let body = loading(&files, Some("police"));
    for role in Role::ALL.iter().filter(|role| **role != Role::Data) {
        let answer = send(&service, *role, body.clone()).await;
        assert_eq!(code(&answer), "FORBIDDEN", "{role}");
    }
    let within = token(Role::Data, &["990101".parse().unwrap()]);
    for (bearer, refused) in [(Some(within), "FORBIDDEN"), (None, "UNAUTHENTICATED")] {
        // What a form of another site could send has no token.
        let mut request = service
            .post()
            .header(CONTENT_TYPE, "multipart/form-data; boundary=b");
        if let Some(bearer) = bearer {
            request = request.bearer_auth(bearer);
        }
        let answer = request.body(body.clone()).send().await.unwrap();
        assert_eq!(code(&answer.json().await.unwrap()), refused);
    }
    let none = engine
        .run("MATCH (n) WHERE NOT n:Schema RETURN count(*) AS n")
        .await;
    assert_eq!(none[0]["n"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_uploads_are_refused_in_a_sentence() {
    let engine = engines::embedded().await;
    let small = Limits {
        upload_bytes: 100_000,
        body_bytes: 20_000,
        ..limits()
    };
    let service = Running::within(engine.backend.clone(), small).await;
    let row = format!("a,{},99\n", "b".repeat(1 << 20));
    let bomb = format!("id,name,regionCode\n{}", row.repeat(80));
    let bomb = zstd::encode_all(bomb.as_bytes(), 1).unwrap();
    let gzip: &[u8] = &[0x1f, 0x8b, 8, 0, 0];
    let large = vec![b'a'; 100_001];
    let persons = PERSONS.as_bytes();
    let one = |name, content| loading(&[(name, content)], Some("police"));
    let operations = |files: Value| {
        json!({"query": LOAD, "variables": {"files": files, "source": "p"}}).to_string()
    };
    let parts = |operations: &str, map: &str, name: &str| {
        multipart(&[
            ("operations", None, operations.as_bytes()),
            ("map", None, map.as_bytes()),
            (name, Some("persons.csv"), persons),
        ])
    };
    let null = operations(json!([null]));
    let many: Vec<(&str, &[u8])> = vec![("persons.csv", b"x"); 101];
    let mut cut = one("persons.csv", persons);
    cut.truncate(cut.len() - 20);
    let cases: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        (
            "a folder",
            one("../persons.csv", persons),
            "BAD_INPUT",
            "without a folder",
        ),
        (
            "a hidden name",
            one(".persons.csv", persons),
            "BAD_INPUT",
            "dot",
        ),
        ("no name", one("", persons), "BAD_INPUT", "name"),
        ("no table", one("x.txt", b"x"), "BAD_INPUT", "no table here"),
        (
            "an empty file",
            one("persons.csv", b""),
            "BAD_INPUT",
            "persons.csv",
        ),
        (
            "a bomb",
            one("persons.csv", &bomb),
            "BAD_INPUT",
            "times its size",
        ),
        ("damaged", one("persons.csv", gzip), "BAD_INPUT", "damaged"),
        (
            "too large",
            one("persons.csv", &large),
            "LIMIT_EXCEEDED",
            "limits.upload_bytes",
        ),
        (
            "too many",
            loading(&many, Some("p")),
            "LIMIT_EXCEEDED",
            "at most 100 files",
        ),
        (
            "one name twice",
            loading(
                &[("persons.csv", persons), ("persons.csv", persons)],
                Some("p"),
            ),
            "BAD_INPUT",
            "two files",
        ),
        (
            "no source",
            loading(&[("persons.csv", persons)], None),
            "BAD_INPUT",
            "source",
        ),
        (
            "no files",
            loading(&[], Some("p")),
            "BAD_INPUT",
            "no table here",
        ),
        ("no parts", Vec::new(), "BAD_INPUT", "broken"),
        ("cut off", cut, "BAD_INPUT", "broken"),
        (
            "no JSON",
            parts("{", "{}", "0"),
            "BAD_INPUT",
            "`operations`",
        ),
        ("no map", parts(&null, "[]", "0"), "BAD_INPUT", "`map`"),
        (
            "not in the map",
            parts(&null, "{}", "0"),
            "BAD_INPUT",
            "does not name",
        ),
        (
            "not sent",
            parts(&null, r#"{"0": ["variables.files.0"], "1": []}"#, "0"),
            "BAD_INPUT",
            "did not come",
        ),
        (
            "no place",
            parts(&null, r#"{"0": ["variables.files.7"]}"#, "0"),
            "BAD_INPUT",
            "no null",
        ),
        (
            "the query",
            parts(&null, r#"{"0": ["query"]}"#, "0"),
            "BAD_INPUT",
            "no null",
        ),
        (
            "a made up part",
            parts(
                &operations(json!(["7", null])),
                r#"{"0": ["variables.files.1"]}"#,
                "0",
            ),
            "BAD_INPUT",
            "once",
        ),
        (
            "words too long",
            parts(&null.replace("mutation", &" ".repeat(30_000)), "{}", "0"),
            "LIMIT_EXCEEDED",
            "limits.body_bytes",
        ),
    ];
    for (case, body, expected, words) in cases {
        let answer = send(&service, Role::Data, body).await;
        assert_eq!(code(&answer), expected, "{case}: {answer:#}");
        let message = answer["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(words), "{case}: {message}");
    }
    // No file can be named that did not come with the request.
    for forged in [
        "0",
        "#__graphql_file__:0",
        "#__graphql_file__:x",
        "/etc/hostname",
    ] {
        let question = Question::new(Role::Data, LOAD)
            .with("variables", json!({"files": [forged], "source": "p"}));
        assert_eq!(code(&service.ask(question).await), "BAD_INPUT", "{forged}");
    }
    let none = engine
        .run("MATCH (n) WHERE NOT n:Schema RETURN count(*) AS n")
        .await;
    assert_eq!(none[0]["n"], 0);
}

/// The events of a subscription over server-sent events, to its end.
async fn events(response: reqwest::Response) -> Vec<Value> {
    assert_eq!(response.headers()[CONTENT_TYPE], "text/event-stream");
    let text = response.text().await.unwrap();
    let mut events = Vec::new();
    let blocks: Vec<&str> = text
        .split("\n\n")
        .filter(|block| !block.is_empty())
        .collect();
    let (last, next) = blocks.split_last().unwrap();
    assert!(last.starts_with("event: complete"), "{last}");
    for block in next {
        let data = block.strip_prefix("event: next\ndata: ").unwrap();
        events.push(serde_json::from_str(data).unwrap());
    }
    events
}

fn watch(service: &Running, role: Role, query: &str) -> reqwest::RequestBuilder {
    let request = service.post().bearer_auth(token(role, &[]));
    request
        .header(ACCEPT, "text/event-stream")
        .json(&json!({"query": query}))
}

/// Whether events tell of two files in order, and of the end.
fn in_order(events: &[Value]) {
    let events: Vec<&Value> = events
        .iter()
        .map(|event| &event["data"]["loadProgress"])
        .collect();
    let told = |event: &Value| {
        json!([
            event["file"],
            event["total"],
            event["done"]["loaded"],
            event["finished"]
        ])
    };
    let told: Vec<Value> = events.iter().map(|event| told(event)).collect();
    assert_eq!(
        told,
        [
            json!([null, 0, null, false]),
            json!(["regions.csv", 1, null, false]),
            json!(["regions.csv", 1, 1, false]),
            json!(["persons.csv", 4, null, false]),
            json!(["persons.csv", 4, 1, false]),
            json!(["persons.csv", 4, 1, true]),
        ]
    );
    let last = events[events.len() - 1];
    assert_eq!(last["report"]["files"].as_array().unwrap().len(), 2);
    assert_eq!(last["failure"], Value::Null);
}

fn both() -> Vec<u8> {
    let files: [(&str, &[u8]); 2] = [
        ("persons.csv", PERSONS.as_bytes()),
        ("regions.csv", "id,name,level\n99,省,PROVINCE\n".as_bytes()),
    ];
    loading(&files, Some("police"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_is_watched_over_server_sent_events() {
    for engine in engines::all().await {
        let service = Running::over(engine.backend.clone()).await;
        let watching =
            [Role::Data, Role::Investigator].map(|role| watch(&service, role, WATCH).send());
        let [data, investigator] = watching;
        let (data, investigator) = (data.await.unwrap(), investigator.await.unwrap());
        let answer = send(&service, Role::Data, both()).await;
        assert!(answer["errors"].is_null(), "{answer:#}");
        let (data, investigator) = (events(data).await, events(investigator).await);
        in_order(&data);
        in_order(&investigator);
        let value = |events: &[Value]| {
            events[5]["data"]["loadProgress"]["report"]["rejects"][0]["value"].clone()
        };
        assert_eq!(value(&data), "12");
        assert_eq!(value(&investigator), Value::Null);
        // A query answers once, and what is refused is refused at once.
        let once = watch(&service, Role::Data, "{ __typename }")
            .send()
            .await
            .unwrap();
        assert_eq!(
            events(once).await,
            [json!({"data": {"__typename": "Query"}})]
        );
        for role in [Role::Public, Role::Admin] {
            let refused = events(watch(&service, role, WATCH).send().await.unwrap()).await;
            assert_eq!(refused.len(), 1);
            assert_eq!(refused[0]["errors"][0]["extensions"]["code"], "FORBIDDEN");
        }
        let single = service.ask(Question::new(Role::Data, WATCH)).await;
        assert_eq!(code(&single), "BAD_INPUT");
        let recorded = service.end().await;
        let watched = recorded
            .iter()
            .filter(|record| record["role"] == "INVESTIGATOR");
        assert_eq!(watched.count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_that_fails_ends_with_its_reason() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    let watching = watch(&service, Role::Data, WATCH).send().await.unwrap();
    send(
        &service,
        Role::Data,
        loading(&[("persons.csv", b"")], Some("p")),
    )
    .await;
    let events = events(watching).await;
    let last = &events[events.len() - 1]["data"]["loadProgress"];
    assert_eq!(last["finished"], true);
    assert!(last["failure"].as_str().unwrap().contains("persons.csv"));
    assert_eq!(last["report"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn watching_ends_with_the_service() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    let watching = watch(&service, Role::Data, WATCH).send().await.unwrap();
    service.end().await;
    assert_eq!(events(watching).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_is_watched_over_a_websocket() {
    for engine in engines::all().await {
        let service = Running::over(engine.backend.clone()).await;
        let address = service.address.trim_start_matches("http://");
        let connect = || async {
            let mut request = format!("ws://{address}/graphql")
                .into_client_request()
                .unwrap();
            let protocol = "graphql-transport-ws".parse().unwrap();
            request
                .headers_mut()
                .insert("Sec-WebSocket-Protocol", protocol);
            let stream = TcpStream::connect(address).await.unwrap();
            let (socket, response) = tokio_tungstenite::client_async(request, stream)
                .await
                .unwrap();
            assert_eq!(
                response.headers()["Sec-WebSocket-Protocol"],
                "graphql-transport-ws"
            );
            socket
        };
        let text = |value: Value| Message::Text(value.to_string().into());
        let mut socket = connect().await;
        let bearer = format!("Bearer {}", token(Role::Data, &[]));
        let payload = json!({"Authorization": bearer, "X-Kinflow-Purpose": "test"});
        let greeting = json!({"type": "connection_init", "payload": payload});
        socket.send(text(greeting)).await.unwrap();
        let greeted = socket.next().await.unwrap().unwrap();
        assert!(greeted.to_text().unwrap().contains("connection_ack"));
        let subscribe = json!({"type": "subscribe", "id": "1", "payload": {"query": WATCH}});
        socket.send(text(subscribe)).await.unwrap();
        let ping = json!({"type": "ping"});
        socket.send(text(ping)).await.unwrap();
        let pong = socket.next().await.unwrap().unwrap();
        assert!(pong.to_text().unwrap().contains("pong"), "{pong:?}");
        send(&service, Role::Data, both()).await;
        let mut events = Vec::new();
        loop {
            let message = socket.next().await.unwrap().unwrap();
            let message: Value = serde_json::from_str(message.to_text().unwrap()).unwrap();
            assert_eq!(message["id"], "1");
            if message["type"] == "complete" {
                break;
            }
            events.push(message["payload"].clone());
        }
        in_order(&events);

        // Whoever has no token is not heard.
        for payload in [json!({}), json!({"Authorization": "Bearer x"})] {
            let mut socket = connect().await;
            let greeting = json!({"type": "connection_init", "payload": payload});
            socket.send(text(greeting)).await.unwrap();
            let last = socket.next().await.unwrap().unwrap();
            assert!(last.is_close(), "{last:?}");
        }
        let mut socket = connect().await;
        let subscribe = json!({"type": "subscribe", "id": "1", "payload": {"query": WATCH}});
        socket.send(text(subscribe)).await.unwrap();
        assert!(socket.next().await.unwrap().unwrap().is_close());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_load_runs_at_a_time_and_to_its_end_though_the_caller_goes() {
    for engine in engines::all().await {
        let service = Running::over(engine.backend.clone()).await;
        let mut watching = watch(&service, Role::Data, WATCH).send().await.unwrap();
        let rows: String = (0..20_000).map(|row| format!("p{row},甲,99\n")).collect();
        let persons = format!("id,name,regionCode\n{rows}");
        let many = loading(&[("persons.csv", persons.as_bytes())], Some("police"));
        let request = service.post().bearer_auth(token(Role::Data, &[]));
        let request = request.header(CONTENT_TYPE, "multipart/form-data; boundary=b");
        let first = tokio::spawn(request.body(many).send());
        let mut text = String::new();
        while !text.contains("persons.csv") {
            let chunk = watching.chunk().await.unwrap().unwrap();
            text += std::str::from_utf8(&chunk).unwrap();
        }
        first.abort();
        let second = send(&service, Role::Data, both()).await;
        assert_eq!(code(&second), "CONFLICT");
        while let Some(chunk) = watching.chunk().await.unwrap() {
            text += std::str::from_utf8(&chunk).unwrap();
        }
        assert!(text.contains("\"read\":20000"), "{text}");
        assert!(text.contains("\"finished\":true") && text.contains("\"failure\":null"));
        let asked = "{ loadBatches { nodes { file state loaded } } }";
        let batches = service.data(Question::new(Role::Data, asked)).await;
        assert_eq!(
            batches["loadBatches"]["nodes"],
            json!([{"file": "persons.csv", "state": "DONE", "loaded": 20_000}])
        );
    }
}
