//! Programs that never end: the pool says what it waits for, everything else goes on, and stopping the pool, or removing
//! the volume that is being made, ends them with their helpers and undoes what was done.

use super::{Loop, directory_pool, mounts_below};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::faults::{Hanging, Step, any, put};
use crate::harness::virsh::Virsh;
use std::path::Path;
use std::process::Child;

pub const CASES: &[Case] = &[
    Case {
        name: "a_mount_that_hangs",
        run: mount,
    },
    Case {
        name: "a_volume_group_that_hangs",
        run: group,
    },
    Case {
        name: "a_login_that_hangs",
        run: login,
    },
    Case {
        name: "a_pool_that_hangs_while_the_daemon_starts",
        run: resume,
    },
];

/// The call is refused because it was cancelled.
fn cancelled(client: Child) -> Outcome {
    let ended = client.wait_with_output()?;
    require(!ended.status.success(), || "it was brought to its end".to_owned())?;
    require_text(&String::from_utf8_lossy(&ended.stderr), "the work was cancelled")
}

/// The pool says what it waits for, and all that does not need it goes on.
fn waits(virsh: &Virsh, pool: &str, state: &str, what: &str, step: &str) -> Outcome {
    require_text(&virsh.ok(&["pool-list", "--all"])?, pool)?;
    require_text(
        &virsh.ok(&["pool-info", pool])?,
        &format!("State:          {state}"),
    )?;
    let xml = virsh.ok(&["pool-dumpxml", pool])?;
    require_text(&xml, &format!("what='{what}' step='{step}"))?;
    virsh.ok(&["pool-refresh", "p"])?;
    virsh.ok(&["vol-create-as", "p", "v", "1M"])?;
    virsh.ok(&["vol-delete", "v", "p"]).map(|_| ())
}

fn is_inactive(virsh: &Virsh, pool: &str) -> Outcome {
    require_text(&virsh.ok(&["pool-info", pool])?, "State:          inactive")?;
    let xml = virsh.ok(&["pool-dumpxml", pool])?;
    require(!xml.contains("what="), || format!("work goes on:\n{xml}"))
}

fn define_file_system(virsh: &Virsh, device: &Loop, target: &Path) -> Outcome {
    let path = target.display().to_string();
    let define = ["pool-define-as", "f", "fs", "--source-dev", &device.device];
    let rest = ["--source-format", "ext4", "--target", &path];
    virsh.ok(&[&define[..], &rest].concat()).map(|_| ())
}

fn mount() -> Outcome {
    let daemon = Daemon::start_before_programs()?;
    let (virsh, _) = directory_pool(&daemon)?;
    let device = Loop::new(daemon.scratch().path(), "fs.img", 64)?;
    let target = daemon.scratch().join("mnt");
    define_file_system(&virsh, &device, &target)?;
    {
        let hanging = Hanging::at(&daemon, any("mkfs"))?;
        let client = virsh.spawn(&["pool-build", "f", "--overwrite"])?;
        hanging.reached()?;
        waits(&virsh, "f", "building", "it is being built", "mkfs -t ext4")?;
        virsh.ok(&["pool-destroy", "f"])?;
        cancelled(client)?;
        hanging.gone()?;
        is_inactive(&virsh, "f")?;
        require(!target.exists(), || "a directory is left".to_owned())?;
    }
    virsh.ok(&["pool-build", "f", "--overwrite"])?;
    {
        let hanging = Hanging::at(&daemon, any("mount"))?;
        let client = virsh.spawn(&["pool-start", "f"])?;
        hanging.reached()?;
        waits(&virsh, "f", "building", "it is being started", "mount -t ext4")?;
        virsh.ok(&["pool-destroy", "f"])?;
        cancelled(client)?;
        hanging.gone()?;
        is_inactive(&virsh, "f")?;
        require_equal("mounts", mounts_below(&target)?, Vec::new())?;
    }
    virsh.ok(&["pool-start", "f"])?;
    let client = {
        let hanging = Hanging::at(&daemon, any("umount"))?;
        let client = virsh.spawn(&["pool-destroy", "f"])?;
        hanging.reached()?;
        waits(&virsh, "f", "running", "it is being stopped", "umount")?;
        client
    };
    // Whatever it was, it is put right: the next one does what the first could not.
    virsh.ok(&["pool-destroy", "f"])?;
    cancelled(client)?;
    is_inactive(&virsh, "f")?;
    require_equal("mounts", mounts_below(&target)?, Vec::new())
}

/// Programs of LVM for a group without volumes. What would change something is noted.
fn pretend_group(daemon: &Daemon) -> Outcome<impl Fn() -> String> {
    let notes = daemon.scratch().join("notes");
    let answers = [
        (
            "vgs",
            "{\"report\":[{\"vg\":[{\"vg_size\":\"1048576\",\"vg_free\":\"1048576\"}]}]}",
        ),
        ("lvs", "{\"report\":[{\"lv\":[]}]}"),
    ];
    for (program, answer) in answers {
        put(daemon, program, &format!("#!/bin/sh\necho '{answer}'\n"))?;
    }
    for program in ["vgchange", "lvremove"] {
        put(
            daemon,
            program,
            &format!("#!/bin/sh\necho {program} $* >>{}\n", notes.display()),
        )?;
    }
    Ok(move || std::fs::read_to_string(&notes).unwrap_or_default())
}

