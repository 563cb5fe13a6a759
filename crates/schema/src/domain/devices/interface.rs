//! Network interfaces.

use ferrovirt_types::mac::MacAddr;
use ferrovirt_xml::{Node, OnOff, Xml, YesNo, words};

use crate::common::bandwidth::Bandwidth;
use crate::common::chardev::Reconnect;
use crate::common::ip::{InterfaceIp, Route};
use crate::common::virtio::VirtioOptions;
use crate::common::virtualport::VirtualPort;
use crate::common::vlan::Vlan;
use crate::domain::devices::hostdev::{HostDevDriver, HostPciSource, HostUsbSource};
use crate::domain::devices::info::DeviceInfo;

/// The attribute `type` with the element `<source>`.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", child = "source", default = "user")]
pub enum InterfaceSource {
    User(UserSource),
    Ethernet(EthernetSource),
    #[xml("vhostuser")]
    VhostUser(VhostUserSource),
    Server(SocketSource),
    Client(SocketSource),
    Mcast(SocketSource),
    Network(NetworkSource),
    Bridge(BridgeSource),
    Internal(InternalSource),
    Direct(DirectSource),
    Hostdev(HostdevSource),
    Udp(SocketSource),
    Vdpa(UserSource),
    Null,
    Vds(VdsSource),
}

/// A device of the host that traffic leaves by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UserSource {
    #[xml(attr)]
    pub dev: Option<String>,
}

/// Addresses for the host's end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EthernetSource {
    #[xml(child = "ip")]
    pub ips: Vec<InterfaceIp>,
    #[xml(child = "route")]
    pub routes: Vec<Route>,
}

