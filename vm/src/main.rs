//! `ferrovirt-vm`: boots the machine of lane vm, a whole Linux system with a kernel of its own, and relays
//! line by line what the cases inside report.
//!
//! API boundary: no; `cargo xtask test --lane vm` makes the machine's files and calls it.
//!
//! **Invariant**: a customer of the facade crate and of nothing else of ours: drivers in process, no daemon.
//! Whatever it made, it removes, also when a case fails or the user interrupts.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "the lane's lines go to standard output")]

mod agent;
mod document;
mod failure;
mod options;
mod place;
mod relay;
mod run;

use std::process::ExitCode;

use clap::Parser;
use options::Options;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    match run::run(&Options::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            println!("vm: {failure}");
            ExitCode::FAILURE
        }
    }
}
