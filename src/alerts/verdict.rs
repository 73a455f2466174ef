//! Verdicts: what people may make of an alert, and what that leaves on file.

use serde::Serialize;

use super::{
    Act, AlertState, DismissReason,
    settle::digest,
    statements::{Cell, Nothing},
};
use crate::{model::codes::codes, rules::Severity, statement};

codes! {
    /// Why an alert was left as it is.
    pub enum Refusal {
        /// There is none of this id that the caller may see.
        NotFound = "NOT_FOUND",
        /// Somebody changed it meanwhile: look at it again.
        Conflict = "CONFLICT",
        /// It is in a state in which this cannot be done.
        WrongState = "WRONG_STATE",
        /// Somebody else has to confirm what one has found true.
        SecondPerson = "SECOND_PERSON",
    }
}

statement! {
    /// Settles alerts that nobody changed meanwhile.
    "alerts/settle.cypher" => Nothing;
    pub struct SettleAlerts<'a> {
        rows: &'a [Settled],
        at: i64,
        actor: &'a str,
        role: &'a str,
        note: &'a str,
    }
}

/// What somebody wants to make of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To dismiss it.
    Dismiss(DismissReason),
    /// To find it true.
    Confirm,
    /// To take back what was said of it.
    Reopen,
}

/// An alert as a verdict finds it.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// Its id.
    pub id: &'a str,
    /// The rule's id.
    pub rule: &'a str,
    /// How often it was changed.
    pub revision: i64,
    /// What became of it so far.
    pub state: AlertState,
    /// Who found it true first.
    pub vouched_by: Option<&'a str>,
    /// How grave it would be.
    pub severity: Severity,
    /// The programme that it is about.
    pub programme: Option<&'a str>,
    /// Where it belongs; empty for nowhere.
    pub region: &'a str,
}

/// A verdict to keep.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settled {
    /// Id of the alert.
    pub id: String,
    revision: i64,
    was: AlertState,
    to: AlertState,
    act: Act,
    reason: Option<DismissReason>,
    vouched_by: Option<String>,
    event: String,
    left: String,
    joined: String,
    #[serde(skip)]
    cells: [Cell; 2],
}

/// What becomes of an alert when somebody who saw it at a revision asks for something.
///
/// # Errors
/// Why it is left as it is.
pub fn settled(
    alert: &Standing<'_>,
    asked: Asked,
    actor: &str,
    seen: i64,
) -> Result<Settled, Refusal> {
    if seen != alert.revision {
        return Err(Refusal::Conflict);
    }
    let (to, act) = match (asked, alert.state, alert.vouched_by) {
        (Asked::Dismiss(_), AlertState::Open, _) => (AlertState::Dismissed, Act::Dismiss),
        (Asked::Confirm, AlertState::Open, None) => (AlertState::Open, Act::Vouch),
        (Asked::Confirm, AlertState::Open, Some(first)) if first == actor => {
            return Err(Refusal::SecondPerson);
        }
        (Asked::Confirm, AlertState::Open, Some(_)) => (AlertState::Confirmed, Act::Confirm),
        (Asked::Reopen, AlertState::Dismissed | AlertState::Confirmed, _) => {
            (AlertState::Open, Act::Reopen)
        }
        _ => return Err(Refusal::WrongState),
    };
    let cell = |state| {
        Cell::of(
            alert.rule,
            alert.region,
            alert.severity,
            state,
            alert.programme,
        )
    };
    let cells = [cell(alert.state), cell(to)];
    Ok(Settled {
        id: alert.id.to_owned(),
        revision: alert.revision,
        was: alert.state,
        to,
        act,
        reason: match asked {
            Asked::Dismiss(reason) => Some(reason),
            _ => None,
        },
        vouched_by: match act {
            Act::Vouch => Some(actor.to_owned()),
            Act::Confirm => alert.vouched_by.map(str::to_owned),
            Act::Dismiss | Act::Reopen => None,
        },
        event: digest(&["event", alert.id, &alert.revision.to_string()]),
        left: cells[0].id.clone(),
        joined: cells[1].id.clone(),
        cells,
    })
}

/// Where settled alerts were and are counted.
#[must_use]
pub fn cells(rows: &[Settled]) -> Vec<Cell> {
    rows.iter().flat_map(|row| row.cells.clone()).collect()
}

impl Settled {
    /// Id of the event that tells of this verdict.
    #[must_use]
    pub fn event(&self) -> &str {
        &self.event
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(state: AlertState, vouched_by: Option<&str>) -> Standing<'_> {
        Standing {
            id: "a",
            rule: "S1",
            revision: 3,
            state,
            vouched_by,
            severity: Severity::High,
            programme: None,
            region: "990101",
        }
    }

    #[test]
    fn what_may_be_made_of_an_alert() {
        use AlertState::*;
        let dismiss = Asked::Dismiss(DismissReason::Allowed);
        for (state, vouched, asked, becomes) in [
            (Open, None, dismiss, Ok(Dismissed)),
            (Open, Some("he"), dismiss, Ok(Dismissed)),
            (Open, None, Asked::Confirm, Ok(Open)),
            (
                Open,
                Some("she"),
                Asked::Confirm,
                Err(Refusal::SecondPerson),
            ),
            (Open, Some("he"), Asked::Confirm, Ok(Confirmed)),
            (Open, None, Asked::Reopen, Err(Refusal::WrongState)),
            (Dismissed, None, dismiss, Err(Refusal::WrongState)),
            (Dismissed, None, Asked::Confirm, Err(Refusal::WrongState)),
            (Dismissed, None, Asked::Reopen, Ok(Open)),
            (Confirmed, Some("he"), Asked::Reopen, Ok(Open)),
            (Confirmed, Some("he"), dismiss, Err(Refusal::WrongState)),
            (Lapsed, None, dismiss, Err(Refusal::WrongState)),
            (Lapsed, None, Asked::Confirm, Err(Refusal::WrongState)),
            (Lapsed, None, Asked::Reopen, Err(Refusal::WrongState)),
        ] {
            let settled = settled(&alert(state, vouched), asked, "she", 3);
            assert_eq!(
                settled.map(|settled| settled.to),
                becomes,
                "{state} {asked:?}"
            );
        }
        let stale = settled(&alert(Open, None), dismiss, "she", 2);
        assert_eq!(stale.unwrap_err(), Refusal::Conflict);
    }

    #[test]
    fn who_vouched_first_stays_on_file_and_a_reopened_alert_has_nobody() {
        let vouched = settled(&alert(AlertState::Open, None), Asked::Confirm, "she", 3).unwrap();
        assert_eq!(vouched.vouched_by.as_deref(), Some("she"));
        let confirmed = settled(
            &alert(AlertState::Open, Some("he")),
            Asked::Confirm,
            "she",
            3,
        );
        assert_eq!(confirmed.unwrap().vouched_by.as_deref(), Some("he"));
        let reopened = settled(
            &alert(AlertState::Confirmed, Some("he")),
            Asked::Reopen,
            "she",
            3,
        );
        assert_eq!(reopened.unwrap().vouched_by, None);
    }
}
