//! What a hypervisor driver needs of its neighbours in the same process: a place on a network for a
//! guest interface, a file for a disk that names a volume. The registry hands the implementations to
//! the hypervisor, so that drivers never know each other.

use crate::Migration;
use crate::secret::SecretKey;
use async_trait::async_trait;
use ferrovirt_types::Result;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::vlan::Vlans;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;
use uuid::Uuid;

/// A guest interface that wants to be plugged in.
#[derive(Debug, Clone)]
pub struct PlugRequest {
    /// Where: a virtual network by name, or a bridge of the host.
    pub place: PlugPlace,
    /// The guest.
    pub domain: DomainRef,
    /// MAC address of the guest interface, as text.
    pub mac: String,
    /// Name of the host device wanted; otherwise the first free `vnetN`.
    pub target: Option<String>,
    /// Queues of the device; one descriptor each. At least 1.
    pub queues: u32,
    /// Bytes of the largest packet; otherwise that of the bridge.
    pub mtu: Option<u32>,
    /// Limits of its traffic; otherwise those of its port group.
    pub limits: Limits,
    /// How its port of a bridge behaves, beyond what the network says.
    pub port: PortWish,
    /// What filters its packets.
    pub filter: Option<FilterWish>,
}

impl PlugRequest {
    /// A request for a place and nothing more.
    pub fn bare(place: PlugPlace, domain: DomainRef) -> Self {
        PlugRequest {
            place,
            domain,
            mac: String::new(),
            target: None,
            queues: 1,
            mtu: None,
            limits: Limits::default(),
            port: PortWish::default(),
            filter: None,
        }
    }
}

/// How the port of a guest interface behaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PortWish {
    /// Whether it reaches no other port that is isolated.
    pub isolated: bool,
    /// VLANs that it carries; without, those of its port group or network, or what the bridge does by itself.
    pub vlans: Option<Vlans>,
}

/// A filter for the packets of a guest interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterWish {
    /// Name of the filter.
    pub filter: String,
    /// Variables and their values; one of several values comes as often.
    pub parameters: Vec<(String, String)>,
}

/// Limits of the traffic of a guest interface or a network, as the guest sees the directions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// What is received.
    pub inbound: Option<Rate>,
    /// What is sent.
    pub outbound: Option<Rate>,
}

/// A limit of traffic in one direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rate {
    /// KiB a second in the long run.
    pub average: u64,
    /// KiB a second at most, for a burst.
    pub peak: Option<u64>,
    /// KiB that may pass at the peak's rate.
    pub burst: Option<u64>,
    /// KiB a second that are guaranteed, as a share of what the network has.
    pub floor: Option<u64>,
}

impl Limits {
    /// Whether nothing is limited.
    pub fn is_empty(&self) -> bool {
        self.inbound.is_none() && self.outbound.is_none()
    }
}

/// Where a guest interface goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlugPlace {
    /// A virtual network, which must be active.
    Network {
        /// Its name.
        name: String,
        /// Port group in it.
        portgroup: Option<String>,
    },
    /// A bridge of the host.
    Bridge(String),
    /// No bridge: only the device.
    Ethernet,
    /// A macvtap on a device of the host.
    Direct {
        /// The device.
        dev: String,
        /// How macvtaps on it speak to each other.
        mode: DirectMode,
    },
    /// A function of a PCI device, which the guest gets for itself.
    Function {
        /// Its address, as `0000:03:10.2`.
        address: String,
        /// Whether the host takes it from its own driver and gives it back.
        managed: bool,
    },
    /// A PCI device that the guest gets for itself as it is, whether it is an interface or not: nothing is set in it.
    Device {
        /// Its address, as `0000:03:10.2`.
        address: String,
        /// Whether the host takes it from its own driver and gives it back.
        managed: bool,
    },
}

/// A function of a PCI device that a guest gets for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its address, as `0000:03:10.2`.
    pub address: String,
    /// Whether the host takes it from its own driver and gives it back.
    pub managed: bool,
    /// The file that the hypervisor opens to have it, once it was taken.
    pub file: Option<PathBuf>,
}

