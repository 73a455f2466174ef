//! Bytes of a file as UTF-8, whichever encoding they are in.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// How much is read from the file at once.
const CHUNK: usize = 64 * 1024;

/// A row of more bytes is none.
const LONGEST_ROW: usize = 8 * 1024 * 1024;

/// The encodings that are recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Charset {
    /// UTF-8, with or without a byte-order mark; with the mark of UTF-16, that.
    Utf8,
    /// GB 18030, of which GBK and GB 2312 are parts.
    Gb18030,
    /// UTF-16, the lower byte first.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
}

impl Charset {
    /// The encoding of a name as a mapping writes it.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_uppercase().as_str() {
            "UTF-8" => Some(Self::Utf8),
            "GB18030" | "GBK" | "GB2312" => Some(Self::Gb18030),
            "UTF-16LE" => Some(Self::Utf16Le),
            "UTF-16BE" => Some(Self::Utf16Be),
            _ => None,
        }
    }

    /// UTF-16 without a mark, told by the zero bytes that its digits, commas and ends of lines have.
    pub fn unmarked(start: &[u8]) -> Option<Self> {
        let zeros = |odd: usize| {
            let bytes = start.iter().skip(odd).step_by(2);
            bytes.filter(|byte| **byte == 0).count()
        };
        let many = start.len() / 64 + 1;
        match (zeros(0), zeros(1)) {
            (0, odd) if odd >= many => Some(Self::Utf16Le),
            (even, 0) if even >= many => Some(Self::Utf16Be),
            _ => None,
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Gb18030 => GB18030,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
        }
    }
}

/// Bytes that the chosen encoding cannot mean.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is not readable in the encoding tried")]
pub(in crate::load) struct Undecodable {
    /// The line of the file, counted from 1.
    pub line: u64,
}

/// A row that is longer than any row is.
#[derive(Debug, thiserror::Error)]
#[error(
    "this row does not end within 8 MB; close its quotation mark, or leave the file out if it is no table"
)]
pub(in crate::load) struct Endless;

/// A reader that gives UTF-8 and fails with [`Undecodable`] where the bytes are something else.
pub(in crate::load) struct Decoded<R> {
    source: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    /// What of `bytes` is not decoded yet.
    pending: std::ops::Range<usize>,
    ended: bool,
    text: Vec<u8>,
    /// What of `text` is not handed out yet.
    ready: std::ops::Range<usize>,
    line: u64,
    /// Bytes handed out since a row began, where rows are told.
    row: Option<usize>,
}

impl<R: Read> Decoded<R> {
    pub fn new(source: R, charset: Charset) -> Self {
        Self {
            source,
            decoder: charset.encoding().new_decoder(),
            bytes: vec![0; CHUNK],
            pending: 0..0,
            ended: false,
            text: vec![0; 3 * CHUNK],
            ready: 0..0,
            line: 1,
            row: None,
        }
    }

    /// Notes that a row begins: what follows is at most one row long, or the reader fails.
    pub fn begin_row(&mut self) {
        self.row = Some(0);
    }

    fn decode(&mut self) -> io::Result<()> {
        while self.ready.is_empty() && !(self.ended && self.pending.is_empty()) {
            if self.pending.is_empty() {
                let read = self.source.read(&mut self.bytes)?;
                self.pending = 0..read;
                self.ended = read == 0;
            }
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.bytes[self.pending.clone()],
                &mut self.text,
                self.ended,
            );
            self.pending.start += read;
            self.ready = 0..written;
            self.line += lines(&self.text[..written]);
            if let DecoderResult::Malformed(..) = result {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    Undecodable { line: self.line },
                ));
            }
            if self.ended {
                break;
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.ready.is_empty() {
            self.decode()?;
        }
        let count = out.len().min(self.ready.len());
        out[..count].copy_from_slice(&self.text[self.ready.start..self.ready.start + count]);
        self.ready.start += count;
        self.row = self.row.map(|row| row + count);
        if self.row > Some(LONGEST_ROW) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, Endless));
        }
        Ok(count)
    }
}

fn lines(text: &[u8]) -> u64 {
    text.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], charset: Charset) -> io::Result<String> {
        let mut text = Vec::new();
        let mut decoded = Decoded::new(bytes, charset);
        while decoded.by_ref().take(1_000).read_to_end(&mut text)? > 0 {
            decoded.begin_row();
        }
        String::from_utf8(text).map_err(io::Error::other)
    }

    #[test]
    fn every_encoding_becomes_utf_8() {
        assert_eq!(
            decoded("\u{feff}刘".as_bytes(), Charset::Utf8).unwrap(),
            "刘"
        );
        let utf_16 = [0xff, 0xfe, 0x18, 0x52, b'\n', 0];
        assert_eq!(decoded(&utf_16, Charset::Utf8).unwrap(), "刘\n");
        let bytes = [0xc1, 0xf5, b'\n', 0xbd, 0xa8];
        assert_eq!(decoded(&bytes, Charset::Gb18030).unwrap(), "刘\n建");
        let long = "云禾省，".repeat(100_000);
        assert_eq!(decoded(long.as_bytes(), Charset::Utf8).unwrap(), long);
    }

    #[test]
    fn the_line_of_a_wrong_byte_is_named() {
        for (bytes, charset) in [
            (&b"a\nb\xc1\xf5"[..], Charset::Utf8),
            (&b"a\nb\xff\xff"[..], Charset::Gb18030),
            (&b"a\nb\xe5\x88"[..], Charset::Utf8),
        ] {
            let error = decoded(bytes, charset).unwrap_err();
            let cause = error.get_ref().unwrap().downcast_ref::<Undecodable>();
            assert_eq!(cause.unwrap().line, 2);
        }
    }
}
