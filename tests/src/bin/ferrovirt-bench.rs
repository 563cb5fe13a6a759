//! `ferrovirt-bench`: our daemon and a stock libvirtd, the same client on both.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "figures are printed")]

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match ferrovirt_tests::bench::run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}
