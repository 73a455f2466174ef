//! `persons.csv`: people, officials or not.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::Serialize;

use super::prelude::*;
use crate::{
    load::{
        known::Facts,
        read::values::count,
        search_keys::{Keys, NamePersons, NewSearchKeys, distinct},
    },
    model::{
        PersonId, RegionCode,
        identity::{IdNumber, Phone},
        kin::Sex,
        names::keys_of_person,
    },
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Person {
    id: PersonId,
    name: String,
    sex: Option<Sex>,
    born_on: Option<NaiveDate>,
    birth_order: Option<i64>,
    died_on: Option<NaiveDate>,
    id_number: Option<IdNumber>,
    phone: Option<Phone>,
    former_names: Option<Vec<String>>,
    address: Option<String>,
    #[serde(flatten)]
    place: Place,
}

statement! {
    /// Makes persons.
    "load/persons/new.cypher" => Nothing;
    pub(super) struct NewPersons<'a> { rows: &'a [Entry<'a, Person>] }
}
statement! {
    /// Corrects persons, and takes away the search keys of their former rows.
    "load/persons/changed.cypher" => Nothing;
    pub(super) struct ChangedPersons<'a> { rows: &'a [Entry<'a, Person>] }
}

impl Table for Person {
    const NAME: &'static str = "persons";
    const REQUIRED: &'static [&'static str] = &["id", "name", "regionCode"];
    const OPTIONAL: &'static [&'static str] = &[
        "sex",
        "bornOn",
        "birthOrder",
        "diedOn",
        "idNumber",
        "phone",
        "formerNames",
        "address",
    ];
    const LABEL: Option<Label> = Some(Label::Person);

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let (born_on, died_on) = cells.life("bornOn", "diedOn")?;
        let id_number = cells.optional("idNumber", IdNumber::from_str)?;
        if id_number.as_ref().is_some_and(IdNumber::is_suspicious) {
            let words = "the check digit of this ID number contradicts the rest";
            cells.doubt("idNumber", Doubt::WrongCheckDigit, words);
        }
        Ok(Self {
            id: cells.id("id")?,
            name: cells.required("name", text)?,
            sex: cells.optional("sex", Sex::from_str)?,
            born_on,
            birth_order: cells.optional("birthOrder", count(50))?,
            died_on,
            id_number,
            phone: cells.optional("phone", Phone::from_str)?,
            former_names: cells.list("formerNames", text)?,
            address: cells.optional("address", text)?,
            place: cells.required("regionCode", RegionCode::from_str)?.into(),
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn facts(&self) -> Facts {
        Facts {
            region: Some(self.place.region_code.clone()),
            born_on: self.born_on,
        }
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        recall_nodes(Label::Person, rows)
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let keys: Vec<Keys<'_>> = rows
            .all()
            .map(|entry| {
                let names = entry.of.former_names.iter().flatten();
                let names = names.chain([&entry.of.name]);
                Keys {
                    id: entry.of.id.as_str(),
                    keys: names.flat_map(|name| keys_of_person(name)).collect(),
                }
            })
            .collect();
        Transaction::default()
            .add(&rows.changed, || ChangedPersons {
                rows: &rows.changed,
            })?
            .add(&rows.new, || NewPersons { rows: &rows.new })?
            .add(&keys, || NewSearchKeys {
                keys: distinct(&keys),
            })?
            .add(&keys, || NamePersons { rows: &keys })?
            .done()
    }
}
