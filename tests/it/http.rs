//! The service as a client meets it, over a connection of its own: who may ask, what is refused
//! how, what is recorded, and that its page and schema are whole.

mod alerts;
mod backup;
mod documents;
mod exports;
mod faults;
mod introspection;
mod lists;
mod loads;
mod page;
mod paging;
mod records;
pub mod service;
mod statements;
mod stories;
mod tokens;
