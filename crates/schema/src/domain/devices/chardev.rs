//! Serial and parallel ports, consoles and channels.

use ferrovirt_xml::{Xml, words};

use crate::common::chardev::{CharLog, CharSource};
use crate::domain::devices::info::DeviceInfo;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Serial {
    #[xml(flatten)]
    pub source: CharSource,
    #[xml(attr)]
    pub tty: Option<String>,
    #[xml(child)]
    pub log: Option<CharLog>,
    #[xml(child)]
    pub target: Option<SerialTarget>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

words! {
    /// What the guest's port is part of.
    pub enum SerialTargetType {
        IsaSerial = "isa-serial",
        UsbSerial = "usb-serial",
        PciSerial = "pci-serial",
        SpaprVioSerial = "spapr-vio-serial",
        SystemSerial = "system-serial",
        SclpSerial = "sclp-serial",
        IsaDebug = "isa-debug",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SerialTarget {
    #[xml(attr = "type")]
    pub target_type: Option<SerialTargetType>,
    #[xml(attr)]
    pub port: Option<u32>,
    #[xml(attr = "name", of = "model")]
    pub model: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Parallel {
    #[xml(flatten)]
    pub source: CharSource,
    #[xml(child)]
    pub log: Option<CharLog>,
    #[xml(child)]
    pub target: Option<ParallelTarget>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ParallelTarget {
    #[xml(attr)]
    pub port: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Console {
    #[xml(flatten)]
    pub source: CharSource,
    #[xml(attr)]
    pub tty: Option<String>,
    #[xml(child)]
    pub log: Option<CharLog>,
    #[xml(child)]
    pub target: Option<ConsoleTarget>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

words! {
    /// What the guest's console is part of.
    pub enum ConsoleTargetType {
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ConsoleTarget {
    #[xml(attr = "type")]
    pub target_type: Option<ConsoleTargetType>,
    #[xml(attr)]
    pub port: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Channel {
    #[xml(flatten)]
    pub source: CharSource,
    #[xml(child)]
    pub log: Option<CharLog>,
    #[xml(child)]
    pub target: Option<ChannelTarget>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// `<target>` of a channel by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum ChannelTarget {
    Guestfwd(GuestFwd),
    Virtio(NamedTarget),
    Xen(NamedTarget),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestFwd {
    #[xml(attr)]
    pub address: Option<String>,
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NamedTarget {
    #[xml(attr)]
    pub name: Option<String>,
    /// Of a running guest.
    #[xml(attr)]
    pub state: Option<ChannelState>,
}
