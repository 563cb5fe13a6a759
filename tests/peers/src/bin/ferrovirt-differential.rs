//! `ferrovirt-differential [--seed N] [--calls N] [--replay FILE]`: our test driver beside a stock one;
//! `cargo xtask differential` prepares its surroundings.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "what is found is printed")]

use ferrovirt_peers::differential::{self, Options};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let options = match Options::read(&arguments) {
        Ok(options) => options,
        Err(message) => {
            println!("{message}\nusage: ferrovirt-differential [--seed N] [--calls N] [--replay FILE]");
            return ExitCode::FAILURE;
        }
    };
    match differential::run(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            println!("differential: {problem}");
            ExitCode::FAILURE
        }
    }
}
