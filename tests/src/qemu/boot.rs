//! A guest with a system: what it sees of its devices, and how it ends.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::command;
use crate::harness::daemon::Daemon;
use crate::harness::domain::{Console, Guest};
use crate::harness::{processes, wait};

pub const CASES: &[Case] = &[
    Case {
        name: "boot_network_disk_screen_shutdown",
        run: whole_path,
    },
    Case {
        name: "boot_console_reboot_reset",
        run: console_reboot_reset,
    },
];

/// How long the guest may take to boot under TCG on a loaded machine.
pub const BOOT_LIMIT: Duration = Duration::from_secs(90);

/// Waits for a line on the guest's console and answers all of it.
pub fn console_says(file: &Path, text: &str, times: usize) -> Outcome<String> {
    let read = || String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()).into_owned();
    wait::until(&format!("{text:?} on the guest's console"), BOOT_LIMIT, || {
        let console = read();
        (console.matches(text).count() >= times).then_some(console)
    })
    .map_err(|problem| format!("{problem}; the console said:\n{}", read()).into())
}

/// Makes a qcow2 image.
pub fn image(path: &Path) -> Outcome {
    let path = path.display().to_string();
    command::run(
        "qemu-img",
        ["create", "-q", "-f", "qcow2", &path, "64M"],
        b"",
        Duration::from_secs(20),
    )?
    .ok()
    .map(|_| ())
}

fn whole_path() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let scratch = daemon.scratch();
    let network = scratch.write(
        "n.xml",
        "<network><name>net</name><forward mode='nat'/><bridge name='fvtb0'/>\
         <ip address='192.168.220.1' netmask='255.255.255.0'>\
         <dhcp><range start='192.168.220.2' end='192.168.220.254'/></dhcp></ip></network>",
    )?;
    virsh.ok(&["net-define", &network])?;
    virsh.ok(&["net-start", "net"])?;
    let disk = scratch.join("disk.qcow2");
    image(&disk)?;
    let console = scratch.join("console.log");
    let guest = Guest {
        name: "guest",
        console: Console::File(console.clone()),
        disk: Some(&disk),
        network: Some("net"),
    };
    let file = scratch.write("d.xml", guest.xml()?)?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "guest"])?;
    let said = console_says(&console, "FERROVIRT-GUEST ready", 1)?;
    require_text(&said, "disk=vda size=67108864 check=ok boots=1")?;
    let address = said
        .lines()
        .find_map(|line| line.split_once(" address="))
        .map(|(_, address)| address.trim().to_owned())
        .ok_or("the guest has no address")?;
    require(address.starts_with("192.168.220."), || {
        format!("the guest's address is {address}")
    })?;
    require_text(&virsh.ok(&["net-dhcp-leases", "net"])?, &format!("{address}/24"))?;
    require_text(&virsh.ok(&["domifaddr", "guest"])?, &format!("{address}/24"))?;
    command::run(
        "ping",
        ["-c", "1", "-W", "5", &address],
        b"",
        Duration::from_secs(10),
    )?
    .ok()?;
    require_text(&virsh.ok(&["domiflist", "guest"])?, "network")?;
    let interface = virsh
        .ok(&["domiflist", "guest"])?
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned();
    require_text(&virsh.ok(&["domifstat", "guest", &interface])?, "rx_bytes")?;
    require_text(&virsh.ok(&["domblkstat", "guest", "vda"])?, "wr_bytes")?;
    require_text(&virsh.ok(&["vncdisplay", "guest"])?, "127.0.0.1:")?;
    let picture = scratch.join("screen");
    virsh.ok(&["screenshot", "guest", &picture.display().to_string()])?;
    let picture = std::fs::read(&picture)?;
    require(
        picture.starts_with(b"P6\n") || picture.starts_with(b"\x89PNG"),
        || "the screenshot is neither PPM nor PNG".to_owned(),
    )?;
    virsh.ok(&["shutdown", "guest"])?;
    wait::until_true("the guest's shutdown", Duration::from_secs(20), || {
        virsh
            .ok(&["domstate", "--reason", "guest"])
            .is_ok_and(|text| text.contains("shut off (shutdown)"))
    })?;
    require_equal("guests left", processes::guests(&daemon.root()).len(), 0)?;
    // A second boot finds what the first one wrote.
    virsh.ok(&["start", "guest"])?;
    console_says(&console, "check=ok boots=2", 1)?;
    virsh.ok(&["destroy", "guest"])?;
    virsh.ok(&["net-destroy", "net"]).map(|_| ())
}

fn console_reboot_reset() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let guest = Guest {
        name: "guest",
        console: Console::Terminal,
        disk: None,
        network: None,
    };
    let file = daemon.scratch().write("d.xml", guest.xml()?)?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "guest"])?;
    // `script` gives virsh the terminal that it asks for.
    let log = daemon.scratch().join("typescript");
    let line = format!("virsh -c '{}' console guest", virsh.uri());
    let mut session = Command::new("script")
        .args(["--quiet", "--flush", "--command", &line])
        .arg(&log)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut keyboard = session.stdin.take().ok_or("no keyboard")?;
    let outcome: Outcome = (|| {
        use std::io::Write;

        console_says(&log, "FERROVIRT-GUEST ready", 1)?;
        // The shell prints its prompt a moment later; what is typed before is kept for it.
        keyboard.write_all(b"echo sum=$((40+2))\n")?;
        keyboard.flush()?;
        console_says(&log, "sum=42", 1)?;
        virsh.ok(&["reset", "guest"])?;
        console_says(&log, "FERROVIRT-GUEST ready", 2)?;
        Ok(())
    })();
    // It has ended by itself when the guest has.
    let _ = session.kill();
    session.wait()?;
    outcome?;
    virsh.ok(&["destroy", "guest"]).map(|_| ())
}
