//! An independent reading of tables: cells by column name, brought to one way of writing by what
//! they look like, not by what the loader knows of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// A row: its cells that are not empty, by column.
pub type Row = BTreeMap<String, String>;

/// The tables of a directory.
pub fn tables(directory: &Path) -> Vec<String> {
    let names = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let mut tables: Vec<String> = names
        .filter_map(|name| Some(name.strip_suffix(".csv")?.to_owned()))
        .collect();
    tables.sort_unstable();
    tables
}

/// Where each person, household, company and agency lives.
pub fn regions(directory: &Path) -> BTreeMap<String, String> {
    let mut regions = BTreeMap::new();
    for table in ["persons", "households", "companies", "agencies"] {
        for row in raw(directory, table) {
            regions.insert(row["id"].clone(), row["regionCode"].clone());
        }
    }
    regions
}

fn raw(directory: &Path, table: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(directory.join(format!("{table}.csv"))).unwrap();
    let titles = reader.headers().unwrap().clone();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let cells = titles
                .iter()
                .zip(&record)
                .filter(|(_, cell)| !cell.is_empty());
            cells
                .map(|(title, cell)| (title.to_owned(), cell.to_owned()))
                .collect()
        })
        .collect()
}

/// The rows of a table, with what the loader is meant to fill in: a payment lies where its payee
/// does, a marriage runs from the lesser id, a missing kind is the usual one.
pub fn rows(directory: &Path, table: &str, regions: &BTreeMap<String, String>) -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    for mut row in raw(directory, table) {
        row.remove("source");
        row.remove("sourceRow");
        if let Some(of) = ["payeeId", "applicantId"]
            .iter()
            .find_map(|of| row.get(*of))
        {
            let region = regions[of].clone();
            row.entry("regionCode".to_owned()).or_insert(region);
        }
        if table == "kinships" && row["kind"] != "PARENT_OF" && row["fromId"] > row["toId"] {
            let from = row["fromId"].clone();
            let to = row.insert("toId".into(), from).unwrap();
            row.insert("fromId".into(), to);
        }
        for (id, kind, usual) in [
            ("bidderId", "bidderKind", "COMPANY"),
            ("supplierId", "supplierKind", "COMPANY"),
            ("performerId", "performerKind", "COMPANY"),
        ] {
            if row.contains_key(id) {
                row.entry(kind.to_owned()).or_insert(usual.to_owned());
            }
        }
        let alike = row.into_iter().map(|(title, cell)| (title, alike(&cell)));
        assert!(rows.insert(alike.collect()), "{table}: a row twice");
    }
    rows
}

/// Numbers without zeros at their end, quarters of a year as the months they span.
fn alike(cell: &str) -> String {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((whole, fraction)) = cell.split_once('.')
        && digits(whole)
        && digits(fraction)
    {
        return match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => format!("{whole}.{fraction}"),
        };
    }
    let (year, part) = cell.split_at_checked(4).unwrap_or((cell, ""));
    let months = match part {
        "-Q1" => "01/03",
        "-Q2" => "04/06",
        "-Q3" => "07/09",
        "-Q4" => "10/12",
        "-H1" => "01/06",
        "-H2" => "07/12",
        _ => return cell.to_owned(),
    };
    let (from, to) = months.split_at(2);
    format!("{year}-{from}/{year}-{}", &to[1..])
}
