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

use info::DeviceInfo;

/// What devices of all lists have in common.
macro_rules! infos {
    ($($field:ident)+) => {
        /// Alias and address of each device.
        pub fn infos(&self) -> Vec<&DeviceInfo> {
            let mut list: Vec<&DeviceInfo> = Vec::new();
            $(list.extend(self.$field.iter().map(|x| &x.info));)+
            list
        }

        /// Alias and address of each device, to be changed.
        pub fn infos_mut(&mut self) -> Vec<&mut DeviceInfo> {
            let mut list: Vec<&mut DeviceInfo> = Vec::new();
            $(list.extend(self.$field.iter_mut().map(|x| &mut x.info));)+
            list
        }
    };
}

impl Devices {
    infos! {
        disks controllers filesystems interfaces smartcards serials parallels consoles channels
        inputs tpms sounds videos hostdevs redirdevs hubs watchdogs memballoon rngs nvram panics
        shmems memories iommus vsock cryptos
    }
}
