//! Which encoding a file is in, told by reading it.

use std::io::{self, Read};

use super::{
    decode::{Charset, Decoded, Endless, Undecodable},
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
        let Err(error) = read(&mut text) else {
            return Ok(charset);
        };
        let why = error.get_ref();
        match why.and_then(|why| why.downcast_ref()) {
            Some(Undecodable { line }) => furthest = furthest.max(*line),
            // Whoever reads the rows names the one that does not end.
            None if why.is_some_and(|why| why.is::<Endless>()) => return Ok(charset),
            None => return Err(unreadable(error)),
        }
    }
    Err(FileFault::undecodable(name, furthest))
}

/// Reads to the end, unless a row has none.
fn read(text: &mut Decoded<impl Read>) -> io::Result<()> {
    let mut some = vec![0; 64 * 1024];
    let mut quoted = false;
    text.begin_row();
    loop {
        let count = text.read(&mut some)?;
        if count == 0 {
            return Ok(());
        }
        // A row ends on a line's end outside quotation marks; one in each piece is often enough.
        let mut ends = false;
        let pieces = some.get(..count).unwrap_or_default();
        for (place, piece) in pieces.split(|byte| *byte == b'"').enumerate() {
            quoted ^= place > 0;
            ends |= !quoted && memchr::memchr(b'\n', piece).is_some();
        }
        if ends {
            text.begin_row();
        }
    }
}
