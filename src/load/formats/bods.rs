//! Statements of the Beneficial Ownership Data Standard 0.4, one a line.
//!
//! | record | becomes | from |
//! |---|---|---|
//! | person | persons | names (former and birth names apart), identifiers (whichever is an ID number), birthDate, deathDate, addresses |
//! | entity | companies; agencies where its type is state or stateBody | name, identifiers (whichever is a credit code), foundingDate, dissolutionDate, addresses |
//! | relationship | interests, one row an interest | subject, interestedParty, interests: type, share, startDate, endDate, directOrIndirect |
//!
//! A record is what its latest statement says. A closed relationship ends on the day of the
//! statement that closes it, unless its interest names an end. shareholding is SHAREHOLDER;
//! boardMember and boardChair are DIRECTOR; votingRights, appointmentOfBoard,
//! otherInfluenceOrControl, controlViaCompanyRulesOrArticles, controlByLegalFramework and
//! rightsGrantedByContract are CONTROLLER, and so is any indirect interest that is beneficial
//! ownership. `regionCode` is an address or jurisdiction that is a division code, else the region
//! that the mapping names.
//!
//! What is left out, and counted: interests of trusts and other types, indirect ones that are not
//! beneficial ownership, shares given as a range, parties that nobody names, earlier statements,
//! and every other field.

mod interests;

use serde_json::Value;

use super::{
    Context,
    index::{Index, Kind},
    json::{at, leaves, list, shown, text},
    made::{Made, Table, credit_code, date, day, id_number},
};
use interests::{interests, role, share};

/// The tables that statements become rows of.
pub(super) static TABLES: [Table; 4] = [
    Table {
        name: "agencies",
        columns: &["id", "name", "regionCode", "from", "to"],
        signs: &["\"state\"", "\"stateBody\""],
    },
    Table {
        name: "persons",
        columns: &[
            "id",
            "name",
            "bornOn",
            "diedOn",
            "idNumber",
            "formerNames",
            "address",
            "regionCode",
        ],
        signs: &["\"person\""],
    },
    Table {
        name: "companies",
        columns: &[
            "id",
            "name",
            "creditCode",
            "establishedOn",
            "dissolvedOn",
            "address",
            "regionCode",
        ],
        signs: &["\"entity\""],
    },
    Table {
        name: "interests",
        columns: &[
            "holderKind",
            "holderId",
            "companyId",
            "kind",
            "share",
            "from",
            "to",
            "sourceRow",
        ],
        signs: &["\"relationship\""],
    },
];

/// The fields that rows are made of.
const KNOWN: [&str; 31] = [
    "recordId",
    "recordType",
    "recordStatus",
    "statementDate",
    "recordDetails.name",
    "recordDetails.entityType.type",
    "recordDetails.identifiers.id",
    "recordDetails.foundingDate",
    "recordDetails.dissolutionDate",
    "recordDetails.addresses.address",
    "recordDetails.addresses.type",
    "recordDetails.jurisdiction.code",
    "recordDetails.names.fullName",
    "recordDetails.names.familyName",
    "recordDetails.names.givenName",
    "recordDetails.names.type",
    "recordDetails.birthDate",
    "recordDetails.deathDate",
    "recordDetails.subject",
    "recordDetails.interestedParty",
    "recordDetails.interests.type",
    "recordDetails.interests.directOrIndirect",
    "recordDetails.interests.beneficialOwnershipOrControl",
    "recordDetails.interests.share.exact",
    "recordDetails.interests.share.minimum",
    "recordDetails.interests.share.maximum",
    "recordDetails.interests.startDate",
    "recordDetails.interests.endDate",
    "recordDetails.personType",
    "statementId",
    "declarationSubject",
];

fn kind(value: &Value) -> Option<Kind> {
    match text(value, "recordType").as_ref() {
        "person" => Some(Kind::Person),
        "entity" => match text(value, "recordDetails.entityType.type").as_ref() {
            "state" | "stateBody" => Some(Kind::Agency),
            _ => Some(Kind::Company),
        },
        _ => None,
    }
}

/// Notes what a record is, and its latest statement.
pub(super) fn note(value: &Value, position: (u32, u64), index: &mut Index) {
    let id = text(value, "recordId");
    if let Some(kind) = kind(value) {
        index.is(&id, kind);
    }
    let day = date(&text(value, "statementDate")).parse::<chrono::NaiveDate>();
    let day = day.map_or(0, |day| i64::from(chrono::Datelike::num_days_from_ce(&day)));
    index.met(&id, day, position);
}

