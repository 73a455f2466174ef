//! How a column of a table is made of what a department's file holds.

use std::collections::BTreeMap;

use super::{
    convert::Convert,
    document::{Item, Section},
    number::Number,
    target::{Column, Sense, Target},
};
use crate::load::FileFault;

/// One column of the table.
#[derive(Clone, Debug)]
pub(in crate::load) struct Recipe {
    pub column: &'static Column,
    /// The line of the mapping that says so; none where no mapping does.
    pub line: Option<u64>,
    pub from: From,
    /// What the department's words are in the table.
    pub codes: BTreeMap<String, String>,
    pub convert: Convert,
    /// What stands there where the cell is empty.
    pub default: Option<String>,
    /// Whether an empty cell says what the one above it says.
    pub repeat: bool,
}

/// Where the value comes from.
#[derive(Clone, Debug)]
pub(in crate::load) enum From {
    Cell(Place),
    /// The same in every row.
    Constant(String),
    /// An id made of several cells.
    Hash {
        of: Vec<Place>,
        prefix: String,
    },
    /// An id made of a sensitive number.
    Keyed {
        of: Place,
        kind: Number,
    },
}

/// A column of the department's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) enum Place {
    /// By its title.
    Titled(String),
    /// By where it stands, counted from 0.
    At(usize),
}

/// Columns further right than this are none.
const MOST_COLUMNS: u64 = 1_000;

impl Recipe {
    /// The recipe of a column that a file already has under the table's own name.
    pub fn as_it_is(column: &'static Column) -> Self {
        Self {
            column,
            line: None,
            from: From::Cell(Place::Titled(column.name.clone())),
            codes: BTreeMap::new(),
            convert: Convert::of(column.sense),
            default: None,
            repeat: false,
        }
    }

    /// The same text in every row.
    pub fn constant(column: &'static Column, text: &str) -> Self {
        Self {
            from: From::Constant(text.to_owned()),
            ..Self::as_it_is(column)
        }
    }

    /// Reads what the mapping says of a column.
    pub(super) fn read(
        table: &'static Target,
        name: &str,
        item: Item<'_>,
    ) -> Result<Self, FileFault> {
        let column = table
            .column(name)
            .ok_or_else(|| unknown(table, name, item))?;
        let plain = Self {
            line: Some(item.line()),
            ..Self::as_it_is(column)
        };
        if item.is_text() || item.is_number() {
            let from = From::Cell(Place::read(item)?);
            return Ok(Self { from, ..plain });
        }
        let mut section = item.section()?;
        let recipe = Self {
            from: from(table, column, &mut section)?,
            codes: codes(column, &mut section)?,
            convert: Convert::read(column, &mut section)?,
            default: section
                .take("default")
                .map(|item| value(column, item))
                .transpose()?,
            repeat: section.take("repeat").map_or(Ok(false), Item::truth)?,
            ..plain
        };
        section.finish()?;
        Ok(recipe)
    }
}

impl Place {
    fn read(item: Item<'_>) -> Result<Self, FileFault> {
        if !item.is_number() {
            return Ok(Self::Titled(item.text()?.to_owned()));
        }
        let place = item.number(MOST_COLUMNS)?.checked_sub(1);
        let place = place.ok_or_else(|| item.fault("columns are counted from 1"))?;
        Ok(Self::At(usize::try_from(place).unwrap_or(usize::MAX)))
    }
}

fn unknown(table: &Target, name: &str, item: Item<'_>) -> FileFault {
    let near = table
        .columns
        .iter()
        .max_by(|one, other| {
            let alike = |column: &Column| strsim::jaro_winkler(&column.name, name);
            alike(one).total_cmp(&alike(other))
        })
        .map_or("", |column| &column.name);
    item.fault(format!(
        "{} has no column {name}; do you mean {near}?",
        table.name
    ))
}

