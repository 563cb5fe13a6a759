//! `<networkport>`: a guest's interface plugged into a network.

mod document;
mod plug;

pub use document::NetworkPort;
pub use plug::{BridgePlug, DirectPlug, HostdevPlug, Plug};
