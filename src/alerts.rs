//! Alerts: what rules found, each hit once however often it is found again, until somebody settles it.

mod run;
mod settle;
mod statements;

pub use run::{Progress, Run, RunError, Runner};
pub use settle::{Outcome, alert_id};

use crate::model::codes::codes;

codes! {
    /// What became of an alert.
    #[derive(PartialOrd, Ord)]
    pub enum AlertState {
        /// Nobody has settled it.
        Open = "OPEN",
        /// Somebody looked and found it true.
        Confirmed = "CONFIRMED",
        /// Somebody looked and found a reason.
        Dismissed = "DISMISSED",
        /// The hit is gone.
        Lapsed = "LAPSED",
    }

    /// What is new about an alert.
    pub enum News {
        /// It was never raised before.
        Raised = "RAISED",
        /// What it tells has changed.
        Changed = "CHANGED",
        /// It was dismissed, and the evidence is another now.
        NewEvidence = "NEW_EVIDENCE",
        /// It had lapsed, and the hit is there again.
        Returned = "RETURNED",
        /// The hit is gone, because the data say otherwise now.
        DataChanged = "DATA_CHANGED",
        /// The hit is gone, because the rule's params were changed.
        ParamsChanged = "PARAMS_CHANGED",
        /// The hit is gone, because the rule was changed.
        RuleChanged = "RULE_CHANGED",
    }

    /// How a run of a rule stands.
    pub enum RunState {
        /// It looks at subjects, or was killed and goes on when the same is run again.
        Running = "RUNNING",
        /// It looked at all of them.
        Done = "DONE",
        /// It failed, and says with what.
        Failed = "FAILED",
        /// Another run of the rule took its place.
        Superseded = "SUPERSEDED",
    }
}
