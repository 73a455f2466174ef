//! A client over one kept-alive HTTP/1.1 connection, of the service or of the JavaScript stack.
//!
//! Requests are bytes made beforehand, and of an answer only the length is looked at while the clock
//! runs: on two cores, what the client does is taken from the service.

use std::{net::SocketAddr, sync::Arc};

use anyhow::{Context, ensure};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::client::Client;

/// A request as it travels, and how long the answer to it is.
pub struct Exchange {
    /// Head and body.
    pub request: Vec<u8>,
    /// Bytes of the answer's body, seen when it was checked.
    pub length: usize,
}

/// A GraphQL request as it travels, with these lines in its head, each ended.
pub fn post(address: SocketAddr, head: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    format!(
        "POST /graphql HTTP/1.1\r\nHost: {address}\r\n{head}Content-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Asks one exchange after another over a connection of its own.
pub struct HttpClient {
    connection: Connection,
    exchanges: Arc<[Exchange]>,
}

impl HttpClient {
    /// So many clients, connected.
    ///
    /// # Errors
    /// When the service takes no connection.
    pub async fn connect(
        address: SocketAddr,
        clients: usize,
        exchanges: &Arc<[Exchange]>,
    ) -> anyhow::Result<Vec<Self>> {
        let mut connected = Vec::with_capacity(clients);
        for _ in 0..clients {
            let connection = Connection::open(address).await?;
            connected.push(Self {
                connection,
                exchanges: exchanges.clone(),
            });
        }
        Ok(connected)
    }
}

impl Client for HttpClient {
    async fn ask(&mut self, subject: usize) -> anyhow::Result<()> {
        let exchange = &self.exchanges[subject];
        let answer = self.connection.ask(&exchange.request).await?;
        ensure!(
            answer.len() == exchange.length,
            "another answer than before: {}",
            String::from_utf8_lossy(answer)
        );
        Ok(())
    }
}

/// A kept-alive connection.
pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nothing listens there.
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)
            .await
            .with_context(|| format!("nothing listens on {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            received: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a request and gives the body of the answer.
    ///
    /// # Errors
    /// When the connection breaks, or the answer is not `200 OK` with a length.
    pub async fn ask(&mut self, request: &[u8]) -> anyhow::Result<&[u8]> {
        self.stream.write_all(request).await?;
        self.received.clear();
        let mut whole = None;
        while whole.is_none_or(|(_, end)| self.received.len() < end) {
            ensure!(
                self.stream.read_buf(&mut self.received).await? > 0,
                "the service closed the connection"
            );
            whole = match whole {
                None => body(&self.received)?,
                known => known,
            };
        }
        let (begin, end) = whole.context("an answer has an end")?;
        Ok(&self.received[begin..end])
    }
}

/// Where the body begins and ends, once the head is there.
fn body(received: &[u8]) -> anyhow::Result<Option<(usize, usize)>> {
    const END: &[u8] = b"\r\n\r\n";
    let Some(length) = received.windows(END.len()).position(|window| window == END) else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&received[..length])?;
    ensure!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let content = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .context("an answer without a length")?;
    let begin = length + END.len();
    Ok(Some((begin, begin + content.parse::<usize>()?)))
}
