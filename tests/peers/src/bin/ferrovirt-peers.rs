//! `ferrovirt-peers LANE [FILTER]`: lanes that use our own client; `cargo xtask test` prepares their
//! surroundings. `ferrovirt-peers pipe SOCKET` joins standard streams to a socket, for one of them.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a lane tells its cases on standard output")]

use ferrovirt_peers::{carrier, differential};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["pipe", socket] => carrier::pipe(socket).map(|()| true),
        ["carriers"] => carrier::run(None),
        ["carriers", filter] => carrier::run(Some(filter)),
        ["differential"] => differential::lane(None),
        ["differential", filter] => differential::lane(Some(filter)),
        _ => {
            println!("usage: ferrovirt-peers LANE [FILTER]");
            return ExitCode::FAILURE;
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            println!("test {} ... FAILED", words.first().unwrap_or(&"peers"));
            println!("    {problem}");
            ExitCode::FAILURE
        }
    }
}
