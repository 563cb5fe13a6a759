//! Devices that go, servers that go, a daemon that is killed: the state says which, and starting again heals.

use std::path::Path;
use std::time::Duration;

use super::machine::tool;
use super::storage::{LIMIT, PASSWORD, iscsi_pool, know_password, server, volumes, with_server};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::wait;

pub const CASES: &[Case] = &[
    Case {
        name: "the_device_of_a_volume_group_goes_and_comes",
        run: device_gone,
    },
    Case {
        name: "a_killed_daemon_and_logical_volumes",
        run: killed,
    },
    Case {
        name: "a_server_of_iscsi_goes_and_comes",
        run: server_gone,
    },
];

/// The disk that `scsi_debug` makes.
fn debug_disk() -> Option<String> {
    let entries = std::fs::read_dir("/sys/block").ok()?.flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.into_iter().find(|name| {
        std::fs::read_to_string(format!("/sys/block/{name}/device/model"))
            .is_ok_and(|model| model.trim() == "scsi_debug")
    })
}

fn device_gone() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    tool("modprobe", &["-a", "dm-mod"])?;
    tool("modprobe", &["scsi_debug", "dev_size_mb=64"])?;
    let outcome = (|| {
        wait::until_true("a disk", LIMIT, || debug_disk().is_some())?;
        tool("udevadm", &["settle"])?;
        let disk = debug_disk().ok_or("the disk is gone")?;
        let path = format!("/dev/{disk}");
        let define = ["pool-define-as", "vg", "logical", "--source-dev", &path];
        virsh.ok(&[
            &define[..],
            &["--source-name", "fvgone", "--target", "/dev/fvgone"],
        ]
        .concat())?;
        virsh.ok(&["pool-build", "vg"])?;
        virsh.ok(&["pool-start", "vg"])?;
        virsh.ok(&["vol-create-as", "vg", "a", "8M"])?;
        std::fs::write(format!("/sys/block/{disk}/device/delete"), "1")?;
        wait::until_true("the end of the disk", LIMIT, || debug_disk().is_none())?;
        for call in [
            &["vol-create-as", "vg", "b", "8M"][..],
            &["vol-resize", "a", "16M", "--pool", "vg"],
            &["vol-clone", "a", "c", "--pool", "vg"],
            &["pool-refresh", "vg"],
        ] {
            virsh
                .refused(call)
                .map_err(|problem| format!("{call:?}: {problem}"))?;
        }
        require_text(&virsh.ok(&["pool-info", "vg"])?, "State:          inactive")?;
        virsh.refused(&["pool-start", "vg"])?;
        // What the kernel has kept of the volume is of a device that is no more.
        let _ = tool("dmsetup", &["remove", "fvgone-a"]);
        for host in std::fs::read_dir("/sys/class/scsi_host")?.flatten() {
            std::fs::write(host.path().join("scan"), "- - -")?;
        }
        wait::until_true("the disk again", LIMIT, || debug_disk().is_some())?;
        tool("udevadm", &["settle"])?;
        virsh.ok(&["pool-start", "vg"])?;
        require_equal("volumes", volumes(&virsh, "vg")?, vec!["a".to_owned()])?;
        virsh.ok(&["vol-delete", "a", "vg"])?;
        virsh.ok(&["pool-destroy", "vg"])?;
        virsh.ok(&["pool-delete", "vg"])?;
        virsh.ok(&["pool-undefine", "vg"]).map(|_| ())
    })();
    // What a failure left must not keep the disk.
    let _ = tool("sh", &["-c", "dmsetup remove fvgone-a; udevadm settle"]);
    wait::until_true("the driver's release", LIMIT, || {
        tool("modprobe", &["-r", "scsi_debug"]).is_ok()
    })?;
    outcome
}

fn killed() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let define = ["pool-define-as", "vg", "logical", "--source-dev", "/dev/sda"];
    virsh.ok(&[
        &define[..],
        &["--source-name", "fvkill", "--target", "/dev/fvkill"],
    ]
    .concat())?;
    virsh.ok(&["pool-build", "vg"])?;
    virsh.ok(&["pool-start", "vg"])?;
    for (number, pause) in [50, 200, 500, 900].into_iter().enumerate() {
        let name = format!("v{number}");
        let mut client = virsh.spawn(&["vol-create-as", "vg", &name, "8M"])?;
        std::thread::sleep(Duration::from_millis(pause));
        daemon.kill()?;
        client.wait()?;
        daemon.launch()?;
        virsh.ok(&["pool-info", "vg"])?;
        let there = tool("lvs", &["--noheadings", "-o", "lv_name", "fvkill"])?;
        let there: Vec<String> = there.split_whitespace().map(str::to_owned).collect();
        require_equal("volumes", volumes(&virsh, "vg")?, there.clone())?;
        match there.contains(&name) {
            true => virsh.ok(&["vol-delete", &name, "vg"])?,
            false => virsh.ok(&["vol-create-as", "vg", &name, "8M"])?,
        };
    }
    virsh.ok(&["pool-destroy", "vg"])?;
    virsh.ok(&["pool-delete", "vg"])?;
    virsh.ok(&["pool-undefine", "vg"]).map(|_| ())
}

fn server_gone() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let pool = daemon.scratch().write("pool.xml", iscsi_pool())?;
    know_password(&daemon, PASSWORD)?;
    virsh.ok(&["pool-define", &pool])?;
    let no_session = || {
        require(tool("iscsiadm", &["-m", "session"]).is_err(), || {
            "a session is left".to_owned()
        })
    };
    with_server(|| {
        // A daemon that is killed while it logs in: the next one says what is, and goes on from there.
        for pause in [200, 900] {
            let mut client = virsh.spawn(&["pool-start", "i"])?;
            std::thread::sleep(Duration::from_millis(pause));
            daemon.kill()?;
            client.wait()?;
            daemon.launch()?;
            if virsh.ok(&["pool-info", "i"])?.contains("inactive") {
                virsh.ok(&["pool-start", "i"])?;
            }
            virsh.ok(&["pool-destroy", "i"])?;
            no_session()?;
        }
        virsh.ok(&["pool-start", "i"])?;
        // Nothing is offered any more: the pool can be listed and stopped, and cannot be started.
        server("--op delete --force --mode target --tid 1")?;
        virsh.ok(&["pool-list"])?;
        virsh.ok(&["pool-destroy", "i"])?;
        no_session()?;
        virsh.refused(&["pool-start", "i"])?;
        require_text(&virsh.ok(&["pool-info", "i"])?, "inactive")
    })?;
    with_server(|| {
        virsh.ok(&["pool-start", "i"])?;
        virsh.ok(&["pool-destroy", "i"])?;
        virsh.ok(&["pool-undefine", "i"])?;
        require(Path::new("/dev/sdb").exists(), || "the disk is gone".to_owned())
    })
}
