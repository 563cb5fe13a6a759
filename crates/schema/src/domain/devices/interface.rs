//! Network interfaces.

use ferrovirt_types::consts::ErrorNumber;
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
    /// `user`
    User(UserSource),
    /// `ethernet`
    Ethernet(EthernetSource),
    /// `vhostuser`
    #[xml("vhostuser")]
    VhostUser(VhostUserSource),
    /// `server`
    Server(SocketSource),
    /// `client`
    Client(SocketSource),
    /// `mcast`
    Mcast(SocketSource),
    /// `network`
    Network(NetworkSource),
    /// `bridge`
    Bridge(BridgeSource),
    /// `internal`
    Internal(InternalSource),
    /// `direct`
    Direct(DirectSource),
    /// `hostdev`
    Hostdev(HostdevSource),
    /// `udp`
    Udp(SocketSource),
    /// `vdpa`
    Vdpa(UserSource),
    /// `null`
    Null,
    /// `vds`
    Vds(VdsSource),
}

/// A device of the host that traffic leaves by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UserSource {
    /// Device of the host that traffic leaves by.
    #[xml(attr)]
    pub dev: Option<String>,
}

/// Addresses for the host's end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EthernetSource {
    /// Addresses of the host's end.
    #[xml(child = "ip")]
    pub ips: Vec<InterfaceIp>,
    /// Routes over the host's end.
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

/// A vhost-user server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VhostUserSource {
    /// Kind of socket: unix.
    #[xml(attr = "type", words = "unix")]
    pub source_type: Option<String>,
    /// Path of the socket.
    #[xml(attr)]
    pub path: Option<String>,
    /// Which side listens.
    #[xml(attr)]
    pub mode: Option<VhostUserMode>,
    /// Device of the host that traffic leaves by, with passt. Since 11.1.
    #[xml(attr)]
    pub dev: Option<String>,
    /// Whether a lost connection is tried again.
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
}

/// A socket to other guests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SocketSource {
    /// Address of the other end, or of the group.
    #[xml(attr)]
    pub address: Option<String>,
    /// Port.
    #[xml(attr)]
    pub port: Option<u32>,
    /// This end, UDP.
    #[xml(child)]
    pub local: Option<LocalEnd>,
}

/// This end of a UDP connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct LocalEnd {
    /// Address.
    #[xml(attr, required)]
    pub address: Option<String>,
    /// Port.
    #[xml(attr, required)]
    pub port: Option<u32>,
}

/// What is reached over the network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetworkSource {
    /// A virtual network by name.
    #[xml(attr)]
    pub network: String,
    /// Group of ports whose settings hold.
    #[xml(attr)]
    pub portgroup: Option<String>,
    /// Of a running guest.
    #[xml(attr)]
    pub portid: Option<String>,
    /// Bridge of the network, of a running guest.
    #[xml(attr)]
    pub bridge: Option<String>,
    /// Device that the network gave, of a running guest.
    #[xml(attr)]
    pub dev: Option<String>,
    /// How that device is used, of a running guest.
    #[xml(attr)]
    pub mode: Option<String>,
    /// Device that the network handed over, of a running guest.
    #[xml(child)]
    pub address: Option<HostdevAddress>,
}

/// A bridge of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BridgeSource {
    /// Bridge of the host.
    #[xml(attr)]
    pub bridge: String,
}

/// A network inside the hypervisor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InternalSource {
    /// Name of the internal network.
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

/// A device of the host, by macvtap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DirectSource {
    /// Device of the host.
    #[xml(attr)]
    pub dev: String,
    /// How packets between guests of that device travel. Default: vepa.
    #[xml(attr)]
    pub mode: Option<DirectMode>,
}

/// A device of the host that the guest gets for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostdevSource {
    /// PCI or USB address of the device.
    #[xml(child)]
    pub address: Option<HostdevAddress>,
}

/// Address of the host's device by its bus.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", default = "pci")]
pub enum HostdevAddress {
    /// `pci`
    Pci(HostPciSource),
    /// `usb`
    Usb(HostUsbSource),
}

/// A distributed switch of VMware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VdsSource {
    /// Identity of the switch.
    #[xml(attr)]
    pub switchid: Option<String>,
    /// Port of the switch.
    #[xml(attr)]
    pub portid: Option<String>,
    /// Group of ports of the switch.
    #[xml(attr)]
    pub portgroupid: Option<String>,
    /// Number of the connection.
    #[xml(attr)]
    pub connectionid: Option<String>,
}

