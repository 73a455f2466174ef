//! Entities that become links, and money on its way.

use super::entity::Entity;
use crate::{
    load::formats::{
        Context,
        index::Kind,
        made::{Made, Table, date, day},
    },
    model::Fault,
};

/// When it holds, and the entity's own id, which tells it from others between the same ends.
fn dated(row: Made, entity: &Entity<'_>) -> Made {
    row.set("from", date(&entity.first("startDate")))
        .set("to", date(&entity.first("endDate")))
        .set("sourceRow", entity.id())
}

/// Nothing where what is owned is an account, another asset or a public body.
pub(super) fn ownership(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Option<Made> {
    let company = entity.first("asset");
    if context.index.kind(&company) != Some(Kind::Company) {
        return None;
    }
    let role = format!("{} {}", entity.first("role"), entity.first("ownershipType")).to_lowercase();
    let controls = ["control", "beneficial", "控制", "受益"]
        .iter()
        .any(|word| role.contains(word));
    let percentage = entity.first("percentage");
    let share = if controls {
        ""
    } else {
        percentage.trim_end_matches('%').trim()
    };
    let row = dated(row, entity)
        .party("holderKind", "holderId", &entity.first("owner"), context)
        .set("companyId", company)
        .set(
            "kind",
            if controls {
                "CONTROLLER"
            } else {
                "SHAREHOLDER"
            },
        )
        .set("share", share);
    Some(row)
}

/// Nothing where the office is one of a public body.
pub(super) fn directorship(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Option<Made> {
    let company = entity.first("organization");
    if context.index.kind(&company) == Some(Kind::Agency) {
        return None;
    }
    let role = entity.first("role").to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| role.contains(word));
    let kind = if is(&["legal rep", "法定代表人", "法人代表"]) {
        "LEGAL_REPRESENTATIVE"
    } else if is(&["supervis", "监事"]) {
        "SUPERVISOR"
    } else {
        "DIRECTOR"
    };
    let row = dated(row, entity)
        .party("holderKind", "holderId", &entity.first("director"), context)
        .set("companyId", company)
        .set("kind", kind);
    Some(row)
}

/// Nothing where the employer is a company: only public bodies have a payroll here.
pub(super) fn employment(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Option<Made> {
    let employer = entity.first("employer");
    if context.index.kind(&employer) != Some(Kind::Agency) {
        return None;
    }
    let row = dated(row, entity)
        .set("personId", entity.first("employee"))
        .set("agencyId", employer)
        .set("role", entity.first("role"));
    Some(row)
}

/// Suppliers behind the first.
pub(super) fn parties(
    table: &'static Table,
    entity: &Entity<'_>,
    context: &Context<'_>,
) -> Vec<Made> {
    let id = entity.id();
    let further = context.index.awards(&id).iter().skip(1);
    let row = |supplier: &str| {
        table
            .row()
            .set("contractId", &id)
            .party("partyKind", "partyId", supplier, context)
            .set("role", "CONSORTIUM")
    };
    further.map(|award| row(&award.supplier)).collect()
}

/// Whether money moved between accounts without a public body paying it.
fn is_transfer(entity: &Entity<'_>, context: &Context<'_>) -> bool {
    let payer = entity.first("payer");
    context.index.kind(&payer) != Some(Kind::Agency) && !entity.first("payerAccount").is_empty()
}

pub(super) fn payment(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Option<Made> {
    if is_transfer(entity, context) {
        return None;
    }
    let payer = entity.first("payer");
    let row = match context.index.kind(&payer) {
        Some(Kind::Person | Kind::Company) => row.refuse(
            "payerId",
            &payer,
            Fault::DanglingReference,
            "a payment is paid by a PublicBody; one between others needs payerAccount and beneficiaryAccount",
        ),
        _ => row.set("payerId", payer),
    };
    let row = row
        .set("id", entity.id())
        .party(
            "payeeKind",
            "payeeId",
            &entity.first("beneficiary"),
            context,
        )
        .money("amount", &entity.first("amount"), &entity.first("currency"))
        .set("paidOn", day(&entity.either("date", "startDate")))
        .set("programmeId", entity.first("programme"))
        .set("accountId", entity.first("beneficiaryAccount"))
        .set("payerAccountId", entity.first("payerAccount"))
        .set("projectId", entity.first("project"))
        .set("contractId", entity.first("contract"));
    Some(row)
}

pub(super) fn transfer(row: Made, entity: &Entity<'_>, context: &Context<'_>) -> Option<Made> {
    if !is_transfer(entity, context) {
        return None;
    }
    let moment = entity.either("date", "startDate");
    let at = match moment.len() {
        10 => format!("{moment}T00:00:00+08:00"),
        19 => format!("{moment}+08:00"),
        _ => moment.into_owned(),
    };
    let row = row
        .set("id", entity.id())
        .set("fromAccountId", entity.first("payerAccount"))
        .set("toAccountId", entity.first("beneficiaryAccount"))
        .money("amount", &entity.first("amount"), &entity.first("currency"))
        .set("at", at)
        .set("purpose", entity.first("purpose"));
    Some(row)
}
