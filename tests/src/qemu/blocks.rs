//! Disks of a running guest: images that are put on top and merged, copies, sizes, checkpoints. A guest with
//! nothing to boot is enough: what is in the images is read with qemu-img and qemu-io.

use std::path::Path;
use std::time::Duration;

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::command;
use crate::harness::daemon::Daemon;
use crate::harness::virsh::Virsh;

pub const CASES: &[Case] = &[
    Case {
        name: "blocks_external_snapshots",
        run: external_snapshots,
    },
    Case {
        name: "blocks_jobs",
        run: jobs,
    },
    Case {
        name: "blocks_checkpoints",
        run: checkpoints,
    },
];

const LIMIT: Duration = Duration::from_secs(30);

fn tool(program: &str, arguments: &[&str]) -> Outcome<String> {
    command::run(program, arguments, b"", LIMIT)?.ok()
}

/// A guest `g` with a disk `vda` on `base.qcow2`, whose first bytes are 0x11.
fn guest(daemon: &Daemon) -> Outcome<Virsh> {
    let base = daemon.scratch().join("base.qcow2").display().to_string();
    tool("qemu-img", &["create", "-q", "-f", "qcow2", &base, "8M"])?;
    tool("qemu-io", &["-f", "qcow2", "-c", "write -q -P 0x11 0 64k", &base])?;
    let xml = format!(
        "<domain type='qemu'><name>g</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>\
         <os><type arch='x86_64' machine='pc'>hvm</type></os>\
         <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>\
         <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{base}'/>\
         <target dev='vda' bus='virtio'/></disk></devices></domain>"
    );
    let file = daemon.scratch().write("d.xml", xml)?;
    let virsh = daemon.virsh();
    virsh.ok(&["define", &file])?;
    Ok(virsh)
}

fn holds(image: &Path, pattern: &str) -> Outcome {
    let read = format!("read -q -P {pattern} 0 64k");
    let text = tool(
        "qemu-io",
        &[
            "-f",
            "qcow2",
            "-r",
            "-U",
            "-c",
            &read,
            &image.display().to_string(),
        ],
    )?;
    require(!text.contains("failed"), || {
        format!("{} does not begin with {pattern}: {text}", image.display())
    })
}

/// The images that are there, by their names.
fn images(daemon: &Daemon) -> Outcome<Vec<String>> {
    let mut names: Vec<String> = std::fs::read_dir(daemon.scratch().path())?
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.starts_with("base."))
        .collect();
    names.sort();
    Ok(names)
}

fn runs_on(virsh: &Virsh, image: &str) -> Outcome {
    require_text(&virsh.ok(&["domblklist", "g"])?, &format!("/base.{image}"))
}

/// Snapshots whose disks go on in new images are made and removed, in the middle and at the end, live and not.
fn external_snapshots() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = guest(&daemon)?;
    let base = daemon.scratch().join("base.qcow2");
    virsh.ok(&["start", "g"])?;
    for name in ["s1", "s2", "s3"] {
        virsh.ok(&["snapshot-create-as", "g", name, "--disk-only"])?;
    }
    let memory = daemon.scratch().join("memory").display().to_string();
    let spec = format!("file={memory},snapshot=external");
    virsh.ok(&["snapshot-create-as", "g", "m4", "--memspec", &spec])?;
    require_text(&virsh.ok(&["domstate", "g"])?, "running")?;
    runs_on(&virsh, "m4")?;
    let all = ["base.m4", "base.qcow2", "base.s1", "base.s2", "base.s3"];
    require_equal("images", images(&daemon)?, all.map(str::to_owned).to_vec())?;
    // One in the middle, then the uppermost, which the guest stands on.
    virsh.ok(&["snapshot-delete", "g", "s2"])?;
    virsh.ok(&["snapshot-delete", "g", "m4"])?;
    runs_on(&virsh, "s3")?;
    require_equal(
        "images",
        images(&daemon)?,
        ["base.qcow2", "base.s1", "base.s3"].map(str::to_owned).to_vec(),
    )?;
    virsh.ok(&["destroy", "g"])?;
    // The same for a guest that is off, with something in the image that goes.
    let upper = daemon.scratch().join("base.s1").display().to_string();
    tool(
        "qemu-io",
        &["-f", "qcow2", "-c", "write -q -P 0x22 0 64k", &upper],
    )?;
    virsh.ok(&["snapshot-delete", "g", "s1"])?;
    holds(&base, "0x22")?;
    holds(&daemon.scratch().join("base.s3"), "0x22")?;
    virsh.ok(&["snapshot-delete", "g", "s3"])?;
    runs_on(&virsh, "qcow2")?;
    require_equal("images", images(&daemon)?, vec!["base.qcow2".to_owned()])?;
    require_equal(
        "snapshots",
        virsh.ok(&["snapshot-list", "g", "--name"])?.trim(),
        "",
    )?;
    virsh.ok(&["start", "g"])?;
    virsh.ok(&["destroy", "g"])?;
    virsh.ok(&["undefine", "g"]).map(|_| ())
}

