//! Control groups of Linux, version 2 (the kernel's `Documentation/admin-guide/cgroup-v2.rst`): find the hierarchy
//! and what of it is ours, make groups, fill them with processes and threads, set and read their limits, remove them.
//!
//! Version 1 is not driven: a host that has only that has no [`Hierarchy`] here, and the caller says so.
//!
//! ```no_run
//! use ferrovirt_cgroup::{Controller, Hierarchy, Quota};
//!
//! # fn main() -> ferrovirt_cgroup::Result<()> {
//! let Some(hierarchy) = Hierarchy::find(std::path::Path::new("/"))? else {
//!     return Ok(());
//! };
//! let group = hierarchy.root().child("example");
//! group.make()?;
//! group.set_cpu_quota(Quota { limit: Some(50_000), period: 100_000 })?;
//! group.add_process(std::process::id().cast_signed())?;
//! # Ok(()) }
//! ```
//!
//! API boundary: yes; usable alone by any program that limits processes.
//!
//! **Invariant**: knows nothing of virtualization. Calls block; setting a limit of memory below what is in use blocks
//! until the kernel took back what it could.
//! **Invariant**: only groups below the one that the caller names are changed; a group is removed only when no process
//! is in it.
#![forbid(unsafe_code)]

mod cpu;
mod cpuset;
mod error;
mod files;
mod group;
mod hierarchy;
mod io;
mod memory;

pub use cpu::{CpuStat, PERIOD, Quota, WEIGHT};
pub use error::{Error, Result};
pub use files::{Disk, Files};
pub use group::{Controller, Group};
pub use hierarchy::{Hierarchy, Own, is_delegated};
pub use io::{Device, IO_WEIGHT, IoMax, IoStat};
pub use memory::MemoryLimit;
