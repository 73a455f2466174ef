//! The Neo4j engine over Bolt: one server, or a cluster with `neo4j://` routing.

use std::{
    path::Path,
    sync::Mutex,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use neo4rs::{BoltType, ConfigBuilder, Database, Neo4jErrorKind, Query};
use serde_json::Value;
use tokio::task::JoinSet;

use super::backend::{Backend, BackendError, Exchange, Record};

/// Where the server is and how to speak to it.
#[derive(Clone, Debug)]
pub struct Neo4jSettings {
    /// `bolt://host:port` for one server, `neo4j://host:port` for a cluster; `+s` for TLS.
    pub uri: String,
    /// Name of the database user; empty where the server asks for none.
    pub user: String,
    /// Password of the database user.
    pub password: String,
    /// Name of the database; the server's default when absent.
    pub database: Option<String>,
    /// Most connections held at once.
    pub connections: usize,
}

/// Transactions of a load at once: while one is committed, the server runs the statements of others.
const WRITERS: usize = 3;

/// A pool of connections to a Neo4j server or cluster.
pub struct Neo4j {
    driver: neo4rs::Graph,
    /// Of the last write through this pool: a later read sees at least that write, on any member.
    bookmark: Mutex<Option<String>>,
}

impl Neo4j {
    /// Prepares the pool; the first exchange opens the first connection.
    ///
    /// # Errors
    /// [`BackendError::Refused`] when the settings do not make an address.
    pub fn connect(settings: &Neo4jSettings) -> Result<Self, BackendError> {
        let mut builder = ConfigBuilder::default()
            .uri(&settings.uri)
            .user(&settings.user)
            .password(&settings.password)
            .max_connections(settings.connections)
            // It bounds reads too, and those have a deadline of their own.
            .connection_timeout(Duration::from_secs(600))
            .fetch_size(1_000);
        if let Some(database) = &settings.database {
            builder = builder.db(Database::from(database.as_str()));
        }
        let driver = builder
            .build()
            .and_then(neo4rs::Graph::connect)
            .map_err(|error| BackendError::Refused(error.to_string()))?;
        Ok(Self {
            driver,
            bookmark: Mutex::new(None),
        })
    }

    fn query(&self, exchange: Exchange, deadline: Instant) -> Result<Query, BackendError> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(BackendError::Timeout);
        }
        let mut query = Query::new(lean(exchange.text)).extra(
            "tx_timeout",
            i64::try_from(left.as_millis()).unwrap_or(i64::MAX),
        );
        for (name, value) in exchange.parameters {
            query = query.param(&name, bolt(value)?);
        }
        Ok(query)
    }

    fn bookmark(&self) -> Option<String> {
        self.bookmark.lock().ok().and_then(|held| held.clone())
    }
}

#[async_trait]
impl Backend for Neo4j {
    fn name(&self) -> &'static str {
        "neo4j"
    }

    async fn read(
        &self,
        exchange: Exchange,
        deadline: Instant,
    ) -> Result<Vec<Record>, BackendError> {
        let mut query = self.query(exchange, deadline)?;
        if let Some(bookmark) = self.bookmark() {
            query = query.extra("bookmarks", vec![bookmark]);
        }
        within(deadline, async {
            let mut stream = self.driver.execute_read(query).await?;
            let mut rows = Vec::new();
            while let Some(row) = stream.next().await? {
                rows.push(row);
            }
            Ok(rows)
        })
        .await?
        .iter()
        .map(record)
        .collect()
    }

    async fn write(
        &self,
        exchanges: Vec<Exchange>,
        deadline: Instant,
    ) -> Result<Vec<Vec<Record>>, BackendError> {
        let queries = exchanges
            .into_iter()
            .map(|exchange| self.query(exchange, deadline))
            .collect::<Result<Vec<_>, _>>()?;
        // On a task of its own, which a caller busy with the next rows does not hold up. It ends
        // with the caller.
        let mut task = JoinSet::new();
        task.spawn(within(deadline, committed(self.driver.clone(), queries)));
        let lost = || BackendError::Refused("the transaction was lost".into());
        let joined = task.join_next().await.ok_or_else(lost)?;
        let (tables, bookmark) = joined.map_err(|_| lost())??;
        if let (Some(bookmark), Ok(mut held)) = (bookmark, self.bookmark.lock()) {
            *held = Some(bookmark);
        }
        tables
            .iter()
            .map(|rows| rows.iter().map(record).collect())
            .collect()
    }

    fn writers(&self) -> usize {
        WRITERS
    }

    async fn declare(&self, statements: &[&'static str]) -> Result<(), BackendError> {
        for text in statements {
            let deadline = Instant::now() + Duration::from_secs(600);
            within(deadline, self.driver.run(*text)).await?;
        }
        Ok(())
    }

    fn schema(&self) -> &'static str {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/cypher/schema/neo4j.cypher"
        ))
    }

    async fn backup(&self, _: &Path) -> Result<(), BackendError> {
        Err(BackendError::Refused(
            "Neo4j is backed up on its own machine: stop it and run `neo4j-admin database dump neo4j \
             --to-path=FOLDER`, or with Enterprise while it runs `neo4j-admin database backup \
             --to-path=FOLDER neo4j`"
                .into(),
        ))
    }

    async fn close(&self) -> Result<(), BackendError> {
        Ok(())
    }
}

