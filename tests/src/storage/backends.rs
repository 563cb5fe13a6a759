//! Pools of kinds that this host has all that is needed for.

use super::{Loop, mounts_below};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[
    Case {
        name: "file_system_is_made_mounted_and_unmounted",
        run: file_system,
    },
    Case {
        name: "file_system_is_taken_up_by_the_next_daemon",
        run: taken_up,
    },
    Case {
        name: "disk_has_partitions_as_volumes",
        run: || disk("gpt"),
    },
    Case {
        name: "disk_with_a_dos_table",
        run: || disk("dos"),
    },
    Case {
        name: "capabilities_say_what_this_host_can_do",
        run: capabilities,
    },
];

fn file_system() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let disk = Loop::new(daemon.scratch().path(), "fs.img", 64)?;
    let target = daemon.scratch().join("mnt");
    let path = target.display().to_string();
    virsh.ok(&[
        "pool-define-as",
        "f",
        "fs",
        "--source-dev",
        &disk.device,
        "--source-format",
        "ext4",
        "--target",
        &path,
    ])?;
    virsh.ok(&["pool-build", "f", "--no-overwrite"])?;
    let again = virsh.refused(&["pool-build", "f", "--no-overwrite"])?;
    require_text(&again, "already holds ext4")?;
    virsh.ok(&["pool-start", "f"])?;
    require_equal("mounts", mounts_below(&target)?, vec![path.clone()])?;
    virsh.ok(&["vol-create-as", "f", "v", "1M"])?;
    require_text(&virsh.ok(&["vol-list", "f"])?, "v")?;
    let busy = virsh.refused(&["pool-build", "f", "--overwrite"])?;
    require_text(&busy, "already active")?;
    virsh.ok(&["pool-destroy", "f"])?;
    require_equal("mounts", mounts_below(&target)?, Vec::new())?;
    virsh.ok(&["pool-start", "f"])?;
    require_text(&virsh.ok(&["vol-list", "f"])?, "v")?;
    virsh.ok(&["pool-destroy", "f"])?;
    virsh.ok(&["pool-delete", "f"])?;
    virsh.ok(&["pool-undefine", "f"])?;
    require(!target.exists(), || "the directory is left".to_owned())
}

fn taken_up() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let disk = Loop::new(daemon.scratch().path(), "fs.img", 64)?;
    let target = daemon.scratch().join("mnt");
    let path = target.display().to_string();
    virsh.ok(&[
        "pool-define-as",
        "f",
        "fs",
        "--source-dev",
        &disk.device,
        "--source-format",
        "ext4",
        "--target",
        &path,
    ])?;
    virsh.ok(&["pool-start", "f", "--build", "--overwrite"])?;
    virsh.ok(&["pool-autostart", "f"])?;
    daemon.kill()?;
    daemon.launch()?;
    require_text(&virsh.ok(&["pool-info", "f"])?, "running")?;
    require_equal("mounts", mounts_below(&target)?.len(), 1)?;
    // As after a boot: nothing is mounted, and the pool starts by itself.
    daemon.stop()?;
    super::tool("umount", &[&path])?;
    daemon.pretend_boot()?;
    daemon.launch()?;
    require_text(&virsh.ok(&["pool-info", "f"])?, "running")?;
    require_equal("mounts", mounts_below(&target)?.len(), 1)?;
    virsh.ok(&["pool-destroy", "f"]).map(|_| ())
}

fn disk(format: &str) -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let disk = Loop::new(daemon.scratch().path(), "disk.img", 100)?;
    let node = |number: u32| format!("{}p{number}", disk.device);
    let name = |number: u32| node(number).trim_start_matches("/dev/").to_owned();
    virsh.ok(&[
        "pool-define-as",
        "d",
        "disk",
        "--source-dev",
        &disk.device,
        "--source-format",
        format,
        "--target",
        "/dev",
    ])?;
    require_text(&virsh.refused(&["pool-start", "d"])?, "build the pool first")?;
    virsh.ok(&["pool-build", "d"])?;
    require_text(&virsh.refused(&["pool-build", "d"])?, "already holds")?;
    virsh.ok(&["pool-start", "d"])?;
    let wrong = virsh.refused(&["vol-create-as", "d", "data", "10M"])?;
    require_text(&wrong, &format!("expected '{}'", name(1)))?;
    for number in 1..=3 {
        virsh.ok(&["vol-create-as", "d", &name(number), "10M", "--format", "linux"])?;
    }
    let full = virsh.refused(&["vol-create-as", "d", &name(4), "500M"])?;
    require_text(&full, "no large enough free extent")?;
    require_text(
        &virsh.ok(&["vol-dumpxml", &name(2), "d"])?,
        "<format type='linux'/>",
    )?;
    let content = daemon.scratch().write("content", "written through the pool")?;
    virsh.ok(&["vol-upload", &name(2), &content, "--pool", "d"])?;
    let read = std::fs::read(node(2))?;
    require(read.starts_with(b"written through the pool"), || {
        "the data did not arrive".to_owned()
    })?;
    virsh.ok(&["vol-delete", &name(2), "d"])?;
    require(!std::path::Path::new(&node(2)).exists(), || {
        "the partition is left".to_owned()
    })?;
    // The gap that it left is taken again.
    virsh.ok(&["vol-create-as", "d", &name(2), "10M"])?;
    virsh.ok(&["pool-refresh", "d"])?;
    require_equal(
        "volumes",
        virsh
            .ok(&["vol-list", "d"])?
            .lines()
            .filter(|l| !l.trim().is_empty())
            .count(),
        3,
    )?;
    virsh.ok(&["pool-destroy", "d"])?;
    virsh.ok(&["pool-undefine", "d"]).map(|_| ())
}

fn capabilities() -> Outcome {
    let daemon = Daemon::start()?;
    let text = daemon.virsh().ok(&["pool-capabilities"])?;
    for kind in ["dir", "fs", "netfs", "logical", "disk", "iscsi", "scsi", "mpath"] {
        require_text(&text, &format!("<pool type='{kind}' supported='yes'>"))?;
    }
    require_text(&text, "<pool type='sheepdog' supported='no'>")
}
