//! Programs that fail, devices that go, servers that go, a daemon that is killed at each step: what was begun is
//! undone or brought to its end, the state says which, and starting again heals.

use std::path::Path;
use std::time::Duration;

use super::machine::tool;
use super::storage::{
    LIMIT, PASSWORD, iscsi_pool, know_password, volumes, with_export, with_server, withdraw_target,
};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::faults::{Faults, Step, any};
use crate::harness::pools::{is_inactive, is_running, on_file_server};
use crate::harness::virsh::Virsh;
use crate::harness::wait;
use crate::storage::directory_pool;

/// For a client to find its file server again, which it looks for more and more seldom.
const AGAIN: Duration = Duration::from_secs(240);

pub const CASES: &[Case] = &[
    Case {
        name: "each_step_of_a_volume_group_fails",
        run: group,
    },
    Case {
        name: "each_step_of_a_logical_volume_fails",
        run: logical,
    },
    Case {
        name: "each_step_of_a_login_fails",
        run: login,
    },
    Case {
        name: "each_step_of_a_file_server_fails",
        run: file_server,
    },
    Case {
        name: "the_device_of_a_volume_group_goes_and_comes",
        run: device_gone,
    },
    Case {
        name: "a_server_of_iscsi_goes_and_comes",
        run: server_gone,
    },
    Case {
        name: "a_file_server_goes_and_comes",
        run: file_server_gone,
    },
    Case {
        name: "a_scsi_host_goes_and_comes",
        run: host_gone,
    },
];

/// The volume groups and physical volumes of the machine: neither is in its own disks.
fn groups() -> Outcome<String> {
    let groups = tool("vgs", &["--noheadings", "-o", "vg_name"])?;
    let devices = tool("pvs", &["--noheadings", "-o", "pv_name"])?;
    Ok(format!("{} {}", groups.trim(), devices.trim()).trim().to_owned())
}

fn define_group(virsh: &Virsh, device: &str, group: &str) -> Outcome {
    let target = format!("/dev/{group}");
    let define = ["pool-define-as", "vg", "logical", "--source-dev", device];
    virsh
        .ok(&[&define[..], &["--source-name", group, "--target", &target]].concat())
        .map(|_| ())
}

fn group() -> Outcome {
    tool("modprobe", &["-a", "dm-mod", "dm-snapshot"])?;
    let mut daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    define_group(&virsh, "/dev/sda", "fvfault")?;
    let mut faults = Faults::few(&mut daemon);
    let nothing = || {
        require_equal("groups and devices of LVM", groups()?.as_str(), "")?;
        is_inactive(&virsh, "vg")
    };
    let build = ["pool-build", "vg"];
    faults.each_but_done(&[any("blkid")], &build, nothing)?;
    faults.each(&[any("pvcreate"), any("vgcreate")], &build, nothing)?;
    virsh.ok(&build)?;
    let there = || {
        require_equal(
            "groups and devices of LVM",
            groups()?.as_str(),
            "fvfault /dev/sda",
        )?;
        is_inactive(&virsh, "vg")
    };
    let start = ["pool-start", "vg"];
    faults.each_but_done(&[any("vgchange"), any("vgs"), any("lvs")], &start, there)?;
    faults.killed(&[any("vgchange"), any("lvs")], &start, |virsh| {
        is_running(virsh, "vg")?;
        virsh.ok(&["pool-destroy", "vg"])?;
        there()
    })?;
    virsh.ok(&start)?;
    let stop = ["pool-destroy", "vg"];
    faults.each_but_done(&[any("vgchange")], &stop, || is_running(&virsh, "vg"))?;
    faults.killed(&[any("vgchange")], &stop, |virsh| is_running(virsh, "vg"))?;
    virsh.ok(&stop)?;
    let delete = ["pool-delete", "vg"];
    faults.each_but_done(&[any("pvs"), any("vgremove")], &delete, there)?;
    virsh.ok(&delete)?;
    nothing()?;
    virsh.ok(&["pool-undefine", "vg"]).map(|_| ())
}

