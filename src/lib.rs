//! Kinflow: who is kin to whom, where public money flowed, and what deserves a second look.
//!
//! | module | what it is for |
//! |---|---|
//! | [`model`] | plain types that parse: ids, regions, money, days, kin steps and terms; no I/O |
//! | [`graph`] | the graph as one request sees it, the statement binding, and the two engines |
//! | [`access`] | who asks, as what, within which regions, and what they may see clear |
//! | [`alerts`] | what rules found, each hit once, until somebody settles it |
//! | [`export`] | the graph on its way out: tables, FollowTheMoney, GraphML, Cypher, Neo4j's importer |
//! | [`graphql`] | the API, one slice per subject |
//! | [`http`] | the router: GraphQL, GraphiQL, health |
//! | [`load`] | departments' tables into the graph: parse, judge, write |
//! | [`loads`] | the loads that the service runs: one at a time, watched |
//! | [`verify`] | the stored graph held against the model, and one hash for what it says |
//! | [`generate`] | synthetic counties of any size, from a seed number |
//! | [`questions`] | questions of the data team, one file each, asked by name |
//! | [`rules`] | rules of the data team, one file each, put to all their subjects |
//! | `reading` | what a statement of the data team may say |
//! | [`requests`] | the record of who asked what, and why |
//! | [`seed`] | the small county of the demo, inside the binary |
//! | [`config`] | settings in layers; `config.default.toml` is their manual |
//!
//! `main.rs` is the command line only. Every statement stands in `cypher/`.

pub mod access;
pub mod alerts;
pub mod config;
pub mod export;
pub mod generate;
pub mod graph;
pub mod graphql;
pub mod http;
pub mod lists;
pub mod load;
pub mod loads;
pub mod model;
pub mod questions;
mod reading;
pub mod requests;
pub mod rules;
pub mod seed;
pub mod verify;

/// The embedded engine allocates much: with the system's allocator a load takes twice as long.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
