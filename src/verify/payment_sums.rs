//! The sums of payments, held against the payments.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::{PAGE, Verifier, VerifyError, finding::Wrong, stored::Stored};
use crate::{
    graph::Statement,
    model::sheet::{TIERS, Tier},
    statement,
};

statement! {
    /// The next sums of payments.
    "verify/payment_sums.cypher" => PaymentSum;
    struct PaymentSums<'a> { after: &'a str, most: usize }
}

/// What a sum is of, but for the tier: region, agency, programme, month, kind of payee.
type Of = [String; 5];

/// How many rows there are, what they come to, and how many of them are payments.
type Sum = [i64; 3];

/// A sum as the graph has it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentSum {
    id: String,
    sheet: String,
    region_code: String,
    agency_id: String,
    programme_id: String,
    month: String,
    payee_kind: String,
    rows: i64,
    amount_fen: i64,
    payments: i64,
}

/// The payments on file, summed up.
#[derive(Default)]
pub(super) struct Sums(HashMap<Of, Sum>);

impl Sums {
    /// Takes in a payment.
    pub fn take(&mut self, row: &Stored) {
        let value = |column: &str| row.values.get(row.table.column(column)?.slot);
        let text = |column| value(column).and_then(Value::as_str).unwrap_or_default();
        let month = text("paidOn").get(..7).unwrap_or_default();
        let columns = ["regionCode", "payerId", "programmeId"].map(text);
        let [region, agency, programme] = columns;
        let of = [region, agency, programme, month, text("payeeKind")].map(str::to_owned);
        let amount = value("amount").and_then(Value::as_i64).unwrap_or(0);
        let one = match text("status") {
            "" | "PAID" => [1, amount, 1],
            _ => [1, -amount, 0],
        };
        add(self.0.entry(of).or_default(), one);
    }

    /// The sums that there must be, by sheet and by what they are of.
    fn by_tier(self) -> HashMap<(String, Of), Sum> {
        let mut sums = HashMap::new();
        for (of, sum) in self.0 {
            for tier in TIERS {
                add(sums.entry(placed(tier, &of)).or_default(), sum);
            }
        }
        sums
    }
}

fn placed(tier: Tier, of: &Of) -> (String, Of) {
    let mut of = of.clone();
    let sheet = tier.sheet(&of[0]);
    of[0] = tier.cut(&of[0]).to_owned();
    (sheet, of)
}

fn add(sum: &mut Sum, other: Sum) {
    for (sum, other) in sum.iter_mut().zip(other) {
        *sum += other;
    }
}

impl Verifier<'_> {
    /// Every sum is what the payments come to; one that nothing counts in any more says nothing.
    pub async fn payment_sums(&mut self) -> Result<(), VerifyError> {
        let mut wanted = std::mem::take(&mut self.sums).by_tier();
        let mut after = String::new();
        loop {
            let next = PaymentSums {
                after: &after,
                most: PAGE,
            };
            let found = self.read(next.exchange()?).await?;
            if found.is_empty() {
                break;
            }
            for record in found {
                let found: PaymentSum = serde_json::from_value(Value::Object(record))?;
                after = after.max(found.id.clone());
                let of = [
                    found.region_code,
                    found.agency_id,
                    found.programme_id,
                    found.month,
                    found.payee_kind,
                ];
                let wanted = wanted.remove(&(found.sheet, of)).unwrap_or_default();
                let sum = [found.rows, found.amount_fen, found.payments];
                if sum != wanted {
                    let detail = format!(
                        "it says {sum:?} for rows, fen and payments, which come to {wanted:?}"
                    );
                    self.findings
                        .add(Wrong::WrongSum, "payments", &found.id, detail);
                }
            }
        }
        for (sheet, of) in wanted.into_keys() {
            let id = format!("{sheet}|{}", of.join("|"));
            let detail = "its payments are not summed up";
            self.findings.add(Wrong::WrongSum, "payments", &id, detail);
        }
        Ok(())
    }
}
