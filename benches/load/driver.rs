//! A client over neo4rs alone: the statements the service runs, with the parameters it sends.

use std::{sync::Arc, time::Duration};

use anyhow::ensure;
use kinflow::graph::neo4j::lean;
use neo4rs::{BoltMap, BoltType, ConfigBuilder, Graph, Query};
use serde::Deserialize;
use serde_json::Value;

use crate::client::Client;

/// A statement as the service ran it, from `extensions.kinflow` of its answer.
#[derive(Deserialize)]
pub struct Statement {
    text: String,
    #[serde(deserialize_with = "bolt")]
    parameters: BoltMap,
    rows: usize,
}

fn bolt<'de, D: serde::Deserializer<'de>>(parameters: D) -> Result<BoltMap, D::Error> {
    let parameters =
        BoltType::try_from(Value::deserialize(parameters)?).map_err(serde::de::Error::custom)?;
    match parameters {
        BoltType::Map(parameters) => Ok(parameters),
        other => Err(serde::de::Error::custom(format!(
            "parameters are a map, not {other:?}"
        ))),
    }
}

/// Runs the statements behind one answer after another, over a pool that all clients share.
#[derive(Clone)]
pub struct DriverClient {
    graph: Graph,
    answers: Arc<[Vec<Statement>]>,
}

/// The pool, as large as the service's is by default, reading as many rows at a time.
///
/// # Errors
/// When the address is none.
pub fn connect(address: &str) -> Result<Graph, neo4rs::Error> {
    let config = ConfigBuilder::default()
        .uri(address)
        .user("")
        .password("")
        .max_connections(32)
        .connection_timeout(Duration::from_secs(10))
        .fetch_size(1_000);
    Graph::connect(config.build()?)
}

/// Nodes and relationships in the graph.
///
/// # Errors
/// When the graph does not answer.
pub async fn elements(graph: &Graph) -> anyhow::Result<(u64, u64)> {
    let count = async |text: &str| {
        let mut rows = graph.execute_read(text).await?;
        let row = rows.next().await?;
        anyhow::Ok(
            row.map(|row| row.get("elements"))
                .transpose()?
                .unwrap_or_default(),
        )
    };
    Ok((
        count("MATCH (node) RETURN count(node) AS elements").await?,
        count("MATCH ()-[link]->() RETURN count(link) AS elements").await?,
    ))
}

impl DriverClient {
    /// One of several clients on the same pool.
    pub fn new(graph: &Graph, answers: &Arc<[Vec<Statement>]>) -> Self {
        Self {
            graph: graph.clone(),
            answers: answers.clone(),
        }
    }
}

impl Client for DriverClient {
    async fn ask(&mut self, subject: usize) -> anyhow::Result<()> {
        for Statement {
            text,
            parameters,
            rows,
        } in &self.answers[subject]
        {
            let query = Query::new(lean(text)).with_params(parameters.clone());
            let mut stream = self.graph.execute_read(query).await?;
            let mut seen = 0;
            while stream.next().await?.is_some() {
                seen += 1;
            }
            ensure!(
                seen == *rows,
                "the service got {rows} rows, the driver {seen}: {text}"
            );
        }
        Ok(())
    }
}
