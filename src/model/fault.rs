//! Why a value cannot be taken as what it claims to be.

use super::codes::codes;

codes! {
    /// What is wrong with a value or a row, as reports and reject files print it.
    pub enum Fault {
        /// A required cell is empty.
        MissingValue = "MISSING_VALUE",
        /// Not an id: too long, surrounded by blanks, or with control characters.
        BadId = "BAD_ID",
        /// An id that is itself an ID, phone, account or credit-code number.
        SensitiveId = "SENSITIVE_ID",
        /// Not a national division code cut to its tier, or not of the level it claims.
        BadRegion = "BAD_REGION",
        /// Not a day of the calendar within sane bounds.
        BadDate = "BAD_DATE",
        /// An interval that ends before it begins.
        ReversedInterval = "REVERSED_INTERVAL",
        /// Not a decimal amount of yuan with at most two decimals.
        BadAmount = "BAD_AMOUNT",
        /// An amount below zero where only zero or more makes sense.
        NegativeAmount = "NEGATIVE_AMOUNT",
        /// Not a percentage from 0 to 100 with at most four decimals.
        BadShare = "BAD_SHARE",
        /// Not a number of the size the column takes.
        BadNumber = "BAD_NUMBER",
        /// A word that is not in the column's closed list.
        UnknownCode = "UNKNOWN_CODE",
        /// Not an identity number, phone, account number or credit code by its form.
        BadIdentity = "BAD_IDENTITY",
        /// A text with control characters, or too long for its column.
        BadText = "BAD_TEXT",
        /// A row with more or fewer cells than the header.
        BadRow = "BAD_ROW",
        /// An id that no loaded row carries.
        DanglingReference = "DANGLING_REFERENCE",
        /// Two rows of one file with one id and different values.
        ContradictoryDuplicate = "CONTRADICTORY_DUPLICATE",
        /// A link from something to itself.
        SelfLink = "SELF_LINK",
    }
}

/// A value that was refused, and why, in words for the person who can correct it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Invalid {
    /// The kind of fault.
    pub fault: Fault,
    /// One sentence that says what is expected instead.
    pub reason: String,
}

impl Invalid {
    /// A refusal with its reason.
    pub fn new(fault: Fault, reason: impl Into<String>) -> Self {
        Self {
            fault,
            reason: reason.into(),
        }
    }
}
