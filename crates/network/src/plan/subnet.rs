//! The addresses of one subnet and who gets which.

use ferrovirt_types::mac::MacAddr;
use ipnet::IpNet;
use std::net::IpAddr;

/// An address of the host on the bridge and what is served in its subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// The host's address with the subnet's prefix.
    pub address: IpNet,
    /// Whether DHCP is served at all.
    pub dhcp: bool,
    /// Addresses for anybody.
    pub ranges: Vec<DhcpRange>,
    /// Addresses for some.
    pub hosts: Vec<DhcpHost>,
    /// What to boot from the network.
    pub bootp: Option<Bootp>,
    /// Directory to serve by TFTP.
    pub tftp_root: Option<String>,
    /// Whether reverse look-ups of the subnet stay here.
    pub local_ptr: bool,
}

/// Addresses from first to last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DhcpRange {
    /// First address.
    pub start: IpAddr,
    /// Last address, of the same family and not below the first.
    pub end: IpAddr,
    /// For how long an address is given.
    pub lease: Option<LeaseTime>,
}

impl DhcpRange {
    /// How many addresses there are, up to `u32::MAX`.
    pub fn count(&self) -> u32 {
        let number = |ip: &IpAddr| match ip {
            IpAddr::V4(ip) => u128::from(ip.to_bits()),
            IpAddr::V6(ip) => ip.to_bits(),
        };
        let beyond = number(&self.end).saturating_sub(number(&self.start));
        u32::try_from(beyond).unwrap_or(u32::MAX).saturating_add(1)
    }
}

/// For how long an address is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaseTime {
    /// For ever.
    Infinite,
    /// For so many seconds.
    Seconds(u64),
}

/// Somebody who always gets the same address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DhcpHost {
    /// Known by the MAC address.
    pub mac: Option<MacAddr>,
    /// Known by the DUID, for IPv6.
    pub id: Option<String>,
    /// Known by, or given, this name.
    pub name: Option<String>,
    /// The address.
    pub ip: Option<IpAddr>,
    /// For how long it is given.
    pub lease: Option<LeaseTime>,
}

/// What to boot from the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bootp {
    /// File to fetch.
    pub file: String,
    /// Server that has it; this host without.
    pub server: Option<String>,
}
