//! Rules as people read them, and their runs.

use async_graphql::{ComplexObject, Context, ID, Json, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    context::ContextExt,
    error::Code,
    funds::DateRange,
    page::{first, rows},
    scalars::Date,
    verdicts::{Precision, precision},
};
use crate::{
    alerts::{Progress, RunState},
    model::{RegionCode, kin::Locale},
    questions::Titles,
    rules::{Rule, Severity},
    statement,
};

statement! {
    /// The last runs of a rule, or of all.
    "runs/listed.cypher" => RuleRun;
    pub struct RuleRuns<'a> { rule: Option<&'a str>, limit: i64 }
}

/// A rule: what it finds, why that matters, and what it needs.
#[derive(Clone, SimpleObject)]
#[graphql(complex, name = "Rule")]
pub struct RuleCard {
    /// Its id, such as `S1`.
    id: ID,
    /// What tells this text of the rule from others of the same id.
    version: String,
    /// What it looks at, as a label of the graph.
    subject: String,
    /// How grave a hit would be if it were confirmed.
    severity: Severity,
    /// The places that have it, as the seed's table names them.
    localities: Vec<String>,
    /// The duties it rests on.
    legal_basis: Vec<String>,
    /// Why a hit deserves a second look.
    why: String,
    /// What it leaves alone.
    exceptions: Vec<String>,
    /// What must be on file for it to say that there is nothing: fields, and registers behind `data:`.
    needs: Vec<String>,
    /// What the settings may change.
    params: Vec<RuleParam>,
    /// Who answers for it.
    owner: String,
    /// The first day that it is in force.
    #[graphql(name = "from")]
    in_force_from: Date,
    #[graphql(skip)]
    title: Titles,
}

/// A number that a rule compares with.
#[derive(Clone, SimpleObject)]
pub struct RuleParam {
    /// Its name.
    name: String,
    /// What it is.
    about: String,
    /// What it is everywhere, unless the settings change it for a region.
    value: Json<serde_json::Value>,
}

impl RuleCard {
    /// The rule's id.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.id
    }
}

#[ComplexObject]
impl RuleCard {
    /// How often it was right where somebody looked: of all its alerts first, then by version.
    async fn precision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Division code of a region; everywhere in scope if absent")]
        region: Option<RegionCode>,
        #[graphql(desc = "Days on which they were raised, both ends included")] raised: Option<
            DateRange,
        >,
    ) -> Result<Vec<Precision>> {
        ctx.reads_people()?;
        precision(ctx, self, region, raised).await
    }

    /// What it is called.
    async fn title(
        &self,
        #[graphql(desc = "Language of the title", default_with = "Locale::Zh")] locale: Locale,
    ) -> &str {
        match locale {
            Locale::En => &self.title.en,
            Locale::Zh => &self.title.zh,
        }
    }
}

impl From<&Rule> for RuleCard {
    fn from(rule: &Rule) -> Self {
        let header = &rule.header;
        let values = rule.params("");
        let params = header.params.iter().map(|param| RuleParam {
            name: param.name.clone(),
            about: param.about.clone(),
            value: Json(values.get(&param.name).cloned().unwrap_or_default()),
        });
        Self {
            id: header.id.as_str().into(),
            version: rule.version.clone(),
            subject: header.subject.to_string(),
            severity: header.severity,
            localities: header.localities.clone(),
            legal_basis: header.legal_basis.clone(),
            why: header.why.clone(),
            exceptions: header.exceptions.clone(),
            needs: header.needs.iter().map(ToString::to_string).collect(),
            params: params.collect(),
            owner: header.owner.clone(),
            in_force_from: Date(header.from),
            title: header.title.clone(),
        }
    }
}

/// A run of a rule over its subjects.
#[derive(Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleRun {
    /// Id of the run.
    id: ID,
    /// The rule's id.
    rule: String,
    /// The version of the rule.
    version: String,
    /// The day judged.
    as_of: Date,
    /// How it stands.
    state: RunState,
    #[graphql(skip)]
    started_at: i64,
    #[graphql(skip)]
    ended_at: Option<i64>,
    #[graphql(skip)]
    counts: String,
    /// Why it failed.
    failure: Option<String>,
}

/// What a run came to, or has come to so far.
#[derive(SimpleObject)]
pub struct RuleRunCounts {
    /// Subjects of the rule's kind.
    subjects: i32,
    /// Of them, those that could hit at all and were looked at.
    looked_at: i32,
    /// Hits.
    hits: i32,
    /// Alerts raised for the first time.
    raised: i32,
    /// Alerts that are open again.
    returned: i32,
    /// Hits known already.
    seen_again: i32,
    /// Open alerts whose hit is gone.
    lapsed: i32,
    /// Subjects without a hit whose registers are on file.
    clear: i32,
    /// Subjects without a hit of whom a register is too old to say so.
    stale: i32,
    /// What could not be computed, as a register or a field is missing.
    not_computable: i32,
    /// What is missing, and how often.
    missing: Vec<RuleRunMissing>,
}

/// Something that is missing.
#[derive(SimpleObject)]
pub struct RuleRunMissing {
    /// A register, a field, or a word of the rule's.
    what: String,
    /// How often.
    number: i32,
}

#[ComplexObject]
impl RuleRun {
    /// When it began.
    async fn started_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.started_at)
    }

    /// When it ended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.ended_at.and_then(DateTime::from_timestamp_millis)
    }

    /// What it came to.
    async fn counts(&self) -> Result<RuleRunCounts> {
        let now: Progress = serde_json::from_str(&self.counts)
            .map_err(|_| Code::Internal.error("the counts of this run cannot be read"))?;
        let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let missing = now
            .judged
            .missing
            .into_iter()
            .map(|(what, often)| RuleRunMissing {
                what,
                number: number(often),
            });
        Ok(RuleRunCounts {
            subjects: number(now.judged.subjects),
            looked_at: number(now.judged.looked_at),
            hits: number(now.judged.raised),
            raised: number(now.raised),
            returned: number(now.returned),
            seen_again: number(now.seen_again),
            lapsed: number(now.lapsed),
            clear: number(now.judged.clear),
            stale: number(now.judged.stale),
            not_computable: number(now.judged.not_computable),
            missing: missing.collect(),
        })
    }
}

/// Root fields of rules.
#[derive(Default)]
pub struct RulesQuery;

#[Object]
impl RulesQuery {
    /// Every rule, by id.
    async fn rules(&self, ctx: &Context<'_>) -> Result<Vec<RuleCard>> {
        ctx.reads_sources()?;
        Ok(ctx.asking().rules.iter().map(RuleCard::from).collect())
    }

    /// A rule by its id.
    async fn rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the rule, such as `S1`")] id: String,
    ) -> Result<Option<RuleCard>> {
        ctx.reads_sources()?;
        Ok(ctx.asking().rules.get(&id).map(RuleCard::from))
    }

    /// The last runs of a rule, or of all rules, the latest first.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn rule_runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the rule; all of them if absent")] rule: Option<String>,
        #[graphql(desc = "Most runs")] first: Option<i32>,
    ) -> Result<Vec<RuleRun>> {
        ctx.reads_sources()?;
        let limit = i64::try_from(self::first(ctx, first)?).unwrap_or(i64::MAX);
        let rule = rule.as_deref();
        Ok(ctx.graph().fetch(RuleRuns { rule, limit }).await?)
    }
}
