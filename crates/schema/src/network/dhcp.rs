//! Addresses for guests.

use super::bridge::Mac;
use crate::common::ip::Ip;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Invalid, Node, Value, Xml, XmlError, words};

/// `<tftp>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Tftp {
    /// Directory that is served. Default: needed.
    #[xml(attr, required, blank)]
    pub root: Option<String>,
}

/// Nothing is booted without a file.
fn has_file(node: Node<'_>) -> bool {
    node.child("bootp")
        .is_some_and(|boot| boot.attr("file").is_some())
}

/// A lease that says no time is none.
fn has_expiry(node: Node<'_>) -> bool {
    let expiry = |lease: Node<'_>| lease.attr("expiry").is_some_and(|text| !text.is_empty());
    node.child("lease").is_some_and(expiry)
}

/// `<dhcp>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Dhcp {
    /// Addresses for anybody. Live.
    #[xml(child = "range")]
    pub ranges: Vec<Range>,
    /// Addresses for some. Since 0.4.5. Live.
    #[xml(child = "host")]
    pub hosts: Vec<DhcpHost>,
    /// What to boot. Since 0.7.1.
    #[xml(child, when = has_file)]
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
    /// For how long one is given. Since 6.3.0.
    #[xml(child, when = has_expiry)]
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
#[xml(whole = long_enough)]
pub struct Lease {
    /// The time; 0 is for ever. Unit: as its unit says.
    #[xml(attr, any_base)]
    pub expiry: u64,
    /// Its unit. Default: minutes.
    #[xml(attr)]
    pub unit: Option<LeaseUnit>,
}

/// A time has a unit, eternity none; two minutes are the least.
fn long_enough(lease: &mut Lease, node: Node<'_>) -> Result<(), XmlError> {
    let unit = lease.unit.take().unwrap_or_default();
    if lease.expiry == 0 {
        return Ok(());
    }
    lease.unit = Some(unit);
    let least = match unit {
        LeaseUnit::Seconds => 120,
        LeaseUnit::Minutes => 2,
        LeaseUnit::Hours => 1,
    };
    if lease.expiry < least {
        let why = "a lease is for two minutes at least";
        return Err(XmlError::coded(node.path(), ErrorNumber::ConfigUnsupported, why));
    }
    Ok(())
}

/// `<host>` of `<dhcp>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DhcpHost {
    /// Known by the DUID, for IPv6. Default: none.
    #[xml(attr)]
    pub id: Option<String>,
    /// Known by the MAC address. Default: none.
    #[xml(attr)]
    pub mac: Option<Mac>,
    /// Known by, or given, this name. Default: none.
    #[xml(attr)]
    pub name: Option<String>,
    /// The address. Default: needed.
    #[xml(attr)]
    pub ip: Option<Ip>,
    /// For how long it is given. Since 6.3.0.
    #[xml(child, when = has_expiry)]
    pub lease: Option<Lease>,
}

/// `<bootp>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bootp {
    /// File to fetch.
    #[xml(attr)]
    pub file: String,
    /// Address of the server that has it. Default: the host that serves DHCP. Since 0.7.3.
    #[xml(attr, held = is_address, invalid = ErrorNumber::SystemError)]
    pub server: Option<String>,
}

fn is_address(text: &str) -> Result<(), Invalid> {
    Ip::parse(text).map(drop)
}
