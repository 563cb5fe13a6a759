//! Network devices.

use ferrovirt_xml::Xml;

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

/// The state of a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Link {
    /// Speed of the link. Unit: Mbit/s. Default: reported.
    #[xml(attr)]
    pub speed: Option<u32>,
    /// State. Default: reported.
    #[xml(attr, words = "unknown notpresent down lowerlayerdown testing dormant up")]
    pub state: Option<String>,
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
