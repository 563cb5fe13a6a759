//! The document itself.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Invalid, Node, OnOff, Xml, XmlError, words};

use crate::interface::Protocol;

/// A configured network device by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Interface {
    /// `ethernet`
    Ethernet(Box<HostInterface>),
    /// `bridge`
    Bridge(Box<HostInterface>),
    /// `bond`
    Bond(Box<HostInterface>),
    /// `vlan`
    Vlan(Box<HostInterface>),
}

crate::document!(Interface, "interface");

impl Interface {
    /// What every type of interface has.
    pub fn of_host(&self) -> &HostInterface {
        match self {
            Interface::Ethernet(i) | Interface::Bridge(i) | Interface::Bond(i) | Interface::Vlan(i) => i,
        }
    }

    /// Checks that it has a name and what its type needs, and so those that are part of it.
    pub fn check(&self) -> Result<(), XmlError> {
        let host = self.of_host();
        let refuse = |what: String| Err(XmlError::rule("interface", what));
        let Some(name) = &host.name else {
            return refuse("an interface needs a name".to_owned());
        };
        let (needed, there) = match self {
            Interface::Ethernet(_) => return Ok(()),
            Interface::Bridge(_) => ("bridge", host.bridge.is_some()),
            Interface::Bond(_) => ("bond", host.bond.is_some()),
            Interface::Vlan(_) => ("vlan", host.vlan.as_ref().is_some_and(|v| v.interface.is_some())),
        };
        if !there {
            return refuse(format!(
                "interface '{name}' is a {needed} and misses the element <{needed}>"
            ));
        }
        let of_bond = host.bond.iter().flat_map(|bond| &bond.interfaces);
        if let Some(other) = of_bond.clone().find(|i| !matches!(i, Interface::Ethernet(_))) {
            let name = other.of_host().name.as_deref().unwrap_or_default();
            return refuse(format!("'{name}' of a bond is not of type 'ethernet'"));
        }
        if host
            .bond
            .iter()
            .filter_map(|b| b.arpmon.as_ref())
            .any(|arp| arp.target.is_none())
        {
            return refuse(format!("<arpmon> of bond '{name}' misses its target"));
        }
        let of_bridge = host.bridge.iter().flat_map(|bridge| &bridge.interfaces);
        of_bond.chain(of_bridge).try_for_each(Interface::check)
    }
}

words! {
    /// When it is started.
    pub enum StartMode {
        OnBoot = "onboot",
        None = "none",
        Hotplug = "hotplug",
    }
}

/// An interface of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostInterface {
    /// Name of the interface. Default: needed.
    #[xml(attr)]
    pub name: Option<String>,
    /// When it is started.
    #[xml(child, when = has_start)]
    pub start: Option<Start>,
    /// Largest packet. Unit: bytes. Default: chosen by the host.
    #[xml(attr = "size", of = "mtu", blank, drop_zero, invalid = ErrorNumber::InternalError)]
    pub mtu: Option<u32>,
    /// Addresses by family.
    #[xml(child = "protocol")]
    pub protocols: Vec<Protocol>,
    /// State of the link, of a running one.
    #[xml(child, sparse)]
    pub link: Option<Link>,
    /// Hardware address. Default: that of the device.
    #[xml(attr = "address", of = "mac", blank)]
    pub mac: Option<String>,
    /// The bridge that it is.
    #[xml(child)]
    pub bridge: Option<Bridge>,
    /// The bond that it is.
    #[xml(child)]
    pub bond: Option<Bond>,
    /// The VLAN that it is.
    #[xml(child)]
    pub vlan: Option<Vlan>,
}

fn has_start(node: Node<'_>) -> bool {
    let mode = |start: Node<'_>| start.attr("mode").is_some_and(|mode| !mode.is_empty());
    node.child("start").is_some_and(mode)
}

/// When an interface is started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Start {
    /// When.
    #[xml(attr)]
    pub mode: StartMode,
}

words! {
    /// State of a link, as the kernel says it.
    pub enum LinkState {
        Unknown = "unknown",
        NotPresent = "notpresent",
        Down = "down",
        LowerLayerDown = "lowerlayerdown",
        Testing = "testing",
        Dormant = "dormant",
        Up = "up",
    }
}

