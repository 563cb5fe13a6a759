//! The document itself.

use ferrovirt_xml::{OnOff, Xml, words};

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
    /// Name of the interface.
    #[xml(attr)]
    pub name: Option<String>,
    /// When it is started.
    #[xml(child)]
    pub start: Option<Start>,
    /// Largest packet.
    #[xml(attr = "size", of = "mtu")]
    pub mtu: Option<u32>,
    /// Addresses by family.
    #[xml(child = "protocol")]
    pub protocols: Vec<Protocol>,
    /// State of the link, of a running one.
    #[xml(child)]
    pub link: Option<Link>,
    /// Hardware address.
    #[xml(attr = "address", of = "mac")]
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

/// When an interface is started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Start {
    /// When.
    #[xml(attr)]
    pub mode: StartMode,
}

/// What the device says of its cable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Link {
    /// Megabits a second
    #[xml(attr)]
    pub speed: Option<u32>,
    /// `up`, `down`, `unknown`, …
    #[xml(attr)]
    pub state: Option<String>,
}

/// A bridge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bridge {
    /// Whether there is a spanning tree.
    #[xml(attr)]
    pub stp: Option<OnOff>,
    /// Seconds
    #[xml(attr)]
    pub delay: Option<String>,
    /// Interfaces plugged into it.
    #[xml(child = "interface")]
    pub interfaces: Vec<Interface>,
}

/// Interfaces bound together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bond {
    /// How links are used together.
    #[xml(
        attr,
        words = "balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb"
    )]
    pub mode: Option<String>,
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

/// Milliseconds
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Miimon {
    /// Interval. Unit: milliseconds.
    #[xml(attr)]
    pub freq: u32,
    /// Delay before a link counts as down. Unit: milliseconds.
    #[xml(attr)]
    pub downdelay: Option<u32>,
    /// Delay before a link counts as up. Unit: milliseconds.
    #[xml(attr)]
    pub updelay: Option<u32>,
    /// `ioctl` or `netif`
    #[xml(attr)]
    pub carrier: Option<String>,
}

/// Watching links by ARP.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Arpmon {
    /// Milliseconds
    #[xml(attr)]
    pub interval: u32,
    /// Address that is asked.
    #[xml(attr, required)]
    pub target: Option<String>,
    /// Which answers are checked.
    #[xml(attr, words = "none active backup all")]
    pub validate: Option<String>,
}

/// VLANs that a port carries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vlan {
    /// Number of the VLAN.
    #[xml(attr)]
    pub tag: String,
    /// Interface below.
    #[xml(child, required)]
    pub interface: Option<VlanDevice>,
}

/// The device that carries the tags.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VlanDevice {
    /// Name.
    #[xml(attr)]
    pub name: String,
}
