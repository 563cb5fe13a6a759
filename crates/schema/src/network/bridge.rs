//! The bridge of a network and its ports.

use super::ip::Body;
use crate::common::bandwidth::Bandwidth;
use crate::common::virtualport::VirtualPort;
use crate::common::vlan::Vlan;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_xml::{Invalid, Node, OnOff, Sink, Value, ValueShape, Xml, XmlError, YesNo, words};

words! {
    /// Who keeps the table of which station is behind which port.
    pub enum MacTableManager {
        Kernel = "kernel",
        Libvirt = "libvirt",
    }
}

/// Bridges speak it unless the word is `off`.
fn stp(node: Node<'_>, name: &str) -> Result<Option<OnOff>, XmlError> {
    match node.is_lenient() {
        true => node.value(name),
        false => Ok(node.attr(name).map(|word| OnOff::from(word != "off"))),
    }
}

/// `<bridge>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bridge {
    /// Name of the interface. Default: made up where the bridge is the network's own.
    #[xml(attr, blank)]
    pub name: Option<String>,
    /// Zone of firewalld. Default: chosen by the host. Since 5.1.0.
    #[xml(attr, blank)]
    pub zone: Option<String>,
    /// Spanning tree protocol. Default: on.
    #[xml(attr, with = stp)]
    pub stp: Option<OnOff>,
    /// How long a new port waits before it forwards. Unit: seconds. Default: 0.
    #[xml(attr, blank)]
    pub delay: Option<u64>,
    /// Who keeps the table of stations. Default: kernel. Since 1.2.11.
    #[xml(attr = "macTableManager", blank)]
    pub mac_table_manager: Option<MacTableManager>,
}

/// `<mtu>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Mtu {
    /// Size of the largest packet. Unit: bytes.
    #[xml(attr)]
    pub size: u32,
}

/// `<mac>`
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct MacAddress {
    /// The address.
    #[xml(attr)]
    pub address: Mac,
}

/// A MAC address as a value of a document; it does not address a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mac(pub MacAddr);

impl Value for Mac {
    fn parse(text: &str) -> Result<Self, Invalid> {
        text.parse()
            .map(Mac)
            .map_err(|_| Invalid::expected("a MAC address such as 52:54:00:12:34:56"))
    }
    fn print(&self, out: &mut Sink<'_>) {
        out.display(self.0);
    }
    fn shape() -> ValueShape {
        MacAddr::shape()
    }
}

/// `<domain>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Domain {
    /// Its name.
    #[xml(attr)]
    pub name: String,
    /// Whether questions about it never leave this host. Default: no. Since 1.2.12.
    #[xml(attr = "localOnly")]
    pub local_only: Option<YesNo>,
    /// Whether the host's own resolver is told of it. Default: no. Since 10.1.
    #[xml(attr)]
    pub register: Option<YesNo>,
}

/// `<port>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Port {
    /// Whether ports may not speak to each other. Default: no. Since 6.1.0.
    #[xml(attr)]
    pub isolated: Option<YesNo>,
}

/// `<portgroup>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PortGroup {
    /// Its name.
    #[xml(attr)]
    pub name: String,
    /// Whether it is that of guests which name none. Default: no.
    #[xml(attr)]
    pub default: Option<YesNo>,
    /// Whether guests may choose what their device receives. Default: what the network says. Since 1.2.10.
    #[xml(attr = "trustGuestRxFilters")]
    pub trust_guest_rx_filters: Option<YesNo>,
    /// It is printed open and close.
    #[xml(flatten)]
    pub body: Body,
    /// VLAN. Since 0.10.0.
    #[xml(child)]
    pub vlan: Option<Vlan>,
    /// Registration with a switch.
    #[xml(child = "virtualport")]
    pub virtual_port: Option<VirtualPort>,
    /// Limits of each port.
    #[xml(child)]
    pub bandwidth: Option<Bandwidth>,
    /// Behaviour of the ports.
    #[xml(child)]
    pub port: Option<Port>,
}
