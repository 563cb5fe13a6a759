//! Links, bridges, taps, addresses and routes of a Linux host, by rtnetlink and the tun ioctl.
//!
//! ```no_run
//! use ferrovirt_netlink::{BridgeOptions, Netlink, Tap, TapOptions};
//! use std::time::Duration;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let net = Netlink::open()?;
//! let (bridge, port) = ("lab0".parse()?, "port0".parse()?);
//! let options = BridgeOptions { mac: None, stp: false, forward_delay: Duration::ZERO, mtu: None };
//! net.create_bridge(&bridge, &options).await?;
//! net.add_address(&bridge, "10.9.0.1/24".parse()?).await?;
//! net.set_up(&bridge).await?;
//! let tap = Tap::create(&port, TapOptions::default())?;
//! net.attach(&port, &bridge).await?;
//! drop(tap); // the tap goes with its descriptor
//! net.delete_link(&bridge).await?;
//! # Ok(()) }
//! ```
//!
//! API boundary: yes; usable alone. A [`Netlink`] speaks to the network namespace of the thread that
//! opened it.
//!
//! **Invariant**: knows nothing of virtual networks or guests; runs no program; every request has a
//! deadline; no type of the netlink libraries appears in the interface.

mod address;
mod bridge;
pub mod error;
pub mod ethtool;
mod function;
mod link;
mod macvtap;
mod netlink;
mod notice;
mod route;
mod stacked;
mod tap;

pub use address::Address;
pub use bridge::{BridgeOptions, PortOptions};
pub use error::{Error, Result};
pub use link::{Link, LinkKind, LinkStats};
pub use macvtap::MacvtapMode;
pub use netlink::Netlink;
pub use notice::Notices;
pub use route::Route;
pub use stacked::BondOptions;
pub use tap::{Tap, TapOptions};
