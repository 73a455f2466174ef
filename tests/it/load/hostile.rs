//! Bad input: rows broken in every way among good ones.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use kinflow::load::{Asked, CheckReport, check};

use super::*;

const HEADER: &str = "id,payerId,payeeKind,payeeId,amount,paidOn,programmeId,status,kind,recordedOn,\
period,quantity,creditedAmount,payeeName,payeeIdNumber,postedOn,postedDays,correctsId,regionCode";

/// What is done to a good row: the cell, what it becomes, and the fault and column that a reader of
/// the file names. `#` stands for the number of the row.
const KINDS: [(&str, &str, &str, Fault); 39] = [
    ("id", "", "id", Fault::MissingValue),
    ("id", " p#", "id", Fault::BadId),
    ("id", "a\u{7}#", "id", Fault::BadId),
    ("id", "11010519491231002X", "id", Fault::SensitiveId),
    ("id", "13812345678", "id", Fault::SensitiveId),
    ("payerId", "", "payerId", Fault::MissingValue),
    ("payerId", "nobody#", "payerId", Fault::DanglingReference),
    ("payeeKind", "VILLAGER", "payeeKind", Fault::UnknownCode),
    ("payeeKind", "person", "payeeKind", Fault::UnknownCode),
    ("payeeKind", "", "payeeKind", Fault::MissingValue),
    ("payeeKind", "AGENCY", "payeeId", Fault::DanglingReference),
    ("payeeId", "", "payeeId", Fault::MissingValue),
    ("payerId", "gone#", "payerId", Fault::DanglingReference),
    ("amount", "", "amount", Fault::MissingValue),
    ("amount", "-#", "amount", Fault::NegativeAmount),
    ("amount", "1.234", "amount", Fault::BadAmount),
    ("amount", "1e9", "amount", Fault::BadAmount),
    ("amount", "１００", "amount", Fault::BadAmount),
    ("amount", "=1+1", "amount", Fault::BadAmount),
    ("amount", "10000000000000.01", "amount", Fault::BadAmount),
    ("paidOn", "2023-02-29", "paidOn", Fault::BadDate),
    ("paidOn", "1899-12-31", "paidOn", Fault::BadDate),
    ("paidOn", "2023/01/05", "paidOn", Fault::BadDate),
    ("paidOn", "2023", "paidOn", Fault::BadDate),
    (
        "programmeId",
        "none#",
        "programmeId",
        Fault::DanglingReference,
    ),
    ("status", "paid", "status", Fault::UnknownCode),
    ("kind", "BRIBE", "kind", Fault::UnknownCode),
    ("recordedOn", "32.13.2020", "recordedOn", Fault::BadDate),
    ("period", "2024-Q5", "period", Fault::BadDate),
    ("quantity", "-1", "quantity", Fault::BadNumber),
    ("creditedAmount", "ten", "creditedAmount", Fault::BadAmount),
    ("payeeName", "a\u{1b}b#", "payeeName", Fault::BadText),
    ("payeeIdNumber", "123", "payeeIdNumber", Fault::BadIdentity),
    ("postedDays", "1.5", "postedDays", Fault::BadNumber),
    (
        "correctsId",
        "void#",
        "correctsId",
        Fault::DanglingReference,
    ),
    ("regionCode", "990", "regionCode", Fault::BadRegion),
    ("regionCode", "98", "regionCode", Fault::DanglingReference),
    // The cells of the row as a whole: one too few, one too many.
    ("", "-", "", Fault::BadRow),
    ("", "+", "", Fault::BadRow),
];

/// A row that must be refused: line, column, value, code.
type Refused = (u64, String, String, Fault);

/// Whom and for what the payments are.
fn base() -> Tables {
    village().with("programmes", "id,name,unit\nx,养老,PERSON\n")
}

/// Payments of which each so manieth is malformed, never held in memory as a whole.
#[derive(Clone, Copy)]
struct Hostile {
    rows: u64,
    every: u64,
}

