//! The document itself.

use ferrovirt_xml::{Xml, YesNo};
use uuid::Uuid;

use crate::common::bandwidth::Bandwidth;
use crate::common::virtualport::VirtualPort;
use crate::common::vlan::Vlan;
use crate::domain::devices::interface::PortOptions;
use crate::networkport::Plug;
use crate::nwfilterbinding::Owner;

/// A guest's interface plugged into a network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetworkPort {
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    #[xml(child)]
    pub owner: Owner,
    /// Port group of the network.
    #[xml(leaf)]
    pub group: Option<String>,
    #[xml(attr = "address", of = "mac")]
    pub mac: Option<String>,
    #[xml(child)]
    pub virtualport: Option<VirtualPort>,
    #[xml(child)]
    pub bandwidth: Option<Bandwidth>,
    #[xml(child)]
    pub vlan: Option<Vlan>,
    #[xml(child)]
    pub port: Option<PortOptions>,
    #[xml(attr = "trustGuest", of = "rxfilters")]
    pub trust_guest_rx_filters: Option<YesNo>,
    #[xml(child)]
    pub plug: Option<Plug>,
}

crate::document!(NetworkPort, "networkport");
