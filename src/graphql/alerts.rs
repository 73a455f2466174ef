//! Alerts: what rules found, with the evidence, and how many there are.

use std::collections::BTreeMap;

use async_graphql::{
    ComplexObject, Context, Enum, ID, Object, OneofObject, Result, SimpleObject, Subscription,
};
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt, future::try_join_all, stream};
use serde::{Deserialize, Serialize};

use super::{
    connections::CardOfNode,
    context::{ContextExt, look_up},
    error::Code,
    funds::{CardOfPayment, CardOfProgramme},
    lists::{Key, List, ListTotal, Listed, after, list},
    page::{Page, rows},
    questions::AnswerNode,
    rules::RuleCard,
    scalars::Date,
    verdicts::{AlertEvent, EventsOfAlert},
};
use crate::{
    alerts::{AlertState, DismissReason, News, Standing},
    model::{
        Level, ProgrammeId, RegionCode,
        kin::Locale,
        web::{Node, NodeKind},
    },
    rules::{Hit, Proof, Severity},
    statement,
};

statement! {
    /// A page of alerts.
    "alerts/anchored.cypher" then "alerts/filtered.cypher" then "alerts/listed.cypher" => Listed<Alert>;
    pub struct AlertsPage<'a> {
        of: &'a AlertsOf,
        states: Option<&'a [AlertState]>,
        severities: Option<&'a [Severity]>,
        rules: Option<&'a [String]>,
        programme: Option<&'a ProgrammeId>,
        region: Option<&'a RegionCode>,
        order: AlertOrder,
        after_key: Option<&'a Key>,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many alerts there are.
    "alerts/anchored.cypher" then "alerts/filtered.cypher" then "lists/total.cypher" => ListTotal;
    pub struct AlertsTotal<'a> {
        of: &'a AlertsOf,
        states: Option<&'a [AlertState]>,
        severities: Option<&'a [Severity]>,
        rules: Option<&'a [String]>,
        programme: Option<&'a ProgrammeId>,
        region: Option<&'a RegionCode>,
    }
}
statement! {
    /// Alerts by id.
    "alerts/each.cypher" then "alerts/cards.cypher" => Alert;
    pub struct EachAlert<'a> { ids: &'a [String] }
}
statement! {
    /// Numbers of alerts.
    "alerts/counts.cypher" => Counted;
    pub struct AlertCounts<'a> { region: &'a str }
}

/// Which alerts.
#[derive(Debug, OneofObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AlertsOf {
    /// Those of a rule, by its id.
    Rule(String),
    /// Those of a region and its parts.
    Region(RegionCode),
    /// Those on someone or something, by id.
    Subject(String),
}

/// Orders of alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AlertOrder {
    /// The last raised first.
    Raised,
    /// The gravest first.
    Severity,
}

/// What a rule found about someone or something: a lead, not a verdict.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Alert {
    #[graphql(skip)]
    id: String,
    #[graphql(skip)]
    rule: String,
    /// The version of the rule that found it.
    version: String,
    /// The rule's params that held, as JSON.
    params: String,
    /// The day judged.
    as_of: Date,
    /// What it is about, as a label of the graph.
    subject_kind: String,
    #[graphql(skip)]
    subject_id: String,
    /// What tells two alerts of a rule on one subject apart: a programme, a year, a project.
    key: String,
    /// The number that was compared with the threshold: fen, days, a count, as the rule says.
    measure: f64,
    #[graphql(skip)]
    facts: String,
    #[graphql(skip)]
    evidence: String,
    /// How grave it would be if it were confirmed.
    severity: Severity,
    /// What became of it.
    state: AlertState,
    /// What is new about it.
    news: News,
    #[graphql(skip)]
    raised_at: i64,
    #[graphql(skip)]
    changed_at: i64,
    /// Id of the run that last said something new of it.
    run: ID,
    /// How often it was changed: whoever settles it says which revision they saw.
    revision: i64,
    /// Why it was dismissed.
    reason: Option<DismissReason>,
    /// Who last settled it, or took that back.
    settled_by: Option<String>,
    #[graphql(skip)]
    settled_at: Option<i64>,
    /// Who found it true first; a second person has to find so, too.
    vouched_by: Option<String>,
    #[graphql(skip)]
    programme: Option<String>,
    /// Division code of where it belongs; null for what belongs to no region.
    region_code: Option<RegionCode>,
}

