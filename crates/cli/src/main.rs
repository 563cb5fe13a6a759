//! The program `ferrovirt`, which is all in the library beside it.
#![deny(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ferrovirt_cli::main()
}
