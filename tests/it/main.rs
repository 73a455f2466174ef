//! One test binary: every test of the graph runs on every engine.

mod compose;
mod counties;
mod engines;
mod golden;
mod http;
mod load;
mod oracle;
mod reaching;
mod statements;
mod storm;

use engines::all as engines;
