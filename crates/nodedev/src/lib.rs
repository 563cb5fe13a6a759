//! Node devices: what a Linux host consists of, as libvirt names and describes it: PCI and USB devices,
//! SCSI hosts, targets and units, disks, network and graphics devices, channels and crypto cards of s390,
//! mediated and vDPA devices, and the machine itself.
//!
//! Everything is read from sysfs, and a running udev's database is used where there is one, for names
//! that only it knows. [`scan::scan`] gives a whole host at once from any root folder; [`NodeDevices`] is
//! the API's driver: it keeps the result, follows the kernel's events, detaches and re-attaches PCI
//! devices, and makes mediated devices, whose definitions are kept as mdevctl keeps them.
//!
//! ```
//! use ferrovirt_nodedev::root::HostRoot;
//!
//! let devices = ferrovirt_nodedev::scan::scan(&HostRoot::system(), &Default::default());
//! assert!(devices.by_name("computer").is_some());
//! ```
//!
//! API boundary: yes, usable alone, and for whoever assembles a connection.
//!
//! **Invariant**: knows no hypervisor and no other driver; needs no udev.
//! **Invariant**: what the host's files hold is bounded when read and never trusted to be well-formed.
//! **Invariant**: a driver that was taken off a device by a failed call is given back.

#![forbid(unsafe_code)]

mod calls;
mod detach;
pub mod device;
mod driver;
pub mod error;
mod guests;
pub mod identify;
pub mod ids;
mod lifecycle;
pub mod mdev;
pub mod root;
pub mod scan;
pub mod vpd;

pub use driver::NodeDevices;
pub use error::{NodeDevError, Result};
