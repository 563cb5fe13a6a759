//! Network devices.

use ferrovirt_xml::Xml;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Net {
    #[xml(leaf)]
    pub interface: String,
    #[xml(leaf)]
    pub address: Option<String>,
    #[xml(child)]
    pub link: Option<Link>,
    #[xml(attr = "name", of = "feature")]
    pub features: Vec<String>,
    #[xml(child = "capability")]
    pub capabilities: Vec<NetCapability>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Link {
    /// Megabits a second
    #[xml(attr)]
    pub speed: Option<u32>,
    #[xml(attr)]
    pub state: Option<String>,
}

/// Ethernet by wire or by air.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum NetCapability {
    #[xml("80203")]
    Wired,
    #[xml("80211")]
    Wireless,
}
