//! Where storage comes from: the sources of disks, of their backing chains and of firmware.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::FromXml;
use ferrovirt_xml::{Hex, Node, Shape, Shaped, ToXml, Writer, Xml, XmlError, YesNo, words};

use crate::common::address::PciAddress;
use crate::common::chardev::Reconnect;
use crate::common::format::StorageFormat;
use crate::common::run::of_run;
use crate::common::seclabel::SourceSecLabel;
use crate::common::secret::{Auth, Encryption};

/// The attribute `type` with the element `<source>`.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", child = "source", default = "file")]
pub enum StorageSource {
    /// `file`
    File(FileSource),
    /// `block`
    Block(BlockSource),
    /// `dir`
    Dir(DirSource),
    /// `network`
    Network(Box<NetworkSource>),
    /// `volume`
    Volume(VolumeSource),
    /// `nvme`
    Nvme(NvmeSource),
    /// `vhostuser`
    #[xml("vhostuser")]
    VhostUser(VhostUserSource),
    /// `vhostvdpa`
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

    /// What every source can have.
    pub fn common(&self) -> &SourceCommon {
        match self {
            StorageSource::File(s) => &s.common,
            StorageSource::Block(s) | StorageSource::VhostVdpa(s) => &s.common,
            StorageSource::Dir(s) => &s.common,
            StorageSource::Network(s) => &s.common,
            StorageSource::Volume(s) => &s.common,
            StorageSource::Nvme(s) => &s.common,
            StorageSource::VhostUser(s) => &s.common,
        }
    }

    /// The same, to be changed.
    pub fn common_mut(&mut self) -> &mut SourceCommon {
        match self {
            StorageSource::File(s) => &mut s.common,
            StorageSource::Block(s) | StorageSource::VhostVdpa(s) => &mut s.common,
            StorageSource::Dir(s) => &mut s.common,
            StorageSource::Network(s) => &mut s.common,
            StorageSource::Volume(s) => &mut s.common,
            StorageSource::Nvme(s) => &mut s.common,
            StorageSource::VhostUser(s) => &mut s.common,
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
    /// What a missing source means when the guest starts. Default: mandatory. Since 0.9.7.
    #[xml(attr = "startupPolicy")]
    pub startup_policy: Option<StartupPolicy>,
    /// Number of the source in the chain of a running guest. Unit: none. Default: reported.
    #[xml(attr, with = of_run)]
    pub index: Option<u32>,
    /// The part of the image that the guest sees. Since 6.1.
    #[xml(child = "slice", of = "slices")]
    pub slices: Vec<Slice>,
    /// Labels of the source for security drivers. Since 0.9.9.
    #[xml(child = "seclabel")]
    pub seclabels: Vec<SourceSecLabel>,
    /// Credentials of the source. Since 3.9.
    #[xml(child)]
    pub auth: Option<Auth>,
    /// Encryption of the source. Since 3.9.
    #[xml(child)]
    pub encryption: Option<Encryption>,
    /// Persistent reservations of SCSI. Since 4.4.
    #[xml(child)]
    pub reservations: Option<Reservations>,
    /// A file of raw data beside the qcow2 image. Since 10.10.
    #[xml(child = "dataStore")]
    pub data_store: Option<Box<DataStore>>,
}

/// The file of raw data of a qcow2 image.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DataStore {
    /// Format of the data: raw. Default: raw. Since 10.10.
    #[xml(attr = "type", of = "format", with = StorageFormat::by_name)]
    pub format: Option<StorageFormat>,
    /// Where they are. Since 10.10.
    #[xml(flatten = "type")]
    pub source: Option<StorageSource>,
}

words! {
    /// Kind of a socket.
    pub enum SocketType {
        Unix = "unix",
    }
}

words! {
    /// Which side of a socket the hypervisor is.
    pub enum SocketMode {
        Client = "client",
    }
}

words! {
    /// How an NVMe drive is found.
    pub enum NvmeType {
        Pci = "pci",
    }
}

words! {
    /// What a slice is of.
    pub enum SliceType {
        Storage = "storage",
    }
}

/// A part of the file or device, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Slice {
    /// What the slice is of: storage.
    #[xml(attr = "type")]
    pub slice_type: SliceType,
    /// First byte. Unit: bytes.
    #[xml(attr)]
    pub offset: u64,
    /// Length. Unit: bytes.
    #[xml(attr)]
    pub size: u64,
}

