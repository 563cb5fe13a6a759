//! Events on their way to a client: its registrations, and the frames that they make.

mod domain;
mod frames;
mod other;
mod pattern;
mod registrations;

pub use pattern::Pattern;
pub use registrations::{Class, Registrations, Wanted};

use ferrovirt_protocol::{lag, remote};
use ferrovirt_rpc::server::event_frame;

/// The frame that tells a client how many events were dropped.
pub fn lag_notice(count: u64) -> Vec<u8> {
    event_frame(remote::PROGRAM, remote::VERSION, lag::LOST_EVENTS, |out| {
        out.u64(count)
    })
}