/// What the device says of its cable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Link {
    /// Speed of the link. Unit: Mbit/s. Default: reported.
    #[xml(attr, drop_zero)]
    pub speed: Option<u32>,
    /// What it does. Default: reported.
    #[xml(attr, blank)]
    pub state: Option<LinkState>,
}

/// Another word says nothing.
fn stp(node: Node<'_>, name: &str) -> Result<Option<OnOff>, XmlError> {
    match node.is_lenient() {
        true => node.value(name),
        false => Ok(node.attr(name).and_then(OnOff::from_word)),
    }
}

/// A bridge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bridge {
    /// Whether there is a spanning tree. Default: chosen by the host.
    #[xml(attr, with = stp)]
    pub stp: Option<OnOff>,
    /// Seconds before a new port forwards. Unit: seconds. Default: chosen by the host.
    #[xml(attr)]
    pub delay: Option<String>,
    /// Interfaces plugged into it.
    #[xml(child = "interface")]
    pub interfaces: Vec<Interface>,
}

words! {
    /// How the links of a bond are used together.
    pub enum BondMode {
        BalanceRr = "balance-rr",
        ActiveBackup = "active-backup",
        BalanceXor = "balance-xor",
        Broadcast = "broadcast",
        Lacp = "802.3ad",
        BalanceTlb = "balance-tlb",
        BalanceAlb = "balance-alb",
    }
}

/// Interfaces bound together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bond {
    /// How links are used together. Default: balance-rr.
    #[xml(attr, blank, invalid = ErrorNumber::XmlError)]
    pub mode: Option<BondMode>,
    /// Watching links by their state.
    #[xml(child)]
    pub miimon: Option<Miimon>,
    /// Watching links by ARP.
    #[xml(child)]
    pub arpmon: Option<Arpmon>,
    /// Interfaces bound together.
    #[xml(child = "interface", required)]
    pub interfaces: Vec<Interface>,
}

/// A delay of nothing is none.
fn delay(node: Node<'_>, name: &str) -> Result<Option<u32>, XmlError> {
    let delay: Option<i32> = node.value(name)?;
    Ok(delay.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0))
}

words! {
    /// How the state of a link is asked for.
    pub enum CarrierCheck {
        Ioctl = "ioctl",
        Netif = "netif",
    }
}

/// Watching links by their state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Miimon {
    /// Interval. Unit: milliseconds.
    #[xml(attr)]
    pub freq: u32,
    /// Delay before a link counts as down. Unit: milliseconds. Default: 0.
    #[xml(attr, blank, with = delay)]
    pub downdelay: Option<u32>,
    /// Delay before a link counts as up. Unit: milliseconds. Default: 0.
    #[xml(attr, blank, with = delay)]
    pub updelay: Option<u32>,
    /// How the state is asked for. Default: netif.
    #[xml(attr, blank, invalid = ErrorNumber::XmlError)]
    pub carrier: Option<CarrierCheck>,
}

words! {
    /// Which answers a bond checks.
    pub enum ArpValidation {
        None = "none",
        Active = "active",
        Backup = "backup",
        All = "all",
    }
}

/// Watching links by ARP.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Arpmon {
    /// Interval. Unit: milliseconds.
    #[xml(attr)]
    pub interval: u32,
    /// Address that is asked. Default: needed.
    #[xml(attr, blank, required)]
    pub target: Option<String>,
    /// Which answers are checked. Default: none.
    #[xml(attr, blank, invalid = ErrorNumber::XmlError)]
    pub validate: Option<ArpValidation>,
}

/// VLANs that a port carries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vlan {
    /// Number of the VLAN.
    #[xml(attr, held = not_empty)]
    pub tag: String,
    /// Interface below.
    #[xml(child, required)]
    pub interface: Option<VlanDevice>,
}

fn not_empty(text: &str) -> Result<(), Invalid> {
    match text.is_empty() {
        true => Err(Invalid::expected("a name or number")),
        false => Ok(()),
    }
}

/// The device that carries the tags.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VlanDevice {
    /// Name.
    #[xml(attr, held = not_empty)]
    pub name: String,
}
