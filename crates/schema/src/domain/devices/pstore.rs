//! Storage for the last words of a guest's kernel.

use ferrovirt_xml::{Xml, words};

use crate::common::size::Kib;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// How it is stored.
    pub enum PstoreBackend {
        AcpiErst = "acpi-erst",
    }
}

/// A store for what the guest's kernel says when it dies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Pstore {
    /// How it is stored.
    #[xml(attr)]
    pub backend: PstoreBackend,
    /// File of the host. Default: made by the host.
    #[xml(leaf)]
    pub path: Option<String>,
    /// Its size.
    #[xml(child)]
    pub size: Option<Kib>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}
