//! Lanes vm and zfs: cases that need a kernel of their own, in a machine that boots through our own facade.

use super::Request;
use super::outcome::{Reader, Tally};
use super::program::{build, in_namespaces};
use crate::guest::system::{self, Machine};
use crate::{Outcome, process, workspace};

pub fn run(request: &Request) -> Outcome<Tally> {
    // It takes eight minutes on an ordinary machine, and twice that on one that others keep busy.
    run_in("vm", Machine::General, 1200, request)
}

/// The same machine with ZFS. Where Debian's contrib, or what its modules are built by, cannot be had, the lane is left
/// out and says why.
pub fn run_zfs(request: &Request) -> Outcome<Tally> {
    if process::is_root()
        && let Err(why) = system::ensure(Machine::Zfs)
    {
        println!("lane zfs: {why}");
        return Ok(Tally::skip("zfs", format!("no machine with ZFS: {why}")));
    }
    // Making a pool of ZFS takes long in a machine that is translated in software.
    run_in("zfs", Machine::Zfs, 2400, request)
}

fn run_in(lane: &str, machine: Machine, seconds: u32, request: &Request) -> Outcome<Tally> {
    if !process::is_root() {
        return Ok(Tally::skip(
            lane,
            "needs root for files that belong to root in the machine",
        ));
    }
    build()?;
    let image = system::ensure(machine)?;
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
        .args(["--lane", lane, "--limit", &seconds.to_string()])
        .arg("--log")
        .arg(workspace::target().join(format!("lanes/{lane}-console.log")));
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
