//! What follows from rows and is nobody's row: which region is a part of which, and who is a
//! brother or sister of whom.

pub(super) mod divisions;
mod family;
pub(super) mod household;
pub(super) mod siblings;
