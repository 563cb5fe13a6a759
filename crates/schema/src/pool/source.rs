//! Where the space of a pool comes from.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Hex, Node, Xml, XmlError, XmlErrorKind, YesNo, words};
use uuid::Uuid;

use crate::common::secret::AuthType;
use crate::network::Body;

/// `<source>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Source {
    /// It is printed open and close.
    #[xml(flatten)]
    pub body: Body,
    /// Servers.
    #[xml(child = "host")]
    pub hosts: Vec<Host>,
    /// Devices.
    #[xml(child = "device")]
    pub devices: Vec<Device>,
    /// Directory on the server. Default: none.
    #[xml(attr = "path", of = "dir", blank)]
    pub dir: Option<String>,
    /// Host bus adapter.
    #[xml(child)]
    pub adapter: Option<Adapter>,
    /// Name of the volume group, Ceph pool or the like. Default: the pool's name. Since 0.4.5.
    #[xml(leaf)]
    pub name: Option<String>,
    /// iSCSI name of this host. Since 4.7.0.
    #[xml(child)]
    pub initiator: Option<Initiator>,
    /// Format of the source. Default: that of the kind of pool.
    #[xml(attr = "type", of = "format", blank)]
    pub format: Option<String>,
    /// Credentials. Since 0.9.7.
    #[xml(child)]
    pub auth: Option<Auth>,
    /// Maker of the storage. Default: none. Since 0.8.4.
    #[xml(attr = "name", of = "vendor")]
    pub vendor: Option<String>,
    /// Model of the storage. Default: none. Since 0.8.4.
    #[xml(attr = "name", of = "product")]
    pub product: Option<String>,
    /// Version of the NFS protocol. Default: chosen by the host. Since 5.1.0.
    #[xml(attr = "ver", of = "protocol", blank)]
    pub protocol: Option<String>,
}

crate::document!(Source, "source");

/// What pools of a kind could be made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sources {
    /// Each could be the source of a pool.
    #[xml(child = "source")]
    pub sources: Vec<Source>,
}

crate::document!(Sources, "sources");

/// A server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Host {
    /// Name or address.
    #[xml(attr)]
    pub name: String,
    /// Port. Unit: none. Default: that of the protocol.
    #[xml(attr, drop_zero)]
    pub port: Option<u16>,
}

/// A device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Device {
    /// Path, or name of an iSCSI target.
    #[xml(attr)]
    pub path: String,
    /// Whether the names of its partitions have a `p` before the number. Default: yes where the path ends with
    /// a digit. Since 1.3.1.
    #[xml(attr)]
    pub part_separator: Option<YesNo>,
    /// Free space between partitions.
    #[xml(child = "freeExtent")]
    pub free_extents: Vec<FreeExtent>,
}

/// Free space on a device, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FreeExtent {
    /// First byte. Unit: bytes.
    #[xml(attr)]
    pub start: u64,
    /// Byte after the last. Unit: bytes.
    #[xml(attr)]
    pub end: u64,
}

words! {
    /// Kind of a host bus adapter.
    pub enum AdapterType {
        ScsiHost = "scsi_host",
        FcHost = "fc_host",
    }
}

/// A host bus adapter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Adapter {
    /// `scsi_host` or `fc_host`. Default: `scsi_host`. Since 1.0.5.
    #[xml(attr = "type")]
    pub kind: Option<AdapterType>,
    /// Name, such as `host0`. Default: needed, for an adapter by name. Since 0.6.2.
    #[xml(attr)]
    pub name: Option<String>,
    /// Parent by name. Default: chosen by the host. Since 1.0.4.
    #[xml(attr)]
    pub parent: Option<String>,
    /// Whether the virtual port goes with the pool. Default: yes for one that is made for the pool, else no.
    /// Since 1.2.11.
    #[xml(attr)]
    pub managed: Option<YesNo>,
    /// Parent by its node name. Default: none. Since 3.0.0.
    #[xml(attr)]
    pub parent_wwnn: Option<String>,
    /// Parent by its port name. Default: none. Since 3.0.0.
    #[xml(attr)]
    pub parent_wwpn: Option<String>,
    /// Parent by its fabric. Default: none. Since 3.0.0.
    #[xml(attr)]
    pub parent_fabric_wwn: Option<String>,
    /// Node name. Default: needed, for Fibre Channel. Since 1.0.4.
    #[xml(attr)]
    pub wwnn: Option<String>,
    /// Port name. Default: needed, for Fibre Channel. Since 1.0.4.
    #[xml(attr)]
    pub wwpn: Option<String>,
    /// Parent by address. Since 1.2.7.
    #[xml(child = "parentaddr")]
    pub parent_address: Option<ParentAddress>,
}

/// The device that an adapter is on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ParentAddress {
    /// Which of several ports. Unit: none. Default: needed.
    #[xml(attr)]
    pub unique_id: Option<u32>,
    /// PCI address.
    #[xml(child)]
    pub address: Option<AdapterAddress>,
}

/// A PCI address; what is not given is zero.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct AdapterAddress {
    /// Domain. Default: 0.
    #[xml(attr, default)]
    pub domain: Hex<u16, 4>,
    /// Bus. Default: 0.
    #[xml(attr, default)]
    pub bus: Hex<u8, 2>,
    /// Slot. Default: 0.
    #[xml(attr, default)]
    pub slot: Hex<u8, 2>,
    /// Function. Default: 0.
    #[xml(attr, default)]
    pub function: Hex<u8, 1>,
}

/// The iSCSI name of this host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Initiator {
    /// Qualified name. Default: needed.
    #[xml(attr = "name", of = "iqn", required)]
    pub iqn: Option<String>,
}

/// Credentials.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = is_complete)]
pub struct Auth {
    /// `chap` or `ceph`. Default: needed.
    #[xml(attr = "type", required, invalid = ErrorNumber::ConfigUnsupported)]
    pub kind: Option<AuthType>,
    /// User. Default: needed.
    #[xml(attr, required, blank)]
    pub username: Option<String>,
    /// Where the password is.
    #[xml(child, required)]
    pub secret: Option<AuthSecret>,
}

/// Credentials are a way to log in, a user and a secret.
fn is_complete(auth: &mut Auth, node: Node<'_>) -> Result<(), XmlError> {
    let missing = |what, name: &'static str, code| {
        let name = name.into();
        Err(node.error(XmlErrorKind::Missing { what, name, code }))
    };
    if auth.kind.is_none() {
        return missing("attribute", "type", Some(ErrorNumber::ConfigUnsupported));
    }
    if auth.username.is_none() {
        return missing("attribute", "username", None);
    }
    match &auth.secret {
        None => missing("element", "secret", None),
        Some(secret) if secret.usage.is_some() == secret.uuid.is_some() => {
            let why = "a <secret> is known by its 'uuid' or its 'usage'";
            Err(XmlError::rule(node.path(), why))
        }
        Some(_) => Ok(()),
    }
}

/// A secret, by UUID or by what it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct AuthSecret {
    /// What it is for. Default: needed, or a UUID.
    #[xml(attr)]
    pub usage: Option<String>,
    /// Its UUID. Default: needed, or a usage.
    #[xml(attr)]
    pub uuid: Option<Uuid>,
}
