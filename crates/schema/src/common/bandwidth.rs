//! Limits of traffic.

use ferrovirt_xml::Xml;

/// `<bandwidth>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bandwidth {
    #[xml(attr = "classID")]
    pub class_id: Option<u32>,
    #[xml(child)]
    pub inbound: Option<Rate>,
    #[xml(child)]
    pub outbound: Option<Rate>,
}

/// Rates in KiB a second, the burst in KiB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Rate {
    #[xml(attr)]
    pub average: Option<u64>,
    #[xml(attr)]
    pub peak: Option<u64>,
    #[xml(attr)]
    pub floor: Option<u64>,
    #[xml(attr)]
    pub burst: Option<u64>,
}
