//! XDR (RFC 4506) as a pair of cursors: [`Encoder`] appends to a buffer, [`Decoder`] reads from a
//! slice. Every variable length takes its limit as an argument, so that no length is believed before
//! it was compared with what the interface allows and with the bytes that are really there.
//!
//! API boundary: yes, usable without the rest of the workspace.
//!
//! **Invariant**: knows nothing of libvirt; never panics on input; never allocates more than the
//! input's own size times a constant.
#![forbid(unsafe_code)]

mod decode;
mod encode;

pub use decode::{DecodeError, Decoder};
pub use encode::{EncodeError, Encoder};
