//! Late, missing or careless records, as rows.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{rows::*, *};

/// The days on which offices are open.
struct Calendar(HashMap<NaiveDate, bool>);

impl Calendar {
    fn of(files: &Files) -> Self {
        let exceptions = files.tables["workdays"].iter();
        Self(
            exceptions
                .map(|row| (date(&row["date"]), row["kind"] == "WORKDAY"))
                .collect(),
        )
    }

    /// The working days after one day up to another.
    fn between(&self, from: &str, to: &str) -> usize {
        let works = |day: &NaiveDate| {
            let week = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            self.0.get(day).copied().unwrap_or(week)
        };
        let after = date(from).iter_days().skip(1);
        after
            .take_while(|day| *day <= date(to))
            .filter(works)
            .count()
    }
}

pub fn entered_late(files: &Files) -> Hits {
    let calendar = Calendar::of(files);
    let rows = files.tables["payments"].iter();
    let late = rows.filter(|row| calendar.between(&row["paidOn"], &row["recordedOn"]) > 7);
    subjects(late.map(|row| &*row["id"]))
}

/// T2: a stage whose day is past and that is not on record.
pub fn not_recorded(files: &Files) -> Hits {
    let stages = files.tables["stages"].iter();
    let missing = stages.filter(|row| {
        let due = &*row["dueOn"];
        !due.is_empty() && due < last_day(files) && row["doneOn"].is_empty()
    });
    missing
        .map(|row| hit(&row["projectId"], &row["stage"]))
        .collect()
}

/// T4: a petition not answered in fifteen days or not closed in sixty, ninety when extended; a
/// signed accusation whose sender was not told in fifteen working days.
pub fn overdue_tips(files: &Files) -> Hits {
    let calendar = Calendar::of(files);
    let overdue = files.tables["tips"].iter().filter(|row| {
        let received = &*row["receivedOn"];
        let [informed, closed] = ["informedOn", "closedOn"].map(|column| match &*row[column] {
            "" => last_day(files),
            day => day,
        });
        let limit = if row["extendedTo"].is_empty() { 60 } else { 90 };
        match &*row["class"] {
            "PETITION" => days(received, informed) > 15 || days(received, closed) > limit,
            "ACCUSATION" => row["named"] == "true" && calendar.between(received, informed) > 15,
            _ => false,
        }
    });
    subjects(overdue.map(|row| &*row["id"]))
}

/// The lists of payments, each as the rows that stand on it, that were handed in twice.
fn repeated(files: &Files) -> Vec<&Row> {
    let columns = ["payerId", "payeeId", "amount", "programmeId", "period"];
    let mut lists: BTreeMap<&str, BTreeSet<[&str; 5]>> = BTreeMap::new();
    let mut last = HashMap::new();
    for row in kept(files) {
        let list = lists.entry(&row["payoutId"]).or_default();
        list.insert(columns.map(|column| &*row[column]));
        last.insert(&*row["payoutId"], row);
    }
    lists.remove("");
    lists.retain(|_, list| list.len() > 1);
    let mut seen = BTreeSet::new();
    let again = lists
        .into_iter()
        .filter(|(_, list)| !seen.insert(list.clone()));
    again.map(|(payout, _)| last[payout]).collect()
}

/// T5: a unit's month with payments that lack a key field or were entered before they were made, or
/// with one list twice; deliveries are in no table.
pub fn careless(files: &Files) -> Hits {
    let programmes = files.by_id("programmes");
    let faulty = files.tables["payments"].iter().filter(|row| {
        let programme = programmes.get(&*row["programmeId"]);
        let vague =
            |programme: &&Row| !programme["countPerPeriod"].is_empty() && row["period"].is_empty();
        programme.is_none_or(vague)
            || ["payeeId", "amount", "regionCode"]
                .iter()
                .any(|column| row[*column].is_empty())
            || row["recordedOn"] < row["paidOn"]
    });
    faulty
        .chain(repeated(files))
        .map(|row| hit(&row["payerId"], &row["recordedOn"][..7]))
        .collect()
}
