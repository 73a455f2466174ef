//! A row as it is made from an entity.

use std::{borrow::Cow, str::FromStr};

use chrono::{DateTime, FixedOffset};
use csv::StringRecord;

use super::Context;
use crate::{
    load::{
        finding::Refusal,
        read::{cells::Header, rows::Line},
    },
    model::{
        Fault, PartialDate, Precision, RegionCode,
        identity::{CreditCode, IdNumber},
    },
};

/// A table that a format feeds.
#[derive(Debug)]
pub(super) struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// Words of which a line has one if it feeds the table.
    pub signs: &'static [&'static str],
}

impl Table {
    pub fn header(&self) -> Header {
        let names = self.columns.iter().enumerate();
        names
            .map(|(place, name)| ((*name).to_owned(), place))
            .collect()
    }

    /// A row with nothing in it.
    pub fn row(&'static self) -> Made {
        Made {
            table: self,
            cells: vec![String::new(); self.columns.len()],
            refusal: None,
        }
    }
}

/// A row of a table.
pub(super) struct Made {
    table: &'static Table,
    cells: Vec<String>,
    refusal: Option<Refusal>,
}

impl Made {
    /// Fills a column.
    pub fn set(mut self, column: &str, text: impl AsRef<str>) -> Self {
        let place = self.table.columns.iter().position(|name| *name == column);
        debug_assert!(place.is_some(), "{} has no {column}", self.table.name);
        if let Some(cell) = place.and_then(|place| self.cells.get_mut(place)) {
            text.as_ref().clone_into(cell);
        }
        self
    }

    /// Fills a column and says why what stands there cannot be taken.
    pub fn refuse(self, column: &'static str, text: &str, fault: Fault, reason: &str) -> Self {
        let mut row = self.set(column, text);
        row.refusal
            .get_or_insert_with(|| Refusal::new(column, text, fault, reason));
        row
    }

    /// Refuses the row as a whole.
    pub fn whole(mut self, fault: Fault, reason: &str) -> Self {
        self.refusal = Some(Refusal::new("", "", fault, reason));
        self
    }

    /// Fills a column with an amount of yuan.
    pub fn money(self, column: &'static str, amount: &str, currency: &str) -> Self {
        if amount.is_empty() || matches!(currency, "" | "CNY" | "RMB" | "CNH") {
            return self.set(column, amount);
        }
        let text = format!("{amount} {currency}");
        self.refuse(
            column,
            &text,
            Fault::BadAmount,
            "amounts are in yuan; convert it, or leave the row out",
        )
    }

    /// Fills `regionCode` with the first of some texts that is a division code, or with the region
    /// that the mapping names.
    pub fn region<'a>(
        self,
        texts: impl IntoIterator<Item = &'a str>,
        context: &Context<'_>,
    ) -> Self {
        let own = texts
            .into_iter()
            .find(|text| RegionCode::from_str(text).is_ok());
        match own.or(context.region) {
            Some(code) => self.set("regionCode", code),
            None => self.refuse(
                "regionCode",
                "",
                Fault::MissingValue,
                "this format names no division; say which is meant in mapping.toml: [format] region = \"500111\"",
            ),
        }
    }

    /// Fills a kind column and the id beside it.
    pub fn party(
        self,
        kind: &'static str,
        id: &'static str,
        text: &str,
        context: &Context<'_>,
    ) -> Self {
        match context.index.kind(text) {
            Some(known) => self.set(kind, known.word()).set(id, text),
            None => self.refuse(
                id,
                text,
                Fault::DanglingReference,
                "no line of these files says who or what this is; hand over the file that does with it",
            ),
        }
    }

    /// The row at its line.
    pub fn at(self, number: u64) -> Line {
        Line {
            number,
            record: StringRecord::from(self.cells),
            refusal: self.refusal,
            ..Line::default()
        }
    }
}

/// A date of a format: to the day, month or year; of a moment, the day that it is in China.
pub(super) fn date(text: &str) -> Cow<'_, str> {
    const EAST: i32 = 8 * 60 * 60;
    if let (Ok(moment), Some(china)) = (
        DateTime::parse_from_rfc3339(text),
        FixedOffset::east_opt(EAST),
    ) {
        return Cow::Owned(moment.with_timezone(&china).date_naive().to_string());
    }
    Cow::Borrowed(text.split_once(['T', ' ']).map_or(text, |(date, _)| date))
}

/// A date that columns of whole days take; nothing where it is less exact.
pub(super) fn day(text: &str) -> Cow<'_, str> {
    let date = date(text);
    match date.parse::<PartialDate>() {
        Ok(parsed) if parsed.precision != Precision::Day => Cow::Borrowed(""),
        _ => date,
    }
}

/// The first text that is an ID number, one with the right check digit before any other.
pub(super) fn id_number<'a>(texts: &[&'a str]) -> &'a str {
    let read = |text: &str| IdNumber::from_str(text).ok();
    best(texts, |text| {
        read(text).map(|number| !number.is_suspicious())
    })
}

/// The first text that is a unified social credit code, one with the right check character before
/// any other.
pub(super) fn credit_code<'a>(texts: &[&'a str]) -> &'a str {
    let read = |text: &str| CreditCode::from_str(text).ok();
    best(texts, |text| read(text).map(|code| !code.is_suspicious()))
}

fn best<'a>(texts: &[&'a str], sound: impl Fn(&str) -> Option<bool>) -> &'a str {
    let first = |wanted: bool| texts.iter().find(|text| sound(text) == Some(wanted));
    first(true)
        .or_else(|| first(false))
        .copied()
        .unwrap_or_default()
}
