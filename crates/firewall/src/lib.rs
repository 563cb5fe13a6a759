//! The packet filter of virtual networks: what a network lets through and translates, as one nftables
//! table of its own, put in place or taken away in one transaction.
//!
//! ```
//! use ferrovirt_firewall::{Mode, Nat, PortRange, Rules};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let rules = Rules {
//!     bridge: "lab0".parse()?,
//!     subnets: vec!["10.9.0.1/24".parse()?],
//!     routed: vec![],
//!     mode: Mode::Nat(Nat { ports: PortRange::default(), addresses: None, ipv6: false }),
//!     devices: vec![],
//! };
//! assert!(rules.install_script().contains("masquerade to :1024-65535"));
//! # Ok(()) }
//! ```
//!
//! API boundary: yes; usable alone. [`Rules::install_script`] is a pure function; [`Nft`] applies it.
//!
//! [`guest`] is the filter of a single guest interface, a table of its own.
//!
//! [`explain`] reads all rules of the host and says what they do to a network's packets.
//!
//! **Invariant**: changes only tables whose name begins with [`TABLE_PREFIX`]; other firewalls (Docker,
//! ufw, firewalld) keep theirs, and a drop of theirs stays a drop. Every word that gets into a script
//! is of a type that cannot hold anything else.

#![forbid(unsafe_code)]

mod apply;
pub mod error;
pub mod explain;
pub mod guest;
mod rules;
mod script;
mod together;

pub use apply::Nft;
pub use error::{Error, Result};
pub use rules::{AddressRange, Mode, Nat, PortRange, Rules};
pub use script::TABLE_PREFIX;
