//! The QEMU process of a guest: who it runs as, what it may touch, its log, its start and its end.

mod images;
mod launch;
mod log;
mod reach;
mod socket;
mod user;

pub use images::{Door, Grant, Images, Refusal};
pub use launch::{Launch, Launched, is_stopped, kill};
pub use log::GuestLog;
pub use socket::{connect, listen};
pub use user::{RunAs, UserChoice};
