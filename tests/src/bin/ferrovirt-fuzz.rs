//! `ferrovirt-fuzz [--seconds N] [--seed N]`: the kept seeds and then new ones, or from one seed on.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "what was found is printed")]

use std::process::ExitCode;
use std::time::Duration;

use ferrovirt_tests::harness::case::Outcome;
use ferrovirt_tests::hostile;

const SECONDS: u64 = 60;

fn main() -> ExitCode {
    match run() {
        Ok(rounds) => {
            println!("fuzz: {rounds} rounds with new seeds, nothing found");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            println!("fuzz: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<u32> {
    let (mut seconds, mut seed) = (SECONDS, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let number = arguments.next().and_then(|value| value.parse().ok());
        let number = number.ok_or_else(|| format!("{argument} needs a number"))?;
        match argument.as_str() {
            "--seconds" => seconds = number,
            "--seed" => seed = Some(number),
            other => return Err(format!("unknown argument {other:?}").into()),
        }
    }
    hostile::fuzz(Duration::from_secs(seconds), seed)
}
