//! Every program of a set-up failing in turn: what was begun is undone, the object's state says so, and
//! doing it again works.

use super::{LIMIT, Loop, directory_pool, mounts_below};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::faults::{Faults, Step, any};
use crate::harness::pools::{is_inactive, is_running};
use crate::harness::wait;
use std::path::Path;

pub const CASES: &[Case] = &[
    Case {
        name: "each_step_of_a_file_system_fails",
        run: file_system,
    },
    Case {
        name: "each_step_of_a_disk_fails",
        run: disk,
    },
    Case {
        name: "each_step_of_an_image_fails",
        run: image,
    },
    Case {
        name: "a_wipe_ends_with_its_client",
        run: left_alone,
    },
    Case {
        name: "a_full_pool",
        run: full,
    },
    Case {
        name: "a_killed_daemon_leaves_no_half_volume",
        run: killed,
    },
];

fn file_system() -> Outcome {
    let mut daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    let device = Loop::new(daemon.scratch().path(), "fs.img", 64)?;
    let target = daemon.scratch().join("mnt");
    let path = target.display().to_string();
    let define = ["pool-define-as", "f", "fs", "--source-dev", &device.device];
    virsh.ok(&[&define[..], &["--source-format", "ext4", "--target", &path]].concat())?;
    let mut faults = Faults::of(&mut daemon);
    let nothing = || {
        require(!target.exists(), || "a directory is left".to_owned())?;
        is_inactive(&virsh, "f")
    };
    faults.each_but_done(&[any("mkfs")], &["pool-build", "f", "--overwrite"], nothing)?;
    faults.each_but_done(
        &[any("blkid"), any("mkfs")],
        &["pool-build", "f", "--no-overwrite"],
        nothing,
    )?;
    faults.killed(&[any("mkfs")], &["pool-build", "f", "--overwrite"], |virsh| {
        is_inactive(virsh, "f")
    })?;
    virsh.ok(&["pool-build", "f", "--overwrite"])?;
    let unmounted = || {
        require_equal("mounts", mounts_below(&target)?, Vec::new())?;
        is_inactive(&virsh, "f")
    };
    let mounted = || {
        is_running(&virsh, "f")?;
        require_equal("mounts", mounts_below(&target)?.len(), 1)
    };
    faults.each(&[any("mount")], &["pool-start", "f"], unmounted)?;
    // A start that was under way is brought to its end, a stop is not.
    faults.killed(&[any("mount")], &["pool-start", "f"], |virsh| {
        mounted()?;
        virsh.ok(&["pool-destroy", "f"])?;
        unmounted()
    })?;
    virsh.ok(&["pool-start", "f"])?;
    faults.each_but_done(&[any("umount")], &["pool-destroy", "f"], mounted)?;
    faults.killed(&[any("umount")], &["pool-destroy", "f"], |_| mounted())?;
    virsh.ok(&["pool-destroy", "f"])?;
    require_equal("mounts", mounts_below(&target)?, Vec::new())
}

fn disk() -> Outcome {
    let mut daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    let device = Loop::new(daemon.scratch().path(), "disk.img", 64)?;
    let first = format!("{}p1", device.device);
    let name = first.trim_start_matches("/dev/");
    let define = ["pool-define-as", "d", "disk", "--source-dev", &device.device];
    virsh.ok(&[&define[..], &["--source-format", "gpt", "--target", "/dev"]].concat())?;
    let mut faults = Faults::of(&mut daemon);
    let inactive = || is_inactive(&virsh, "d");
    let build = ["pool-build", "d"];
    faults.each_but_done(&[any("blkid"), any("sfdisk")], &build, inactive)?;
    virsh.ok(&build)?;
    faults.each_but_done(&[any("wipefs")], &["pool-delete", "d"], inactive)?;
    virsh.ok(&["pool-delete", "d"])?;
    require_text(&virsh.refused(&["pool-start", "d"])?, "no partition table")?;
    virsh.ok(&build)?;
    faults.each_but_done(&[any("sfdisk")], &["pool-start", "d"], inactive)?;
    virsh.ok(&["pool-start", "d"])?;
    let create = ["vol-create-as", "d", name, "10M"];
    let no_volume = || {
        require(!Path::new(&first).exists(), || "a partition is left".to_owned())?;
        let list = virsh.ok(&["vol-list", "d"])?;
        require_equal("volumes", list.trim(), "")
    };
    faults.each(&[any("sfdisk"), Step("sfdisk", "*--append*")], &create, no_volume)?;
    virsh.ok(&create)?;
    faults.each_but_done(&[any("sfdisk")], &["vol-delete", name, "d"], || {
        require_text(&virsh.ok(&["vol-list", "d"])?, name)
    })?;
    virsh.ok(&["vol-delete", name, "d"])?;
    no_volume()
}

