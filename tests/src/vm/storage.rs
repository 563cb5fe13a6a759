//! Pools that need a kernel with device mapper, an initiator and file servers.

use std::path::Path;
use std::time::Duration;

use super::machine::tool;
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::pools::on_file_server;
use crate::harness::virsh::Virsh;
use crate::harness::wait;

pub const CASES: &[Case] = &[
    Case {
        name: "logical_volumes_snapshots_and_thin_ones",
        run: logical,
    },
    Case {
        name: "mirrored_logical_volumes_say_where_they_are",
        run: mirrored,
    },
    Case {
        name: "file_server_of_this_machine",
        run: file_server,
    },
    Case {
        name: "clone_shares_data_on_xfs",
        run: shared_data,
    },
    Case {
        name: "iscsi_login_with_a_password",
        run: iscsi,
    },
    Case {
        name: "multipath_devices_are_shown",
        run: multipath,
    },
];

/// For what the kernel or udev brings about, under TCG.
pub const LIMIT: Duration = Duration::from_secs(60);
/// The password of the target.
pub const PASSWORD: &str = "secretsecret12";
const TARGET: &str = "iqn.2026-01.ferrovirt.test:disk";

/// Names of the volumes of a pool.
pub fn volumes(virsh: &Virsh, pool: &str) -> Outcome<Vec<String>> {
    let list = virsh.ok(&["vol-list", pool])?;
    let names = list.lines().filter_map(|line| line.split_whitespace().next());
    Ok(names.map(str::to_owned).collect())
}

fn logical() -> Outcome {
    tool("modprobe", &["-a", "dm-mod", "dm-snapshot", "dm-thin-pool"])?;
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    virsh.ok(&[
        "pool-define-as",
        "vg",
        "logical",
        "--source-dev",
        "/dev/sda",
        "--source-name",
        "fvvg",
        "--target",
        "/dev/fvvg",
    ])?;
    virsh.ok(&["pool-build", "vg"])?;
    require_text(
        &virsh.refused(&["pool-build", "vg"])?,
        "already holds LVM2_member",
    )?;
    virsh.ok(&["pool-start", "vg"])?;
    require_text(
        &virsh.ok(&["find-storage-pool-sources", "logical"])?,
        "<name>fvvg</name>",
    )?;
    for name in ["-a", "a b", "snapshot"] {
        virsh.refused(&["vol-create-as", "vg", "--name", name, "8M"])?;
    }
    virsh.ok(&["vol-create-as", "vg", "base", "40M"])?;
    let content = daemon.scratch().write("content", "written through the pool")?;
    virsh.ok(&["vol-upload", "base", &content, "--pool", "vg"])?;
    virsh.ok(&[
        "vol-create-as",
        "vg",
        "snap",
        "20M",
        "--backing-vol",
        "base",
        "--backing-vol-format",
        "raw",
    ])?;
    let xml = virsh.ok(&["vol-dumpxml", "snap", "vg"])?;
    require_text(&xml, "<path>/dev/fvvg/base</path>")?;
    require_text(&xml, "<device path='/dev/sda'>")?;
    require(std::fs::read("/dev/fvvg/snap")?.starts_with(b"written"), || {
        "the snapshot is empty".to_owned()
    })?;
    let twice = virsh.refused(&["vol-create-as", "vg", "large", "4G"])?;
    require_text(&twice, "insufficient free space")?;
    virsh.ok(&["vol-delete", "snap", "vg"])?;
    virsh.ok(&["vol-resize", "base", "60M", "--pool", "vg"])?;
    require_text(&virsh.ok(&["vol-info", "base", "--pool", "vg"])?, "60.00 MiB")?;
    virsh.ok(&["vol-resize", "base", "24M", "--pool", "vg", "--shrink"])?;
    virsh.ok(&["vol-clone", "base", "copy", "--pool", "vg"])?;
    require(std::fs::read("/dev/fvvg/copy")?.starts_with(b"written"), || {
        "the clone is empty".to_owned()
    })?;
    virsh.ok(&["vol-wipe", "copy", "--pool", "vg"])?;
    require(
        std::fs::read("/dev/fvvg/copy")?.iter().all(|byte| *byte == 0),
        || "it is not wiped".to_owned(),
    )?;
    // What others make is seen.
    tool(
        "lvcreate",
        &["-y", "--type", "thin-pool", "-L", "100M", "-n", "thin", "fvvg"],
    )?;
    virsh.ok(&["vol-create-as", "vg", "grows", "300M", "--allocation", "0"])?;
    tool("lvcreate", &["-y", "-n", "others", "-L", "8M", "fvvg"])?;
    wait::until_true("a volume of others", LIMIT, || {
        volumes(&virsh, "vg").is_ok_and(|names| names.iter().any(|name| name == "others"))
    })?;
    require_equal(
        "volumes",
        volumes(&virsh, "vg")?,
        ["base", "copy", "grows", "others"].map(str::to_owned).to_vec(),
    )?;
    // A killed daemon's successor has the pool as it was; a stopped pool has no devices.
    daemon.kill()?;
    daemon.launch()?;
    require_equal("volumes", volumes(&virsh, "vg")?.len(), 4)?;
    virsh.ok(&["pool-destroy", "vg"])?;
    require(!Path::new("/dev/fvvg/base").exists(), || {
        "a device is left".to_owned()
    })?;
    virsh.ok(&["pool-delete", "vg"])?;
    require(!tool("pvs", &["--noheadings"])?.contains("sda"), || {
        "a physical volume is left".to_owned()
    })?;
    virsh.ok(&["pool-undefine", "vg"]).map(|_| ())
}

