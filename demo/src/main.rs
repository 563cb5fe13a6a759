//! `ferrovirt-demo`: from nothing to a guest with an address, a disk, a console and a screen, and back to
//! nothing, through the daemon and the Rust API.
//!
//! API boundary: no; `cargo xtask demo` makes the machine ready and calls it.
//!
//! **Invariant**: drives the daemon through the public API only. Whatever it made, it removes, also when a
//! step fails or the user interrupts.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "the demo talks to the person at the terminal")]

mod clear;
mod daemon;
mod document;
mod failure;
mod firewall;
mod guest;
mod machine;
mod options;
mod picture;
mod place;
mod scenario;
mod steps;
mod subnet;

use std::process::ExitCode;

use clap::Parser;
use options::Options;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match scenario::run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            println!("\ndemo: {failure}");
            ExitCode::FAILURE
        }
    }
}
