//! Lane unit: every crate's own tests and the examples in its documentation.

use super::Request;
use super::outcome::{Reader, Tally};
use crate::process::Program;
use crate::{Outcome, process};

pub fn run(request: &Request) -> Outcome<Tally> {
    let mut reader = Reader::default();
    let nextest = process::find("cargo-nextest").is_some();
    let program = if nextest {
        Program::cargo().args(["nextest", "run", "--workspace", "--no-fail-fast", "--color=never"])
    } else {
        Program::cargo().args([
            "test",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--no-fail-fast",
        ])
    };
    let program = match &request.filter {
        Some(filter) => program.arg(filter),
        None => program,
    };
    let status = program.tee(|line| reader.line(line))?;
    finish(&mut reader, status.success(), "unit tests");
    if request.filter.is_none() {
        let status = Program::cargo()
            .args(["test", "--workspace", "--doc", "--no-fail-fast"])
            .tee(|line| reader.line(line))?;
        finish(&mut reader, status.success(), "doc tests");
    }
    Ok(reader.tally)
}

/// A run that failed without a failed case (a build error, say) is a failure too.
fn finish(reader: &mut Reader, success: bool, what: &str) {
    if !success && reader.tally.failures.is_empty() {
        reader
            .tally
            .failures
            .push(format!("{what} could not be built or run"));
    }
}
