//! Numbers handed over in place of ids: who has this ID number, which company this credit code,
//! which account this number.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::Value;

use super::{
    LoadError,
    catalogue::{Column, Meaning, Table, Target},
    natural::{NaturalKind, natural_id},
    row::Row,
    session::Session,
};
use crate::{graph::Statement, statement};

/// Whose number it is.
#[derive(Debug, Deserialize)]
pub(super) struct Bearer {
    number: String,
    id: String,
}

statement! {
    /// The persons of some ID numbers.
    "load/naturals/persons.cypher" => Bearer;
    struct PersonsByNumber<'a> { numbers: Vec<&'a str> }
}
statement! {
    /// The companies of some credit codes.
    "load/naturals/companies.cypher" => Bearer;
    struct CompaniesByCode<'a> { numbers: Vec<&'a str> }
}
statement! {
    /// The accounts of some numbers.
    "load/naturals/accounts.cypher" => Bearer;
    struct AccountsByNumber<'a> { numbers: Vec<&'a str> }
}

/// Puts ids in place of numbers. A number that nobody on file has becomes the id that its own row
/// would get, if there is a secret to make it with; else it stays open and the row dangles.
pub(super) async fn resolve(
    session: Session<'_>,
    table: &'static Table,
    secret: Option<&str>,
    rows: &mut [Row],
) -> Result<(), LoadError> {
    let mut wanted: BTreeMap<NaturalKind, BTreeSet<&str>> = BTreeMap::new();
    for natural in rows.iter().flat_map(|row| &row.naturals) {
        wanted
            .entry(natural.kind)
            .or_default()
            .insert(&natural.number);
    }
    let mut found: HashMap<(NaturalKind, String), String> = HashMap::new();
    for (kind, numbers) in wanted {
        let numbers = numbers.into_iter().collect();
        let asked = match kind {
            NaturalKind::IdNumber => PersonsByNumber { numbers }.exchange()?,
            NaturalKind::CreditCode => CompaniesByCode { numbers }.exchange()?,
            NaturalKind::AccountNumber => AccountsByNumber { numbers }.exchange()?,
        };
        for bearer in session.read::<Bearer>(asked).await? {
            // Of several with one number, the least id stands for all.
            found.entry((kind, bearer.number)).or_insert(bearer.id);
        }
    }
    for row in rows.iter_mut().filter(|row| !row.naturals.is_empty()) {
        for natural in std::mem::take(&mut row.naturals) {
            let Some(column) = table.columns.get(natural.column) else {
                continue;
            };
            let word = natural.kind.label().word();
            let key = (natural.kind, natural.number);
            let id = match found.get(&key) {
                Some(id) => id.clone(),
                None => match secret {
                    Some(secret) => natural_id(secret, &word, &key.1),
                    None => return Err(LoadError::NoSecret(column.name)),
                },
            };
            if let Some(slot) = row.values.get_mut(column.slot) {
                *slot = id.into();
            }
            say_kind(table, column, natural.kind, &mut row.values);
        }
    }
    Ok(())
}

/// The number says which label an end has, where the kind column does not.
fn say_kind(table: &Table, column: &Column, kind: NaturalKind, values: &mut [Value]) {
    if let Some(Target::Said(said, _)) = column.target()
        && let Some(said) = table.column(said)
        && matches!(said.meaning, Meaning::Kind(_))
        && let Some(slot) = values.get_mut(said.slot)
        && slot.is_null()
    {
        *slot = kind.label().word().into();
    }
}

impl Row {
    /// Fills the kind columns that numbers in place of ids speak for.
    pub fn say_kinds(&mut self, table: &Table) {
        for natural in &self.naturals {
            if let Some(column) = table.columns.get(natural.column) {
                say_kind(table, column, natural.kind, &mut self.values);
            }
        }
    }
}