words! {
    /// Which side of a vhost-user socket listens.
    pub enum VhostUserMode {
        Client = "client",
        Server = "server",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VhostUserSource {
    #[xml(attr = "type")]
    pub source_type: Option<String>,
    #[xml(attr)]
    pub path: Option<String>,
    #[xml(attr)]
    pub mode: Option<VhostUserMode>,
    #[xml(attr)]
    pub dev: Option<String>,
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SocketSource {
    #[xml(attr)]
    pub address: Option<String>,
    #[xml(attr)]
    pub port: Option<u32>,
    #[xml(child)]
    pub local: Option<LocalEnd>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct LocalEnd {
    #[xml(attr)]
    pub address: Option<String>,
    #[xml(attr)]
    pub port: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetworkSource {
    /// A virtual network by name.
    #[xml(attr)]
    pub network: String,
    #[xml(attr)]
    pub portgroup: Option<String>,
    /// Of a running guest.
    #[xml(attr)]
    pub portid: Option<String>,
    /// Bridge of the network, of a running guest.
    #[xml(attr)]
    pub bridge: Option<String>,
    #[xml(attr)]
    pub dev: Option<String>,
    #[xml(attr)]
    pub mode: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BridgeSource {
    #[xml(attr)]
    pub bridge: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InternalSource {
    #[xml(attr)]
    pub name: String,
}

words! {
    /// How macvtap devices on one device talk with each other.
    pub enum DirectMode {
        Vepa = "vepa",
        Private = "private",
        Bridge = "bridge",
        Passthrough = "passthrough",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DirectSource {
    #[xml(attr)]
    pub dev: String,
    #[xml(attr)]
    pub mode: Option<DirectMode>,
}

/// A device of the host that the guest gets for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostdevSource {
    #[xml(child)]
    pub address: Option<HostdevAddress>,
}

/// Address of the host's device by its bus.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", default = "pci")]
pub enum HostdevAddress {
    Pci(HostPciSource),
    Usb(HostUsbSource),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VdsSource {
    #[xml(attr)]
    pub switchid: Option<String>,
    #[xml(attr)]
    pub portid: Option<String>,
    #[xml(attr)]
    pub portgroupid: Option<String>,
    #[xml(attr)]
    pub connectionid: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Interface {
    #[xml(child)]
    pub mac: Option<Mac>,
    /// Who hands over a device of the host.
    #[xml(child = "driver", when = is_hostdev)]
    pub host_driver: Option<HostDevDriver>,
    #[xml(flatten)]
    pub source: InterfaceSource,
    #[xml(attr)]
    pub managed: Option<YesNo>,
    #[xml(attr = "trustGuestRxFilters")]
    pub trust_guest_rx_filters: Option<YesNo>,
    #[xml(child)]
    pub vlan: Option<Vlan>,
    #[xml(child)]
    pub virtualport: Option<VirtualPort>,
    #[xml(child)]
    pub bandwidth: Option<Bandwidth>,
    #[xml(child)]
    pub port: Option<PortOptions>,
    #[xml(child = "ip")]
    pub ips: Vec<InterfaceIp>,
    #[xml(child = "route")]
    pub routes: Vec<Route>,
    #[xml(child = "portForward")]
    pub port_forwards: Vec<PortForward>,
    #[xml(child)]
    pub script: Option<Script>,
    #[xml(child)]
    pub downscript: Option<Script>,
    #[xml(attr = "name", of = "backenddomain")]
    pub backend_domain: Option<String>,
    #[xml(child)]
    pub target: Option<InterfaceTarget>,
    #[xml(child)]
    pub guest: Option<GuestName>,
    #[xml(attr = "type", of = "model")]
    pub model: Option<String>,
    #[xml(child, sparse, when = is_not_hostdev)]
    pub driver: Option<InterfaceDriver>,
    #[xml(child)]
    pub backend: Option<InterfaceBackend>,
    #[xml(child)]
    pub filterref: Option<FilterRef>,
    #[xml(child)]
    pub tune: Option<InterfaceTune>,
    #[xml(attr = "state", of = "link")]
    pub link: Option<LinkState>,
    #[xml(attr = "size", of = "mtu")]
    pub mtu: Option<u32>,
    #[xml(child)]
    pub coalesce: Option<Coalesce>,
    #[xml(child)]
    pub teaming: Option<Teaming>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// An interface that is a device of the host; its `<driver>` is another than that of the rest.
fn is_hostdev(node: Node<'_>) -> bool {
    node.attr("type") == Some("hostdev")
}

fn is_not_hostdev(node: Node<'_>) -> bool {
    !is_hostdev(node)
}

/// Ports of the host from which user-mode networking leads to the guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PortForward {
    /// `tcp` or `udp`
    #[xml(attr)]
    pub proto: String,
    #[xml(attr)]
    pub address: Option<String>,
    #[xml(attr)]
    pub dev: Option<String>,
    #[xml(child = "range")]
    pub ranges: Vec<PortRange>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PortRange {
    #[xml(attr)]
    pub start: u16,
    #[xml(attr)]
    pub end: Option<u16>,
    /// First port in the guest.
    #[xml(attr)]
    pub to: Option<u16>,
    #[xml(attr)]
    pub exclude: Option<YesNo>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Mac {
    #[xml(attr)]
    pub address: MacAddr,
    #[xml(attr = "type")]
    pub mac_type: Option<MacType>,
    #[xml(attr)]
    pub check: Option<YesNo>,
}

words! {
    /// Who chose a hardware address.
    pub enum MacType {
        Generated = "generated",
        Static = "static",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Script {
    #[xml(attr)]
    pub path: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InterfaceTarget {
    #[xml(attr)]
    pub dev: Option<String>,
    #[xml(attr)]
    pub managed: Option<YesNo>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestName {
    #[xml(attr)]
    pub dev: Option<String>,
    #[xml(attr)]
    pub actual: Option<String>,
}

words! {
    /// Who moves the packets.
    pub enum InterfaceDriverName {
        Qemu = "qemu",
        Vhost = "vhost",
        Kvm = "kvm",
        Vfio = "vfio",
        Xen = "xen",
    }
}

words! {
    /// How packets are sent.
    pub enum TxMode {
        Iothread = "iothread",
        Timer = "timer",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InterfaceDriver {
    #[xml(attr)]
    pub name: Option<InterfaceDriverName>,
    #[xml(attr)]
    pub txmode: Option<TxMode>,
    #[xml(attr)]
    pub ioeventfd: Option<OnOff>,
    #[xml(attr)]
    pub event_idx: Option<OnOff>,
    #[xml(attr)]
    pub queues: Option<u32>,
    #[xml(attr)]
    pub rx_queue_size: Option<u32>,
    #[xml(attr)]
    pub tx_queue_size: Option<u32>,
    #[xml(attr)]
    pub rss: Option<OnOff>,
    #[xml(attr)]
    pub rss_hash_report: Option<OnOff>,
    #[xml(flatten)]
    pub virtio: VirtioOptions,
    #[xml(child)]
    pub host: Option<Offloads>,
    #[xml(child)]
    pub guest: Option<Offloads>,
}

/// Which work is left to hardware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Offloads {
    #[xml(attr)]
    pub csum: Option<OnOff>,
    #[xml(attr)]
    pub gso: Option<OnOff>,
    #[xml(attr)]
    pub tso4: Option<OnOff>,
    #[xml(attr)]
    pub tso6: Option<OnOff>,
    #[xml(attr)]
    pub ecn: Option<OnOff>,
    #[xml(attr)]
    pub ufo: Option<OnOff>,
    #[xml(attr)]
    pub mrg_rxbuf: Option<OnOff>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InterfaceBackend {
    #[xml(attr = "type")]
    pub backend_type: Option<BackendType>,
    #[xml(attr)]
    pub tap: Option<String>,
    #[xml(attr)]
    pub vhost: Option<String>,
    #[xml(attr = "logFile")]
    pub log_file: Option<String>,
    #[xml(attr)]
    pub hostname: Option<String>,
    #[xml(attr)]
    pub fqdn: Option<String>,
}

words! {
    /// User-mode networking by whom.
    pub enum BackendType {
        Default = "default",
        Passt = "passt",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FilterRef {
    #[xml(attr)]
    pub filter: String,
    #[xml(child = "parameter")]
    pub parameters: Vec<FilterParameter>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FilterParameter {
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub value: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PortOptions {
    #[xml(attr)]
    pub isolated: Option<YesNo>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InterfaceTune {
    /// Bytes
    #[xml(leaf)]
    pub sndbuf: Option<u64>,
}

words! {
    /// Whether the cable is plugged in.
    pub enum LinkState {
        Up = "up",
        Down = "down",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Coalesce {
    #[xml(child)]
    pub rx: Option<CoalesceRx>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CoalesceRx {
    #[xml(attr = "max", of = "frames")]
    pub frames_max: Option<u32>,
}

words! {
    /// Part of a device in a team.
    pub enum TeamingType {
        Persistent = "persistent",
        Transient = "transient",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Teaming {
    #[xml(attr = "type")]
    pub teaming_type: TeamingType,
    /// Alias of the persistent device.
    #[xml(attr)]
    pub persistent: Option<String>,
}