/// Persistent reservations of SCSI.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Reservations {
    /// Whether they are on, as older definitions say. Default: yes.
    #[xml(attr)]
    pub enabled: Option<YesNo>,
    /// Whether the host runs the helper. Default: needed.
    #[xml(attr)]
    pub managed: Option<YesNo>,
    /// Whether reservations move with a migrating guest. Default: no. Since 12.1.
    #[xml(attr)]
    pub migration: Option<YesNo>,
    /// Socket of a helper that runs already.
    #[xml(child)]
    pub source: Option<ReservationsSource>,
}

/// The helper for persistent reservations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ReservationsSource {
    /// Kind of socket: unix. Default: needed.
    #[xml(attr = "type", required, missing = ErrorNumber::XmlError)]
    pub source_type: Option<SocketType>,
    /// Path of the socket. Default: needed.
    #[xml(attr, required, missing = ErrorNumber::XmlError)]
    pub path: Option<String>,
    /// Which side listens: client. Default: needed.
    #[xml(attr, required, missing = ErrorNumber::XmlError)]
    pub mode: Option<SocketMode>,
    /// Whether a lost connection is tried again.
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
}

/// A file of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FileSource {
    /// Path of the file. Default: none.
    #[xml(attr)]
    pub file: Option<String>,
    /// Group of file descriptors that was handed over for it. Default: none. Since 9.0.
    #[xml(attr)]
    pub fdgroup: Option<String>,
    /// What every source can have.
    #[xml(flatten)]
    pub common: SourceCommon,
}

/// A block device of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BlockSource {
    /// Path of the block device. Default: none.
    #[xml(attr)]
    pub dev: Option<String>,
    /// What every source can have.
    #[xml(flatten)]
    pub common: SourceCommon,
}

/// A directory of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DirSource {
    /// Path of the directory. Default: none. Since 0.7.5.
    #[xml(attr)]
    pub dir: Option<String>,
    /// What every source can have.
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

impl NetworkProtocol {
    /// Where its servers listen, if that is always the same.
    pub fn port(self) -> Option<u32> {
        Some(match self {
            NetworkProtocol::Nbd => 10809,
            NetworkProtocol::Sheepdog => 7000,
            NetworkProtocol::Gluster => 24007,
            NetworkProtocol::Iscsi => 3260,
            NetworkProtocol::Http => 80,
            NetworkProtocol::Https => 443,
            NetworkProtocol::Ftp => 21,
            NetworkProtocol::Ftps => 990,
            NetworkProtocol::Tftp => 69,
            NetworkProtocol::Ssh => 22,
            NetworkProtocol::Vxhs => 9999,
            NetworkProtocol::Nfs => 2049,
            NetworkProtocol::Rbd => return None,
        })
    }
}

/// What is reached over the network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetworkSource {
    /// Protocol of the server. Since 0.8.7.
    #[xml(attr)]
    pub protocol: NetworkProtocol,
    /// Name of the image, export or path on the server. Default: none. Since 0.8.7.
    #[xml(attr)]
    pub name: Option<String>,
    /// Query part of a URL. Default: none. Since 6.2.
    #[xml(attr)]
    pub query: Option<String>,
    /// Whether the connection is encrypted. Default: what the host's settings say.
    #[xml(attr)]
    pub tls: Option<YesNo>,
    /// Host name that the server's certificate has to bear. Default: the name of the host. Since 8.2.
    #[xml(attr = "tlsHostname")]
    pub tls_hostname: Option<String>,
    /// Servers. Since 0.8.7.
    #[xml(child = "host")]
    pub hosts: Vec<NetworkHost>,
    /// Snapshot of the image on the server. Default: none. Since 1.2.11.
    #[xml(attr = "name", of = "snapshot", blank)]
    pub snapshot: Option<String>,
    /// Configuration file of the protocol's library. Default: that of the protocol's library. Since 1.2.11.
    #[xml(attr = "file", of = "config", blank)]
    pub config: Option<String>,
    /// Name of this host in iSCSI. Since 4.7.
    #[xml(child)]
    pub initiator: Option<Initiator>,
    /// Whether the server's certificate is checked. Default: yes. Since 6.2.
    #[xml(attr = "verify", of = "ssl")]
    pub ssl_verify: Option<YesNo>,
    /// Cookies for HTTP. Since 6.2.
    #[xml(child = "cookie", of = "cookies")]
    pub cookies: Vec<Cookie>,
    /// How much is read ahead. Unit: bytes. Default: chosen by the hypervisor. Since 6.2.
    #[xml(attr = "size", of = "readahead")]
    pub readahead: Option<u64>,
    /// How long an answer may take. Unit: seconds. Default: chosen by the hypervisor. Since 6.2.
    #[xml(attr = "seconds", of = "timeout")]
    pub timeout: Option<u64>,
    /// As whom the server is used. Since 7.0.
    #[xml(child)]
    pub identity: Option<SourceIdentity>,
    /// How long a lost NBD server is waited for. Since 9.2.
    #[xml(child)]
    pub reconnect: Option<NbdReconnect>,
    /// File with the keys of SSH servers. Default: that of the user who runs the guest. Since 9.8.
    #[xml(attr = "path", of = "knownHosts")]
    pub known_hosts: Option<String>,
    /// What every source can have.
    #[xml(flatten)]
    pub common: SourceCommon,
}

