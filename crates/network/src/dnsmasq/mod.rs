//! DHCP and DNS for the guests of one network, by one dnsmasq process.

mod config;
mod leases;
mod process;

pub use config::{Dns, DnsDomain, DnsHost, Forwarder, Service, Srv, Txt};
pub use leases::{Lease, parse_leases, prune_leases};
pub use process::{Dnsmasq, Files};
pub(crate) use process::{FOLDER, end_strays, find, has_read, read_leases};
