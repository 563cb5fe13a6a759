//! NVRAM of POWER guests.

use ferrovirt_xml::Xml;

use crate::domain::devices::info::DeviceInfo;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NvramDevice {
    #[xml(flatten)]
    pub info: DeviceInfo,
}
