//! Alerts: what rules found, each hit once however often it is found again, until somebody settles it.

mod run;
mod settle;
mod statements;
mod verdict;

pub use run::{Progress, Run, RunError, Runner};
pub use settle::alert_id;
pub use statements::{AlertCells, Cell};
pub use verdict::{Asked, Refusal, SettleAlerts, Settled, Standing, cells, settled};

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

    /// Why somebody dismissed an alert.
    pub enum DismissReason {
        /// A register is wrong or out of date, and was reported.
        DataFault = "DATA_FAULT",
        /// The records are of another person or thing.
        Mistaken = "MISTAKEN",
        /// The law or the programme allows it.
        Allowed = "ALLOWED",
        /// It was put right before anyone looked.
        PutRight = "PUT_RIGHT",
        /// It is dealt with elsewhere.
        Elsewhere = "ELSEWHERE",
        /// It is too small to follow.
        Trifling = "TRIFLING",
        /// Something else, as the note says.
        Other = "OTHER",
    }

    /// What somebody did about an alert.
    pub enum Act {
        /// Dismissed it.
        Dismiss = "DISMISS",
        /// Found it true; a second person has to find so, too.
        Vouch = "VOUCH",
        /// Found it true as the second person.
        Confirm = "CONFIRM",
        /// Took back what was said of it.
        Reopen = "REOPEN",
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
