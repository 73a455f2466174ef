//! The command line: reads flags, the clock and randomness, and calls the library.

mod command;

use std::process::ExitCode;

use clap::Parser;
use rustix::fs::Mode;

fn main() -> ExitCode {
    let line = command::Line::parse();
    command::log();
    // Graphs, rejects and records hold personal data: what is written is for its owner only.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // The embedded engine walks deep documents on the stack.
        .thread_stack_size(8 * 1024 * 1024)
        .build();
    let outcome = runtime
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(line.run()));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kinflow: {error}");
            command::exit_code(&error)
        }
    }
}
