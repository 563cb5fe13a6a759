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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Pstore {
    #[xml(attr)]
    pub backend: PstoreBackend,
    #[xml(leaf)]
    pub path: Option<String>,
    #[xml(child)]
    pub size: Option<Kib>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}
