//! Narrow seams to the operating system: where files live, durable writes, child processes that are
//! run or set free, processes that are found again after a restart, and facts about the machine.
//!
//! ```
//! use ferrovirt_host::process::Command;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let out = Command::new("echo").arg("hello").run().await?;
//! assert_eq!(out.text(), "hello\n");
//! let err = Command::new("sh").args(["-c", "echo no >&2; false"]).run().await.unwrap_err();
//! assert_eq!(err.stderr(), Some("no"));
//! # Ok(()) }
//! ```
//!
//! API boundary: yes; usable alone by any program that manages long-lived processes on Linux.
//!
//! **Invariant**: knows nothing of virtualization; every wait on a child has a deadline; every
//! buffer filled by a child or a file is bounded; facts are read below a root that tests inject.

pub mod acl;
pub mod error;
pub mod facts;
pub mod files;
pub mod instance;
pub mod kernel_memory;
pub mod mounts;
pub mod paths;
pub mod process;
pub mod vhost;

pub use error::{Error, Result};
