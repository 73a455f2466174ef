//! A department's file seen through its mapping.

mod places;
mod value;

use std::borrow::Cow;

use csv::StringRecord;

use super::{
    FileMapping,
    convert::{Unfit, tidy},
    recipe::{From, Recipe},
};
use crate::{
    load::{
        FileFault,
        finding::Refusal,
        read::{
            cells::Header,
            records::{Kind, Record, Records},
            rows::{Ignored, Line, Rows},
        },
    },
    model::Fault,
};
pub(super) use places::plain;
use places::{places, titles};
use value::hashed;

/// Rows of a table made of a department's rows.
pub(in crate::load) struct Mapped {
    mapping: String,
    records: Box<dyn Records>,
    header: Header,
    columns: Vec<Column>,
    /// How many columns the file has; none where it has no titles.
    width: Option<usize>,
    blank: Vec<String>,
    skip: Vec<String>,
    secret: Option<String>,
    /// Columns of the file that nothing is made of.
    left_out: Vec<String>,
    rows: u64,
}

/// A recipe with the places of its cells found.
struct Column {
    recipe: Recipe,
    places: Vec<usize>,
    /// What stood in the row above, for cells that repeat it.
    above: String,
}

impl Mapped {
    /// Reads down to the header and finds the columns.
    pub fn new(
        file: &str,
        mut records: Box<dyn Records>,
        mapping: &FileMapping,
        secret: Option<&str>,
    ) -> Result<Self, FileFault> {
        let titles = titles(file, records.as_mut(), mapping.header)?;
        let mut columns = Vec::new();
        let mut used = vec![false; titles.len()];
        for recipe in &mapping.columns {
            let Some(places) = places(file, recipe, mapping, &titles)? else {
                continue;
            };
            for place in &places {
                used.iter_mut()
                    .skip(*place)
                    .take(1)
                    .for_each(|used| *used = true);
            }
            columns.push(Column {
                recipe: recipe.clone(),
                places,
                above: String::new(),
            });
        }
        let names = columns
            .iter()
            .map(|column| column.recipe.column.name.clone());
        let left_out = titles
            .iter()
            .zip(used)
            .filter(|(title, used)| !used && !title.is_empty());
        Ok(Self {
            mapping: mapping.mapping.clone(),
            records,
            header: names
                .enumerate()
                .map(|(place, name)| (name, place))
                .collect(),
            columns,
            width: (mapping.header > 0).then_some(titles.len()),
            blank: mapping.blank.clone(),
            skip: mapping.skip.clone(),
            secret: secret.map(str::to_owned),
            left_out: left_out.map(|(title, _)| title.clone()).collect(),
            rows: 0,
        })
    }

    fn is_skipped(&self, record: &Record) -> bool {
        let mut cells = record.cells.iter().map(tidy);
        match cells.find(|cell| !cell.is_empty()) {
            None => true,
            Some(first) => self.skip.iter().any(|word| word == first),
        }
    }

    /// A row with more or fewer cells than there are titles.
    fn misshapen(&self, record: &Record) -> Option<Refusal> {
        let width = self.width?;
        let has = record.cells.len();
        let more = record
            .cells
            .iter()
            .skip(width)
            .any(|cell| !tidy(cell).is_empty());
        let fewer = has < width && !record.ragged;
        (more || fewer).then(|| {
            let reason = format!("this row has {has} cells and the header {width}; look for a delimiter or a quotation mark too many");
            Refusal::new("", "", Fault::BadRow, reason)
        })
    }
}

impl Rows for Mapped {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next(&mut self) -> Result<Option<Line>, FileFault> {
        let record = loop {
            match self.records.next()? {
                None => return Ok(None),
                Some(record) if self.is_skipped(&record) => {}
                Some(record) => break record,
            }
        };
        self.rows += 1;
        let mut refusal = self.misshapen(&record);
        let mut cells = StringRecord::new();
        for column in &mut self.columns {
            match column.cell(&record, &self.blank, self.secret.as_deref()) {
                Ok(cell) => cells.push_field(&cell),
                Err((text, unfit)) => {
                    cells.push_field(&text);
                    refusal.get_or_insert_with(|| column.refuse(&self.mapping, &text, unfit));
                }
            }
        }
        Ok(Some(Line {
            number: record.number,
            record: cells,
            refusal,
            ..Line::default()
        }))
    }

    fn ignored(&self) -> Ignored {
        self.left_out
            .iter()
            .map(|title| (title.clone(), self.rows))
            .collect()
    }
}

impl Column {
    /// The cell as the table expects it, or as it stands and why it is unfit.
    fn cell<'a>(
        &'a mut self,
        record: &'a Record,
        blank: &[String],
        secret: Option<&str>,
    ) -> Result<Cow<'a, str>, (String, Unfit)> {
        let raw = |place: &usize| {
            let (text, kind) = record.cell(*place);
            let text = tidy(text);
            let known = !blank.iter().any(|blank| blank == text);
            (if known { text } else { "" }, kind)
        };
        match &self.recipe.from {
            From::Constant(text) => return Ok(Cow::Borrowed(text)),
            From::Hash { prefix, .. } => {
                let cells: Vec<&str> = self.places.iter().map(|place| raw(place).0).collect();
                return hashed(prefix, &cells)
                    .map(Cow::Owned)
                    .map_err(|unfit| (cells.join(" "), unfit));
            }
            From::Cell(_) | From::Keyed { .. } => {}
        }
        let (mut text, kind) = self.places.first().map_or(("", Kind::Text), raw);
        if self.recipe.repeat {
            if text.is_empty() {
                text = &self.above;
            } else {
                text.clone_into(&mut self.above);
            }
        }
        if text.is_empty() {
            return Ok(Cow::Borrowed(
                self.recipe.default.as_deref().unwrap_or_default(),
            ));
        }
        self.recipe
            .value(text, kind, secret)
            .map_err(|unfit| (text.to_owned(), unfit))
    }

    fn refuse(&self, mapping: &str, text: &str, unfit: Unfit) -> Refusal {
        let reason = match self.recipe.line {
            Some(line) => format!("{mapping}, line {line}, expects {}", unfit.expected),
            None => format!("{} is expected here", unfit.expected),
        };
        Refusal::new(&self.recipe.column.name, text, unfit.fault, reason)
    }
}
