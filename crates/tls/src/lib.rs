//! TLS as the remote protocol uses it: where certificates are, what is wrong with them, which TLS a priority string
//! allows, and the handshake of both sides up to the byte by which a server says that the client may come in.
//!
//! Certificates are checked by `rustls-webpki`; what that library does not tell (names, validity, purposes, for
//! messages and lists of allowed names) is read by [`Certificate`].
//!
//! API boundary: no, for `daemon` and `remote`.
//!
//! **Invariant**: the only crate that knows `rustls`; a stream is handed out only when its peer was checked as the
//! settings say; knows no protocol beyond the first byte, and no settings file.
#![forbid(unsafe_code)]

mod allowed;
mod certificate;
mod client;
mod der;
mod error;
mod files;
mod moment;
mod name;
mod places;
mod priority;
mod server;
mod trust;
mod verifier;

pub use allowed::AllowedNames;
pub use certificate::Certificate;
pub use client::{Client, ClientSettings, ClientStream, ConnectError};
pub use error::{Refusal, Role, TlsError, Unfit, What};
pub use moment::Moment;
pub use places::{ClientFiles, Layout, ServerFiles};
pub use priority::{Priority, PriorityError};
pub use server::{AcceptError, Server, ServerSettings, ServerStream};

/// What a server sends when it has looked at the client's certificate and lets the client in.
const CONFIRMED: u8 = 1;
/// What is asked of the network at once: `rustls` by itself reads 4 KiB at a time, and a record has up to four times that.
const READ: usize = 64 << 10;