/// A node or a link that proves an alert, in the order of the proof.
#[derive(SimpleObject)]
pub struct AlertEvidence {
    /// Its label or the type of the link.
    kind: String,
    /// Its id; null where it is out of scope.
    id: Option<ID>,
    /// Who or what it is, where it is in scope and of a kind that has a card.
    node: Option<AnswerNode>,
    /// Whether it is outside the caller's scope, and not shown.
    hidden: bool,
}

/// What an alert tells.
#[derive(SimpleObject)]
pub struct AlertFact {
    /// Its name in the rule.
    name: String,
    /// Its value as people read it.
    text: String,
}

/// Numbers of alerts as they are kept.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Counted {
    rule: String,
    severity: Severity,
    state: AlertState,
    programme: Option<String>,
    region_code: String,
    alerts: i64,
}

/// By what alerts are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum)]
pub enum AlertFacet {
    /// The rule.
    Rule,
    /// The severity.
    Severity,
    /// What became of them.
    State,
    /// The programme that they are about; empty for none.
    Programme,
    /// The county.
    County,
    /// The township.
    Township,
}

/// How many alerts there are of something.
#[derive(SimpleObject)]
pub struct AlertCount {
    /// A value for each facet asked by, in that order.
    of: Vec<String>,
    /// How many.
    alerts: u64,
}

look_up! {
    /// Key of an alert.
    AlertOfId(String) => one Alert by id from EachAlert;
}

impl Alert {
    /// Whether it has this id.
    pub(super) fn is(&self, id: &str) -> bool {
        self.id == id
    }

    /// The alert as a verdict finds it.
    pub(super) fn standing(&self) -> Standing<'_> {
        Standing {
            id: &self.id,
            rule: &self.rule,
            revision: self.revision,
            state: self.state,
            vouched_by: self.vouched_by.as_deref(),
            severity: self.severity,
            programme: self.programme.as_deref(),
            region: self.region_code.as_ref().map_or("", RegionCode::as_str),
        }
    }

    /// The hit as the rule told it.
    fn hit(&self) -> Result<Hit> {
        let unfit = |_| Code::Internal.error("this alert cannot be read as it is kept");
        Ok(Hit {
            rule: self.rule.clone(),
            subject_id: self.subject_id.clone(),
            key: self.key.clone(),
            measure: serde_json::Number::from_f64(self.measure).unwrap_or_else(|| 0.into()),
            facts: serde_json::from_str(&self.facts).map_err(unfit)?,
            evidence: serde_json::from_str(&self.evidence).map_err(unfit)?,
            severity: self.severity,
        })
    }
}

/// What an id of a label names: nothing for what has no card, and `None` within for what is out of scope.
async fn named(ctx: &Context<'_>, kind: &str, id: &str) -> Result<Option<Option<AnswerNode>>> {
    let label = match kind {
        "Official" => "PERSON".to_owned(),
        kind => kind.to_uppercase(),
    };
    if let Ok(kind) = label.parse::<NodeKind>() {
        let id = id.to_owned();
        let card = ctx.load(CardOfNode(Node { kind, id })).await?;
        return Ok(Some(card.map(|card| AnswerNode::Entity(card.card))));
    }
    match (kind, id.parse(), id.parse()) {
        ("Payment", Ok(id), _) => Ok(Some(
            ctx.load(CardOfPayment(id)).await?.map(AnswerNode::Payment),
        )),
        ("Programme", _, Ok(id)) => Ok(Some(
            ctx.load(CardOfProgramme(id))
                .await?
                .map(AnswerNode::Programme),
        )),
        _ => Ok(None),
    }
}

#[ComplexObject]
impl Alert {
    /// Id of the alert: the same whenever its rule finds it.
    async fn id(&self) -> ID {
        self.id.as_str().into()
    }

    /// The rule; null where it is no longer there.
    async fn rule(&self, ctx: &Context<'_>) -> Option<RuleCard> {
        ctx.asking().rules.get(&self.rule).map(RuleCard::from)
    }

