//! Which devices are on PCI, what each has to be plugged into, and whose turn is when.

use super::usb::ich9_function;
use crate::address::pci::Need;
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::SerialTargetType;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::DiskBus;
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::input::InputBus;
use ferrovirt_schema::domain::devices::iommu::IommuModel;
use ferrovirt_schema::domain::devices::memballoon::BalloonModel;
use ferrovirt_schema::domain::devices::memory::MemoryModel;
use ferrovirt_schema::domain::devices::sound::SoundModel;
use ferrovirt_schema::domain::devices::video::VideoType;
use ferrovirt_schema::domain::devices::watchdog::WatchdogModel;

/// A device that needs a place.
pub(super) struct Wanting<'d> {
    pub need: Need,
    pub info: &'d mut DeviceInfo,
    /// Number of a set of controllers that share a slot, and the function that this one has in it.
    pub group: Option<(u32, u8)>,
}

/// All devices on PCI but the buses themselves, in the order in which places are given out.
pub(super) fn devices(d: &mut Devices, q35: bool) -> Vec<Wanting<'_>> {
    let virtio = if q35 { Need::Pcie } else { Need::Pci };
    let mut list: Vec<Wanting<'_>> = Vec::new();
    let mut push = |need: Need, info| {
        list.push(Wanting {
            need,
            info,
            group: None,
        })
    };
    for fs in &mut d.filesystems {
        push(virtio, &mut fs.info);
    }
    for nic in &mut d.interfaces {
        match nic.model.as_deref() {
            Some(model) if model.starts_with("virtio") => push(virtio, &mut nic.info),
            Some("e1000e" | "vmxnet3" | "igb") => push(virtio, &mut nic.info),
            Some("usb-net") => {}
            Some(_) => push(Need::Pci, &mut nic.info),
            None => push(virtio, &mut nic.info),
        }
    }
    for sound in &mut d.sounds {
        match sound.model {
            SoundModel::Sb16 | SoundModel::Pcspk | SoundModel::Usb => {}
            SoundModel::Virtio => push(virtio, &mut sound.info),
            _ => push(Need::Pci, &mut sound.info),
        }
    }
    for controller in &mut d.controllers {
        if let Some(need) = controller_need(controller, virtio) {
            let function = controller.model.as_deref().and_then(ich9_function);
            let group = function.map(|f| (controller.index.unwrap_or(0), f));
            list.push(Wanting {
                need,
                info: &mut controller.info,
                group,
            });
        }
    }
    let mut push = |need: Need, info| {
        list.push(Wanting {
            need,
            info,
            group: None,
        })
    };
    for disk in d
        .disks
        .iter_mut()
        .filter(|disk| disk.target.bus == Some(DiskBus::Virtio))
    {
        push(virtio, &mut disk.info);
    }
    for hostdev in &mut d.hostdevs {
        match &hostdev.source {
            HostDevSource::Pci(_) | HostDevSource::Mdev(_) | HostDevSource::ScsiHost(_) => {
                push(virtio, &mut hostdev.info)
            }
            _ => {}
        }
    }
    if let Some(balloon) = d
        .memballoon
        .as_mut()
        .filter(|b| !matches!(b.model, BalloonModel::None | BalloonModel::Xen))
    {
        push(virtio, &mut balloon.info);
    }
    for rng in &mut d.rngs {
        push(virtio, &mut rng.info);
    }
    for watchdog in d
        .watchdogs
        .iter_mut()
        .filter(|w| w.model == WatchdogModel::I6300esb)
    {
        push(Need::Pci, &mut watchdog.info);
    }
    for video in &mut d.videos {
        match video.model.as_ref().map(|m| m.model_type) {
            Some(VideoType::Virtio | VideoType::Bochs) => push(virtio, &mut video.info),
            Some(VideoType::None | VideoType::Ramfb) | None => {}
            Some(_) => push(Need::Pci, &mut video.info),
        }
    }
    for shmem in &mut d.shmems {
        push(Need::Pci, &mut shmem.info);
    }
    for input in d.inputs.iter_mut().filter(|i| i.bus == Some(InputBus::Virtio)) {
        push(virtio, &mut input.info);
    }
    for serial in &mut d.serials {
        if serial.target.as_ref().and_then(|t| t.target_type) == Some(SerialTargetType::PciSerial) {
            push(Need::Pci, &mut serial.info);
        }
    }
    if let Some(vsock) = &mut d.vsock {
        push(virtio, &mut vsock.info);
    }
    for crypto in &mut d.cryptos {
        push(virtio, &mut crypto.info);
    }
    for memory in d
        .memories
        .iter_mut()
        .filter(|m| matches!(m.model, MemoryModel::VirtioPmem | MemoryModel::VirtioMem))
    {
        push(virtio, &mut memory.info);
    }
    for iommu in d.iommus.iter_mut().filter(|i| i.model == IommuModel::Virtio) {
        push(Need::RootBridge, &mut iommu.info);
    }
    list
}

fn controller_need(c: &Controller, virtio: Need) -> Option<Need> {
    if matches!(c.info.address, Some(Address::Usb(_) | Address::Ccid(_))) {
        return None;
    }
    match c.controller_type {
        ControllerType::Scsi => match c.model.as_deref() {
            Some("lsilogic" | "am53c974" | "dc390" | "buslogic" | "lsisas1078") => Some(Need::Pci),
            _ => Some(virtio),
        },
        ControllerType::VirtioSerial | ControllerType::Nvme => Some(virtio),
        ControllerType::Sata | ControllerType::Ide => Some(Need::Pci),
        ControllerType::Usb => match c.model.as_deref() {
            Some("none") => None,
            Some("qemu-xhci" | "nec-xhci") => Some(virtio),
            _ => Some(Need::Pci),
        },
        _ => None,
    }
}
