//! An entity and its properties.

use std::{borrow::Cow, str::FromStr};

use serde_json::Value;

use crate::{
    load::formats::{Context, index::Kind, json::shown},
    model::{PartialDate, Precision, RegionCode},
};

/// One line of a file.
pub(super) struct Entity<'a>(pub &'a Value);

impl<'a> Entity<'a> {
    pub fn id(&self) -> Cow<'a, str> {
        self.0.get("id").map_or(Cow::Borrowed(""), shown)
    }

    pub fn schema(&self) -> &'a str {
        self.0
            .get("schema")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Every value of a property; an entity written into another is its id.
    pub fn all(&self, property: &str) -> Vec<Cow<'a, str>> {
        let values = match self.0.get("properties").and_then(|all| all.get(property)) {
            Some(Value::Array(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        let texts = values
            .iter()
            .map(|value| shown(value.get("id").unwrap_or(value)));
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// The first value of a property; empty where there is none.
    pub fn first(&self, property: &str) -> Cow<'a, str> {
        self.all(property).into_iter().next().unwrap_or_default()
    }

    /// The first value of one property, or else of another.
    pub fn either(&self, property: &str, other: &str) -> Cow<'a, str> {
        let first = self.first(property);
        if first.is_empty() {
            self.first(other)
        } else {
            first
        }
    }

    /// Texts that may be the division code of whatever the entity is.
    pub fn places(&self) -> Vec<Cow<'a, str>> {
        ["address", "jurisdiction", "country"]
            .iter()
            .flat_map(|property| self.all(property))
            .collect()
    }

    /// The first address that is not itself a division code.
    pub fn address(&self) -> Cow<'a, str> {
        let is_code = |text: &Cow<'_, str>| RegionCode::from_str(text).is_ok();
        let mut addresses = self.all("address").into_iter();
        addresses
            .find(|address| !is_code(address))
            .unwrap_or_default()
    }
}

/// What is taken of each schema: properties taken once, those taken whole, and days among them.
const TAKEN: [(&[&str], &[&str], &[&str], &[&str]); 11] = [
    (
        &["Person"],
        &[
            "name",
            "gender",
            "birthDate",
            "deathDate",
            "idNumber",
            "phone",
        ],
        &["previousName", "address", "jurisdiction", "country"],
        &["birthDate", "deathDate"],
    ),
    (
        &["Company", "Organization", "LegalEntity"],
        &[
            "name",
            "incorporationDate",
            "dissolutionDate",
            "phone",
            "sector",
        ],
        &[
            "address",
            "jurisdiction",
            "country",
            "uscCode",
            "registrationNumber",
            "idNumber",
            "taxNumber",
        ],
        &["incorporationDate", "dissolutionDate"],
    ),
    (
        &["PublicBody"],
        &["name", "parent", "incorporationDate", "dissolutionDate"],
        &["address", "jurisdiction", "country"],
        &[],
    ),
    (
        &["Family"],
        &["person", "relative", "relationship", "startDate", "endDate"],
        &[],
        &[],
    ),
    (
        &["Ownership"],
        &[
            "owner",
            "asset",
            "percentage",
            "role",
            "ownershipType",
            "startDate",
            "endDate",
        ],
        &[],
        &[],
    ),
    (
        &["Directorship"],
        &["director", "organization", "role", "startDate", "endDate"],
        &[],
        &[],
    ),
    (
        &["Employment"],
        &["employee", "employer", "role", "startDate", "endDate"],
        &[],
        &[],
    ),
    (
        &["BankAccount"],
        &[
            "accountNumber",
            "iban",
            "bankName",
            "openingDate",
            "closingDate",
        ],
        &[],
        &["openingDate", "closingDate"],
    ),
    (
        &["Payment"],
        &[
            "payer",
            "beneficiary",
            "payerAccount",
            "beneficiaryAccount",
            "amount",
            "currency",
            "date",
            "startDate",
            "programme",
            "project",
            "contract",
            "purpose",
        ],
        &[],
        &[],
    ),
    (
        &["Contract", "ContractAward"],
        &[
            "authority",
            "project",
            "method",
            "contractDate",
            "contract",
            "supplier",
            "amount",
            "currency",
            "date",
            "startDate",
        ],
        &[],
        &["contractDate", "date"],
    ),
    (
        &["Project"],
        &["name", "amount", "currency"],
        &["address", "jurisdiction", "country"],
        &[],
    ),
];

/// Names what no table takes of an entity.
pub(in crate::load::formats) fn ignored(
    value: &Value,
    context: &Context<'_>,
    met: &mut dyn FnMut(String),
) {
    let entity = Entity(value);
    let schema = entity.schema();
    let kind = |property| context.index.kind(&entity.first(property));
    match (
        schema,
        kind("asset"),
        kind("organization"),
        kind("employer"),
    ) {
        ("Ownership", Some(Kind::Company | Kind::Account), ..) => {}
        ("Ownership", ..) => met("Ownership of what is neither company nor account".into()),
        ("Directorship", _, Some(Kind::Agency), _) => met("Directorship of a PublicBody".into()),
        ("Employment", .., Some(Kind::Agency)) => {}
        ("Employment", ..) => met("Employment by no PublicBody".into()),
        _ => {}
    }
    let taken = TAKEN
        .iter()
        .find(|(schemata, ..)| schemata.contains(&schema));
    let Some((_, once, whole, days)) = taken else {
        met(schema.to_owned());
        return;
    };
    let properties = value.get("properties").and_then(Value::as_object);
    for property in properties.into_iter().flat_map(|all| all.keys()) {
        let values = entity.all(property);
        let property = property.as_str();
        if !once.contains(&property) && !whole.contains(&property) {
            values
                .iter()
                .for_each(|_| met(format!("{schema}.{property}")));
            continue;
        }
        if once.contains(&property) && !["idNumber", "phone"].contains(&property) {
            let further = values.iter().skip(1);
            further.for_each(|_| met(format!("{schema}.{property}, further values")));
        }
        let inexact = |text: &&Cow<'_, str>| {
            let date = text.parse::<PartialDate>();
            date.is_ok_and(|date| date.precision != Precision::Day)
        };
        if days.contains(&property) && values.first().as_ref().is_some_and(inexact) {
            met(format!("{schema}.{property}, not to the day"));
        }
    }
}
