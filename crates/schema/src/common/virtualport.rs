//! Registration of a port with the switch it is plugged into.

use ferrovirt_xml::{Xml, words};
use uuid::Uuid;

words! {
    /// Protocol of the registration.
    pub enum VirtualPortType: unsupported {
        Qbg = "802.1Qbg",
        Qbh = "802.1Qbh",
        OpenVSwitch = "openvswitch",
        Midonet = "midonet",
    }
}

/// The registration of a port with its switch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtualPort {
    /// Protocol of the registration. Default: that of the network.
    #[xml(attr = "type")]
    pub port_type: Option<VirtualPortType>,
    /// What is registered.
    #[xml(child, sparse)]
    pub parameters: Option<VirtualPortParameters>,
}

/// What is registered with a switch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtualPortParameters {
    /// Number of the database of types, 802.1Qbg. Unit: none. Default: none.
    #[xml(attr = "managerid", any_base)]
    pub manager_id: Option<u8>,
    /// Type of the station, 802.1Qbg. Unit: none. Default: none.
    #[xml(attr = "typeid", any_base)]
    pub type_id: Option<u32>,
    /// Version of the type, 802.1Qbg. Unit: none. Default: none.
    #[xml(attr = "typeidversion", any_base)]
    pub type_id_version: Option<u8>,
    /// Instance of the station, 802.1Qbg. Default: made up.
    #[xml(attr = "instanceid")]
    pub instance_id: Option<Uuid>,
    /// Identity of the interface on the switch. Default: made by the host, Open vSwitch. Since 0.9.11.
    #[xml(attr = "interfaceid")]
    pub interface_id: Option<Uuid>,
    /// Name of the port's profile. Default: none.
    #[xml(attr = "profileid")]
    pub profile_id: Option<String>,
}
