//! Network interfaces.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_xml::{Node, OnOff, Xml, YesNo, words};
use uuid::Uuid;

use crate::common::bandwidth::Bandwidth;
use crate::common::chardev::Reconnect;
use crate::common::ip::{InterfaceIp, Route};
use crate::common::source::SocketType;
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
    /// Device of the host that traffic leaves by. Default: chosen by the host.
    #[xml(attr)]
    pub dev: Option<String>,
}

/// Addresses for the host's end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EthernetSource {
    /// Addresses of the host's end. Since 2.1.
    #[xml(child = "ip")]
    pub ips: Vec<InterfaceIp>,
    /// Routes over the host's end. Since 2.1.
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
    /// Kind of socket: unix. Default: needed. Since 1.2.7.
    #[xml(attr = "type", invalid = ErrorNumber::ConfigUnsupported)]
    pub source_type: Option<SocketType>,
    /// Path of the socket. Default: needed, without passt. Since 1.2.7.
    #[xml(attr)]
    pub path: Option<String>,
    /// Which side listens. Default: needed, without passt. Since 1.2.7.
    #[xml(attr)]
    pub mode: Option<VhostUserMode>,
    /// Device of the host that traffic leaves by, with passt. Default: chosen by the host. Since 11.1.
    #[xml(attr)]
    pub dev: Option<String>,
    /// Whether a lost connection is tried again. Since 4.1.
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
}

/// A socket to other guests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SocketSource {
    /// Address of the other end, or of the group. Default: none.
    #[xml(attr)]
    pub address: Option<String>,
    /// Port. Unit: none. Default: needed.
    #[xml(attr)]
    pub port: Option<u32>,
    /// This end, UDP. Since 1.2.20.
    #[xml(child)]
    pub local: Option<LocalEnd>,
}

/// This end of a UDP connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct LocalEnd {
    /// Address. Default: needed.
    #[xml(attr, required)]
    pub address: Option<String>,
    /// Port. Unit: none. Default: needed.
    #[xml(attr, required)]
    pub port: Option<u32>,
}

/// What is reached over the network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetworkSource {
    /// A virtual network by name.
    #[xml(attr)]
    pub network: String,
    /// Group of ports whose settings hold. Default: the network's default group. Since 0.9.4.
    #[xml(attr)]
    pub portgroup: Option<String>,
    /// Identity of the port of the network, of a running guest. Default: reported. Since 5.1.
    #[xml(attr)]
    pub portid: Option<String>,
    /// Bridge of the network, of a running guest. Default: reported.
    #[xml(attr)]
    pub bridge: Option<String>,
    /// Device that the network gave, of a running guest. Default: reported.
    #[xml(attr)]
    pub dev: Option<String>,
    /// How that device is used, of a running guest. Default: reported.
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
    /// Device of the host. Since 0.7.7.
    #[xml(attr)]
    pub dev: String,
    /// How packets between guests of that device travel. Default: vepa. Since 0.7.7.
    #[xml(attr)]
    pub mode: Option<DirectMode>,
}

/// A device of the host that the guest gets for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostdevSource {
    /// PCI or USB address of the device. Since 0.9.11.
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
    /// Identity of the switch. Default: needed. Since 8.7.
    #[xml(attr)]
    pub switchid: Option<Uuid>,
    /// Number of the switch's port. Unit: none. Default: needed. Since 8.7.
    #[xml(attr)]
    pub portid: Option<i64>,
    /// Group of ports of the switch. Default: needed. Since 8.7.
    #[xml(attr)]
    pub portgroupid: Option<String>,
    /// Number of the connection. Unit: none. Default: needed. Since 8.7.
    #[xml(attr)]
    pub connectionid: Option<i64>,
}

