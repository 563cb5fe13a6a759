//! Sources of randomness.

use ferrovirt_xml::Xml;

use crate::common::chardev::{CharLog, CharSource};
use crate::common::virtio::VirtioOptions;
use crate::domain::devices::disk::VirtioModel;
use crate::domain::devices::info::DeviceInfo;

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct Rng {
    #[xml(attr)]
    pub model: VirtioModel,
    #[xml(child)]
    pub rate: Option<RngRate>,
    #[xml(child)]
    pub backend: RngBackend,
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// At most so many bytes in so many milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct RngRate {
    #[xml(attr)]
    pub bytes: u32,
    #[xml(attr)]
    pub period: Option<u32>,
}

/// Where randomness comes from.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "model")]
pub enum RngBackend {
    Random(RandomFile),
    Egd(EgdSource),
    Builtin,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct RandomFile {
    #[xml(text)]
    pub path: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EgdSource {
    #[xml(flatten)]
    pub source: CharSource,
    #[xml(child)]
    pub log: Option<CharLog>,
}
