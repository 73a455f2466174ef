//! One test binary: every test of the graph runs on every engine.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod api;
mod backup;
mod bidders;
mod compose;
mod connections;
mod counties;
mod crash;
mod engines;
mod export;
mod files;
mod golden;
mod http;
mod lists;
mod load;
mod money;
mod oracle;
mod ownership;
mod questions;
mod ranking;
mod reaching;
mod rules;
mod statements;
mod statistics;
mod storm;
mod verify;
