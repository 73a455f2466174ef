//! `backup` and `restore`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::Args;
use kinflow::{
    config::{GraphAddress, Settings},
    graph::{
        Backend, BackendError, Durable,
        embedded::{self, Embedded},
    },
    load,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{existing, open, print};

/// A command line that cannot be followed; the text says what to change.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WrongUse(String);

fn wrong(text: impl Into<String>) -> anyhow::Error {
    WrongUse(text.into()).into()
}

/// Copy the embedded graph into a file.
#[derive(Args)]
pub struct Backup {
    /// The copy; with --server a name without a folder
    file: PathBuf,
    /// Ask the service at this address, which holds the graph
    #[arg(long, value_name = "URL", requires = "token")]
    server: Option<String>,
    /// A token of an ADMIN for the service
    #[arg(long, env = "KINFLOW_TOKEN", hide_env_values = true)]
    token: Option<String>,
}

impl Backup {
    /// Writes the backup, or has the service write it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn run(self, settings: &Settings) -> anyhow::Result<ExitCode> {
        if let (Some(server), Some(token)) = (&self.server, &self.token) {
            return ask(server, token, &self.file.to_string_lossy()).await;
        }
        embedded_file(settings)?;
        existing(settings)?;
        if self.file.exists() {
            return Err(wrong(format!(
                "{} is there already; choose another name",
                self.file.display()
            )));
        }
        let backend = open(settings, Durable::AtOnce).await?;
        backend.backup(&self.file).await?;
        let bytes = fs::metadata(&self.file)?.len();
        print(&format!("{}: {bytes} bytes\n", self.file.display()))
    }
}

fn embedded_file(settings: &Settings) -> anyhow::Result<PathBuf> {
    match settings.graph.address()? {
        GraphAddress::Embedded(file) => Ok(file),
        GraphAddress::Neo4j(_) => Err(wrong(
            "this is for embedded graphs; a Neo4j graph is backed up and restored on its server with neo4j-admin",
        )),
    }
}

/// Asks a service to back its graph up.
async fn ask(server: &str, token: &str, name: &str) -> anyhow::Result<ExitCode> {
    let address = server
        .strip_prefix("http://")
        .map(|rest| rest.trim_end_matches('/'));
    let address = address.ok_or_else(|| {
        wrong("write --server http://HOST:PORT, the service's own address on its machine")
    })?;
    let body = json!({ "name": name }).to_string();
    let request = format!(
        "POST /admin/backup HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let unreachable = |error: std::io::Error| {
        BackendError::Unavailable(format!("no service answers at {server}: {error}"))
    };
    let mut stream = TcpStream::connect(address).await.map_err(unreachable)?;
    stream
        .write_all(request.as_bytes())
        .await
        .map_err(unreachable)?;
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .await
        .map_err(unreachable)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let said: Value = serde_json::from_str(body).unwrap_or_default();
    let status = head.split(' ').nth(1).unwrap_or_default();
    match (status, said["message"].as_str()) {
        ("200", _) => print(&format!("{name}: {} bytes\n", said["bytes"])),
        (_, message) => {
            let message = message.unwrap_or(status);
            match status {
                "500" | "503" => Err(BackendError::Unavailable(message.to_owned()).into()),
                _ => Err(wrong(format!("the service refuses: {message}"))),
            }
        }
    }
}

/// Put a backup in the place of the embedded graph.
#[derive(Args)]
pub struct Restore {
    /// What `kinflow backup` wrote
    file: PathBuf,
    /// Replace the graph that is there
    #[arg(long)]
    force: bool,
}

impl Restore {
    /// Restores the graph once the backup is known to open.
    ///
    /// # Errors
    /// When the backup does not open, or the graph is in use.
    pub async fn run(self, settings: &Settings) -> anyhow::Result<ExitCode> {
        let target = embedded_file(settings)?;
        if target.exists() && !self.force {
            return Err(wrong(format!(
                "{} is there already; --force replaces it",
                target.display()
            )));
        }
        let folder = target
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        // In the same folder, so that it takes its place in one step.
        let scratch = tempfile::tempdir_in(folder.unwrap_or(Path::new(".")))?;
        let copy = scratch.path().join("graph.kgl");
        fs::copy(&self.file, &copy)
            .with_context(|| format!("{} cannot be read", self.file.display()))?;
        let backend = Embedded::open(&copy, 1)?;
        load::prepare(&backend).await?;
        backend.close().await?;
        drop(backend);
        embedded::replace(&target, &copy)?;
        print(&format!("{} is restored\n", target.display()))
    }
}
