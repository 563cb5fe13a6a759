//! Lane storage: pools of real file systems, disks and servers on this host, secrets and encrypted
//! volumes, files that others make, and every step of a set-up failing in turn.

use crate::harness::case::{Case, Outcome, Problem};
use crate::harness::command;
use crate::harness::daemon::Daemon;
use crate::harness::virsh::Virsh;
use std::path::{Path, PathBuf};
use std::time::Duration;

mod backends;
mod bad_input;
mod data;
mod encryption;
mod faults;
mod guests;
mod hangs;
mod images;
mod iscsi;
mod others;
mod progress;

pub use guests::start as start_guest;

/// Every case of the lane.
pub fn cases() -> Vec<Case> {
    [
        backends::CASES,
        iscsi::CASES,
        guests::CASES,
        encryption::CASES,
        others::CASES,
        progress::CASES,
        images::CASES,
        data::CASES,
        bad_input::CASES,
        faults::CASES,
        hangs::CASES,
    ]
    .concat()
}

/// For programs of the host.
pub const LIMIT: Duration = Duration::from_secs(60);

/// Runs a program of the host and answers its standard output.
pub fn tool(program: &str, arguments: &[&str]) -> Outcome<String> {
    command::run(program, arguments, b"", LIMIT)?.ok()
}

/// A loop device over a file of its own, detached when dropped.
pub struct Loop {
    pub device: String,
}

impl Loop {
    /// Makes a file of so many mebibytes in `folder`, and a device of it.
    pub fn new(folder: &Path, name: &str, mebibytes: u64) -> Outcome<Self> {
        let file: PathBuf = folder.join(name);
        std::fs::File::create(&file)?.set_len(mebibytes << 20)?;
        let out = command::run(
            "losetup",
            ["--partscan", "--find", "--show", &file.display().to_string()],
            b"",
            LIMIT,
        )?;
        match out.ok() {
            Ok(device) => Ok(Self {
                device: device.trim().to_owned(),
            }),
            Err(why) => Err(Problem::Skipped(format!("optional: no loop devices: {why}"))),
        }
    }
}

impl Drop for Loop {
    fn drop(&mut self) {
        // One that is gone is detached.
        let _ = command::run("losetup", ["--detach", &self.device], b"", LIMIT);
    }
}

/// A running directory pool `p`.
pub fn directory_pool(daemon: &Daemon) -> Outcome<(Virsh, PathBuf)> {
    let virsh = daemon.virsh();
    let target = daemon.scratch().join("pool");
    let path = target.display().to_string();
    virsh.ok(&["pool-define-as", "p", "dir", "--target", &path])?;
    virsh.ok(&["pool-build", "p"])?;
    virsh.ok(&["pool-start", "p"])?;
    Ok((virsh, target))
}

/// What is mounted at or below a folder.
pub fn mounts_below(folder: &Path) -> Outcome<Vec<String>> {
    let table = std::fs::read_to_string("/proc/self/mounts")?;
    let folder = folder.display().to_string();
    let targets = table.lines().filter_map(|line| line.split(' ').nth(1));
    Ok(targets
        .filter(|target| target.starts_with(&folder))
        .map(str::to_owned)
        .collect())
}
