//! Secrets: passphrases and passwords that storage and guests need, kept so that documents only have to
//! name them.
//!
//! [`Secrets`] is the API's secret driver and, for neighbours in the same process, the giver of values
//! ([`ferrovirt_driver::secret::GuestSecrets`]). Definitions are XML files as libvirt has them; values are
//! files beside them, each sealed with XChaCha20-Poly1305 under a key of the host that lives elsewhere, so
//! that a copy of the configuration alone gives nothing away. In memory a value stays sealed until it is
//! asked for.
//!
//! API boundary: yes, for whoever assembles a connection, with [`Secrets`] as its main item.
//!
//! **Invariant**: a value is in no log, no error and no debug output, and its plain copies are wiped.
//! **Invariant**: a value is sealed for its UUID: a file given another name does not open.
//! **Invariant**: knows no hypervisor and no other driver.
#![forbid(unsafe_code)]

mod calls;
mod definition;
mod driver;
mod error;
mod guests;
mod ops;
mod vault;

pub use driver::Secrets;
pub use error::SecretError;
