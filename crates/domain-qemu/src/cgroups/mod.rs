//! Control groups of guests: where they are, what they limit, who is in them.
//!
//! A guest's group lies below a partition of ours. QEMU enters it before it is executed, so that all its memory
//! counts; once its threads are known they go into threaded groups below, one for each virtual processor
//! (`vcpuN`) and I/O thread (`iothreadN`) and one for the rest (`emulator`), which have quotas of their own:
//!
//! ```text
//! PARTITION/qemu-ID-NAME.ferrovirt     weight, global quota, memory, block devices, memory nodes
//!     emulator   vcpu0   vcpu1   iothread1
//! ```
//!
//! Only version 2 is driven. A host without it, or whose groups this process may not change, has guests without
//! groups, which are answered for as by a stock host without these controllers.

mod apply;
mod guest;
mod place;

pub use self::apply::{apply_all, apply_nodes, apply_parts, set_device, set_memory, set_quota};
pub use self::guest::{GuestGroup, Part};
pub use self::place::Groups;

use crate::error::{QemuError, Result, io_text};
use std::error::Error as _;

/// The crate's error as the driver's. A value that no kernel takes counts as the system's answer, as with libvirt.
pub fn failed(error: ferrovirt_cgroup::Error) -> QemuError {
    let code = ferrovirt_types::consts::ErrorNumber::SystemError;
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = match inner.downcast_ref::<std::io::Error>() {
            Some(e) => format!("{text}: {}", io_text(e)),
            None => format!("{text}: {inner}"),
        };
        cause = inner.source();
    }
    QemuError::coded(code, text)
}

/// Work on groups, where it delays nobody: a limit of memory below what is in use takes the kernel a while.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| QemuError::Failed(format!("work on a control group was interrupted: {e}")))?
}
