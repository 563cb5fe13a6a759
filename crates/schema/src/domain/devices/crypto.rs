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

/// A crypto device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Crypto {
    /// Model.
    #[xml(attr)]
    pub model: CryptoModel,
    /// Kind.
    #[xml(attr = "type")]
    pub crypto_type: CryptoType,
    /// Who does the work.
    #[xml(child)]
    pub backend: CryptoBackend,
    /// Options of virtio.
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// Who does the work of a crypto device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CryptoBackend {
    /// Who it is.
    #[xml(attr)]
    pub model: CryptoBackendModel,
    /// Queues. Unit: queues. Default: 1.
    #[xml(attr)]
    pub queues: Option<u32>,
}
