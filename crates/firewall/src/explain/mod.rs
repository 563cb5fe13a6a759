//! What the whole packet filter of a host does to the packets that a network lives by, and which rule
//! decides it: everybody's rules, as an accept in one table does not lift a drop in another.
//!
//! [`Ruleset::read`] takes nftables' rules with those that `iptables` wrote (through nftables or the old
//! way), [`judge()`] follows a packet through the hooks it meets, [`Situation::answers`] asks what a network
//! needs. What cannot be judged (a match of a kind that is not known here) is named as a doubt, never
//! guessed.

mod iptables;
mod json;
mod judge;
mod packet;
mod read;
mod ruleset;
mod situation;

pub use judge::{Verdict, judge};
pub use packet::{Family, Hook, Packet, PacketKind, Protocol, State};
pub use ruleset::Ruleset;
pub use situation::{Answer, Situation, forwarding};
