//! Parts that several kinds of documents share.

pub mod address;
pub mod bandwidth;
pub mod chardev;
pub mod format;
pub mod idset;
pub mod ip;
pub(crate) mod run;
pub mod seclabel;
pub mod secret;
pub mod size;
pub mod source;
pub mod virtio;
pub mod virtualport;
pub mod vlan;
