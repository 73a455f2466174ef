//! What may be wrong with a graph, and what to do about it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::codes::codes;

/// Most findings of a kind that are named; all are counted.
pub const NAMED: usize = 100;

codes! {
    /// What is wrong with a row or a link.
    #[derive(PartialOrd, Ord)]
    pub enum Wrong {
        /// A load was interrupted and nothing has taken it up.
        InterruptedLoad = "INTERRUPTED_LOAD",
        /// A row names a batch that is not on file.
        UnknownBatch = "UNKNOWN_BATCH",
        /// A row or a link is not linked to what it must be linked to.
        MissingLink = "MISSING_LINK",
        /// A row is linked twice where it can be linked once.
        DoubleLink = "DOUBLE_LINK",
        /// A link that no row gives.
        StrayLink = "STRAY_LINK",
        /// Two links of one id.
        DoubleRow = "DOUBLE_ROW",
        /// Values and links are not those that the row was loaded with.
        ChangedRow = "CHANGED_ROW",
        /// It ends before it begins.
        ReversedInterval = "REVERSED_INTERVAL",
        /// The tiers of a region are not those of its code.
        WrongTiers = "WRONG_TIERS",
        /// The keys it is found by are not those of its names.
        WrongSearchKeys = "WRONG_SEARCH_KEYS",
        /// The address or telephone it is linked to is not its own.
        WrongContact = "WRONG_CONTACT",
        /// Labelled as an official without a post, or the reverse.
        WrongOfficial = "WRONG_OFFICIAL",
        /// A region is not a part of the nearest one on file that contains it.
        WrongPart = "WRONG_PART",
        /// Records with one ID number are not one person, or records with several are.
        WrongPerson = "WRONG_PERSON",
        /// A sum of payments is not what they come to.
        WrongSum = "WRONG_SUM",
        /// Two who share a parent are not linked as siblings.
        MissingSibling = "MISSING_SIBLING",
        /// A derived sibling link that does not follow from the parents on file.
        SurplusSibling = "SURPLUS_SIBLING",
        /// A version of which the node or link is gone.
        LostVersion = "LOST_VERSION",
        /// Several sources' rows are merged, and what is shown is not what they give.
        WrongMerge = "WRONG_MERGE",
    }
}

impl Wrong {
    /// What to do about it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::InterruptedLoad | Self::WrongPart | Self::WrongPerson | Self::MissingSibling => {
                "run the load that was interrupted again; if there was none, load the table once more"
            }
            Self::SurplusSibling => "load the kinships of the parents it names once more",
            Self::ReversedInterval => "let the source correct the row and load it again",
            Self::UnknownBatch
            | Self::MissingLink
            | Self::DoubleLink
            | Self::StrayLink
            | Self::DoubleRow
            | Self::ChangedRow
            | Self::WrongTiers
            | Self::WrongSearchKeys
            | Self::WrongContact
            | Self::WrongOfficial
            | Self::LostVersion
            | Self::WrongSum
            | Self::WrongMerge => {
                "something else wrote to this graph: restore the last backup that verifies clean, then load what came after it"
            }
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong.
    pub kind: Wrong,
    /// The table whose row it is about.
    pub table: String,
    /// The row's id.
    pub id: String,
    /// What was found, in words.
    pub detail: String,
}

/// Everything that is wrong: all counted, the first of each kind named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// How many of each kind.
    pub counts: BTreeMap<Wrong, u64>,
    /// At most [`NAMED`] of each kind.
    pub named: Vec<Finding>,
}

impl Findings {
    /// Notes something that is wrong.
    pub(super) fn add(&mut self, kind: Wrong, table: &str, id: &str, detail: impl Into<String>) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= NAMED as u64 {
            self.named.push(Finding {
                kind,
                table: table.to_owned(),
                id: id.to_owned(),
                detail: detail.into(),
            });
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}
