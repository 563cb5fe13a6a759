//! What is there: from sysfs, and addresses from netlink.

use crate::error::Result;
use ferrovirt_netlink::Netlink;
use ferrovirt_schema::common::ip::Family;
use ferrovirt_schema::interface::{
    Bond, BondMode, Bridge, CarrierCheck, HostInterface, HostIp, Interface, Link, LinkState, Miimon,
    Protocol, Vlan, VlanDevice,
};
use ferrovirt_xml::OnOff;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

const CLASS: &str = "/sys/class/net";
/// One page of sysfs.
const ATTRIBUTE_MAX: usize = 4096;
/// The kernel counts a bridge's delay in hundredths of a second.
const DELAY_UNIT: f64 = 100.0;

/// An interface that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Present {
    pub(crate) name: String,
    pub(crate) mac: String,
    pub(crate) is_active: bool,
}

/// All interfaces that are the host's own: neither ports of bridges nor the ends of guests' cables.
pub(crate) fn list() -> Vec<Present> {
    let mut all: Vec<Present> = std::fs::read_dir(CLASS)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| present(&name))
        .collect();
    all.sort_unstable_by(|left, right| left.name.cmp(&right.name));
    all
}

/// One interface, if it is there and the host's own.
pub(crate) fn present(name: &str) -> Option<Present> {
    let folder = folder(name);
    let hidden = folder.join("tun_flags").exists() || folder.join("brport").exists();
    if hidden || !folder.join("operstate").exists() {
        return None;
    }
    Some(Present {
        name: name.to_owned(),
        mac: text(&folder.join("address")).unwrap_or_default(),
        is_active: is_active(name),
    })
}

/// Whether it works: hardware when it has a link, what is made of others when it is switched on.
pub(crate) fn is_active(name: &str) -> bool {
    let folder = folder(name);
    if is_made(&folder) {
        let flags = text(&folder.join("flags")).unwrap_or_default();
        let flags = u32::from_str_radix(flags.trim_start_matches("0x"), 16).unwrap_or(0);
        return flags & 1 != 0;
    }
    text(&folder.join("operstate")).as_deref() == Some("up")
}

pub(crate) fn exists(name: &str) -> bool {
    !name.is_empty() && folder(name).exists()
}

fn is_made(folder: &Path) -> bool {
    folder.join("bridge").exists() || folder.join("bonding").exists() || vlan_tag(folder).is_some()
}

fn folder(name: &str) -> PathBuf {
    Path::new(CLASS).join(name)
}

fn text(path: &Path) -> Option<String> {
    let text = ferrovirt_host::files::read_text(path, ATTRIBUTE_MAX).ok()?;
    Some(text.trim_end().to_owned()).filter(|text| !text.is_empty())
}

/// The description of what is there.
pub(crate) async fn describe(netlink: &Netlink, name: &str) -> Result<Interface> {
    let links = netlink.links().await?;
    let index: HashMap<u32, &str> = links
        .iter()
        .map(|link| (link.index, link.name.as_str()))
        .collect();
    let mut protocols: Vec<Protocol> = Vec::new();
    for address in netlink.addresses().await? {
        let ip = address.net.addr();
        let link_local = matches!(ip, std::net::IpAddr::V6(v6) if v6.is_unicast_link_local());
        if index.get(&address.link) != Some(&name) || ip.is_loopback() || link_local {
            continue;
        }
        let family = if ip.is_ipv4() { Family::Ipv4 } else { Family::Ipv6 };
        let ip = HostIp {
            address: ip.to_string(),
            prefix: Some(address.net.prefix_len().into()),
        };
        match protocols.iter_mut().find(|protocol| protocol.family == family) {
            Some(protocol) => protocol.ips.push(ip),
            None => protocols.push(Protocol {
                family,
                ips: vec![ip],
                ..Protocol::default()
            }),
        }
    }
    let mut document = document(name, true);
    let (Interface::Ethernet(top) | Interface::Bridge(top) | Interface::Bond(top) | Interface::Vlan(top)) =
        &mut document;
    top.protocols = protocols;
    Ok(document)
}

