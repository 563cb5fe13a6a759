//! The packet filter of one guest interface: an nftables table of family `bridge` for the host's device
//! of the interface.
//!
//! A packet of the guest passes two stages, and so does one to it: its *frame* is looked at first, its
//! *packet* second, and what the first accepts, the second can still drop.
//!
//! Everything is compared as numbers at offsets, so that nothing else can get into a script; nft itself
//! lists them under the names of their fields.

mod model;
mod script;

pub use model::{
    Base, Chain, Field, GuestFilter, Label, Learn, LearnedField, Stage, State, Step, Test, Verdict,
};
