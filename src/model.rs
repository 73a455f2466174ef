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
pub mod month;
pub mod names;
pub mod ownership;
pub mod quartiles;
pub mod region;
pub mod share;
pub mod sheet;
pub mod web;
pub mod wilson;

pub use day::{Interval, PartialDate, Precision};
pub use fault::{Fault, Invalid};
pub use ids::{
    AccountId, AgencyId, AllocationId, AmendmentId, CompanyId, ContractId, HouseholdId, LinkId,
    PaymentId, PersonId, PostId, ProgrammeId, ProjectId, TenderId,
};
pub use money::Money;
pub use month::Month;
pub use region::{Level, RegionCode};
pub use share::Share;