fn logical() -> Outcome {
    tool("modprobe", &["-a", "dm-mod", "dm-snapshot"])?;
    let mut daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    define_group(&virsh, "/dev/sda", "fvfault")?;
    virsh.ok(&["pool-build", "vg"])?;
    virsh.ok(&["pool-start", "vg"])?;
    virsh.ok(&["vol-create-as", "vg", "a", "8M"])?;
    let logicals = || tool("lvs", &["--noheadings", "-o", "lv_name", "fvfault"]);
    let only = |virsh: &Virsh| {
        require_equal("logical volumes", logicals()?.trim(), "a")?;
        require_equal("volumes", volumes(virsh, "vg")?, vec!["a".to_owned()])
    };
    let mut faults = Faults::few(&mut daemon);
    let create = ["vol-create-as", "vg", "b", "8M"];
    faults.each(&[any("lvcreate")], &create, || only(&virsh))?;
    faults.each_but_done(&[any("lvs"), any("lvchange")], &create, || only(&virsh))?;
    faults.killed(&[any("lvcreate")], &create, |virsh| {
        is_running(virsh, "vg")?;
        only(virsh)
    })?;
    let clone = ["vol-clone", "a", "b", "--pool", "vg"];
    faults.each(&[any("lvcreate")], &clone, || only(&virsh))?;
    faults.killed(&[any("lvcreate")], &clone, |virsh| {
        is_running(virsh, "vg")?;
        only(virsh)
    })?;
    let size = |mebibytes: &str| {
        let shown = format!("Capacity:       {mebibytes}.00 MiB");
        require_text(&virsh.ok(&["vol-info", "a", "--pool", "vg"])?, &shown)
    };
    let resize = ["vol-resize", "a", "16M", "--pool", "vg"];
    faults.each_but_done(&[any("lvresize")], &resize, || size("8"))?;
    faults.each_but_done(&[any("lvremove")], &["vol-delete", "a", "vg"], || only(&virsh))?;
    virsh.ok(&resize)?;
    size("16")?;
    virsh.ok(&["vol-delete", "a", "vg"])?;
    virsh.ok(&["pool-destroy", "vg"])?;
    virsh.ok(&["pool-delete", "vg"])?;
    require_equal("groups and devices of LVM", groups()?.as_str(), "")?;
    virsh.ok(&["pool-undefine", "vg"]).map(|_| ())
}

fn no_session() -> Outcome {
    require(tool("iscsiadm", &["-m", "session"]).is_err(), || {
        "a session is left".to_owned()
    })?;
    require(tool("iscsiadm", &["-m", "node"]).is_err(), || {
        "a record of the target is left".to_owned()
    })
}

fn login() -> Outcome {
    let mut daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    let pool = daemon.scratch().write("pool.xml", iscsi_pool())?;
    know_password(&daemon, PASSWORD)?;
    virsh.ok(&["pool-define", &pool])?;
    with_server(|| {
        let mut faults = Faults::few(&mut daemon);
        let start = ["pool-start", "i"];
        let nothing = || {
            no_session()?;
            is_inactive(&virsh, "i")
        };
        let record = Step("iscsiadm", "*\"--op new\"*");
        let log_in = Step("iscsiadm", "*--login*");
        faults.each_but_done(&[any("iscsiadm")], &start, nothing)?;
        faults.each(&[record, log_in, Step("iscsiadm", "*--rescan*")], &start, nothing)?;
        faults.killed(&[record, log_in], &start, |virsh| {
            is_running(virsh, "i")?;
            virsh.ok(&["pool-destroy", "i"])?;
            nothing()
        })?;
        virsh.ok(&start)?;
        let log_out = Step("iscsiadm", "*--logout*");
        let stop = ["pool-destroy", "i"];
        faults.each_but_done(&[log_out], &stop, || is_running(&virsh, "i"))?;
        faults.killed(&[log_out], &stop, |virsh| is_running(virsh, "i"))?;
        virsh.ok(&stop)?;
        nothing()?;
        virsh.ok(&["pool-undefine", "i"]).map(|_| ())
    })
}

fn file_server() -> Outcome {
    let mut daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    let mount = daemon.scratch().join("mnt").display().to_string();
    with_export(|export| {
        on_file_server(&virsh, "n", export, &mount)?;
        let mounted =
            || -> Outcome<bool> { Ok(std::fs::read_to_string("/proc/self/mounts")?.contains(&mount)) };
        let off = || {
            require(!mounted()?, || "it is mounted".to_owned())?;
            is_inactive(&virsh, "n")
        };
        let on = |virsh: &Virsh| {
            is_running(virsh, "n")?;
            require(mounted()?, || "it is not mounted".to_owned())
        };
        let mut faults = Faults::few(&mut daemon);
        let find = ["find-storage-pool-sources-as", "netfs", "127.0.0.1"];
        faults.each(&[any("showmount")], &find, off)?;
        let start = ["pool-start", "n"];
        faults.each(&[any("mount")], &start, off)?;
        faults.killed(&[any("mount")], &start, |virsh| {
            on(virsh)?;
            virsh.ok(&["pool-destroy", "n"])?;
            off()
        })?;
        virsh.ok(&start)?;
        let stop = ["pool-destroy", "n"];
        faults.each_but_done(&[any("umount")], &stop, || on(&virsh))?;
        faults.killed(&[any("umount")], &stop, on)?;
        virsh.ok(&stop)?;
        off()?;
        virsh.ok(&["pool-undefine", "n"]).map(|_| ())
    })
}

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
        define_group(&virsh, &path, "fvgone")?;
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
        is_inactive(&virsh, "vg")?;
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

