//! Memory shared between guests.

use ferrovirt_xml::{OnOff, Xml, words};

use crate::common::size::Mib;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// Model of a shared memory device.
    pub enum ShmemModel {
        Ivshmem = "ivshmem",
        IvshmemPlain = "ivshmem-plain",
        IvshmemDoorbell = "ivshmem-doorbell",
    }
}

words! {
    /// What becomes of the memory when the guest migrates.
    pub enum ShmemRole {
        Master = "master",
        Peer = "peer",
    }
}

/// Memory that guests share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Shmem {
    /// Name of the memory on the host.
    #[xml(attr)]
    pub name: String,
    /// What becomes of it when the guest migrates. Default: chosen by the hypervisor. Since 6.6.
    #[xml(attr)]
    pub role: Option<ShmemRole>,
    /// Model. Default: ivshmem.
    #[xml(attr = "type", of = "model")]
    pub model: Option<ShmemModel>,
    /// Its size.
    #[xml(child, blank)]
    pub size: Option<Mib>,
    /// Server that hands it out.
    #[xml(child)]
    pub server: Option<ShmemServer>,
    /// Interrupts.
    #[xml(child)]
    pub msi: Option<ShmemMsi>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// The server that hands shared memory out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ShmemServer {
    /// Path of the server's socket. Default: made from the memory's name, in /var/lib/libvirt/shmem.
    #[xml(attr)]
    pub path: Option<String>,
}

/// Interrupts of a shared memory device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ShmemMsi {
    /// Whether there are interrupts by message. Default: on.
    #[xml(attr)]
    pub enabled: Option<OnOff>,
    /// Number of vectors. Unit: vectors. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub vectors: Option<u32>,
    /// Whether notifications are handled apart. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub ioeventfd: Option<OnOff>,
}
