//! Sources of randomness.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, Xml, XmlError};

use crate::common::chardev::{CharLog, CharSource};
use crate::common::virtio::VirtioOptions;
use crate::domain::devices::disk::VirtioModel;
use crate::domain::devices::info::DeviceInfo;

/// A source of randomness.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct Rng {
    /// Variant of the device.
    #[xml(attr, invalid = ErrorNumber::ConfigUnsupported)]
    pub model: VirtioModel,
    /// Limit of what the guest may take. Since 1.0.4.
    #[xml(child)]
    pub rate: Option<RngRate>,
    /// Where randomness comes from.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub backend: RngBackend,
    /// Options of virtio. Since 3.5.
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// At most so many bytes in so many milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct RngRate {
    /// Most in a period. Unit: bytes.
    #[xml(attr)]
    pub bytes: u32,
    /// The period. Unit: milliseconds. Default: 1000.
    #[xml(attr, drop_zero)]
    pub period: Option<u32>,
}

/// Where randomness comes from.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "model", invalid = ErrorNumber::ConfigUnsupported)]
pub enum RngBackend {
    /// `random`
    Random(RandomFile),
    /// `egd`
    Egd(EgdSource),
    /// `builtin`
    Builtin,
}

impl RngBackend {
    /// Names the device of the host where none is named.
    pub fn fill(&mut self) {
        if let RngBackend::Random(file) = self {
            file.path.get_or_insert_with(|| "/dev/random".to_owned());
        }
    }
}

/// A device of the host that gives randomness.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct RandomFile {
    /// Device of the host. Default: /dev/random.
    #[xml(text)]
    pub path: Option<String>,
}

/// A daemon that gives randomness.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = egdsource_whole)]
pub struct EgdSource {
    /// What it is connected to.
    #[xml(flatten)]
    pub source: CharSource,
    /// Copy of what passes.
    #[xml(child)]
    pub log: Option<CharLog>,
}

/// What is behind it has to be said.
fn egdsource_whole(_: &EgdSource, node: Node<'_>) -> Result<(), XmlError> {
    match node.attr("type") {
        None => Err(node.missing("attribute", "type")),
        Some(_) => Ok(()),
    }
}