words! {
    /// How a host is reached.
    pub enum HostTransport: unsupported {
        Tcp = "tcp",
        Unix = "unix",
        Rdma = "rdma",
    }
}

/// A server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetworkHost {
    /// Host name or address. Default: localhost.
    #[xml(attr)]
    pub name: Option<String>,
    /// Port. Unit: none. Default: that of the protocol.
    #[xml(attr, invalid = ErrorNumber::InvalidArg)]
    pub port: Option<u32>,
    /// How it is reached. Default: tcp.
    #[xml(attr)]
    pub transport: Option<HostTransport>,
    /// Path of a Unix socket. Default: none.
    #[xml(attr)]
    pub socket: Option<String>,
}

/// The name of this host in iSCSI.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Initiator {
    /// Qualified name. Default: chosen by the hypervisor.
    #[xml(attr = "name", of = "iqn")]
    pub iqn: Option<String>,
}

/// A cookie of HTTP.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cookie {
    /// Name.
    #[xml(attr)]
    pub name: String,
    /// Value. Default: none.
    #[xml(text, default)]
    pub value: String,
}

/// As whom a server is used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SourceIdentity {
    /// User, by name or number, for NFS. Default: that of the system.
    #[xml(attr)]
    pub user: Option<String>,
    /// Group, by name or number, for NFS. Default: that of the system.
    #[xml(attr)]
    pub group: Option<String>,
    /// User of SSH. Default: none. Since 9.8.
    #[xml(attr)]
    pub username: Option<String>,
    /// Private key of SSH. Default: none. Since 9.8.
    #[xml(attr)]
    pub keyfile: Option<String>,
    /// Socket of an SSH agent. Default: none. Since 9.8.
    #[xml(attr)]
    pub agentsock: Option<String>,
}

/// Seconds for which a lost NBD server is tried again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NbdReconnect {
    /// How long requests wait for the server to come back. Unit: seconds. Default: 0. Since 9.2.
    #[xml(attr)]
    pub delay: Option<u32>,
}

words! {
    /// How a volume of an iSCSI pool is used.
    pub enum VolumeMode: unsupported {
        Host = "host",
        Direct = "direct",
    }
}

/// A volume of a storage pool.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VolumeSource {
    /// Storage pool. Since 1.0.5.
    #[xml(attr)]
    pub pool: String,
    /// Volume in it. Since 1.0.5.
    #[xml(attr)]
    pub volume: String,
    /// How a volume of an iSCSI pool is reached. Default: host. Since 1.1.1.
    #[xml(attr)]
    pub mode: Option<VolumeMode>,
    /// What every source can have.
    #[xml(flatten)]
    pub common: SourceCommon,
}

/// A namespace of an NVMe drive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NvmeSource {
    /// How the drive is found: pci. Default: needed. Since 6.0.
    #[xml(attr = "type")]
    pub source_type: Option<NvmeType>,
    /// Whether the host takes it from its own driver and gives it back. Default: no. Since 6.0.
    #[xml(attr)]
    pub managed: Option<YesNo>,
    /// Namespace of the drive, from one. Unit: none. Default: needed. Since 6.0.
    #[xml(attr)]
    pub namespace: Option<u64>,
    /// PCI address of the drive. Since 6.0.
    #[xml(child)]
    pub address: Option<BarePci>,
    /// What every source can have.
    #[xml(flatten)]
    pub common: SourceCommon,
}

/// A vhost-user server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VhostUserSource {
    /// Kind of socket: unix. Default: needed. Since 7.1.
    #[xml(attr = "type")]
    pub source_type: Option<SocketType>,
    /// Path of the socket. Default: needed. Since 7.1.
    #[xml(attr)]
    pub path: Option<String>,
    /// Whether a lost connection is tried again. Since 7.1.
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
    /// What every source can have.
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