/// Volumes that LVM makes of others are on the devices of these, and grow there.
fn mirrored() -> Outcome {
    tool("modprobe", &["-a", "dm-mod", "dm-mirror", "dm-raid", "raid1"])?;
    let devices = ["/dev/sda", "/dev/sdb", "/dev/sdc"];
    for device in devices {
        tool("pvcreate", &["-y", device])?;
    }
    tool("vgcreate", &[&["-y", "fvraid"], &devices[..]].concat())?;
    let make = |name: &str, more: &[&str]| {
        let args = [&["-y", "-W", "n", "-n", name, "fvraid"], more].concat();
        tool("lvcreate", &args).map(drop)
    };
    make(
        "raid",
        &[
            "--type", "raid1", "--nosync", "-m", "1", "-L", "16M", "/dev/sda", "/dev/sdb",
        ],
    )?;
    make(
        "mirror",
        &[
            "--type",
            "mirror",
            "--nosync",
            "--mirrorlog",
            "core",
            "-m",
            "1",
            "-L",
            "16M",
            "/dev/sdb",
            "/dev/sdc",
        ],
    )?;
    make("striped", &["--type", "striped", "-i", "3", "-L", "24M"])?;
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    virsh.ok(&[
        "pool-define-as",
        "raids",
        "logical",
        "--source-name",
        "fvraid",
        "--target",
        "/dev/fvraid",
    ])?;
    virsh.ok(&["pool-start", "raids"])?;
    require_equal(
        "volumes",
        volumes(&virsh, "raids")?,
        ["mirror", "raid", "striped"].map(str::to_owned).to_vec(),
    )?;
    // As LVM tells them, with the number of the first extent of 4 MiB; LVM keeps notes of a RAID in the extent before.
    on(&virsh, "raid", &[("/dev/sda", 1, 5), ("/dev/sdb", 1, 5)])?;
    on(&virsh, "mirror", &[("/dev/sdb", 5, 9), ("/dev/sdc", 0, 4)])?;
    on(
        &virsh,
        "striped",
        &[("/dev/sda", 5, 7), ("/dev/sdb", 9, 11), ("/dev/sdc", 4, 6)],
    )?;
    let content = daemon.scratch().write("content", "written through the pool")?;
    virsh.ok(&["vol-upload", "raid", &content, "--pool", "raids"])?;
    require(std::fs::read("/dev/fvraid/raid")?.starts_with(b"written"), || {
        "the RAID holds nothing".to_owned()
    })?;
    for name in ["raid", "mirror", "striped"] {
        virsh.ok(&["vol-delete", name, "raids"])?;
    }
    virsh.ok(&["pool-destroy", "raids"])?;
    virsh.ok(&["pool-delete", "raids"])?;
    virsh.ok(&["pool-undefine", "raids"]).map(|_| ())
}

/// Fails unless a volume is on just these devices, each from one extent of 4 MiB to another.
fn on(virsh: &Virsh, volume: &str, places: &[(&str, u64, u64)]) -> Outcome {
    let xml = virsh.ok(&["vol-dumpxml", volume, "raids"])?;
    for (device, from, to) in places {
        let text = format!(
            "<device path='{device}'>\n      <extent start='{}' end='{}'/>",
            from << 22,
            to << 22
        );
        require_text(&xml, &text)?;
    }
    require_equal("devices", xml.matches("<device ").count(), places.len())
}

