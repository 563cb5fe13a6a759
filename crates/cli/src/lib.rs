//! The command `ferrovirt`: the verbs, options, tables and exit codes of virsh, over the Rust API, in
//! process or through a daemon; every answer also as JSON (`-o json`).
//!
//! API boundary: the command line is one, [`main`] the only public item. It is a library so that its documentation has a
//! name of its own: the program has the facade's.
//!
//! **Invariant**: knows no driver; everything goes through `ferrovirt-api`, but for `net-explain`, which looks at
//! the host that it runs on.
#![deny(unsafe_code)]

mod commands;
mod complete;
mod error;
mod files;
mod find;
mod grammar;
mod interactive;
mod options;
mod report;
mod shell;
mod units;
mod xml;

use options::{Action, Options};
use shell::Shell;
use std::io::Write as _;
use std::process::ExitCode;

/// Runs the command line of this process and says how the process is to end.
#[must_use]
pub fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(Action::Run(options)) => options,
        Ok(Action::Say(text)) => {
            // Nobody is told when standard output is gone.
            let _ = writeln!(std::io::stdout(), "{text}");
            return ExitCode::SUCCESS;
        }
        Err(e) => {
            let _ = writeln!(std::io::stderr(), "error: {e}");
            return ExitCode::FAILURE;
        }
    };
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("FERROVIRT_LOG"))
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(e) => {
            let _ = writeln!(std::io::stderr(), "error: cannot start: {e}");
            return ExitCode::FAILURE;
        }
    };
    let ok = runtime.block_on(run(options));
    // A read of standard input may still be under way, which cannot be cancelled.
    runtime.shutdown_background();
    if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn run(options: Options) -> bool {
    let words = options.words.clone();
    let mut shell = Shell::new(options);
    // Documents need no connection, whatever else was asked for.
    let documents = words.first().is_some_and(|word| word == "xml");
    if !documents && !shell.begin().await {
        return false;
    }
    let ok = match words.as_slice() {
        [] => interactive::run(&mut shell).await,
        [line] => shell.run_line(line).await,
        words => shell.run_command(words).await,
    };
    shell.disconnect().await;
    ok
}
