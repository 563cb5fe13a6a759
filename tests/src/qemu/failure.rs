//! Starts that fail: a message that names the cause, and nothing left behind.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::{domain, processes};

pub const CASES: &[Case] = &[
    Case {
        name: "failure_missing_disk",
        run: missing_disk,
    },
    Case {
        name: "failure_unreadable_disk",
        run: unreadable_disk,
    },
    Case {
        name: "failure_damaged_disk",
        run: damaged_disk,
    },
    Case {
        name: "failure_missing_emulator",
        run: missing_emulator,
    },
    Case {
        name: "failure_emulator_exits_at_once",
        run: emulator_exits,
    },
    Case {
        name: "failure_port_in_use",
        run: port_in_use,
    },
    Case {
        name: "failure_network_inactive",
        run: network_inactive,
    },
    Case {
        name: "failure_full_disk",
        run: full_disk,
    },
    Case {
        name: "failure_dnsmasq_missing",
        run: dnsmasq_missing,
    },
];

/// Defines a document, fails to start it, and looks that nothing remains.
fn refused_start(daemon: &Daemon, xml: &str, wanted: &[&str]) -> Outcome {
    let virsh = daemon.virsh();
    let links = links()?;
    let file = daemon.scratch().write("d.xml", xml)?;
    virsh.ok(&["define", &file])?;
    let message = virsh.refused(&["start", "f"])?;
    for text in wanted {
        require_text(&message, text)?;
    }
    require_equal("domstate", virsh.ok(&["domstate", "f"])?.trim(), "shut off")?;
    require_equal("guests left", processes::guests(&daemon.root()).len(), 0)?;
    require_equal("the machine's interfaces", self::links()?, links)?;
    // The same document can be undefined and defined again.
    virsh.ok(&["undefine", "f"])?;
    virsh.ok(&["define", &file]).map(|_| ())
}

fn links() -> Outcome<Vec<String>> {
    let mut names: Vec<String> = std::fs::read_dir("/sys/class/net")?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    names.sort();
    Ok(names)
}

fn with_device(device: &str) -> String {
    domain::idle("f").replace("</devices>", &format!("{device}</devices>"))
}

fn disk(path: &str, format: &str) -> String {
    with_device(&format!(
        "<disk type='file' device='disk'><driver name='qemu' type='{format}'/><source file='{path}'/>\
         <target dev='vda' bus='virtio'/></disk>"
    ))
}

fn missing_disk() -> Outcome {
    let daemon = Daemon::start()?;
    let path = daemon.scratch().join("nonesuch.img").display().to_string();
    refused_start(&daemon, &disk(&path, "raw"), &[&path, "No such file"])
}

/// QEMU runs as a user who may not read the file, and nothing is to change hands; the message says who and what.
fn unreadable_disk() -> Outcome {
    let mut daemon = Daemon::prepare(&[])?;
    std::fs::create_dir_all(daemon.file("etc"))?;
    std::fs::write(
        daemon.file("etc/qemu.conf"),
        "user = \"nobody\"\ngroup = \"nogroup\"\ndynamic_ownership = 0\n",
    )?;
    daemon.launch()?;
    let path = daemon.scratch().write("disk.img", [0; 4096])?;
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600))?;
    refused_start(&daemon, &disk(&path, "raw"), &["Permission denied", &path])?;
    let owner = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(&path)?);
    require_equal("the image's owner", owner, 0)
}

fn damaged_disk() -> Outcome {
    let daemon = Daemon::start()?;
    let path = daemon
        .scratch()
        .write("damaged.qcow2", b"this is no qcow2 header at all".repeat(100))?;
    refused_start(&daemon, &disk(&path, "qcow2"), &["qcow2"])
}

fn missing_emulator() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let xml = domain::idle("f").replace("/usr/bin/qemu-system-x86_64", "/nonesuch/qemu");
    let file = daemon.scratch().write("d.xml", xml)?;
    require_text(&virsh.refused(&["define", &file])?, "/nonesuch/qemu")?;
    require_equal("list --all", virsh.ok(&["list", "--all", "--name"])?.trim(), "")
}

