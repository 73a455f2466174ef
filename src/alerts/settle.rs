//! What becomes of alerts when a rule has looked at a chunk of subjects again.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    AlertState, News,
    statements::{Cell, Kept, Lapsed, OnFile},
};
use crate::{
    model::{Level, RegionCode},
    rules::{Found, Hit, Judged, Rule, Severity},
};

/// What to write after a chunk, and what came of its hits.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) raised: Vec<Kept>,
    pub(super) changed: Vec<Kept>,
    pub(super) lapsed: Vec<Lapsed>,
    pub(super) cells: BTreeMap<String, Cell>,
    /// Hits that are open again.
    pub(super) returned: usize,
    /// Hits known already.
    pub(super) seen_again: usize,
}

/// The id of the alert of a rule on a subject with a key, whenever it is found.
#[must_use]
pub fn alert_id(rule: &str, subject: &str, key: &str) -> String {
    digest(&[rule, subject, key])
}

/// The first 32 hexadecimal digits of the SHA-256 of texts, each behind its length.
pub(super) fn digest(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    HEXLOWER.encode(hash.finalize().get(..16).unwrap_or_default())
}

/// Compares what a rule found in a chunk with the alerts on file of the same subjects.
pub(super) fn settle(rule: &Rule, judged: &Judged, on_file: Vec<OnFile>) -> Outcome {
    let mut on_file: BTreeMap<String, OnFile> = on_file
        .into_iter()
        .map(|alert| (alert.id.clone(), alert))
        .collect();
    let params = Value::Object(judged.params.clone()).to_string();
    let mut outcome = Outcome::default();
    let hits = judged.found.iter().filter_map(|found| match found {
        Found::Hit(hit) => Some(hit),
        Found::NotComputable(_) => None,
    });
    for hit in hits {
        let id = alert_id(&hit.rule, &hit.subject_id, &hit.key);
        // What belongs to no region is seen by whoever sees all of them.
        let region = judged
            .regions
            .get(&hit.subject_id)
            .cloned()
            .flatten()
            .unwrap_or_default();
        let mut kept = kept(id, hit, &params, &region);
        kept.joined = outcome.cell(cell(
            rule,
            &region,
            kept.severity,
            AlertState::Open,
            kept.programme.as_deref(),
        ));
        let Some(known) = on_file.remove(&kept.id) else {
            kept.heard = Some(outcome.raised.len() + 1);
            outcome.raised.push(kept);
            continue;
        };
        (kept.state, kept.news) = match known.state {
            AlertState::Lapsed => (AlertState::Open, News::Returned),
            AlertState::Dismissed if known.proof != kept.proof => {
                (AlertState::Open, News::NewEvidence)
            }
            AlertState::Dismissed => (AlertState::Dismissed, News::Changed),
            state => (state, News::Changed),
        };
        if kept.news == News::Changed {
            outcome.seen_again += 1;
            let same = known.content == kept.content && known.region_code == region;
            if same || known.state == AlertState::Dismissed {
                continue;
            }
            kept.joined = outcome.cell(cell(
                rule,
                &region,
                kept.severity,
                kept.state,
                kept.programme.as_deref(),
            ));
        } else {
            outcome.returned += 1;
            kept.heard = Some(outcome.changed.len() + 1);
        }
        kept.left = Some(outcome.cell(known.cell(rule)));
        kept.revision = Some(known.revision);
        outcome.changed.push(kept);
    }
    for gone in on_file
        .into_values()
        .filter(|alert| alert.state == AlertState::Open)
    {
        let news = match (gone.version == rule.version, gone.params == params) {
            (false, _) => News::RuleChanged,
            (true, false) => News::ParamsChanged,
            (true, true) => News::DataChanged,
        };
        let left = outcome.cell(gone.cell(rule));
        let joined = outcome.cell(cell(
            rule,
            &gone.region_code,
            gone.severity,
            AlertState::Lapsed,
            gone.programme.as_deref(),
        ));
        outcome.lapsed.push(Lapsed {
            id: gone.id,
            left,
            joined,
            revision: gone.revision,
            news,
        });
    }
    outcome
}

impl OnFile {
    /// Where it is counted.
    fn cell(&self, rule: &Rule) -> Cell {
        cell(
            rule,
            &self.region_code,
            self.severity,
            self.state,
            self.programme.as_deref(),
        )
    }
}

/// Where alerts of a rule are counted: by the township, or the region that is none.
fn cell(
    rule: &Rule,
    region: &str,
    severity: Severity,
    state: AlertState,
    programme: Option<&str>,
) -> Cell {
    Cell::of(&rule.header.id, region, severity, state, programme)
}

impl Cell {
    /// Where alerts are counted: by the township, or the region that is none.
    pub(super) fn of(
        rule: &str,
        region: &str,
        severity: Severity,
        state: AlertState,
        programme: Option<&str>,
    ) -> Self {
        let township = region.get(..Level::Township.digits()).unwrap_or(region);
        let words = [
            township,
            rule,
            severity.as_str(),
            state.as_str(),
            programme.unwrap_or_default(),
        ];
        Self {
            id: digest(&words),
            rule: rule.to_owned(),
            severity,
            state,
            programme: programme.map(str::to_owned),
            place: place(township),
        }
    }
}

impl Outcome {
    /// Whether there is anything to write.
    pub(super) fn is_nothing(&self) -> bool {
        self.raised.is_empty() && self.changed.is_empty() && self.lapsed.is_empty()
    }

    fn cell(&mut self, cell: Cell) -> String {
        let id = cell.id.clone();
        self.cells.entry(id.clone()).or_insert(cell);
        id
    }
}

fn kept(id: String, hit: &Hit, params: &str, region: &str) -> Kept {
    let facts = Value::Object(hit.facts.clone()).to_string();
    let evidence = serde_json::to_string(&hit.evidence).unwrap_or_default();
    let proof: BTreeSet<(&str, &str)> = hit
        .evidence
        .iter()
        .map(|proof| (proof.kind.as_str(), proof.id.as_str()))
        .collect();
    let proof: Vec<&str> = proof
        .into_iter()
        .flat_map(|(kind, id)| [kind, id])
        .collect();
    let measure = hit.measure.to_string();
    Kept {
        id,
        heard: None,
        joined: String::new(),
        left: None,
        revision: None,
        subject_id: hit.subject_id.clone(),
        key: hit.key.clone(),
        params: params.to_owned(),
        measure: hit.measure.clone(),
        content: digest(&[&measure, &facts, &evidence, hit.severity.as_str(), params]),
        proof: digest(&proof),
        facts,
        evidence,
        severity: hit.severity,
        programme: hit
            .facts
            .get("programme")
            .and_then(Value::as_str)
            .map(str::to_owned),
        state: AlertState::Open,
        news: News::Raised,
        place: place(region),
    }
}

/// A region's code and its tiers, from the province down to the village.
fn place(region: &str) -> Vec<Value> {
    let mut slots = vec![Value::Null; 1 + Level::ALL.len()];
    if let Some(whole) = slots.first_mut() {
        *whole = region.into();
    }
    if let Ok(code) = region.parse::<RegionCode>() {
        let tiers: BTreeMap<Level, &str> = code.tiers().collect();
        let tiers = Level::ALL.iter().map(|level| tiers.get(level).copied());
        slots = std::iter::once(Some(code.as_str()))
            .chain(tiers)
            .map(Value::from)
            .collect();
    }
    slots
}
