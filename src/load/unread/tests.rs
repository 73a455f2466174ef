//! What is written reads as what was read, for every table and every meaning.

use csv::StringRecord;
use proptest::prelude::*;

use super::*;
use crate::load::{
    catalogue::TABLES,
    read::{layout::Layout, row, rows::Line},
};

/// A text that a cell of the column may hold.
fn texts(column: &'static Column) -> BoxedStrategy<String> {
    let day = || {
        (1900..=2100_i32, 1..=12_u32, 1..=31_u32).prop_filter_map("exists", |(y, m, d)| {
            Some(NaiveDate::from_ymd_opt(y, m, d)?.to_string())
        })
    };
    let partial = || (day(), 0..3_usize).prop_map(|(day, cut)| day[..[4, 7, 10][cut]].into());
    let decimals = |most: u64, places: usize| {
        (0..=most, 0..10_u64.pow(places as u32)).prop_map(move |(whole, part)| {
            let text = format!("{whole}.{part:0places$}");
            if part == 0 { whole.to_string() } else { text }
        })
    };
    let words = |words: Vec<String>| prop::sample::select(words).boxed();
    match &column.meaning {
        Meaning::Id | Meaning::Start(_) | Meaning::End(_) | Meaning::Link(_) => {
            "[a-f]{1,4}-[a-z]{2}".boxed()
        }
        Meaning::RegionId | Meaning::Region => words(
            ["99", "9901", "990101", "990101101", "990101101201"]
                .map(str::to_owned)
                .into(),
        ),
        Meaning::Kind(labels) => words(labels.iter().map(|label| label.word()).collect()),
        Meaning::Code(list) => words(list.words().map(str::to_owned).collect()),
        Meaning::Level => words(vec!["VILLAGE".into()]),
        Meaning::Text | Meaning::Address => "[=+'@]?[a-z刘，,\"]{1,9}".boxed(),
        Meaning::Texts => prop::collection::vec("[a-z刘]{1,4}", 1..4)
            .prop_map(|items| items.join(";"))
            .boxed(),
        Meaning::Ids(_) => prop::collection::vec("[a-f]{1,3}-x", 1..4)
            .prop_map(|items| items.join(";"))
            .boxed(),
        Meaning::Money => decimals(9_999_999_999, 2).boxed(),
        Meaning::Change => ("-?", decimals(9_999_999_999, 2))
            .prop_map(|(s, n)| s + &n)
            .boxed(),
        Meaning::Rate => decimals(9_999_999, 6).boxed(),
        Meaning::Area => decimals(9_999_999, 2).boxed(),
        Meaning::Share => decimals(99, 4).boxed(),
        Meaning::Measure => decimals(9_999_999_999, 4).boxed(),
        Meaning::Degrees(_) => ("-?", decimals(89, 8)).prop_map(|(s, n)| s + &n).boxed(),
        Meaning::Count(most) => (0..=*most).prop_map(|number| number.to_string()).boxed(),
        Meaning::Truth => words(vec!["true".into(), "false".into()]),
        Meaning::Day | Meaning::DayAndMonth => day().boxed(),
        Meaning::Since | Meaning::Until => partial().boxed(),
        Meaning::Period => prop_oneof![
            "(19|20)[0-9]{2}(-H[12]|-Q[1-4]|-0[1-9]|-1[0-2])?",
            (partial(), partial()).prop_map(|(one, two): (String, String)| {
                let (from, to) = if one[..4] <= two[..4] {
                    (one, two)
                } else {
                    (two, one)
                };
                format!("{from}/{to}")
            }),
        ]
        .boxed(),
        Meaning::Instant => (0..4_000_000_000_i64, 0..1000_i64, -12..12_i32)
            .prop_map(|(seconds, part, hours)| {
                let at = DateTime::from_timestamp_millis(seconds * 1000 + part).unwrap();
                at.with_timezone(&FixedOffset::east_opt(hours * 3600).unwrap())
                    .to_rfc3339()
            })
            .boxed(),
        Meaning::IdNumber => words(vec!["990101196709150857".into(), "990101670915085".into()]),
        Meaning::Phone => words(vec!["19900001003".into()]),
        Meaning::CreditCode => words(vec!["91990101ME4094949J".into()]),
        Meaning::AccountNumber => words(vec!["9901019770946473813".into()]),
        Meaning::Relation => "[0-9]{2}".boxed(),
    }
}

