//! `accounts.csv`: bank accounts and their owners.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::Serialize;

use super::prelude::*;
use crate::{
    load::read::party::Party,
    model::{
        AccountId,
        codes::{AccountPurpose, PartyKind},
        identity::AccountNumber,
    },
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Account {
    id: AccountId,
    number: Option<AccountNumber>,
    bank: Option<String>,
    #[serde(rename = "owner")]
    owned_by: Option<Party>,
    holder_name: Option<String>,
    purpose: Option<AccountPurpose>,
    opened_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
}

/// An account, its owner, and how long it was open.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ownership<'a> {
    id: &'a str,
    owner_id: &'a str,
    opened_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
}

statement! {
    /// Makes accounts.
    "load/accounts/new.cypher" => Nothing;
    pub(super) struct NewAccounts<'a> { rows: &'a [Entry<'a, Account>] }
}
statement! {
    /// Corrects accounts.
    "load/accounts/changed.cypher" => Nothing;
    pub(super) struct ChangedAccounts<'a> { rows: &'a [Entry<'a, Account>] }
}
statement! {
    /// Links accounts to the persons that own them.
    "load/accounts/owned_by_person.cypher" => Nothing;
    pub(super) struct OwnedByPersons<'a> { links: &'a [Ownership<'a>] }
}
statement! {
    /// Links accounts to the households that own them.
    "load/accounts/owned_by_household.cypher" => Nothing;
    pub(super) struct OwnedByHouseholds<'a> { links: &'a [Ownership<'a>] }
}
statement! {
    /// Links accounts to the companies that own them.
    "load/accounts/owned_by_company.cypher" => Nothing;
    pub(super) struct OwnedByCompanies<'a> { links: &'a [Ownership<'a>] }
}
statement! {
    /// Links accounts to the agencies that own them.
    "load/accounts/owned_by_agency.cypher" => Nothing;
    pub(super) struct OwnedByAgencies<'a> { links: &'a [Ownership<'a>] }
}

impl Table for Account {
    const NAME: &'static str = "accounts";
    const REQUIRED: &'static [&'static str] = &["id"];
    const OPTIONAL: &'static [&'static str] = &[
        "number",
        "bank",
        "ownerKind",
        "ownerId",
        "holderName",
        "purpose",
        "openedOn",
        "closedOn",
    ];
    const LABEL: Option<Label> = Some(Label::Account);

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let (opened_on, closed_on) = cells.life("openedOn", "closedOn")?;
        Ok(Self {
            id: cells.id("id")?,
            number: cells.optional("number", AccountNumber::from_str)?,
            bank: cells.optional("bank", text)?,
            owned_by: Party::optional(cells, "ownerKind", "ownerId")?,
            holder_name: cells.optional("holderName", text)?,
            purpose: cells.optional("purpose", AccountPurpose::from_str)?,
            opened_on,
            closed_on,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn references(&self) -> Vec<Reference<'_>> {
        let owner = self.owned_by.as_ref();
        Vec::from_iter(owner.map(|owner| owner.reference("ownerId")))
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        recall_nodes(Label::Account, rows)
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let owned_by = |kind: PartyKind| -> Vec<Ownership<'_>> {
            rows.all()
                .filter_map(|entry| {
                    let owner = entry.of.owned_by.as_ref()?;
                    (owner.kind == kind).then(|| Ownership {
                        id: entry.of.id.as_str(),
                        owner_id: &owner.id,
                        opened_on: entry.of.opened_on,
                        closed_on: entry.of.closed_on,
                    })
                })
                .collect()
        };
        let persons = owned_by(PartyKind::Person);
        let households = owned_by(PartyKind::Household);
        let companies = owned_by(PartyKind::Company);
        let agencies = owned_by(PartyKind::Agency);
        Transaction::default()
            .add(&rows.changed, || ChangedAccounts {
                rows: &rows.changed,
            })?
            .add(&rows.new, || NewAccounts { rows: &rows.new })?
            .add(&persons, || OwnedByPersons { links: &persons })?
            .add(&households, || OwnedByHouseholds { links: &households })?
            .add(&companies, || OwnedByCompanies { links: &companies })?
            .add(&agencies, || OwnedByAgencies { links: &agencies })?
            .done()
    }
}
