//! A file line by line, none of which fills memory.

use std::io::{BufRead, BufReader, Read};

use crate::load::FileFault;

/// Longest line held.
const LONGEST: usize = 16 * 1024 * 1024;
const CHUNK: usize = 256 * 1024;

/// The lines of a file that hold anything.
pub(super) struct Lines {
    name: String,
    source: BufReader<Box<dyn Read + Send>>,
    line: Vec<u8>,
    number: u64,
}

/// A line and its number, counted from 1.
pub(super) struct Numbered<'a> {
    pub number: u64,
    pub text: Text<'a>,
}

/// The text of a line.
pub(super) enum Text<'a> {
    Whole(&'a [u8]),
    /// It is longer than any line taken.
    TooLong,
}

impl Lines {
    pub fn new(name: &str, source: Box<dyn Read + Send>) -> Self {
        Self {
            name: name.to_owned(),
            source: BufReader::with_capacity(CHUNK, source),
            line: Vec::new(),
            number: 0,
        }
    }

    /// The next line that holds anything.
    pub fn next(&mut self) -> Result<Option<Numbered<'_>>, FileFault> {
        loop {
            let Some(whole) = self.read()? else {
                return Ok(None);
            };
            if whole && self.line.trim_ascii().is_empty() {
                continue;
            }
            let bare = self
                .line
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(&self.line);
            let text = if whole {
                Text::Whole(bare)
            } else {
                Text::TooLong
            };
            return Ok(Some(Numbered {
                number: self.number,
                text,
            }));
        }
    }

    /// Reads on to the end of a line, and says whether it was held whole.
    fn read(&mut self) -> Result<Option<bool>, FileFault> {
        self.line.clear();
        self.number += 1;
        let (mut any, mut whole) = (false, true);
        loop {
            let bytes = self.source.fill_buf().map_err(|error| {
                FileFault::new(
                    &self.name,
                    Some(self.number),
                    format!("it cannot be read: {error}"),
                )
            })?;
            if bytes.is_empty() {
                return Ok(any.then_some(whole));
            }
            any = true;
            let end = memchr::memchr(b'\n', bytes);
            let part = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default();
            whole &= self.line.len() + part.len() <= LONGEST;
            if whole {
                self.line.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.source.consume(used);
            if end.is_some() {
                return Ok(Some(whole));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_line_too_long_is_passed_over() {
        let text = format!("\u{feff}a\r\n\n{}\nb", "x".repeat(100 * 1024 * 1024));
        let mut lines = Lines::new("a.jsonl", Box::new(Cursor::new(text.into_bytes())));
        let mut met = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            met.push((line.number, matches!(line.text, Text::Whole(_))));
        }
        assert_eq!(met, [(1, true), (3, false), (4, true)]);
        assert!(lines.line.capacity() <= 2 * LONGEST);
    }
}