impl Hostile {
    fn row(self, number: u64) -> (String, Option<Refused>) {
        let line = number + 2;
        let titles: Vec<&str> = HEADER.split(',').collect();
        let mut cells: Vec<String> = titles.iter().map(|_| String::new()).collect();
        let place = |title: &str| titles.iter().position(|other| *other == title).unwrap();
        for (title, cell) in [
            ("id", format!("pay-{number}")),
            ("payerId", "g".into()),
            ("payeeKind", "PERSON".into()),
            ("payeeId", ["a", "b"][(number % 2) as usize].into()),
            ("amount", format!("{}.5", number % 1_000)),
            (
                "paidOn",
                format!("20{:02}-0{}-11", number % 20, number % 9 + 1),
            ),
            (
                "payeeName",
                "=HYPERLINK(\"\"http://x\"\";\"\"刘\"\")".into(),
            ),
        ] {
            cells[place(title)] = cell;
        }
        let mut refused = None;
        if number % self.every == 1 {
            let turn = number / self.every;
            // Two rows that say different things of one id count as a kind, too.
            match KINDS.get((turn % (KINDS.len() as u64 + 2)) as usize) {
                Some(("", change, column, fault)) => {
                    if *change == "+" {
                        cells.push("x".into());
                    } else {
                        cells.pop();
                    }
                    refused = Some((line, (*column).to_owned(), String::new(), *fault));
                }
                Some((title, value, column, fault)) => {
                    let value = value.replace('#', &number.to_string());
                    cells[place(title)].clone_from(&value);
                    let at_fault = cells[place(column)].clone();
                    refused = Some((line, (*column).to_owned(), at_fault, *fault));
                }
                None => {
                    let id = format!("twice-{}", turn / (KINDS.len() as u64 + 2));
                    cells[0].clone_from(&id);
                    refused = Some((line, "id".into(), id, Fault::ContradictoryDuplicate));
                }
            }
        }
        let cells: Vec<String> = cells
            .into_iter()
            .map(|cell| match cell.starts_with('=') {
                true => format!("\"{cell}\""),
                false => cell,
            })
            .collect();
        (cells.join(",") + "\n", refused)
    }

    fn refused(self) -> Vec<Refused> {
        let mut refused: Vec<Refused> = (0..self.rows).filter_map(|row| self.row(row).1).collect();
        // A lone row of an id contradicts nothing.
        if let Some(last) = refused
            .iter()
            .rposition(|row| row.3 == Fault::ContradictoryDuplicate)
        {
            let id = refused[last].2.clone();
            if refused.iter().filter(|row| row.2 == id).count() == 1 {
                refused.remove(last);
            }
        }
        refused
    }
}

impl Files for Hostile {
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = base().names()?;
        names.push("payments.csv".into());
        Ok(names)
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + Send>>> {
        if name != "payments.csv" {
            return base().open(name);
        }
        let this = *self;
        let header = format!("{HEADER}\n").into_bytes();
        let rows = (0..self.rows).map(move |row| this.row(row).0.into_bytes());
        Ok(Some(Box::new(Stream::of(
            std::iter::once(header).chain(rows),
        ))))
    }
}

/// Bytes made as they are read.
pub struct Stream<I> {
    pieces: I,
    piece: io::Cursor<Vec<u8>>,
    /// How many were read.
    pub read: Arc<AtomicU64>,
}

impl<I: Iterator<Item = Vec<u8>>> Stream<I> {
    pub fn of(pieces: I) -> Self {
        Self {
            pieces,
            piece: io::Cursor::default(),
            read: Arc::default(),
        }
    }
}

impl<I: Iterator<Item = Vec<u8>>> Read for Stream<I> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.piece.read(out)?;
            if count > 0 || out.is_empty() {
                self.read.fetch_add(count as u64, Ordering::Relaxed);
                return Ok(count);
            }
            match self.pieces.next() {
                Some(piece) => self.piece = io::Cursor::new(piece),
                None => return Ok(0),
            }
        }
    }
}

pub async fn checked(files: &dyn Files) -> CheckReport {
    let asked = Asked {
        graph: None,
        // All rejects; every row is doubtful, and a report of a million would hide what a check keeps.
        named: 20_000,
        mapping: None,
        secret: None,
    };
    check(files, asked).await.unwrap()
}

