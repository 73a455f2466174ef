//! Files as a whole: their encodings, their headers, their absence.

use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn encodings_are_recognised() {
    let engine = engines::embedded().await;
    let backend = engine.backend();
    let header = b"id,name,regionCode\n";
    let gb18030 = [&header[..], b"g,\xc1\xf5\xbd\xa8\xb9\xfa,99\n"].concat();
    let marked = ["\u{feff}id,name,regionCode\nu,刘建国,99\n".as_bytes()].concat();
    let utf_16: Vec<u8> = "\u{feff}id,name,regionCode\nw,刘建国,99\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (id, bytes) in [("g", gb18030), ("u", marked), ("w", utf_16)] {
        sound(
            backend,
            &Tables::default().with_bytes("persons.csv", &bytes),
        )
        .await;
        let name = "MATCH (person:Person {id: $id}) RETURN person.name AS name";
        assert_eq!(
            ask(backend, name, json!({"id": id})).await,
            [json!({"name": "刘建国"})]
        );
    }
}

#[tokio::test]
async fn packed_tables_are_loaded_as_plain_ones() {
    let engine = engines::embedded().await;
    let backend = engine.backend();
    let table = "id,name,regionCode\nz,刘建国,99\n".as_bytes();
    let packed = zstd::encode_all(table, 3).unwrap();
    let report = sound(
        backend,
        &Tables::default().with_bytes("persons.csv.zst", &packed),
    )
    .await;
    assert_eq!(report.files[0].file, "persons.csv.zst");
    let more = "id,name,regionCode\ny,刘建军,99\nz,刘建国,99\n";
    let both = Tables::default()
        .with_bytes("persons.csv", more.as_bytes())
        .with_bytes("persons.csv.zst", &packed);
    let again = sound(backend, &both).await.total();
    assert_eq!((again.loaded, again.unchanged), (1, 2));
}

#[tokio::test]
async fn a_broken_file_stops_the_load_before_anything_is_written() {
    let engine = engines::embedded().await;
    let backend = engine.backend();
    let unclosed = format!(
        "id,name,regionCode\nx,x,99\ny,\"y,99\n{}",
        "z,z,99\n".repeat(200)
    );
    let cases: [(&[u8], &str); 8] = [
        (
            b"",
            "persons.csv, line 1: the header lacks id, name, regionCode",
        ),
        (
            b"id,regionCode\nx,99\n",
            "persons.csv, line 1: the header lacks name",
        ),
        (
            b"id,name,regionCode,id\nx,x,99,x\n",
            "persons.csv, line 1: the column id stands there twice",
        ),
        (
            b"id,name,regionCode\nx,\xff\xff,99\n",
            "persons.csv, line 2: this is neither UTF-8 nor GB18030",
        ),
        (
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xcbL\xd1",
            "persons.csv: it cannot be read: it is packed and damaged",
        ),
        (b"PK\x03\x04....", "persons.csv: it is a spreadsheet"),
        (
            unclosed.as_bytes(),
            "persons.csv, line 3: a quotation mark opens",
        ),
        (
            b"name\n",
            "persons.csv, line 1: the header lacks id, regionCode",
        ),
    ];
    for (bytes, expected) in cases {
        let files = Tables::default()
            .with("regions", "id,name,level\n99,云禾省,PROVINCE\n")
            .with_bytes("persons.csv", bytes);
        let error = load(backend, &files, &options(None), &Unwatched)
            .await
            .unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    assert_eq!(everything(backend).await, [] as [Value; 0]);
    let nothing = Tables::default().with_bytes("people.csv", b"id\n");
    for files in [nothing, Tables::default()] {
        let error = load(backend, &files, &options(None), &Unwatched)
            .await
            .unwrap_err();
        assert!(matches!(error, LoadError::NoTable(_)), "{error}");
    }
    let absent = Directory("/nowhere/at/all".into());
    let error = load(backend, &absent, &options(None), &Unwatched)
        .await
        .unwrap_err();
    assert!(matches!(error, LoadError::Unlisted(_)), "{error}");
}
