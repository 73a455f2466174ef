//! Neo4j's own importer takes what was exported, and the headline answers the same there.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use kinflow::{
    access::Role,
    graph::{
        Backend,
        neo4j::{Neo4j, Neo4jSettings},
    },
    load,
};
use serde_json::json;

use super::*;
use crate::http::service::{Question, Running, token};

/// A server of the test's own, in a home that goes with it.
struct Server {
    home: PathBuf,
    _folder: tempfile::TempDir,
}

fn dev_neo4j() -> Command {
    Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("dev/neo4j"))
}

impl Server {
    /// A server with the data of an export, and its address.
    fn importing(export: &Path) -> (Self, String) {
        let folder = tempfile::tempdir().unwrap();
        let server = Self {
            home: folder.path().join("home"),
            _folder: folder,
        };
        let free = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let mut command = dev_neo4j();
        command.args(["import", "--memory", "512m", "--port"]);
        command
            .arg(free.port().to_string())
            .arg("--home")
            .arg(&server.home);
        let output = command.arg(export).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let address = String::from_utf8(output.stdout).unwrap().trim().to_owned();
        (server, address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = dev_neo4j()
            .arg("stop")
            .arg("--home")
            .arg(&self.home)
            .output();
    }
}

const HEADLINE: &str = r#"{
  subsidiesReachingRelatives(official: "p-liu-jianguo", within: {hops: 2}, first: 50) {
    totalCount totalAmount nodes { payment { id } }
  }
}"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_headline_answers_the_same_after_an_import() {
    if std::env::var_os("KINFLOW_TEST_NEO4J").is_none() {
        eprintln!("SKIPPED the importer: KINFLOW_TEST_NEO4J is not set");
        return;
    }
    let embedded = engines::embedded().await;
    let folder = tempfile::tempdir().unwrap();
    let [import, tables, again] =
        ["import", "tables", "again"].map(|name| folder.path().join(name));
    embedded.load_seed().await;
    exported(&embedded, Format::Neo4jAdmin, &import).await;
    exported(&embedded, Format::Csv, &tables).await;

    let (_server, uri) = Server::importing(&import);
    let neo4j = Neo4j::connect(&Neo4jSettings {
        uri,
        user: String::new(),
        password: String::new(),
        database: None,
        connections: 4,
    });
    let neo4j: Arc<dyn Backend> = Arc::new(neo4j.unwrap());
    load::prepare(&*neo4j).await.unwrap();

    let mut answers = Vec::new();
    for backend in [embedded.backend.clone(), neo4j.clone()] {
        let service = Running::over(backend).await;
        let mut answer = String::new();
        // A server that has just started may need longer than a request may take.
        for _ in 0..5 {
            let question = Question {
                token: Some(token(Role::Investigator, &[])),
                purpose: Some("test"),
                body: json!({"query": HEADLINE}),
            };
            answer = service.text(question).await;
            if !answer.contains("TIMEOUT") {
                break;
            }
        }
        answers.push(answer);
    }
    assert!(answers[0].contains(r#""totalCount":19"#), "{}", answers[0]);
    assert!(
        answers[0].contains(r#""totalAmount":"187440.10""#),
        "{}",
        answers[0]
    );
    assert_eq!(answers[0], answers[1]);

    export::export(&*neo4j, &again, Format::Csv, &|_, _| {})
        .await
        .unwrap();
    assert_eq!(files(&tables), files(&again));
}
