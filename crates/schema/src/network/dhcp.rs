//! Addresses for guests.

use super::bridge::Mac;
use crate::common::ip::Ip;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, words};

/// `<tftp>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Tftp {
    /// Directory that is served.
    #[xml(attr, required)]
    pub root: Option<String>,
}

/// `<dhcp>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Dhcp {
    /// Addresses for anybody.
    #[xml(child = "range")]
    pub ranges: Vec<Range>,
    /// Addresses for some.
    #[xml(child = "host")]
    pub hosts: Vec<DhcpHost>,
    /// What to boot.
    #[xml(child)]
    pub bootp: Option<Bootp>,
}

/// `<range>`
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct Range {
    /// First address.
    #[xml(attr, invalid = ErrorNumber::SystemError)]
    pub start: Ip,
    /// Last address.
    #[xml(attr, invalid = ErrorNumber::SystemError)]
    pub end: Ip,
    /// For how long one is given.
    #[xml(child)]
    pub lease: Option<Lease>,
}

words! {
    /// Unit of a time.
    pub enum LeaseUnit {
        Minutes = "minutes",
        Seconds = "seconds",
        Hours = "hours",
    }
}

/// `<lease>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Lease {
    /// The time; 0 is for ever.
    #[xml(attr)]
    pub expiry: u64,
    /// Its unit; minutes without.
    #[xml(attr)]
    pub unit: Option<LeaseUnit>,
}

/// `<host>` of `<dhcp>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DhcpHost {
    /// Known by the DUID, for IPv6.
    #[xml(attr)]
    pub id: Option<String>,
    /// Known by the MAC address.
    #[xml(attr)]
    pub mac: Option<Mac>,
    /// Known by, or given, this name.
    #[xml(attr)]
    pub name: Option<String>,
    /// The address.
    #[xml(attr)]
    pub ip: Option<Ip>,
    /// For how long it is given.
    #[xml(child)]
    pub lease: Option<Lease>,
}

/// `<bootp>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bootp {
    /// File to fetch.
    #[xml(attr)]
    pub file: String,
    /// Server that has it.
    #[xml(attr)]
    pub server: Option<String>,
}
