//! The tables as `catalogue.txt` lists them: one place that the loader, `check`, mapping and export
//! read, so that a column is described once.

mod parse;
mod slots;

use std::{fmt, sync::LazyLock};

use serde::Serialize;

pub(crate) use slots::{Form, Slot};

use crate::model::codes::List;

/// A label of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub(crate) struct Label(pub &'static str);

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Label {
    pub const PERSON: Self = Self("Person");
    pub const REGION: Self = Self("Region");
    /// Where someone lives or works, by its normalised text.
    pub const ADDRESS: Self = Self("Address");
    /// A telephone, by its number.
    pub const PHONE: Self = Self("Phone");

    /// The label as a kind column writes it: `PERSON`.
    pub fn word(self) -> String {
        let mut word = String::new();
        for (place, letter) in self.0.char_indices() {
            if place > 0 && letter.is_uppercase() {
                word.push('_');
            }
            word.extend(letter.to_uppercase());
        }
        word
    }

    /// Whether this is what a kind column means by a word.
    pub fn is(self, word: &str) -> bool {
        let mut letters = word.chars();
        self.0.char_indices().all(|(place, letter)| {
            let parted = place > 0 && letter.is_uppercase();
            (!parted || letters.next() == Some('_'))
                && letters.next() == Some(letter.to_ascii_uppercase())
        }) && letters.next().is_none()
    }
}

/// A kind of row.
#[derive(Debug)]
pub(crate) struct Table {
    pub name: &'static str,
    pub about: &'static str,
    pub shape: Shape,
    pub columns: Vec<Column>,
    /// What its rows hold, one or more places a column.
    pub slots: Vec<Slot>,
}

/// What a row becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A node of a label.
    Node(Label),
    /// A link of a type.
    Link(LinkType),
}

/// The type of the links of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkType {
    /// The same for every row.
    Fixed(&'static str),
    /// The word of the column `kind`, with something behind it.
    OfKind(&'static str),
}

/// A column of a table.
#[derive(Debug)]
pub(crate) struct Column {
    pub name: &'static str,
    pub required: bool,
    /// Whether it tells rows apart where the table has no id.
    pub key: bool,
    pub meaning: Meaning,
    /// How departments head it.
    pub titles: Vec<&'static str>,
    /// Where it stands among the table's columns.
    pub place: usize,
    /// Where its first slot is.
    pub slot: usize,
}

/// What the cells of a column mean.
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    Id,
    RegionId,
    /// The end that a link begins at.
    Start(Target),
    /// The end that a link leads to.
    End(Target),
    /// A link from the row's node.
    Link(Reference),
    Kind(Vec<Label>),
    Code(&'static List),
    Text,
    Texts,
    Ids(Label),
    Money,
    Change,
    Rate,
    Area,
    Share,
    Measure,
    Degrees(i64),
    Count(i64),
    Truth,
    Day,
    /// A day with its month beside it.
    DayAndMonth,
    Since,
    Until,
    Period,
    Instant,
    Region,
    Level,
    IdNumber,
    Phone,
    CreditCode,
    AccountNumber,
    Address,
    Relation,
}

/// A link from the node of a row.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub kind: &'static str,
    pub to: Target,
    /// What it carries: a name, and a column or a word in capitals.
    pub carries: Vec<(&'static str, &'static str)>,
}

/// The label that an id belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Of(Label),
    /// The label that another column says, or one label where that is empty.
    Said(&'static str, Option<Label>),
}

impl Meaning {
    /// Whether its cells identify or describe a private person, so that no report repeats them.
    pub fn is_personal(&self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Texts
                | Self::IdNumber
                | Self::Phone
                | Self::AccountNumber
                | Self::Address
                | Self::Day
        )
    }
}

impl Column {
    /// How many slots it has.
    pub fn slots(&self, table: &Table) -> usize {
        let next = table.columns.iter().map(|column| column.slot);
        let next = next.filter(|slot| *slot > self.slot).min();
        next.unwrap_or(table.slots.len()) - self.slot
    }

    /// What it points at, if it points at anything.
    pub fn target(&self) -> Option<Target> {
        match &self.meaning {
            Meaning::Start(target) | Meaning::End(target) => Some(*target),
            Meaning::Link(reference) => Some(reference.to),
            _ => None,
        }
    }
}

