//! Every program of a set-up failing in turn: what was begun is undone, the object's state says so, and
//! doing it again works.

use super::{LIMIT, Loop, directory_pool, mounts_below};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::virsh::Virsh;
use crate::harness::wait;
use std::os::unix::fs::PermissionsExt;
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

/// How a program fails: the script in its place.
const WAYS: [(&str, &str); 4] = [
    ("exit 1", "#!/bin/sh\necho made to fail >&2\nexit 1\n"),
    ("killed", "#!/bin/sh\nkill -9 $$\n"),
    ("cannot be run", "#!/nonexistent/interpreter\n"),
    ("talks too much", "#!/bin/sh\nhead -c 9000000 /dev/zero\nexit 1\n"),
];

/// Puts a failing program before the real one while `work` runs.
fn failing(daemon: &Daemon, program: &str, script: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    let path = daemon.scratch().join("programs").join(program);
    std::fs::write(&path, script)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
    let outcome = work();
    std::fs::remove_file(&path)?;
    outcome
}

/// Fails each of the programs in each way during a call that has to be refused; `after` looks at what
/// is left.
fn each(
    daemon: &Daemon,
    virsh: &Virsh,
    programs: &[&str],
    call: &[&str],
    after: impl Fn() -> Outcome,
) -> Outcome {
    for program in programs {
        for (way, script) in WAYS {
            failing(daemon, program, script, || virsh.refused(call).map(|_| ()))
                .and_then(|()| after())
                .map_err(|problem| format!("{program} {way}, {call:?}: {problem}"))?;
        }
    }
    Ok(())
}

fn is_inactive(virsh: &Virsh, pool: &str) -> Outcome {
    require_text(&virsh.ok(&["pool-info", pool])?, "State:          inactive")
}

fn file_system() -> Outcome {
    let daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    let device = Loop::new(daemon.scratch().path(), "fs.img", 64)?;
    let target = daemon.scratch().join("mnt");
    let path = target.display().to_string();
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
    let nothing = || {
        require(!target.exists(), || "a directory is left".to_owned())?;
        is_inactive(&virsh, "f")
    };
    each(
        &daemon,
        &virsh,
        &["mkfs"],
        &["pool-build", "f", "--overwrite"],
        nothing,
    )?;
    each(
        &daemon,
        &virsh,
        &["blkid", "mkfs"],
        &["pool-build", "f", "--no-overwrite"],
        nothing,
    )?;
    virsh.ok(&["pool-build", "f", "--no-overwrite"])?;
    each(&daemon, &virsh, &["mount"], &["pool-start", "f"], || {
        require_equal("mounts", mounts_below(&target)?, Vec::new())?;
        is_inactive(&virsh, "f")
    })?;
    virsh.ok(&["pool-start", "f"])?;
    each(&daemon, &virsh, &["umount"], &["pool-destroy", "f"], || {
        require_equal("mounts", mounts_below(&target)?.len(), 1)?;
        require_text(&virsh.ok(&["pool-info", "f"])?, "running")
    })?;
    virsh.ok(&["pool-destroy", "f"])?;
    require_equal("mounts", mounts_below(&target)?, Vec::new())
}

fn disk() -> Outcome {
    let daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    let device = Loop::new(daemon.scratch().path(), "disk.img", 64)?;
    let first = format!("{}p1", device.device);
    let name = first.trim_start_matches("/dev/");
    virsh.ok(&[
        "pool-define-as",
        "d",
        "disk",
        "--source-dev",
        &device.device,
        "--source-format",
        "gpt",
        "--target",
        "/dev",
    ])?;
    each(
        &daemon,
        &virsh,
        &["blkid", "sfdisk"],
        &["pool-build", "d"],
        || is_inactive(&virsh, "d"),
    )?;
    virsh.ok(&["pool-build", "d"])?;
    each(&daemon, &virsh, &["sfdisk"], &["pool-start", "d"], || {
        is_inactive(&virsh, "d")
    })?;
    virsh.ok(&["pool-start", "d"])?;
    let create = ["vol-create-as", "d", name, "10M"];
    let no_volume = || {
        require(!Path::new(&first).exists(), || "a partition is left".to_owned())?;
        require_equal(
            "volumes",
            virsh.ok(&["vol-list", "d"])?.trim().to_owned(),
            String::new(),
        )
    };
    each(&daemon, &virsh, &["sfdisk"], &create, no_volume)?;
    virsh.ok(&create)?;
    each(&daemon, &virsh, &["sfdisk"], &["vol-delete", name, "d"], || {
        require_text(&virsh.ok(&["vol-list", "d"])?, name)
    })?;
    virsh.ok(&["vol-delete", name, "d"])?;
    no_volume()
}

fn image() -> Outcome {
    let daemon = Daemon::start_before_programs()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let empty = || require_equal("files in the pool", std::fs::read_dir(&folder)?.count(), 0);
    let create = ["vol-create-as", "p", "v.vdi", "1M", "--format", "vdi"];
    each(&daemon, &virsh, &["qemu-img"], &create, empty)?;
    virsh.ok(&["vol-create-as", "p", "v.qcow2", "1M", "--format", "qcow2"])?;
    let one = || require_equal("files in the pool", std::fs::read_dir(&folder)?.count(), 1);
    let clone = ["vol-clone", "v.qcow2", "c.qcow2", "--pool", "p"];
    each(&daemon, &virsh, &["qemu-img"], &clone, one)?;
    each(
        &daemon,
        &virsh,
        &["qemu-img"],
        &["vol-resize", "v.qcow2", "2M", "--pool", "p"],
        || require_text(&virsh.ok(&["vol-info", "v.qcow2", "--pool", "p"])?, "1.00 MiB"),
    )?;
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
