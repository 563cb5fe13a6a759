//! The document itself.

use ferrovirt_xml::{OnOff, Xml, words};

use crate::interface::Protocol;

/// A configured network device by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Interface {
    Ethernet(Box<HostInterface>),
    Bridge(Box<HostInterface>),
    Bond(Box<HostInterface>),
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostInterface {
    #[xml(attr)]
    pub name: Option<String>,
    #[xml(child)]
    pub start: Option<Start>,
    #[xml(attr = "address", of = "mac")]
    pub mac: Option<String>,
    #[xml(attr = "size", of = "mtu")]
    pub mtu: Option<u32>,
    #[xml(child = "protocol")]
    pub protocols: Vec<Protocol>,
    #[xml(child)]
    pub link: Option<Link>,
    #[xml(child)]
    pub bridge: Option<Bridge>,
    #[xml(child)]
    pub bond: Option<Bond>,
    #[xml(child)]
    pub vlan: Option<Vlan>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Start {
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bridge {
    #[xml(attr)]
    pub stp: Option<OnOff>,
    /// Seconds
    #[xml(attr)]
    pub delay: Option<String>,
    #[xml(child = "interface")]
    pub interfaces: Vec<Interface>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bond {
    #[xml(attr)]
    pub mode: Option<String>,
    #[xml(child)]
    pub miimon: Option<Miimon>,
    #[xml(child)]
    pub arpmon: Option<Arpmon>,
    #[xml(child = "interface")]
    pub interfaces: Vec<Interface>,
}

/// Milliseconds
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Miimon {
    #[xml(attr)]
    pub freq: u32,
    #[xml(attr)]
    pub downdelay: Option<u32>,
    #[xml(attr)]
    pub updelay: Option<u32>,
    /// `ioctl` or `netif`
    #[xml(attr)]
    pub carrier: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Arpmon {
    /// Milliseconds
    #[xml(attr)]
    pub interval: u32,
    #[xml(attr)]
    pub target: Option<String>,
    #[xml(attr)]
    pub validate: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vlan {
    #[xml(attr)]
    pub tag: String,
    #[xml(child)]
    pub interface: Option<VlanDevice>,
}

/// The device that carries the tags.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VlanDevice {
    #[xml(attr)]
    pub name: String,
}