/// Runs `work` while this machine offers a directory over NFS.
pub fn with_export(work: impl FnOnce(&str) -> Outcome) -> Outcome {
    let export = "/srv/fv";
    std::fs::create_dir_all(export)?;
    tool("mount", &["-t", "tmpfs", "tmpfs", export])?;
    let start = "modprobe nfsd; mountpoint -q /proc/fs/nfsd || mount -t nfsd nfsd /proc/fs/nfsd; pidof rpcbind || rpcbind";
    tool("sh", &["-c", start])?;
    let offer = format!("127.0.0.1:{export}");
    tool("exportfs", &["-o", "rw,fsid=0,no_root_squash,insecure", &offer])?;
    tool("rpc.nfsd", &["2"])?;
    tool("sh", &["-c", "pidof rpc.mountd || rpc.mountd"])?;
    let outcome = work(export);
    tool("exportfs", &["-ua"])?;
    tool("rpc.nfsd", &["0"])?;
    tool("umount", &[export])?;
    outcome
}

fn file_server() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let mount = daemon.scratch().join("mnt").display().to_string();
    with_export(|export| {
        require_text(
            &virsh.ok(&["find-storage-pool-sources-as", "netfs", "127.0.0.1"])?,
            export,
        )?;
        on_file_server(&virsh, "n", export, &mount)?;
        virsh.ok(&["pool-start", "n"])?;
        virsh.ok(&["vol-create-as", "n", "v", "1M"])?;
        require(Path::new(export).join("v").exists(), || {
            "the volume is not on the server".to_owned()
        })?;
        virsh.ok(&["pool-destroy", "n"])?;
        let table = std::fs::read_to_string("/proc/self/mounts")?;
        require(!table.contains(&mount), || "it is still mounted".to_owned())?;
        virsh.ok(&["pool-undefine", "n"]).map(|_| ())
    })
}

fn shared_data() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let mount = daemon.scratch().join("mnt").display().to_string();
    virsh.ok(&[
        "pool-define-as",
        "x",
        "fs",
        "--source-dev",
        "/dev/sdc",
        "--source-format",
        "xfs",
        "--target",
        &mount,
    ])?;
    virsh.ok(&["pool-start", "x", "--build", "--overwrite"])?;
    virsh.ok(&["vol-create-as", "x", "v", "200M", "--allocation", "0"])?;
    let content = daemon.scratch().write("content", vec![7; 200 << 20])?;
    virsh.ok(&["vol-upload", "v", &content, "--pool", "x"])?;
    std::fs::remove_file(content)?;
    // Five copies of 200 MiB fit on a disk of 1 GiB only if they share.
    for number in 0..5 {
        virsh.ok(&[
            "vol-clone",
            "v",
            &format!("copy{number}"),
            "--pool",
            "x",
            "--reflink",
        ])?;
    }
    virsh.ok(&["pool-destroy", "x"])?;
    virsh.ok(&["pool-undefine", "x"])?;
    tool("wipefs", &["-a", "/dev/sdc"]).map(|_| ())
}

/// Runs `work` while a server of iSCSI offers a disk, to who has the password.
pub fn with_server(work: impl FnOnce() -> Outcome) -> Outcome {
    let start = "modprobe iscsi_tcp; pidof tgtd || tgtd; mkdir -p /etc/iscsi; \
        grep -q ^InitiatorName= /etc/iscsi/initiatorname.iscsi || \
        echo InitiatorName=iqn.2026-01.ferrovirt.test:me >/etc/iscsi/initiatorname.iscsi; pidof iscsid || iscsid";
    tool("sh", &["-c", start])?;
    wait::until_true("a server of iSCSI", LIMIT, || {
        server("--op show --mode target").is_ok()
    })?;
    withdraw_target()?;
    server(&format!("--op new --mode target --tid 1 -T {TARGET}"))?;
    server("--op new --mode logicalunit --tid 1 --lun 1 -b /dev/sdb")?;
    server("--op bind --mode target --tid 1 -I ALL")?;
    server(&format!(
        "--op new --mode account --user me --password {PASSWORD}"
    ))?;
    server("--op bind --mode account --tid 1 --user me")?;
    let outcome = work();
    withdraw_target()?;
    outcome
}

