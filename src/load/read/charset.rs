//! Which encoding a file is in, told by reading it.

use std::io::{self, Read};

use super::{
    decode::{Charset, Decoded, Undecodable},
    files::Files,
    sheet,
};
use crate::load::FileFault;

/// How much of a file is looked at for the zero bytes of UTF-16.
const HEAD: u64 = 4 * 1024;

/// The encoding that a file can be read in from beginning to end: UTF-8, which names itself if it
/// is UTF-16 with a mark, UTF-16 without one, or GB 18030.
pub(in crate::load) fn recognise(files: &dyn Files, name: &str) -> Result<Charset, FileFault> {
    let unreadable =
        |error: io::Error| FileFault::new(name, None, format!("it cannot be read: {error}"));
    let mut head = Vec::new();
    sheet::open(files, name)?
        .take(HEAD)
        .read_to_end(&mut head)
        .map_err(unreadable)?;
    if let Some(charset) = Charset::unmarked(&head) {
        return Ok(charset);
    }
    // Whichever encoding got further names the line worth looking at.
    let mut furthest = 0;
    for charset in [Charset::Utf8, Charset::Gb18030] {
        let mut text = Decoded::new(sheet::open(files, name)?, charset);
        let Err(error) = io::copy(&mut text, &mut io::sink()) else {
            return Ok(charset);
        };
        match error.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some(Undecodable { line }) => furthest = furthest.max(*line),
            None => return Err(unreadable(error)),
        }
    }
    Err(FileFault::undecodable(name, furthest))
}
