//! `cargo xtask bench`: our daemon and a stock libvirtd, the same client on both, alternating.

use crate::lane::{build_with, in_namespaces_with};
use crate::process;
use crate::{Outcome, guest, setup, workspace};

pub fn run(arguments: &[String]) -> Outcome {
    if !process::is_root() {
        return Err("each daemon is measured in namespaces of its own, which needs root".to_owned());
    }
    setup::ensure(setup::Purpose::Bench)?;
    build_with(&["ferrovirt-bench"])?;
    process::Program::cargo()
        .args([
            "build",
            "--release",
            "--package",
            "ferrovirt-schema",
            "--example",
            "speed",
        ])
        .run()?;
    let image = guest::ensure()?;
    // The daemons' state is on a tmpfs, so that a disk's mood is in no figure.
    in_namespaces_with(&image)
        .args([
            "sh",
            "-c",
            "mount -t tmpfs -o mode=755 tmpfs /mnt && TMPDIR=/mnt exec \"$@\"",
            "sh",
        ])
        .arg(workspace::release_program("ferrovirt-bench"))
        .args(arguments)
        .env("FERROVIRT_PROGRAMS", workspace::target().join("release"))
        .run()
}
