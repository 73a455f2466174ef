//! Payments summed up, in the transaction that writes them: each counts in a sum for every tier of
//! regions, by programme, agency, month and kind of payee.

use serde::Deserialize;

use super::{LoadError, catalogue::Table, session::Session, transaction::Nothing};
use crate::{
    graph::{Exchange, Statement},
    model::sheet::{TIERS, Tier},
    statement,
};

/// Payments summed up anew in one transaction.
const PORTION: usize = 10_000;

statement! {
    /// Adds payments to their sums as often as `times` says, or takes them out where it is negative.
    "load/payment_sums/add.cypher" => Nothing;
    struct AddPayments<'a> { ids: Vec<&'a str>, tiers: [Tier; 3], times: i64 }
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

/// Has the sums hold after some payments are written: those that the graph has now count until then,
/// those that it is to have from then on.
pub(super) fn around<'a>(
    table: &Table,
    now: impl Iterator<Item = &'a str>,
    then: impl Iterator<Item = &'a str>,
    exchanges: &mut Vec<Exchange>,
) -> Result<(), LoadError> {
    if table.name != "payments" {
        return Ok(());
    }
    if let Some(out) = add(now.collect(), -1)? {
        exchanges.insert(0, out);
    }
    exchanges.extend(add(then.collect(), 1)?);
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
        session.write(Vec::from_iter(add(some, 1)?)).await?;
        after.clone_from(last);
    }
}

fn add(ids: Vec<&str>, times: i64) -> Result<Option<Exchange>, LoadError> {
    if ids.is_empty() {
        return Ok(None);
    }
    let add = AddPayments {
        ids,
        tiers: TIERS,
        times,
    };
    Ok(Some(add.exchange()?))
}