/// A network interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Interface {
    /// Hardware address.
    #[xml(child, when = has_mac)]
    pub mac: Option<Mac>,
    /// Who hands over a device of the host.
    #[xml(child = "driver", when = is_hostdev)]
    pub host_driver: Option<HostDevDriver>,
    /// What it is plugged into.
    #[xml(flatten)]
    pub source: InterfaceSource,
    /// Whether the host takes the device from its own driver and gives it back.
    #[xml(attr, with = YesNo::loosely)]
    pub managed: Option<YesNo>,
    /// Whether the guest may choose what the device receives. Default: no.
    #[xml(attr = "trustGuestRxFilters")]
    pub trust_guest_rx_filters: Option<YesNo>,
    /// VLAN of its traffic. Live.
    #[xml(child)]
    pub vlan: Option<Vlan>,
    /// Registration with the switch.
    #[xml(child)]
    pub virtualport: Option<VirtualPort>,
    /// Limits of its traffic. Live.
    #[xml(child)]
    pub bandwidth: Option<Bandwidth>,
    /// Options of the bridge's port.
    #[xml(child)]
    pub port: Option<PortOptions>,
    /// Addresses that the guest is given.
    #[xml(child = "ip")]
    pub ips: Vec<InterfaceIp>,
    /// Routes that the guest is given.
    #[xml(child = "route")]
    pub routes: Vec<Route>,
    /// Ports of the host that lead to the guest. Since 9.0.
    #[xml(child = "portForward")]
    pub port_forwards: Vec<PortForward>,
    /// Program that sets it up.
    #[xml(child)]
    pub script: Option<Script>,
    /// Program that takes it down.
    #[xml(child)]
    pub downscript: Option<Script>,
    /// Xen domain that serves it.
    #[xml(attr = "name", of = "backenddomain", blank)]
    pub backend_domain: Option<String>,
    /// Device of the host's end.
    #[xml(child)]
    pub target: Option<InterfaceTarget>,
    /// Name within a container.
    #[xml(child)]
    pub guest: Option<GuestName>,
    /// Model of the card: virtio, e1000e. Default: what the driver chooses.
    #[xml(attr = "type", of = "model", blank)]
    pub model: Option<String>,
    /// Options of the device.
    #[xml(child, sparse, when = is_not_hostdev)]
    pub driver: Option<InterfaceDriver>,
    /// Who serves it.
    #[xml(child)]
    pub backend: Option<InterfaceBackend>,
    /// Filter of its packets. Live.
    #[xml(child)]
    pub filterref: Option<FilterRef>,
    /// Tuning of the host's end.
    #[xml(child)]
    pub tune: Option<InterfaceTune>,
    /// State of the cable. Default: up. Live.
    #[xml(attr = "state", of = "link")]
    pub link: Option<LinkState>,
    /// Largest packet. Unit: bytes.
    #[xml(attr = "size", of = "mtu")]
    pub mtu: Option<u32>,
    /// How packets are gathered. Live.
    #[xml(child)]
    pub coalesce: Option<Coalesce>,
    /// Pairing with another interface.
    #[xml(child)]
    pub teaming: Option<Teaming>,
    /// Boot order, alias, ROM, address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// An interface that is a device of the host; its `<driver>` is another than that of the rest.
fn is_hostdev(node: Node<'_>) -> bool {
    node.attr("type") == Some("hostdev")
}

/// A hardware address without an address is none.
fn has_mac(node: Node<'_>) -> bool {
    node.child("mac").is_some_and(|mac| mac.attr("address").is_some())
}

fn is_not_hostdev(node: Node<'_>) -> bool {
    !is_hostdev(node)
}

/// Ports of the host from which user-mode networking leads to the guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PortForward {
    /// `tcp` or `udp`
    #[xml(attr, words = "tcp udp")]
    pub proto: String,
    /// Address of the host.
    #[xml(attr)]
    pub address: Option<String>,
    /// Device of the host.
    #[xml(attr)]
    pub dev: Option<String>,
    /// Ports. Default: all.
    #[xml(child = "range")]
    pub ranges: Vec<PortRange>,
}

/// A range of ports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PortRange {
    /// First port.
    #[xml(attr)]
    pub start: u16,
    /// Last port. Default: the first.
    #[xml(attr)]
    pub end: Option<u16>,
    /// First port in the guest.
    #[xml(attr)]
    pub to: Option<u16>,
    /// Whether they are left out. Default: no.
    #[xml(attr)]
    pub exclude: Option<YesNo>,
}

/// A hardware address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Mac {
    /// The address.
    #[xml(attr)]
    pub address: MacAddr,
    /// Whether it was made by hand, for addresses that VMware would not.
    #[xml(attr = "type")]
    pub mac_type: Option<MacType>,
    /// Whether VMware checks it.
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

/// A program that sets an interface up or takes it down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Script {
    /// The program.
    #[xml(attr)]
    pub path: String,
}

