//! The log of a graph file: the statements of each transaction, on disk before anyone sees what they
//! did.
//!
//! The engine has a log of its own, of what became of each node and link. It is not used: going over
//! it copies the whole graph, collects every link of each type that it speaks of, and took 26 s and
//! 4 GB for 17 MB over a county. Statements say the same in less, and are gone over as they were run.
//!
//! The log lies in segments beside the file, `FILE-log.N`, N being the number of the first
//! transaction that may be in it. A line is a transaction: a checksum, its number, its statements as
//! JSON. The first line of a segment, of number 0, acquaints the engine with what it forgets when it
//! is opened. The file says up to which transaction it holds what was written, so that a segment that
//! was not removed yet does no harm.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use flate2::Crc;
use serde::{Deserialize, Serialize};

use super::file::folder_of;
use crate::graph::backend::{BackendError, Exchange, Record};

/// A statement as the log holds it.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Said<T, P> {
    pub text: T,
    pub parameters: P,
}

/// The statements of a transaction as the log holds them.
pub(super) fn said(exchanges: &[Exchange]) -> Result<Vec<u8>, BackendError> {
    let said: Vec<_> = exchanges
        .iter()
        .map(|exchange| Said {
            text: exchange.text,
            parameters: &exchange.parameters,
        })
        .collect();
    serde_json::to_vec(&said).map_err(|error| BackendError::Refused(error.to_string()))
}

/// The log of one file, which this process holds.
#[derive(Debug)]
pub(super) struct Log {
    graph: PathBuf,
    /// The number of the last transaction.
    last: u64,
    /// What the engine is acquainted with at the head of each segment.
    head: Vec<u8>,
    segment: Option<Segment>,
    /// Bytes of the segments before that one.
    earlier: u64,
    /// Where the last transaction begins in its segment.
    begins: u64,
}

#[derive(Debug)]
struct Segment {
    file: File,
    length: u64,
    /// Whether a line could neither be written nor taken back.
    broken: bool,
}

impl Log {
    /// Opens the log of a graph that holds what was written up to a transaction, and hands each
    /// later one on in turn. What a crash left of a line that nobody was told of is cut off.
    pub fn open(
        graph: &Path,
        after: u64,
        mut again: impl FnMut(Vec<Said<String, Record>>) -> Result<(), BackendError>,
    ) -> Result<Self, BackendError> {
        let mut last = after;
        let segments = segments(graph).map_err(|error| unreadable(graph, &error))?;
        let newest = segments.last().map(|(_, path)| path.clone());
        for (_, path) in segments {
            let is_newest = newest.as_ref() == Some(&path);
            let mut lines = Lines::open(&path).map_err(|error| unreadable(&path, &error))?;
            while let Some(line) = lines
                .next(is_newest)
                .map_err(|error| unreadable(&path, &error))?
            {
                if line.number > last + 1 {
                    let gap = io::Error::other(format!("transaction {} is missing", last + 1));
                    return Err(unreadable(&path, &gap));
                }
                if line.number == 0 || line.number > last {
                    again(line.said)?;
                    last = last.max(line.number);
                }
            }
        }
        Ok(Self {
            graph: graph.to_owned(),
            last,
            head: b"[]".to_vec(),
            segment: None,
            earlier: bytes_of(graph).map_err(|error| unreadable(graph, &error))?,
            begins: 0,
        })
    }

    /// The number of the last transaction.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Bytes that would be gone over after a crash.
    pub fn bytes(&self) -> u64 {
        self.earlier + self.segment.as_ref().map_or(0, |segment| segment.length)
    }

    /// What the engine is acquainted with at the head of each later segment.
    pub fn acquaint(&mut self, head: Vec<u8>) {
        self.head = head;
        self.turn();
    }

    /// Writes a transaction, so that it is on disk; or nothing of it.
    pub fn append(&mut self, said: &[u8]) -> io::Result<()> {
        let number = self.last + 1;
        let segment = match &mut self.segment {
            Some(segment) => segment,
            none => {
                let mut segment = Segment::begin(&named(&self.graph, number))?;
                segment.write(0, &self.head)?;
                none.insert(segment)
            }
        };
        self.begins = segment.length;
        segment.write(number, said)?;
        self.last = number;
        Ok(())
    }

    /// Takes back the transaction that was written last, which did not come about.
    pub fn take_back(&mut self) -> io::Result<()> {
        if let Some(segment) = &mut self.segment {
            segment.cut(self.begins)?;
            self.last -= 1;
        }
        Ok(())
    }

    /// Lets what comes go into a segment of its own.
    pub fn turn(&mut self) {
        if let Some(segment) = self.segment.take() {
            self.earlier += segment.length;
        }
    }

