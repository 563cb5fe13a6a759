//! How a port is connected.

use ferrovirt_xml::{Xml, YesNo};

use crate::common::source::BarePci;
use crate::domain::devices::hostdev::HostDevDriver;
use crate::domain::devices::interface::DirectMode;
use crate::network::MacTableManager;

/// `<plug>` by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Plug {
    /// `none`
    None,
    /// `network`
    Network(BridgePlug),
    /// `bridge`
    Bridge(BridgePlug),
    /// `direct`
    Direct(DirectPlug),
    /// `hostdev-pci`
    #[xml("hostdev-pci")]
    HostdevPci(HostdevPlug),
}

/// A bridge of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BridgePlug {
    /// Bridge.
    #[xml(attr)]
    pub bridge: String,
    /// Who keeps the table of stations behind ports. Default: kernel.
    #[xml(attr = "macTableManager")]
    pub mac_table_manager: Option<MacTableManager>,
}

/// A device of the host, by macvtap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DirectPlug {
    /// Device of the host.
    #[xml(attr)]
    pub dev: String,
    /// How packets between guests of that device travel. Default: vepa.
    #[xml(attr)]
    pub mode: Option<DirectMode>,
}

/// A device that the guest gets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostdevPlug {
    /// Whether the host takes the device from its own driver and gives it back. Default: no.
    #[xml(attr)]
    pub managed: Option<YesNo>,
    /// Driver that passes it on.
    #[xml(child)]
    pub driver: Option<HostDevDriver>,
    /// PCI address of the device.
    #[xml(child)]
    pub address: BarePci,
}
