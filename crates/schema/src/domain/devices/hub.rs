//! USB hubs.

use ferrovirt_xml::{Xml, words};

use crate::domain::devices::info::DeviceInfo;

words! {
    /// Kind of hub.
    pub enum HubType {
        Usb = "usb",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Hub {
    #[xml(attr = "type")]
    pub hub_type: HubType,
    #[xml(flatten)]
    pub info: DeviceInfo,
}
