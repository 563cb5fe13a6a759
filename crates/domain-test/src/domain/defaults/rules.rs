//! What cannot be, seen only when everything is filled in.

use crate::error::{Result, TestError};
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::DiskBus;
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;
use ferrovirt_types::consts::ErrorNumber;

pub(super) fn check(devices: &Devices) -> Result<()> {
    files_by_descriptor(devices)?;
    units_of_scsi(devices)?;
    single(devices)
}

fn files_by_descriptor(devices: &Devices) -> Result<()> {
    let passed =
        |source: &StorageSource| matches!(source, StorageSource::File(file) if file.fdgroup.is_some());
    match devices.disks.iter().find(|disk| passed(&disk.source)) {
        Some(disk) => Err(TestError::ConfigUnsupported(format!(
            "driver does not support FD passing for disk '{}'",
            disk.target.dev
        ))),
        None => Ok(()),
    }
}

fn units_of_scsi(devices: &Devices) -> Result<()> {
    let hostdevs = devices
        .hostdevs
        .iter()
        .filter(|h| matches!(h.source, HostDevSource::Scsi(_)));
    let taken: Vec<_> = hostdevs.filter_map(|h| h.info.address.as_ref()).collect();
    let mut disks = devices
        .disks
        .iter()
        .filter(|d| d.target.bus == Some(DiskBus::Scsi));
    match disks.find(|d| {
        d.info
            .address
            .as_ref()
            .is_some_and(|address| taken.contains(&address))
    }) {
        Some(disk) => Err(TestError::ConfigUnsupported(format!(
            "disk '{}' is at the same unit as a SCSI device of the host",
            disk.target.dev
        ))),
        None => Ok(()),
    }
}

/// A definition with a redirected device has a controller for it; one that is plugged in later brings its own.
pub(super) fn redirected_usb(devices: &Devices) -> Result<()> {
    let usable =
        |c: &Controller| c.controller_type == ControllerType::Usb && c.model != Some(ControllerModel::None);
    if !devices.redirdevs.is_empty() && !devices.controllers.iter().any(usable) {
        return Err(TestError::ConfigUnsupported(
            "cannot add redirected USB device: the guest has no USB controller".into(),
        ));
    }
    Ok(())
}

/// Devices of which a guest has one of each model.
fn single(devices: &Devices) -> Result<()> {
    for (at, panic) in devices.panics.iter().enumerate() {
        if devices
            .panics
            .iter()
            .take(at)
            .any(|other| other.model == panic.model)
        {
            let why = "each model of panic device can be there once";
            return Err(TestError::of_guest(ErrorNumber::XmlError, why));
        }
    }
    Ok(())
}
