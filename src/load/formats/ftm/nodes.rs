//! Entities that become nodes.

use std::borrow::Cow;

use super::entity::Entity;
use crate::{
    load::formats::{
        Context,
        made::{Made, credit_code, date, day, id_number},
    },
    model::Fault,
};

/// What identifies and places an entity.
fn named(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Made {
    let places = entity.places();
    row.set("id", entity.id())
        .set("name", entity.first("name"))
        .region(places.iter().map(Cow::as_ref), context)
}

pub(super) fn person(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Made {
    let numbers = entity.all("idNumber");
    let numbers: Vec<&str> = numbers.iter().map(Cow::as_ref).collect();
    let sex = match entity.first("gender").as_ref() {
        "male" => "MALE",
        "female" => "FEMALE",
        _ => "",
    };
    let row = named(row, entity, context)
        .set("sex", sex)
        .set("bornOn", day(&entity.first("birthDate")))
        .set("diedOn", day(&entity.first("deathDate")))
        .set("phone", entity.first("phone"))
        .set("formerNames", entity.all("previousName").join(";"))
        .set("address", entity.address());
    match (id_number(&numbers), numbers.first()) {
        ("", Some(first)) => row.refuse(
            "idNumber",
            first,
            Fault::BadIdentity,
            "idNumber is an ID number of 18 or 15 digits; put other numbers elsewhere",
        ),
        (number, _) => row.set("idNumber", number),
    }
}

pub(super) fn company(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Made {
    let numbers: Vec<Cow<'_, str>> = ["uscCode", "registrationNumber", "idNumber", "taxNumber"]
        .iter()
        .flat_map(|property| entity.all(property))
        .collect();
    let numbers: Vec<&str> = numbers.iter().map(Cow::as_ref).collect();
    named(row, entity, context)
        .set("creditCode", credit_code(&numbers))
        .set("establishedOn", day(&entity.first("incorporationDate")))
        .set("dissolvedOn", day(&entity.first("dissolutionDate")))
        .set("address", entity.address())
        .set("phone", entity.first("phone"))
        .set("businessScope", entity.first("sector"))
}

pub(super) fn agency(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Made {
    named(row, entity, context)
        .set("parentId", entity.first("parent"))
        .set("from", date(&entity.first("incorporationDate")))
        .set("to", date(&entity.first("dissolutionDate")))
}

pub(super) fn account(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Made {
    let id = entity.id();
    let row = row
        .set("id", &id)
        .set("number", entity.either("accountNumber", "iban"))
        .set("bank", entity.first("bankName"))
        .set("openedOn", day(&entity.first("openingDate")))
        .set("closedOn", day(&entity.first("closingDate")));
    match context.index.owner(&id) {
        Some(owner) => row.party("ownerKind", "ownerId", owner, context),
        None => row,
    }
}

pub(super) fn project(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Made {
    named(row, entity, context).money("budget", &entity.first("amount"), &entity.first("currency"))
}

/// A contract with the first of its awards.
pub(super) fn contract(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Made {
    let id = entity.id();
    let row = row
        .set("id", &id)
        .set("projectId", entity.first("project"))
        .set("buyerId", entity.first("authority"))
        .set("signedOn", day(&entity.first("contractDate")));
    let method = entity.first("method");
    let row = match crate::load::formats::ocds::method(&method, &entity.first("procedure")) {
        Some(method) => row.set("method", method),
        None if method.is_empty() => row,
        None => row.refuse(
            "method",
            &method,
            Fault::UnknownCode,
            "one of open, selective, limited and direct is needed here",
        ),
    };
    let Some(award) = context.index.awards(&id).first() else {
        return row.refuse(
            "supplierId",
            "",
            Fault::MissingValue,
            "no ContractAward of these files names its supplier",
        );
    };
    let (amount, currency) = match entity.first("amount") {
        amount if amount.is_empty() => (award.amount.clone().into(), award.currency.clone().into()),
        amount => (amount, entity.first("currency")),
    };
    row.party("supplierKind", "supplierId", &award.supplier, context)
        .money("amount", &amount, &currency)
        .set("awardedOn", day(&award.date))
}
