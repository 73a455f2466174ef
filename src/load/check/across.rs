//! What rows of a directory say together and can hardly be true: what a load tells once they are on
//! file, as far as the directory itself knows. It keeps hashes, and names lines.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use crate::load::{
    catalogue::Table,
    finding::Doubt,
    read::{cells::Doubtful, rows::At},
    row::{Row, plainly},
    same::MOST_RECORDS,
    suspect::{Held, WHOLE, most_held},
    transaction::hash,
};
use crate::model::Interval;

/// What a row says that others may not go together with.
pub(super) struct Fact {
    /// The row's id, hashed, and where it stands.
    pub id: i64,
    pub at: At,
    /// Whom or what it is about, and what it says of that, both hashed.
    about: i64,
    says: i64,
    /// Names that someone goes by.
    names: Vec<i64>,
    interval: Interval,
    share: i64,
}

/// What the files so far say that later ones may not go together with.
#[derive(Default)]
pub(super) struct Across {
    /// The kind of each household.
    kinds: HashMap<i64, i64>,
    /// Who bid for each lot.
    bidders: HashMap<i64, HashSet<i64>>,
    /// The names of each person.
    names: HashMap<i64, Vec<i64>>,
}

impl Fact {
    /// What a sound row says, if anything may not go together with it.
    pub fn of(table: &Table, row: &Row) -> Option<Self> {
        let text = |column: &str| row.of(table, column);
        let end = |column: &str| end(table, row, column);
        let own = || {
            table
                .label()
                .map(|label| word(&format!("{label}:{}", row.id)))
        };
        let mut names = Vec::new();
        let (about, says) = match table.name {
            "households" => (own()?, word(text("kind")?)),
            "memberships" => (end("personId")?, end("householdId")?),
            "interests" if text("kind") == Some("SHAREHOLDER") => (end("companyId")?, 0),
            "bids" => (end("tenderId")?, end("bidderId")?),
            "persons" => {
                names.extend(text("name").map(word));
                let former = table.column("formerNames");
                let former = former.and_then(|column| row.values.get(column.slot)?.as_array());
                names.extend(
                    former
                        .into_iter()
                        .flatten()
                        .map(|name| word(&plainly(name))),
                );
                (own()?, text("idNumber").map_or(0, word))
            }
            _ => return None,
        };
        let day = |column| text(column).and_then(|day| day.parse::<NaiveDate>().ok());
        let share = table.column("share").map(|column| column.slot);
        let share = share.and_then(|slot| row.values.get(slot)?.as_i64());
        Some(Self {
            id: hash(row.id.as_bytes()),
            at: row.line.at(),
            about,
            says,
            names,
            interval: Interval {
                from: day("from"),
                to: day("to"),
            },
            share: share.unwrap_or_default(),
        })
    }
}

fn word(text: &str) -> i64 {
    hash(text.as_bytes())
}

/// What a row points at by a column, hashed.
fn end(table: &Table, row: &Row, column: &str) -> Option<i64> {
    let (label, id) = row.end(table, table.column(column)?)?;
    Some(word(&format!("{label}:{id}")))
}

impl Across {
    /// What is doubtful of a row beside the files before alone. Payments are many, so nothing is kept
    /// of them.
    pub fn doubt(&self, table: &Table, row: &Row) -> Option<Doubtful> {
        match table.name {
            "contracts" => {
                let bidders = self.bidders.get(&end(table, row, "tenderId")?)?;
                let words = "the supplier is not among those who bid for the lot";
                let strange = !bidders.contains(&end(table, row, "supplierId")?);
                strange.then(|| ("supplierId", Doubt::SupplierDidNotBid, words.to_owned()))
            }
            // Nobody but persons has names here.
            "payments" => {
                let names = self.names.get(&end(table, row, "payeeId")?)?;
                let words = "it names its payee otherwise than the register does";
                let other = !names.contains(&word(row.of(table, "payeeName")?));
                other.then(|| ("payeeName", Doubt::NameDiffers, words.to_owned()))
            }
            _ => None,
        }
    }

