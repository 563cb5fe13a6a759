//! Child processes, and processes found again after a restart.

pub mod command;
pub mod detached;
mod find;
pub mod identity;
pub mod pidfd;

pub use command::{Command, Output};
pub use detached::{Detached, DetachedCommand, Stdio};
pub use find::find_program;
pub use identity::{ParseIdentityError, ProcessIdentity};
pub use pidfd::{Ended, PidFd};
