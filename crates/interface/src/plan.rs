//! What a definition asks for, checked.

use crate::error::{InterfaceError, Result};
use ferrovirt_schema::common::ip::Family;
use ferrovirt_schema::interface::{
    Bond, BondMode, Bridge, HostInterface, Interface, Protocol, StartMode, Vlan,
};
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_xml::OnOff;
use ipnet::IpNet;
use std::net::IpAddr;

/// IEEE 802.1Q: 0 and 4095 are reserved.
const TAGS: std::ops::RangeInclusive<u16> = 1..=4094;
/// The least that IPv4 needs, and the most that Linux has.
const MTUS: std::ops::RangeInclusive<u32> = 68..=65535;
/// The kernel's limit for the delay of a bridge, in seconds.
const DELAY_MAX: f64 = 30.0;

/// An interface as it is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its name.
    pub name: IfName,
    /// What it is.
    pub kind: Kind,
    /// Hardware address, if not its own.
    pub mac: Option<MacAddr>,
    /// Largest packet in bytes.
    pub mtu: Option<u32>,
    /// Whether it is started with the host.
    pub on_boot: bool,
    /// Addresses, a family each.
    pub families: Vec<FamilyPlan>,
}

/// What an interface is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Hardware, or anything else that is there by itself.
    Ethernet,
    /// A bridge and its ports.
    Bridge {
        /// Spanning tree protocol.
        stp: bool,
        /// How long a new port listens, in seconds.
        delay: f64,
        /// What it joins.
        ports: Vec<IfName>,
    },
    /// Several links as one.
    Bond {
        /// How they share the load, in the kernel's word.
        mode: &'static str,
        /// How often links are looked at, and how long a change has to last; milliseconds.
        miimon: Option<[u32; 3]>,
        /// How often links are probed in milliseconds, and by which address.
        arp: Option<(u32, std::net::Ipv4Addr)>,
        /// What it joins.
        ports: Vec<IfName>,
    },
    /// A part of another interface's traffic.
    Vlan {
        /// Which part.
        tag: u16,
        /// Of which interface.
        parent: IfName,
    },
}

/// Addresses of one family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyPlan {
    /// The family.
    pub family: Family,
    /// Asks a server.
    pub dhcp: bool,
    /// Listens to routers.
    pub autoconf: bool,
    /// Fixed ones.
    pub addresses: Vec<IpNet>,
    /// The default route.
    pub gateway: Option<IpAddr>,
}

/// The modes, in the order of the kernel's numbers.
pub const BOND_MODES: &[&str] = &[
    "balance-rr",
    "active-backup",
    "balance-xor",
    "broadcast",
    "802.3ad",
    "balance-tlb",
    "balance-alb",
];

impl Plan {
    /// Reads a definition.
    ///
    /// # Errors
    /// When it cannot be read, or asks for what cannot be: the message says what, and what could be.
    pub fn parse(xml: &str) -> Result<Self> {
        Self::of(&Interface::parse(xml)?)
    }

    /// Checks a definition.
    ///
    /// # Errors
    /// As for [`Self::parse`].
    pub fn of(document: &Interface) -> Result<Self> {
        let (interface, kind) = match document {
            Interface::Ethernet(interface) => (interface, Kind::Ethernet),
            Interface::Bridge(interface) => (interface, bridge(interface.bridge.as_ref())?),
            Interface::Bond(interface) => (interface, bond(interface.bond.as_ref())?),
            Interface::Vlan(interface) => (interface, vlan(interface.vlan.as_ref())?),
        };
        let name = name_for(interface, &kind)?;
        for port in kind.below() {
            if *port == name {
                return Err(bad(format!("interface '{name}' cannot be a part of itself")));
            }
        }
        let mac = interface.mac.as_deref().map(|text| {
            let mac: MacAddr = text
                .parse()
                .map_err(|_| bad(format!("'{text}' is no MAC address")))?;
            if mac.is_multicast() {
                return Err(bad(format!(
                    "'{text}' is the MAC address of a group: its first byte has to be even"
                )));
            }
            Ok::<_, InterfaceError>(mac)
        });
        let mtu = interface.mtu;
        if let Some(mtu) = mtu.filter(|mtu| !MTUS.contains(mtu)) {
            return Err(bad(format!(
                "an MTU of {mtu} is not in {} to {}",
                MTUS.start(),
                MTUS.end()
            )));
        }
        let start = interface.start.as_ref().map(|start| start.mode);
        Ok(Self {
            name,
            mac: mac.transpose()?,
            mtu,
            on_boot: start.is_some_and(|mode| mode == StartMode::OnBoot),
            families: interface.protocols.iter().map(family).collect::<Result<_>>()?,
            kind,
        })
    }

