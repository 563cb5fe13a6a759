//! `<interface>` of the host: a configured network device.

mod document;
mod family;

pub use document::{
    ArpValidation, Arpmon, Bond, BondMode, Bridge, CarrierCheck, HostInterface, Interface, Link, LinkState,
    Miimon, Start, StartMode, Vlan, VlanDevice,
};
pub use family::{Dhcp, HostIp, HostRoute, Protocol};
