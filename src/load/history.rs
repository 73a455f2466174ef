//! What a load tells of the deliveries themselves: which registers reach how far, whose delivery is
//! overdue, and which file is far from what its source hands over as a rule.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    LoadError, catalogue::Table, finding::Doubt, ledger::Batches, read::place, run::Run,
    survey::Survey, transaction::Nothing,
};
use crate::{
    graph::Statement,
    model::{LinkId, RegionCode},
    statement,
};

/// How many earlier deliveries make a rule.
const FEWEST: usize = 3;
/// How far off the mean of those a delivery is worth a word, in percent.
const FAR_OFF: u64 = 30;

/// A table that was loaded for a county.
#[derive(Debug, Serialize)]
struct Seen<'a> {
    id: String,
    dataset: &'a str,
    place: Vec<Value>,
}

/// How often a source is to deliver, and when it last did.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rhythm {
    id: String,
    every_months: u32,
    due_day: Option<u32>,
    last_at: Option<i64>,
}

statement! {
    /// Notes which table was loaded for which counties.
    "load/coverage/seen.cypher" => Nothing;
    struct CoverageSeen<'a> { rows: Vec<Seen<'a>>, on: NaiveDate }
}
statement! {
    /// How often each source is to deliver, and when it last did.
    "load/sources/rhythms.cypher" => Rhythm;
    struct Rhythms {}
}

/// The day of an instant in the zone of the files.
fn day_of(at_ms: i64) -> Option<NaiveDate> {
    let zone = FixedOffset::east_opt(8 * 3600)?;
    Some(
        DateTime::from_timestamp_millis(at_ms)?
            .with_timezone(&zone)
            .date_naive(),
    )
}

/// Notes that a table was loaded for the counties of its rows, up to the day of the load.
pub(super) async fn cover(
    run: &Run<'_>,
    table: &'static Table,
    counties: BTreeSet<String>,
) -> Result<(), LoadError> {
    let Some(on) = day_of(run.options.loaded_at_ms).filter(|_| !counties.is_empty()) else {
        return Ok(());
    };
    let rows = counties
        .into_iter()
        .filter_map(|county| {
            let code: RegionCode = county.parse().ok()?;
            let mut slots = vec![Value::Null; 6];
            place::fill(&code, &mut slots);
            let id = LinkId::of("coverage", table.name, &county, "loaded", "-");
            Some(Seen {
                id: id.as_str().to_owned(),
                dataset: table.name,
                place: slots,
            })
        })
        .collect();
    run.session
        .write(vec![CoverageSeen { rows, on }.exchange()?])
        .await
}

/// Doubts a file that is far from what its source handed over before.
pub(super) fn compare(run: &mut Run<'_>, table: &Table, survey: &Survey, batches: &Batches) {
    if survey.is_of_rejects {
        return;
    }
    for place in batches.places() {
        let before = run.ledger.rows_before(batches.source(place), table.name);
        if before.len() < FEWEST {
            continue;
        }
        let mean = before.iter().sum::<u64>() / before.len() as u64;
        let now = batches.read(place);
        if now.abs_diff(mean) * 100 > mean * FAR_OFF {
            let words = format!(
                "{now} rows, where {} deliveries before had {mean} on average",
                before.len()
            );
            let doubt = ("", Doubt::UnusualDelivery, words);
            run.doubt(Some(batches.id(place)), &survey.name, None, doubt);
        }
    }
}

/// Doubts every source whose delivery is overdue on the day of the load.
pub(super) async fn remind(run: &mut Run<'_>) -> Result<(), LoadError> {
    let Some(today) = day_of(run.options.loaded_at_ms) else {
        return Ok(());
    };
    let rhythms: Vec<Rhythm> = run.session.read(Rhythms {}.exchange()?).await?;
    for rhythm in rhythms {
        if let Some(due) = rhythm.due().filter(|due| *due < today) {
            let words = format!("{} was to deliver by {due} and has not", rhythm.id);
            let doubt = ("everyMonths", Doubt::OverdueDelivery, words);
            run.doubt(None, "sources.csv", None, doubt);
        }
    }
    Ok(())
}

impl Rhythm {
    /// The day by which the next delivery is due; a source that never delivered is not waited for.
    fn due(&self) -> Option<NaiveDate> {
        let next = day_of(self.last_at?)?.checked_add_months(Months::new(self.every_months))?;
        let Some(day) = self.due_day else {
            return Some(next);
        };
        // A month without such a day ends sooner.
        (1..=day).rev().find_map(|day| next.with_day(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_is_due_some_months_after_the_last() {
        let due = |every_months, due_day, last: Option<&str>| {
            let last_at = last.map(|last| {
                DateTime::parse_from_rfc3339(last)
                    .unwrap()
                    .timestamp_millis()
            });
            let rhythm = Rhythm {
                id: "police".into(),
                every_months,
                due_day,
                last_at,
            };
            rhythm.due().map(|day| day.to_string())
        };
        let january = Some("2024-01-20T09:00:00+08:00");
        assert_eq!(due(1, Some(31), january).as_deref(), Some("2024-02-29"));
        assert_eq!(due(3, None, january).as_deref(), Some("2024-04-20"));
        assert_eq!(due(1, Some(5), None), None);
    }
}
