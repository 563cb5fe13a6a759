//! virt-install on a prepared disk.

use std::time::Duration;

use crate::harness::case::{Case, Outcome, require_text};
use crate::harness::command;
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[Case {
    name: "virt_install_import",
    run: import,
}];

fn import() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let disk = daemon.scratch().join("disk.qcow2").display().to_string();
    command::run(
        "qemu-img",
        ["create", "-q", "-f", "qcow2", &disk, "16M"],
        b"",
        Duration::from_secs(20),
    )?
    .ok()?;
    let disk_argument = format!("path={disk},format=qcow2");
    let uri = daemon.qemu_uri();
    command::run(
        "virt-install",
        [
            "--connect",
            &uri,
            "--name",
            "imported",
            "--memory",
            "64",
            "--vcpus",
            "1",
            "--import",
            "--disk",
            &disk_argument,
            "--network",
            "user",
            "--osinfo",
            "generic",
            "--virt-type",
            "qemu",
            "--graphics",
            "vnc",
            "--noautoconsole",
        ],
        b"",
        Duration::from_secs(90),
    )?
    .ok()?;
    require_text(&virsh.ok(&["domstate", "imported"])?, "running")?;
    require_text(&virsh.ok(&["domblklist", "imported"])?, &disk)?;
    virsh.ok(&["destroy", "imported"])?;
    virsh.ok(&["undefine", "imported"]).map(|_| ())
}
