//! What cannot be, seen only when everything is filled in.

use crate::error::{Result, TestError};
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::controller::ControllerType;
use ferrovirt_schema::domain::devices::disk::DiskBus;
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;

pub(super) fn check(devices: &Devices) -> Result<()> {
    files_by_descriptor(devices)?;
    units_of_scsi(devices)?;
    redirected_usb(devices)
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

fn redirected_usb(devices: &Devices) -> Result<()> {
    let mut usb = devices
        .controllers
        .iter()
        .filter(|c| c.controller_type == ControllerType::Usb);
    let off = usb.any(|c| c.model.as_deref() == Some("none"));
    if off && !devices.redirdevs.is_empty() {
        return Err(TestError::ConfigUnsupported(
            "cannot add redirected USB device: USB is disabled for this domain".into(),
        ));
    }
    Ok(())
}
