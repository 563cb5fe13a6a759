//! Interfaces of the host: bonds, VLANs on them, and changes that take themselves back.

use std::path::Path;
use std::time::Duration;

use super::machine::tool;
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::virsh::Virsh;
use crate::harness::wait;
use crate::net::place::{Space, ip};

pub const CASES: &[Case] = &[
    Case {
        name: "bonds_survive_a_cable",
        run: || beyond(survives),
    },
    Case {
        name: "interfaces_come_back_when_the_route_is_lost",
        run: || beyond(comes_back),
    },
];

/// A rollback begins twenty seconds after the loss.
const PATIENCE: Duration = Duration::from_secs(90);

const BOND: &str = "<interface type='bond' name='fvbond'><start mode='none'/>\
    <protocol family='ipv4'><ip address='10.83.0.1' prefix='24'/><route gateway='10.83.0.2'/></protocol>\
    <bond mode='active-backup'><miimon freq='100' carrier='netif'/>\
    <interface type='ethernet' name='fvs0'/><interface type='ethernet' name='fvs1'/></bond></interface>";
const VLAN: &str = "<interface type='vlan' name='fvbond.5'><start mode='none'/>\
    <protocol family='ipv4'><ip address='10.83.5.1' prefix='24'/></protocol>\
    <vlan tag='5'><interface name='fvbond'/></vlan></interface>";

/// Two cables to one switch, in a namespace of its own, with an address in no VLAN and one in VLAN 5.
fn beyond(work: fn(&Space) -> Outcome) -> Outcome {
    let space = Space::new()?;
    let pid = space.pid().to_string();
    space.ip(&["link", "add", "sw", "type", "bridge"])?;
    for cable in ["fvs0", "fvs1"] {
        ip(&[
            "link", "add", cable, "type", "veth", "peer", "name", cable, "netns", &pid,
        ])?;
        space.ip(&["link", "set", cable, "master", "sw"])?;
        space.ip(&["link", "set", cable, "up"])?;
    }
    space.ip(&["addr", "add", "10.83.0.2/24", "dev", "sw"])?;
    space.ip(&["link", "set", "sw", "up"])?;
    space.ip(&[
        "link", "add", "link", "sw", "name", "sw.5", "type", "vlan", "id", "5",
    ])?;
    space.ip(&["addr", "add", "10.83.5.2/24", "dev", "sw.5"])?;
    space.ip(&["link", "set", "sw.5", "up"])?;
    let outcome = work(&space);
    for link in ["fvbond", "fvs0", "fvs1"] {
        // What a failed case left; the cables go with the namespace at the latest.
        let _ = ip(&["link", "delete", link]);
    }
    outcome
}

fn define(daemon: &Daemon, virsh: &Virsh, text: &str) -> Outcome {
    let file = daemon.scratch().write("i.xml", text)?;
    virsh.ok(&["iface-define", &file]).map(|_| ())
}

/// virsh 9.0 ends with 1 here whatever came of it; what went wrong it says.
fn stop(virsh: &Virsh) -> Outcome {
    require_equal(
        "what virsh says",
        virsh.run(&["iface-destroy", "fvbond"])?.stderr,
        String::new(),
    )
}

fn reaches(address: &str) -> Outcome {
    wait::until_true(&format!("an answer of {address}"), PATIENCE, || {
        tool("ping", &["-n", "-q", "-c", "1", "-W", "1", address]).is_ok()
    })
}

fn survives(space: &Space) -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    define(&daemon, &virsh, BOND)?;
    define(&daemon, &virsh, VLAN)?;
    virsh.ok(&["iface-start", "fvbond"])?;
    virsh.ok(&["iface-start", "fvbond.5"])?;
    let text = virsh.ok(&["iface-dumpxml", "fvbond"])?;
    for wanted in [
        "<bond mode='active-backup'>",
        "name='fvs0'",
        "name='fvs1'",
        "10.83.0.1",
    ] {
        require_text(&text, wanted)?;
    }
    require_text(&virsh.ok(&["iface-dumpxml", "fvbond.5"])?, "<vlan tag='5'>")?;
    reaches("10.83.0.2")?;
    reaches("10.83.5.2")?;
    for (pulled, other) in [("fvs0", "fvs1"), ("fvs1", "fvs0")] {
        space.ip(&["link", "set", pulled, "down"])?;
        wait::until_true("the other cable", PATIENCE, || {
            std::fs::read_to_string("/sys/class/net/fvbond/bonding/active_slave")
                .is_ok_and(|active| active.trim() == other)
        })?;
        reaches("10.83.0.2")?;
        reaches("10.83.5.2")?;
        space.ip(&["link", "set", pulled, "up"])?;
        wait::until_true("both cables", PATIENCE, || {
            std::fs::read_to_string(format!("/sys/class/net/{pulled}/bonding_slave/mii_status"))
                .is_ok_and(|status| status.trim() == "up")
        })?;
    }
    stop(&virsh)?;
    for gone in ["fvbond", "fvbond.5"] {
        require(!Path::new("/sys/class/net").join(gone).exists(), || {
            format!("{gone} is still there")
        })?;
        virsh.ok(&["iface-undefine", gone])?;
    }
    require_text(&virsh.refused(&["iface-start", "fvbond"])?, "fvbond")
}

fn comes_back(_space: &Space) -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    define(&daemon, &virsh, BOND)?;
    virsh.ok(&["iface-start", "fvbond"])?;
    reaches("10.83.0.2")?;
    virsh.ok(&["iface-begin"])?;
    define(&daemon, &virsh, VLAN)?;
    stop(&virsh)?;
    virsh.ok(&["iface-undefine", "fvbond"])?;
    reaches("10.83.0.2")?;
    wait::until_true("the default route", PATIENCE, || {
        tool("ip", &["route", "show", "default"]).is_ok_and(|routes| routes.contains("10.83.0.2"))
    })?;
    // Answered once the rollback, which has its turn, is over.
    require_text(&virsh.refused(&["iface-commit"])?, "no open change")?;
    require_text(
        &virsh.ok(&["iface-dumpxml", "--inactive", "fvbond"])?,
        "active-backup",
    )?;
    require_text(&virsh.refused(&["iface-dumpxml", "fvbond.5"])?, "fvbond.5")?;
    stop(&virsh)?;
    virsh.ok(&["iface-undefine", "fvbond"]).map(|_| ())
}
