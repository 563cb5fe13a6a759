//! Child processes, and processes found again after a restart.

pub mod command;
pub mod detached;
pub mod identity;
pub mod pidfd;

pub use command::{Command, Output};
pub use detached::{Detached, DetachedCommand, Stdio};
pub use identity::ProcessIdentity;
pub use pidfd::PidFd;
