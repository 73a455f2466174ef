//! What several rows say together and can hardly be true: loaded, and listed as warnings.
//!
//! Looked for after each transaction, around the rows that it brought, so that of two rows that do
//! not go together the later one is named, whichever file or load brought the other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Deserialize;

use super::{LoadError, catalogue::Label, finding::Doubt, intake::Intake, judge::Judged};
use crate::{graph::Statement, model::Interval, statement};

/// The whole of a company in millionths.
pub(super) const WHOLE: i64 = 1_000_000;

/// Two memberships that overlap.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Overlap {
    id: String,
    one: String,
    other: String,
    kind: String,
    first_batch: i64,
    first_row: u64,
    second_batch: i64,
    second_row: u64,
}

/// A share on file.
#[derive(Debug, Deserialize)]
pub(super) struct Held {
    id: String,
    share: i64,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    batch: i64,
    row: u64,
}

impl Held {
    /// A share that a row says someone holds.
    pub fn new(share: i64, Interval { from, to }: Interval) -> Self {
        let (id, batch, row) = (String::new(), 0, 0);
        Self {
            id,
            share,
            from,
            to,
            batch,
            row,
        }
    }
}

/// A contract whose supplier did not bid.
#[derive(Debug, Deserialize)]
pub(super) struct Stranger {
    id: String,
    tender: String,
    batch: i64,
    row: u64,
}

/// A payment that names its payee otherwise.
#[derive(Debug, Deserialize)]
pub(super) struct Misnamed {
    id: String,
    batch: i64,
    row: u64,
}

statement! {
    /// Who of some persons belongs to two households of one kind at one time.
    "load/suspicions/memberships.cypher" => Overlap;
    struct OverlappingMemberships<'a> { ids: &'a BTreeSet<String> }
}
statement! {
    /// The shares that are held in some companies.
    "load/suspicions/shares.cypher" => Held;
    struct SharesIn<'a> { ids: &'a BTreeSet<String> }
}
statement! {
    /// Which of some contracts went to a company that did not bid.
    "load/suspicions/suppliers.cypher" => Stranger;
    struct SuppliersWithoutBid<'a> { ids: &'a BTreeSet<String> }
}
statement! {
    /// Which of some payments name their payee otherwise than the register does.
    "load/suspicions/names.cypher" => Misnamed;
    struct MisnamedPayees<'a> { ids: &'a BTreeSet<String> }
}

/// What a transaction brought that other rows may not go together with.
#[derive(Default)]
pub(super) struct Touched {
    /// Ids of what to look at.
    subjects: BTreeSet<String>,
    /// ID numbers.
    numbers: BTreeSet<String>,
    /// Persons whose row has changed.
    changed: BTreeSet<String>,
}

impl Intake<'_, '_> {
    /// What some judged rows bring that others may not go together with.
    pub fn touched(&self, judged: &mut Judged) -> Touched {
        let mut touched = Touched {
            numbers: std::mem::take(&mut judged.numbers),
            ..Touched::default()
        };
        let payees = self.unregistered.iter();
        touched
            .numbers
            .extend(payees.filter_map(|payee| payee.id_number.clone()));
        let subject = match self.table.name {
            "memberships" => "personId",
            "interests" => "companyId",
            "contracts" | "payments" => "id",
            "persons" => "idNumber",
            _ => return touched,
        };
        let written = judged.rows.iter().map(|(row, _, changed)| (row, *changed));
        // An interrupted load may have changed what it brought.
        let again = judged.again.iter().map(|row| (row, true));
        for (row, changed) in written.chain(again) {
            if changed && self.table.label() == Some(Label::PERSON) {
                touched.changed.insert(row.id.clone());
            }
            let skipped = match self.table.name {
                "payments" => row.of(self.table, "payeeName").is_none(),
                "interests" => row.of(self.table, "kind") != Some("SHAREHOLDER"),
                _ => false,
            };
            let Some(value) = row.of(self.table, subject).filter(|_| !skipped) else {
                continue;
            };
            if self.table.name == "persons" {
                touched.numbers.insert(value.to_owned());
            } else {
                touched.subjects.insert(value.to_owned());
            }
        }
        touched
    }

    /// Looks at what a transaction brought, now that it is written.
    pub async fn suspect(&mut self, touched: &Touched) -> Result<(), LoadError> {
        match self.table.name {
            "memberships" if !touched.subjects.is_empty() => {
                self.memberships(&touched.subjects).await
            }
            "interests" if !touched.subjects.is_empty() => self.shares(&touched.subjects).await,
            "contracts" if !touched.subjects.is_empty() => self.suppliers(&touched.subjects).await,
            "payments" => {
                if !touched.subjects.is_empty() {
                    self.names(&touched.subjects).await?;
                }
                self.same_persons(touched).await
            }
            "persons" => self.same_persons(touched).await,
            _ => Ok(()),
        }
    }

    async fn memberships(&mut self, ids: &BTreeSet<String>) -> Result<(), LoadError> {
        let overlaps = OverlappingMemberships { ids }.exchange()?;
        for overlap in self.run.session.read::<Overlap>(overlaps).await? {
            let Overlap {
                id,
                one,
                other,
                kind,
                ..
            } = overlap;
            let rows = [
                (overlap.first_batch, overlap.first_row),
                (overlap.second_batch, overlap.second_row),
            ];
            let words = format!("{id} belongs to {one} and {other}, both {kind}, at one time");
            self.doubt_at(&rows, "householdId", Doubt::OverlappingMemberships, words);
        }
        Ok(())
    }