/// Rows of each query of one transaction, and its bookmark. Where the server gives up one of several
/// transactions that wait for each other, it is begun again.
async fn committed(
    driver: neo4rs::Graph,
    queries: Vec<Query>,
) -> Result<(Vec<Vec<neo4rs::Row>>, Option<String>), neo4rs::Error> {
    let mut wait = Duration::from_millis(20);
    loop {
        match transaction(&driver, queries.clone()).await {
            Err(neo4rs::Error::Neo4j(failure)) if failure.code().ends_with("DeadlockDetected") => {
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
            ended => return ended,
        }
    }
}

async fn transaction(
    driver: &neo4rs::Graph,
    queries: Vec<Query>,
) -> Result<(Vec<Vec<neo4rs::Row>>, Option<String>), neo4rs::Error> {
    let mut transaction = driver.start_txn().await?;
    let mut tables = Vec::with_capacity(queries.len());
    for query in queries {
        let mut stream = transaction.execute(query).await?;
        let mut rows = Vec::new();
        while let Some(row) = stream.next(transaction.handle()).await? {
            rows.push(row);
        }
        tables.push(rows);
    }
    Ok((tables, transaction.commit().await?))
}

/// Bounds an exchange by our own deadline: the driver retries for up to a minute by itself.
///
/// A future dropped here leaves its connection for the pool to reset, so that no later caller
/// reads rows that were not asked by it.
async fn within<T>(
    deadline: Instant,
    exchange: impl Future<Output = Result<T, neo4rs::Error>>,
) -> Result<T, BackendError> {
    tokio::time::timeout_at(deadline.into(), exchange)
        .await
        .map_err(|_| BackendError::Timeout)?
        .map_err(refused)
}

fn refused(error: neo4rs::Error) -> BackendError {
    match error {
        neo4rs::Error::Neo4j(failure) => {
            let code = failure.code().to_owned();
            let message = failure.message().to_owned();
            if code.ends_with("ConstraintValidationFailed") {
                BackendError::Conflict(message)
            } else if code.contains("TransactionTimedOut")
                || code.ends_with("Transaction.Terminated")
            {
                BackendError::Timeout
            } else if failure.kind() == Neo4jErrorKind::Transient || code.contains(".Security.") {
                BackendError::Unavailable(format!("{code}: {message}"))
            } else {
                BackendError::Refused(format!("{code}: {message}"))
            }
        }
        neo4rs::Error::DeserializationError(_)
        | neo4rs::Error::UnknownType(_)
        | neo4rs::Error::ConversionError => BackendError::Refused(error.to_string()),
        other => BackendError::Unavailable(other.to_string()),
    }
}

/// A statement without comments, indentation and empty lines.
///
/// The driver buffers 8 KiB and leaves Nagle's algorithm on: what is longer goes out in pieces, and
/// the second waits 40 ms for the server to acknowledge the first.
#[must_use]
pub fn lean(text: &str) -> String {
    let mut lean = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if !line.is_empty() && !line.starts_with("//") {
            lean.push_str(line);
            lean.push('\n');
        }
    }
    lean
}

fn bolt(value: Value) -> Result<BoltType, BackendError> {
    BoltType::try_from(value).map_err(|error| BackendError::Refused(error.to_string()))
}

fn record(row: &neo4rs::Row) -> Result<Record, BackendError> {
    row.to_strict::<Record>().map_err(|error| {
        BackendError::Refused(format!(
            "a statement returned what is not a number, text, truth, list or map: {error}"
        ))
    })
}
