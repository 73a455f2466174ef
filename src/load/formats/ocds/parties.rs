//! Buyers and suppliers.

use std::borrow::Cow;

use serde_json::Value;

use crate::load::formats::{
    Context,
    json::{list, shown, text},
    made::{Made, Table, credit_code},
};

/// Somebody whom a release names.
pub(super) struct Party<'a> {
    pub id: Cow<'a, str>,
    value: &'a Value,
    public: bool,
    private: bool,
}

/// Roles in which a public body acts.
const PUBLIC: [&str; 4] = ["buyer", "procuringEntity", "payer", "funder"];
/// Where a release names somebody in passing, and whether that is a public body.
const MENTIONS: [(&str, &str, bool); 5] = [
    ("", "buyer", true),
    ("tender", "procuringEntity", true),
    ("tender", "tenderers", false),
    ("bids.details", "tenderers", false),
    ("awards", "suppliers", false),
];

/// Everybody whom a release names, each once, with the roles in which it does.
pub(super) fn of(value: &Value) -> Vec<Party<'_>> {
    let mut parties: Vec<Party<'_>> = Vec::new();
    for party in list(value, "parties") {
        let roles: Vec<Cow<'_, str>> = list(party, "roles").iter().map(shown).collect();
        let public = roles
            .iter()
            .filter(|role| PUBLIC.contains(&role.as_ref()))
            .count();
        put(&mut parties, party, public > 0, roles.len() > public);
    }
    for (below, key, public) in MENTIONS {
        for holder in below_all(value, below) {
            for party in as_list(holder.get(key)) {
                put(&mut parties, party, public, !public);
            }
        }
    }
    parties
}

fn below_all<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    if path.is_empty() {
        return std::slice::from_ref(value);
    }
    as_list(crate::load::formats::json::at(value, path))
}

fn as_list(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(items)) => items,
        Some(item) => std::slice::from_ref(item),
        None => &[],
    }
}

fn put<'a>(parties: &mut Vec<Party<'a>>, value: &'a Value, public: bool, private: bool) {
    let id = text(value, "id");
    if id.is_empty() {
        return;
    }
    match parties.iter_mut().find(|party| party.id == id) {
        Some(party) => {
            party.public |= public;
            party.private |= private;
        }
        None => parties.push(Party {
            id,
            value,
            public,
            private,
        }),
    }
}

fn latest<'a>(value: &'a Value, context: &Context<'_>) -> impl Iterator<Item = Party<'a>> {
    let is_latest = |party: &Party<'_>| {
        context
            .index
            .is_latest(&format!("party {}", party.id), context.position)
    };
    of(value).into_iter().filter(move |party| is_latest(party))
}

fn row(table: &'static Table, party: &Party<'_>, context: &Context<'_>) -> Made {
    let address = party.value.get("address").unwrap_or(&Value::Null);
    let places = ["region", "locality", "postalCode"].map(|key| text(address, key));
    table
        .row()
        .set("id", &party.id)
        .set("name", text(party.value, "name"))
        .region(places.iter().map(Cow::as_ref), context)
}

pub(super) fn agencies(table: &'static Table, value: &Value, context: &Context<'_>) -> Vec<Made> {
    let public = latest(value, context).filter(|party| party.public);
    public.map(|party| row(table, &party, context)).collect()
}

pub(super) fn companies(table: &'static Table, value: &Value, context: &Context<'_>) -> Vec<Made> {
    let company = |party: Party<'_>| {
        let own = text(party.value, "identifier.id");
        let others = list(party.value, "additionalIdentifiers").iter();
        let numbers: Vec<Cow<'_, str>> = std::iter::once(own)
            .chain(others.map(|other| text(other, "id")))
            .collect();
        let numbers: Vec<&str> = numbers.iter().map(Cow::as_ref).collect();
        row(table, &party, context)
            .set("creditCode", credit_code(&numbers))
            .set("address", text(party.value, "address.streetAddress"))
            .set("phone", text(party.value, "contactPoint.telephone"))
    };
    latest(value, context)
        .filter(|party| party.private)
        .map(company)
        .collect()
}
