//! The engines that every test of the graph runs on, each with an empty graph.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use kinflow::{
    access::Scope,
    graph::{
        Backend, Exchange, Graph, Record,
        embedded::Embedded,
        neo4j::{Neo4j, Neo4jSettings},
    },
    load::{self, Directory, Files, Options, Report, Unwatched},
};
use serde_json::Value;
use tokio::sync::{Mutex, MutexGuard};

/// One Neo4j database serves all tests, so they take turns.
static TURN: Mutex<()> = Mutex::const_new(());

/// An engine with an empty, prepared graph, this test's own until it is dropped.
pub struct Engine {
    pub backend: Arc<dyn Backend>,
    _folder: Option<tempfile::TempDir>,
    _turn: Option<MutexGuard<'static, ()>>,
}

/// Every engine, one after another. Without `KINFLOW_TEST_NEO4J=bolt://…` Neo4j is left out, which
/// `dev/test` says aloud and `CI=true` refuses.
pub async fn all() -> Vec<Engine> {
    let mut engines = vec![embedded().await];
    engines.extend(neo4j().await);
    engines
}

pub async fn embedded() -> Engine {
    let folder = tempfile::tempdir().unwrap();
    let backend = Embedded::open(&folder.path().join("graph.kgl"), 2).unwrap();
    load::prepare(&backend).await.unwrap();
    Engine {
        backend: Arc::new(backend),
        _folder: Some(folder),
        _turn: None,
    }
}

pub async fn neo4j() -> Option<Engine> {
    let Ok(uri) = std::env::var("KINFLOW_TEST_NEO4J") else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "set KINFLOW_TEST_NEO4J to a Neo4j started by dev/neo4j"
        );
        eprintln!("SKIPPED on Neo4j: KINFLOW_TEST_NEO4J is not set");
        return None;
    };
    let turn = TURN.lock().await;
    let settings = Neo4jSettings {
        uri,
        user: String::new(),
        password: String::new(),
        database: None,
        connections: 16,
    };
    let backend = Neo4j::connect(&settings).unwrap();
    let engine = Engine {
        backend: Arc::new(backend),
        _folder: None,
        _turn: Some(turn),
    };
    engine.clear().await;
    Some(engine)
}

/// A deadline that no test reaches unless something hangs.
pub fn patience() -> Instant {
    Instant::now() + Duration::from_secs(120)
}

impl Engine {
    pub fn name(&self) -> &'static str {
        self.backend.name()
    }

    pub fn backend(&self) -> &dyn Backend {
        &*self.backend
    }

    /// Empties the graph.
    pub async fn clear(&self) {
        const SOME: &str = "MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS deleted";
        while self.run(SOME).await[0]["deleted"] != 0 {}
        load::prepare(self.backend()).await.unwrap();
    }

    /// Runs any text as a write and returns its rows.
    pub async fn run(&self, text: &str) -> Vec<Record> {
        let exchange = exchange(text, Record::new());
        self.backend
            .write(vec![exchange], patience())
            .await
            .unwrap()
            .remove(0)
    }

    /// The graph as someone sees it within region prefixes on a day.
    pub fn graph(&self, scope: &[&str], today: &str) -> Graph {
        let scope: Scope = serde_json::from_value(scope.into()).unwrap();
        Graph::new(
            self.backend.clone(),
            "test".into(),
            scope,
            today.parse().unwrap(),
            patience(),
        )
    }

    /// Loads the tables of a random world, each row of which stands.
    pub async fn load_tables<N: std::fmt::Display>(
        &self,
        source: &str,
        tables: impl IntoIterator<Item = (N, String)>,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join(source);
        std::fs::create_dir(&directory).unwrap();
        for (name, text) in tables {
            std::fs::write(directory.join(format!("{name}.csv")), text).unwrap();
        }
        let report = self.load_directory(&directory).await;
        assert_eq!(report.total().rejected, 0, "{report}");
    }

    pub async fn load(&self, files: &dyn Files) -> Report {
        self.load_from("test", files).await
    }

    /// Loads what a source of this name hands over.
    pub async fn load_from(&self, source: &str, files: &dyn Files) -> Report {
        let options = Options {
            source: Some(source.into()),
            directory: String::new(),
            loaded_at_ms: 1_700_000_000_000,
            load_id: "test".into(),
            batch_rows: 500,
            rejects: None,
            mapping: None,
            id_secret: None,
            source_order: Vec::new(),
            resume: false,
        };
        load::load(&*self.backend, files, &options, &Unwatched)
            .await
            .unwrap()
    }

    pub async fn load_directory(&self, directory: &Path) -> Report {
        self.load(&Directory(directory.to_owned())).await
    }

    pub async fn load_seed(&self) -> Report {
        self.load(&kinflow::seed::Seed).await
    }
}

/// A text of a test's own, as if it stood in a file.
pub fn exchange(text: &str, parameters: Record) -> Exchange {
    Exchange {
        file: "test",
        text: Box::leak(text.to_owned().into_boxed_str()),
        parameters,
        makes: None,
    }
}

/// Parameters from a JSON object.
pub fn parameters(values: Value) -> Record {
    match values {
        Value::Object(record) => record,
        other => panic!("parameters are an object, not {other}"),
    }
}
