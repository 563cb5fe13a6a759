//! Lane vm: cases that need a kernel of their own, in a machine that boots through our own facade.

use super::Request;
use super::outcome::{Reader, Tally};
use super::program::{build, in_namespaces};
use crate::guest::system;
use crate::{Outcome, process, workspace};

pub fn run(request: &Request) -> Outcome<Tally> {
    if !process::is_root() {
        return Ok(Tally::skip(
            "vm",
            "needs root for files that belong to root in the machine",
        ));
    }
    build()?;
    let image = system::ensure()?;
    let mut reader = Reader::default();
    let mut program = in_namespaces()
        .arg(workspace::release_program("ferrovirt-vm"))
        .arg("--kernel")
        .arg(&image.kernel)
        .arg("--initramfs")
        .arg(&image.initramfs)
        .arg("--system")
        .arg(&image.disk)
        .arg("--programs")
        .arg(workspace::target().join("release"))
        .arg("--log")
        .arg(workspace::target().join("lanes/vm-console.log"));
    if let Some(filter) = &request.filter {
        program = program.arg(filter);
    }
    let status = program.tee(|line| reader.line(line))?;
    if !status.success() && reader.tally.failures.is_empty() {
        reader
            .tally
            .failures
            .push(format!("the machine ended without its results ({status})"));
    }
    Ok(reader.tally)
}
