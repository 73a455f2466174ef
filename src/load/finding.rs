//! What a load finds wrong: rows it refuses, and rows it takes but doubts.

use serde::Serialize;

use super::deliveries::Unclaimed;
use crate::model::{Fault, Invalid, codes::codes};

codes! {
    /// What is doubtful about something that was loaded all the same.
    pub enum Doubt {
        /// A file whose name is no table's.
        UnknownFile = "UNKNOWN_FILE",
        /// A column that the table does not have.
        UnknownColumn = "UNKNOWN_COLUMN",
        /// A value that the row's kind has no use for.
        IgnoredValue = "IGNORED_VALUE",
        /// A check digit that contradicts its number.
        WrongCheckDigit = "WRONG_CHECK_DIGIT",
        /// A payment of nothing.
        ZeroAmount = "ZERO_AMOUNT",
        /// A child born before or on the same day as a parent.
        ChildNotYounger = "CHILD_NOT_YOUNGER",
        /// Two sources that say different things of one column.
        ConflictingValue = "CONFLICTING_VALUE",
        /// One person in two households of one kind at one time.
        OverlappingMemberships = "OVERLAPPING_MEMBERSHIPS",
        /// Shares of one company that add up to more than all of it.
        SharesAboveWhole = "SHARES_ABOVE_WHOLE",
        /// A contract whose supplier is not among those who bid for the lot.
        SupplierDidNotBid = "SUPPLIER_DID_NOT_BID",
        /// A payee's name that differs from the register.
        NameDiffers = "NAME_DIFFERS",
        /// A payee whom no register knows.
        UnknownPayee = "UNKNOWN_PAYEE",
        /// Two persons with one ID number.
        SameIdNumber = "SAME_ID_NUMBER",
        /// A relation to the head of a household that leaves open who is kin to whom.
        OpenRelation = "OPEN_RELATION",
        /// A delivery that differs much from those before it.
        UnusualDelivery = "UNUSUAL_DELIVERY",
        /// A delivery that is overdue.
        OverdueDelivery = "OVERDUE_DELIVERY",
        /// A parent with so many children on file that no siblings are derived from them.
        TooManyChildren = "TOO_MANY_CHILDREN",
    }
}

/// One cell that made a row be refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The column; empty when the row as a whole is at fault.
    pub column: &'static str,
    /// What stands there.
    pub value: String,
    /// Why it cannot be taken.
    pub invalid: Invalid,
}

impl Refusal {
    pub fn new(column: &'static str, value: &str, fault: Fault, reason: impl Into<String>) -> Self {
        Self {
            column,
            value: value.to_owned(),
            invalid: Invalid::new(fault, reason),
        }
    }
}

/// A row that was not loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// The file's name.
    pub file: String,
    /// The line the row begins on, counted from 1; the header is line 1.
    pub line: u64,
    /// The column at fault; empty when it is the row as a whole.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong, and what is expected.
    pub reason: String,
    /// The same as a word of a closed list.
    pub code: Fault,
}

/// Something loaded, or left out, that someone should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The file's name.
    pub file: String,
    /// The line, where one can be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The column; empty when none can be named.
    pub column: String,
    /// What is doubtful.
    pub reason: String,
    /// The same as a word of a closed list.
    pub code: Doubt,
}

impl From<Unclaimed> for Warning {
    fn from(unclaimed: Unclaimed) -> Self {
        Self {
            file: unclaimed.file,
            line: unclaimed.line,
            column: String::new(),
            reason: unclaimed.reason,
            code: Doubt::UnknownFile,
        }
    }
}