/// Asks and answers like QEMU while it is probed, and fails when a guest is to be started.
fn emulator_exits() -> Outcome {
    let daemon = Daemon::start()?;
    let script = "#!/bin/sh\ncase \"$*\" in *'-machine none'*) exec qemu-system-x86_64 \"$@\";; esac\n\
                  echo 'the flux capacitor is empty' >&2\nexit 1\n";
    let path = daemon.scratch().write("qemu-broken", script)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
    let xml = domain::idle("f").replace("/usr/bin/qemu-system-x86_64", &path);
    refused_start(&daemon, &xml, &["the flux capacitor is empty"])
}

fn port_in_use() -> Outcome {
    let daemon = Daemon::start()?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port().to_string();
    let graphics = format!("<graphics type='vnc' port='{port}' autoport='no' listen='127.0.0.1'/>");
    refused_start(&daemon, &with_device(&graphics), &["in use"])
}

fn network_inactive() -> Outcome {
    let daemon = Daemon::start()?;
    let file = daemon.scratch().write(
        "n.xml",
        "<network><name>off</name><bridge name='fvtb9'/></network>",
    )?;
    daemon.virsh().ok(&["net-define", &file])?;
    let interface = "<interface type='network'><source network='off'/><model type='virtio'/></interface>";
    refused_start(&daemon, &with_device(interface), &["'off' is not active"])
}

/// A definition that cannot be written is not acknowledged, and is not there afterwards.
fn full_disk() -> Outcome {
    let mut daemon = Daemon::prepare(&[])?;
    std::fs::create_dir_all(daemon.root())?;
    crate::harness::command::run(
        "mount",
        [
            "-t",
            "tmpfs",
            "-o",
            "size=1m,mode=755",
            "none",
            &daemon.root().display().to_string(),
        ],
        b"",
        std::time::Duration::from_secs(10),
    )?
    .ok()?;
    daemon.launch()?;
    let outcome = (|| {
        let virsh = daemon.virsh();
        let file = daemon.scratch().write("d.xml", domain::idle("before"))?;
        virsh.ok(&["define", &file])?;
        // Fills what is left; the error that ends it is the point.
        let _ = std::fs::write(daemon.file("filler"), vec![1; 2 << 20]);
        let file = daemon.scratch().write("d.xml", domain::idle("after"))?;
        require_text(&virsh.refused(&["define", &file])?, "No space left on device")?;
        require_equal(
            "list --all",
            virsh.ok(&["list", "--all", "--name"])?.trim(),
            "before",
        )?;
        std::fs::remove_file(daemon.file("filler"))?;
        virsh.ok(&["define", &file])?;
        daemon.kill()?;
        daemon.launch()?;
        let names = daemon.virsh().ok(&["list", "--all", "--name"])?;
        require(names.contains("before") && names.contains("after"), || {
            format!("found {names}")
        })
    })();
    daemon.kill()?;
    crate::harness::command::run(
        "umount",
        ["--lazy", &daemon.root().display().to_string()],
        b"",
        std::time::Duration::from_secs(10),
    )?
    .ok()?;
    outcome
}

/// The lane has a mount namespace of its own, so the program can be hidden.
fn dnsmasq_missing() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let links = links()?;
    let file = daemon.scratch().write(
        "n.xml",
        "<network><name>n</name><bridge name='fvtb8'/><ip address='192.168.222.1' netmask='255.255.255.0'>\
         <dhcp><range start='192.168.222.2' end='192.168.222.9'/></dhcp></ip></network>",
    )?;
    virsh.ok(&["net-define", &file])?;
    let mount = |arguments: &[&str]| {
        crate::harness::command::run("mount", arguments, b"", std::time::Duration::from_secs(10))?.ok()
    };
    mount(&["--bind", "/dev/null", "/usr/sbin/dnsmasq"])?;
    let refused = virsh.refused(&["net-start", "n"]);
    crate::harness::command::run(
        "umount",
        ["/usr/sbin/dnsmasq"],
        b"",
        std::time::Duration::from_secs(10),
    )?
    .ok()?;
    require_text(&refused?, "dnsmasq")?;
    require_equal("the machine's interfaces", self::links()?, links)?;
    virsh.ok(&["net-start", "n"])?;
    virsh.ok(&["net-destroy", "n"]).map(|_| ())
}
