//! What people make of alerts, and how often each rule was right.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::{
    alerts::{Alert, EachAlert},
    context::{ContextExt, look_up},
    error::Code,
    funds::DateRange,
    rules::RuleCard,
};
use crate::{
    alerts::{
        Act, AlertCells, AlertState, Asked, DismissReason, Refusal, SettleAlerts, Settled, cells,
        settled,
    },
    model::{RegionCode, wilson},
    statement,
};

/// Most alerts settled at once.
const MOST: usize = 500;
/// Longest note.
const LONGEST: usize = 4_000;

statement! {
    /// What people did about alerts.
    "alerts/events.cypher" => AlertEvent;
    pub struct AlertEvents<'a> { ids: &'a [String] }
}
statement! {
    /// What became of the alerts of a rule.
    "alerts/precision.cypher" => Became;
    pub struct AlertsBecame<'a> { rule: &'a str, region: &'a str, from: i64, until: i64 }
}

/// What somebody did about an alert.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AlertEvent {
    #[graphql(skip)]
    alert: String,
    /// Id of the event.
    id: ID,
    #[graphql(skip)]
    at: i64,
    /// Name of the account that did it.
    actor: String,
    /// As what.
    role: String,
    /// What was done.
    act: Act,
    /// What the alert was before.
    was: AlertState,
    /// What it became.
    became: AlertState,
    /// Why it was dismissed.
    reason: Option<DismissReason>,
    /// What its author says about it.
    note: String,
}

#[ComplexObject]
impl AlertEvent {
    /// When.
    async fn at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.at)
    }
}

look_up! {
    /// Key of what was done about an alert.
    EventsOfAlert(String) => many AlertEvent by alert from AlertEvents;
}

/// An alert as somebody saw it.
#[derive(InputObject)]
pub struct AlertSeen {
    /// Its id.
    id: ID,
    /// The revision that was seen: what was changed since is not settled.
    revision: i64,
}

/// What came of settling alerts.
#[derive(SimpleObject)]
pub struct AlertsSettled {
    /// Those that were settled, as they are now.
    settled: Vec<Alert>,
    /// Those that were left as they are.
    refused: Vec<AlertRefused>,
}

/// An alert that was left as it is.
#[derive(SimpleObject)]
pub struct AlertRefused {
    /// Its id.
    id: ID,
    /// Why it was left as it is.
    why: Refusal,
    /// The alert as it is now.
    alert: Option<Alert>,
}

/// How many alerts of a rule became what.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Became {
    version: String,
    state: AlertState,
    reason: Option<DismissReason>,
    alerts: i32,
}

/// How often a rule was right where somebody looked: published comparison runs confirm 5 to 8 of 100 hits.
#[derive(Default, SimpleObject)]
pub struct Precision {
    /// The rule's version; all of them together where null.
    version: Option<String>,
    /// Alerts found true.
    confirmed: i32,
    /// Alerts dismissed.
    dismissed: i32,
    /// Those by reason.
    reasons: Vec<DismissCount>,
    /// Alerts that nobody has settled.
    open: i32,
    /// Alerts whose hit is gone.
    lapsed: i32,
    /// Least share of true ones that the figures agree with, of 95 % confidence (Wilson).
    least: f64,
    /// Greatest such share.
    greatest: f64,
}

/// How many alerts were dismissed for a reason.
#[derive(SimpleObject)]
pub struct DismissCount {
    /// The reason.
    reason: DismissReason,
    /// How many.
    alerts: i32,
}

impl Precision {
    fn add(&mut self, became: &Became) {
        let number = became.alerts;
        match became.state {
            AlertState::Confirmed => self.confirmed += number,
            AlertState::Open => self.open += number,
            AlertState::Lapsed => self.lapsed += number,
            AlertState::Dismissed => {
                self.dismissed += number;
                let Some(reason) = became.reason else { return };
                match self.reasons.iter_mut().find(|known| known.reason == reason) {
                    Some(known) => known.alerts += number,
                    None => self.reasons.push(DismissCount {
                        reason,
                        alerts: number,
                    }),
                }
            }
        }
    }

    fn weighed(mut self) -> Self {
        let number = |number: i32| u64::try_from(number).unwrap_or(0);
        let all = self.confirmed.saturating_add(self.dismissed);
        (self.least, self.greatest) = wilson::interval(number(self.confirmed), number(all));
        self.reasons.sort_by_key(|known| known.reason.as_str());
        self
    }
}