/// The description without addresses; that of a port is shorter.
fn document(name: &str, whole: bool) -> Interface {
    let folder = folder(name);
    let mut interface = HostInterface {
        name: Some(name.to_owned()),
        link: link(&folder),
        ..HostInterface::default()
    };
    if whole {
        interface.mtu = text(&folder.join("mtu")).and_then(|mtu| mtu.parse().ok());
    }
    if folder.join("bridge").exists() {
        interface.link = None;
        interface.bridge = Some(bridge(&folder));
        return Interface::Bridge(Box::new(interface));
    }
    if folder.join("bonding").exists() {
        interface.bond = Some(bond(&folder));
        return Interface::Bond(Box::new(interface));
    }
    if let Some((tag, parent)) = vlan_tag(&folder) {
        interface.vlan = Some(Vlan {
            tag,
            interface: Some(VlanDevice { name: parent }),
        });
        return Interface::Vlan(Box::new(interface));
    }
    interface.mac = text(&folder.join("address"));
    Interface::Ethernet(Box::new(interface))
}

fn link(folder: &Path) -> Option<Link> {
    let state = text(&folder.join("operstate"))?;
    let speed = (state == "up").then(|| text(&folder.join("speed"))).flatten();
    Some(Link {
        speed: speed
            .and_then(|speed| speed.parse().ok())
            .filter(|speed| *speed > 0),
        state: LinkState::from_word(&state),
    })
}

fn bridge(folder: &Path) -> Bridge {
    let number = |file: &str| text(&folder.join("bridge").join(file))?.parse::<u32>().ok();
    let mut ports: Vec<String> = std::fs::read_dir(folder.join("brif"))
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        // Guests' cables come and go with them.
        .filter(|port| !self::folder(port).join("tun_flags").exists())
        .collect();
    ports.sort_unstable();
    let stp = if number("stp_state").unwrap_or(0) == 0 {
        OnOff::Off
    } else {
        OnOff::On
    };
    Bridge {
        stp: Some(stp),
        delay: number("forward_delay").map(|delay| (f64::from(delay) / DELAY_UNIT).to_string()),
        interfaces: ports.iter().map(|port| document(port, false)).collect(),
    }
}

fn bond(folder: &Path) -> Bond {
    let value = |file: &str| text(&folder.join("bonding").join(file));
    let number = |file: &str| value(file)?.parse::<u32>().ok();
    let miimon = number("miimon").filter(|freq| *freq > 0).map(|freq| Miimon {
        freq,
        downdelay: number("downdelay"),
        updelay: number("updelay"),
        carrier: value("use_carrier").map(|one| match one.as_str() {
            "1" => CarrierCheck::Netif,
            _ => CarrierCheck::Ioctl,
        }),
    });
    let ports = value("slaves").unwrap_or_default();
    Bond {
        // A word and its number.
        mode: value("mode").and_then(|mode| BondMode::from_word(mode.split_whitespace().next()?)),
        miimon,
        arpmon: None,
        interfaces: ports
            .split_whitespace()
            .map(|port| document(port, false))
            .collect(),
    }
}

/// Tag and parent of a VLAN, as the kernel prints them: `VID: 5`, `Device: eth0`.
fn vlan_tag(folder: &Path) -> Option<(String, String)> {
    let uevent = text(&folder.join("uevent"))?;
    uevent.lines().any(|line| line == "DEVTYPE=vlan").then_some(())?;
    let name = folder.file_name()?;
    let facts = text(&Path::new("/proc/net/vlan").join(name))?;
    let after = |key: &str| {
        let start = facts.find(key)? + key.len();
        facts[start..].split_whitespace().next().map(str::to_owned)
    };
    Some((after("VID: ")?, after("Device: ")?))
}