    /// Id of whom or what it is about.
    async fn subject_id(&self) -> ID {
        self.subject_id.as_str().into()
    }

    /// Whom or what it is about, where that has a card.
    async fn subject(&self, ctx: &Context<'_>) -> Result<Option<AnswerNode>> {
        Ok(named(ctx, &self.subject_kind, &self.subject_id)
            .await?
            .flatten())
    }

    /// What it says, in a sentence.
    async fn sentence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Language of the sentence", default_with = "Locale::Zh")] locale: Locale,
    ) -> Result<Option<String>> {
        let Some(rule) = ctx.asking().rules.get(&self.rule) else {
            return Ok(None);
        };
        let subject = named(ctx, &self.subject_kind, &self.subject_id)
            .await?
            .flatten();
        let name = match subject {
            Some(AnswerNode::Entity(entity)) => entity.name().map(str::to_owned),
            _ => None,
        };
        let name = name.unwrap_or_else(|| self.subject_id.clone());
        let as_of = self.as_of.0.to_string();
        Ok(Some(rule.explain(&self.hit()?, &name, &as_of, locale)))
    }

    /// What it tells, fact by fact.
    async fn facts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Language of words", default_with = "Locale::Zh")] locale: Locale,
    ) -> Result<Vec<AlertFact>> {
        let hit = self.hit()?;
        let rule = ctx.asking().rules.get(&self.rule);
        let facts = hit.facts.iter().map(|(name, value)| {
            let fact = rule.and_then(|rule| rule.header.facts.get(name));
            AlertFact {
                name: name.clone(),
                text: fact.map_or_else(|| value.to_string(), |fact| fact.show(value, locale)),
            }
        });
        Ok(facts.collect())
    }

    /// What proves it, in order: the path can be drawn again from it.
    async fn evidence(&self, ctx: &Context<'_>) -> Result<Vec<AlertEvidence>> {
        let hit = self.hit()?;
        let shown = hit.evidence.into_iter().map(async |Proof { kind, id }| {
            let node = named(ctx, &kind, &id).await?;
            let hidden = matches!(node, Some(None));
            Ok::<_, async_graphql::Error>(AlertEvidence {
                kind,
                id: (!hidden).then(|| id.into()),
                node: node.flatten(),
                hidden,
            })
        });
        try_join_all(shown).await
    }

    /// What people did about it, the first first.
    async fn events(&self, ctx: &Context<'_>) -> Result<Vec<AlertEvent>> {
        let events = ctx.load(EventsOfAlert(self.id.clone())).await?;
        Ok(events.unwrap_or_default())
    }

    /// When it was last settled, or that taken back.
    async fn settled_at(&self) -> Option<DateTime<Utc>> {
        self.settled_at.and_then(DateTime::from_timestamp_millis)
    }

    /// When it was first raised.
    async fn raised_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.raised_at)
    }

    /// When something new was last said of it.
    async fn changed_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.changed_at)
    }
}

/// Which of the alerts.
#[derive(Default, async_graphql::InputObject, Serialize)]
pub struct AlertFilter {
    /// What became of them; those open if absent.
    states: Option<Vec<AlertState>>,
    /// How grave.
    severities: Option<Vec<Severity>>,
    /// Of these rules, by id.
    rules: Option<Vec<String>>,
    /// About this programme.
    programme: Option<ProgrammeId>,
    /// Within this region.
    region: Option<RegionCode>,
}

/// Root field of listening to alerts.
#[derive(Default)]
pub struct AlertsSubscription;

#[Subscription]
impl AlertsSubscription {
    /// Alerts as they are raised, or open again, whichever process or command raises them: those in the
    /// caller's scope from now on.
    async fn alert_raised(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them; `states` is not looked at", default)] filter: AlertFilter,
    ) -> Result<impl Stream<Item = Alert> + use<>> {
        ctx.reads_people()?;
        let scope = ctx.viewer().scope.clone();
        let heard = ctx.asking().bell.listen().map(move |rung| {
            let alerts = rung.iter().filter_map(|record| {
                let record = serde_json::Value::Object(record.clone());
                serde_json::from_value::<Alert>(record).ok()
            });
            let alerts = alerts.filter(|alert| {
                scope.sees(alert.region_code.as_ref().map_or("", RegionCode::as_str))
                    && filter.takes(alert)
            });
            stream::iter(alerts.collect::<Vec<_>>())
        });
        Ok(heard.flatten())
    }
}

