//! Whether rules can be computed at all: which registers and fields are on file, county by county.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Answer, Judge, JudgeError, Need, Rule};
use crate::{graph::Template, template};

const FILLED: Template = template!("subjects/filled.cypher");

/// What a rule lacks in a county.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Readiness {
    /// The rule's id.
    pub rule: String,
    /// Division code of the county; empty for what lies in none.
    pub county: String,
    /// Subjects of the rule's kind there.
    pub subjects: usize,
    /// Registers that were never loaded for it.
    pub missing: Vec<String>,
    /// Registers that are too old.
    pub stale: Vec<String>,
    /// Fields that the rule reads, with how many nodes have them.
    pub fields: Vec<Field>,
}

/// How full a field is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Label and name.
    pub name: String,
    /// Nodes of the label.
    pub nodes: usize,
    /// Of them, those that have it.
    pub filled: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Filled {
    county: String,
    nodes: usize,
    filled: usize,
}

/// How full fields are, by label and name and by county, each asked once.
#[derive(Default)]
pub struct Fields(BTreeMap<(String, String), BTreeMap<String, (usize, usize)>>);

impl Fields {
    async fn of(
        &mut self,
        judge: &Judge,
        rule: &Rule,
        label: &str,
        field: &str,
    ) -> Result<&BTreeMap<String, (usize, usize)>, JudgeError> {
        let key = (label.to_owned(), field.to_owned());
        if !self.0.contains_key(&key) {
            let filled = FILLED.fill(&[("Label", label), ("field", field)]);
            let rows = judge
                .backend
                .read(filled.exchange([]), Instant::now() + judge.patience)
                .await
                .map_err(|cause| JudgeError::Before {
                    file: rule.file,
                    cause,
                })?;
            let rows = rows.into_iter().filter_map(|row| {
                let row: Filled = serde_json::from_value(Value::Object(row)).ok()?;
                Some((row.county, (row.nodes, row.filled)))
            });
            self.0.insert(key.clone(), rows.collect());
        }
        Ok(self.0.entry(key).or_default())
    }
}

impl Judge {
    /// What a rule lacks, county by county.
    ///
    /// # Errors
    /// When the graph cannot be read.
    pub async fn readiness(
        &self,
        rule: &Rule,
        fields: &mut Fields,
    ) -> Result<Vec<Readiness>, JudgeError> {
        let header = &rule.header;
        let subject = header.subject.as_str();
        let counted = fields.of(self, rule, subject, "id").await?.clone();
        let mut full: BTreeMap<String, BTreeMap<String, (usize, usize)>> = BTreeMap::new();
        for need in &header.needs {
            if let Need::Field(label, field) = need {
                let by_county = fields.of(self, rule, label, field).await?;
                full.insert(need.to_string(), by_county.clone());
            }
        }
        let counties: BTreeSet<&String> = counted.keys().collect();
        let ready = counties.into_iter().map(|county| {
            let registers = |wanted: Answer| {
                let lacks = header.needs.iter().filter(|need| {
                    matches!(need, Need::Register(_))
                        && self.coverage.of_register(rule, need, county, self.as_of) == wanted
                });
                lacks.map(ToString::to_string).collect()
            };
            let fields = full.iter().map(|(name, by_county)| {
                let (nodes, filled) = by_county.get(county).copied().unwrap_or_default();
                Field {
                    name: name.clone(),
                    nodes,
                    filled,
                }
            });
            Readiness {
                rule: header.id.clone(),
                county: county.clone(),
                subjects: counted.get(county).map_or(0, |(nodes, _)| *nodes),
                missing: registers(Answer::NotComputable),
                stale: registers(Answer::Stale),
                fields: fields.collect(),
            }
        });
        Ok(ready.collect())
    }
}
