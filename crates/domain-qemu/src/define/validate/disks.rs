//! What QEMU's disks cannot be. Each rule reports the code that libvirt reports.

use super::hardware::refuse_if;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::secret::EncryptionFormat;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::disk::{Disk, DiskBus, DiskCache, DiskDevice, DiskDriver, DiskIo};
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::OnOff;

pub(super) fn check(doc: &Domain, d: &Devices) -> Result<()> {
    d.disks.iter().try_for_each(|disk| {
        names(disk)?;
        image(disk)?;
        threads(doc, disk)
    })
}

/// What a disk says of itself.
fn names(disk: &Disk) -> Result<()> {
    let (dev, bus) = (&disk.target.dev, disk.target.bus.unwrap_or_default());
    let lun = disk.device == DiskDevice::Lun;
    let internal = |text: &str| Err(QemuError::coded(ErrorNumber::InternalError, text));
    refuse_if(lun && (disk.vendor.is_some() || disk.product.is_some()), || {
        "Setting vendor or product is not supported for lun device".to_owned()
    })?;
    refuse_if(
        disk.wwn.is_some() && !matches!(bus, DiskBus::Ide | DiskBus::Scsi | DiskBus::Sata),
        || "Only ide and scsi disk support wwn".to_owned(),
    )?;
    refuse_if(lun && bus == DiskBus::Scsi && disk.serial.is_some(), || {
        "scsi-block 'lun' devices do not support the serial property".to_owned()
    })?;
    refuse_if(disk.geometry.is_some() && bus == DiskBus::Usb, || {
        "CHS geometry can not be set for 'usb' bus".to_owned()
    })?;
    if disk.target.rotation_rate.is_some() {
        if !matches!(bus, DiskBus::Scsi | DiskBus::Ide | DiskBus::Sata) {
            return internal("rotation rate is only valid for SCSI/IDE/SATA bus");
        }
        if disk.device != DiskDevice::Disk {
            return internal("rotation rate is only valid for disk device");
        }
    }
    let elsewhere = !matches!(
        disk.info.address,
        None | Some(Address::Pci(_) | Address::Ccw(_) | Address::VirtioMmio | Address::VirtioS390)
    );
    refuse_if(bus == DiskBus::Virtio && elsewhere, || {
        let word = disk.info.address.as_ref().map_or("none", Address::word);
        format!("virtio disk cannot have an address of type '{word}': '{dev}' goes on PCI")
    })
}

/// What has to fit the image.
fn image(disk: &Disk) -> Result<()> {
    let dev = &disk.target.dev;
    let none = DiskDriver::default();
    let driver = disk.driver.as_ref().unwrap_or(&none);
    let raw = driver.format.is_none_or(|f| f == StorageFormat::Raw);
    refuse_if(disk.shareable && !raw, || {
        format!("shared access for disk '{dev}' requires use of supported storage format")
    })?;
    if disk.transient.is_some() {
        refuse_if(
            disk.source.path().is_none() && matches!(disk.source, StorageSource::File(_)),
            || format!("transient disk '{dev}' must not be empty"),
        )?;
        refuse_if(disk.readonly, || {
            format!("transient disk '{dev}' must not be read-only")
        })?;
        refuse_if(!matches!(disk.source, StorageSource::File(_)), || {
            format!("transient disk supported only with 'file' type ({dev})")
        })?;
    }
    let uncached = matches!(driver.cache, Some(DiskCache::None | DiskCache::DirectSync));
    refuse_if(driver.io == Some(DiskIo::Native) && !uncached, || {
        "io='native' needs either no disk cache or directsync cache mode".to_owned()
    })?;
    let copies = driver.copy_on_read == Some(OnOff::On);
    refuse_if(copies && disk.readonly, || {
        format!("copy_on_read is not compatible with read-only disk '{dev}'")
    })?;
    refuse_if(
        copies && matches!(disk.device, DiskDevice::Lun | DiskDevice::Floppy),
        || {
            let device = disk.device;
            format!("copy_on_read is not compatible with '{device}' disk '{dev}'")
        },
    )?;
    let inner = disk.source.common().encryption.as_ref();
    let encryption = inner.or(disk.encryption.as_ref());
    refuse_if(
        encryption.is_some_and(|e| e.format == EncryptionFormat::Luks2),
        || "luks2 is currently not supported by the qemu encryption engine".to_owned(),
    )
}

/// Threads of its own are there, and its bus can use them.
fn threads(doc: &Domain, disk: &Disk) -> Result<()> {
    let Some(thread) = disk.driver.as_ref().and_then(|d| d.iothread) else {
        return Ok(());
    };
    let bus = disk.target.bus.unwrap_or_default();
    refuse_if(bus != DiskBus::Virtio, || {
        format!("IOThreads not available for bus {bus} target {}", disk.target.dev)
    })?;
    refuse_if(!doc.has_iothread(thread), || {
        format!("Disk iothread '{thread}' not defined in iothreadid")
    })
}