    /// What is doubtful of a file's rows, together and with those of the files before; and remembers
    /// what later ones may not go together with.
    pub fn doubts(&mut self, table: &Table, mut facts: Vec<Fact>) -> Vec<(At, Doubtful)> {
        facts.sort_by_key(|fact| (fact.about, fact.at));
        let by_subject = || facts.chunk_by(|one, other| one.about == other.about);
        match table.name {
            "households" => self
                .kinds
                .extend(facts.iter().map(|fact| (fact.about, fact.says))),
            "bids" => {
                for bid in facts {
                    self.bidders.entry(bid.about).or_default().insert(bid.says);
                }
            }
            "memberships" => return by_subject().flat_map(|of| self.memberships(of)).collect(),
            "interests" => return by_subject().filter_map(shares).collect(),
            "persons" => {
                let doubts = same_numbers(&facts);
                self.names
                    .extend(facts.into_iter().map(|fact| (fact.about, fact.names)));
                return doubts;
            }
            _ => {}
        }
        Vec::new()
    }

    /// Two households of one kind at one time, each two once.
    fn memberships(&self, of_person: &[Fact]) -> Vec<(At, Doubtful)> {
        let (mut doubts, mut met) = (Vec::new(), BTreeSet::new());
        for (place, later) in of_person.iter().enumerate() {
            let kind = self.kinds.get(&later.says);
            let earlier = of_person.iter().take(place).find(|earlier| {
                earlier.says != later.says
                    && kind.is_some()
                    && self.kinds.get(&earlier.says) == kind
                    && earlier.interval.overlaps(&later.interval)
                    && met.insert([earlier.says.min(later.says), earlier.says.max(later.says)])
            });
            if let Some(earlier) = earlier {
                let words = format!(
                    "this person belongs to another household of this kind at one time, by line {}",
                    earlier.at.0
                );
                doubts.push((
                    later.at,
                    ("householdId", Doubt::OverlappingMemberships, words),
                ));
            }
        }
        doubts
    }
}

/// Shares of one company that add up to more than all of it.
fn shares(of_company: &[Fact]) -> Option<(At, Doubtful)> {
    let mut by_row = BTreeMap::new();
    for fact in of_company {
        by_row.insert(fact.id, Held::new(fact.share, fact.interval));
    }
    let held: Vec<Held> = by_row.into_values().collect();
    let (sum, day) = most_held(&held).filter(|(sum, _)| *sum > WHOLE)?;
    let on = day.map_or(String::new(), |day| format!(" on {day}"));
    let percent = sum as f64 / 10_000.0;
    let words = format!("the shares held in this company add up to {percent} %{on}");
    let last = of_company.last()?;
    Some((last.at, ("share", Doubt::SharesAboveWhole, words)))
}

/// Persons with one ID number.
fn same_numbers(facts: &[Fact]) -> Vec<(At, Doubtful)> {
    let mut bearers: HashMap<i64, BTreeMap<i64, At>> = HashMap::new();
    for fact in facts.iter().filter(|fact| fact.says != 0) {
        bearers
            .entry(fact.says)
            .or_default()
            .insert(fact.id, fact.at);
    }
    let several = bearers
        .into_values()
        .filter(|of_number| of_number.len() > 1);
    let doubt = several.filter_map(|of_number| {
        let lines: BTreeSet<At> = of_number.into_values().collect();
        let (first, last) = (lines.first()?, lines.last()?);
        let words = match lines.len() > MOST_RECORDS {
            false => format!("line {} has the same ID number", first.0),
            true => format!(
                "{} lines have this ID number, so they are not taken for one person",
                lines.len()
            ),
        };
        Some((*last, ("idNumber", Doubt::SameIdNumber, words)))
    });
    doubt.collect()
}