fn image() -> Outcome {
    let mut daemon = Daemon::start_before_programs()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let mut faults = Faults::of(&mut daemon);
    let empty = || require_equal("files in the pool", std::fs::read_dir(&folder)?.count(), 0);
    let create = ["vol-create-as", "p", "v.vdi", "1M", "--format", "vdi"];
    faults.each(&[any("qemu-img")], &create, empty)?;
    faults.killed(&[any("qemu-img")], &create, |virsh| {
        is_running(virsh, "p")?;
        empty()
    })?;
    virsh.ok(&["vol-create-as", "p", "v.qcow2", "1M", "--format", "qcow2"])?;
    let one = || require_equal("files in the pool", std::fs::read_dir(&folder)?.count(), 1);
    let clone = ["vol-clone", "v.qcow2", "c.qcow2", "--pool", "p"];
    faults.each(&[any("qemu-img")], &clone, one)?;
    faults.killed(&[any("qemu-img")], &clone, |virsh| {
        is_running(virsh, "p")?;
        one()
    })?;
    let resize = ["vol-resize", "v.qcow2", "2M", "--pool", "p"];
    faults.each_but_done(&[any("qemu-img")], &resize, || {
        require_text(&virsh.ok(&["vol-info", "v.qcow2", "--pool", "p"])?, "1.00 MiB")
    })?;
    virsh.ok(&clone).map(|_| ())
}

fn left_alone() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    virsh.ok(&["vol-create-as", "p", "v", "256M"])?;
    // 35 passes take long on any disk.
    let wipe = ["vol-wipe", "v", "--pool", "p", "--algorithm", "gutmann"];
    let mut client = virsh.spawn(&wipe)?;
    let file = std::fs::File::open(folder.join("v"))?;
    let mut first = [0; 4096];
    wait::until_true("the wipe", LIMIT, || {
        std::os::unix::fs::FileExt::read_exact_at(&file, &mut first, 0).is_ok() && first != [0; 4096]
    })?;
    require_text(&virsh.refused(&wipe)?, "being wiped")?;
    client.kill()?;
    client.wait()?;
    wait::until_true("the end of the wipe", LIMIT, || {
        virsh.ok(&["vol-delete", "v", "p"]).is_ok()
    })
}

fn full() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let device = Loop::new(daemon.scratch().path(), "fs.img", 32)?;
    let path = daemon.scratch().join("mnt").display().to_string();
    virsh.ok(&[
        "pool-define-as",
        "f",
        "fs",
        "--source-dev",
        &device.device,
        "--source-format",
        "ext4",
        "--target",
        &path,
    ])?;
    virsh.ok(&["pool-start", "f", "--build", "--overwrite"])?;
    let refused = virsh.refused(&["vol-create-as", "f", "v", "100M"])?;
    require_text(&refused, "No space left")?;
    virsh.ok(&["vol-create-as", "f", "sparse", "100M", "--allocation", "0"])?;
    let content = daemon.scratch().write("content", vec![7; 60 << 20])?;
    virsh.refused(&["vol-upload", "sparse", &content, "--pool", "f"])?;
    require_equal(
        "volumes",
        virsh
            .ok(&["vol-list", "f"])?
            .lines()
            .filter(|l| !l.trim().is_empty())
            .count(),
        1,
    )?;
    virsh.ok(&["vol-delete", "sparse", "f"])?;
    virsh.ok(&["vol-create-as", "f", "v", "10M"])?;
    virsh.ok(&["pool-destroy", "f"]).map(|_| ())
}

fn killed() -> Outcome {
    let mut daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let file = std::fs::File::create(folder.join("large"))?;
    let block = vec![7; 1 << 20];
    for _ in 0..256 {
        std::io::Write::write_all(&mut &file, &block)?;
    }
    drop(file);
    virsh.ok(&["vol-info", "large", "--pool", "p"])?;
    for pause in [5, 30, 60] {
        let mut copy = virsh.spawn(&["vol-clone", "large", "copy", "--pool", "p"])?;
        std::thread::sleep(std::time::Duration::from_millis(pause));
        daemon.kill()?;
        copy.wait()?;
        daemon.launch()?;
        // A daemon takes calls before its pools are up again; a call to a pool waits for that.
        virsh.ok(&["pool-info", "p"])?;
        let size = std::fs::metadata(folder.join("copy"))
            .map(|found| found.len())
            .ok();
        require(size.is_none_or(|size| size == 256 << 20), || {
            "half a volume is left".to_owned()
        })?;
        let left = std::fs::read_dir(&folder)?.count();
        require_equal("files in the pool", left, 1 + usize::from(size.is_some()))?;
        if size.is_some() {
            virsh.ok(&["vol-delete", "copy", "p"])?;
        }
    }
    Ok(())
}
