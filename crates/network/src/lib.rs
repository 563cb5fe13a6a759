//! Virtual networks of a host: a bridge with addresses, packet filter, DHCP and DNS, and the ports that
//! guests are plugged into.
//!
//! A document becomes a [`plan::Plan`] by a pure function; [`host::Host`] makes a plan true on the host
//! or undoes it; the driver keeps definitions, serialises changes of a network and remembers what runs,
//! so that a later daemon takes it up again.
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
