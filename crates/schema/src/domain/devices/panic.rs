//! How a guest tells that its kernel crashed.

use ferrovirt_xml::{Xml, words};

use crate::domain::devices::info::DeviceInfo;

words! {
    /// Model of a panic device.
    pub enum PanicModel: unsupported {
        Isa = "isa",
        Pseries = "pseries",
        Hyperv = "hyperv",
        S390 = "s390",
        Pvpanic = "pvpanic",
    }
}

/// A device that notices a crash of the guest's kernel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Panic {
    /// Model. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub model: Option<PanicModel>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}
