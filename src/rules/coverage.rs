//! Which registers were loaded for which regions, and so what silence of a rule means.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::{Need, Rule};
use crate::{graph::Statement, statement};

/// What a rule says of a subject that it does not hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// There is nothing.
    Clear,
    /// A register is older than the rule takes.
    Stale,
    /// A register was never loaded for the subject's region, or a field is not on file.
    NotComputable,
}

/// A register that was loaded for a region.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Covered {
    dataset: String,
    region_code: String,
    as_of: Option<NaiveDate>,
}

statement! {
    /// Which register was loaded for which region, up to which day.
    "subjects/coverage.cypher" => Covered;
    pub struct CoverageOnFile {}
}

/// By register and region, the last day that it tells of.
#[derive(Clone, Debug, Default)]
pub struct Coverage(BTreeMap<String, BTreeMap<String, NaiveDate>>);

impl Coverage {
    pub(super) fn exchange() -> Result<crate::graph::Exchange, serde_json::Error> {
        CoverageOnFile {}.exchange()
    }

    /// The coverage that rows tell.
    pub(super) fn of(rows: Vec<Covered>) -> Self {
        let mut coverage: BTreeMap<String, BTreeMap<String, NaiveDate>> = BTreeMap::new();
        for row in rows {
            let Some(as_of) = row.as_of else { continue };
            let regions = coverage.entry(row.dataset.to_uppercase()).or_default();
            let last = regions.entry(row.region_code).or_insert(as_of);
            *last = (*last).max(as_of);
        }
        Self(coverage)
    }

    /// The last day that a register tells of in a region.
    #[must_use]
    pub fn until(&self, register: &str, region: &str) -> Option<NaiveDate> {
        let regions = self.0.get(&register.to_uppercase())?;
        let around = regions
            .iter()
            .filter(|(place, _)| region.starts_with(place.as_str()));
        around.map(|(_, as_of)| *as_of).max()
    }

    /// What the silence of a rule on a day means in a region, as far as one register goes.
    #[must_use]
    pub fn of_register(&self, rule: &Rule, need: &Need, region: &str, as_of: NaiveDate) -> Answer {
        let oldest = as_of - Days::new(rule.header.max_age_days.into());
        let Need::Register(name) = need else {
            return Answer::Clear;
        };
        match self.until(name, region) {
            None => Answer::NotComputable,
            Some(until) if until < oldest => Answer::Stale,
            Some(_) => Answer::Clear,
        }
    }

    /// What the silence of a rule on a day means in a region, and what is missing.
    #[must_use]
    pub fn answer<'a>(
        &self,
        rule: &'a Rule,
        region: &str,
        as_of: NaiveDate,
    ) -> (Answer, Option<&'a Need>) {
        let needs = rule.header.needs.iter();
        let answers = needs.map(|need| (self.of_register(rule, need, region, as_of), Some(need)));
        let worst = answers.max_by_key(|(answer, _)| *answer);
        worst.unwrap_or((Answer::Clear, None))
    }
}
