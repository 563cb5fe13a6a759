//! Virtual networks of a host: a bridge with addresses, packet filter, DHCP and DNS, and the ports that
//! guests are plugged into.
//!
//! A document becomes a [`plan::Plan`] by a pure function; [`host::Host`] makes a plan true on the host
//! or undoes it; the driver keeps definitions, serialises changes of a network and remembers what runs,
//! so that a later daemon takes it up again.
//!
//! ```no_run
//! use ferrovirt_host::paths::Places;
//! use ferrovirt_network::host::Host;
//! use ferrovirt_network::plan::Means;
//! use ferrovirt_schema::network::Network;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let document = Network::parse(
//!     "<network><name>lab</name><forward mode='nat'/><bridge name='lab0'/>\
//!      <ip address='10.9.0.1' prefix='24'><dhcp><range start='10.9.0.10' end='10.9.0.99'/></dhcp></ip></network>",
//! )?;
//! let Means::Own(plan) = Means::of(&document)? else { unreachable!("it has a bridge of its own") };
//! let host = Host::open(Places::under_root("/tmp/lab".as_ref()))?;
//! host.bring_up(&plan).await?;
//! let left = host.take_down(&plan.name, &plan.bridge).await;
//! assert!(left.is_empty());
//! # Ok(()) }
//! ```
//!
//! API boundary: yes, for programs that want virtual networks alone, and for the registry.
//!
//! **Invariant**: knows no hypervisor and no other driver. What a killed process left on the host is
//! recognised by its recorded state and names, and removed or taken up.

#![forbid(unsafe_code)]

mod calls;
mod defaults;
pub mod dnsmasq;
mod driver;
pub mod error;
pub mod host;
pub mod plan;

pub use driver::Networks;
pub use error::{Error, Result};
