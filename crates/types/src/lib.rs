//! The vocabulary every other crate speaks: identities of objects, error codes, typed parameters,
//! events, connection URIs and the constants of the public interface.
//!
//! API boundary: yes, for applications and for every crate of the workspace.
//!
//! **Invariant**: no I/O, no XML, no wire format, no driver.

pub mod address_change;
pub mod arch;
pub mod error;
pub mod event;
pub mod flags;
mod generated;
pub mod ifname;
pub mod mac;
pub mod object;
pub mod param;
pub mod params;
pub mod uri;
pub mod vlan;

pub use error::{Error, Result};

/// Enumerations and flag sets of the public interface, generated from `spec/enums.txt`.
pub mod consts {
    pub use crate::generated::enums::*;
}
