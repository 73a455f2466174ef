//! Synthetic counties of any size, from a seed number.
//!
//! What a county hands over (design §5), invented: villages with clans, four generations of kin, a
//! household register replayed from births, marriages, splits, divorces and deaths, cadres,
//! companies, accounts and seven years of payments. Everything is heavy-tailed as in life: few
//! villagers are cadres, few programmes pay most of the money, few accounts collect for many.
//! Names, places and numbers belong to nobody; check digits are valid, and ID numbers begin with a
//! province that does not exist. One seed gives the same bytes everywhere.
//!
//! One county is held in memory at a time, its payments never.

mod accounts;
mod applications;
mod cadres;
mod calendar;
mod circumstances;
mod closing;
mod companies;
mod county;
mod declarations;
mod desk;
mod generations;
mod households;
mod interests;
mod kin;
mod land;
mod market;
mod marriages;
mod names;
mod numbers;
mod payees;
mod payments;
mod people;
mod places;
mod plant;
mod programmes;
mod random;
mod record;
mod register;
mod relation;
mod tables;
#[cfg(test)]
mod tests;
mod works;

use std::{
    cmp::Reverse,
    fmt, fs,
    io::{self, Error, ErrorKind},
    path::Path,
};

use serde::{Serialize, Serializer};

pub use plant::Plant;

use places::Province;
use tables::{Table, Tables};

/// People of one county, at most.
const PEOPLE_PER_COUNTY: u32 = 60_000;
/// Payments of a county of that size.
const PAYMENTS_PER_COUNTY: u32 = 300_000;
/// People without whom there is no county: a couple of families in one village.
const FEWEST_PEOPLE: u32 = 100;

/// What to generate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Persons on file, dead or alive: 100 to 59.4 million, one county for each 60,000.
    pub people: u32,
    /// Payments, returns and reversals included.
    pub payments: u32,
    /// The number everything is drawn from.
    pub seed: u64,
    /// Put before every id, so that several plans can live in one graph: ASCII letters, digits,
    /// `-` and `_`, up to 32 of them, best with `-` at the end.
    pub prefix: String,
    /// Division code of the province, two digits. ID, credit and account numbers contain it, so
    /// that plans with different provinces share none.
    pub region_root: String,
    /// Irregularities to plant, shared out among the counties.
    pub plants: Vec<Plant>,
}

impl Plan {
    /// So many counties of 60,000 people and 300,000 payments, in the fictional province 99.
    #[must_use]
    pub fn county(scale: f64, seed: u64) -> Self {
        let scaled = |number: u32| (f64::from(number) * scale).round() as u32;
        Self {
            people: scaled(PEOPLE_PER_COUNTY),
            payments: scaled(PAYMENTS_PER_COUNTY),
            seed,
            prefix: String::new(),
            region_root: "99".into(),
            plants: Vec::new(),
        }
    }

    fn counties(&self) -> usize {
        self.people.div_ceil(PEOPLE_PER_COUNTY) as usize
    }

    /// A county's part of a whole.
    fn part(&self, whole: u32, county: usize) -> usize {
        let upto = |county: usize| whole as usize * county / self.counties();
        upto(county + 1) - upto(county)
    }

    fn check(&self) -> io::Result<()> {
        let refuse = |reason: String| Err(Error::new(ErrorKind::InvalidInput, reason));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if self.people < FEWEST_PEOPLE || self.counties() > places::MOST_COUNTIES {
            let most = places::MOST_COUNTIES * PEOPLE_PER_COUNTY as usize;
            return refuse(format!(
                "plan {FEWEST_PEOPLE} to {most} people, not {}",
                self.people
            ));
        }
        if self.region_root.len() != 2 || !self.region_root.bytes().all(|b| b.is_ascii_digit()) {
            return refuse(format!(
                "the province is a code of two digits such as 99, not {:?}",
                self.region_root
            ));
        }
        if self.prefix.len() > 32 || !self.prefix.chars().all(plain) {
            return refuse(format!(
                "an id prefix has up to 32 ASCII letters, digits, - and _, not {:?}",
                self.prefix
            ));
        }
        Ok(())
    }
}

/// What was generated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Rows of each table, by the table's name.
    #[serde(serialize_with = "as_map")]
    pub rows: Vec<(&'static str, u64)>,
    /// The ids of everybody who holds or held a post, those with most relatives within two kin
    /// steps first: the middle one is a typical official.
    #[serde(skip)]
    pub officials: Vec<String>,
    /// Irregularities planted.
    pub planted: u64,
}

fn as_map<S: Serializer>(rows: &[(&'static str, u64)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(rows.iter().copied())
}

impl fmt::Display for Summary {
    /// A line a table, and one for what was planted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (table, rows) in &self.rows {
            writeln!(f, "{table:<16} {rows:>10}")?;
        }
        if self.planted > 0 {
            writeln!(f, "{:<16} {:>10}  see truth.csv", "planted", self.planted)?;
        }
        Ok(())
    }
}

/// Writes one CSV a table into a directory, which is created unless it is there and empty, and,
/// when anything was planted, `truth.csv`, which says what and where.
///
/// `progress` is told a table and its rows so far, now and then.
///
/// # Errors
/// The plan cannot be carried out, the directory is not empty, or a file cannot be written.
pub fn generate(
    plan: &Plan,
    directory: &Path,
    mut progress: impl FnMut(&str, u64),
) -> io::Result<Summary> {
    plan.check()?;
    if directory.exists() && fs::read_dir(directory)?.next().is_some() {
        return Err(Error::new(
            ErrorKind::DirectoryNotEmpty,
            format!(
                "{} is not empty: name a new directory, or empty this one first",
                directory.display()
            ),
        ));
    }
    if !plan.plants.is_empty() {
        // A rehearsal without payments shows whether there is room for all that is to be planted.
        write(plan, None, &mut |_, _| {})?;
    }
    fs::create_dir_all(directory)?;
    write(plan, Some(directory), &mut progress)
}

/// Writes everything into a directory, or rehearses it.
fn write(
    plan: &Plan,
    directory: Option<&Path>,
    progress: &mut dyn FnMut(&str, u64),
) -> io::Result<Summary> {
    let mut tables = Tables::create(directory, &plan.prefix)?;
    let planting = directory.filter(|_| !plan.plants.is_empty());
    let mut truth = Table::create(planting, "truth", plant::COLUMNS)?;
    let province = Province::found(&plan.region_root, &mut tables)?;
    let programmes = programmes::announce(&province, &mut tables)?;
    record::open(&mut tables)?;
    let mut officials = Vec::new();
    for number in 0..plan.counties() {
        let mut author = county::Author {
            plan,
            province: &province,
            programmes: &programmes,
            tables: &mut tables,
            truth: &mut truth,
            rehearsal: directory.is_none(),
            progress,
        };
        officials.extend(author.write(number)?);
    }
    officials.sort_unstable_by_key(|(relatives, number)| (Reverse(*relatives), *number));
    let officials = officials.into_iter();
    let officials = officials
        .map(|(_, number)| tables.ids.person(number).to_string())
        .collect();
    let planted = truth.finish()?;
    Ok(Summary {
        officials,
        rows: tables.finish()?,
        planted,
    })
}