/// A network interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Interface {
    /// Hardware address.
    #[xml(child, when = has_mac)]
    pub mac: Option<Mac>,
    /// Who hands over a device of the host. Since 1.0.5.
    #[xml(child = "driver", when = is_hostdev)]
    pub host_driver: Option<HostDevDriver>,
    /// What it is plugged into.
    #[xml(flatten)]
    pub source: InterfaceSource,
    /// Whether the host takes the device from its own driver and gives it back. Default: no. Since 0.9.11.
    #[xml(attr, with = YesNo::loosely)]
    pub managed: Option<YesNo>,
    /// Whether the guest may choose what the device receives. Default: no. Since 1.2.10.
    #[xml(attr = "trustGuestRxFilters")]
    pub trust_guest_rx_filters: Option<YesNo>,
    /// VLAN of its traffic. Since 0.10.0.
    #[xml(child)]
    pub vlan: Option<Vlan>,
    /// Registration with the switch. Since 0.8.2.
    #[xml(child)]
    pub virtualport: Option<VirtualPort>,
    /// Limits of its traffic. Since 0.9.4. Live with all in it.
    #[xml(child)]
    pub bandwidth: Option<Bandwidth>,
    /// Options of the bridge's port. Since 6.1.
    #[xml(child)]
    pub port: Option<PortOptions>,
    /// Addresses that the guest is given. Since 1.2.12.
    #[xml(child = "ip")]
    pub ips: Vec<InterfaceIp>,
    /// Routes that the guest is given. Since 1.2.12.
    #[xml(child = "route")]
    pub routes: Vec<Route>,
    /// Ports of the host that lead to the guest. Since 9.0.
    #[xml(child = "portForward")]
    pub port_forwards: Vec<PortForward>,
    /// Program that sets it up. Since 0.2.1.
    #[xml(child)]
    pub script: Option<Script>,
    /// Program that takes it down. Since 6.4.
    #[xml(child)]
    pub downscript: Option<Script>,
    /// Xen domain that serves it. Default: none. Since 1.2.13.
    #[xml(attr = "name", of = "backenddomain", blank)]
    pub backend_domain: Option<String>,
    /// Device of the host's end.
    #[xml(child)]
    pub target: Option<InterfaceTarget>,
    /// Name within a container. Since 1.2.7.
    #[xml(child)]
    pub guest: Option<GuestName>,
    /// Model of the card: virtio, e1000e. Default: what the driver chooses.
    #[xml(attr = "type", of = "model", blank)]
    pub model: Option<String>,
    /// Options of the device. Since 0.8.8.
    #[xml(child, sparse, when = is_not_hostdev)]
    pub driver: Option<InterfaceDriver>,
    /// Who serves it. Since 1.2.9.
    #[xml(child)]
    pub backend: Option<InterfaceBackend>,
    /// Filter of its packets. Since 0.8.0.
    #[xml(child)]
    pub filterref: Option<FilterRef>,
    /// Tuning of the host's end. Since 0.8.8.
    #[xml(child)]
    pub tune: Option<InterfaceTune>,
    /// State of the cable. Default: up. Since 0.9.5. Live.
    #[xml(attr = "state", of = "link")]
    pub link: Option<LinkState>,
    /// Largest packet. Unit: bytes. Default: that of the network. Since 3.1.
    #[xml(attr = "size", of = "mtu")]
    pub mtu: Option<u32>,
    /// How packets are gathered. Since 3.3.
    #[xml(child)]
    pub coalesce: Option<Coalesce>,
    /// Pairing with another interface. Since 6.1.
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

words! {
    /// Protocol of forwarded ports.
    pub enum ForwardProtocol {
        Tcp = "tcp",
        Udp = "udp",
    }
}

/// Ports of the host from which user-mode networking leads to the guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PortForward {
    /// `tcp` or `udp`
    #[xml(attr)]
    pub proto: ForwardProtocol,
    /// Address of the host. Default: every address of the host.
    #[xml(attr)]
    pub address: Option<String>,
    /// Device of the host. Default: every device.
    #[xml(attr)]
    pub dev: Option<String>,
    /// Ports. Default: all.
    #[xml(child = "range")]
    pub ranges: Vec<PortRange>,
}

/// A range of ports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PortRange {
    /// First port. Unit: none.
    #[xml(attr)]
    pub start: u16,
    /// Last port. Unit: none. Default: the first.
    #[xml(attr)]
    pub end: Option<u16>,
    /// First port in the guest. Unit: none. Default: the same as on the host.
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
    /// Whether it was made by hand, for addresses that VMware would not. Default: that of the address. Since
    /// 6.6.
    #[xml(attr = "type")]
    pub mac_type: Option<MacType>,
    /// Whether VMware checks it. Default: chosen by the hypervisor.
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
    /// Whether the host makes and removes the device. Default: yes. Since 5.7.
    #[xml(attr)]
    pub managed: Option<YesNo>,
}

