//! Registration of a port with the switch it is plugged into.

use ferrovirt_xml::{Xml, words};
use uuid::Uuid;

words! {
    /// Protocol of the registration.
    pub enum VirtualPortType {
        Qbg = "802.1Qbg",
        Qbh = "802.1Qbh",
        OpenVSwitch = "openvswitch",
        Midonet = "midonet",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtualPort {
    #[xml(attr = "type")]
    pub port_type: Option<VirtualPortType>,
    #[xml(child, sparse)]
    pub parameters: Option<VirtualPortParameters>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtualPortParameters {
    #[xml(attr = "managerid")]
    pub manager_id: Option<u8>,
    #[xml(attr = "typeid")]
    pub type_id: Option<u32>,
    #[xml(attr = "typeidversion")]
    pub type_id_version: Option<u8>,
    #[xml(attr = "instanceid")]
    pub instance_id: Option<Uuid>,
    #[xml(attr = "interfaceid")]
    pub interface_id: Option<Uuid>,
    #[xml(attr = "profileid")]
    pub profile_id: Option<String>,
}
