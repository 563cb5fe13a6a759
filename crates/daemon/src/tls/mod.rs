//! TLS: what the settings say of it, and the door that clients come in by.

mod door;
mod settings;

pub use door::{TlsDoor, TlsFailure};
pub use settings::TlsConfig;
