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

impl Devices {
    /// What every device has in common, of all devices.
    pub fn infos_mut(&mut self) -> Vec<&mut DeviceInfo> {
        let mut list: Vec<&mut DeviceInfo> = Vec::new();
        list.extend(self.disks.iter_mut().map(|x| &mut x.info));
        list.extend(self.controllers.iter_mut().map(|x| &mut x.info));
        list.extend(self.filesystems.iter_mut().map(|x| &mut x.info));
        list.extend(self.interfaces.iter_mut().map(|x| &mut x.info));
        list.extend(self.smartcards.iter_mut().map(|x| &mut x.info));
        list.extend(self.serials.iter_mut().map(|x| &mut x.info));
        list.extend(self.parallels.iter_mut().map(|x| &mut x.info));
        list.extend(self.consoles.iter_mut().map(|x| &mut x.info));
        list.extend(self.channels.iter_mut().map(|x| &mut x.info));
        list.extend(self.inputs.iter_mut().map(|x| &mut x.info));
        list.extend(self.tpms.iter_mut().map(|x| &mut x.info));
        list.extend(self.sounds.iter_mut().map(|x| &mut x.info));
        list.extend(self.videos.iter_mut().map(|x| &mut x.info));
        list.extend(self.hostdevs.iter_mut().map(|x| &mut x.info));
        list.extend(self.redirdevs.iter_mut().map(|x| &mut x.info));
        list.extend(self.hubs.iter_mut().map(|x| &mut x.info));
        list.extend(self.watchdogs.iter_mut().map(|x| &mut x.info));
        list.extend(self.memballoon.iter_mut().map(|x| &mut x.info));
        list.extend(self.rngs.iter_mut().map(|x| &mut x.info));
        list.extend(self.nvram.iter_mut().map(|x| &mut x.info));
        list.extend(self.panics.iter_mut().map(|x| &mut x.info));
        list.extend(self.shmems.iter_mut().map(|x| &mut x.info));
        list.extend(self.memories.iter_mut().map(|x| &mut x.info));
        list.extend(self.iommus.iter_mut().map(|x| &mut x.info));
        list.extend(self.vsock.iter_mut().map(|x| &mut x.info));
        list.extend(self.cryptos.iter_mut().map(|x| &mut x.info));
        list
    }
}
