//! Where storage comes from: the sources of disks, of their backing chains and of firmware.

use ferrovirt_xml::FromXml;
use ferrovirt_xml::{Hex, Node, RawElement, Shape, Shaped, ToXml, Writer, Xml, XmlError, YesNo, words};

use crate::common::address::PciAddress;
use crate::common::chardev::Reconnect;
use crate::common::seclabel::SourceSecLabel;
use crate::common::secret::{Auth, Encryption};

/// The attribute `type` with the element `<source>`.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", child = "source", default = "file")]
pub enum StorageSource {
    File(FileSource),
    Block(BlockSource),
    Dir(DirSource),
    Network(Box<NetworkSource>),
    Volume(VolumeSource),
    Nvme(NvmeSource),
    #[xml("vhostuser")]
    VhostUser(VhostUserSource),
    #[xml("vhostvdpa")]
    VhostVdpa(BlockSource),
}

impl StorageSource {
    /// The path on the host, for files, directories and block devices.
    pub fn path(&self) -> Option<&str> {
        match self {
            StorageSource::File(s) => s.file.as_deref(),
            StorageSource::Block(s) | StorageSource::VhostVdpa(s) => s.dev.as_deref(),
            StorageSource::Dir(s) => s.dir.as_deref(),
            _ => None,
        }
    }
}

words! {
    /// What a missing medium means.
    pub enum StartupPolicy {
        Mandatory = "mandatory",
        Requisite = "requisite",
        Optional = "optional",
    }
}

/// What every source can have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SourceCommon {
    #[xml(attr = "startupPolicy")]
    pub startup_policy: Option<StartupPolicy>,
    /// Number of the source in the chain of a running guest.
    #[xml(attr)]
    pub index: Option<u32>,
    #[xml(child = "slice", of = "slices")]
    pub slices: Vec<Slice>,
    #[xml(child = "seclabel")]
    pub seclabels: Vec<SourceSecLabel>,
    #[xml(child)]
    pub auth: Option<Auth>,
    #[xml(child)]
    pub encryption: Option<Encryption>,
    #[xml(child)]
    pub reservations: Option<Reservations>,
    #[xml(raw = "dataStore")]
    pub data_store: Option<RawElement>,
}

