//! Limits of traffic.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::Xml;

/// `<bandwidth>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bandwidth {
    /// Class of traffic control that the host chose, in status files.
    #[xml(attr = "classID")]
    pub class_id: Option<u32>,
    /// Limits of what comes in. Live.
    #[xml(child, once = ErrorNumber::XmlDetail)]
    pub inbound: Option<Rate>,
    /// Limits of what goes out. Live.
    #[xml(child, once = ErrorNumber::XmlDetail)]
    pub outbound: Option<Rate>,
}

/// Rates in KiB a second, the burst in KiB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Rate {
    /// Average rate. Unit: KiB/s. Live.
    #[xml(attr, invalid = ErrorNumber::ConfigUnsupported)]
    pub average: Option<u64>,
    /// Highest rate. Unit: KiB/s. Live.
    #[xml(attr, invalid = ErrorNumber::ConfigUnsupported)]
    pub peak: Option<u64>,
    /// Rate that is guaranteed. Unit: KiB/s. Live.
    #[xml(attr, invalid = ErrorNumber::ConfigUnsupported)]
    pub floor: Option<u64>,
    /// What can be sent at once at the highest rate. Unit: KiB. Live.
    #[xml(attr, invalid = ErrorNumber::ConfigUnsupported)]
    pub burst: Option<u64>,
}
