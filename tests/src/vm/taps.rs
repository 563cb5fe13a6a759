//! What passes the interfaces of guests: VLANs on a bridge that filters them, and macvtaps.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::guests::Stilled;
use super::machine::tool;
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::net::place::{Space, ip};

pub const CASES: &[Case] = &[
    Case {
        name: "vlans_of_guests_on_a_filtering_bridge",
        run: vlans,
    },
    Case {
        name: "macvtaps_carry_packets",
        run: macvtaps,
    },
];

const PATIENCE: Duration = Duration::from_secs(30);
/// For an answer that is not to come.
const SHORTLY: Duration = Duration::from_millis(600);
const GUEST: Ipv4Addr = Ipv4Addr::new(10, 82, 0, 9);
const OTHER: Ipv4Addr = Ipv4Addr::new(10, 82, 0, 10);

/// The world, at the other end of the cable `port`. An address is answered for where it is, and only there.
fn world(port: &str) -> Outcome<Space> {
    let space = Space::new()?;
    let pid = space.pid().to_string();
    ip(&[
        "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", &pid,
    ])?;
    ip(&["link", "set", port, "up"])?;
    space.ip(&["link", "set", "eth0", "up"])?;
    let only = "echo 1 >/proc/sys/net/ipv4/conf/all/arp_ignore";
    space.run(&["sh", "-c", only])?.ok()?;
    Ok(space)
}

/// A network of the host's bridge, with groups of ports in VLANs.
const VLANS: &str = "<network><name>v</name><forward mode='bridge'/><bridge name='fvbr'/>\
    <portgroup name='ten' default='yes'><vlan><tag id='10'/></vlan></portgroup>\
    <portgroup name='twenty'><vlan><tag id='20'/></vlan></portgroup>\
    <portgroup name='trunk'><vlan trunk='yes'><tag id='10' nativeMode='untagged'/><tag id='20'/></vlan></portgroup>\
    </network>";

fn vlans() -> Outcome {
    tool("modprobe", &["tun"])?;
    ip(&["link", "add", "fvbr", "type", "bridge", "vlan_filtering", "1"])?;
    let outcome = vlans_on_bridge();
    ip(&["link", "delete", "fvbr"])?;
    outcome
}

fn vlans_on_bridge() -> Outcome {
    ip(&["link", "set", "fvbr", "up"])?;
    let world = world("fvw")?;
    ip(&["link", "set", "fvw", "master", "fvbr"])?;
    for vid in ["10", "20"] {
        tool("bridge", &["vlan", "add", "dev", "fvw", "vid", vid])?;
        let (name, address) = (format!("eth0.{vid}"), format!("10.82.{vid}.1/24"));
        world.ip(&[
            "link", "add", "link", "eth0", "name", &name, "type", "vlan", "id", vid,
        ])?;
        world.ip(&["addr", "add", &address, "dev", &name])?;
        world.ip(&["link", "set", &name, "up"])?;
    }
    let of = |vid: u8| Ipv4Addr::new(10, 82, vid, 1);
    let from = |vid: u8| Ipv4Addr::new(10, 82, vid, 9);

    let mut daemon = Daemon::start()?;
    let file = daemon.scratch().write("v.xml", VLANS)?;
    daemon.virsh().ok(&["net-create", &file])?;
    let holds = |guest: &mut Stilled, vid: u8, tag: Option<u16>, expected: Option<Option<u16>>| {
        let patience = if expected.is_some() { PATIENCE } else { SHORTLY };
        let seen = guest.ask(from(vid), of(vid), tag, patience)?;
        let what = format!("the mark of an answer in VLAN {vid}, asked with {tag:?}");
        require_equal(&what, seen.map(|answer| answer.tag), expected)
    };
    let mut ten = Stilled::start(&daemon, 1, "network", "<source network='v'/>")?;
    holds(&mut ten, 10, None, Some(None))?;
    holds(&mut ten, 20, None, None)?;
    holds(&mut ten, 20, Some(20), None)?;
    let mut twenty = Stilled::start(&daemon, 2, "network", "<source network='v' portgroup='twenty'/>")?;
    holds(&mut twenty, 20, None, Some(None))?;
    holds(&mut twenty, 10, None, None)?;
    let mut trunk = Stilled::start(&daemon, 3, "network", "<source network='v' portgroup='trunk'/>")?;
    holds(&mut trunk, 10, None, Some(None))?;
    holds(&mut trunk, 20, Some(20), Some(Some(20)))?;
    // An interface's own wish, without a network.
    let own = "<source bridge='fvbr'/><vlan><tag id='20'/></vlan>";
    let mut bridged = Stilled::start(&daemon, 4, "bridge", own)?;
    holds(&mut bridged, 20, None, Some(None))?;
    holds(&mut bridged, 10, None, None)?;
    // Cables stay as they are when the daemon is killed and started again.
    daemon.kill()?;
    daemon.launch()?;
    holds(&mut twenty, 20, None, Some(None))?;
    holds(&mut twenty, 10, None, None)?;
    for guest in [ten, twenty, trunk, bridged] {
        guest.end()?;
    }
    let ports = tool("bridge", &["vlan", "show"])?;
    require(!ports.contains("vnet"), || {
        format!("a guest's port is left\n{ports}")
    })?;
    daemon.virsh().ok(&["net-destroy", "v"]).map(|_| ())
}

