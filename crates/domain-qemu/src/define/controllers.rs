//! Controllers: numbers, those that always exist, those that devices need.

use super::disks::MAX_CONTROLLERS;
use crate::caps::EmulatorCaps;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::{Address, DriveAddress};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::{ChannelTarget, ConsoleTargetType};
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::PciDevice;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType, PciTarget};
use ferrovirt_schema::domain::devices::disk::DiskBus;
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;
use ferrovirt_types::consts::ErrorNumber;
use std::collections::BTreeSet;

pub(super) fn fill(devices: &mut Devices, caps: &EmulatorCaps, q35: bool) -> Result<()> {
    number(devices)?;
    devices.controllers.iter_mut().for_each(only_own);
    needed_by_hostdevs(devices);
    add(devices, ControllerType::Usb, 0, None);
    if q35 {
        add(devices, ControllerType::Sata, 0, None);
    }
    let root = root_model(q35);
    add(devices, ControllerType::Pci, 0, Some(root));
    needed_by_disks(devices, q35)?;
    needed_by_ports(devices)?;
    for controller in &mut devices.controllers {
        model(controller, caps, q35)?;
    }
    expander_numbers(devices);
    Ok(())
}

/// Leaves out what buses of another kind have.
fn only_own(controller: &mut Controller) {
    if controller.controller_type != ControllerType::Pci {
        controller.model_name = None;
        controller.target = None;
        controller.pcihole64 = None;
    }
}

/// What stands for the machine's own bus.
pub(super) fn root_model(q35: bool) -> ControllerModel {
    match q35 {
        true => ControllerModel::PcieRoot,
        false => ControllerModel::PciRoot,
    }
}

fn of(controller_type: ControllerType, index: u32, model: Option<ControllerModel>) -> Controller {
    Controller {
        controller_type,
        index: Some(index),
        model,
        ..Controller::default()
    }
}

fn add(devices: &mut Devices, kind: ControllerType, index: u32, model: Option<ControllerModel>) {
    let same = |c: &Controller| c.controller_type == kind && c.index == Some(index);
    if !devices.controllers.iter().any(same) {
        devices.controllers.push(of(kind, index, model));
    }
}

/// Adds a virtio-serial controller of this number.
pub(super) fn add_virtio_serial(devices: &mut Devices, index: u32) -> Result<()> {
    if index >= MAX_CONTROLLERS {
        return Err(QemuError::ConfigUnsupported(format!(
            "more than {MAX_CONTROLLERS} virtio-serial controllers are needed"
        )));
    }
    add(devices, ControllerType::VirtioSerial, index, None);
    Ok(())
}

/// Gives each controller a number, and refuses those that nobody can have.
fn number(devices: &mut Devices) -> Result<()> {
    devices.settle_controllers();
    let high = |c: &&Controller| c.index.is_none_or(|index| index >= MAX_CONTROLLERS);
    match devices.controllers.iter().find(high) {
        Some(c) => Err(QemuError::ConfigUnsupported(format!(
            "{} controller index {} is out of range, at most {} is supported",
            c.controller_type,
            c.index.unwrap_or(MAX_CONTROLLERS),
            MAX_CONTROLLERS - 1
        ))),
        None => Ok(()),
    }
}

fn needed_by_disks(devices: &mut Devices, q35: bool) -> Result<()> {
    for (bus, kind) in [
        (DiskBus::Scsi, ControllerType::Scsi),
        (DiskBus::Fdc, ControllerType::Fdc),
        (DiskBus::Ide, ControllerType::Ide),
        (DiskBus::Sata, ControllerType::Sata),
    ] {
        let of_bus = devices.disks.iter().filter(|d| d.target.bus == Some(bus));
        let last = of_bus
            .filter_map(|d| match &d.info.address {
                Some(Address::Drive(at)) => Some(at.controller),
                _ => None,
            })
            .max();
        let Some(last) = last else { continue };
        if kind == ControllerType::Ide && q35 {
            return Err(QemuError::ConfigUnsupported(
                "IDE controllers are unsupported for this QEMU binary or machine type; use bus 'sata'"
                    .to_owned(),
            ));
        }
        if kind == ControllerType::Ide && last > 0 {
            return Err(QemuError::coded(
                ErrorNumber::InternalError,
                "Only 1 IDE controller is supported",
            ));
        }
        // Bounded by `MAX_CONTROLLERS` when the addresses were taken in.
        for index in 0..=last {
            add(devices, kind, index, None);
        }
    }
    Ok(())
}

/// SCSI devices of the host bring their controllers before the machine's own are thought of.
fn needed_by_hostdevs(devices: &mut Devices) {
    let scsi = |c: &&Controller| c.controller_type == ControllerType::Scsi;
    let model = devices.controllers.iter().find(scsi).and_then(|c| c.model);
    if let Some(last) = scsi_hostdevs(devices)
        .map(|at| at.controller)
        .max()
        .filter(|n| *n < MAX_CONTROLLERS)
    {
        for index in 0..=last {
            add(devices, ControllerType::Scsi, index, model);
        }
    }
}

