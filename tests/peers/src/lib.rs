//! Test programs that use our own client, with our daemon and a stock libvirtd as its peers.
//!
//! [`carrier`] is one suite, written once against the API, that runs over three carriers: in process,
//! through our daemon, through a stock libvirtd. [`differential`] makes up sequences of calls, runs each
//! on both daemons' test drivers and compares everything that comes back.
//!
//! API boundary: no, programs for `cargo xtask test` and `cargo xtask differential`.
//!
//! **Invariant**: knows no driver; reaches everything by URI.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "test programs tell on standard output")]
#![expect(
    missing_docs,
    reason = "programs, not an API: names and module comments say it"
)]

pub mod carrier;
pub mod differential;
