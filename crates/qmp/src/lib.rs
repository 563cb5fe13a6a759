//! Client of the QEMU machine protocol (QMP) and of the guest agent, on tokio.
//!
//! A [`Monitor`] is a cheap handle to a task that owns the socket: commands are pipelined, each has a
//! deadline, and dropping a waiting call cancels it without disturbing the others. Events arrive at an
//! [`EventStream`]. File descriptors travel with the command that needs them.
//!
//! API boundary: yes, for programs that talk to a QEMU of their own.
//!
//! **Invariant**: knows nothing of domains, XML or drivers.
//! **Invariant**: what the peer sends is bounded in size and never panics.
#![forbid(unsafe_code)]

mod agent;
mod command;
pub mod commands;
mod error;
mod event;
mod line;
mod message;
mod monitor;
mod outbox;

pub use agent::Agent;
pub use command::{Command, RawCommand};
pub use error::QmpError;
pub use event::{Event, EventKind, EventStream};
pub use message::{Greeting, Version};
pub use monitor::{Monitor, Options, Pending};
pub use serde_json::value::RawValue;
