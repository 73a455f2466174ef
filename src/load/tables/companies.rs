//! `companies.csv`: companies, cooperatives, sole traders.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::Serialize;

use super::prelude::*;
use crate::{
    load::{
        known::Facts,
        read::values::count,
        search_keys::{Keys, NameCompanies, NewSearchKeys, distinct},
    },
    model::{
        CompanyId, RegionCode,
        codes::CompanyKind,
        identity::{CreditCode, Phone},
        names::keys_of_company,
    },
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Company {
    id: CompanyId,
    name: String,
    kind: Option<CompanyKind>,
    credit_code: Option<CreditCode>,
    established_on: Option<NaiveDate>,
    dissolved_on: Option<NaiveDate>,
    address: Option<String>,
    phone: Option<Phone>,
    business_scope: Option<String>,
    insured_staff: Option<i64>,
    #[serde(flatten)]
    place: Place,
}

statement! {
    /// Makes companies.
    "load/companies/new.cypher" => Nothing;
    pub(super) struct NewCompanies<'a> { rows: &'a [Entry<'a, Company>] }
}
statement! {
    /// Corrects companies, and takes away the search keys of their former rows.
    "load/companies/changed.cypher" => Nothing;
    pub(super) struct ChangedCompanies<'a> { rows: &'a [Entry<'a, Company>] }
}

impl Table for Company {
    const NAME: &'static str = "companies";
    const REQUIRED: &'static [&'static str] = &["id", "name", "regionCode"];
    const OPTIONAL: &'static [&'static str] = &[
        "kind",
        "creditCode",
        "establishedOn",
        "dissolvedOn",
        "address",
        "phone",
        "businessScope",
        "insuredStaff",
    ];
    const LABEL: Option<Label> = Some(Label::Company);

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let (established_on, dissolved_on) = cells.life("establishedOn", "dissolvedOn")?;
        let credit_code = cells.optional("creditCode", CreditCode::from_str)?;
        if credit_code.as_ref().is_some_and(CreditCode::is_suspicious) {
            let words = "the check character of this credit code contradicts the rest";
            cells.doubt("creditCode", Doubt::WrongCheckDigit, words);
        }
        Ok(Self {
            id: cells.id("id")?,
            name: cells.required("name", text)?,
            kind: cells.optional("kind", CompanyKind::from_str)?,
            credit_code,
            established_on,
            dissolved_on,
            address: cells.optional("address", text)?,
            phone: cells.optional("phone", Phone::from_str)?,
            business_scope: cells.optional("businessScope", text)?,
            insured_staff: cells.optional("insuredStaff", count(10_000_000))?,
            place: cells.required("regionCode", RegionCode::from_str)?.into(),
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn facts(&self) -> Facts {
        Facts::at(&self.place)
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        recall_nodes(Label::Company, rows)
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let keys: Vec<Keys<'_>> = rows
            .all()
            .map(|entry| Keys {
                id: entry.of.id.as_str(),
                keys: keys_of_company(&entry.of.name),
            })
            .collect();
        Transaction::default()
            .add(&rows.changed, || ChangedCompanies {
                rows: &rows.changed,
            })?
            .add(&rows.new, || NewCompanies { rows: &rows.new })?
            .add(&keys, || NewSearchKeys {
                keys: distinct(&keys),
            })?
            .add(&keys, || NameCompanies { rows: &keys })?
            .done()
    }
}