/// The rows of a table that a statement becomes.
pub(super) fn rows(table: &'static Table, value: &Value, context: &Context<'_>) -> Vec<Made> {
    let id = text(value, "recordId");
    if !context.index.is_latest(&id, context.position) {
        return Vec::new();
    }
    let Some(details) = at(value, "recordDetails") else {
        return Vec::new();
    };
    let row = || placed(table.row().set("id", &id), details, context);
    match (table.name, kind(value)) {
        ("persons", Some(Kind::Person)) => vec![person(row(), details)],
        ("companies", Some(Kind::Company)) => vec![company(row(), details)],
        ("agencies", Some(Kind::Agency)) => vec![
            row()
                .set("name", text(details, "name"))
                .set("from", date(&text(details, "foundingDate")))
                .set("to", date(&text(details, "dissolutionDate"))),
        ],
        ("interests", None) => interests(table, value, details, context),
        _ => Vec::new(),
    }
}

fn placed(row: Made, details: &Value, context: &Context<'_>) -> Made {
    let addresses = list(details, "addresses")
        .iter()
        .filter_map(|address| address.get("address"));
    let codes = addresses.chain(at(details, "jurisdiction.code"));
    let codes: Vec<_> = codes.map(shown).collect();
    row.region(codes.iter().map(AsRef::as_ref), context)
}

fn address(details: &Value) -> String {
    let is_place = |address: &&Value| {
        text(address, "address")
            .parse::<crate::model::RegionCode>()
            .is_err()
            && text(address, "type") != "placeOfBirth"
    };
    let first = list(details, "addresses").iter().find(is_place);
    first.map_or_else(String::new, |address| text(address, "address").into_owned())
}

fn identifiers(details: &Value) -> Vec<&str> {
    let ids = list(details, "identifiers")
        .iter()
        .filter_map(|identifier| identifier.get("id"));
    ids.filter_map(Value::as_str).map(str::trim).collect()
}

fn person(row: Made, details: &Value) -> Made {
    let whole = |name: &Value| match text(name, "fullName").into_owned() {
        full if full.is_empty() => {
            let (family, given) = (text(name, "familyName"), text(name, "givenName"));
            // Names in Chinese letters are written without a blank.
            let blank = if family.is_ascii() && !family.is_empty() {
                " "
            } else {
                ""
            };
            format!("{family}{blank}{given}").trim().to_owned()
        }
        full => full,
    };
    let is_former = |name: &&Value| matches!(text(name, "type").as_ref(), "former" | "birth");
    let (former, present): (Vec<&Value>, Vec<&Value>) =
        list(details, "names").iter().partition(is_former);
    let former: Vec<String> = former.into_iter().map(whole).collect();
    row.set(
        "name",
        present.first().map_or_else(String::new, |name| whole(name)),
    )
    .set("formerNames", former.join(";"))
    .set("idNumber", id_number(&identifiers(details)))
    .set("bornOn", day(&text(details, "birthDate")))
    .set("diedOn", day(&text(details, "deathDate")))
    .set("address", address(details))
}

fn company(row: Made, details: &Value) -> Made {
    row.set("name", text(details, "name"))
        .set("creditCode", credit_code(&identifiers(details)))
        .set("establishedOn", day(&text(details, "foundingDate")))
        .set("dissolvedOn", day(&text(details, "dissolutionDate")))
        .set("address", address(details))
}

/// Names what no table takes of a statement.
pub(super) fn ignored(value: &Value, context: &Context<'_>, met: &mut dyn FnMut(String)) {
    if !context
        .index
        .is_latest(&text(value, "recordId"), context.position)
    {
        return met("earlier statements".into());
    }
    let record = text(value, "recordType").into_owned();
    leaves(value, "", &KNOWN, &mut |path| {
        met(match path.strip_prefix("recordDetails.") {
            Some(field) => format!("{record}.{field}"),
            None => path,
        });
    });
    let Some(details) = at(value, "recordDetails").filter(|_| record == "relationship") else {
        return;
    };
    for party in ["subject", "interestedParty"] {
        if !at(details, party).is_some_and(Value::is_string) {
            met(format!("relationship.{party}, unspecified"));
        }
    }
    for interest in list(details, "interests") {
        match role(interest) {
            Err(why) => met(why),
            Ok("SHAREHOLDER") if at(interest, "share").is_some() && share(interest).is_none() => {
                met("relationship.interests.share, a range".into());
            }
            Ok(_) => {}
        }
    }
}
