//! `<network>`: how guests are connected, on this host and beyond.

mod bridge;
mod dhcp;
mod dns;
mod document;
mod forward;
mod ip;
mod rules;
mod update;

pub use bridge::{Bridge, Domain, Mac, MacAddress, MacTableManager, Mtu, Port, PortGroup};
pub use dhcp::{Bootp, Dhcp, DhcpHost, Lease, LeaseUnit, Range, Tftp};
pub use dns::{Dns, DnsHost, Forwarder, Srv, Txt};
pub use document::{DnsmasqOption, Network};
pub use forward::{
    AddressRange, Forward, ForwardAddress, ForwardDriver, ForwardInterface, ForwardMode, Nat, Pf, PortRange,
};
pub use ip::{Body, Ip};
pub use update::{Change, UpdateError};
