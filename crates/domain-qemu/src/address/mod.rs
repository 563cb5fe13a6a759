//! Places of devices on their buses.

pub mod pci;
pub mod target;
