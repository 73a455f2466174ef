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
mod cadres;
mod calendar;
mod companies;
mod generations;
mod households;
mod interests;
mod marriages;
mod names;
mod numbers;
mod payees;
mod payments;
mod people;
mod places;
mod programmes;
mod random;
mod register;
mod relation;
mod tables;
#[cfg(test)]
mod tests;

use std::{
    cmp::Reverse,
    fs,
    io::{self, Error, ErrorKind},
    path::Path,
};

use payees::Books;
use places::{County, Province};
use programmes::Programme;
use random::Random;
use tables::Tables;

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
        }
    }

    fn counties(&self) -> usize {
        self.people.div_ceil(PEOPLE_PER_COUNTY) as usize
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Rows of each table, by the table's name.
    pub rows: Vec<(&'static str, u64)>,
    /// The ids of everybody who holds or held a post, those with most relatives within two kin
    /// steps first: the middle one is a typical official.
    pub officials: Vec<String>,
}

/// Writes one CSV a table into a directory, which is created unless it is there and empty.
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
    fs::create_dir_all(directory)?;
    if fs::read_dir(directory)?.next().is_some() {
        return Err(Error::new(
            ErrorKind::DirectoryNotEmpty,
            format!(
                "{} is not empty: name a new directory, or empty this one first",
                directory.display()
            ),
        ));
    }
    let mut tables = Tables::create(directory, &plan.prefix)?;
    let province = Province::found(&plan.region_root, &mut tables)?;
    let programmes = programmes::announce(&province, &mut tables)?;
    let mut officials = Vec::new();
    for number in 0..plan.counties() {
        let county = county(
            plan,
            number,
            &province,
            &programmes,
            &mut tables,
            &mut progress,
        )?;
        officials.extend(county);
    }
    officials.sort_unstable_by_key(|(relatives, number)| (Reverse(*relatives), *number));
    Ok(Summary {
        officials: officials
            .into_iter()
            .map(|(_, number)| tables.ids.person(number).to_string())
            .collect(),
        rows: tables.finish()?,
    })
}

/// Writes one county and returns its officials, each with the number of relatives.
fn county(
    plan: &Plan,
    number: usize,
    province: &Province,
    programmes: &[Programme],
    tables: &mut Tables,
    progress: &mut impl FnMut(&str, u64),
) -> io::Result<Vec<(usize, usize)>> {
    let part = |whole: u32| {
        let upto = |county: usize| whole as usize * county / plan.counties();
        upto(number + 1) - upto(number)
    };
    let draw = |subject| Random::new(plan.seed, subject, number);
    let inhabitants = part(plan.people);
    let county = County::found(&mut draw("places"), province, number, inhabitants, tables)?;
    let first = tables.persons.rows;
    let people = generations::populate(&mut draw("people"), &county, first, inhabitants);
    let households = register::replay(&people, tables.households.rows);
    let villages = households.villages();
    people.write(&county, &villages, tables)?;
    households.write(&county, tables)?;
    let officials = cadres::appoint(&mut draw("posts"), &county, &people, &villages, tables)?;
    let companies =
        companies::establish(&mut draw("companies"), &county, &people, &villages, tables)?;
    let accounts = accounts::open(
        &mut draw("accounts"),
        province,
        &county,
        &households,
        &companies,
        tables,
    )?;
    let books = Books {
        county: &county,
        households: &households,
        villages: &villages,
        companies: &companies,
        accounts: &accounts,
    };
    payments::pay(
        &mut draw("payments"),
        &books,
        programmes,
        part(plan.payments),
        tables,
        progress,
    )?;
    tables
        .progress()
        .for_each(|(table, rows)| progress(table, rows));
    let officials: Vec<usize> = officials.into_iter().collect();
    let relatives = people.relatives(&officials);
    Ok(relatives
        .into_iter()
        .zip(officials.iter().map(|official| first + official))
        .collect())
}
