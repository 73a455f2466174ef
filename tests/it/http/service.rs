//! A service on a port of its own, with a fixed clock, and whoever asks it.

use std::{path::PathBuf, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use kinflow::{
    access::{Role, token::Tokens},
    config::{Limits, Settings},
    graph::Backend,
    graphql::{self, limits::Documents, page::Seal},
    http::{Service, serve},
    loads::Loads,
    model::RegionCode,
    questions::Questions,
    requests::Requests,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// Signs tokens and seals cursors, so that both are the same in every run.
pub const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Noon in China on 2026-01-15, for as long as the tests take.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_768_449_600, 0).unwrap()
}

/// The limits of the default settings.
pub fn limits() -> Limits {
    Settings::read(None, &[]).unwrap().limits
}

/// A token of the service, valid for an hour.
pub fn token(role: Role, regions: &[RegionCode]) -> String {
    Tokens::new(SECRET)
        .sign("li", role, regions, now(), TimeDelta::hours(1))
        .unwrap()
}

/// A service until it is dropped or ended.
pub struct Running {
    pub address: String,
    pub record: PathBuf,
    client: Client,
    folder: tempfile::TempDir,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

/// One question to the service.
pub struct Question<'a> {
    pub token: Option<String>,
    pub purpose: Option<&'a str>,
    pub body: Value,
}

impl<'a> Question<'a> {
    /// A document as somebody of this role asks it who sees everywhere.
    pub fn new(role: Role, query: &str) -> Self {
        Self {
            token: Some(token(role, &[])),
            purpose: Some("test"),
            body: json!({"query": query}),
        }
    }

    pub fn purpose(mut self, purpose: &'a str) -> Self {
        self.purpose = Some(purpose);
        self
    }

    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.body[key] = value;
        self
    }
}

impl Running {
    /// A service over a graph, with the default limits.
    pub async fn over(backend: Arc<dyn Backend>) -> Self {
        Self::within(backend, limits()).await
    }

    /// A service over a graph, with other limits.
    pub async fn within(backend: Arc<dyn Backend>, limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("requests.jsonl");
        let limits = Arc::new(limits);
        let settings = Settings::read(None, &[]).unwrap();
        let service = Service {
            loads: Arc::new(Loads::new(backend.clone(), settings.load.clone(), now)),
            backend,
            schema: graphql::schema(&limits),
            documents: Documents::new(limits.clone()),
            tokens: Tokens::new(SECRET),
            limits,
            lists: Default::default(),
            links: Default::default(),
            scopes: Arc::new(settings.kin.scopes().unwrap()),
            questions: Arc::new(Questions::read(None).unwrap()),
            bell: Default::default(),
            rules: Arc::new(crate::files::rules()),
            seal: Arc::new(Seal::new(SECRET)),
            requests: Requests::open(&record).unwrap(),
            backups: folder.path().join("backups"),
            now,
            next: Default::default(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(async move {
            let stopped = async { stopped.await.unwrap_or_default() };
            serve(Arc::new(service), listener, stopped).await.unwrap();
        });
        let client = Client::builder().no_proxy().build().unwrap();
        Self {
            address,
            record,
            client,
            folder,
            stop,
            server,
        }
    }

    /// Who asks, for a request that a test makes up whole.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// An answer to somebody else than li.
    pub async fn of(&self, subject: &str, role: Role, query: &str) -> Value {
        let tokens = Tokens::new(SECRET);
        let token = tokens.sign(subject, role, &[], now(), TimeDelta::hours(1));
        let question = Question {
            token: Some(token.unwrap()),
            ..Question::new(role, query)
        };
        self.ask(question).await
    }

    /// Any path of the service.
    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.client
            .get(format!("{}{path}", self.address))
            .send()
            .await
            .unwrap()
    }

    /// A request to the API that a test makes up whole.
    pub fn post(&self) -> RequestBuilder {
        self.client.post(format!("{}/graphql", self.address))
    }

    /// The text of an answer, which is always 200 and JSON.
    pub async fn text(&self, question: Question<'_>) -> String {
        let mut request = self.post().json(&question.body);
        if let Some(token) = question.token {
            request = request.bearer_auth(token);
        }
        if let Some(purpose) = question.purpose {
            let purpose = utf8_percent_encode(purpose, NON_ALPHANUMERIC).to_string();
            request = request.header("X-Kinflow-Purpose", purpose);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "application/json");
        response.text().await.unwrap()
    }

    /// An answer, errors included.
    pub async fn ask(&self, question: Question<'_>) -> Value {
        serde_json::from_str(&self.text(question).await).unwrap()
    }

    /// The data of an answer without errors.
    pub async fn data(&self, question: Question<'_>) -> Value {
        let mut answer = self.ask(question).await;
        assert!(answer["errors"].is_null(), "{answer:#}");
        answer["data"].take()
    }

    /// Ends the service and gives what it recorded.
    pub async fn end(self) -> Vec<Value> {
        self.stop.send(()).unwrap();
        self.server.await.unwrap();
        let text = std::fs::read_to_string(&self.record).unwrap();
        drop(self.folder);
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// The code of a refused answer. Every error has one, its Chinese, and a sentence; no data is given.
pub fn code(answer: &Value) -> &str {
    let errors = answer["errors"]
        .as_array()
        .unwrap_or_else(|| panic!("not refused: {answer:#}"));
    for error in errors {
        let chinese = error["extensions"]["messageZh"]
            .as_str()
            .unwrap_or_default();
        assert!(
            chinese
                .chars()
                .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "{answer:#}"
        );
        assert!(
            error["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{answer:#}"
        );
        assert_eq!(
            error["extensions"]["code"], errors[0]["extensions"]["code"],
            "{answer:#}"
        );
    }
    assert!(
        answer["data"]
            .as_object()
            .is_none_or(|data| data.values().all(Value::is_null)),
        "{answer:#}"
    );
    errors[0]["extensions"]["code"]
        .as_str()
        .unwrap_or_else(|| panic!("no code: {answer:#}"))
}
