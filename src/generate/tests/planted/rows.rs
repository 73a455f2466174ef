//! Rows and what several checks ask of them.

use chrono::NaiveDate;

use super::*;
use crate::model::Interval;

pub fn date(cell: &str) -> NaiveDate {
    cell.parse().unwrap()
}

pub fn fen(cell: &str) -> i64 {
    (cell.parse::<f64>().unwrap() * 100.0).round() as i64
}

pub fn number(cell: &str) -> f64 {
    cell.parse().unwrap()
}

/// The days from one to another.
pub fn days(from: &str, to: &str) -> i64 {
    (date(to) - date(from)).num_days()
}

pub fn hit(subject: &str, key: &str) -> (String, String) {
    (subject.to_owned(), key.to_owned())
}

/// Hits that need no key.
pub fn subjects<'a>(ids: impl Iterator<Item = &'a str>) -> Hits {
    ids.map(|id| (id.to_owned(), String::new())).collect()
}

/// The rows of a table that name each of another, by a column.
pub fn by<'a>(files: &'a Files, table: &str, column: &str) -> HashMap<&'a str, Vec<&'a Row>> {
    let mut by: HashMap<&str, Vec<&Row>> = HashMap::new();
    for row in &files.tables[table] {
        by.entry(&row[column]).or_default().push(row);
    }
    by
}

/// Whether a row's interval holds a day.
pub fn lasts(row: &Row, on: &str) -> bool {
    &*row["from"] <= on && (row["to"].is_empty() || &*row["to"] >= on)
}

/// The day up to which the county is on file.
pub fn last_day(files: &Files) -> &str {
    let asked = files.tables["coverage"].iter().map(|row| &*row["asOf"]);
    asked.max().unwrap()
}

/// The payments that were made and did not come back.
pub fn kept(files: &Files) -> Vec<&Row> {
    let payments = &files.tables["payments"];
    let undone: BTreeSet<&str> = payments.iter().map(|row| &*row["correctsId"]).collect();
    payments
        .iter()
        .filter(|row| row["status"] == "PAID" && !undone.contains(&*row["id"]))
        .collect()
}

pub fn period(row: &Row) -> Option<(NaiveDate, NaiveDate)> {
    let period = Interval::period(&row["period"]).ok()?;
    Some((period.from?, period.to?))
}

/// Whether a payment claims a period, and does not make up for another that did.
pub fn claims(row: &Row) -> bool {
    !row["period"].is_empty() && !["REISSUE", "TOP_UP"].contains(&&*row["kind"])
}

/// What persons and households were paid under programmes of such a basis.
pub fn aid<'a>(files: &'a Files, bases: &[&str]) -> Vec<&'a Row> {
    let programmes = files.by_id("programmes");
    let mut rows = kept(files);
    rows.retain(|row| {
        let programme = programmes.get(&*row["programmeId"]);
        programme.is_some_and(|programme| bases.contains(&&*programme["basis"]))
            && ["PERSON", "HOUSEHOLD"].contains(&&*row["payeeKind"])
    });
    rows
}

/// The persons whom a payment aids.
pub fn aided<'a>(row: &'a Row, members: &HashMap<&'a str, Vec<&'a Row>>) -> Vec<&'a str> {
    if row["payeeKind"] == "PERSON" {
        return vec![&row["payeeId"]];
    }
    let stays = members.get(&*row["payeeId"]).into_iter().flatten();
    stays
        .filter(|stay| lasts(stay, &row["paidOn"]))
        .map(|stay| &*stay["personId"])
        .collect()
}

/// Whether an interest puts its holder behind the company on a day: by an office, or by holding so
/// many percent.
pub fn is_behind(interest: &Row, offices: &[&str], percent: f64, on: &str) -> bool {
    let share = interest["share"].parse().unwrap_or(0.0);
    lasts(interest, on) && (offices.contains(&&*interest["kind"]) || share >= percent)
}

/// The day of a contract's award, or of its signature where nothing was awarded.
pub fn award_day(contract: &Row) -> &str {
    let signed = &contract["signedOn"];
    Some(&contract["awardedOn"])
        .filter(|day| !day.is_empty())
        .unwrap_or(signed)
}
