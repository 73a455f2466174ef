//! What was signed, changed and paid.

use serde_json::Value;

use super::process::Process;
use crate::{
    load::{
        formats::{
            json::{at, list, shown, text},
            made::{Made, Table, date},
        },
        mapping::Decimal,
    },
    model::Fault,
};

fn id(process: &Process<'_>, contract: &Value) -> String {
    process.id(&text(contract, "id"))
}

pub(super) fn contracts(table: &'static Table, process: &Process<'_>) -> Vec<Made> {
    let contracts = process.list("contracts").iter();
    contracts
        .map(|contract| row(table, process, contract))
        .collect()
}

fn row(table: &'static Table, process: &Process<'_>, contract: &Value) -> Made {
    let award = process.award(contract);
    let of_award = |path: &str| award.map_or("".into(), |award| text(award, path));
    let valued = if at(contract, "value.amount").is_some() {
        Some(contract)
    } else {
        award
    };
    let value = |path: &str| valued.map_or("".into(), |valued| text(valued, path));
    let tenders = award.map_or_else(Vec::new, |award| process.tenders_of(award));
    let row = table
        .row()
        .set("id", id(process, contract))
        .set(
            "tenderId",
            if let [tender] = tenders.as_slice() {
                tender
            } else {
                ""
            },
        )
        .set("projectId", process.text("planning.budget.projectID"))
        .set("buyerId", process.buyer())
        .set("method", process.method().unwrap_or_default())
        .set("category", process.text("tender.mainProcurementCategory"))
        .set("supplierKind", "COMPANY")
        .money("amount", &value("value.amount"), &value("value.currency"))
        .set("awardedOn", date(&of_award("date")))
        .set("signedOn", date(&text(contract, "dateSigned")));
    match award
        .map_or(&[][..], |award| list(award, "suppliers"))
        .first()
    {
        Some(supplier) => row.set("supplierId", text(supplier, "id")),
        None => row.refuse(
            "supplierId",
            &text(contract, "awardID"),
            Fault::MissingValue,
            "no award of this release has this id and names a supplier",
        ),
    }
}

/// Suppliers behind the first.
pub(super) fn parties(table: &'static Table, process: &Process<'_>) -> Vec<Made> {
    let further = |contract| {
        let award = process.award(contract);
        let suppliers = award.map_or(&[][..], |award| list(award, "suppliers"));
        suppliers.iter().skip(1).map(move |supplier| {
            table
                .row()
                .set("contractId", id(process, contract))
                .set("partyKind", "COMPANY")
                .set("partyId", text(supplier, "id"))
                .set("role", "CONSORTIUM")
        })
    };
    process.list("contracts").iter().flat_map(further).collect()
}

/// The unit and the unit price of an item, where it names both and how much of it.
pub(super) fn priced(item: &Value) -> Option<(&Value, &Value)> {
    at(item, "quantity")?;
    Some((at(item, "unit.name")?, at(item, "unit.value.amount")?))
}

pub(super) fn items(table: &'static Table, process: &Process<'_>) -> Vec<Made> {
    let rows = |contract| {
        list(contract, "items").iter().filter_map(move |item| {
            let (unit, price) = priced(item)?;
            let row = table
                .row()
                .set("contractId", id(process, contract))
                .set("item", text(item, "description"))
                .set("unit", shown(unit))
                .set("quantity", text(item, "quantity"))
                .money(
                    "unitPrice",
                    &shown(price),
                    &text(item, "unit.value.currency"),
                );
            Some(row)
        })
    };
    process.list("contracts").iter().flat_map(rows).collect()
}

/// What the amount was before an amendment that led to `after`: the same where it says what it
/// changed and that was something else, nothing where it does not say.
fn before(amendment: &Value, after: Option<Decimal>) -> Option<Decimal> {
    let changes = list(amendment, "changes");
    let amount = changes.iter().find(|change| {
        let property = text(change, "property").replace('/', ".");
        property.ends_with("value.amount")
    });
    match amount {
        Some(change) => Decimal::parse(&text(change, "former_value")),
        None => after.filter(|_| !changes.is_empty()),
    }
}

pub(super) fn amendments(table: &'static Table, process: &Process<'_>) -> Vec<Made> {
    let mut rows = Vec::new();
    for contract in process.list("contracts") {
        let mut amendments: Vec<&Value> = list(contract, "amendments").iter().collect();
        amendments.sort_by_key(|amendment| text(amendment, "date"));
        // Each led to what the next one changed, the last to what is in force.
        let mut after = Decimal::parse(&text(contract, "value.amount"));
        let mut made: Vec<Made> = Vec::new();
        for amendment in amendments.iter().rev() {
            let before = before(amendment, after);
            let change = before
                .zip(after)
                .and_then(|(before, after)| after.less(before));
            made.push(amended(table, process, [contract, amendment], change));
            after = before;
        }
        made.reverse();
        rows.extend(made);
    }
    rows
}

fn amended(
    table: &'static Table,
    process: &Process<'_>,
    [contract, amendment]: [&Value; 2],
    change: Option<Decimal>,
) -> Made {
    let part = format!("{}-{}", text(contract, "id"), text(amendment, "id"));
    let row = table
        .row()
        .set("id", process.id(&part))
        .set("contractId", id(process, contract))
        .set("signedOn", date(&text(amendment, "date")))
        .set("reason", text(amendment, "rationale"));
    match change {
        Some(change) => row.set("amountChange", change.to_string()),
        None => row.refuse(
            "amountChange",
            "",
            Fault::MissingValue,
            "the release does not say what the amount was before; fill in by how much it changed",
        ),
    }
}

pub(super) fn payments(table: &'static Table, process: &Process<'_>) -> Vec<Made> {
    let paid = |contract| {
        list(contract, "implementation.transactions")
            .iter()
            .map(move |transaction| {
                table
                    .row()
                    .set("id", process.id(&text(transaction, "id")))
                    .set("payerId", text(transaction, "payer.id"))
                    .set("payeeKind", "COMPANY")
                    .set("payeeId", text(transaction, "payee.id"))
                    .money(
                        "amount",
                        &text(transaction, "value.amount"),
                        &text(transaction, "value.currency"),
                    )
                    .set("paidOn", date(&text(transaction, "date")))
                    .set("contractId", id(process, contract))
            })
    };
    process.list("contracts").iter().flat_map(paid).collect()
}
