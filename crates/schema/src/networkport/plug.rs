//! How a port is connected.

use ferrovirt_xml::{Xml, YesNo};

use crate::common::source::BarePci;
use crate::domain::devices::hostdev::HostDevDriver;
use crate::domain::devices::interface::DirectMode;

/// `<plug>` by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Plug {
    None,
    Network(BridgePlug),
    Bridge(BridgePlug),
    Direct(DirectPlug),
    #[xml("hostdev-pci")]
    HostdevPci(HostdevPlug),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BridgePlug {
    #[xml(attr)]
    pub bridge: String,
    /// `kernel` or `libvirt`
    #[xml(attr = "macTableManager")]
    pub mac_table_manager: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DirectPlug {
    #[xml(attr)]
    pub dev: String,
    #[xml(attr)]
    pub mode: Option<DirectMode>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostdevPlug {
    #[xml(attr)]
    pub managed: Option<YesNo>,
    #[xml(child)]
    pub driver: Option<HostDevDriver>,
    #[xml(child)]
    pub address: BarePci,
}
