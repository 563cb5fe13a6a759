//! Disks of a running guest: the medium of a drive can be changed, and what is missing media's fate.

use super::super::live;
use super::{check_names, judged, unsupported};
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Request};
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::devices::disk::{Disk, DiskDevice, DiskDriver, IoTune, Tray};
use ferrovirt_types::consts::ErrorNumber;
use std::sync::Arc;

/// A disk as it is wanted. Nothing that the guest or QEMU see of it may differ but the medium of a drive.
pub(in super::super) async fn disk(core: &Arc<Core>, guest: &Arc<Guest>, wanted: Disk) -> Result<()> {
    let live = guest.running()?;
    let dev = wanted.target.dev.clone();
    let disks = live.doc.devices.as_ref().map_or(&[][..], |d| &d.disks);
    let Some(at) = disks.iter().position(|d| d.target.dev == dev) else {
        let text = format!("disk '{dev}' not found");
        return Err(QemuError::coded(ErrorNumber::InternalError, text));
    };
    let now = &disks[at];
    let policy = wanted.source.common().startup_policy;
    check_names(&wanted.info, &now.info)?;
    let format_given = wanted.driver.as_ref().is_some_and(|d| d.format.is_some());
    let filled = judged(core, &live, |devices| {
        let mut wanted = wanted.clone();
        wanted.info.alias = None;
        if wanted.info.address.is_none() {
            wanted.info.address.clone_from(&now.info.address);
        }
        wanted.target.bus = wanted.target.bus.or(now.target.bus);
        wanted.source.common_mut().index = None;
        devices.disks[at] = wanted;
    });
    let filled = filled.await?;
    // They are put in order of their buses' names.
    let found = filled.disks.into_iter().find(|d| d.target.dev == dev);
    let mut filled = found.ok_or_else(|| QemuError::Failed(format!("disk '{dev}' is lost")))?;
    check(&filled, now)?;
    let is_drive = matches!(now.device, DiskDevice::Cdrom | DiskDevice::Floppy);
    if place(&filled.source) != place(&now.source) {
        if !is_drive {
            return Err(QemuError::ConfigUnsupported(
                "disk source can be changed only in removable drives".to_owned(),
            ));
        }
        if !format_given && let Some(driver) = &mut filled.driver {
            driver.format = None;
        }
        return Box::pin(live::change_medium(core, guest, filled)).await;
    }
    if policy != now.source.common().startup_policy {
        let edit = move |doc: &mut ferrovirt_schema::domain::Domain| {
            let mut disks = doc.devices.iter_mut().flat_map(|d| &mut d.disks);
            if let Some(disk) = disks.find(|d| d.target.dev == dev) {
                disk.source.common_mut().startup_policy = policy;
            }
        };
        live.ask(|reply| Request::edit(edit, reply)).await?;
    }
    Ok(())
}

/// A source without what a run gives it and without what is not its place.
fn place(source: &StorageSource) -> StorageSource {
    let mut source = source.clone();
    let common = source.common_mut();
    (common.index, common.startup_policy) = (None, None);
    source
}