    async fn shares(&mut self, ids: &BTreeSet<String>) -> Result<(), LoadError> {
        let held = SharesIn { ids }.exchange()?;
        let mut by_company: BTreeMap<String, Vec<Held>> = BTreeMap::new();
        for share in self.run.session.read::<Held>(held).await? {
            by_company.entry(share.id.clone()).or_default().push(share);
        }
        for (company, held) in by_company {
            if let Some((sum, day)) = most_held(&held).filter(|(sum, _)| *sum > WHOLE) {
                let on = day.map_or(String::new(), |day| format!(" on {day}"));
                let percent = sum as f64 / 10_000.0;
                let words = format!("the shares held in {company} add up to {percent} %{on}");
                let rows: Vec<(i64, u64)> = held.iter().map(|one| (one.batch, one.row)).collect();
                self.doubt_at(&rows, "share", Doubt::SharesAboveWhole, words);
            }
        }
        Ok(())
    }

    async fn suppliers(&mut self, ids: &BTreeSet<String>) -> Result<(), LoadError> {
        let strangers = SuppliersWithoutBid { ids }.exchange()?;
        for Stranger {
            id,
            tender,
            batch,
            row,
        } in self.run.session.read(strangers).await?
        {
            let words = format!("the supplier of {id} is not among those who bid for {tender}");
            self.doubt_at(
                &[(batch, row)],
                "supplierId",
                Doubt::SupplierDidNotBid,
                words,
            );
        }
        Ok(())
    }

    async fn names(&mut self, ids: &BTreeSet<String>) -> Result<(), LoadError> {
        let misnamed = MisnamedPayees { ids }.exchange()?;
        for Misnamed { id, batch, row } in self.run.session.read(misnamed).await? {
            let words = format!("{id} names its payee otherwise than the register does");
            self.doubt_at(&[(batch, row)], "payeeName", Doubt::NameDiffers, words);
        }
        Ok(())
    }

    /// Finds persons with several records, so that sums and rules can see through.
    async fn same_persons(&mut self, touched: &Touched) -> Result<(), LoadError> {
        let numbers = touched.numbers.clone();
        let column = match self.table.name {
            "persons" => "idNumber",
            _ => "payeeIdNumber",
        };
        for bearers in self.run.see_through(numbers, &touched.changed).await? {
            let ids: Vec<&str> = bearers.records.iter().map(|one| one.id.as_str()).collect();
            let one = bearers.who().is_some();
            let words = format!("{} have one ID number", ids.join(" and "));
            let words = match (one, ids.first()) {
                (false, Some(first)) => format!(
                    "{first} and {} others have one ID number, so they are not taken for one person",
                    ids.len() - 1
                ),
                _ => words,
            };
            let rows = bearers.records.iter();
            let rows: Vec<_> = rows.filter_map(|one| one.batch.zip(one.row)).collect();
            self.doubt_at(&rows, column, Doubt::SameIdNumber, words);
        }
        Ok(())
    }

    /// Notes a doubt at the last of some rows that this file brought.
    fn doubt_at(&mut self, rows: &[(i64, u64)], column: &str, code: Doubt, words: String) {
        let own = self.batches.ids();
        let brought = rows.iter().filter(|(batch, _)| own.contains(batch));
        if let Some((batch, line)) = brought.max_by_key(|(_, row)| *row)
            && self.run.once(&words)
        {
            let file = &self.survey.name;
            let doubt = (column, code, words);
            self.run.doubt(Some(*batch), file, Some(*line), doubt);
        }
    }
}

/// The largest sum of shares held at one time, and a day on which it is.
pub(super) fn most_held(held: &[Held]) -> Option<(i64, Option<NaiveDate>)> {
    let on = |day: Option<NaiveDate>| -> i64 {
        let holds = |one: &&Held| {
            let begun = one
                .from
                .is_none_or(|from| day.is_some_and(|day| from <= day));
            let ended = one.to.is_some_and(|to| day.is_some_and(|day| to < day));
            begun && !ended
        };
        held.iter().filter(holds).map(|one| one.share).sum()
    };
    let starts = held.iter().map(|one| one.from);
    starts.map(|day| (on(day), day)).max_by_key(|(sum, _)| *sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(share: i64, from: Option<&str>, to: Option<&str>) -> Held {
        let day = |text: &str| text.parse().unwrap();
        Held {
            id: "co".into(),
            share,
            from: from.map(day),
            to: to.map(day),
            batch: 1,
            row: 2,
        }
    }

    #[test]
    fn shares_add_up_only_while_they_overlap() {
        let one_after_another = [
            held(600_000, None, Some("2020-06-30")),
            held(600_000, Some("2020-07-01"), None),
            held(400_000, None, None),
        ];
        assert_eq!(most_held(&one_after_another).unwrap().0, 1_000_000);
        let together = [
            held(600_000, None, Some("2020-07-01")),
            held(600_000, Some("2020-07-01"), None),
        ];
        let day = "2020-07-01".parse().ok();
        assert_eq!(most_held(&together), Some((1_200_000, day)));
    }
}
