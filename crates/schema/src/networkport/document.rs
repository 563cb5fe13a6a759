//! The document itself.

use ferrovirt_types::mac::MacAddr;
use ferrovirt_xml::{Xml, YesNo};
use uuid::Uuid;

use crate::common::bandwidth::Bandwidth;
use crate::common::virtualport::VirtualPort;
use crate::common::vlan::Vlan;
use crate::domain::devices::interface::PortOptions;
use crate::networkport::Plug;
use crate::nwfilterbinding::Owner;

/// A guest's interface plugged into a network; libvirt has such documents since 5.5.0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetworkPort {
    /// Identity of the port. Default: made up.
    #[xml(leaf, required)]
    pub uuid: Option<Uuid>,
    /// Guest that it is for.
    #[xml(child)]
    pub owner: Owner,
    /// Port group of the network. Default: the network's default group.
    #[xml(leaf)]
    pub group: Option<String>,
    /// Hardware address of the guest's interface. Default: needed.
    #[xml(attr = "address", of = "mac", required)]
    pub mac: Option<MacAddr>,
    /// Registration with the switch.
    #[xml(child)]
    pub virtualport: Option<VirtualPort>,
    /// Limits of its traffic.
    #[xml(child)]
    pub bandwidth: Option<Bandwidth>,
    /// VLAN of its traffic.
    #[xml(child)]
    pub vlan: Option<Vlan>,
    /// Options of the bridge's port. Since 6.1.0.
    #[xml(child)]
    pub port: Option<PortOptions>,
    /// Whether the guest may choose what the device receives. Default: no.
    #[xml(attr = "trustGuest", of = "rxfilters")]
    pub trust_guest_rx_filters: Option<YesNo>,
    /// What it is plugged into.
    #[xml(child)]
    pub plug: Option<Plug>,
}

crate::document!(NetworkPort, "networkport");