/// The name of an interface within a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestName {
    /// Name in the container. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub dev: Option<String>,
    /// Name that it got, of a running container. Default: reported.
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
    /// Who moves packets: vhost, qemu; or the driver of a host device. Default: vhost where the host has it,
    /// qemu otherwise.
    #[xml(attr)]
    pub name: Option<InterfaceDriverName>,
    /// How sending is done, qemu. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub txmode: Option<TxMode>,
    /// Whether the guest's notifications are handled apart. Default: chosen by the hypervisor. Since 0.9.3.
    #[xml(attr)]
    pub ioeventfd: Option<OnOff>,
    /// Whether device and driver tell each other when to notify. Default: chosen by the hypervisor.
    /// Since 0.9.5.
    #[xml(attr)]
    pub event_idx: Option<OnOff>,
    /// Queues in each direction. Unit: queues. Default: 1. Since 1.0.6.
    #[xml(attr)]
    pub queues: Option<u32>,
    /// Entries of a receiving queue. Unit: entries. Default: chosen by the hypervisor. Since 2.3.
    #[xml(attr)]
    pub rx_queue_size: Option<u32>,
    /// Entries of a sending queue. Unit: entries. Default: chosen by the hypervisor. Since 3.7.
    #[xml(attr)]
    pub tx_queue_size: Option<u32>,
    /// Whether receiving is spread by a hash. Default: chosen by the hypervisor. Since 8.3.
    #[xml(attr)]
    pub rss: Option<OnOff>,
    /// Whether that hash is told to the guest. Default: chosen by the hypervisor. Since 8.3.
    #[xml(attr)]
    pub rss_hash_report: Option<OnOff>,
    /// Options of virtio.
    #[xml(flatten)]
    pub virtio: VirtioOptions,
    /// Offloads of the host's end. Since 1.2.9.
    #[xml(child)]
    pub host: Option<Offloads>,
    /// Offloads of the guest's end. Since 1.2.9.
    #[xml(child)]
    pub guest: Option<Offloads>,
}

/// Which work is left to hardware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Offloads {
    /// Checksums. Default: on where it is supported.
    #[xml(attr)]
    pub csum: Option<OnOff>,
    /// Segmentation in general. Default: on where it is supported.
    #[xml(attr)]
    pub gso: Option<OnOff>,
    /// Segmentation of TCP over IPv4. Default: on where it is supported.
    #[xml(attr)]
    pub tso4: Option<OnOff>,
    /// Segmentation of TCP over IPv6. Default: on where it is supported.
    #[xml(attr)]
    pub tso6: Option<OnOff>,
    /// Segmentation with congestion notification. Default: on where it is supported.
    #[xml(attr)]
    pub ecn: Option<OnOff>,
    /// Fragmentation of UDP. Default: on where it is supported.
    #[xml(attr)]
    pub ufo: Option<OnOff>,
    /// Merging of receive buffers. Default: on. Since 1.2.13.
    #[xml(attr)]
    pub mrg_rxbuf: Option<OnOff>,
}

/// Who serves an interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InterfaceBackend {
    /// Who serves user networking. Default: SLIRP, passt where the emulator lacks it. Since 9.0.
    #[xml(attr = "type")]
    pub backend_type: Option<BackendType>,
    /// Device for taps. Default: /dev/net/tun.
    #[xml(attr)]
    pub tap: Option<String>,
    /// Device for vhost. Default: /dev/vhost-net.
    #[xml(attr)]
    pub vhost: Option<String>,
    /// File for the log of passt. Default: none. Since 9.0.
    #[xml(attr = "logFile")]
    pub log_file: Option<String>,
    /// Host name that the guest is told. Default: none. Since 11.8.
    #[xml(attr)]
    pub hostname: Option<String>,
    /// Full domain name that the guest is told. Default: none. Since 11.8.
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
    /// Size of the buffer for sending. Unit: bytes. Default: chosen by the host.
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
    /// Most packets that are gathered. Unit: packets. Default: chosen by the host.
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
    /// Alias of the persistent device. Default: needed, for the transient one.
    #[xml(attr)]
    pub persistent: Option<String>,
}
