//! What is put out to tender, and who bid for it.

use serde_json::Value;

use super::process::Process;
use crate::{
    load::formats::{
        Context,
        json::{list, text},
        made::{Made, Table, date},
    },
    model::Fault,
};

/// The project that the budget names.
pub(super) fn project(
    table: &'static Table,
    process: &Process<'_>,
    context: &Context<'_>,
) -> Option<Made> {
    let id = process.text("planning.budget.projectID");
    let last = context
        .index
        .is_latest(&format!("project {id}"), context.position);
    (!id.is_empty() && last).then(|| {
        let amount = process.text("planning.budget.amount.amount");
        table
            .row()
            .set("id", &id)
            .set("name", process.text("planning.budget.project"))
            .money(
                "budget",
                &amount,
                &process.text("planning.budget.amount.currency"),
            )
            .set("agencyId", process.buyer())
            .region([], context)
    })
}

/// One row a lot, or one for a tender without lots.
pub(super) fn tenders(table: &'static Table, process: &Process<'_>) -> Vec<Made> {
    if process.0.get("tender").is_none_or(Value::is_null) {
        return Vec::new();
    }
    match process.list("tender.lots") {
        [] => vec![tender(table, process, None)],
        lots => lots
            .iter()
            .map(|lot| tender(table, process, Some(lot)))
            .collect(),
    }
}

fn tender(table: &'static Table, process: &Process<'_>, lot: Option<&Value>) -> Made {
    let id = process.tender(lot);
    let of_lot = |path: &str| lot.map_or_else(String::new, |lot| text(lot, path).into_owned());
    let (amount, currency) = match (of_lot("value.amount"), lot) {
        // The value of the whole is that of its lot only where it has none.
        (amount, None) if amount.is_empty() => (
            process.text("tender.value.amount").into_owned(),
            process.text("tender.value.currency").into_owned(),
        ),
        (amount, _) => (amount, of_lot("value.currency")),
    };
    let notice = Process::published(process.list("tender.documents"), "tenderNotice");
    let opens = process.text("tender.tenderPeriod.startDate");
    let awards = process.list("awards").iter();
    let awards = awards.filter(|award| process.tenders_of(award).contains(&id));
    let notices = awards.map(|award| Process::published(list(award, "documents"), "awardNotice"));
    let status = match of_lot("status") {
        status if status.is_empty() => process.text("tender.status").into_owned(),
        status => status,
    };
    let row = table
        .row()
        .set("id", &id)
        .set("projectId", process.text("planning.budget.projectID"))
        .set("buyerId", process.buyer())
        .set("category", process.text("tender.mainProcurementCategory"))
        .money("estimate", &amount, &currency)
        .set(
            "noticeOn",
            if notice.is_empty() {
                date(&opens)
            } else {
                notice.into()
            },
        )
        .set(
            "bidsDueOn",
            date(&process.text("tender.tenderPeriod.endDate")),
        )
        .set(
            "bidsOpenedOn",
            date(&process.text("tender.bidOpening.date")),
        )
        .set(
            "awardNoticeOn",
            notices
                .filter(|day| !day.is_empty())
                .min()
                .unwrap_or_default(),
        )
        .set("result", status);
    match process.method() {
        Some(method) => row.set("method", method),
        None => row.refuse(
            "method",
            &process.text("tender.procurementMethod"),
            Fault::UnknownCode,
            "one of open, selective, limited and direct is needed here",
        ),
    }
}

/// One row a bidder and lot.
pub(super) fn bids(table: &'static Table, process: &Process<'_>) -> Vec<Made> {
    let details = process.list("bids.details");
    if details.is_empty() {
        return tenderers(table, process);
    }
    details
        .iter()
        .flat_map(|bid| bid_rows(table, process, bid))
        .collect()
}

fn bid_rows(table: &'static Table, process: &Process<'_>, bid: &Value) -> Vec<Made> {
    let status = match text(bid, "status").as_ref() {
        "disqualified" => "REJECTED",
        "withdrawn" => "WITHDRAWN",
        "valid" | "pending" | "" => "VALID",
        "invited" => return Vec::new(),
        other => {
            let row = table.row().set("tenderId", process.tender(None));
            let reason =
                "one of invited, pending, valid, disqualified and withdrawn is needed here";
            return vec![row.refuse("status", other, Fault::UnknownCode, reason)];
        }
    };
    let tenders = process.tenders_of(bid);
    if tenders.is_empty() {
        let reason = "the bid does not say for which of the lots it is; name them in relatedLots";
        return vec![
            table
                .row()
                .refuse("tenderId", &text(bid, "id"), Fault::MissingValue, reason),
        ];
    }
    let mut rows = Vec::new();
    for tender in &tenders {
        for bidder in list(bid, "tenderers") {
            let id = text(bidder, "id");
            let won = status == "VALID" && process.has_won(&id, tender);
            // What is bid for several lots together is the price of none of them.
            let price = if tenders.len() == 1 {
                text(bid, "value.amount")
            } else {
                "".into()
            };
            rows.push(
                table
                    .row()
                    .set("tenderId", tender)
                    .set("bidderKind", "COMPANY")
                    .set("bidderId", &id)
                    .money("price", &price, &text(bid, "value.currency"))
                    .set("status", if won { "WON" } else { status })
                    .set("submittedOn", date(&text(bid, "date"))),
            );
        }
    }
    rows
}

/// Who bid, where nothing is told of the bids.
fn tenderers(table: &'static Table, process: &Process<'_>) -> Vec<Made> {
    let lots = match process.list("tender.lots") {
        [] => vec![process.tender(None)],
        [only] => vec![process.tender(Some(only))],
        // Who bid for which of several lots is known of the winners only.
        _ => Vec::new(),
    };
    let mut rows = Vec::new();
    for tender in &lots {
        for bidder in process.list("tender.tenderers") {
            let id = text(bidder, "id");
            let status = if process.has_won(&id, tender) {
                "WON"
            } else {
                "VALID"
            };
            rows.push(
                table
                    .row()
                    .set("tenderId", tender)
                    .set("bidderKind", "COMPANY")
                    .set("bidderId", &id)
                    .set("status", status),
            );
        }
    }
    rows
}
