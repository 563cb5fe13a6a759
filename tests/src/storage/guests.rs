//! Real guests whose disks are encrypted, or on a server that only the guest reaches.

use super::encryption::{self, PASSPHRASE};
use super::{directory_pool, iscsi, tool};
use crate::harness::case::{Case, Outcome, Problem, require, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::domain::{Console, Guest};
use crate::harness::processes;
use crate::qemu::boot::console_says;
use std::path::Path;

pub const CASES: &[Case] = &[
    Case {
        name: "guest_on_encrypted_disks",
        run: encrypted,
    },
    Case {
        name: "guest_on_a_disk_of_a_server",
        run: of_server,
    },
];

/// What QEMU reaches servers of iSCSI with.
const MODULE: &str = "/usr/lib/x86_64-linux-gnu/qemu/block-iscsi.so";

fn volume(daemon: &Daemon, name: &str, format: &str, secret: &str) -> Outcome {
    let text = format!(
        "<volume><name>{name}</name><capacity unit='MiB'>8</capacity><target><format type='{format}'/>
         <encryption format='luks'><secret type='passphrase' uuid='{secret}'/></encryption></target></volume>"
    );
    let file = daemon.scratch().write("volume.xml", text)?;
    daemon.virsh().ok(&["vol-create", "p", &file]).map(|_| ())
}

/// Starts a guest with these disks beside its own things, its console in a file.
pub fn start(daemon: &Daemon, console: &Path, disks: &str) -> Outcome {
    let guest = Guest {
        name: "guest",
        console: Console::File(console.to_owned()),
        disk: None,
        network: None,
    };
    let text = guest.xml()?.replace("</devices>", &format!("{disks}</devices>"));
    let file = daemon.scratch().write("d.xml", text)?;
    daemon.virsh().ok(&["create", &file]).map(|_| ())
}

fn encrypted() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let secret = encryption::define(&daemon, "yes", "guest-disks")?;
    for (name, format) in [("a", "raw"), ("b", "qcow2")] {
        volume(&daemon, name, format, &secret)?;
    }
    // The pool knows the secret of its volume.
    let disk = "<disk type='volume'><driver name='qemu' type='raw'/><source pool='p' volume='a'/>
         <target dev='vda' bus='virtio'/></disk>";
    let console = daemon.scratch().join("console.log");
    start(&daemon, &console, disk)?;
    let said = console_says(&console, "FERROVIRT-GUEST ready", 1)?;
    require_text(&said, "disk=vda size=8388608 check=ok")?;
    processes::require_unseen(&daemon.root(), PASSPHRASE)?;
    // One that is named by its path comes while the guest runs, and goes with its key, so that it can come again.
    let more = format!(
        "<disk type='file'><driver name='qemu' type='qcow2'/><source file='{}'>
         <encryption format='luks'><secret type='passphrase' usage='guest-disks'/></encryption></source>
         <target dev='vdb' bus='virtio'/></disk>",
        folder.join("b").display()
    );
    let file = daemon.scratch().write("more.xml", &more)?;
    for _ in 0..2 {
        virsh.ok(&["attach-device", "guest", &file, "--live"])?;
        require_text(&virsh.ok(&["domblklist", "guest"])?, "vdb")?;
        virsh.ok(&["detach-disk", "guest", "vdb", "--live"])?;
    }
    let refused = daemon
        .scratch()
        .write("refused.xml", more.replace("guest-disks", "no-such"))?;
    require_text(
        &virsh.refused(&["attach-device", "guest", &refused, "--live"])?,
        "secret",
    )?;
    virsh.ok(&["destroy", "guest"])?;
    // What the guest wrote is there for who has the passphrase.
    let key = daemon.scratch().write("key", PASSPHRASE)?;
    let object = format!("secret,id=k,file={key}");
    let image = format!(
        "driver=luks,key-secret=k,file.filename={}",
        folder.join("a").display()
    );
    let plain = daemon.scratch().join("plain").display().to_string();
    tool(
        "qemu-img",
        &[
            "convert",
            "--object",
            &object,
            "--image-opts",
            &image,
            "-O",
            "raw",
            &plain,
        ],
    )?;
    let plain = std::fs::read(plain)?;
    require(plain.starts_with(b"FERROVIRT-BOOTS 1"), || {
        "the guest's disk has not what the guest wrote".to_owned()
    })
}

fn of_server() -> Outcome {
    if !Path::new(MODULE).exists() {
        let why = "optional: QEMU's modules for servers (qemu-block-extra) are not installed";
        return Err(Problem::Skipped(why.to_owned()));
    }
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let server = iscsi::running_pool(&daemon)?;
    let disks = "<disk type='volume'><driver name='qemu' type='raw'/><source pool='i' volume='unit:0:0:1'/>
         <target dev='vda' bus='virtio'/></disk>";
    let console = daemon.scratch().join("console.log");
    start(&daemon, &console, disks)?;
    let said = console_says(&console, "FERROVIRT-GUEST ready", 1)?;
    require_text(&said, "disk=vda size=10485760 check=ok")?;
    virsh.ok(&["destroy", "guest"])?;
    drop(server);
    Ok(())
}
