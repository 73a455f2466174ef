//! The record of requests: who asked what, as what, and why, one JSON object a line.
//!
//! It stands beside the graph and not in the log, because a purpose may name a person.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::mpsc,
    thread,
};

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::access::{Role, Scope};

/// One request as it is recorded.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestRecord {
    /// When it came.
    pub at: DateTime<Utc>,
    /// Its id, which the log and the caller know too.
    pub id: String,
    /// Who asked.
    pub subject: String,
    /// As what.
    pub role: Role,
    /// Within which regions.
    pub scope: Scope,
    /// Why, as the header `X-Kinflow-Purpose` said.
    pub purpose: Option<String>,
    /// Name of the operation, where the document gives one.
    pub operation: Option<String>,
    /// Files of the statements it ran.
    pub statements: Vec<&'static str>,
    /// How long it took.
    pub milliseconds: u64,
    /// Whether it was answered without an error.
    pub ok: bool,
}

/// Appends records to a file, from a thread of its own.
pub struct Requests {
    sender: Option<mpsc::SyncSender<RequestRecord>>,
    writer: Option<thread::JoinHandle<()>>,
}

/// Most records on their way to the file; beyond that, requests wait.
const WAITING: usize = 4096;

impl Requests {
    /// Opens the file, or makes it readable by its owner only.
    ///
    /// # Errors
    /// When it cannot be opened for appending.
    pub fn open(file: &Path) -> io::Result<Self> {
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(file)?;
        let (sender, receiver) = mpsc::sync_channel(WAITING);
        let writer = thread::Builder::new()
            .name("requests".into())
            .spawn(move || {
                if let Err(error) = write(file, &receiver) {
                    tracing::error!(%error, "requests can no longer be recorded");
                }
            })?;
        Ok(Self {
            sender: Some(sender),
            writer: Some(writer),
        })
    }

    /// Hands a record over.
    ///
    /// # Errors
    /// When records can no longer be written: an answer that cannot be recorded is not given.
    pub fn record(&self, record: RequestRecord) -> io::Result<()> {
        let sender = self.sender.as_ref().ok_or(io::ErrorKind::BrokenPipe)?;
        sender
            .send(record)
            .map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

fn write(file: File, records: &mpsc::Receiver<RequestRecord>) -> io::Result<()> {
    let mut file = io::BufWriter::new(file);
    while let Ok(record) = records.recv() {
        let mut next = Some(record);
        while let Some(record) = next {
            serde_json::to_writer(&mut file, &record)?;
            file.write_all(b"\n")?;
            next = records.try_recv().ok();
        }
        file.flush()?;
    }
    Ok(())
}

impl Drop for Requests {
    /// Waits until every record handed over is in the file.
    fn drop(&mut self) {
        drop(self.sender.take());
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}
