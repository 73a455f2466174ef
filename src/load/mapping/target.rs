//! What a mapping can lead to: the tables' columns with their meanings, as the catalogue has them.

use std::sync::LazyLock;

use super::unit::Quantity;
use crate::load::catalogue::{Meaning, TABLES, Target as To};

/// A table and its columns.
#[derive(Debug)]
pub(in crate::load) struct Target {
    pub name: &'static str,
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug)]
pub(in crate::load) struct Column {
    pub name: String,
    pub required: bool,
    pub sense: Sense,
    /// The words that it takes, if the list of them is closed.
    pub words: Vec<String>,
    /// How departments head it.
    pub titles: Vec<String>,
}

/// What its cells are, as far as converting goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Sense {
    /// An id, and the label that it belongs to or the column that says which.
    Id(&'static str),
    Text,
    /// A word of a closed list.
    Word,
    /// A number with at most so many decimals.
    Number(Quantity, u32),
    Truth,
    /// A date: whether it must be a whole day, and whether it is the last of an interval.
    Date {
        whole: bool,
        last: bool,
    },
    Period,
    Instant,
    Region,
    /// An ID number, a phone, a credit code, an account number.
    IdNumber,
    Phone,
    CreditCode,
    AccountNumber,
}

impl Target {
    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// The table of a name.
pub(in crate::load) fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// Every table.
pub(in crate::load) static TARGETS: LazyLock<Vec<Target>> = LazyLock::new(|| {
    let targets = TABLES.iter().map(|table| {
        let columns = table.columns.iter().map(|column| Column {
            name: column.name.to_owned(),
            required: column.required,
            sense: sense(&column.meaning),
            words: words(&column.meaning),
            titles: column.titles.iter().map(ToString::to_string).collect(),
        });
        let mut target = Target {
            name: table.name,
            columns: columns.collect(),
        };
        complete(&mut target);
        target
    });
    targets.collect()
});

fn sense(meaning: &Meaning) -> Sense {
    use Quantity::{Area, Bare, Money, Share};
    let id = |to: &To| {
        Sense::Id(match to {
            To::Of(label) => label.0,
            To::Said(said, _) => said,
        })
    };
    match meaning {
        Meaning::RegionId | Meaning::Region => Sense::Region,
        Meaning::Id => Sense::Id(""),
        Meaning::Start(to) | Meaning::End(to) => id(to),
        Meaning::Link(of) => id(&of.to),
        Meaning::Kind(_) | Meaning::Code(_) | Meaning::Level | Meaning::Relation => Sense::Word,
        Meaning::Text | Meaning::Texts | Meaning::Address | Meaning::Ids(_) => Sense::Text,
        Meaning::Money | Meaning::Change => Sense::Number(Money, 2),
        Meaning::Rate => Sense::Number(Money, 6),
        Meaning::Area => Sense::Number(Area, 2),
        Meaning::Share => Sense::Number(Share, 4),
        Meaning::Measure => Sense::Number(Bare, 4),
        Meaning::Degrees(_) => Sense::Number(Bare, 8),
        Meaning::Count(_) => Sense::Number(Bare, 0),
        Meaning::Truth => Sense::Truth,
        Meaning::Day | Meaning::DayAndMonth => date(true, false),
        Meaning::Since => date(false, false),
        Meaning::Until => date(false, true),
        Meaning::Period => Sense::Period,
        Meaning::Instant => Sense::Instant,
        Meaning::IdNumber => Sense::IdNumber,
        Meaning::Phone => Sense::Phone,
        Meaning::CreditCode => Sense::CreditCode,
        Meaning::AccountNumber => Sense::AccountNumber,
    }
}

fn words(meaning: &Meaning) -> Vec<String> {
    match meaning {
        Meaning::Code(list) => list.words().map(str::to_owned).collect(),
        Meaning::Kind(labels) => labels.iter().map(|label| label.word()).collect(),
        _ => Vec::new(),
    }
}

fn date(whole: bool, last: bool) -> Sense {
    Sense::Date { whole, last }
}

/// A number that may stand for an id: the column's ending, what it is, and how it is headed.
type Stand = (&'static str, Sense, &'static [&'static str]);

const ID_NUMBER: Stand = (
    "IdNumber",
    Sense::IdNumber,
    &["身份证号", "身份证号码", "公民身份号码"],
);
const CREDIT_CODE: Stand = (
    "CreditCode",
    Sense::CreditCode,
    &["统一社会信用代码", "信用代码"],
);
const ACCOUNT_NUMBER: Stand = (
    "Number",
    Sense::AccountNumber,
    &["账号", "银行账号", "银行卡号"],
);

/// Adds what every table may have, and the numbers that may stand for ids.
fn complete(target: &mut Target) {
    let ids: Vec<(&str, &Column, &'static str)> = target
        .columns
        .iter()
        .filter_map(|column| match column.sense {
            Sense::Id(to) => Some((column.name.strip_suffix("Id")?, column, to)),
            _ => None,
        })
        .collect();
    let mut numbers = Vec::new();
    for (stem, column, to) in &ids {
        let stands: &[Stand] = match *to {
            "Person" => &[ID_NUMBER],
            "Company" => &[CREDIT_CODE],
            "Account" => &[ACCOUNT_NUMBER],
            open if open.ends_with("Kind") => &[ID_NUMBER, CREDIT_CODE],
            _ => &[],
        };
        let alone = ids.iter().filter(|(.., other)| other == to).count() == 1;
        for (ending, sense, titles) in stands {
            numbers.push(Column {
                name: format!("{stem}{ending}"),
                required: false,
                sense: *sense,
                words: Vec::new(),
                titles: headed(column, titles, alone),
            });
        }
    }
    numbers.retain(|number| target.column(&number.name).is_none());
    target.columns.extend(numbers);
    for name in ["source", "sourceRow"] {
        target.columns.push(Column {
            name: name.to_owned(),
            required: false,
            sense: Sense::Text,
            words: Vec::new(),
            titles: Vec::new(),
        });
    }
}

/// How a number in place of an id is headed: as the id, and plainly where no other could be meant.
fn headed(id: &Column, titles: &[&str], alone: bool) -> Vec<String> {
    let mut headed: Vec<String> = Vec::new();
    for own in &id.titles {
        let stem = ["编号", "编码", "ID"]
            .iter()
            .find_map(|ending| own.strip_suffix(ending));
        if let Some(stem) = stem.filter(|stem| !stem.is_empty()) {
            headed.extend(titles.iter().map(|title| format!("{stem}{title}")));
        }
    }
    if alone {
        headed.extend(titles.iter().map(|title| (*title).to_owned()));
    }
    headed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a column has titles of its own in the catalogue.
    fn is_listed(column: &Column) -> bool {
        let named = |line: &str| {
            line.split_whitespace()
                .next()
                .is_some_and(|name| name.trim_end_matches('?') == column.name)
        };
        !column.titles.is_empty()
            && include_str!("../catalogue.txt")
                .lines()
                .any(|line| line.contains(" | ") && named(line))
    }

    #[test]
    fn every_column_of_the_catalogue_is_there() {
        let heads = include_str!("../catalogue.txt").lines();
        let heads = heads.filter(|line| !line.starts_with(['#', ' ']) && line.contains(" : "));
        assert_eq!(TARGETS.len(), heads.count());
        let kin = target("kinships").unwrap().column("toIdNumber");
        assert!(kin.unwrap().titles.contains(&"亲属身份证号".to_owned()));
        let listed = include_str!("../catalogue.txt")
            .lines()
            .filter(|line| line.starts_with("  ") && line.contains(" | "))
            .count();
        let read: usize = TARGETS
            .iter()
            .map(|target| {
                target
                    .columns
                    .iter()
                    .filter(|column| is_listed(column))
                    .count()
            })
            .sum();
        assert_eq!(read, listed);
        let payments = target("payments").unwrap();
        let sense = |name| payments.column(name).map(|column| column.sense);
        assert_eq!(sense("paidOn"), Some(date(true, false)));
        assert_eq!(sense("payeeId"), Some(Sense::Id("payeeKind")));
        assert_eq!(sense("amount"), Some(Sense::Number(Quantity::Money, 2)));
        assert_eq!(sense("payerAccountNumber"), Some(Sense::AccountNumber));
        assert_eq!(sense("sourceRow"), Some(Sense::Text));
        assert!(!payments.column("payeeIdNumber").unwrap().required);
    }
}
