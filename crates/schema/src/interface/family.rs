//! Addresses by family.

use ferrovirt_xml::{Xml, YesNo};

use crate::common::ip::Family;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Protocol {
    #[xml(attr)]
    pub family: Family,
    #[xml(flag)]
    pub autoconf: bool,
    #[xml(child)]
    pub dhcp: Option<Dhcp>,
    #[xml(child = "ip")]
    pub ips: Vec<HostIp>,
    #[xml(child)]
    pub route: Option<HostRoute>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Dhcp {
    #[xml(attr)]
    pub peerdns: Option<YesNo>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostIp {
    #[xml(attr)]
    pub address: String,
    #[xml(attr)]
    pub prefix: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostRoute {
    #[xml(attr)]
    pub gateway: String,
}
