//! Names of devices within QEMU, given when the guest starts.

use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::ConsoleTargetType;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::{Disk, DiskBus};
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::interface::{Interface, InterfaceSource};
use ferrovirt_schema::domain::devices::memory::MemoryModel;

/// Names every device that has no name yet.
pub fn assign_aliases(doc: &mut Domain) {
    let Some(devices) = &mut doc.devices else { return };
    let q35 = devices
        .controllers
        .iter()
        .any(|c| c.controller_type == ControllerType::Pci && c.model == Some(ControllerModel::PcieRoot));
    for n in 0..devices.disks.len() {
        let name = disk_alias(&devices.disks[n], &devices.controllers);
        set(&mut devices.disks[n].info, name);
    }
    for c in &mut devices.controllers {
        let name = controller_alias(c, q35);
        set(&mut c.info, name);
    }
    number(devices);
    link_console(devices);
}

fn set(info: &mut DeviceInfo, name: String) {
    info.alias.get_or_insert(name);
}

fn numbered<'d>(infos: impl Iterator<Item = &'d mut DeviceInfo>, prefix: &str) {
    let infos: Vec<&mut DeviceInfo> = infos.collect();
    let taken: Vec<String> = infos.iter().filter_map(|i| i.alias.clone()).collect();
    let mut next = 0u32;
    for info in infos {
        if info.alias.is_some() {
            continue;
        }
        loop {
            let name = format!("{prefix}{next}");
            next += 1;
            if !taken.contains(&name) {
                info.alias = Some(name);
                break;
            }
        }
    }
}

fn number(d: &mut Devices) {
    numbered(d.filesystems.iter_mut().map(|x| &mut x.info), "fs");
    let is_function = |x: &&mut Interface| {
        matches!(x.source, InterfaceSource::Hostdev(_)) || crate::nics::function_of(x).is_some()
    };
    let nics = d.interfaces.iter_mut().filter(|x| !is_function(x));
    numbered(nics.map(|x| &mut x.info), "net");
    numbered(d.smartcards.iter_mut().map(|x| &mut x.info), "smartcard");
    numbered(d.serials.iter_mut().map(|x| &mut x.info), "serial");
    numbered(d.parallels.iter_mut().map(|x| &mut x.info), "parallel");
    numbered(d.channels.iter_mut().map(|x| &mut x.info), "channel");
    numbered(d.inputs.iter_mut().map(|x| &mut x.info), "input");
    numbered(d.tpms.iter_mut().map(|x| &mut x.info), "tpm");
    numbered(d.sounds.iter_mut().map(|x| &mut x.info), "sound");
    numbered(d.videos.iter_mut().map(|x| &mut x.info), "video");
    let nics = d.interfaces.iter_mut().filter(is_function).map(|x| &mut x.info);
    numbered(nics.chain(d.hostdevs.iter_mut().map(|x| &mut x.info)), "hostdev");
    numbered(d.redirdevs.iter_mut().map(|x| &mut x.info), "redir");
    numbered(d.hubs.iter_mut().map(|x| &mut x.info), "hub");
    numbered(d.watchdogs.iter_mut().map(|x| &mut x.info), "watchdog");
    numbered(d.memballoon.iter_mut().map(|x| &mut x.info), "balloon");
    numbered(d.rngs.iter_mut().map(|x| &mut x.info), "rng");
    numbered(d.shmems.iter_mut().map(|x| &mut x.info), "shmem");
    numbered(d.iommus.iter_mut().map(|x| &mut x.info), "iommu");
    numbered(d.vsock.iter_mut().map(|x| &mut x.info), "vsock");
    for (model, prefix) in [
        (MemoryModel::Dimm, "dimm"),
        (MemoryModel::Nvdimm, "nvdimm"),
        (MemoryModel::VirtioPmem, "virtiopmem"),
        (MemoryModel::VirtioMem, "virtiomem"),
        (MemoryModel::SgxEpc, "epc"),
    ] {
        numbered(
            d.memories
                .iter_mut()
                .filter(|m| m.model == model)
                .map(|x| &mut x.info),
            prefix,
        );
    }
}

/// The first console is the first serial port.
fn link_console(d: &mut Devices) {
    let serial = d.serials.first().and_then(|s| s.info.alias.clone());
    for (n, console) in d.consoles.iter_mut().enumerate() {
        let kind = console
            .target
            .as_ref()
            .and_then(|t| t.target_type)
            .unwrap_or_default();
        let name = match (&serial, kind) {
            (Some(serial), ConsoleTargetType::Serial) if n == 0 => serial.clone(),
            _ => format!("console{n}"),
        };
        console.info.alias.get_or_insert(name);
    }
}

/// Drives are named by where they are, others by their number.
fn disk_alias(disk: &Disk, controllers: &[Controller]) -> String {
    let bus = disk.target.bus.unwrap_or_default();
    if let Some(Address::Drive(at)) = &disk.info.address {
        let wide = bus == DiskBus::Scsi
            && !controllers.iter().any(|c| {
                c.controller_type == ControllerType::Scsi
                    && c.index == Some(at.controller)
                    && c.model == Some(ControllerModel::Lsilogic)
            });
        return match bus {
            DiskBus::Scsi if wide => format!("scsi{}-{}-{}-{}", at.controller, at.bus, at.target, at.unit),
            _ => format!("{}{}-{}-{}", bus.as_str(), at.controller, at.bus, at.unit),
        };
    }
    let index = crate::address::target::index(&disk.target.dev).unwrap_or(0);
    format!("{}-disk{index}", bus.as_str())
}

fn controller_alias(c: &Controller, q35: bool) -> String {
    let index = c.index.unwrap_or(0);
    match c.controller_type {
        ControllerType::Pci if c.model == Some(ControllerModel::PcieRoot) => "pcie.0".to_owned(),
        ControllerType::Pci => format!("pci.{index}"),
        ControllerType::Ide if index == 0 && !q35 => "ide".to_owned(),
        ControllerType::Sata if index == 0 && q35 => "ide".to_owned(),
        ControllerType::Usb if index == 0 => "usb".to_owned(),
        kind => format!("{}{index}", kind.as_str()),
    }
}