/// What a table's row reads as with these cells, or nothing where it is refused.
fn read(table: &'static crate::load::catalogue::Table, cells: &[String]) -> Option<Vec<Value>> {
    let header = table.columns.iter().enumerate();
    let header = header
        .map(|(place, column)| (column.name.to_owned(), place))
        .collect();
    let record = StringRecord::from(cells.to_vec());
    let line = Line {
        number: 2,
        record,
        ..Line::default()
    };
    let row = row::read(&Layout::new(table, &header), &line).ok()?;
    Some(row.values)
}

fn written(table: &'static crate::load::catalogue::Table, values: &[Value]) -> Vec<String> {
    let columns = table.columns.iter();
    columns
        .map(|column| cell(column, &values[column.slot..]))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_is_written_reads_as_what_was_read(
        (place, cells) in (0..TABLES.len()).prop_flat_map(|place| {
            let cells: Vec<BoxedStrategy<String>> =
                TABLES[place].columns.iter().map(texts).collect();
            (Just(place), prop::collection::vec(cells, 12))
        })
    ) {
        let table = &TABLES[place];
        for cells in cells {
            let Some(values) = read(table, &cells) else { continue };
            let out = written(table, &values);
            prop_assert_eq!(read(table, &out), Some(values), "{} {:?} {:?}", table.name, cells, out);
        }
    }
}

#[test]
fn every_meaning_is_read_and_written() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for table in TABLES.iter() {
        let mut met = 0;
        for _ in 0..400 {
            let cells: Vec<String> = table
                .columns
                .iter()
                .map(|column| texts(column).new_tree(&mut runner).unwrap().current())
                .collect();
            let Some(values) = read(table, &cells) else {
                continue;
            };
            let out = written(table, &values);
            assert_eq!(read(table, &out), Some(values), "{} {cells:?}", table.name);
            met += 1;
        }
        assert!(met > 3, "{}: no row could be read", table.name);
    }
}

#[test]
fn values_are_written_in_their_shortest_form() {
    let text = |meaning, slots: &[Value]| {
        let column = Column {
            place: 0,
            name: "",
            required: false,
            key: false,
            meaning,
            titles: Vec::new(),
            slot: 0,
        };
        cell(&column, slots)
    };
    assert_eq!(text(Meaning::Money, &[123_450.into()]), "1234.50");
    assert_eq!(text(Meaning::Share, &[700_000.into()]), "70");
    assert_eq!(text(Meaning::Area, &[780.into()]), "7.8");
    assert_eq!(text(Meaning::Rate, &[98_500_000.into()]), "98.5");
    assert_eq!(text(Meaning::Rate, &[5.into()]), "0.000005");
    assert_eq!(text(Meaning::Measure, &[1200.0.into()]), "1200");
    assert_eq!(
        text(Meaning::Since, &["2016-01-01".into(), "YEAR".into()]),
        "2016"
    );
    assert_eq!(
        text(Meaning::Until, &["2016-02-29".into(), "MONTH".into()]),
        "2016-02"
    );
    assert_eq!(
        text(Meaning::Until, &["2016-02-29".into(), Value::Null]),
        "2016-02-29"
    );
    let period = |from: &str, to: &str| text(Meaning::Period, &[from.into(), to.into()]);
    assert_eq!(period("2024-01-01", "2024-12-31"), "2024");
    assert_eq!(period("2024-07-01", "2024-12-31"), "2024-H2");
    assert_eq!(period("2024-01-01", "2024-03-31"), "2024-Q1");
    assert_eq!(period("2024-02-01", "2024-02-29"), "2024-02");
    assert_eq!(period("2023-11-01", "2024-02-29"), "2023-11/2024-02");
    assert_eq!(period("2024-01-02", "2024-03-31"), "2024-01-02/2024-03-31");
    assert_eq!(
        text(Meaning::Instant, &[1_717_380_720_000_i64.into()]),
        "2024-06-03T10:12:00+08:00"
    );
}
