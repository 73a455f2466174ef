//! Plain types that parse: what a cell, an argument or a property means once it is understood.
//!
//! Nothing here does I/O or knows a graph or an API.

pub mod codes;
pub mod day;
pub mod fault;
pub mod flow;
pub mod identity;
pub mod ids;
pub mod kin;
pub mod money;
pub mod names;
pub mod quartiles;
pub mod region;

pub use day::{Interval, PartialDate, Precision};
pub use fault::{Fault, Invalid};
pub use ids::{
    AccountId, AgencyId, AllocationId, CompanyId, HouseholdId, LinkId, PaymentId, PersonId, PostId,
    ProgrammeId, ProjectId,
};
pub use money::Money;
pub use region::{Level, RegionCode};