/// What a report of a check may show of a cell of a private person.
fn masked((line, column, value, fault): &Refused) -> Refused {
    let personal =
        ["payeeName", "payeeIdNumber", "recordedOn", "postedOn"].contains(&column.as_str());
    let masked = match value.chars().collect::<Vec<_>>().as_slice() {
        [first, inner @ .., last] if !inner.is_empty() => {
            format!("{first}{}{last}", "*".repeat(inner.len()))
        }
        all => "*".repeat(all.len()),
    };
    let value = match personal || *fault == Fault::SensitiveId {
        true => masked,
        false => value.clone(),
    };
    (*line, column.clone(), value, *fault)
}

/// The most memory that this process has held, in kB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    number.unwrap_or_default()
}

#[tokio::test]
async fn a_check_names_exactly_the_malformed_rows() {
    let full = std::env::var("KINFLOW_HOSTILE_ROWS").ok();
    let full: Option<u64> = full.map(|rows| rows.parse().unwrap());
    let sizes = match full {
        Some(rows) => vec![rows / 4, rows],
        None => vec![20_000],
    };
    let mut peaks = Vec::new();
    for rows in sizes {
        let every = if full.is_some() { 100 } else { 40 };
        let files = Hostile { rows, every };
        let expected: Vec<Refused> = files.refused().iter().map(masked).collect();
        let report = checked(&files).await;
        let payments = report
            .files
            .iter()
            .find(|file| file.table == "payments")
            .unwrap();
        let found: Vec<Refused> = payments
            .rejects
            .iter()
            .map(|reject| {
                assert!(reject.file == "payments.csv" && !reject.reason.is_empty());
                (
                    reject.line,
                    reject.column.clone(),
                    reject.value.clone(),
                    reject.code,
                )
            })
            .collect();
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected);
        }
        assert_eq!(found.len(), expected.len());
        assert_eq!(payments.rejected, expected.len() as u64);
        assert_eq!((payments.rows, payments.repeated), (rows, 0));
        assert_eq!(payments.sound, rows - expected.len() as u64);
        let counted: u64 = payments.reasons.iter().map(|reason| reason.rows).sum();
        assert_eq!(counted, expected.len() as u64);
        eprintln!(
            "{rows} rows in {:.2} s, {} kB at most",
            payments.seconds,
            peak()
        );
        peaks.push(peak());
    }
    if let [small, large] = peaks.as_slice() {
        // Ids are kept as hashes, some 60 bytes a row; the rows are not.
        assert!(large - small < 100_000, "{small} kB, then {large} kB");
    }
}

#[tokio::test]
async fn a_load_takes_the_good_rows_and_writes_the_others_down() {
    let engine = engines::embedded().await;
    let folder = tempfile::tempdir().unwrap();
    let rejects = folder.path().join("county.rejects");
    let files = Hostile {
        rows: 3_000,
        every: 30,
    };
    let expected = files.refused();
    let mut options = options(Some(rejects.clone()));
    options.batch_rows = 1_000;
    let report = load(engine.backend(), &files, &options, &Unwatched)
        .await
        .unwrap();
    let payments = report.files.last().unwrap().counts;
    assert_eq!(payments.rejected, expected.len() as u64);
    assert_eq!(payments.loaded, 3_000 - expected.len() as u64);
    let text = std::fs::read_to_string(rejects.join("payments.csv")).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let titles = reader.headers().unwrap().clone();
    let place = |title: &str| titles.iter().position(|other| other == title).unwrap();
    let columns = ["rejectFile", "rejectLine", "rejectColumn", "rejectCode"].map(place);
    let mut found: Vec<(String, u64, String, String)> = reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            assert!(
                record
                    .iter()
                    .all(|cell| !cell.starts_with(['=', '-', '+', '@'])
                        || cell.parse::<f64>().is_ok())
            );
            let [file, line, column, code] = columns.map(|place| record[place].to_owned());
            (file, line.parse().unwrap(), column, code)
        })
        .collect();
    found.sort_by_key(|row| row.1);
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(line, column, _, fault)| {
            (
                "payments.csv".to_owned(),
                line,
                column,
                fault.as_str().to_owned(),
            )
        })
        .collect();
    assert_eq!(found, expected);
    let formulas = "MATCH (payment:Payment) RETURN DISTINCT payment.payeeName AS name";
    let name = json!({"name": "=HYPERLINK(\"http://x\";\"刘\")"});
    assert_eq!(ask(engine.backend(), formulas, json!({})).await, [name]);
}
