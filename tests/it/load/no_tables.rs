//! Bad input: files that are no tables.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use super::{
    hostile::{Stream, checked},
    *,
};

/// One file beside the tables of the village.
struct One<F>(F);

impl<F: Fn() -> Box<dyn Read + Send> + Send + Sync> Files for One<F> {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(vec!["regions.csv".into(), "persons.csv".into()])
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + Send>>> {
        match name {
            "persons.csv" => Ok(Some((self.0)())),
            _ => village().open(name),
        }
    }
}

async fn refused(files: &dyn Files, expected: &str) {
    let engine = engines::embedded().await;
    let error = load(engine.backend(), files, &options(None), &Unwatched)
        .await
        .unwrap_err();
    let report = checked(files).await;
    let unusable: Vec<String> = report.unusable.iter().map(ToString::to_string).collect();
    assert_eq!(unusable, [error.to_string()], "check and load agree");
    assert!(unusable[0].starts_with(expected), "{}", unusable[0]);
    assert_eq!(unusable[0].lines().count(), 1);
    assert!(everything(engine.backend()).await.is_empty());
}

#[tokio::test]
async fn what_is_no_table_is_refused_in_a_sentence() {
    let mut state = 7_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let garbage: Vec<u8> = (0..100_000).map(|_| next()).collect();
    let garbage = Tables::default().with_bytes("persons.csv", &garbage);
    refused(&garbage, "persons.csv, line ").await;

    let table = "id,name,regionCode\n".to_owned() + &"x,刘,99\n".repeat(10_000);
    let mut packed = Vec::new();
    let mut encoder = flate2::read::GzEncoder::new(table.as_bytes(), flate2::Compression::fast());
    encoder.read_to_end(&mut packed).unwrap();
    let cut = Tables::default().with_bytes("persons.csv.gz", &packed[..packed.len() / 2]);
    refused(
        &cut,
        "persons.csv.gz: it cannot be read: it is packed and damaged",
    )
    .await;
}

#[tokio::test]
async fn a_row_without_end_is_refused_before_it_fills_memory() {
    let read = Arc::new(AtomicU64::new(0));
    for (begin, piece) in [
        ("id,name,regionCode\nx,", vec![b'x'; 1 << 20]),
        (
            "id,name,regionCode\nx,\"",
            "刘,\n".repeat(1 << 18).into_bytes(),
        ),
        ("", vec![b'x'; 1 << 20]),
    ] {
        let line = if begin.is_empty() { 1 } else { 2 };
        let counted = read.clone();
        let endless = One(move || {
            let piece = piece.clone();
            // Two gigabytes, if anyone reads them.
            let pieces = (0..2_048).map(move |_| piece.clone());
            let mut stream = Stream::of(std::iter::once(begin.into()).chain(pieces));
            stream.read = counted.clone();
            Box::new(stream) as Box<dyn Read + Send>
        });
        refused(
            &endless,
            &format!("persons.csv, line {line}: this row does not end"),
        )
        .await;
    }
    assert!(read.load(Ordering::Relaxed) < 100 << 20, "{read:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_outside_the_directory_is_refused() {
    let (outside, inside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let secret = outside.path().join("secret.csv");
    std::fs::write(&secret, "id,name,regionCode\nx,x,99\n").unwrap();
    std::os::unix::fs::symlink(&secret, inside.path().join("persons.csv")).unwrap();
    let directory = Directory(inside.path().to_owned());
    refused(
        &directory,
        "persons.csv: it cannot be opened: it lies outside the directory",
    )
    .await;
    assert!(
        directory.open("../secret.csv").is_err()
            || directory.open("../secret.csv").unwrap().is_none()
    );
}
