//! The same questions put to the JavaScript stack, whose answers are held against the service's.

use std::{net::SocketAddr, sync::Arc};

use anyhow::{Context, ensure};
use kinflow::model::Money;
use serde_json::{Value, json};

use crate::http::{Connection, Exchange, post};

/// What a row of an answer says: each value by its field, however deep it lies.
type Row = Vec<(String, Value)>;

/// `benches/javascript/serve.js`, serving the same graph.
#[derive(Clone, Copy)]
pub struct JavaScript {
    /// Where it listens.
    pub address: SocketAddr,
}

impl JavaScript {
    /// Asks about every subject once, and holds the answer against what the service at the address
    /// makes of the exchange of the same place.
    ///
    /// # Errors
    /// When an answer says something else than the service's, or all say nothing.
    pub async fn ask(
        self,
        document: &str,
        subjects: &[String],
        service: SocketAddr,
        exchanges: &[Exchange],
    ) -> anyhow::Result<Arc<[Exchange]>> {
        let mut service = Connection::open(service).await?;
        let mut javascript = Connection::open(self.address).await?;
        let mut asked = Vec::with_capacity(subjects.len());
        let mut said = 0;
        for (subject, exchange) in subjects.iter().zip(exchanges) {
            let body = json!({ "query": document, "variables": { "id": subject } });
            let request = post(self.address, "", &body);
            let answer = javascript.ask(&request).await?;
            let expected = service.ask(&exchange.request).await?;
            let found = rows(answer)?;
            ensure!(
                found == rows(expected)?,
                "JavaScript answers otherwise about {subject}: {}\nthan the service: {}",
                String::from_utf8_lossy(answer),
                String::from_utf8_lossy(expected),
            );
            said += found.len();
            let length = answer.len();
            asked.push(Exchange { request, length });
        }
        ensure!(said > 0, "no answer has a row to compare");
        Ok(asked.into())
    }
}

/// The rows of an answer in their order, whatever each stack calls and nests them by.
fn rows(answer: &[u8]) -> anyhow::Result<Vec<Row>> {
    let text = || String::from_utf8_lossy(answer).into_owned();
    let answer: Value = serde_json::from_slice(answer).with_context(text)?;
    ensure!(answer.get("errors").is_none(), "{}", text());
    let mut rows = Vec::new();
    collect(answer.get("data").with_context(text)?, &mut rows).with_context(text)?;
    Ok(rows)
}

/// Every object is a row, except that a list, and an object around one object or list, stand for
/// what they hold.
fn collect(value: &Value, rows: &mut Vec<Row>) -> anyhow::Result<()> {
    match value {
        Value::Array(values) => values.iter().try_for_each(|value| collect(value, rows)),
        Value::Object(fields) => {
            let inner = fields.values().next();
            match inner.filter(|inner| fields.len() == 1 && (inner.is_array() || inner.is_object()))
            {
                Some(inner) => collect(inner, rows),
                None => {
                    let mut row = Row::new();
                    spell_out("", value, &mut row)?;
                    row.sort_by(|(one, _), (other, _)| one.cmp(other));
                    rows.push(row);
                    Ok(())
                }
            }
        }
        _ => anyhow::bail!("a value outside of any row: {value}"),
    }
}

/// Adds the values of an object; yuan as fen, which is how the graph has them.
fn spell_out(field: &str, value: &Value, row: &mut Row) -> anyhow::Result<()> {
    match (field, value) {
        (_, Value::Object(fields)) => {
            for (field, value) in fields {
                spell_out(field, value, row)?;
            }
        }
        ("amount", Value::String(yuan)) => {
            let fen = yuan.parse::<Money>()?.fen().to_string();
            row.push(("amountFen".to_owned(), fen.into()));
        }
        _ => row.push((field.to_owned(), value.clone())),
    }
    Ok(())
}
