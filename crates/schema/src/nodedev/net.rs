//! Network devices.

use ferrovirt_xml::{Xml, words};

/// A network interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Net {
    /// Name of the interface.
    #[xml(leaf)]
    pub interface: String,
    /// Hardware address. Default: reported.
    #[xml(leaf)]
    pub address: Option<String>,
    /// State of the link.
    #[xml(child)]
    pub link: Option<Link>,
    /// Offloads.
    #[xml(attr = "name", of = "feature")]
    pub features: Vec<String>,
    /// Kind of network.
    #[xml(child = "capability")]
    pub capabilities: Vec<NetCapability>,
}

words! {
    /// State of a network link.
    pub enum LinkState {
        Unknown = "unknown",
        Notpresent = "notpresent",
        Down = "down",
        Lowerlayerdown = "lowerlayerdown",
        Testing = "testing",
        Dormant = "dormant",
        Up = "up",
    }
}

/// The state of a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Link {
    /// Speed of the link. Unit: Mbit/s. Default: reported.
    #[xml(attr)]
    pub speed: Option<u32>,
    /// State. Default: reported.
    #[xml(attr)]
    pub state: Option<LinkState>,
}

/// Ethernet by wire or by air.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum NetCapability {
    /// `80203`
    #[xml("80203")]
    Wired,
    /// `80211`
    #[xml("80211")]
    Wireless,
}