/// Has the server offer nothing any more. While a connection is just ending, it refuses that.
pub fn withdraw_target() -> Outcome {
    wait::until_true("the end of the target", LIMIT, || {
        // They may be gone already, and so may the server.
        let _ = server("--op delete --force --mode target --tid 1");
        let _ = server("--op delete --mode account --user me");
        let rest = ["target", "account"].map(|what| server(&format!("--op show --mode {what}")));
        let [targets, accounts] = rest.map(Outcome::unwrap_or_default);
        !targets.contains(TARGET) && !accounts.contains("me")
    })
}

/// Has the server do something.
pub fn server(arguments: &str) -> Outcome<String> {
    let words: Vec<&str> = arguments.split(' ').collect();
    tool("tgtadm", &[&["--lld", "iscsi"], words.as_slice()].concat())
}

fn iscsi() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    with_server(|| log_in(&daemon, &virsh))
}

/// The document of a pool `i` at that server.
pub fn iscsi_pool() -> String {
    format!(
        "<pool type='iscsi'><name>i</name><source><host name='127.0.0.1'/><device path='{TARGET}'/>
         <auth type='chap' username='me'><secret usage='disk'/></auth></source>
         <target><path>/dev/disk/by-path</path></target></pool>"
    )
}

/// Makes a password known for it.
pub fn know_password(daemon: &Daemon, value: &str) -> Outcome {
    let virsh = daemon.virsh();
    let secret = "<secret private='yes'><usage type='iscsi'><target>disk</target></usage></secret>";
    let secret = daemon.scratch().write("secret.xml", secret)?;
    // It may be defined already.
    let _ = virsh.ok(&["secret-define", &secret]);
    let listed = virsh.ok(&["secret-list"])?;
    let uuid = listed.split_whitespace().next().unwrap_or_default();
    let file = daemon.scratch().write("value", value)?;
    virsh
        .ok(&["secret-set-value", uuid, "--file", &file, "--plain"])
        .map(|_| ())
}

fn log_in(daemon: &Daemon, virsh: &Virsh) -> Outcome {
    require_text(
        &virsh.ok(&["find-storage-pool-sources-as", "iscsi", "127.0.0.1"])?,
        TARGET,
    )?;
    let pool = daemon.scratch().write("pool.xml", iscsi_pool())?;
    virsh.ok(&["pool-define", &pool])?;
    require_text(&virsh.refused(&["pool-start", "i"])?, "no secret")?;
    know_password(daemon, "not-the-password")?;
    virsh.refused(&["pool-start", "i"])?;
    require(tool("iscsiadm", &["-m", "node"]).is_err(), || {
        "a record of the target is left".to_owned()
    })?;
    know_password(daemon, PASSWORD)?;
    virsh.ok(&["pool-start", "i"])?;
    wait::until_true("the unit", LIMIT, || {
        virsh.ok(&["pool-refresh", "i"]).is_ok() && volumes(virsh, "i").is_ok_and(|names| names.len() == 1)
    })?;
    let name = volumes(virsh, "i")?.remove(0);
    require_equal("name", name.as_str(), "unit:0:0:1")?;
    require_text(&virsh.ok(&["vol-info", &name, "--pool", "i"])?, "1.00 GiB")?;
    virsh.ok(&["pool-destroy", "i"])?;
    require(tool("iscsiadm", &["-m", "session"]).is_err(), || {
        "a session is left".to_owned()
    })?;
    virsh.ok(&["pool-undefine", "i"]).map(|_| ())
}

fn multipath() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    tool("modprobe", &["-a", "dm-multipath"])?;
    tool(
        "modprobe",
        &[
            "scsi_debug",
            "num_tgts=1",
            "add_host=2",
            "dev_size_mb=64",
            "vpd_use_hostno=0",
        ],
    )?;
    let outcome = (|| {
        tool("udevadm", &["settle"])?;
        tool(
            "sh",
            &[
                "-c",
                "printf 'defaults {\\n user_friendly_names yes\\n find_multipaths no\\n}\\nblacklist {\\n device {\\n vendor QEMU\\n product .*\\n }\\n}\\n' >/etc/multipath.conf; multipath",
            ],
        )?;
        virsh.ok(&["pool-create-as", "m", "mpath", "--target", "/dev/mapper"])?;
        wait::until_true("a multipath device", LIMIT, || {
            volumes(&virsh, "m").is_ok_and(|names| names.iter().any(|name| name.starts_with("mpath")))
        })?;
        virsh.ok(&["pool-destroy", "m"]).map(|_| ())
    })();
    tool(
        "sh",
        &["-c", "multipath -F; udevadm settle; modprobe -r scsi_debug"],
    )?;
    outcome
}