fn macvtap_network(mode: &str) -> String {
    format!("<network><name>m</name><forward mode='{mode}'><interface dev='fvup'/></forward></network>")
}

fn macvtaps() -> Outcome {
    let world = world("fvup")?;
    let outcome = macvtaps_on_cable(&world);
    // It goes with the namespace at the latest.
    let _ = ip(&["link", "delete", "fvup"]);
    outcome
}

fn macvtaps_on_cable(world: &Space) -> Outcome {
    world.ip(&["addr", "add", "10.82.0.1/24", "dev", "eth0"])?;
    let beyond = Ipv4Addr::new(10, 82, 0, 1);
    let mut daemon = Daemon::start()?;
    for (mode, reach_each_other) in [("bridge", true), ("private", false)] {
        let file = daemon.scratch().write("m.xml", macvtap_network(mode))?;
        daemon.virsh().ok(&["net-create", &file])?;
        let mut first = Stilled::start(&daemon, 1, "network", "<source network='m'/>")?;
        let text = first.document()?;
        require_text(&text, &format!("dev='fvup' mode='{mode}'"))?;
        let mut second = Stilled::start(
            &daemon,
            2,
            "direct",
            &format!("<source dev='fvup' mode='{mode}'/>"),
        )?;
        require(first.ask(GUEST, beyond, None, PATIENCE)?.is_some(), || {
            format!("nobody beyond the device answers ({mode})")
        })?;
        let done = AtomicBool::new(false);
        let asked = std::thread::scope(|scope| {
            let answering = scope.spawn(|| second.answer(OTHER, || done.load(Ordering::Acquire)));
            let patience = if reach_each_other { PATIENCE } else { SHORTLY };
            let asked = first.ask(GUEST, OTHER, None, patience);
            done.store(true, Ordering::Release);
            answering
                .join()
                .unwrap_or_else(|_| Err("a thread panicked".into()))?;
            asked
        })?;
        let expected = reach_each_other.then(|| second.mac());
        require_equal(
            &format!("who answers a guest's question ({mode})"),
            asked.map(|a| a.mac),
            expected,
        )?;
        daemon.kill()?;
        daemon.launch()?;
        require(first.ask(GUEST, beyond, None, PATIENCE)?.is_some(), || {
            format!("nobody answers after the daemon was killed ({mode})")
        })?;
        first.end()?;
        second.end()?;
        daemon.virsh().ok(&["net-destroy", "m"])?;
        let left: Vec<_> = std::fs::read_dir("/sys/class/net")?
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with("macvtap"))
            .collect();
        require(left.is_empty(), || format!("macvtaps are left: {left:?}"))?;
    }
    require(Path::new("/sys/class/net/fvup").exists(), || {
        "the device is gone".to_owned()
    })
}
