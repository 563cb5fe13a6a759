//! Devices that encrypt.

use ferrovirt_xml::{Xml, words};

use crate::common::virtio::VirtioOptions;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// Model of a crypto device.
    pub enum CryptoModel {
        Virtio = "virtio",
    }
}

words! {
    /// Kind of a crypto device.
    pub enum CryptoType {
        Qemu = "qemu",
    }
}

words! {
    /// Who does the work.
    pub enum CryptoBackendModel {
        Builtin = "builtin",
        Lkcf = "lkcf",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Crypto {
    #[xml(attr)]
    pub model: CryptoModel,
    #[xml(attr = "type")]
    pub crypto_type: CryptoType,
    #[xml(child)]
    pub backend: CryptoBackend,
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CryptoBackend {
    #[xml(attr)]
    pub model: CryptoBackendModel,
    #[xml(attr)]
    pub queues: Option<u32>,
}