/// Places of the host's SCSI devices in the guest.
fn scsi_hostdevs(devices: &Devices) -> impl Iterator<Item = DriveAddress> {
    devices
        .hostdevs
        .iter()
        .filter_map(|h| match (&h.source, &h.info.address) {
            (HostDevSource::Scsi(_), Some(Address::Drive(at))) => Some(*at),
            _ => None,
        })
}

fn needed_by_ports(devices: &mut Devices) -> Result<()> {
    let at = |address: &Option<Address>| match address {
        Some(Address::VirtioSerial(at)) => at.controller,
        _ => 0,
    };
    let channels = devices
        .channels
        .iter()
        .filter(|c| matches!(c.target, Some(ChannelTarget::Virtio(_))))
        .map(|c| at(&c.info.address));
    let consoles = devices
        .consoles
        .iter()
        .filter(|c| c.target.as_ref().and_then(|t| t.target_type) == Some(ConsoleTargetType::Virtio))
        .map(|c| at(&c.info.address));
    let needed: BTreeSet<u32> = channels.chain(consoles).collect();
    for index in needed {
        add_virtio_serial(devices, index)?;
    }
    if !devices.smartcards.is_empty() {
        add(devices, ControllerType::Ccid, 0, None);
    }
    Ok(())
}

fn model(controller: &mut Controller, caps: &EmulatorCaps, q35: bool) -> Result<()> {
    match controller.controller_type {
        ControllerType::Usb => {
            controller.model.get_or_insert(if q35 {
                ControllerModel::QemuXhci
            } else {
                ControllerModel::Piix3Uhci
            });
        }
        ControllerType::Scsi => {
            let model = controller.model.get_or_insert(if caps.has("lsi53c895a") {
                ControllerModel::Lsilogic
            } else {
                ControllerModel::VirtioScsi
            });
            if *model == ControllerModel::Auto {
                *model = ControllerModel::Lsilogic;
            }
        }
        ControllerType::Pci => pci_model(controller)?,
        _ => {}
    }
    Ok(())
}

/// The device that makes the bus, and its numbers.
pub(super) fn pci_model(controller: &mut Controller) -> Result<()> {
    let index = u8::try_from(controller.index.unwrap_or(0)).unwrap_or(u8::MAX);
    let Some(model) = controller.model else {
        return Err(QemuError::BadXml(
            "a pci controller needs a model, such as 'pci-bridge' or 'pcie-root-port'".to_owned(),
        ));
    };
    let device = match model {
        ControllerModel::PciRoot | ControllerModel::PcieRoot => {
            if index != 0 {
                return Err(QemuError::BadXml(format!(
                    "pci-root and pcie-root controllers should have index 0, not {index}"
                )));
            }
            return Ok(());
        }
        ControllerModel::PciBridge => PciDevice::PciBridge,
        ControllerModel::PcieRootPort => PciDevice::PcieRootPort,
        ControllerModel::PcieToPciBridge => PciDevice::PciePciBridge,
        ControllerModel::DmiToPciBridge => PciDevice::I82801b11Bridge,
        ControllerModel::PcieSwitchUpstreamPort => PciDevice::X3130Upstream,
        ControllerModel::PcieSwitchDownstreamPort => PciDevice::Xio3130Downstream,
        ControllerModel::PciExpanderBus => PciDevice::Pxb,
        ControllerModel::PcieExpanderBus => PciDevice::PxbPcie,
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "unknown pci controller model '{other}'"
            )));
        }
    };
    controller.model_name.get_or_insert(device);
    match model {
        ControllerModel::PciBridge => {
            controller
                .target
                .get_or_insert_with(PciTarget::default)
                .chassis_nr
                .get_or_insert(index);
        }
        ControllerModel::PcieRootPort | ControllerModel::PcieSwitchDownstreamPort => {
            controller
                .target
                .get_or_insert_with(PciTarget::default)
                .chassis
                .get_or_insert(index);
        }
        _ => {}
    }
    Ok(())
}

/// Further roots have the numbers of their first buses from the top down, each with room for one more.
fn expander_numbers(devices: &mut Devices) {
    let mut lowest: u8 = 0;
    for c in devices
        .controllers
        .iter()
        .filter(|c| c.controller_type == ControllerType::Pci)
    {
        if let Some(number) = c.target.as_ref().and_then(|t| t.bus_nr) {
            lowest = if lowest == 0 { number } else { lowest.min(number) };
        }
    }
    for c in &mut devices.controllers {
        if c.controller_type == ControllerType::Pci
            && matches!(
                c.model,
                Some(ControllerModel::PciExpanderBus | ControllerModel::PcieExpanderBus)
            )
        {
            let target = c.target.get_or_insert_with(PciTarget::default);
            if target.bus_nr.is_none() {
                lowest = if lowest == 0 {
                    254
                } else {
                    lowest.saturating_sub(2)
                };
                target.bus_nr = Some(lowest);
            }
        }
    }
}
