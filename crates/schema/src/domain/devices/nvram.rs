//! NVRAM of POWER guests.

use ferrovirt_xml::Xml;

use crate::domain::devices::info::DeviceInfo;

/// Memory that keeps its content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NvramDevice {
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}
