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

/// Where alerts are counted, and as what.
type CellKey = (String, Severity, AlertState, Option<String>);

/// What to write after a chunk, and what came of its hits.
#[derive(Debug, Default)]
pub struct Outcome {
    pub(super) kept: Vec<Kept>,
    pub(super) lapsed: Vec<Lapsed>,
    pub(super) heard: usize,
    changes: BTreeMap<CellKey, i64>,
    /// Hits never raised before.
    pub raised: usize,
    /// Hits that are open again.
    pub returned: usize,
    /// Hits known already.
    pub seen_again: usize,
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
    let mut on_file: BTreeMap<String, OnFile> =
        on_file.into_iter().map(|alert| (alert.id.clone(), alert)).collect();
    let params = Value::Object(judged.params.clone()).to_string();
    let mut outcome = Outcome::default();
    let hits = judged.found.iter().filter_map(|found| match found {
        Found::Hit(hit) => Some(hit),
        Found::NotComputable(_) => None,
    });
    for hit in hits {
        let id = alert_id(&hit.rule, &hit.subject_id, &hit.key);
        let region = judged.regions.get(&hit.subject_id).cloned().flatten();
        let mut kept = kept(id, hit, &params, region.as_deref());
        let known = on_file.remove(&kept.id);
        match known.as_ref().map(|known| known.state) {
            None => outcome.raised += 1,
            Some(AlertState::Lapsed) => {
                kept.news = News::Returned;
                outcome.returned += 1;
            }
            Some(AlertState::Dismissed) if known.as_ref().is_some_and(|known| known.proof != kept.proof) => {
                kept.news = News::NewEvidence;
                outcome.returned += 1;
            }
            Some(state) => {
                outcome.seen_again += 1;
                let same = known.as_ref().is_some_and(|known| {
                    known.content == kept.content && known.region_code == region
                });
                if same || state == AlertState::Dismissed {
                    continue;
                }
                (kept.state, kept.news) = (state, News::Changed);
            }
        }
        if kept.news != News::Changed {
            outcome.heard += 1;
            kept.heard = Some(outcome.heard);
        }
        if let Some(known) = &known {
            outcome.change(known.region_code.as_deref(), known.severity, known.state, known.programme.clone(), -1);
        }
        outcome.change(region.as_deref(), kept.severity, kept.state, kept.programme.clone(), 1);
        outcome.kept.push(kept);
    }
    for (id, gone) in on_file.into_iter().filter(|(_, alert)| alert.state == AlertState::Open) {
        let news = match (gone.version == rule.version, gone.params == params) {
            (false, _) => News::RuleChanged,
            (true, false) => News::ParamsChanged,
            (true, true) => News::DataChanged,
        };
        let region = gone.region_code.as_deref();
        outcome.change(region, gone.severity, AlertState::Open, gone.programme.clone(), -1);
        outcome.change(region, gone.severity, AlertState::Lapsed, gone.programme, 1);
        outcome.lapsed.push(Lapsed { id, news });
    }
    outcome
}

impl Outcome {
    /// How many open alerts lapsed.
    #[must_use]
    pub fn lapsed(&self) -> usize {
        self.lapsed.len()
    }

    /// Whether there is anything to write.
    pub(super) fn is_nothing(&self) -> bool {
        self.kept.is_empty() && self.lapsed.is_empty()
    }

    fn change(
        &mut self,
        region: Option<&str>,
        severity: Severity,
        state: AlertState,
        programme: Option<String>,
        by: i64,
    ) {
        let township = region.unwrap_or_default();
        let township = township.get(..Level::Township.digits()).unwrap_or(township);
        let key = (township.to_owned(), severity, state, programme);
        *self.changes.entry(key).or_default() += by;
    }

    /// The numbers that change.
    pub(super) fn cells(&self, rule: &str) -> Vec<Cell> {
        let changes = self.changes.iter().filter(|(_, change)| **change != 0);
        changes
            .map(|((region, severity, state, programme), change)| Cell {
                id: digest(&[
                    region,
                    rule,
                    severity.as_str(),
                    state.as_str(),
                    programme.as_deref().unwrap_or_default(),
                ]),
                rule: rule.to_owned(),
                severity: *severity,
                state: *state,
                programme: programme.clone(),
                place: place(Some(region)),
                change: *change,
            })
            .collect()
    }
}

fn kept(id: String, hit: &Hit, params: &str, region: Option<&str>) -> Kept {
    let facts = Value::Object(hit.facts.clone()).to_string();
    let evidence = serde_json::to_string(&hit.evidence).unwrap_or_default();
    let proof: BTreeSet<(&str, &str)> =
        hit.evidence.iter().map(|proof| (proof.kind.as_str(), proof.id.as_str())).collect();
    let proof: Vec<&str> = proof.into_iter().flat_map(|(kind, id)| [kind, id]).collect();
    let measure = hit.measure.to_string();
    Kept {
        id,
        heard: None,
        subject_id: hit.subject_id.clone(),
        key: hit.key.clone(),
        params: params.to_owned(),
        measure: hit.measure.clone(),
        content: digest(&[&measure, &facts, &evidence, hit.severity.as_str(), params]),
        proof: digest(&proof),
        facts,
        evidence,
        severity: hit.severity,
        programme: hit.facts.get("programme").and_then(Value::as_str).map(str::to_owned),
        state: AlertState::Open,
        news: News::Raised,
        place: place(region),
    }
}

/// A region's code and its tiers, from the province down to the village.
fn place(region: Option<&str>) -> Vec<Value> {
    let mut slots = vec![Value::Null; 1 + Level::ALL.len()];
    if let Some(code) = region.and_then(|region| region.parse::<RegionCode>().ok()) {
        let tiers: BTreeMap<Level, &str> = code.tiers().collect();
        let tiers = Level::ALL.iter().map(|level| tiers.get(level).copied());
        slots = std::iter::once(Some(code.as_str())).chain(tiers).map(Value::from).collect();
    }
    slots
}
