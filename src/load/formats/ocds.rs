//! Compiled releases of the Open Contracting Data Standard 1.1, one a line.
//!
//! | OCDS | becomes | from |
//! |---|---|---|
//! | parties, buyer, tender.procuringEntity | agencies where a role is buyer, procuringEntity, payer or funder; companies where another is | id, name, identifier.id and additionalIdentifiers.id (whichever is a credit code), address, contactPoint.telephone |
//! | planning.budget | projects | projectID, project, amount |
//! | tender, each of its lots | tenders | procurementMethod, procurementMethodDetails, mainProcurementCategory, value, status, tenderPeriod, bidOpening.date, tenderNotice and awardNotice among the documents |
//! | bids.details; without them tender.tenderers | bids, one a tenderer and lot | tenderers, value, status, date, relatedLots |
//! | contracts with their award | contracts; further suppliers are contractParties | awardID, value, dateSigned; award: suppliers, value, date, relatedLots |
//! | contracts.items | contractItems, where unit and unit price are named | description, quantity, unit.name, unit.value |
//! | contracts.amendments | amendments | id, date, rationale, changes (the former value of the amount) |
//! | contracts.implementation.transactions | payments | id, payer, payee, value, date |
//!
//! Ids within a process stand behind its ocid. A bidder to whom an active award went has WON; bids
//! that are pending count as VALID, those only invited as none. Where several releases speak of a
//! party or a project, the latest counts. Moments become days of China. An amendment without the
//! former amount is refused, since OCDS itself names no change; amounts are yuan.
//!
//! What is left out, and counted: planning apart from the budget's project, awards without a
//! contract, milestones, other documents, items without unit price, and every other field.

mod contracts;
mod known;
mod parties;
mod process;
mod tenders;

use serde_json::Value;

use super::{
    Context,
    index::Index,
    json::{leaves, list, text},
    made::{Made, Table, date},
};
use known::KNOWN;
use process::Process;
pub(super) use process::method;

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

/// The tables that releases become rows of.
pub(super) static TABLES: [Table; 10] = [
    table("agencies", &["id", "name", "regionCode"], &[]),
    table(
        "companies",
        &["id", "name", "creditCode", "address", "phone", "regionCode"],
        &[],
    ),
    table(
        "projects",
        &["id", "name", "budget", "agencyId", "regionCode"],
        &["\"projectID\""],
    ),
    table(
        "tenders",
        &[
            "id",
            "projectId",
            "buyerId",
            "method",
            "category",
            "estimate",
            "noticeOn",
            "bidsDueOn",
            "bidsOpenedOn",
            "awardNoticeOn",
            "result",
        ],
        &["\"tender\""],
    ),
    table(
        "bids",
        &[
            "tenderId",
            "bidderKind",
            "bidderId",
            "price",
            "status",
            "submittedOn",
        ],
        &["\"bids\"", "\"tenderers\""],
    ),
    table(
        "contracts",
        &[
            "id",
            "tenderId",
            "projectId",
            "buyerId",
            "method",
            "category",
            "supplierKind",
            "supplierId",
            "amount",
            "awardedOn",
            "signedOn",
        ],
        &["\"contracts\""],
    ),
    table(
        "contractParties",
        &["contractId", "partyKind", "partyId", "role"],
        &["\"contracts\""],
    ),
    table(
        "contractItems",
        &["contractId", "item", "unit", "quantity", "unitPrice"],
        &["\"contracts\""],
    ),
    table(
        "amendments",
        &["id", "contractId", "amountChange", "signedOn", "reason"],
        &["\"amendments\""],
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
            "contractId",
        ],
        &["\"transactions\""],
    ),
];

/// Notes the latest release about each party and project.
pub(super) fn note(value: &Value, position: (u32, u64), index: &mut Index) {
    let day = date(&text(value, "date")).parse::<chrono::NaiveDate>();
    let day = day.map_or(0, |day| i64::from(chrono::Datelike::num_days_from_ce(&day)));
    for party in parties::of(value) {
        index.met(&format!("party {}", party.id), day, position);
    }
    let project = text(value, "planning.budget.projectID");
    if !project.is_empty() {
        index.met(&format!("project {project}"), day, position);
    }
}

/// The rows of a table that a release becomes.
pub(super) fn rows(table: &'static Table, value: &Value, context: &Context<'_>) -> Vec<Made> {
    let process = Process(value);
    match table.name {
        "agencies" => parties::agencies(table, value, context),
        "companies" => parties::companies(table, value, context),
        "projects" => tenders::project(table, &process, context)
            .into_iter()
            .collect(),
        "tenders" => tenders::tenders(table, &process),
        "bids" => tenders::bids(table, &process),
        "contracts" => contracts::contracts(table, &process),
        "contractParties" => contracts::parties(table, &process),
        "contractItems" => contracts::items(table, &process),
        "amendments" => contracts::amendments(table, &process),
        "payments" => contracts::payments(table, &process),
        _ => Vec::new(),
    }
}

/// Names what no table takes of a release.
pub(super) fn ignored(value: &Value, _: &Context<'_>, met: &mut dyn FnMut(String)) {
    leaves(value, "", &KNOWN, met);
    let contracts = list(value, "contracts");
    for award in list(value, "awards") {
        let id = text(award, "id");
        if !contracts
            .iter()
            .any(|contract| text(contract, "awardID") == id)
        {
            met("awards without a contract".into());
        }
    }
    for item in contracts
        .iter()
        .flat_map(|contract| list(contract, "items"))
    {
        if contracts::priced(item).is_none() {
            met("contracts.items without unit or unit price".into());
        }
    }
    for bid in list(value, "bids.details") {
        if text(bid, "status") == "invited" {
            met("bids.details, invited".into());
        }
    }
}
