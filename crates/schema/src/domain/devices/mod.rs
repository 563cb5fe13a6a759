//! `<devices>`: a file for each kind, joined by [`Devices`].

pub mod audio;
pub mod chardev;
pub mod controller;
pub mod crypto;
pub mod disk;
pub mod filesystem;
pub mod graphics;
pub mod hostdev;
pub mod hub;
pub mod info;
pub mod input;
pub mod interface;
pub mod iommu;
pub mod lease;
mod list;
pub mod memballoon;
pub mod memory;
pub mod nvram;
pub mod panic;
pub mod pstore;
pub mod redirdev;
pub mod rng;
pub mod shmem;
pub mod smartcard;
pub mod sound;
pub mod tpm;
pub mod video;
pub mod vsock;
pub mod watchdog;

pub use list::Devices;