fn server_gone() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let pool = daemon.scratch().write("pool.xml", iscsi_pool())?;
    know_password(&daemon, PASSWORD)?;
    virsh.ok(&["pool-define", &pool])?;
    with_server(|| {
        virsh.ok(&["pool-start", "i"])?;
        // Nothing is offered any more: the pool can be listed and stopped. A start would try for two minutes.
        withdraw_target()?;
        virsh.ok(&["pool-list"])?;
        virsh.ok(&["pool-destroy", "i"])?;
        no_session()?;
        is_inactive(&virsh, "i")
    })?;
    with_server(|| {
        virsh.ok(&["pool-start", "i"])?;
        virsh.ok(&["pool-destroy", "i"])?;
        virsh.ok(&["pool-undefine", "i"])?;
        require(Path::new("/dev/sdb").exists(), || "the disk is gone".to_owned())
    })
}

/// While a file server does not answer, what is known of its pool is told, other pools go on, and whoever waits for the
/// server sees that; when it answers again, all goes on.
fn file_server_gone() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, _) = directory_pool(&daemon)?;
    let mount = daemon.scratch().join("mnt").display().to_string();
    with_export(|export| {
        on_file_server(&virsh, "n", export, &mount)?;
        virsh.ok(&["pool-start", "n"])?;
        virsh.ok(&["vol-create-as", "n", "v", "1M"])?;
        tool("rpc.nfsd", &["0"])?;
        // When it comes again, it waits for clients that it knew before: not for long.
        for file in ["nfsv4leasetime", "nfsv4gracetime"] {
            std::fs::write(Path::new("/proc/fs/nfsd").join(file), "10")?;
        }
        let mut making = virsh.spawn(&["vol-create-as", "n", "w", "1M"])?;
        require_text(&virsh.ok(&["pool-list"])?, " n ")?;
        require_text(&virsh.ok(&["vol-list", "n"])?, "/v")?;
        require_text(&virsh.ok(&["vol-info", "v", "--pool", "n"])?, "1.00 MiB")?;
        virsh.ok(&["vol-create-as", "p", "x", "1M"])?;
        let work = || virsh.ok(&["vol-dumpxml", "w", "n"]);
        wait::until_true("a look at the volume that is made", LIMIT, || {
            work().is_ok_and(|text| text.contains("the file system"))
        })?;
        let waits = making.try_wait()?.is_none();
        tool("rpc.nfsd", &["2"])?;
        let ended = wait::until("the end of the work", AGAIN, || making.try_wait().ok().flatten())?;
        require(waits && ended.success(), || {
            format!("the volume was made as if nothing were: {ended}")
        })?;
        require(Path::new(export).join("w").exists(), || {
            "the volume is not on the server".to_owned()
        })?;
        virsh.ok(&["pool-destroy", "n"])?;
        virsh.ok(&["pool-undefine", "n"]).map(|_| ())
    })
}

fn host_gone() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    tool("modprobe", &["scsi_debug", "dev_size_mb=64"])?;
    let host = || -> Option<String> {
        let disk = debug_disk()?;
        let path = std::fs::canonicalize(format!("/sys/block/{disk}/device")).ok()?;
        let mut parts = path.iter().filter_map(|part| part.to_str());
        parts
            .find(|part| {
                part.strip_prefix("host")
                    .is_some_and(|n| n.parse::<u32>().is_ok())
            })
            .map(str::to_owned)
    };
    let outcome = (|| {
        wait::until_true("a disk", LIMIT, || host().is_some())?;
        tool("udevadm", &["settle"])?;
        let name = host().ok_or("the host is gone")?;
        let define = ["pool-define-as", "s", "scsi", "--adapter-name", &name];
        virsh.ok(&[&define[..], &["--target", "/dev/disk/by-path"]].concat())?;
        virsh.ok(&["pool-start", "s"])?;
        require_equal("volumes", volumes(&virsh, "s")?.len(), 1)?;
        wait::until_true("the driver's release", LIMIT, || {
            tool("modprobe", &["-r", "scsi_debug"]).is_ok()
        })?;
        virsh.refused(&["pool-refresh", "s"])?;
        is_inactive(&virsh, "s")?;
        virsh.refused(&["pool-start", "s"])?;
        is_inactive(&virsh, "s")?;
        virsh.ok(&["pool-undefine", "s"]).map(|_| ())
    })();
    wait::until_true("the driver's release", LIMIT, || {
        tool(
            "sh",
            &[
                "-c",
                "udevadm settle; ! lsmod | grep -q ^scsi_debug || modprobe -r scsi_debug",
            ],
        )
        .is_ok()
    })?;
    outcome
}
