//! Rows worked on by every core while the next are read.

use std::{num::NonZero, panic, thread};

use super::rows::{Line, Rows};
use crate::load::FileFault;

/// Rows worked on together.
const ROWS: usize = 8_192;
/// Bytes of rows held at once, beyond which fewer are taken.
const BYTES: usize = 16 * 1024 * 1024;
/// Fewer are not worth a thread.
const FEW: usize = 512;

/// Rows of which the next are read already.
pub(in crate::load) struct Ahead<'r> {
    rows: &'r mut dyn Rows,
    next: Vec<Line>,
    /// How many rows were read.
    read: u64,
    workers: usize,
}

impl<'r> Ahead<'r> {
    /// Reads the first rows.
    pub fn new(rows: &'r mut dyn Rows) -> Result<Self, FileFault> {
        let mut read = 0;
        Ok(Self {
            next: take(rows, &mut read)?,
            rows,
            read,
            workers: thread::available_parallelism().map_or(1, NonZero::get),
        })
    }

    /// What is made of the next rows, in their order and one a core; nothing at the end.
    pub fn work<T: Send>(
        &mut self,
        work: impl Fn(&[Line]) -> T + Sync,
    ) -> Result<Option<Vec<T>>, FileFault> {
        let lines = std::mem::take(&mut self.next);
        if lines.is_empty() {
            return Ok(None);
        }
        if lines.len() < FEW {
            self.next = take(self.rows, &mut self.read)?;
            return Ok(Some(vec![work(&lines)]));
        }
        let share = lines.len().div_ceil(self.workers);
        thread::scope(|scope| {
            let work = &work;
            let workers: Vec<_> = lines
                .chunks(share)
                .map(|some| scope.spawn(move || work(some)))
                .collect();
            self.next = take(self.rows, &mut self.read)?;
            let done = workers.into_iter().map(|worker| {
                let made = worker.join();
                made.unwrap_or_else(|panicked| panic::resume_unwind(panicked))
            });
            Ok(Some(done.collect()))
        })
    }
}

fn take(rows: &mut dyn Rows, read: &mut u64) -> Result<Vec<Line>, FileFault> {
    let (mut lines, mut bytes) = (Vec::new(), 0);
    while lines.len() < ROWS
        && bytes < BYTES
        && let Some(mut line) = rows.next()?
    {
        line.place = *read;
        *read += 1;
        bytes += line.record.as_slice().len();
        lines.push(line);
    }
    Ok(lines)
}