/// A part of the file or device, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Slice {
    #[xml(attr = "type")]
    pub slice_type: String,
    #[xml(attr)]
    pub offset: u64,
    #[xml(attr)]
    pub size: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Reservations {
    #[xml(attr)]
    pub enabled: Option<YesNo>,
    #[xml(attr)]
    pub managed: Option<YesNo>,
    #[xml(attr)]
    pub migration: Option<YesNo>,
    #[xml(child)]
    pub source: Option<ReservationsSource>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ReservationsSource {
    #[xml(attr = "type")]
    pub source_type: Option<String>,
    #[xml(attr)]
    pub path: Option<String>,
    #[xml(attr)]
    pub mode: Option<String>,
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FileSource {
    #[xml(attr)]
    pub file: Option<String>,
    #[xml(attr)]
    pub fdgroup: Option<String>,
    #[xml(flatten)]
    pub common: SourceCommon,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BlockSource {
    #[xml(attr)]
    pub dev: Option<String>,
    #[xml(flatten)]
    pub common: SourceCommon,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DirSource {
    #[xml(attr)]
    pub dir: Option<String>,
    #[xml(flatten)]
    pub common: SourceCommon,
}

words! {
    /// Protocol of network storage.
    pub enum NetworkProtocol {
        Nbd = "nbd",
        Rbd = "rbd",
        Sheepdog = "sheepdog",
        Gluster = "gluster",
        Iscsi = "iscsi",
        Http = "http",
        Https = "https",
        Ftp = "ftp",
        Ftps = "ftps",
        Tftp = "tftp",
        Ssh = "ssh",
        Vxhs = "vxhs",
        Nfs = "nfs",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetworkSource {
    #[xml(attr)]
    pub protocol: NetworkProtocol,
    #[xml(attr)]
    pub name: Option<String>,
    #[xml(attr)]
    pub query: Option<String>,
    #[xml(attr)]
    pub tls: Option<YesNo>,
    #[xml(attr = "tlsHostname")]
    pub tls_hostname: Option<String>,
    #[xml(child = "host")]
    pub hosts: Vec<NetworkHost>,
    #[xml(attr = "name", of = "snapshot")]
    pub snapshot: Option<String>,
    #[xml(attr = "file", of = "config")]
    pub config: Option<String>,
    #[xml(child)]
    pub initiator: Option<Initiator>,
    #[xml(attr = "verify", of = "ssl")]
    pub ssl_verify: Option<YesNo>,
    #[xml(child = "cookie", of = "cookies")]
    pub cookies: Vec<Cookie>,
    /// Bytes read ahead.
    #[xml(attr = "size", of = "readahead")]
    pub readahead: Option<u64>,
    #[xml(attr = "seconds", of = "timeout")]
    pub timeout: Option<u64>,
    #[xml(child)]
    pub identity: Option<SourceIdentity>,
    #[xml(child)]
    pub reconnect: Option<NbdReconnect>,
    #[xml(attr = "path", of = "knownHosts")]
    pub known_hosts: Option<String>,
    #[xml(flatten)]
    pub common: SourceCommon,
}

words! {
    /// How a host is reached.
    pub enum HostTransport {
        Tcp = "tcp",
        Unix = "unix",
        Rdma = "rdma",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetworkHost {
    #[xml(attr)]
    pub name: Option<String>,
    #[xml(attr)]
    pub port: Option<u32>,
    #[xml(attr)]
    pub transport: Option<HostTransport>,
    #[xml(attr)]
    pub socket: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Initiator {
    #[xml(attr = "name", of = "iqn")]
    pub iqn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cookie {
    #[xml(attr)]
    pub name: String,
    #[xml(text, default)]
    pub value: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SourceIdentity {
    #[xml(attr)]
    pub user: Option<String>,
    #[xml(attr)]
    pub group: Option<String>,
    #[xml(attr)]
    pub username: Option<String>,
    #[xml(attr)]
    pub keyfile: Option<String>,
    #[xml(attr)]
    pub agentsock: Option<String>,
}

/// Seconds for which a lost NBD server is tried again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NbdReconnect {
    #[xml(attr)]
    pub delay: Option<u32>,
}

words! {
    /// How a volume of an iSCSI pool is used.
    pub enum VolumeMode {
        Host = "host",
        Direct = "direct",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VolumeSource {
    #[xml(attr)]
    pub pool: String,
    #[xml(attr)]
    pub volume: String,
    #[xml(attr)]
    pub mode: Option<VolumeMode>,
    #[xml(flatten)]
    pub common: SourceCommon,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NvmeSource {
    #[xml(attr = "type")]
    pub source_type: Option<String>,
    #[xml(attr)]
    pub managed: Option<YesNo>,
    #[xml(attr)]
    pub namespace: Option<u64>,
    #[xml(child)]
    pub address: Option<BarePci>,
    #[xml(flatten)]
    pub common: SourceCommon,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VhostUserSource {
    #[xml(attr = "type")]
    pub source_type: Option<String>,
    #[xml(attr)]
    pub path: Option<String>,
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
    #[xml(flatten)]
    pub common: SourceCommon,
}

/// The PCI address of a device of the host: all four numbers, zeros too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct BarePci(pub PciAddress);

impl FromXml for BarePci {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        PciAddress::from_xml(node).map(BarePci)
    }
}

impl ToXml for BarePci {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr("domain", &Hex::<u32, 4>(self.0.domain));
        out.attr("bus", &Hex::<u8, 2>(self.0.bus));
        out.attr("slot", &Hex::<u8, 2>(self.0.slot));
        out.attr("function", &Hex::<u8, 1>(self.0.function));
    }
    fn write_children(&self, out: &mut Writer) {
        self.0.write_children(out);
    }
}

impl Shaped for BarePci {
    fn shape() -> &'static Shape {
        PciAddress::shape()
    }
}
