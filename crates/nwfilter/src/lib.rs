//! Network filters: what guests may send and receive, written once and bound to many interfaces.
//!
//! [`NwFilters`] is the API's driver of filters and bindings. A binding turns a filter, with all it
//! includes and the values of its variables, into an nftables table of its own
//! ([`ferrovirt_firewall::guest`]), in one transaction; a filter that changes is put in place for all its
//! interfaces. [`NwFilters::guard`] lays the filters over the networks that a hypervisor plugs its guests
//! into.
//!
//! - `definition`: documents and what they may say; `defaults`: those that every host has.
//! - `resolve`: includes and variables. `compile`: rules to tests of packets. Both are pure.
//! - `worker`: the one task that changes anything.
//!
//! API boundary: yes, for whoever assembles a connection, with [`NwFilters`] as its main item.
//!
//! **Invariant**: knows no hypervisor and no other driver.
//! **Invariant**: a filter that cannot be enforced to the letter is refused, never enforced in part.
#![forbid(unsafe_code)]

mod binding;
mod calls;
mod compile;
mod defaults;
mod definition;
mod driver;
mod error;
mod guests;
mod resolve;
mod worker;

pub use driver::NwFilters;
pub use error::NwFilterError;
