//! Which devices are on PCI, what each has to be plugged into, and whose turn is when.

use super::usb::ich9_function;
use crate::address::pci::Need;
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::SerialTargetType;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::{DiskBus, VirtioModel};
use ferrovirt_schema::domain::devices::hostdev::HostDevModel;
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
    /// Whether it is the first graphics card.
    pub primary: bool,
}

impl<'d> Wanting<'d> {
    fn new(need: Need, info: &'d mut DeviceInfo) -> Self {
        Wanting {
            need,
            info,
            group: None,
            primary: false,
        }
    }
}

/// All devices on PCI but the buses themselves, in the order in which places are given out.
pub(super) fn devices(d: &mut Devices, q35: bool) -> Vec<Wanting<'_>> {
    let express = if q35 { Need::Pcie } else { Need::Pci };
    // Devices that older guests know too are conventional ones on every machine.
    let virtio = |older: bool| if older { Need::Pci } else { express };
    let mut list: Vec<Wanting<'_>> = Vec::new();
    let mut push = |need: Need, info| list.push(Wanting::new(need, info));
    for fs in &mut d.filesystems {
        push(virtio(fs.model == Some(VirtioModel::Transitional)), &mut fs.info);
    }
    for nic in &mut d.interfaces {
        match nic.model.as_deref() {
            Some("usb-net") => {}
            Some("virtio" | "virtio-non-transitional" | "e1000e" | "igb") | None => {
                push(express, &mut nic.info);
            }
            Some(_) => push(Need::Pci, &mut nic.info),
        }
    }
    for sound in &mut d.sounds {
        match sound.model {
            SoundModel::Sb16 | SoundModel::Pcspk | SoundModel::Usb => {}
            SoundModel::Virtio => push(express, &mut sound.info),
            _ => push(Need::Pci, &mut sound.info),
        }
    }
    for controller in &mut d.controllers {
        if let Some(need) = controller_need(controller, express) {
            let function = controller.model.and_then(ich9_function);
            let group = function.map(|f| (controller.index.unwrap_or(0), f));
            list.push(Wanting {
                group,
                ..Wanting::new(need, &mut controller.info)
            });
        }
    }
    let mut push = |need: Need, info| list.push(Wanting::new(need, info));
    for disk in d
        .disks
        .iter_mut()
        .filter(|disk| disk.target.bus == Some(DiskBus::Virtio))
    {
        let older = disk.model == Some(VirtioModel::Transitional);
        push(virtio(older), &mut disk.info);
    }
    for hostdev in &mut d.hostdevs {
        match &hostdev.source {
            HostDevSource::Pci(_) | HostDevSource::Mdev(_) => push(express, &mut hostdev.info),
            HostDevSource::ScsiHost(_) => {
                let older = hostdev.model == Some(HostDevModel::VirtioTransitional);
                push(virtio(older), &mut hostdev.info);
            }
            _ => {}
        }
    }
    if let Some(balloon) = d
        .memballoon
        .as_mut()
        .filter(|b| !matches!(b.model, BalloonModel::None | BalloonModel::Xen))
    {
        push(
            virtio(balloon.model == BalloonModel::Transitional),
            &mut balloon.info,
        );
    }
    for rng in &mut d.rngs {
        push(virtio(rng.model == VirtioModel::Transitional), &mut rng.info);
    }
    for watchdog in d
        .watchdogs
        .iter_mut()
        .filter(|w| w.model == WatchdogModel::I6300esb)
    {
        push(Need::Pci, &mut watchdog.info);
    }
    for (i, video) in d.videos.iter_mut().enumerate() {
        let need = match video.model.as_ref().map(|m| m.model_type) {
            Some(VideoType::Virtio | VideoType::Bochs) => express,
            Some(VideoType::None | VideoType::Ramfb) | None => continue,
            Some(_) => Need::Pci,
        };
        list.push(Wanting {
            primary: i == 0,
            ..Wanting::new(need, &mut video.info)
        });
    }
    let mut push = |need: Need, info| list.push(Wanting::new(need, info));
    for shmem in &mut d.shmems {
        push(Need::Pci, &mut shmem.info);
    }
    for input in d.inputs.iter_mut().filter(|i| i.bus == Some(InputBus::Virtio)) {
        push(
            virtio(input.model == Some(VirtioModel::Transitional)),
            &mut input.info,
        );
    }
    for serial in &mut d.serials {
        if serial.target.as_ref().and_then(|t| t.target_type) == Some(SerialTargetType::PciSerial) {
            push(Need::Pci, &mut serial.info);
        }
    }
    if let Some(vsock) = &mut d.vsock {
        push(
            virtio(vsock.model == Some(VirtioModel::Transitional)),
            &mut vsock.info,
        );
    }
    for crypto in &mut d.cryptos {
        push(express, &mut crypto.info);
    }
    for memory in d
        .memories
        .iter_mut()
        .filter(|m| matches!(m.model, MemoryModel::VirtioPmem | MemoryModel::VirtioMem))
    {
        push(express, &mut memory.info);
    }
    for iommu in d.iommus.iter_mut().filter(|i| i.model == IommuModel::Virtio) {
        push(Need::ExpressRoot, &mut iommu.info);
    }
    list
}

fn controller_need(c: &Controller, express: Need) -> Option<Need> {
    if matches!(c.info.address, Some(Address::Usb(_) | Address::Ccid(_))) {
        return None;
    }
    let model = c.model;
    match c.controller_type {
        ControllerType::Scsi => match model {
            Some(ControllerModel::VirtioScsi | ControllerModel::VirtioNonTransitional) => Some(express),
            _ => Some(Need::Pci),
        },
        ControllerType::VirtioSerial => match model {
            Some(ControllerModel::VirtioTransitional) => Some(Need::Pci),
            _ => Some(express),
        },
        ControllerType::Nvme => Some(express),
        ControllerType::Sata | ControllerType::Ide => Some(Need::Pci),
        ControllerType::Usb => match model {
            Some(ControllerModel::None) => None,
            Some(ControllerModel::QemuXhci | ControllerModel::NecXhci) => Some(express),
            _ => Some(Need::Pci),
        },
        _ => None,
    }
}
