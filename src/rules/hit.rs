//! What a rule answers with: hits with their proof, and what cannot be computed.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use super::{Rule, Severity};
use crate::graph::Record;

/// A node or a link that proves a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Its label or type.
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// What a rule found about a subject.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    /// The rule's id.
    pub rule: String,
    /// Whom or what it is about.
    pub subject_id: String,
    /// What tells two hits on one subject apart.
    pub key: String,
    /// The number compared with the threshold.
    pub measure: Number,
    /// What it tells.
    pub facts: Map<String, Value>,
    /// What proves it, in order.
    pub evidence: Vec<Proof>,
    /// How grave it would be.
    pub severity: Severity,
}

/// What a rule could not compute about a subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotComputable {
    /// Whom or what it is about.
    pub subject_id: String,
    /// What tells two answers on one subject apart.
    pub key: String,
    /// What is missing.
    pub missing: String,
}

/// A row of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A hit.
    Hit(Hit),
    /// What cannot be computed.
    NotComputable(NotComputable),
}

impl Found {
    /// Subject and key.
    #[must_use]
    pub fn place(&self) -> (&str, &str) {
        match self {
            Self::Hit(hit) => (&hit.subject_id, &hit.key),
            Self::NotComputable(open) => (&open.subject_id, &open.key),
        }
    }

    /// Reads a row of a rule.
    ///
    /// # Errors
    /// The column that is not what the header says, and why.
    pub fn read(rule: &Rule, mut row: Record) -> Result<Self, String> {
        let mut text = |column: &str| match row.remove(column) {
            Some(Value::String(text)) if !text.is_empty() => Ok(text),
            _ => Err(format!("the column {column} holds no text")),
        };
        let (subject_id, key) = (text("subjectId")?, text("key")?);
        let facts = match row.remove("facts") {
            Some(Value::Object(facts)) => facts,
            _ => return Err("the column facts holds no map".into()),
        };
        let measure = match row.remove("measure") {
            Some(Value::Null) | None => {
                let missing = facts.get("missing").and_then(Value::as_str);
                let missing = missing.ok_or("a row without a measure says in facts.missing why")?;
                return Ok(Self::NotComputable(NotComputable {
                    subject_id,
                    key,
                    missing: missing.to_owned(),
                }));
            }
            Some(Value::Number(measure)) => measure,
            Some(_) => return Err("the column measure holds no number".into()),
        };
        for (name, value) in &facts {
            match rule.header.facts.get(name) {
                None => return Err(format!("the header does not declare the fact {name}")),
                Some(fact) if !fact.holds(value) => {
                    return Err(format!("the fact {name} is not what the header says"));
                }
                Some(_) => {}
            }
        }
        let evidence = row.remove("evidence").unwrap_or_default();
        let evidence: Vec<Proof> = serde_json::from_value(evidence)
            .map_err(|_| "the column evidence holds no list of {kind, id}".to_owned())?;
        if evidence.is_empty() {
            return Err("a hit without evidence".into());
        }
        let graver = facts.get("severity").and_then(Value::as_str);
        let severity = match graver {
            Some(word) => word
                .parse()
                .map_err(|_| "the fact severity is LOW, MEDIUM or HIGH".to_owned())?,
            None => rule.header.severity,
        };
        Ok(Self::Hit(Hit {
            rule: rule.header.id.clone(),
            subject_id,
            key,
            measure,
            facts,
            evidence,
            severity,
        }))
    }
}