/// The host's end of an interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InterfaceTarget {
    /// Name of the device. Default: the host chooses.
    #[xml(attr, required)]
    pub dev: Option<String>,
    /// Whether the host makes and removes the device. Default: yes.
    #[xml(attr)]
    pub managed: Option<YesNo>,
}

/// The name of an interface within a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestName {
    /// Name in the container.
    #[xml(attr)]
    pub dev: Option<String>,
    /// Name that it got, of a running container.
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

/// Options of an interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InterfaceDriver {
    /// Who moves packets: vhost, qemu; or the driver of a host device.
    #[xml(attr)]
    pub name: Option<InterfaceDriverName>,
    /// How sending is done, qemu.
    #[xml(attr)]
    pub txmode: Option<TxMode>,
    /// Whether the guest's notifications are handled apart.
    #[xml(attr)]
    pub ioeventfd: Option<OnOff>,
    /// Whether device and driver tell each other when to notify.
    #[xml(attr)]
    pub event_idx: Option<OnOff>,
    /// Queues in each direction.
    #[xml(attr)]
    pub queues: Option<u32>,
    /// Entries of a receiving queue.
    #[xml(attr)]
    pub rx_queue_size: Option<u32>,
    /// Entries of a sending queue.
    #[xml(attr)]
    pub tx_queue_size: Option<u32>,
    /// Whether receiving is spread by a hash. Since 8.3.
    #[xml(attr)]
    pub rss: Option<OnOff>,
    /// Whether that hash is told to the guest. Since 8.3.
    #[xml(attr)]
    pub rss_hash_report: Option<OnOff>,
    /// Options of virtio.
    #[xml(flatten)]
    pub virtio: VirtioOptions,
    /// Offloads of the host's end.
    #[xml(child)]
    pub host: Option<Offloads>,
    /// Offloads of the guest's end.
    #[xml(child)]
    pub guest: Option<Offloads>,
}

/// Which work is left to hardware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Offloads {
    /// Checksums.
    #[xml(attr)]
    pub csum: Option<OnOff>,
    /// Segmentation in general.
    #[xml(attr)]
    pub gso: Option<OnOff>,
    /// Segmentation of TCP over IPv4.
    #[xml(attr)]
    pub tso4: Option<OnOff>,
    /// Segmentation of TCP over IPv6.
    #[xml(attr)]
    pub tso6: Option<OnOff>,
    /// Segmentation with congestion notification.
    #[xml(attr)]
    pub ecn: Option<OnOff>,
    /// Fragmentation of UDP.
    #[xml(attr)]
    pub ufo: Option<OnOff>,
    /// Merging of receive buffers.
    #[xml(attr)]
    pub mrg_rxbuf: Option<OnOff>,
}

/// Who serves an interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InterfaceBackend {
    /// Who serves user networking. Since 9.0.
    #[xml(attr = "type")]
    pub backend_type: Option<BackendType>,
    /// Device for taps. Default: /dev/net/tun.
    #[xml(attr)]
    pub tap: Option<String>,
    /// Device for vhost. Default: /dev/vhost-net.
    #[xml(attr)]
    pub vhost: Option<String>,
    /// File for the log of passt. Since 9.0.
    #[xml(attr = "logFile")]
    pub log_file: Option<String>,
    /// Host name that the guest is told. Since 11.8.
    #[xml(attr)]
    pub hostname: Option<String>,
    /// Full domain name that the guest is told. Since 11.8.
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

/// The filter of an interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FilterRef {
    /// Name of the filter.
    #[xml(attr)]
    pub filter: String,
    /// Values of its variables.
    #[xml(child = "parameter")]
    pub parameters: Vec<FilterParameter>,
}

/// The value of a filter's variable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FilterParameter {
    /// Variable.
    #[xml(attr)]
    pub name: String,
    /// Value.
    #[xml(attr)]
    pub value: String,
}

/// Options of a bridge's port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PortOptions {
    /// Whether it reaches no other isolated port. Default: no.
    #[xml(attr)]
    pub isolated: Option<YesNo>,
}

/// Tuning of the host's end.
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

/// How packets are gathered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Coalesce {
    /// Receiving.
    #[xml(child)]
    pub rx: Option<CoalesceRx>,
}

/// How received packets are gathered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CoalesceRx {
    /// Most packets that are gathered.
    #[xml(attr = "max", of = "frames")]
    pub frames_max: Option<u32>,
}

words! {
    /// Part of a device in a team.
    pub enum TeamingType: unsupported {
        Persistent = "persistent",
        Transient = "transient",
    }
}

/// Pairing of two interfaces.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Teaming {
    /// Whether it stays, or goes during migration.
    #[xml(attr = "type", missing = ErrorNumber::ConfigUnsupported)]
    pub teaming_type: TeamingType,
    /// Alias of the persistent device.
    #[xml(attr)]
    pub persistent: Option<String>,
}
