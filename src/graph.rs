//! The graph as one request sees it: scope in, deadline kept, errors that name the file.

pub mod backend;
pub mod embedded;
pub mod neo4j;
pub mod statement;
pub mod template;

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use chrono::NaiveDate;
use serde_json::Value;

pub use backend::{Backend, BackendError, Exchange, Made, Makes, Placed, Property, Record};
pub use statement::Statement;
pub use template::{Filled, Template};

use crate::{access::Scope, config::GraphAddress};
use embedded::Embedded;
use neo4j::Neo4j;

/// When what is written is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durable {
    /// Before the writer is told.
    AtOnce,
    /// With a later checkpoint of an engine that can, at the latest when it is closed: for a load,
    /// which is run again when it is interrupted.
    AtCheckpoints,
}

/// Opens the engine that an address names.
///
/// # Errors
/// [`BackendError`], whose text says what to do.
pub fn open(
    address: &GraphAddress,
    parallel: usize,
    durable: Durable,
) -> Result<Arc<dyn Backend>, BackendError> {
    Ok(match address {
        GraphAddress::Embedded(file) => Arc::new(match durable {
            Durable::AtOnce => Embedded::open(file, parallel)?,
            Durable::AtCheckpoints => Embedded::open_to_load(file, parallel)?,
        }),
        GraphAddress::Neo4j(settings) => Arc::new(Neo4j::connect(settings)?),
    })
}

/// Why a question to the graph has no answer. Logged once, where it arises.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {cause}")]
pub struct GraphError {
    /// The request, as the log and the caller know it.
    pub request: Arc<str>,
    /// The statement's path below `cypher/`.
    pub file: &'static str,
    /// What happened.
    #[source]
    pub cause: GraphErrorCause,
}

/// What went wrong inside a question to the graph.
#[derive(Debug, thiserror::Error)]
pub enum GraphErrorCause {
    /// The engine gave no rows.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// Parameters or rows do not fit what is bound to the statement: a defect of ours.
    #[error("parameters or rows do not fit the statement: {0}")]
    Shape(#[from] serde_json::Error),
}

/// A statement that was run for a request.
#[derive(Clone, Debug)]
pub struct Ran {
    /// Path below `cypher/`.
    pub file: &'static str,
    /// The text.
    pub text: &'static str,
    /// Values of its parameters.
    pub parameters: Record,
    /// How many rows came back.
    pub rows: usize,
    /// How long the exchange took.
    pub took: Duration,
}

/// The graph for one caller and one request.
///
/// Every reading statement gets `$scope`, the caller's region prefixes, and `$today`.
#[derive(Clone)]
pub struct Graph {
    backend: Arc<dyn Backend>,
    request: Arc<str>,
    scope: Scope,
    today: NaiveDate,
    deadline: Instant,
    ran: Arc<Mutex<Vec<Ran>>>,
}

impl Graph {
    /// The graph seen through a caller's scope, until the deadline.
    #[must_use]
    pub fn new(
        backend: Arc<dyn Backend>,
        request: Arc<str>,
        scope: Scope,
        today: NaiveDate,
        deadline: Instant,
    ) -> Self {
        Self {
            backend,
            request,
            scope,
            today,
            deadline,
            ran: Arc::default(),
        }
    }

    /// The day taken for "now" where a question names none.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// The request, as the log and the caller know it.
    #[must_use]
    pub fn request(&self) -> &Arc<str> {
        &self.request
    }

    /// Takes the list of statements run so far for this request.
    #[must_use]
    pub fn take_ran(&self) -> Vec<Ran> {
        self.ran
            .lock()
            .map(|mut ran| std::mem::take(&mut *ran))
            .unwrap_or_default()
    }

    /// All rows of a statement.
    ///
    /// # Errors
    /// [`GraphError`], which names the statement's file.
    pub async fn fetch<S: Statement>(&self, statement: S) -> Result<Vec<S::Row>, GraphError> {
        let asked = self.ask(statement).await;
        asked.map_err(|cause| self.failed(S::FILE, cause))
    }

    /// All rows of an exchange as they are, for a statement that no type is bound to.
    ///
    /// # Errors
    /// As [`Graph::fetch`].
    pub async fn rows(&self, exchange: Exchange) -> Result<Vec<Record>, GraphError> {
        let file = exchange.file;
        self.run(exchange)
            .await
            .map_err(|cause| self.failed(file, cause))
    }

    /// Writes what a request itself keeps: all of it or nothing, on disk before it returns.
    ///
    /// # Errors
    /// As [`Graph::fetch`].
    pub async fn write<S: Statement>(&self, statement: S) -> Result<(), GraphError> {
        let started = Instant::now();
        let written = async {
            let exchange = statement.exchange()?;
            let parameters = exchange.parameters.clone();
            self.backend.write(vec![exchange], self.deadline).await?;
            self.note((S::FILE, S::TEXT), parameters, 0, started);
            Ok(())
        };
        written.await.map_err(|cause| self.failed(S::FILE, cause))
    }

    /// Writes two statements in order, both or neither.
    ///
    /// # Errors
    /// As [`Graph::fetch`].
    pub async fn write_both<F: Statement, S: Statement>(
        &self,
        first: F,
        second: S,
    ) -> Result<(), GraphError> {
        let started = Instant::now();
        let written = async {
            let exchanges = vec![first.exchange()?, second.exchange()?];
            let ran: Vec<_> = exchanges
                .iter()
                .map(|exchange| ((exchange.file, exchange.text), exchange.parameters.clone()))
                .collect();
            self.backend.write(exchanges, self.deadline).await?;
            for (statement, parameters) in ran {
                self.note(statement, parameters, 0, started);
            }
            Ok(())
        };
        written.await.map_err(|cause| self.failed(S::FILE, cause))
    }

    fn note(
        &self,
        (file, text): (&'static str, &'static str),
        parameters: Record,
        rows: usize,
        started: Instant,
    ) {
        if let Ok(mut ran) = self.ran.lock() {
            ran.push(Ran {
                file,
                text,
                parameters,
                rows,
                took: started.elapsed(),
            });
        }
    }

    fn failed(&self, file: &'static str, cause: GraphErrorCause) -> GraphError {
        tracing::error!(request = &*self.request, file, %cause, "a statement failed");
        GraphError {
            request: self.request.clone(),
            file,
            cause,
        }
    }

    /// The first row of a statement, if there is one.
    ///
    /// # Errors
    /// As [`Graph::fetch`].
    pub async fn fetch_one<S: Statement>(
        &self,
        statement: S,
    ) -> Result<Option<S::Row>, GraphError> {
        Ok(self.fetch(statement).await?.into_iter().next())
    }

    async fn ask<S: Statement>(&self, statement: S) -> Result<Vec<S::Row>, GraphErrorCause> {
        let records = self.run(statement.exchange()?).await?;
        let rows = records.into_iter();
        rows.map(|record| Ok(serde_json::from_value(Value::Object(record))?))
            .collect()
    }

    async fn run(&self, mut exchange: Exchange) -> Result<Vec<Record>, GraphErrorCause> {
        let started = Instant::now();
        let (file, text) = (exchange.file, exchange.text);
        exchange
            .parameters
            .insert("scope".into(), serde_json::to_value(&self.scope)?);
        exchange
            .parameters
            .insert("today".into(), Value::String(self.today.to_string()));
        let parameters = exchange.parameters.clone();
        let records = self.backend.read(exchange, self.deadline).await?;
        self.note((file, text), parameters, records.len(), started);
        Ok(records)
    }
}
