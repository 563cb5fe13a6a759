//! What is in volumes, and what their documents say of it.

use super::directory_pool;
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::environment;
use crate::harness::virsh::Virsh;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;

pub const CASES: &[Case] = &[
    Case {
        name: "our_command_leaves_holes_out_unasked",
        run: holes,
    },
    Case {
        name: "parts_of_a_volume_are_uploaded_one_after_the_other",
        run: parts,
    },
    Case {
        name: "a_version_of_qcow2_that_was_asked_for_is_told",
        run: compat,
    },
];

/// Bytes of space that a file takes.
fn space(file: &Path) -> Outcome<u64> {
    Ok(file.metadata()?.blocks() * 512)
}

fn holes() -> Outcome {
    const SIZE: u64 = 64 << 20;
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let ours = Virsh::with_program(
        daemon.qemu_uri(),
        environment::programs().join("ferrovirt").display().to_string(),
    );
    let path = daemon.scratch().write("sparse", "")?;
    let file = std::fs::File::options().write(true).open(&path)?;
    file.set_len(SIZE)?;
    file.write_all_at(b"data", 40_000_000)?;
    let content = std::fs::read(&path)?;
    virsh.ok(&["vol-create-as", "p", "thin", "64M", "--allocation", "0"])?;
    virsh.ok(&["vol-create-as", "p", "thick", "64M"])?;
    virsh.ok(&["vol-create-as", "p", "filled", "64M", "--allocation", "0"])?;
    // A hole becomes zeros over what a volume holds.
    let filled = std::fs::File::options().write(true).open(folder.join("filled"))?;
    filled.write_all_at(&vec![7; 48 << 20], 0)?;
    for (name, most, least) in [
        ("thin", 1 << 20, 0),
        ("filled", 1 << 20, 0),
        ("thick", u64::MAX, SIZE),
    ] {
        virsh.ok(&["pool-refresh", "p"])?;
        ours.ok(&["vol-upload", name, &path, "--pool", "p"])?;
        let volume = folder.join(name);
        require(std::fs::read(&volume)? == content, || {
            format!("{name} holds something else")
        })?;
        let space = space(&volume)?;
        require((least..=most).contains(&space), || {
            format!("{name} takes {space} bytes")
        })?;
    }
    Ok(())
}

/// An upload that was broken off goes on where it ended.
fn parts() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    virsh.ok(&["vol-create-as", "p", "v", "3M"])?;
    let content: Vec<u8> = (0..3_u32 << 20)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let cut = 1_234_567;
    let first = daemon.scratch().write("first", &content[..cut])?;
    let rest = daemon.scratch().write("rest", &content[cut..])?;
    virsh.ok(&["vol-upload", "v", &first, "--pool", "p"])?;
    virsh.ok(&[
        "vol-upload",
        "v",
        &rest,
        "--pool",
        "p",
        "--offset",
        &cut.to_string(),
    ])?;
    require(std::fs::read(folder.join("v"))? == content, || {
        "the volume holds something else".to_owned()
    })?;
    let down = daemon.scratch().join("down").display().to_string();
    let download = ["vol-download", "v", &down, "--pool", "p", "--offset", "100"];
    virsh.ok(&[&download[..], &["--length", "2000000"]].concat())?;
    require(std::fs::read(&down)? == content[100..2_000_100], || {
        "other data came back".to_owned()
    })
}

fn compat() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, _) = directory_pool(&daemon)?;
    for (name, version) in [("old", "<compat>0.10</compat>"), ("usual", "")] {
        let document = format!(
            "<volume><name>{name}</name><capacity>10485760</capacity><target><format type='qcow2'/>{version}</target></volume>"
        );
        let file = daemon.scratch().write(name, document)?;
        virsh.ok(&["vol-create", "p", &file])?;
        let told = virsh.ok(&["vol-dumpxml", name, "p"])?;
        require_equal("compat", told.contains("<compat>"), !version.is_empty())?;
        require_text(&told, version)?;
    }
    Ok(())
}
