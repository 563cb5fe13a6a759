//! USB hubs.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, words};

use crate::domain::devices::info::DeviceInfo;

words! {
    /// Kind of hub.
    pub enum HubType: unsupported {
        Usb = "usb",
    }
}

/// A USB hub.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Hub {
    /// Kind: usb.
    #[xml(attr = "type", missing = ErrorNumber::InternalError)]
    pub hub_type: HubType,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}
