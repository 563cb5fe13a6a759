//! Serial and parallel ports, consoles and channels.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, words};

use crate::common::chardev::{CharLog, CharSource};
use crate::domain::devices::info::DeviceInfo;

/// A serial port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Serial {
    /// What it is connected to.
    #[xml(flatten)]
    pub source: CharSource,
    /// Terminal of a running guest, as older programs want it. Default: reported.
    #[xml(attr)]
    pub tty: Option<String>,
    /// Copy of the output. Since 1.3.3.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub log: Option<CharLog>,
    /// What the guest sees.
    #[xml(child)]
    pub target: Option<SerialTarget>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

words! {
    /// What the guest's port is part of.
    pub enum SerialTargetType: unsupported {
        IsaSerial = "isa-serial",
        UsbSerial = "usb-serial",
        PciSerial = "pci-serial",
        SpaprVioSerial = "spapr-vio-serial",
        SystemSerial = "system-serial",
        SclpSerial = "sclp-serial",
        IsaDebug = "isa-debug",
    }
}

words! {
    /// Model of a serial port.
    pub enum SerialModel: unsupported {
        IsaSerial = "isa-serial",
        UsbSerial = "usb-serial",
        PciSerial = "pci-serial",
        SpaprVty = "spapr-vty",
        Pl011 = "pl011",
        Uart16550a = "16550a",
        SclpConsole = "sclpconsole",
        SclpLmConsole = "sclplmconsole",
        IsaDebugcon = "isa-debugcon",
    }
}

/// What the guest sees of a serial port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SerialTarget {
    /// Kind of bus. Default: chosen by the host. Since 1.0.2.
    #[xml(attr = "type")]
    pub target_type: Option<SerialTargetType>,
    /// Number of the port. Unit: none. Default: chosen by the host.
    #[xml(attr)]
    pub port: Option<u32>,
    /// Model. Default: chosen by the host. Since 3.10.
    #[xml(attr = "name", of = "model", blank)]
    pub model: Option<SerialModel>,
}

/// A parallel port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Parallel {
    /// What it is connected to.
    #[xml(flatten)]
    pub source: CharSource,
    /// Copy of the output. Since 1.3.3.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub log: Option<CharLog>,
    /// What the guest sees.
    #[xml(child)]
    pub target: Option<ParallelTarget>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// What the guest sees of a parallel port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ParallelTarget {
    /// Number of the port. Unit: none. Default: chosen by the host.
    #[xml(attr)]
    pub port: Option<u32>,
}

/// A console.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Console {
    /// What it is connected to.
    #[xml(flatten)]
    pub source: CharSource,
    /// Terminal of a running guest, as older programs want it. Default: reported.
    #[xml(attr)]
    pub tty: Option<String>,
    /// Copy of the output. Since 1.3.3.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub log: Option<CharLog>,
    /// What the guest sees.
    #[xml(child)]
    pub target: Option<ConsoleTarget>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

words! {
    /// What the guest's console is part of.
    pub enum ConsoleTargetType: unsupported {
        Serial = "serial",
        Xen = "xen",
        Uml = "uml",
        Virtio = "virtio",
        Lxc = "lxc",
        Openvz = "openvz",
        Sclp = "sclp",
        SclpLm = "sclplm",
    }
}

/// What the guest sees of a console.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ConsoleTarget {
    /// Kind of console. Default: serial.
    #[xml(attr = "type")]
    pub target_type: Option<ConsoleTargetType>,
    /// Number of the port. Unit: none. Default: chosen by the host.
    #[xml(attr)]
    pub port: Option<u32>,
}

/// A channel between guest and host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Channel {
    /// What it is connected to.
    #[xml(flatten)]
    pub source: CharSource,
    /// Copy of what passes. Since 1.3.3.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub log: Option<CharLog>,
    /// What the guest sees.
    #[xml(child)]
    pub target: Option<ChannelTarget>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// `<target>` of a channel by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", missing = ErrorNumber::ConfigUnsupported, invalid = ErrorNumber::ConfigUnsupported)]
pub enum ChannelTarget {
    /// `guestfwd`
    Guestfwd(GuestFwd),
    /// `virtio`
    Virtio(NamedTarget),
    /// `xen`
    Xen(NamedTarget),
}

/// An address in the guest's network that leads to the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestFwd {
    /// Address in the guest's network. Default: needed. Since 0.7.3.
    #[xml(attr)]
    pub address: Option<String>,
    /// Port at that address. Unit: none. Default: needed. Since 0.7.3.
    #[xml(attr)]
    pub port: Option<u32>,
}

words! {
    /// Whether the guest has the channel open.
    pub enum ChannelState {
        Connected = "connected",
        Disconnected = "disconnected",
    }
}

/// A port by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NamedTarget {
    /// Name of the port in the guest. Default: com.redhat.spice.0 for SPICE and its agent. Since 0.7.7.
    #[xml(attr)]
    pub name: Option<String>,
    /// Whether a program of the guest has it open, of a running guest. Default: reported. Since 1.2.11.
    #[xml(attr)]
    pub state: Option<ChannelState>,
}