/// Commit, pull, copy, another size, and a threshold.
fn jobs() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = guest(&daemon)?;
    virsh.ok(&["start", "g"])?;
    let overlay = || virsh.ok(&["snapshot-create-as", "g", "--disk-only", "--no-metadata", "top"]);
    overlay()?;
    runs_on(&virsh, "top")?;
    virsh.ok(&["blockcommit", "g", "vda", "--active", "--pivot", "--wait"])?;
    runs_on(&virsh, "qcow2")?;
    std::fs::remove_file(daemon.scratch().join("base.top"))?;
    overlay()?;
    virsh.ok(&["blockpull", "g", "vda", "--wait"])?;
    // What was pulled may still be in QEMU's caches: the copy is looked at once QEMU is gone.
    let copy = daemon.scratch().join("copy.qcow2");
    let target = copy.display().to_string();
    virsh.ok(&["blockcopy", "g", "vda", &target, "--transient-job", "--wait"])?;
    require_text(&virsh.ok(&["blockjob", "g", "vda", "--raw"])?, "type=Block Copy")?;
    virsh.ok(&["blockjob", "g", "vda", "--pivot"])?;
    require_text(&virsh.ok(&["domblklist", "g"])?, "copy.qcow2")?;
    virsh.ok(&["blockresize", "g", "vda", "16M"])?;
    require_text(&virsh.ok(&["domblkinfo", "g", "vda"])?, "16777216")?;
    virsh.ok(&["domblkthreshold", "g", "vda", "100000"])?;
    virsh.ok(&["destroy", "g"])?;
    holds(&copy, "0x11")?;
    virsh.ok(&["undefine", "g"]).map(|_| ())
}

fn checkpoints() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = guest(&daemon)?;
    require_text(&virsh.refused(&["checkpoint-create-as", "g", "c0"])?, "inactive")?;
    virsh.ok(&["start", "g"])?;
    for name in ["c1", "c2", "c3"] {
        virsh.ok(&["checkpoint-create-as", "g", name])?;
    }
    require_equal(
        "c2's parent",
        virsh.ok(&["checkpoint-parent", "g", "c2"])?.trim(),
        "c1",
    )?;
    require_text(
        &virsh.ok(&["checkpoint-dumpxml", "g", "c2", "--no-domain"])?,
        "bitmap='c2'",
    )?;
    virsh.ok(&["checkpoint-delete", "g", "c2"])?;
    require_equal(
        "c3's parent",
        virsh.ok(&["checkpoint-parent", "g", "c3"])?.trim(),
        "c1",
    )?;
    let nodes = virsh.ok(&[
        "qemu-monitor-command",
        "g",
        "{\"execute\":\"query-named-block-nodes\",\"arguments\":{\"flat\":true}}",
    ])?;
    require(!nodes.contains("\"c2\""), || {
        format!("the bitmap of c2 is left:\n{nodes}")
    })?;
    require_text(&nodes, "\"c3\"")?;
    virsh.ok(&["checkpoint-delete", "g", "c1", "--children"])?;
    require_equal(
        "checkpoints",
        virsh.ok(&["checkpoint-list", "g", "--name"])?.trim(),
        "",
    )?;
    virsh.ok(&["destroy", "g"])?;
    virsh.ok(&["undefine", "g"]).map(|_| ())
}
