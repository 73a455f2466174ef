//! Payees whom no register knows: a payment that names one loads all the same, as that is itself
//! worth knowing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    LoadError,
    catalogue::{Column, Label, Table},
    finding::Doubt,
    intake::Intake,
    known::Facts,
    read::place,
    row::Row,
    run::Run,
    transaction::Nothing,
};
use crate::{
    graph::{Exchange, Statement},
    model::RegionCode,
    statement,
};

/// A payee as a payment names them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Unregistered {
    id: String,
    name: String,
    pub id_number: Option<String>,
    /// The region code and its tiers.
    place: Vec<Value>,
    batch: i64,
    row: u64,
}

/// A payee whom nothing names any more.
#[derive(Debug, Deserialize)]
pub(super) struct Forsaken {
    id: String,
    number: Option<String>,
}

statement! {
    /// Payees whom no register knows and nothing names any more.
    "load/payments/forsaken.cypher" => Forsaken;
    struct ForsakenPayees {}
}
statement! {
    /// Takes payees away.
    "load/payments/forget.cypher" => Nothing;
    struct ForgetPayees { ids: Vec<String> }
}
statement! {
    /// Makes payees whom no register knows.
    "load/payments/unregistered.cypher" => Nothing;
    struct UnregisteredPayees { rows: Vec<Unregistered> }
}

impl Row {
    /// Whether a payee who is not on file is named by the payment all the same.
    pub fn is_unregistered(&self, table: &Table, column: &Column) -> bool {
        let named = |column| self.of(table, column).is_some();
        table.name == "payments"
            && column.name == "payeeId"
            && (named("payeeName") || named("payeeIdNumber"))
    }

    /// Says that no register knows the payee.
    pub fn doubt_payee(&mut self, id: &str) {
        let words = format!("no register knows the payee {id}");
        self.doubts.push(("payeeId", Doubt::UnknownPayee, words));
    }
}

impl Run<'_> {
    /// Takes away payees whom no register knows and nothing names any more.
    pub async fn forget_payees(&mut self) -> Result<(), LoadError> {
        let forsaken = ForsakenPayees {}.exchange()?;
        let forsaken: Vec<Forsaken> = self.session.read(forsaken).await?;
        if forsaken.is_empty() {
            return Ok(());
        }
        let numbers = forsaken.iter().filter_map(|payee| payee.number.clone());
        let numbers = numbers.collect();
        let ids = forsaken.into_iter().map(|payee| payee.id).collect();
        let forget = ForgetPayees { ids }.exchange()?;
        self.session.write(vec![forget]).await?;
        self.see_through(numbers, &BTreeSet::new()).await?;
        Ok(())
    }
}

impl Intake<'_, '_> {
    /// Takes the payee as the payment names them. They lie where the payment does, or its payer.
    pub fn take_unregistered(&mut self, row: &mut Row, id: &str) {
        let payer = row.of(self.table, "payerId");
        let payer = payer.and_then(|id| self.run.known.get(Label("Agency"), id));
        let region = row
            .of(self.table, "regionCode")
            .map(str::to_owned)
            .or_else(|| payer.and_then(|payer| payer.region.clone()));
        let mut slots = vec![Value::Null; 6];
        if let Some(code) = region
            .as_deref()
            .and_then(|code| code.parse::<RegionCode>().ok())
        {
            place::fill(&code, &mut slots);
        }
        let text = |column| row.of(self.table, column).map(str::to_owned);
        self.unregistered.push(Unregistered {
            id: id.to_owned(),
            name: text("payeeName").unwrap_or_default(),
            id_number: text("payeeIdNumber"),
            place: slots,
            batch: self.batches.id(row.batch),
            row: row.line.number,
        });
        let facts = Facts {
            region,
            born_on: None,
        };
        self.run.known.remember(Label::PERSON, id.to_owned(), facts);
        row.doubt_payee(id);
    }

    /// The statement that makes them.
    pub fn unregistered_payees(&mut self) -> Result<Option<Exchange>, LoadError> {
        let rows = std::mem::take(&mut self.unregistered);
        if rows.is_empty() {
            return Ok(None);
        }
        Ok(Some(UnregisteredPayees { rows }.exchange()?))
    }
}