impl AlertFilter {
    /// Whether it takes an alert, whatever its state.
    fn takes(&self, alert: &Alert) -> bool {
        let named = |rules: &Vec<String>| rules.contains(&alert.rule);
        let grave = |severities: &Vec<Severity>| severities.contains(&alert.severity);
        let place = alert.region_code.as_ref();
        let within = |region: &RegionCode| place.is_some_and(|place| region.contains(place));
        let about =
            |programme: &ProgrammeId| alert.programme.as_deref() == Some(programme.as_str());
        self.rules.as_ref().is_none_or(named)
            && self.severities.as_ref().is_none_or(grave)
            && self.region.as_ref().is_none_or(within)
            && self.programme.as_ref().is_none_or(about)
    }
}

/// Root fields of alerts.
#[derive(Default)]
pub struct AlertsQuery;

#[Object]
impl AlertsQuery {
    /// What rules found about a region, by a rule or on someone: leads, not verdicts.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn alerts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which alerts")] of: AlertsOf,
        #[graphql(desc = "Which of them; those that are open if absent", default)]
        filter: AlertFilter,
        #[graphql(desc = "The order", default_with = "AlertOrder::Raised")] order_by: AlertOrder,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<List<Alert>> {
        ctx.reads_people()?;
        let open = [AlertState::Open];
        let states = filter.states.as_deref().unwrap_or(&open);
        let page = Page::read(ctx, first, after.as_deref(), &(&of, &filter, order_by))?;
        let (after_key, after_id) = self::after(&page);
        let rows = AlertsPage {
            of: &of,
            states: Some(states),
            severities: filter.severities.as_deref(),
            rules: filter.rules.as_deref(),
            programme: filter.programme.as_ref(),
            region: filter.region.as_ref(),
            order: order_by,
            after_key,
            after_id,
            limit: page.limit(),
        };
        let total = AlertsTotal {
            of: &of,
            states: Some(states),
            severities: filter.severities.as_deref(),
            rules: filter.rules.as_deref(),
            programme: filter.programme.as_ref(),
            region: filter.region.as_ref(),
        };
        list(
            ctx,
            &page,
            rows,
            total,
            |alert: &Alert| alert.id.clone(),
            |alert| alert,
        )
        .await
    }

    /// An alert by its id.
    async fn alert(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the alert")] id: ID,
    ) -> Result<Option<Alert>> {
        ctx.reads_people()?;
        ctx.load(AlertOfId(id.to_string())).await
    }

    /// How many alerts there are of each kind, as kept with them: down to townships, so a caller whose regions
    /// are smaller is told none.
    async fn alert_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what they are counted")] by: Vec<AlertFacet>,
        #[graphql(desc = "Division code of a region; everywhere in scope if absent")]
        region: Option<RegionCode>,
    ) -> Result<Vec<AlertCount>> {
        ctx.reads_people()?;
        if by.is_empty() {
            return Err(Code::BadInput.error("`by` names one facet or more"));
        }
        let region = region.as_ref().map_or("", RegionCode::as_str);
        let mut counts: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        for row in ctx.graph().fetch(AlertCounts { region }).await? {
            let tier = |level: Level| {
                let code = row.region_code.get(..level.digits());
                code.unwrap_or(&row.region_code).to_owned()
            };
            let of = by.iter().map(|facet| match facet {
                AlertFacet::Rule => row.rule.clone(),
                AlertFacet::Severity => row.severity.to_string(),
                AlertFacet::State => row.state.to_string(),
                AlertFacet::Programme => row.programme.clone().unwrap_or_default(),
                AlertFacet::County => tier(Level::County),
                AlertFacet::Township => tier(Level::Township),
            });
            *counts.entry(of.collect()).or_default() += u64::try_from(row.alerts).unwrap_or(0);
        }
        let counts = counts.into_iter();
        Ok(counts
            .map(|(of, alerts)| AlertCount { of, alerts })
            .collect())
    }
}
