//! Lists of people that somebody hands over to hold against the graph. They are kept in memory alone,
//! with nothing of them on disk, until their time is over.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{
    load::{self, Files, harmless},
    model::{identity::IdNumber, names::fold},
};

/// Most lines of a list.
pub const MOST_LINES: usize = 50_000;
/// Most lists that one person has at a time.
const MOST_LISTS: usize = 10;
/// How long a list is kept, in hours.
const HOURS: i64 = 24;
/// Titles of the columns, as departments write them.
const NUMBERS: [&str; 4] = ["idnumber", "身份证号", "身份证号码", "公民身份号码"];
const NAMES: [&str; 2] = ["name", "姓名"];
const BIRTHDAYS: [&str; 3] = ["bornon", "出生日期", "出生年月日"];

/// What a line of a list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// Whoever has an ID number.
    Number(String),
    /// Whoever has a name, folded, and was born on a day.
    Born(String, NaiveDate),
    /// Nobody, and why.
    Nobody(String),
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it stands in the file, from 1.
    pub number: u64,
    /// Whom it names.
    pub named: Named,
}

/// A list that somebody handed over.
#[derive(Clone, Debug)]
pub struct List {
    /// Its id.
    pub id: String,
    /// Name of the account that handed it over.
    pub owner: String,
    /// Name of the file.
    pub name: String,
    /// Why it was handed over.
    pub purpose: String,
    /// When it is deleted.
    pub until: DateTime<Utc>,
    /// Its lines.
    pub lines: Arc<Vec<Line>>,
}

/// The lists of a service.
#[derive(Default)]
pub struct Lists(Mutex<VecDeque<List>>);

impl Lists {
    /// Keeps a list; whoever has too many loses the oldest.
    pub fn keep(
        &self,
        (id, owner, name, purpose): (String, String, String, String),
        lines: Vec<Line>,
        now: DateTime<Utc>,
    ) -> List {
        let list = List {
            id,
            owner,
            name,
            purpose,
            until: now + TimeDelta::hours(HOURS),
            lines: Arc::new(lines),
        };
        let mut lists = self.valid(now);
        lists.push_front(list.clone());
        let mut own = 0;
        lists.retain(|other| {
            own += usize::from(other.owner == list.owner);
            other.owner != list.owner || own <= MOST_LISTS
        });
        list
    }

    /// The lists of somebody, the newest first.
    #[must_use]
    pub fn of(&self, owner: &str, now: DateTime<Utc>) -> Vec<List> {
        let lists = self.valid(now);
        lists
            .iter()
            .filter(|list| list.owner == owner)
            .cloned()
            .collect()
    }

    /// Deletes a list of somebody, and whether there was one.
    pub fn delete(&self, owner: &str, id: &str, now: DateTime<Utc>) -> bool {
        let mut lists = self.valid(now);
        let before = lists.len();
        lists.retain(|list| list.owner != owner || list.id != id);
        lists.len() < before
    }

    /// The lists whose time is not over; the others are deleted.
    fn valid(&self, now: DateTime<Utc>) -> std::sync::MutexGuard<'_, VecDeque<List>> {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|list| list.until > now);
        lists
    }

    /// Deletes what is kept too long.
    pub fn tidy(&self, now: DateTime<Utc>) {
        drop(self.valid(now));
    }
}

/// The columns of a list.
enum Columns {
    Number(usize),
    Born(usize, usize),
}

fn columns(titles: &[String]) -> Option<Columns> {
    let place = |known: &[&str]| {
        let titles = titles.iter().map(|title| title.trim().to_lowercase());
        titles
            .into_iter()
            .position(|title| known.contains(&title.as_str()))
    };
    match (place(&NUMBERS), place(&NAMES), place(&BIRTHDAYS)) {
        (Some(number), ..) => Some(Columns::Number(number)),
        (None, Some(name), Some(born)) => Some(Columns::Born(name, born)),
        _ => None,
    }
}

/// Reads the lines of a list from a CSV file or a workbook.
///
/// # Errors
/// A sentence that says what is wrong with it, and what to do.
pub fn read(files: &dyn Files, name: &str) -> Result<Vec<Line>, String> {
    let rows = load::cells(files, name, MOST_LINES + 2).map_err(|fault| fault.to_string())?;
    let mut rows = rows.into_iter();
    let (_, titles) = rows.next().ok_or("the list is empty")?;
    let columns = columns(&titles).ok_or(
        "the first row has no title idNumber (身份证号), nor name and bornOn (姓名, 出生日期)",
    )?;
    let mut lines = Vec::new();
    for (number, cells) in rows {
        if lines.len() == MOST_LINES {
            return Err(format!(
                "a list has at most {MOST_LINES} lines; hand it over in parts"
            ));
        }
        if cells.iter().any(|cell| harmless(cell) != cell.as_str()) {
            return Err(format!(
                "line {number} holds a formula; a list holds numbers and names only"
            ));
        }
        let named = named(&columns, &cells);
        lines.push(Line { number, named });
    }
    Ok(lines)
}

fn named(columns: &Columns, cells: &[String]) -> Named {
    let cell = |place: &usize| cells.get(*place).map_or("", |cell| cell.trim());
    match columns {
        Columns::Number(place) => match cell(place).parse::<IdNumber>() {
            Ok(number) => Named::Number(number.as_str().to_owned()),
            Err(invalid) => Named::Nobody(invalid.reason),
        },
        Columns::Born(name, born) => match (fold(cell(name)), load::day_of(cell(born))) {
            (name, Some(day)) if !name.is_empty() => Named::Born(name, day),
            (name, _) if name.is_empty() => Named::Nobody("there is no name".to_owned()),
            _ => Named::Nobody("a day of birth is written 1970-01-31".to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    #[test]
    fn lists_go_when_their_time_is_over_and_when_there_are_too_many() {
        let lists = Lists::default();
        let keep = |id: &str, owner: &str, hour| {
            lists.keep(
                (id.into(), owner.into(), "a.csv".into(), "x".into()),
                Vec::new(),
                at(hour),
            )
        };
        keep("old", "li", 0);
        keep("other", "wang", 2);
        assert_eq!(lists.of("li", at(23)).len(), 1);
        assert_eq!(lists.of("li", at(24)).len(), 0);
        assert_eq!(lists.of("wang", at(25)).len(), 1);
        for id in 0..MOST_LISTS + 1 {
            keep(&id.to_string(), "li", 25);
        }
        let left = lists.of("li", at(25));
        assert_eq!(left.len(), MOST_LISTS);
        assert!(left.iter().all(|list| list.id != "0"));
        assert!(!lists.delete("wang", "5", at(25)) && lists.delete("li", "5", at(25)));
        assert_eq!(lists.of("li", at(25)).len(), MOST_LISTS - 1);
        lists.tidy(at(60));
        assert!(lists.of("li", at(25)).is_empty());
    }
}
