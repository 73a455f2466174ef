//! Packed tables: gzip and Zstandard, told by their first bytes.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::read::MultiGzDecoder;

/// A table seldom shrinks to a tenth; what grows beyond this many times its size is made to fill a disk.
const MOST_GROWTH: u64 = 200;
/// How much any packed file may hold.
const ALWAYS_ALLOWED: u64 = 64 * 1024 * 1024;

/// The file's content, unpacked if `start`, its first bytes, say that it is packed.
///
/// # Errors
/// When the unpacking cannot begin. Reading fails where the packed bytes are damaged, end early, or
/// hold far more than any table.
pub(in crate::load) fn unpacked(
    start: &[u8],
    source: Box<dyn Read + Send>,
) -> io::Result<Box<dyn Read + Send>> {
    let taken = Arc::new(AtomicU64::new(0));
    let counted = Counted {
        source,
        taken: taken.clone(),
    };
    let content: Box<dyn Read + Send> = match start {
        [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(counted)),
        [0x28, 0xb5, 0x2f, 0xfd] => Box::new(zstd::Decoder::new(counted)?),
        _ => return Ok(counted.source),
    };
    Ok(Box::new(Unpacked {
        content,
        taken,
        given: 0,
    }))
}

struct Counted<R> {
    source: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

struct Unpacked<R> {
    content: R,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.content.read(out).map_err(|error| {
            io::Error::other(format!(
                "it is packed and damaged or incomplete ({error}); pack it again"
            ))
        })?;
        self.given += count as u64;
        let most = ALWAYS_ALLOWED.max(self.taken.load(Ordering::Relaxed) * MOST_GROWTH);
        if self.given > most {
            return Err(io::Error::other(format!(
                "unpacked it is more than {MOST_GROWTH} times its size, as no table is"
            )));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        let start = bytes[..4].to_vec();
        let mut content = Vec::new();
        unpacked(&start, Box::new(Cursor::new(bytes)))?.read_to_end(&mut content)?;
        Ok(content)
    }

    #[test]
    fn both_kinds_and_plain_bytes_are_read() {
        let table = "id,name\n刘,建\n".repeat(10_000).into_bytes();
        assert_eq!(read(table.clone()).unwrap(), table);
        assert_eq!(read(gzip(&table)).unwrap(), table);
        let two_members = [gzip(&table[..100]), gzip(&table[100..])].concat();
        assert_eq!(read(two_members).unwrap(), table);
        assert_eq!(
            read(zstd::encode_all(table.as_slice(), 3).unwrap()).unwrap(),
            table
        );
    }

    #[test]
    fn a_cut_file_and_one_that_swells_are_refused() {
        let table = "id,name\n".repeat(10_000).into_bytes();
        for packed in [gzip(&table), zstd::encode_all(table.as_slice(), 3).unwrap()] {
            let cut = packed[..packed.len() - 9].to_vec();
            let error = read(cut).unwrap_err().to_string();
            assert!(error.contains("incomplete"), "{error}");
        }
        let error = read(gzip(&vec![0; 100 * 1024 * 1024])).unwrap_err();
        assert!(error.to_string().contains("200 times"), "{error}");
    }
}
