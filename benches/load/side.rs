//! Who answers a question: the service, and beside it the bare driver and the JavaScript stack.

use std::{fmt, net::SocketAddr, sync::Arc, time::Duration};

use neo4rs::Graph;
use serde::{Deserialize, Serialize};
use tokio::runtime::{Builder, Runtime};

use crate::{
    client::{Sample, drive},
    driver::{DriverClient, Statement},
    http::{Exchange, HttpClient},
    machine::{Memory, memory},
};

/// Who answered.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Kinflow over HTTP.
    Service,
    /// neo4rs, with the same statements.
    Driver,
    /// @neo4j/graphql behind Yoga, over HTTP.
    JavaScript,
}

/// Runs the clients, which cost least on one thread, and the driver, which as in the service has all
/// cores.
pub struct Runtimes {
    /// For clients over HTTP, and all else.
    pub clients: Runtime,
    /// For the driver.
    pub driver: Runtime,
}

/// One who answers a question, and what they are asked.
pub struct Side {
    /// Who answers.
    pub by: By,
    asked: Asked,
}

enum Asked {
    Server {
        address: SocketAddr,
        process: u32,
        exchanges: Arc<[Exchange]>,
    },
    Driver {
        graph: Graph,
        answers: Arc<[Vec<Statement>]>,
    },
}

impl Runtimes {
    /// Both.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self {
            clients: Builder::new_current_thread().enable_all().build()?,
            driver: Builder::new_multi_thread().enable_all().build()?,
        })
    }
}

impl Side {
    /// A server, with its process.
    pub fn server(by: By, address: SocketAddr, process: u32, exchanges: Arc<[Exchange]>) -> Self {
        let asked = Asked::Server {
            address,
            process,
            exchanges,
        };
        Self { by, asked }
    }

    /// The bare driver, with the statements behind each answer.
    pub fn driver(graph: Graph, answers: Arc<[Vec<Statement>]>) -> Self {
        Self {
            by: By::Driver,
            asked: Asked::Driver { graph, answers },
        }
    }

    /// Lets so many clients ask for a while.
    ///
    /// # Errors
    /// When an answer is missing, or another than before.
    pub fn answer(
        &self,
        runtimes: &Runtimes,
        clients: usize,
        during: Duration,
    ) -> anyhow::Result<Sample> {
        match &self.asked {
            Asked::Server {
                address, exchanges, ..
            } => runtimes.clients.block_on(async {
                let clients = HttpClient::connect(*address, clients, exchanges).await?;
                drive(clients, exchanges.len(), during).await
            }),
            Asked::Driver { graph, answers } => {
                let clients = (0..clients)
                    .map(|_| DriverClient::new(graph, answers))
                    .collect();
                runtimes
                    .driver
                    .block_on(drive(clients, answers.len(), during))
            }
        }
    }

    /// The memory of a server; the driver is part of the harness.
    ///
    /// # Errors
    /// When the server has ended.
    pub fn memory(&self) -> anyhow::Result<Option<Memory>> {
        match self.asked {
            Asked::Server { process, .. } => memory(process).map(Some),
            Asked::Driver { .. } => Ok(None),
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Service => "service",
            Self::Driver => "driver",
            Self::JavaScript => "javascript",
        })
    }
}