impl Table {
    pub fn label(&self) -> Option<Label> {
        match self.shape {
            Shape::Node(label) => Some(label),
            Shape::Link(_) => None,
        }
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Columns that every file has, or those that a file may have.
    pub fn names(&self, required: bool) -> Vec<&'static str> {
        self.columns
            .iter()
            .filter(|column| column.required == required)
            .map(|column| column.name)
            .collect()
    }

    /// The labels that a column can point at.
    pub fn labels(&self, target: Target) -> Vec<Label> {
        match target {
            Target::Of(label) => vec![label],
            Target::Said(column, default) => match self.column(column).map(|kind| &kind.meaning) {
                Some(Meaning::Kind(labels)) => labels.clone(),
                _ => Vec::from_iter(default),
            },
        }
    }

    /// The types of the links that its rows become.
    pub fn types(&self) -> Vec<String> {
        match self.shape {
            Shape::Node(_) => Vec::new(),
            Shape::Link(LinkType::Fixed(kind)) => vec![kind.to_owned()],
            Shape::Link(LinkType::OfKind(ending)) => {
                match self.column("kind").map(|kind| &kind.meaning) {
                    Some(Meaning::Code(list)) => {
                        list.words().map(|word| format!("{word}{ending}")).collect()
                    }
                    _ => Vec::new(),
                }
            }
        }
    }

    /// The ends of a table of links.
    pub fn ends(&self) -> Option<[&Column; 2]> {
        let start = |column: &&Column| matches!(column.meaning, Meaning::Start(_));
        let end = |column: &&Column| matches!(column.meaning, Meaning::End(_));
        Some([
            self.columns.iter().find(start)?,
            self.columns.iter().find(end)?,
        ])
    }

    /// Whether its rows hold for an interval.
    pub fn is_dated(&self) -> bool {
        let until = |column: &Column| matches!(column.meaning, Meaning::Until);
        self.columns.iter().any(until)
    }
}

/// Every table, each after those that it points at.
pub(crate) static TABLES: LazyLock<Vec<Table>> =
    LazyLock::new(|| in_order(parse::parse(include_str!("catalogue.txt")).0));

/// The table of a name.
pub(crate) fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// The table whose rows are the nodes of a label.
pub(crate) fn table_of(label: Label) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.label() == Some(label))
}

/// Each table after those that it points at; otherwise as they are listed.
fn in_order(mut listed: Vec<Table>) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::with_capacity(listed.len());
    while !listed.is_empty() {
        let waits = |table: &Table| {
            let targets = table.columns.iter().filter_map(Column::target);
            let wanted: Vec<Label> = targets.flat_map(|target| table.labels(target)).collect();
            listed.iter().any(|other| {
                !std::ptr::eq(table, other)
                    && other.label().is_some_and(|label| wanted.contains(&label))
            })
        };
        // Tables that point at each other in a circle would never come; take the first then.
        let next = listed.iter().position(|table| !waits(table)).unwrap_or(0);
        ordered.push(listed.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_catalogue_is_understood() {
        let (tables, faults) = parse::parse(include_str!("catalogue.txt"));
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(tables.len(), 46);
    }

    #[test]
    fn every_table_comes_after_what_it_points_at() {
        let mut met = BTreeSet::new();
        for table in TABLES.iter() {
            met.extend(table.label());
            for column in &table.columns {
                for label in column.target().map_or(Vec::new(), |to| table.labels(to)) {
                    assert!(met.contains(&label), "{} before {label}", table.name);
                }
            }
        }
    }

    #[test]
    fn rows_can_be_told_apart() {
        for table in TABLES.iter() {
            let own = table.column("id").is_some();
            let keys = table.columns.iter().any(|column| column.key);
            assert!(own || keys || table.ends().is_some(), "{}", table.name);
            assert_eq!(
                table.label().is_none(),
                table.ends().is_some(),
                "{}",
                table.name
            );
            assert!(!table.about.is_empty(), "{}", table.name);
        }
    }

    #[test]
    fn a_label_is_a_word_in_capitals() {
        assert_eq!(Label("PaymentTerm").word(), "PAYMENT_TERM");
        assert!(Label("PaymentTerm").is("PAYMENT_TERM"));
        for other in [
            "PAYMENT",
            "PAYMENTTERM",
            "PAYMENT_TERMS",
            "payment_term",
            "",
        ] {
            assert!(!Label("PaymentTerm").is(other), "{other}");
        }
    }
}
