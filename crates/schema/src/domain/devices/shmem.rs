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
        Default = "default",
        Master = "master",
        Peer = "peer",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Shmem {
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub role: Option<ShmemRole>,
    #[xml(attr = "type", of = "model")]
    pub model: Option<ShmemModel>,
    #[xml(child)]
    pub size: Option<Mib>,
    #[xml(child)]
    pub server: Option<ShmemServer>,
    #[xml(child)]
    pub msi: Option<ShmemMsi>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ShmemServer {
    #[xml(attr)]
    pub path: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ShmemMsi {
    #[xml(attr)]
    pub enabled: Option<OnOff>,
    #[xml(attr)]
    pub vectors: Option<u32>,
    #[xml(attr)]
    pub ioeventfd: Option<OnOff>,
}
