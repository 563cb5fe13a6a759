//! What pools and volumes have in common.

mod bytes;
mod octal;
mod permissions;

pub use bytes::Bytes;
pub use octal::Octal;
pub use permissions::{Id, Permissions};
