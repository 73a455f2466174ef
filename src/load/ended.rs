//! A file of links without row keys is the full statement of its source's pairs: what an earlier
//! file of the same source said and this one does not is ended by this load.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use serde::Deserialize;
use serde_json::Value;

use super::{
    LoadError, change::OnFile, intake::Intake, statements::Links, transaction::hash, versions,
};

/// Most links looked at in one exchange.
const CHUNK: usize = 2_000;

/// A link that an earlier file brought.
#[derive(Debug, Deserialize)]
struct Stale {
    begin: String,
    id: String,
}

/// The day before an instant, in the zone of the files.
pub(super) fn day_before(at_ms: i64) -> Option<NaiveDate> {
    let zone = FixedOffset::east_opt(8 * 3600)?;
    let at = DateTime::from_timestamp_millis(at_ms)?.with_timezone(&zone);
    at.date_naive().checked_sub_days(Days::new(1))
}

impl Intake<'_, '_> {
    /// Ends the links that the file no longer says, and gives their number.
    pub async fn end_what_is_missing(&mut self) -> Result<u64, LoadError> {
        let own_keys = self.table.column("id").is_some() || self.survey.has_row_keys;
        if self.survey.is_of_rejects {
            return Ok(0);
        }
        let (Some(statements), Some(on)) = (
            self.table.statements().filter(|_| !own_keys),
            day_before(self.run.options.loaded_at_ms),
        ) else {
            return Ok(0);
        };
        let mut ended = 0;
        for place in self.batches.places() {
            let earlier = self
                .run
                .ledger
                .earlier(self.batches.source(place), self.table.name);
            // Where a row could not be read, nobody knows which link it spoke of.
            if earlier.is_empty() || self.batches.unread(place) > 0 {
                continue;
            }
            let batch = self.batches.id(place);
            for (_, links) in &statements.links {
                ended += self.end(links, &earlier, on, batch).await?;
            }
        }
        Ok(ended)
    }

    async fn end(
        &mut self,
        links: &Links,
        earlier: &[i64],
        on: NaiveDate,
        batch: i64,
    ) -> Result<u64, LoadError> {
        let day = Value::from(on.to_string());
        let asked = links
            .stale
            .exchange([("batches", earlier.into()), ("on", day.clone())]);
        let stale: Vec<Stale> = self.run.session.read(asked).await?;
        let gone: Vec<Value> = stale
            .into_iter()
            .filter(|link| !self.seen.contains(&hash(link.id.as_bytes())))
            .map(|link| vec![link.begin, link.id].into())
            .collect();
        for some in gone.chunks(CHUNK) {
            let rows = links.rows.exchange([("links", some.into())]);
            let rows: Vec<OnFile> = self.run.session.read(rows).await?;
            let kept: Vec<_> = rows
                .iter()
                .filter_map(|row| self.version_on_file(row, None, batch))
                .collect();
            let mut exchanges = Vec::from_iter(self.begin()?);
            exchanges.extend(versions::keep(self.table, &kept)?);
            exchanges.push(if self.table.is_dated() {
                links.end.exchange([
                    ("links", some.into()),
                    ("on", day.clone()),
                    ("batch", batch.into()),
                ])
            } else {
                links.remove.exchange([("links", some.into())])
            });
            self.run.session.write(exchanges).await?;
            self.children_of(&rows);
        }
        Ok(gone.len() as u64)
    }

    /// Notes whose siblings have to be derived anew, as a parent of theirs is gone.
    fn children_of(&mut self, rows: &[OnFile]) {
        if self.table.name == "kinships" {
            let children = rows.iter().filter_map(|row| row.finish());
            self.run
                .orphaned
                .extend(children.filter_map(|id| id.parse().ok()));
        }
    }
}