/// Exactly one of the keys that say where a value comes from.
fn from(table: &Target, column: &Column, section: &mut Section<'_>) -> Result<From, FileFault> {
    let (from, constant, id) = (
        section.take("from"),
        section.take("constant"),
        section.take("id"),
    );
    match (from, constant, id) {
        (Some(from), None, None) => Ok(From::Cell(Place::read(from)?)),
        (None, Some(constant), None) => Ok(From::Constant(value(column, constant)?)),
        (None, None, Some(id)) => computed(table, column, id),
        _ => Err(section.fault(format!(
            "{} needs one of from, constant and id, to say where it comes from",
            column.name
        ))),
    }
}

/// `["列1", "列2"]`, `{ hash = ["列1", "列2"], kind = "HOUSEHOLD" }` or `{ hmac = "身份证号", kind = "PERSON" }`.
fn computed(table: &Target, column: &Column, item: Item<'_>) -> Result<From, FileFault> {
    let Sense::Id(to) = column.sense else {
        return Err(item.fault(format!(
            "{} is no id; give it a column with from",
            column.name
        )));
    };
    let own = |kind: Option<&str>| match kind {
        Some(kind) => kind.to_lowercase(),
        None if to.is_empty() => table.name.to_owned(),
        None => to.to_lowercase(),
    };
    if item.is_list() {
        return Ok(From::Hash {
            of: item.list()?.map(Place::read).collect::<Result<_, _>>()?,
            prefix: prefix(own(None), to, item)?,
        });
    }
    let mut section = item.section()?;
    let (hash, hmac) = (section.take("hash"), section.take("hmac"));
    let kind = section.take("kind");
    section.finish()?;
    match (hash, hmac) {
        (Some(hash), None) => Ok(From::Hash {
            of: hash.list()?.map(Place::read).collect::<Result<_, _>>()?,
            prefix: match kind {
                Some(kind) => own(Some(kind.text()?)),
                None => prefix(own(None), to, item)?,
            },
        }),
        (None, Some(hmac)) => {
            let kind = kind.ok_or_else(|| {
                item.fault(
                    "say which kind of number it is: kind = \"PERSON\", \"COMPANY\" or \"ACCOUNT\"",
                )
            })?;
            let known = Number::named(kind.text()?);
            Ok(From::Keyed {
                of: Place::read(hmac)?,
                kind: known.ok_or_else(|| kind.fault("kinds are PERSON, COMPANY and ACCOUNT"))?,
            })
        }
        _ => Err(item.fault("an id is computed with hash = [\"…\"] or with hmac = \"…\"")),
    }
}

/// What computed ids begin with: the label that they belong to, so that every file that computes
/// one of the same cells comes to the same id.
fn prefix(own: String, to: &str, item: Item<'_>) -> Result<String, FileFault> {
    if to.ends_with("Kind") {
        let reason = format!(
            "{to} differs from row to row; say whose id it is: id = {{ hash = […], kind = \"HOUSEHOLD\" }}"
        );
        return Err(item.fault(reason));
    }
    Ok(label(&own).to_owned())
}

/// The label of a table's rows where its name is the label's plural.
fn label(name: &str) -> &str {
    match name {
        "agencies" => "agency",
        "companies" => "company",
        other => other.strip_suffix('s').unwrap_or(other),
    }
}

fn codes(
    column: &Column,
    section: &mut Section<'_>,
) -> Result<BTreeMap<String, String>, FileFault> {
    let Some(codes) = section.take("codes") else {
        return Ok(BTreeMap::new());
    };
    codes
        .section()?
        .entries()
        .map(|(word, code)| Ok((word.trim().to_owned(), value(column, code)?)))
        .collect()
}

/// A text as the column takes it, which must be a word of its list where that is closed.
fn value(column: &Column, item: Item<'_>) -> Result<String, FileFault> {
    let text = item.text()?;
    if column.words.is_empty() || column.words.iter().any(|word| word == text) {
        return Ok(text.to_owned());
    }
    Err(item.fault(format!(
        "{text} is no word of {}; words are {}",
        column.name,
        column.words.join(", ")
    )))
}
