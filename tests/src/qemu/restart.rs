//! Guests outlive the daemon, however it ends, and are taken up again.

use std::time::Duration;

use nix::sys::signal::Signal;

use super::boot::{console_says, image};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::domain::{self, Console, Guest};
use crate::harness::xdr::Writer;
use crate::harness::{processes, wait};

pub const CASES: &[Case] = &[
    Case {
        name: "restart_orderly",
        run: || taken_up(Daemon::stop),
    },
    Case {
        name: "restart_after_kill",
        run: || taken_up(Daemon::kill),
    },
    Case {
        name: "restart_guest_died_meanwhile",
        run: died_meanwhile,
    },
    Case {
        name: "restart_transient_guest",
        run: transient,
    },
    Case {
        name: "restart_ends_what_ends_with_its_connection",
        run: owned,
    },
    Case {
        name: "restart_guest_with_system",
        run: with_system,
    },
];

fn taken_up(end: fn(&mut Daemon) -> Outcome) -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("g"))?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "g"])?;
    let id = virsh.ok(&["domid", "g"])?;
    let guest = processes::guests(&daemon.root())
        .pop()
        .ok_or("the guest has no process")?;
    end(&mut daemon)?;
    require(guest.is_alive(), || "the guest ended with the daemon".to_owned())?;
    daemon.launch()?;
    wait::until_true("the guest to be taken up", Duration::from_secs(5), || {
        virsh
            .ok(&["domstate", "g"])
            .is_ok_and(|text| text.contains("running"))
    })?;
    require_equal("domid", virsh.ok(&["domid", "g"])?, id)?;
    require_text(
        &virsh.ok(&["qemu-monitor-command", "g", "--hmp", "info status"])?,
        "VM status: running",
    )?;
    virsh.ok(&["suspend", "g"])?;
    require_text(&virsh.ok(&["domstate", "--reason", "g"])?, "paused (user)")?;
    virsh.ok(&["destroy", "g"])?;
    require(!guest.is_alive(), || {
        "destroy left the guest's process".to_owned()
    })
}

fn died_meanwhile() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("g"))?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "g"])?;
    let guest = processes::guests(&daemon.root())
        .pop()
        .ok_or("the guest has no process")?;
    daemon.kill()?;
    guest.signal(Signal::SIGKILL);
    wait::until_true("the guest's end", Duration::from_secs(5), || !guest.is_alive())?;
    daemon.launch()?;
    wait::until_true("the news of its end", Duration::from_secs(5), || {
        virsh
            .ok(&["domstate", "g"])
            .is_ok_and(|text| text.contains("shut off"))
    })?;
    virsh.ok(&["start", "g"])?;
    virsh.ok(&["destroy", "g"]).map(|_| ())
}

fn transient() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("t"))?;
    virsh.ok(&["create", &file])?;
    daemon.kill()?;
    daemon.launch()?;
    wait::until_true("the guest to be taken up", Duration::from_secs(5), || {
        virsh
            .ok(&["domstate", "t"])
            .is_ok_and(|text| text.contains("running"))
    })?;
    require_text(&virsh.ok(&["dominfo", "t"])?, "Persistent:     no")?;
    virsh.ok(&["destroy", "t"])?;
    virsh.refused(&["domstate", "t"]).map(|_| ())
}

/// A guest that was to end with the connection that started it ends with that, and with the daemon's death too.
fn owned() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let off = |reason: &str| {
        virsh
            .ok(&["domstate", "--reason", "g"])
            .is_ok_and(|text| text.contains(&format!("shut off ({reason})")))
    };
    let mut client = daemon.client("qemu:///system")?;
    let defined = client.define(&domain::idle("g"))?;
    let start = defined.write(Writer::new()).u32(AUTODESTROY).bytes;
    client.call(DOMAIN_CREATE_WITH_FLAGS, &start)?;
    require_text(&virsh.ok(&["domstate", "g"])?, "running")?;
    drop(client);
    wait::until_true(
        "the guest's end with its connection",
        Duration::from_secs(10),
        || off("destroyed"),
    )?;
    let mut client = daemon.client("qemu:///system")?;
    client.call(DOMAIN_CREATE_WITH_FLAGS, &start)?;
    daemon.kill()?;
    let left = processes::guests(&daemon.root());
    let guest = left.first().ok_or("the guest ended with the daemon")?;
    daemon.launch()?;
    wait::until_true("the guest's end", Duration::from_secs(10), || !guest.is_alive())?;
    wait::until_true("the news of it", Duration::from_secs(10), || off("destroyed"))
}

const DOMAIN_CREATE_WITH_FLAGS: u32 = 196;
/// `VIR_DOMAIN_START_AUTODESTROY`.
const AUTODESTROY: u32 = 2;

/// Network port, lease, console and power button work across a restart.
fn with_system() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let network = daemon.scratch().write(
        "n.xml",
        "<network><name>net</name><forward mode='nat'/><bridge name='fvtb1'/>\
         <ip address='192.168.221.1' netmask='255.255.255.0'>\
         <dhcp><range start='192.168.221.2' end='192.168.221.254'/></dhcp></ip></network>",
    )?;
    virsh.ok(&["net-define", &network])?;
    virsh.ok(&["net-start", "net"])?;
    let disk = daemon.scratch().join("disk.qcow2");
    image(&disk)?;
    let console = daemon.scratch().join("console.log");
    let guest = Guest {
        name: "guest",
        console: Console::File(console.clone()),
        disk: Some(&disk),
        network: Some("net"),
    };
    let file = daemon.scratch().write("d.xml", guest.xml()?)?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "guest"])?;
    daemon.kill()?;
    console_says(&console, "FERROVIRT-GUEST ready", 1)?;
    daemon.launch()?;
    wait::until_true("the guest to be taken up", Duration::from_secs(5), || {
        virsh
            .ok(&["domstate", "guest"])
            .is_ok_and(|text| text.contains("running"))
    })?;
    require_text(&virsh.ok(&["net-dhcp-leases", "net"])?, "192.168.221.")?;
    require_text(&virsh.refused(&["start", "guest"])?, "already active")?;
    virsh.ok(&["shutdown", "guest"])?;
    wait::until_true("the guest's shutdown", Duration::from_secs(20), || {
        virsh
            .ok(&["domstate", "guest"])
            .is_ok_and(|text| text.contains("shut off"))
    })?;
    virsh.ok(&["net-destroy", "net"]).map(|_| ())
}
