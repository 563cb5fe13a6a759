//! How guests reach beyond the bridge.

use crate::common::address::Address;
use crate::common::ip::Ip;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, Xml, XmlError, YesNo, words};

words! {
    /// The way.
    pub enum ForwardMode: unsupported {
        Nat = "nat",
        None = "none",
        Route = "route",
        Open = "open",
        Bridge = "bridge",
        Private = "private",
        Vepa = "vepa",
        Passthrough = "passthrough",
        Hostdev = "hostdev",
    }
}

/// Every word but `yes` is no.
fn managed(node: Node<'_>, name: &str) -> Result<Option<YesNo>, XmlError> {
    match node.is_lenient() {
        true => node.value(name),
        false => Ok(node
            .attr(name)
            .map(|word| YesNo::from(word.eq_ignore_ascii_case("yes")))),
    }
}

words! {
    /// Driver of the host that passes devices on.
    pub enum ForwardDriver {
        Default = "default",
        Kvm = "kvm",
        Vfio = "vfio",
    }
}

/// `<forward>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Forward {
    /// By this interface only. Default: by any.
    #[xml(attr, blank)]
    pub dev: Option<String>,
    /// The way. Default: nat.
    #[xml(attr, blank)]
    pub mode: Option<ForwardMode>,
    /// Whether devices are taken from and given back to the host's drivers. Default: no.
    #[xml(attr, blank, with = managed)]
    pub managed: Option<YesNo>,
    /// How addresses are translated. Since 1.0.3.
    #[xml(child, sparse, once = ErrorNumber::XmlError)]
    pub nat: Option<Nat>,
    /// Driver of handed-over devices. Default: vfio where the host has it. Since 1.0.5.
    #[xml(attr = "name", of = "driver", invalid = ErrorNumber::ConfigUnsupported)]
    pub driver: Option<ForwardDriver>,
    /// Physical functions whose virtual functions are handed over. Since 0.9.10.
    #[xml(child = "pf")]
    pub pfs: Vec<Pf>,
    /// Interfaces. Since 0.9.4. Live.
    #[xml(child = "interface")]
    pub interfaces: Vec<ForwardInterface>,
    /// Devices that are handed over. Since 0.10.0.
    #[xml(child = "address")]
    pub addresses: Vec<ForwardAddress>,
}

/// `<nat>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Nat {
    /// Whether IPv6 is translated, too. Default: no. Since 6.5.0.
    #[xml(attr)]
    pub ipv6: Option<YesNo>,
    /// Addresses that translated connections come from.
    #[xml(child = "address")]
    pub addresses: Vec<AddressRange>,
    /// Ports that they come from.
    #[xml(child = "port")]
    pub ports: Vec<PortRange>,
}

/// `<address>` of `<nat>`
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct AddressRange {
    /// First address.
    #[xml(attr)]
    pub start: Ip,
    /// Last address. Default: needed.
    #[xml(attr, required)]
    pub end: Option<Ip>,
}

/// `<port>` of `<nat>`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Xml)]
pub struct PortRange {
    /// First port. Unit: none.
    #[xml(attr, missing = ErrorNumber::XmlDetail, invalid = ErrorNumber::XmlDetail)]
    pub start: u16,
    /// Last port. Unit: none.
    #[xml(attr, missing = ErrorNumber::XmlDetail, invalid = ErrorNumber::XmlDetail)]
    pub end: u16,
}

/// `<pf>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Pf {
    /// Its interface.
    #[xml(attr)]
    pub dev: String,
}

/// `<interface>` of `<forward>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ForwardInterface {
    /// Its name.
    #[xml(attr)]
    pub dev: String,
    /// Guest interfaces on it; only of a running network. Unit: interfaces. Default: reported. Since 0.10.0.
    #[xml(attr)]
    pub connections: Option<u32>,
}

/// `<address>` of `<forward>`
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct ForwardAddress {
    /// The device.
    #[xml(flatten)]
    pub address: Address,
    /// Guest interfaces on it; only of a running network. Unit: interfaces. Default: reported.
    #[xml(attr)]
    pub connections: Option<u32>,
}
