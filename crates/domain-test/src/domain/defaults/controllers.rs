//! Controllers: their numbers, and those that other devices need.

use super::disks::SCSI_UNITS;
use ferrovirt_schema::common::address::{Address, CcidAddress, DriveAddress};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::{ChannelTarget, ConsoleTargetType};
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::DiskBus;
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;
use ferrovirt_schema::domain::devices::info::DeviceInfo;

/// Most controllers of a kind that are made up for others.
const MOST: u32 = 256;

/// Adds those that are needed.
pub(super) fn add_needed(devices: &mut Devices) {
    for (bus, kind) in [
        (DiskBus::Scsi, ControllerType::Scsi),
        (DiskBus::Fdc, ControllerType::Fdc),
        (DiskBus::Ide, ControllerType::Ide),
        (DiskBus::Sata, ControllerType::Sata),
    ] {
        let disks = devices.disks.iter().filter(|d| d.target.bus == Some(bus));
        if let Some(last) = disks.filter_map(|d| drive(&d.info)).map(|d| d.controller).max() {
            up_to(devices, kind, last);
        }
    }
    ports(devices);
    smartcards(devices);
    scsi_hostdevs(devices);
}

fn drive(info: &DeviceInfo) -> Option<DriveAddress> {
    match info.address {
        Some(Address::Drive(drive)) => Some(drive),
        _ => None,
    }
}

fn up_to(devices: &mut Devices, kind: ControllerType, last: u32) {
    for index in 0..=last.min(MOST) {
        add(devices, kind, index);
    }
}

/// Adds a controller unless it is there. SCSI controllers are like those that are there.
fn add(devices: &mut Devices, kind: ControllerType, index: u32) {
    let alike = |c: &&Controller| c.controller_type == kind;
    if devices
        .controllers
        .iter()
        .filter(alike)
        .any(|c| c.index == Some(index))
    {
        return;
    }
    let model = devices.controllers.iter().find(alike).and_then(|c| c.model);
    let model = model.filter(|_| kind == ControllerType::Scsi);
    devices.controllers.push(Controller {
        controller_type: kind,
        index: Some(index),
        model,
        ..Controller::default()
    });
}

/// Channels and consoles of virtio hang on a controller for those.
fn ports(devices: &mut Devices) {
    let controller = |info: &DeviceInfo| match &info.address {
        Some(Address::VirtioSerial(place)) => place.controller,
        _ => 0,
    };
    let channels = devices
        .channels
        .iter()
        .filter(|c| matches!(c.target, Some(ChannelTarget::Virtio(_))));
    let virtio = |c: &&ferrovirt_schema::domain::devices::chardev::Console| {
        c.target.as_ref().and_then(|t| t.target_type) == Some(ConsoleTargetType::Virtio)
    };
    let consoles = devices.consoles.iter().filter(virtio);
    let needed: Vec<u32> = channels
        .map(|c| controller(&c.info))
        .chain(consoles.map(|c| controller(&c.info)))
        .collect();
    for index in needed {
        add(devices, ControllerType::VirtioSerial, index);
    }
}

fn smartcards(devices: &mut Devices) {
    let mut needed = Vec::new();
    for (slot, card) in (0u32..).zip(&mut devices.smartcards) {
        let address = card
            .info
            .address
            .get_or_insert(Address::Ccid(CcidAddress { controller: 0, slot }));
        if let Address::Ccid(place) = address {
            needed.push(place.controller);
        }
    }
    for index in needed {
        add(devices, ControllerType::Ccid, index);
    }
}

/// SCSI devices of the host take the next free units.
fn scsi_hostdevs(devices: &mut Devices) {
    for at in 0..devices.hostdevs.len() {
        if !matches!(devices.hostdevs[at].source, HostDevSource::Scsi(_)) {
            continue;
        }
        if devices.hostdevs[at].info.address.is_none() {
            devices.hostdevs[at].info.address = free_unit(devices).map(Address::Drive);
        }
        if let Some(place) = drive(&devices.hostdevs[at].info) {
            up_to(devices, ControllerType::Scsi, place.controller);
        }
    }
}

fn free_unit(devices: &Devices) -> Option<DriveAddress> {
    let disks = devices
        .disks
        .iter()
        .filter(|d| d.target.bus == Some(DiskBus::Scsi))
        .map(|d| &d.info);
    let hostdevs = devices
        .hostdevs
        .iter()
        .filter(|h| matches!(h.source, HostDevSource::Scsi(_)))
        .map(|h| &h.info);
    let taken: Vec<DriveAddress> = disks.chain(hostdevs).filter_map(drive).collect();
    let free = |controller: u32, unit: u64| {
        !taken
            .iter()
            .any(|t| (t.controller, t.bus, t.target, t.unit) == (controller, 0, 0, unit))
    };
    let places = (0..MOST).flat_map(|controller| (0..SCSI_UNITS).map(move |unit| (controller, unit)));
    let (controller, unit) = places
        .into_iter()
        .find(|(controller, unit)| free(*controller, *unit))?;
    Some(DriveAddress {
        controller,
        bus: 0,
        target: 0,
        unit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_not_used_twice() {
        let of = |index| Controller {
            controller_type: ControllerType::Scsi,
            index,
            ..Controller::default()
        };
        let mut devices = Devices {
            controllers: vec![of(None), of(Some(0)), of(None)],
            ..Devices::default()
        };
        devices.settle_controllers();
        assert_eq!(
            devices.controllers.iter().map(|c| c.index).collect::<Vec<_>>(),
            [Some(1), Some(0), Some(2)]
        );
    }

    #[test]
    fn a_giant_number_is_bounded() {
        let mut devices = Devices::default();
        up_to(&mut devices, ControllerType::Ide, u32::MAX);
        assert_eq!(devices.controllers.len(), MOST as usize + 1);
    }
}