/// How often a rule was right, of all alerts and by the rule's version.
pub async fn precision(
    ctx: &Context<'_>,
    rule: &RuleCard,
    region: Option<RegionCode>,
    raised: Option<DateRange>,
) -> Result<Vec<Precision>> {
    let [from, to] = DateRange::bounds(raised, "raised")?;
    let midnight = |day: NaiveDate| {
        let midnight = day.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc();
        // Days are those of Shanghai.
        midnight.timestamp_millis() - 8 * 3_600_000
    };
    let became = AlertsBecame {
        rule: rule.name(),
        region: region.as_ref().map_or("", RegionCode::as_str),
        from: midnight(from.0),
        until: midnight(to.0.succ_opt().unwrap_or(to.0)),
    };
    let rows = ctx.graph().fetch(became).await?;
    let mut versions: Vec<Precision> = vec![Precision::default()];
    for row in &rows {
        if let Some(all) = versions.first_mut() {
            all.add(row);
        }
        match versions
            .iter_mut()
            .find(|of| of.version.as_ref() == Some(&row.version))
        {
            Some(of) => of.add(row),
            None => {
                let mut of = Precision {
                    version: Some(row.version.clone()),
                    ..Precision::default()
                };
                of.add(row);
                versions.push(of);
            }
        }
    }
    Ok(versions.into_iter().map(Precision::weighed).collect())
}

/// Root fields that settle alerts.
#[derive(Default)]
pub struct VerdictsMutation;

#[Object]
impl VerdictsMutation {
    /// Dismisses alerts for one reason. `reopenAlerts` takes that back.
    async fn dismiss_alerts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alerts, each as it was seen")] alerts: Vec<AlertSeen>,
        #[graphql(desc = "The reason, the same for all")] reason: DismissReason,
        #[graphql(desc = "What there is to say about it")] note: String,
    ) -> Result<AlertsSettled> {
        settle(ctx, &alerts, Asked::Dismiss(reason), &note).await
    }

    /// Finds alerts true: the first person's word is noted, and a second person's confirms them.
    async fn confirm_alerts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alerts, each as it was seen")] alerts: Vec<AlertSeen>,
        #[graphql(desc = "What shows it")] note: String,
    ) -> Result<AlertsSettled> {
        settle(ctx, &alerts, Asked::Confirm, &note).await
    }

    /// Takes back what was made of alerts: they are open again.
    async fn reopen_alerts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alerts, each as it was seen")] alerts: Vec<AlertSeen>,
        #[graphql(desc = "Why that is taken back")] note: String,
    ) -> Result<AlertsSettled> {
        settle(ctx, &alerts, Asked::Reopen, &note).await
    }
}

async fn settle(
    ctx: &Context<'_>,
    seen: &[AlertSeen],
    asked: Asked,
    note: &str,
) -> Result<AlertsSettled> {
    ctx.settles_alerts()?;
    let note = note.trim();
    if note.is_empty() || note.len() > LONGEST {
        return Err(Code::BadInput.error(format!("a note has 1 to {LONGEST} bytes")));
    }
    if seen.is_empty() || seen.len() > MOST {
        return Err(Code::BadInput.error(format!("1 to {MOST} alerts are settled at once")));
    }
    let ids: Vec<String> = seen.iter().map(|seen| seen.id.to_string()).collect();
    let viewer = ctx.viewer();
    let found = ctx.graph().fetch(EachAlert { ids: &ids }).await?;
    let (mut rows, mut refused): (Vec<Settled>, Vec<(String, Refusal)>) = Default::default();
    for seen in seen {
        let alert = found.iter().find(|alert| alert.is(&seen.id));
        let verdict = alert
            .ok_or(Refusal::NotFound)
            .and_then(|alert| settled(&alert.standing(), asked, &viewer.subject, seen.revision));
        match verdict {
            Ok(_) if rows.iter().any(|row| row.id == *seen.id) => {}
            Ok(row) => rows.push(row),
            Err(why) => refused.push((seen.id.to_string(), why)),
        }
    }
    // In one order, so that two who settle the same alerts never wait for each other.
    rows.sort_by(|one, other| one.id.cmp(&other.id));
    if !rows.is_empty() {
        let settle = SettleAlerts {
            rows: &rows,
            at: ctx.asking().now.timestamp_millis(),
            actor: &viewer.subject,
            role: viewer.role.as_str(),
            note,
        };
        let cells = AlertCells {
            cells: &cells(&rows),
        };
        ctx.graph().write_both(cells, settle).await?;
    }
    let now = ctx.graph().fetch(EachAlert { ids: &ids }).await?;
    let events = ctx.graph().fetch(AlertEvents { ids: &ids }).await?;
    let is_kept = |row: &Settled| {
        let of_row =
            |event: &AlertEvent| *event.id == *row.event() && event.actor == viewer.subject;
        events.iter().any(of_row)
    };
    let (mut done, mut left) = (Vec::new(), Vec::new());
    for alert in now {
        match rows.iter().find(|row| alert.is(&row.id)) {
            Some(row) if is_kept(row) => done.push(alert),
            row => {
                // Whoever came in between changed it first.
                refused.extend(row.map(|row| (row.id.clone(), Refusal::Conflict)));
                left.push(alert);
            }
        }
    }
    let refused = refused.into_iter().map(|(id, why)| AlertRefused {
        alert: left.iter().find(|alert| alert.is(&id)).cloned(),
        id: id.into(),
        why,
    });
    Ok(AlertsSettled {
        settled: done,
        refused: refused.collect(),
    })
}
