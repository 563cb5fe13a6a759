//! Lanes that are programs of `tests/`: built in release mode and run as root in mount, network and
//! process namespaces of their own, so that whatever they start ends with them.

use std::path::{Path, PathBuf};

use super::Request;
use super::outcome::{Reader, Tally};
use crate::process::{self, Program};
use crate::{Outcome, guest, setup, workspace};

/// Packages whose programs the lanes run. One list for all lanes: cargo would build what they share anew for
/// another choice, because the features asked for are another's.
const BUILT: &[&str] = &[
    "ferrovirt-daemon",
    "ferrovirt-cli",
    "ferrovirt-tests",
    "ferrovirt-peers",
    "ferrovirt-vm",
];

/// The programs of those that the lanes run; linking takes long, so the others are left to who asks for them.
const PROGRAMS: &[&str] = &[
    "ferrovirtd",
    "ferrovirt",
    "ferrovirt-lanes",
    "ferrovirt-peers",
    "ferrovirt-vm",
];

/// The first process of the namespaces: shows their own interfaces in `/sys`, brings up the loopback and
/// collects orphans.
const FIRST: &str = "mount -t sysfs sysfs /sys && ip link set lo up && \"$@\"; exit $?";

pub fn run(lane: &str, request: &Request) -> Outcome<Tally> {
    run_with(lane, request, &[])
}

/// Runs a lane that needs more from the environment than the others.
pub fn run_with(lane: &str, request: &Request, environment: &[(&str, PathBuf)]) -> Outcome<Tally> {
    run_program("ferrovirt-lanes", lane, request, environment)
}

/// Runs a lane of the program that uses our client.
pub fn run_peers(lane: &str, request: &Request) -> Outcome<Tally> {
    run_program("ferrovirt-peers", lane, request, &[])
}

fn run_program(
    program: &str,
    lane: &str,
    request: &Request,
    environment: &[(&str, PathBuf)],
) -> Outcome<Tally> {
    if !process::is_root() {
        return Ok(Tally::skip(lane, "needs root for network namespaces of its own"));
    }
    build()?;
    let image = guest::ensure()?;
    let mut reader = Reader::default();
    let mut program = in_namespaces_with(&image)
        .arg(workspace::release_program(program))
        .arg(lane)
        .env("FERROVIRT_PROGRAMS", workspace::target().join("release"));
    if let Some(first) = setup::search_path() {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(first).chain(std::env::split_paths(&path));
        let path =
            std::env::join_paths(all).map_err(|error| format!("cannot make a search path: {error}"))?;
        program = program.env("PATH", path);
    }
    for (name, value) in environment {
        program = program.env(name, value);
    }
    if let Some(filter) = &request.filter {
        program = program.arg(filter);
    }
    let status = program.tee(|line| reader.line(line))?;
    if !status.success() && reader.tally.failures.is_empty() {
        reader
            .tally
            .failures
            .push(format!("the lane's program ended by itself ({status})"));
    }
    Ok(reader.tally)
}

/// Builds what the lanes run, once for all of them.
pub fn build() -> Outcome {
    build_with(&[])
}

/// Builds the same and further programs of those packages.
pub fn build_with(further: &[&str]) -> Outcome {
    let mut program = Program::cargo().args(["build", "--release"]);
    for package in BUILT {
        program = program.args(["--package", package]);
    }
    let others = further.iter().filter(|name| !PROGRAMS.contains(name));
    for name in PROGRAMS.iter().chain(others) {
        program = program.args(["--bin", name]);
    }
    program.run()
}

/// A program that will run what is added to it in namespaces of its own.
pub fn in_namespaces() -> Program {
    Program::new("unshare")
        .args([
            "--mount",
            "--net",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
        ])
        .args(["sh", "-c", FIRST, "sh"])
}

/// The same with the guest's files in `/media`: QEMU's own user can read them there, wherever the workspace is.
pub fn in_namespaces_with(image: &guest::Image) -> Program {
    in_namespaces()
        .args(["sh", "-c", "mount --bind \"$0\" /media && exec \"$@\""])
        .arg(&image.folder)
        .env("FERROVIRT_GUEST_KERNEL", Path::new("/media").join(guest::KERNEL))
        .env(
            "FERROVIRT_GUEST_INITRAMFS",
            Path::new("/media").join(guest::INITRAMFS),
        )
}
