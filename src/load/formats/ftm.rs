//! FollowTheMoney entities, one a line: `{"id": …, "schema": …, "properties": {…}}`.
//!
//! | schema | becomes | from properties |
//! |---|---|---|
//! | Person | persons | name, previousName, gender, birthDate, deathDate, idNumber, phone, address |
//! | Company, Organization, LegalEntity | companies | name, uscCode, registrationNumber, idNumber, taxNumber (whichever is a credit code), incorporationDate, dissolutionDate, address, phone, sector |
//! | PublicBody | agencies | name, parent, incorporationDate, dissolutionDate |
//! | Family | kinships | person, relative, relationship, startDate, endDate |
//! | Ownership | interests; of a BankAccount, the account's owner | owner, asset, percentage, role, ownershipType, startDate, endDate |
//! | Directorship | interests | director, organization, role, startDate, endDate |
//! | Employment | employments, where the employer is a PublicBody | employee, employer, role, startDate, endDate |
//! | BankAccount | accounts | accountNumber, iban, bankName, openingDate, closingDate |
//! | Payment | payments, where the payer is a PublicBody or no accounts are named; else transfers | payer, beneficiary, payerAccount, beneficiaryAccount, amount, currency, date, startDate, programme, project, contract, purpose |
//! | Contract with its ContractAward | contracts; further awards are contractParties | authority, project, method, contractDate; supplier, amount, currency, date |
//! | Project | projects | name, amount |
//!
//! `regionCode` is whichever of address, jurisdiction and country is a division code, else the
//! region that the mapping names. Amounts are yuan: another currency refuses the row.
//!
//! What is left out, and counted: other schemata, other properties, further values of a property
//! that the table has once, a date less exact than its column, Ownership of what is neither company
//! nor account, and offices and shares in public bodies.

mod entity;
mod kin;
mod links;
mod nodes;

use serde_json::Value;

use super::{
    Context,
    index::{Award, Index, Kind},
    made::{Made, Table},
};
use entity::Entity;
pub(super) use entity::ignored;

const fn table(
    name: &'static str,
    columns: &'static [&'static str],
    signs: &'static [&'static str],
) -> Table {
    Table {
        name,
        columns,
        signs,
    }
}

/// The tables that entities become rows of.
pub(super) static TABLES: [Table; 12] = [
    table(
        "agencies",
        &["id", "name", "parentId", "regionCode", "from", "to"],
        &["\"PublicBody\""],
    ),
    table(
        "persons",
        &[
            "id",
            "name",
            "sex",
            "bornOn",
            "diedOn",
            "idNumber",
            "phone",
            "formerNames",
            "address",
            "regionCode",
        ],
        &["\"Person\""],
    ),
    table(
        "companies",
        &[
            "id",
            "name",
            "creditCode",
            "establishedOn",
            "dissolvedOn",
            "address",
            "phone",
            "businessScope",
            "regionCode",
        ],
        &["\"Company\"", "\"Organization\"", "\"LegalEntity\""],
    ),
    table(
        "kinships",
        &[
            "fromId",
            "kind",
            "toId",
            "nature",
            "from",
            "to",
            "sourceRow",
        ],
        &["\"Family\""],
    ),
    table(
        "interests",
        &[
            "holderKind",
            "holderId",
            "companyId",
            "kind",
            "share",
            "from",
            "to",
            "sourceRow",
        ],
        &["\"Ownership\"", "\"Directorship\""],
    ),
    table(
        "employments",
        &["personId", "agencyId", "role", "from", "to", "sourceRow"],
        &["\"Employment\""],
    ),
    table(
        "accounts",
        &[
            "id",
            "number",
            "bank",
            "ownerKind",
            "ownerId",
            "openedOn",
            "closedOn",
        ],
        &["\"BankAccount\""],
    ),
    table(
        "projects",
        &["id", "name", "budget", "regionCode"],
        &["\"Project\""],
    ),
    table(
        "contracts",
        &[
            "id",
            "projectId",
            "buyerId",
            "method",
            "supplierKind",
            "supplierId",
            "amount",
            "awardedOn",
            "signedOn",
        ],
        &["\"Contract\""],
    ),
    table(
        "contractParties",
        &["contractId", "partyKind", "partyId", "role"],
        &["\"Contract\""],
    ),
    table(
        "payments",
        &[
            "id",
            "payerId",
            "payeeKind",
            "payeeId",
            "amount",
            "paidOn",
            "programmeId",
            "accountId",
            "payerAccountId",
            "projectId",
            "contractId",
        ],
        &["\"Payment\""],
    ),
    table(
        "transfers",
        &[
            "id",
            "fromAccountId",
            "toAccountId",
            "amount",
            "at",
            "purpose",
        ],
        &["\"Payment\""],
    ),
];

/// Notes what an id stands for, who owns what, and who was awarded what.
pub(super) fn note(value: &Value, index: &mut Index) {
    let entity = Entity(value);
    let kind = match entity.schema() {
        "Person" => Kind::Person,
        "Company" | "Organization" | "LegalEntity" => Kind::Company,
        "PublicBody" => Kind::Agency,
        "BankAccount" => Kind::Account,
        "Ownership" => return index.owned(&entity.first("asset"), &entity.first("owner")),
        "ContractAward" => {
            let award = Award {
                supplier: entity.first("supplier").into_owned(),
                amount: entity.first("amount").into_owned(),
                currency: entity.first("currency").into_owned(),
                date: entity.either("date", "startDate").into_owned(),
            };
            return index.awarded(&entity.first("contract"), award);
        }
        _ => return,
    };
    index.is(&entity.id(), kind);
}

/// The rows of a table that an entity becomes.
pub(super) fn rows(table: &'static Table, value: &Value, context: &Context<'_>) -> Vec<Made> {
    let entity = Entity(value);
    let row = table.row();
    let made = match (table.name, entity.schema()) {
        ("agencies", "PublicBody") => Some(nodes::agency(row, &entity, context)),
        ("persons", "Person") => Some(nodes::person(row, &entity, context)),
        ("companies", "Company" | "Organization" | "LegalEntity") => {
            Some(nodes::company(row, &entity, context))
        }
        ("accounts", "BankAccount") => Some(nodes::account(row, &entity, context)),
        ("projects", "Project") => Some(nodes::project(row, &entity, context)),
        ("contracts", "Contract") => Some(nodes::contract(row, &entity, context)),
        ("contractParties", "Contract") => return links::parties(table, &entity, context),
        ("kinships", "Family") => Some(kin::kinship(row, &entity)),
        ("interests", "Ownership") => links::ownership(row, &entity, context),
        ("interests", "Directorship") => links::directorship(row, &entity, context),
        ("employments", "Employment") => links::employment(row, &entity, context),
        ("payments", "Payment") => links::payment(row, &entity, context),
        ("transfers", "Payment") => links::transfer(row, &entity, context),
        _ => None,
    };
    made.into_iter().collect()
}