    /// Removes the segments whose transactions the graph file holds.
    pub fn forget(&mut self, through: u64) -> io::Result<()> {
        for (first, path) in segments(&self.graph)? {
            if first <= through {
                fs::remove_file(path)?;
            }
        }
        let now = self.segment.as_ref().map_or(0, |segment| segment.length);
        self.earlier = bytes_of(&self.graph)?.saturating_sub(now);
        Ok(())
    }

    /// Removes the log of a graph that is replaced.
    pub fn remove(graph: &Path) -> io::Result<()> {
        let mut segments = segments(graph)?.into_iter();
        segments.try_for_each(|(_, path)| fs::remove_file(path))
    }
}

impl Segment {
    fn begin(path: &Path) -> io::Result<Self> {
        // One of the same number holds nothing that counts: it was begun and never acknowledged.
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(true).open(path)?;
        File::open(folder_of(path))?.sync_all()?;
        Ok(Self {
            file,
            length: 0,
            broken: false,
        })
    }

    fn write(&mut self, number: u64, said: &[u8]) -> io::Result<()> {
        if self.broken {
            return Err(io::Error::other(
                "an earlier line of the log could not be taken back; start again",
            ));
        }
        let number = number.to_string();
        let mut line = Vec::with_capacity(said.len() + number.len() + 11);
        let sum = checksum(number.as_bytes(), said);
        line.extend_from_slice(format!("{sum:08x} {number} ").as_bytes());
        line.extend_from_slice(said);
        line.push(b'\n');
        let written = self
            .file
            .write_all(&line)
            .and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // What is left of it was not acknowledged, and nothing may follow it.
            let _ = self.cut(self.length);
            return Err(error);
        }
        self.length += line.len() as u64;
        Ok(())
    }

    /// Takes back what stands behind a place. Until that is done nothing may follow.
    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.broken = true;
        self.file.set_len(length)?;
        self.file.seek(SeekFrom::Start(length))?;
        self.file.sync_data()?;
        (self.length, self.broken) = (length, false);
        Ok(())
    }
}

/// A line of a segment.
struct Line {
    number: u64,
    said: Vec<Said<String, Record>>,
}

/// The lines of one segment.
struct Lines {
    path: PathBuf,
    reader: BufReader<File>,
    /// Bytes of whole lines so far.
    whole: u64,
}

impl Lines {
    fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            reader: BufReader::new(File::open(path)?),
            whole: 0,
        })
    }

    /// The next line. Of the newest segment the last line may be there in part, and is cut off.
    fn next(&mut self, newest: bool) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        if self.reader.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        let Some(line) = line(&bytes) else {
            // A line that ends was acknowledged.
            if !newest || bytes.ends_with(b"\n") {
                return Err(io::Error::other(format!("damaged at byte {}", self.whole)));
            }
            let file = OpenOptions::new().write(true).open(&self.path)?;
            file.set_len(self.whole)?;
            file.sync_all()?;
            return Ok(None);
        };
        self.whole += bytes.len() as u64;
        Ok(Some(line))
    }
}

/// A line, if it is whole.
fn line(bytes: &[u8]) -> Option<Line> {
    let text = str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    let (sum, rest) = text.split_once(' ')?;
    let (number, said) = rest.split_once(' ')?;
    let right = checksum(number.as_bytes(), said.as_bytes());
    (u32::from_str_radix(sum, 16).ok()? == right).then_some(())?;
    Some(Line {
        number: number.parse().ok()?,
        said: serde_json::from_str(said).ok()?,
    })
}

fn checksum(number: &[u8], said: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(number);
    crc.update(said);
    crc.sum()
}

fn named(graph: &Path, first: u64) -> PathBuf {
    let mut name = graph.as_os_str().to_owned();
    name.push(format!("-log.{first}"));
    name.into()
}

/// The segments beside a graph file, in order.
fn segments(graph: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let Some(name) = graph.file_name() else {
        return Ok(Vec::new());
    };
    let begins = format!("{}-log.", name.to_string_lossy());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder_of(graph))? {
        let entry = entry?;
        let name = entry.file_name();
        let first = name.to_str().and_then(|name| name.strip_prefix(&begins));
        if let Some(Ok(first)) = first.map(str::parse) {
            found.push((first, entry.path()));
        }
    }
    found.sort_unstable();
    Ok(found)
}

fn bytes_of(graph: &Path) -> io::Result<u64> {
    let sizes = segments(graph)?
        .into_iter()
        .map(|(_, path)| Ok(fs::metadata(path)?.len()));
    sizes.sum()
}

fn unreadable(path: &Path, error: &io::Error) -> BackendError {
    BackendError::Unavailable(format!(
        "the log {} cannot be gone over ({error}); nothing was changed: restore a backup, or cut the \
         log there to go on without what was written since",
        path.display()
    ))
}

#[cfg(test)]
mod tests;
