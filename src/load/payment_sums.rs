//! Payments summed up, in the transaction that writes them: each counts in a sum for every tier of
//! regions that has them, by programme, agency, month and kind of payee.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{LoadError, catalogue::Table, row::Row, session::Session, transaction::Nothing};
use crate::{
    graph::{Exchange, Statement},
    model::sheet::{TIERS, Tier},
    statement,
};

/// Payments summed up anew in one transaction.
const PORTION: usize = 10_000;

statement! {
    /// Adds payments that the graph has to their sums as often as `times` says, or takes them out where
    /// it is negative.
    "load/payment_sums/of_payments.cypher" then "load/payment_sums/add.cypher" => Nothing;
    struct CountPayments<'a> { ids: Vec<&'a str>, tiers: [Tier; 2], times: i64 }
}
statement! {
    /// Adds what rows of payments come to.
    "load/payment_sums/of_rows.cypher" then "load/payment_sums/add.cypher" => Nothing;
    struct CountRows { rows: Vec<Value> }
}
statement! {
    /// Takes away every sum of payments.
    "load/payment_sums/clear.cypher" => Nothing;
    struct ClearPaymentSums {}
}
statement! {
    /// The next payments, to sum them up anew.
    "load/payment_sums/payments.cypher" => Portion;
    struct NextPayments<'a> { after: &'a str, most: usize }
}

#[derive(Debug, Deserialize)]
struct Portion {
    ids: Vec<String>,
}

/// The statement that takes payments out of their sums, before they change or go.
pub(super) fn take_out(
    table: &Table,
    ids: &[&str],
    exchanges: &mut Vec<Exchange>,
) -> Result<(), LoadError> {
    if table.name == "payments" && !ids.is_empty() {
        exchanges.push(counting(ids.to_vec(), -1)?);
    }
    Ok(())
}

/// The statement that adds rows to the sums.
pub(super) fn add<'a>(
    table: &Table,
    rows: impl Iterator<Item = &'a Row>,
    exchanges: &mut Vec<Exchange>,
) -> Result<(), LoadError> {
    if table.name != "payments" {
        return Ok(());
    }
    let mut sums: BTreeMap<(String, [String; 6]), [i64; 3]> = BTreeMap::new();
    for row in rows {
        let text = |column| row.of(table, column).unwrap_or_default();
        let amount = table
            .column("amount")
            .and_then(|column| row.values.get(column.slot));
        let amount = amount.and_then(Value::as_i64).unwrap_or(0);
        let one = match text("status") {
            "" | "PAID" => [1, amount, 1],
            _ => [1, -amount, 0],
        };
        let month = text("paidOn").get(..7).unwrap_or_default();
        let of = ["payerId", "programmeId"].map(text);
        for tier in TIERS {
            let (sheet, region) = (tier.sheet(text("regionCode")), tier.cut(text("regionCode")));
            let of = [&sheet, region, of[0], of[1], month, text("payeeKind")].map(str::to_owned);
            let sum = sums.entry((of.join("|"), of)).or_default();
            for (sum, one) in sum.iter_mut().zip(one) {
                *sum += one;
            }
        }
    }
    // In the order of their ids, so that no two transactions wait for each other.
    let rows = sums.into_iter().map(|((id, of), [rows, fen, payments])| {
        let [sheet, region, agency, programme, month, kind] = of;
        json!([
            id, sheet, region, agency, programme, month, kind, rows, fen, payments
        ])
    });
    let rows: Vec<Value> = rows.collect();
    if !rows.is_empty() {
        exchanges.push(CountRows { rows }.exchange()?);
    }
    Ok(())
}

/// Sums up every payment anew, for a graph whose sums were made by another version or never.
pub(super) async fn renew(session: Session<'_>) -> Result<(), LoadError> {
    session.write(vec![ClearPaymentSums {}.exchange()?]).await?;
    let mut after = String::new();
    loop {
        let next = NextPayments {
            after: &after,
            most: PORTION,
        };
        let portion: Vec<Portion> = session.read(next.exchange()?).await?;
        let ids = portion.into_iter().flat_map(|portion| portion.ids);
        let ids: Vec<String> = ids.collect();
        let Some(last) = ids.iter().max() else {
            return Ok(());
        };
        let some = ids.iter().map(String::as_str).collect();
        session.write(vec![counting(some, 1)?]).await?;
        after.clone_from(last);
    }
}

fn counting(ids: Vec<&str>, times: i64) -> Result<Exchange, LoadError> {
    let count = CountPayments {
        ids,
        tiers: TIERS,
        times,
    };
    Ok(count.exchange()?)
}
