//! Where the columns of a table stand in a file: worked out once a file, as every row asks.

use super::cells::Header;
use crate::load::{
    catalogue::{Column, Meaning, Table},
    form::Form,
    natural::NaturalKind,
};

/// Where the columns of a table stand in a file.
pub(in crate::load) struct Layout {
    pub table: &'static Table,
    /// The place of each of the table's columns in a row of the file.
    places: Vec<Option<usize>>,
    /// The numbers of the file that may stand in place of an id.
    pub naturals: Vec<Numbered>,
    /// What a row as a whole must be.
    pub form: Form,
    /// Where a row's own source stands.
    pub source: Option<usize>,
    /// Where a row's own key stands.
    pub source_row: Option<usize>,
    /// The slot of the day that an interval begins with.
    pub since: Option<usize>,
}

/// A number that may stand in place of the id of a column.
pub(in crate::load) struct Numbered {
    /// The place of the column among the table's.
    pub column: usize,
    pub kind: NaturalKind,
    /// The place of the number in a row of the file.
    pub place: usize,
}

impl Layout {
    /// The layout of a file under this header.
    pub fn new(table: &'static Table, header: &Header) -> Self {
        let place = |name: &str| header.get(name).copied();
        let naturals = table.columns.iter().flat_map(|column| {
            let numbers = table.naturals(column).into_iter();
            numbers.filter_map(|(kind, name)| {
                Some(Numbered {
                    column: column.place,
                    kind,
                    place: place(&name)?,
                })
            })
        });
        let since = |column: &&Column| matches!(column.meaning, Meaning::Since);
        Self {
            table,
            places: table
                .columns
                .iter()
                .map(|column| place(column.name))
                .collect(),
            naturals: naturals.collect(),
            form: Form::of(table),
            source: place("source"),
            source_row: place("sourceRow"),
            since: table.column("from").filter(since).map(|from| from.slot),
        }
    }

    /// Whether the file has a column, or a number in its place.
    pub fn has(&self, column: &Column) -> bool {
        let mut numbers = self.naturals.iter();
        self.place(column).is_some() || numbers.any(|number| number.column == column.place)
    }

    /// Where a column stands in a row, if the file has it.
    pub fn place(&self, column: &Column) -> Option<usize> {
        *self.places.get(column.place)?
    }
}