    /// Whether a server is asked for addresses, which the host's own tool does.
    pub fn needs_client(&self) -> bool {
        self.families.iter().any(|family| family.dhcp)
    }
}

impl Kind {
    /// The interfaces that it is made of.
    pub fn below(&self) -> &[IfName] {
        match self {
            Kind::Ethernet => &[],
            Kind::Bridge { ports, .. } | Kind::Bond { ports, .. } => ports,
            Kind::Vlan { parent, .. } => std::slice::from_ref(parent),
        }
    }

    /// Whether it is made by starting it and gone when it is stopped.
    pub fn is_made(&self) -> bool {
        !matches!(self, Kind::Ethernet)
    }
}

fn bad(text: String) -> InterfaceError {
    InterfaceError::Document(text)
}

fn if_name(text: &str) -> Result<IfName> {
    text.parse()
        .map_err(|error| bad(format!("'{text}' cannot be the name of an interface: {error}")))
}

fn name_for(interface: &HostInterface, kind: &Kind) -> Result<IfName> {
    match (&interface.name, kind) {
        (Some(name), _) => if_name(name),
        (None, Kind::Vlan { tag, parent }) => if_name(&format!("{parent}.{tag}")),
        (None, _) => Err(bad("the interface needs a name".to_owned())),
    }
}

fn ports(members: &[Interface]) -> Result<Vec<IfName>> {
    let mut names: Vec<IfName> = Vec::new();
    for member in members {
        let (Interface::Ethernet(port)
        | Interface::Bridge(port)
        | Interface::Bond(port)
        | Interface::Vlan(port)) = member;
        let vlan = port
            .vlan
            .as_ref()
            .and_then(|vlan| Some((vlan.interface.as_ref()?, &vlan.tag)));
        let name = match (&port.name, vlan) {
            (Some(name), _) => if_name(name)?,
            (None, Some((parent, tag))) => if_name(&format!("{}.{tag}", parent.name))?,
            (None, None) => return Err(bad("a port needs a name".to_owned())),
        };
        if names.contains(&name) {
            return Err(bad(format!("'{name}' is named twice as a port")));
        }
        names.push(name);
    }
    Ok(names)
}

fn bridge(bridge: Option<&Bridge>) -> Result<Kind> {
    let bridge = bridge.ok_or_else(|| bad("a bridge needs the element <bridge>".to_owned()))?;
    let delay = match bridge.delay.as_deref() {
        None => 0.0,
        Some(text) => text
            .parse::<f64>()
            .ok()
            .filter(|delay| (0.0..=DELAY_MAX).contains(delay))
            .ok_or_else(|| {
                bad(format!(
                    "a bridge's delay of '{text}' is not in 0 to {DELAY_MAX} seconds"
                ))
            })?,
    };
    Ok(Kind::Bridge {
        stp: bridge.stp == Some(OnOff::On),
        delay,
        ports: ports(&bridge.interfaces)?,
    })
}

fn bond(bond: Option<&Bond>) -> Result<Kind> {
    let bond = bond.ok_or_else(|| bad("a bond needs the element <bond>".to_owned()))?;
    let asked = bond.mode.map_or(BOND_MODES[0], BondMode::as_str);
    let mode = BOND_MODES
        .iter()
        .find(|mode| **mode == asked)
        .ok_or_else(|| bad(format!("a bond has no mode '{asked}'")))?;
    let miimon = bond.miimon.as_ref().map(|mii| {
        // Delays are kept in multiples of the interval.
        [mii.freq, mii.updelay.unwrap_or(0), mii.downdelay.unwrap_or(0)]
    });
    let arp = bond.arpmon.as_ref().map(|arp| {
        let target = arp.target.as_deref().unwrap_or_default();
        let target = target
            .parse()
            .map_err(|_| bad(format!("'{target}' is no IPv4 address that a bond could probe")))?;
        Ok::<_, InterfaceError>((arp.interval, target))
    });
    Ok(Kind::Bond {
        mode,
        miimon,
        arp: arp.transpose()?,
        ports: ports(&bond.interfaces)?,
    })
}

fn vlan(vlan: Option<&Vlan>) -> Result<Kind> {
    let vlan = vlan.ok_or_else(|| bad("a VLAN needs the element <vlan>".to_owned()))?;
    let tag = vlan
        .tag
        .parse()
        .ok()
        .filter(|tag| TAGS.contains(tag))
        .ok_or_else(|| {
            bad(format!(
                "'{}' is no VLAN tag: those are {} to {}",
                vlan.tag,
                TAGS.start(),
                TAGS.end()
            ))
        })?;
    let parent = vlan
        .interface
        .as_ref()
        .ok_or_else(|| bad("a VLAN needs the <interface> that carries it".to_owned()))?;
    Ok(Kind::Vlan {
        tag,
        parent: if_name(&parent.name)?,
    })
}

