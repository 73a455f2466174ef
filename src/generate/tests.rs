//! A small county, read back as a stranger would.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::Path,
};

use super::*;

mod form;
mod life;
mod planted;

/// A row by its columns.
type Row = HashMap<String, String>;

struct Files {
    summary: Summary,
    tables: BTreeMap<&'static str, Vec<Row>>,
}

fn small(people: u32, payments: u32, seed: u64) -> Plan {
    Plan {
        people,
        payments,
        ..Plan::county(1.0, seed)
    }
}

fn read(plan: &Plan) -> Files {
    read_into(plan, tempfile::tempdir().unwrap().path())
}

fn read_into(plan: &Plan, directory: &Path) -> Files {
    let summary = generate(plan, directory, |_, _| {}).unwrap();
    let tables = summary.rows.iter().map(|(table, _)| {
        let path = directory.join(table).with_extension("csv");
        let mut reader = csv::Reader::from_path(path).unwrap();
        (
            *table,
            reader
                .deserialize()
                .collect::<Result<Vec<Row>, _>>()
                .unwrap(),
        )
    });
    let tables = tables.collect();
    Files { summary, tables }
}

/// Plans of several sizes, each with its files.
fn several() -> Vec<(Plan, Files)> {
    [
        (600, 3000, 1),
        (600, 3000, 2),
        (100, 40, 3),
        (2500, 9000, 4),
    ]
    .map(|(people, payments, seed)| small(people, payments, seed))
    .map(|plan| (plan.clone(), read(&plan)))
    .into()
}

impl Files {
    fn ids(&self, table: &str) -> BTreeSet<&str> {
        self.by_id(table).into_keys().collect()
    }

    fn by_id(&self, table: &str) -> HashMap<&str, &Row> {
        self.tables[table]
            .iter()
            .map(|row| (&*row["id"], row))
            .collect()
    }
}

fn bytes(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(directory).unwrap().map(Result::unwrap);
    files
        .map(|file| {
            (
                file.file_name().into_string().unwrap(),
                fs::read(file.path()).unwrap(),
            )
        })
        .collect()
}

#[test]
fn one_seed_gives_the_same_bytes() {
    let [first, again, other] = [5, 5, 6].map(|seed| {
        let directory = tempfile::tempdir().unwrap();
        generate(&small(600, 3000, seed), directory.path(), |_, _| {}).unwrap();
        bytes(directory.path())
    });
    assert_eq!(first.len(), 46);
    assert!(first == again);
    let differing = [
        "persons.csv",
        "kinships.csv",
        "interests.csv",
        "payments.csv",
    ];
    assert!(differing.iter().all(|file| first[*file] != other[*file]));
}

#[test]
fn there_is_as_much_of_everything_as_planned() {
    for (plan, files) in several() {
        for (table, rows) in &files.summary.rows {
            assert_eq!(files.tables[table].len() as u64, *rows, "{table}");
        }
        let rows = |table| files.tables[table].len();
        assert_eq!(rows("persons"), plan.people as usize);
        assert_eq!(rows("payments"), plan.payments as usize);
        assert_eq!(rows("companies"), (plan.people as usize / 60).max(1));
        assert_eq!(rows("programmes"), 25);
        assert!(rows("households") > rows("persons") / 6);
    }
}

#[test]
fn plans_with_their_own_prefix_and_province_share_nothing() {
    let own = |prefix: &str, root: &str| Plan {
        prefix: prefix.into(),
        region_root: root.into(),
        ..small(600, 3000, 7)
    };
    let [one, other] = [own("a-", "99"), own("b-", "98")].map(|plan| read(&plan));
    for (table, column) in [
        ("regions", "id"),
        ("agencies", "id"),
        ("posts", "id"),
        ("persons", "id"),
        ("persons", "idNumber"),
        ("households", "id"),
        ("companies", "creditCode"),
        ("accounts", "number"),
        ("programmes", "id"),
        ("payments", "id"),
    ] {
        let cells = |files: &Files| -> BTreeSet<String> {
            files.tables[table]
                .iter()
                .map(|row| row[column].clone())
                .collect()
        };
        let (one, other) = (cells(&one), cells(&other));
        assert!(
            one.intersection(&other).all(String::is_empty),
            "{table} {column}"
        );
        assert!(one.len() > 1, "{table} {column}");
    }
}

#[test]
fn more_people_than_a_county_holds_live_in_two() {
    let directory = tempfile::tempdir().unwrap();
    let summary = generate(&small(60_002, 5001, 8), directory.path(), |_, _| {}).unwrap();
    let rows: BTreeMap<_, _> = summary.rows.into_iter().collect();
    assert_eq!((rows["persons"], rows["payments"]), (60_002, 5001));
    let column = |table: &str, place: usize| -> Vec<String> {
        let text = fs::read_to_string(directory.path().join(table)).unwrap();
        let cells = text
            .lines()
            .skip(1)
            .filter_map(|row| row.split(',').nth(place));
        cells
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let levels = column("regions.csv", 2);
    let counties = levels.iter().filter(|level| *level == "COUNTY").count();
    assert_eq!(counties, 2);
    let numbers = column("persons.csv", 6);
    assert!(numbers.len() > 55_000);
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
}

#[test]
fn what_cannot_be_done_is_refused_in_a_sentence() {
    let directory = tempfile::tempdir().unwrap();
    let refusal = |plan: &Plan| generate(plan, directory.path(), |_, _| {}).unwrap_err();
    let plan = small(600, 3000, 9);
    for bad in [
        Plan {
            people: 99,
            ..plan.clone()
        },
        Plan {
            people: 59_400_001,
            ..plan.clone()
        },
        Plan {
            region_root: "9x".into(),
            ..plan.clone()
        },
        Plan {
            region_root: "990".into(),
            ..plan.clone()
        },
        Plan {
            prefix: "县".into(),
            ..plan.clone()
        },
    ] {
        assert_eq!(refusal(&bad).kind(), ErrorKind::InvalidInput, "{bad:?}");
    }
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    fs::write(directory.path().join("mine.txt"), "kept").unwrap();
    let refused = refusal(&plan);
    assert_eq!(refused.kind(), ErrorKind::DirectoryNotEmpty);
    assert!(
        refused.to_string().contains("name a new directory"),
        "{refused}"
    );
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}
