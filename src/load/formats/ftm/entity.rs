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

/// What is taken of some schemata.
struct Taken {
    schemata: &'static [&'static str],
    /// Properties that a table has once.
    once: &'static [&'static str],
    /// Properties that are taken with all their values.
    whole: &'static [&'static str],
    /// Those among them of which a table wants a whole day.
    days: &'static [&'static str],
}

const TAKEN: [Taken; 11] = [
    Taken {
        schemata: &["Person"],
        once: &[
            "name",
            "gender",
            "birthDate",
            "deathDate",
            "idNumber",
            "phone",
        ],
        whole: &["previousName", "address", "jurisdiction", "country"],
        days: &["birthDate", "deathDate"],
    },
    Taken {
        schemata: &["Company", "Organization", "LegalEntity"],
        once: &[
            "name",
            "incorporationDate",
            "dissolutionDate",
            "phone",
            "sector",
        ],
        whole: &[
            "address",
            "jurisdiction",
            "country",
            "uscCode",
            "registrationNumber",
            "idNumber",
            "taxNumber",
        ],
        days: &["incorporationDate", "dissolutionDate"],
    },
    Taken {
        schemata: &["PublicBody"],
        once: &["name", "parent", "incorporationDate", "dissolutionDate"],
        whole: &["address", "jurisdiction", "country"],
        days: &[],
    },
    Taken {
        schemata: &["Family"],
        once: &["person", "relative", "relationship", "startDate", "endDate"],
        whole: &[],
        days: &[],
    },
    Taken {
        schemata: &["Ownership"],
        once: &[
            "owner",
            "asset",
            "percentage",
            "role",
            "ownershipType",
            "startDate",
            "endDate",
        ],
        whole: &[],
        days: &[],
    },
    Taken {
        schemata: &["Directorship"],
        once: &["director", "organization", "role", "startDate", "endDate"],
        whole: &[],
        days: &[],
    },
    Taken {
        schemata: &["Employment"],
        once: &["employee", "employer", "role", "startDate", "endDate"],
        whole: &[],
        days: &[],
    },
    Taken {
        schemata: &["BankAccount"],
        once: &[
            "accountNumber",
            "iban",
            "bankName",
            "openingDate",
            "closingDate",
        ],
        whole: &[],
        days: &["openingDate", "closingDate"],
    },
    Taken {
        schemata: &["Payment"],
        once: &[
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
        whole: &[],
        days: &[],
    },
    Taken {
        schemata: &["Contract", "ContractAward"],
        once: &[
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
        whole: &[],
        days: &["contractDate", "date"],
    },
    Taken {
        schemata: &["Project"],
        once: &["name", "amount", "currency"],
        whole: &["address", "jurisdiction", "country"],
        days: &[],
    },
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
    let taken = TAKEN.iter().find(|taken| taken.schemata.contains(&schema));
    let Some(Taken {
        once, whole, days, ..
    }) = taken
    else {
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