fn group() -> Outcome {
    let daemon = Daemon::start_before_programs()?;
    let (virsh, _) = directory_pool(&daemon)?;
    virsh.ok(&["pool-define-as", "vg", "logical", "--target", "/dev/pretended"])?;
    let xml = virsh.ok(&["pool-dumpxml", "vg"])?;
    require_text(&xml, "<name>vg</name>")?;
    {
        let hanging = Hanging::at(&daemon, any("vgchange"))?;
        let client = virsh.spawn(&["pool-start", "vg"])?;
        hanging.reached()?;
        waits(
            &virsh,
            "vg",
            "building",
            "it is being started",
            "vgchange --activate ay vg",
        )?;
        virsh.ok(&["pool-destroy", "vg"])?;
        cancelled(client)?;
        hanging.gone()?;
        is_inactive(&virsh, "vg")?;
    }
    let notes = pretend_group(&daemon)?;
    virsh.ok(&["pool-start", "vg"])?;
    {
        let hanging = Hanging::at(&daemon, any("lvcreate"))?;
        let client = virsh.spawn(&["vol-create-as", "vg", "new", "1M"])?;
        hanging.reached()?;
        require_text(&virsh.ok(&["vol-list", "vg"])?, "new")?;
        require_text(&virsh.ok(&["vol-dumpxml", "new", "vg"])?, "step='lvcreate --yes")?;
        require_text(&virsh.refused(&["pool-destroy", "vg"])?, "in progress")?;
        virsh.ok(&["vol-delete", "new", "vg"])?;
        cancelled(client)?;
        hanging.gone()?;
        require_text(
            &notes(),
            "lvremove --yes --force --select lv_tags=ferrovirt.unfinished vg/new",
        )?;
    }
    {
        let hanging = Hanging::at(&daemon, any("lvs"))?;
        let client = virsh.spawn(&["pool-refresh", "vg"])?;
        hanging.reached()?;
        waits(&virsh, "vg", "running", "it is being refreshed", "lvs ")?;
        virsh.ok(&["pool-destroy", "vg"])?;
        cancelled(client)?;
        hanging.gone()?;
    }
    require_text(&notes(), "vgchange --activate n vg")?;
    is_inactive(&virsh, "vg")
}

fn login() -> Outcome {
    let daemon = Daemon::start_before_programs()?;
    let (virsh, _) = directory_pool(&daemon)?;
    let notes = daemon.scratch().join("notes");
    let host = ["--source-host", "127.0.0.1", "--source-dev", "iqn.2026-01.test:d"];
    let define = ["pool-define-as", "i", "iscsi", "--target", "/dev/disk/by-path"];
    virsh.ok(&[&define[..], &host].concat())?;
    let step = Hanging::at(&daemon, Step("iscsiadm", "*--login*"))?;
    // There is no session, and all but the login is done at once.
    let begun = std::fs::read_to_string(daemon.scratch().join("programs/iscsiadm"))?;
    let rest = format!(
        "echo \"$*\" >>{}; [ \"$*\" != '--mode session' ] || exit 21",
        notes.display()
    );
    put(&daemon, "iscsiadm", &begun.replace("exec iscsiadm \"$@\"", &rest))?;
    let client = virsh.spawn(&["pool-start", "i"])?;
    step.reached()?;
    let shown = "iscsiadm --mode node --targetname iqn.2026-01.test:d";
    waits(&virsh, "i", "building", "it is being started", shown)?;
    virsh.ok(&["pool-destroy", "i"])?;
    cancelled(client)?;
    step.gone()?;
    is_inactive(&virsh, "i")?;
    // What was recorded for the login is taken back.
    let notes = std::fs::read_to_string(notes)?;
    let last = notes.lines().last().unwrap_or_default();
    require(last.ends_with("--op delete"), || {
        format!("the record of the target is left:\n{notes}")
    })
}

fn resume() -> Outcome {
    let mut daemon = Daemon::start_before_programs()?;
    let (virsh, _) = directory_pool(&daemon)?;
    virsh.ok(&["pool-autostart", "p"])?;
    let device = Loop::new(daemon.scratch().path(), "fs.img", 64)?;
    let target = daemon.scratch().join("mnt");
    define_file_system(&virsh, &device, &target)?;
    virsh.ok(&["pool-build", "f", "--overwrite"])?;
    virsh.ok(&["pool-autostart", "f"])?;
    let hanging = Hanging::at(&daemon, any("mount"))?;
    daemon.kill()?;
    daemon.launch()?;
    hanging.reached()?;
    waits(&virsh, "f", "building", "it is being started", "mount -t ext4")?;
    virsh.ok(&["pool-destroy", "f"])?;
    hanging.gone()?;
    is_inactive(&virsh, "f")
}