/// How the macvtaps on one device speak to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DirectMode {
    /// By way of the switch beyond the device.
    #[default]
    Vepa,
    /// Not at all.
    Private,
    /// On the host.
    Bridge,
    /// There is only one, and it has the device for itself.
    Passthrough,
}

/// A guest interface that is plugged in.
#[derive(Debug)]
pub struct Plug {
    /// Port of the network, when it is one.
    pub port: Option<Uuid>,
    /// Host device: the name of an interface, or the address of a function.
    pub target: String,
    /// Bridge that the device is in.
    pub bridge: Option<String>,
    /// Device of the host that it is a macvtap on, and how.
    pub direct: Option<(String, DirectMode)>,
    /// Function that the guest gets instead of a host device.
    pub function: Option<Function>,
    /// One descriptor of the device for each queue, for the hypervisor.
    pub files: Vec<OwnedFd>,
}

/// An address that a guest got from a virtual network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestAddress {
    /// MAC address of the guest interface, as far as the network knows it.
    pub mac: Option<MacAddr>,
    /// Address as text.
    pub address: String,
    /// Length of the prefix in bits.
    pub prefix: u32,
    /// Whether it is an IPv6 address.
    pub ipv6: bool,
    /// Name that the guest gave with its request.
    pub hostname: Option<String>,
}

/// Networks as a hypervisor driver sees them.
#[async_trait]
pub trait GuestNetworks: Send + Sync {
    /// Makes the host device, puts it in its bridge and brings it up. All or nothing.
    async fn plug(&self, request: PlugRequest) -> Result<Plug>;
    /// Removes the host device, also when the network is gone. Doing it twice is no error.
    async fn unplug(&self, place: &PlugPlace, target: &str, port: Option<Uuid>) -> Result<()>;
    /// Tells, after a restart of the daemon, that a running guest still uses the device, so that the
    /// network counts its port again and puts the device back in its bridge.
    async fn readopt(&self, request: PlugRequest, target: &str, port: Option<Uuid>) -> Result<()>;
    /// Moves a device that is plugged in as `old` asked to where and how `new` asks: another network or bridge, other
    /// VLANs, limits, another filter. The guest keeps the device; what comes back has no descriptors. All or nothing.
    async fn replug(
        &self,
        old: PlugRequest,
        new: PlugRequest,
        target: &str,
        port: Option<Uuid>,
    ) -> Result<Plug>;
    /// Sets the limits of a device that is plugged in, in place of those before.
    async fn limit(&self, place: &PlugPlace, target: &str, port: Option<Uuid>, limits: Limits) -> Result<()>;
    /// Addresses that a network leased and that have not ended.
    async fn addresses(&self, network: &str) -> Result<Vec<GuestAddress>>;
    /// Changes whenever leases of any network may have changed.
    fn lease_changes(&self) -> watch::Receiver<()>;
}

/// Storage as a hypervisor driver sees it.
#[async_trait]
pub trait GuestVolumes: Send + Sync {
    /// Where a volume of an active pool is.
    async fn resolve(&self, pool: &str, volume: &str) -> Result<VolumeSource>;
}

/// A volume as a disk source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeSource {
    /// Where its data are.
    pub place: VolumePlace,
    /// The passphrase of a volume that was encrypted by this host.
    pub passphrase: Option<SecretKey>,
}

/// Where the data of a volume are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VolumePlace {
    /// In the file of this path.
    File(String),
    /// On the block device of this path.
    Block(String),
    /// On a server that the guest reaches without the host.
    Network(VolumeServer),
}

/// A server that has a volume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VolumeServer {
    /// Its protocol, as disks name it: `iscsi` or `rbd`.
    pub protocol: &'static str,
    /// The volume, as the protocol names it.
    pub name: String,
    /// Names or addresses, with ports that are not the usual.
    pub hosts: Vec<(String, Option<u16>)>,
    /// The name of this host, in iSCSI.
    pub initiator: Option<String>,
    /// Name to log in with, and where the password is.
    pub login: Option<(String, SecretKey)>,
}

/// Other daemons, as the source of a migration reaches them.
#[async_trait]
pub trait Peers: Send + Sync {
    /// Connects to the daemon of a URI. The connection ends when the result is dropped.
    async fn open(&self, uri: &str) -> Result<Arc<dyn Migration>>;
}