/// Refuses what differs. What is left out is left as it is.
fn check(wanted: &Disk, now: &Disk) -> Result<()> {
    fn differs<T: PartialEq>(wanted: &Option<T>, now: &Option<T>) -> bool {
        wanted.is_some() && wanted != now
    }
    let none = DiskDriver::default();
    let (new, old) = (
        wanted.driver.as_ref().unwrap_or(&none),
        now.driver.as_ref().unwrap_or(&none),
    );
    let is_drive = |disk: &Disk| matches!(disk.device, DiskDevice::Cdrom | DiskDevice::Floppy);
    if is_drive(wanted) && !is_drive(now) {
        return Err(QemuError::ConfigUnsupported(format!(
            "disk type of '{}' does not support ejectable media",
            now.target.dev
        )));
    }
    let cylinders = |d: &Disk| d.geometry.as_ref().map(|g| g.cyls);
    let heads = |d: &Disk| d.geometry.as_ref().map(|g| g.heads);
    let sectors = |d: &Disk| d.geometry.as_ref().map(|g| g.secs);
    let trans = |d: &Disk| d.geometry.as_ref().and_then(|g| g.trans);
    let logical = |d: &Disk| d.blockio.as_ref().and_then(|b| b.logical_block_size);
    let physical = |d: &Disk| d.blockio.as_ref().and_then(|b| b.physical_block_size);
    let granularity = |d: &Disk| d.blockio.as_ref().and_then(|b| b.discard_granularity);
    let fields = [
        ("device", wanted.device != now.device),
        ("bus", differs(&wanted.target.bus, &now.target.bus)),
        (
            "tray",
            wanted.target.tray == Some(Tray::Open) && now.target.tray != Some(Tray::Open),
        ),
        (
            "removable",
            differs(&wanted.target.removable, &now.target.removable),
        ),
        (
            "rotation rate",
            differs(&wanted.target.rotation_rate, &now.target.rotation_rate),
        ),
        ("geometry cylinders", differs(&cylinders(wanted), &cylinders(now))),
        ("geometry heads", differs(&heads(wanted), &heads(now))),
        ("geometry sectors", differs(&sectors(wanted), &sectors(now))),
        ("geometry trans", differs(&trans(wanted), &trans(now))),
        (
            "blockio logical_block_size",
            differs(&logical(wanted), &logical(now)),
        ),
        (
            "blockio physical_block_size",
            differs(&physical(wanted), &physical(now)),
        ),
        (
            "blockio discard_granularity",
            differs(&granularity(wanted), &granularity(now)),
        ),
        ("serial", differs(&wanted.serial, &now.serial)),
        ("wwn", differs(&wanted.wwn, &now.wwn)),
        ("vendor", differs(&wanted.vendor, &now.vendor)),
        ("product", differs(&wanted.product, &now.product)),
        ("cache", differs(&new.cache, &old.cache)),
        ("error_policy", differs(&new.error_policy, &old.error_policy)),
        ("rerror_policy", differs(&new.rerror_policy, &old.rerror_policy)),
        ("io", differs(&new.io, &old.io)),
        ("ioeventfd", differs(&new.ioeventfd, &old.ioeventfd)),
        ("event_idx", differs(&new.event_idx, &old.event_idx)),
        ("copy_on_read", differs(&new.copy_on_read, &old.copy_on_read)),
        ("boot order", differs(&wanted.info.boot, &now.info.boot)),
        ("rawio", differs(&wanted.rawio, &now.rawio)),
        ("sgio", differs(&wanted.sgio, &now.sgio)),
        ("discard", differs(&new.discard, &old.discard)),
        ("iothread", differs(&new.iothread, &old.iothread)),
        ("detect_zeroes", differs(&new.detect_zeroes, &old.detect_zeroes)),
        ("queues", differs(&new.queues, &old.queues)),
        ("readonly", wanted.readonly && !now.readonly),
        ("shared", wanted.shareable && !now.shareable),
        ("transient", differs(&wanted.transient, &now.transient)),
        ("address", differs(&wanted.info.address, &now.info.address)),
    ];
    let field = fields
        .iter()
        .find(|(_, differs)| *differs)
        .map(|(field, _)| *field);
    let field = field.map(str::to_owned).or_else(|| {
        let limit = changed_limit(wanted.iotune.as_deref()?, now.iotune.as_deref())?;
        Some(format!("blkdeviotune {limit}"))
    });
    match field {
        Some(field) => Err(unsupported(format!("cannot modify field '{field}' of the disk"))),
        None => Ok(()),
    }
}

/// The first limit of a disk that differs; limits have a call of their own.
fn changed_limit(wanted: &IoTune, now: Option<&IoTune>) -> Option<&'static str> {
    let none = IoTune::default();
    let now = now.unwrap_or(&none);
    macro_rules! first {
        ($($field:ident)+) => {
            [$((stringify!($field), wanted.$field.is_some_and(|n| n != 0) && wanted.$field != now.$field)),+]
                .into_iter()
                .find(|(_, differs)| *differs)
                .map(|(name, _)| name)
        };
    }
    first!(total_bytes_sec read_bytes_sec write_bytes_sec total_iops_sec read_iops_sec write_iops_sec
        total_bytes_sec_max read_bytes_sec_max write_bytes_sec_max total_iops_sec_max read_iops_sec_max
        write_iops_sec_max size_iops_sec total_bytes_sec_max_length read_bytes_sec_max_length
        write_bytes_sec_max_length total_iops_sec_max_length read_iops_sec_max_length write_iops_sec_max_length)
    .or_else(|| (wanted.group_name.is_some() && wanted.group_name != now.group_name).then_some("group_name"))
}