fn family(protocol: &Protocol) -> Result<FamilyPlan> {
    let mut addresses: Vec<IpNet> = Vec::new();
    for ip in &protocol.ips {
        let address = address(&ip.address, protocol.family)?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = ip.prefix.unwrap_or(longest);
        let net = u8::try_from(prefix)
            .ok()
            .and_then(|prefix| IpNet::new(address, prefix).ok())
            .ok_or_else(|| {
                bad(format!(
                    "a prefix of {prefix} does not fit the address '{address}'"
                ))
            })?;
        if addresses.contains(&net) {
            return Err(bad(format!("the address '{net}' is there twice")));
        }
        addresses.push(net);
    }
    let gateway = protocol
        .route
        .as_ref()
        .map(|route| address(&route.gateway, protocol.family))
        .transpose()?;
    if let Some(gateway) = gateway {
        let link_local = matches!(gateway, IpAddr::V6(v6) if v6.is_unicast_link_local());
        let reachable = link_local || addresses.iter().any(|net| net.contains(&gateway));
        if !addresses.is_empty() && !reachable {
            return Err(bad(format!(
                "the gateway '{gateway}' is in none of the interface's own networks: a route to nowhere"
            )));
        }
    }
    Ok(FamilyPlan {
        family: protocol.family,
        dhcp: protocol.dhcp.is_some(),
        autoconf: protocol.autoconf,
        addresses,
        gateway,
    })
}

fn address(text: &str, family: Family) -> Result<IpAddr> {
    let address: IpAddr = text
        .parse()
        .map_err(|_| bad(format!("'{text}' is no IP address")))?;
    let fits = address.is_ipv4() == (family == Family::Ipv4);
    fits.then_some(address)
        .ok_or_else(|| bad(format!("the address '{text}' is not one of {}", family.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_refused_with_a_reason() {
        for (xml, reason) in [
            ("<interface type='ethernet'/>", "needs a name"),
            (
                "<interface type='ethernet' name='a-name-that-is-too-long'/>",
                "cannot be the name",
            ),
            (
                "<interface type='ethernet' name='e'><mtu size='9'/></interface>",
                "MTU",
            ),
            (
                "<interface type='ethernet' name='e'><mac address='01:00:00:00:00:01'/></interface>",
                "group",
            ),
            (
                "<interface type='bridge' name='b'><bridge delay='99'/></interface>",
                "delay",
            ),
            (
                "<interface type='bridge' name='b'><bridge><interface type='ethernet' name='b'/></bridge></interface>",
                "part of itself",
            ),
            (
                "<interface type='bridge' name='b'><bridge><interface type='ethernet' name='e'/>\
                 <interface type='ethernet' name='e'/></bridge></interface>",
                "twice",
            ),
            (
                "<interface type='bond' name='b'><bond mode='fast'/></interface>",
                "invalid value 'fast'",
            ),
            (
                "<interface type='vlan'><vlan tag='4095'><interface name='e'/></vlan></interface>",
                "no VLAN tag",
            ),
            (
                "<interface type='ethernet' name='e'><protocol family='ipv4'><ip address='10.0.0.1' prefix='33'/>\
                 </protocol></interface>",
                "prefix",
            ),
            (
                "<interface type='ethernet' name='e'><protocol family='ipv6'><ip address='10.0.0.1' prefix='24'/>\
                 </protocol></interface>",
                "not one of ipv6",
            ),
            (
                "<interface type='ethernet' name='e'><protocol family='ipv4'><ip address='10.0.0.1' prefix='24'/>\
                 <route gateway='10.9.0.1'/></protocol></interface>",
                "nowhere",
            ),
        ] {
            let error = Plan::parse(xml).unwrap_err();
            assert!(error.to_string().contains(reason), "{xml}: {error}");
        }
    }

    #[test]
    fn a_bridge_is_planned() {
        let plan = Plan::parse(
            "<interface type='bridge' name='br0'><start mode='onboot'/><mtu size='1400'/>\
             <protocol family='ipv4'><ip address='10.0.0.1' prefix='24'/><route gateway='10.0.0.254'/></protocol>\
             <bridge stp='on' delay='2'><interface type='ethernet' name='eth0'/></bridge></interface>",
        )
        .unwrap();
        assert!(plan.on_boot && plan.kind.is_made() && !plan.needs_client());
        assert_eq!(plan.kind.below()[0].as_str(), "eth0");
        assert_eq!(plan.families[0].gateway, Some("10.0.0.254".parse().unwrap()));
    }
}
