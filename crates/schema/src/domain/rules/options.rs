//! Options that only some devices have. What one means on a device without it nobody can say, so it is refused.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{OnOff, XmlError, YesNo};

use super::{Verdict, device_path, internal, sources, unsupported};
use crate::common::address::Address;
use crate::common::source::{StartupPolicy, StorageSource};
use crate::common::virtio::VirtioOptions;
use crate::domain::Domain;
use crate::domain::clock::TimerName;
use crate::domain::cpu::CpuMode;
use crate::domain::devices::Devices;
use crate::domain::devices::disk::{Disk, DiskBus, DiskDevice, ErrorPolicy, Sgio, Tray};
use crate::domain::devices::filesystem::FilesystemDriverType;
use crate::domain::devices::hostdev::{HostDev, HostDevSource};
use crate::domain::devices::input::{InputBus, InputType};
use crate::domain::devices::interface::TeamingType;
use crate::domain::devices::iommu::IommuModel;
use crate::domain::devices::video::VideoType;

pub(super) fn check(domain: &Domain) -> Verdict {
    processor(domain)?;
    timers(domain)?;
    features(domain)?;
    let Some(devices) = &domain.devices else {
        return Ok(());
    };
    for (i, disk) in devices.disks.iter().enumerate() {
        self::disk(disk, &device_path("disk", i))?;
    }
    for (i, hostdev) in devices.hostdevs.iter().enumerate() {
        self::hostdev(hostdev, &device_path("hostdev", i))?;
    }
    addresses(devices)?;
    others(devices)
}

/// Refuses the first of these that holds.
fn first<const N: usize>(path: &str, rules: [(bool, &str, String); N]) -> Verdict {
    match rules.into_iter().find(|(wrong, ..)| *wrong) {
        Some((_, part, why)) => unsupported(format!("{path}{part}"), why),
        None => Ok(()),
    }
}

fn processor(domain: &Domain) -> Verdict {
    let Some(cpu) = &domain.cpu else { return Ok(()) };
    let model = cpu.model.as_ref();
    if cpu.vendor.is_some() && model.is_none_or(|m| m.name.is_none()) {
        let why = "CPU vendor specified without CPU model";
        return Err(XmlError::rule("domain/cpu/vendor", why));
    }
    if let Some(id) = model.and_then(|m| m.vendor_id.as_deref()) {
        let at = "domain/cpu/model/@vendor_id";
        if id.len() != 12 {
            return Err(XmlError::rule(at, "vendor_id must be exactly 12 characters long"));
        }
        if id.contains(',') {
            return Err(XmlError::rule(at, "vendor id is invalid: it has a comma"));
        }
    }
    let whole = matches!(cpu.mode, Some(CpuMode::HostPassthrough | CpuMode::Maximum));
    let why = "Attribute migratable is only allowed for 'host-passthrough' / 'maximum' CPU mode";
    first(
        "domain/cpu",
        [(cpu.migratable.is_some() && !whole, "/@migratable", why.to_owned())],
    )
}

/// Only the time stamp counter has a frequency and a mode.
fn timers(domain: &Domain) -> Verdict {
    for (i, timer) in domain.clock.iter().flat_map(|c| &c.timers).enumerate() {
        let name = timer.name;
        let other = name != TimerName::Tsc;
        let why = |what: &str| format!("timer {name} doesn't support setting of timer {what}");
        first(
            &format!("domain/clock/timer[{}]", i + 1),
            [
                (
                    other && timer.frequency.is_some_and(|f| f > 0),
                    "/@frequency",
                    why("frequency"),
                ),
                (other && timer.mode.is_some(), "/@mode", why("mode")),
            ],
        )?;
    }
    Ok(())
}

/// Values that features need when they are on.
fn features(domain: &Domain) -> Verdict {
    let Some(features) = &domain.features else {
        return Ok(());
    };
    let needed = |at: &str, why: String| Err(XmlError::rule(format!("domain/features/{at}"), why));
    if let Some(hyperv) = &features.hyperv {
        if let Some(spinlocks) = &hyperv.spinlocks
            && spinlocks.state == OnOff::On
            && spinlocks.retries.is_none()
        {
            let why = "missing required attribute 'retries' in element 'spinlocks'";
            return needed("hyperv/spinlocks", why.to_owned());
        }
        if let Some(vendor) = &hyperv.vendor_id
            && vendor.state == OnOff::On
            && vendor.value.is_none()
        {
            let why = "missing 'value' attribute for HyperV feature 'vendor_id'";
            return needed("hyperv/vendor_id", why.to_owned());
        }
    }
    if let Some(ring) = features.kvm.as_ref().and_then(|kvm| kvm.dirty_ring.as_ref())
        && ring.state == OnOff::On
        && ring.size.is_none()
    {
        let why = "missing required attribute 'size' in element 'dirty-ring'";
        return needed("kvm/dirty-ring", why.to_owned());
    }
    Ok(())
}

/// The bus of a disk, by its name where it says none.
fn bus_of(disk: &Disk) -> DiskBus {
    let by_name = || match disk.target.dev.as_str() {
        dev if dev.starts_with("vd") => DiskBus::Virtio,
        dev if dev.starts_with("sd") => DiskBus::Scsi,
        dev if dev.starts_with("fd") => DiskBus::Fdc,
        dev if dev.starts_with("xvd") => DiskBus::Xen,
        dev if dev.starts_with("ubd") => DiskBus::Uml,
        _ => DiskBus::Ide,
    };
    disk.target.bus.unwrap_or_else(by_name)
}

fn disk(disk: &Disk, path: &str) -> Verdict {
    let bus = bus_of(disk);
    let virtio = bus == DiskBus::Virtio;
    let lun = disk.device == DiskDevice::Lun;
    let drive = matches!(disk.device, DiskDevice::Cdrom | DiskDevice::Floppy);
    let model = disk.model.unwrap_or_default();
    let only_lun = |what: &str| format!("{what} can be used only with device='lun'");
    first(
        path,
        [
            (
                disk.model.is_some() && !virtio,
                "/@model",
                format!("disk model '{model}' not supported for bus '{bus}'"),
            ),
            (
                disk.sgio == Some(Sgio::Unfiltered),
                "/@sgio",
                "unfiltered sgio is no longer supported".to_owned(),
            ),
            (disk.rawio.is_some() && !lun, "/@rawio", only_lun("rawio")),
            (disk.sgio.is_some() && !lun, "/@sgio", only_lun("sgio")),
            (
                disk.target.tray == Some(Tray::Open) && !drive,
                "/target/@tray",
                "tray is only valid for cdrom and floppy".to_owned(),
            ),
            (
                lun && disk.encryption.is_some(),
                "/encryption",
                "disk device 'lun' doesn't support encryption".to_owned(),
            ),
        ],
    )?;
    if disk.target.removable.is_some() && bus != DiskBus::Usb {
        let why = "removable is only valid for usb disks";
        return Err(XmlError::rule(format!("{path}/target/@removable"), why));
    }
    missing_media(disk, drive, path)?;
    let Some(driver) = &disk.driver else {
        return Ok(());
    };
    first(
        path,
        [
            (
                driver.rerror_policy == Some(ErrorPolicy::Enospace),
                "/driver/@rerror_policy",
                "Invalid disk read error policy: 'enospace'".to_owned(),
            ),
            (
                driver.queues.is_some_and(|n| n > 0) && !virtio,
                "/driver/@queues",
                "queues attribute in disk driver element is only supported by virtio-blk".to_owned(),
            ),
            (
                driver.event_idx.is_some() && !virtio,
                "/driver/@event_idx",
                "disk event_idx mode supported only for virtio bus".to_owned(),
            ),
            (
                driver.ioeventfd.is_some() && !virtio,
                "/driver/@ioeventfd",
                "disk ioeventfd mode supported only for virtio bus".to_owned(),
            ),
        ],
    )?;
    match virtio {
        true => Ok(()),
        false => without_virtio(&driver.virtio, &format!("{path}/driver")),
    }
}

/// What may be missing when the guest starts is a medium of this host, or at least of a drive.
fn missing_media(disk: &Disk, drive: bool, path: &str) -> Verdict {
    let Some(policy) = sources::common(&disk.source).and_then(|c| c.startup_policy) else {
        return Ok(());
    };
    let why = if matches!(disk.source, StorageSource::Network(_)) {
        format!("disk startupPolicy '{policy}' is not allowed for disk of 'network' type")
    } else if policy == StartupPolicy::Requisite && !drive {
        format!("disk startupPolicy '{policy}' is allowed only for cdrom or floppy")
    } else {
        return Ok(());
    };
    Err(XmlError::rule(format!("{path}/source/@startupPolicy"), why))
}

fn without_virtio(given: &VirtioOptions, path: &str) -> Verdict {
    let why = |what: &str| format!("{what} driver option is only supported for virtio devices");
    first(
        path,
        [
            (given.iommu.is_some(), "/@iommu", why("iommu")),
            (given.ats.is_some(), "/@ats", why("ats")),
            (given.packed.is_some(), "/@packed", why("packed")),
            (given.page_per_vq.is_some(), "/@page_per_vq", why("page_per_vq")),
        ],
    )
}

fn hostdev(hostdev: &HostDev, path: &str) -> Verdict {
    let scsi = matches!(hostdev.source, HostDevSource::Scsi(_));
    let policy = match &hostdev.source {
        HostDevSource::Pci(pci) => pci.startup_policy.is_some(),
        _ => false,
    };
    let fixed = hostdev
        .teaming
        .as_ref()
        .is_some_and(|t| t.teaming_type != TeamingType::Transient);
    first(
        path,
        [
            (
                hostdev.sgio == Some(Sgio::Unfiltered) && scsi,
                "/@sgio",
                "unfiltered sgio is no longer supported".to_owned(),
            ),
            (
                policy,
                "/source/@startupPolicy",
                "Setting startupPolicy is only allowed for USB devices".to_owned(),
            ),
            (
                fixed,
                "/teaming",
                "teaming hostdev devices must have type='transient'".to_owned(),
            ),
        ],
    )?;
    for (given, what) in [
        (hostdev.sgio.is_some(), "sgio"),
        (hostdev.rawio.is_some(), "rawio"),
    ] {
        if given && !scsi {
            let why = format!("{what} is only supported for scsi host device");
            return Err(XmlError::rule(format!("{path}/@{what}"), why));
        }
    }
    let modelled = matches!(
        hostdev.source,
        HostDevSource::Mdev(_) | HostDevSource::ScsiHost(_)
    );
    if hostdev.model.is_some() && !modelled {
        let why = "'model' attribute in <hostdev> is only supported for type='mdev' and type='scsi_host'";
        return Err(XmlError::rule(format!("{path}/@model"), why));
    }
    let Some(address) = &hostdev.info.address else {
        return Ok(());
    };
    let at = format!("{path}/address/@type");
    match (&hostdev.source, address) {
        (_, Address::Unassigned) | (HostDevSource::Pci(_), Address::Pci(_)) => Ok(()),
        (HostDevSource::Pci(_), _) => {
            internal(at, "PCI host devices must use 'pci' or 'unassigned' address type")
        }
        (HostDevSource::Scsi(_), Address::Drive(_)) | (HostDevSource::Usb(_), Address::Usb(_)) => Ok(()),
        (HostDevSource::Scsi(_), _) => unsupported(at, "SCSI host device must use 'drive' address type"),
        (HostDevSource::Usb(_), _) => unsupported(at, "USB host device must use 'usb' address type"),
        _ => Ok(()),
    }
}

fn addresses(devices: &Devices) -> Verdict {
    let all = devices.infos();
    let has = |wanted: &Address| all.iter().filter(|i| i.address.as_ref() == Some(wanted)).count();
    if has(&Address::VirtioS390) > 0 {
        let why = "virtio-s390 bus doesn't have an address";
        return Err(XmlError::rule("domain/devices", why));
    }
    let unassigned = |h: &&HostDev| h.info.address == Some(Address::Unassigned);
    if has(&Address::Unassigned) > devices.hostdevs.iter().filter(unassigned).count() {
        return unsupported(
            "domain/devices",
            "address of type 'unassigned' is supported only for hostdevs",
        );
    }
    for (i, redirected) in devices.redirdevs.iter().enumerate() {
        if !matches!(redirected.info.address, None | Some(Address::Usb(_))) {
            let path = format!("{}/address/@type", device_path("redirdev", i));
            return Err(XmlError::rule(path, "invalid address for a USB device"));
        }
    }
    for (i, iommu) in devices.iommus.iter().enumerate() {
        let model = iommu.model;
        if matches!(model, IommuModel::Intel | IommuModel::Smmuv3) && iommu.info.address.is_some() {
            let path = format!("{}/address", device_path("iommu", i));
            return Err(XmlError::rule(
                path,
                format!("iommu model '{model}' can't have address"),
            ));
        }
    }
    Ok(())
}

fn others(devices: &Devices) -> Verdict {
    for (i, input) in devices.inputs.iter().enumerate() {
        let Some(model) = input.model else { continue };
        let virtio = match input.bus {
            Some(bus) => bus == InputBus::Virtio,
            None => input.input_type == InputType::Passthrough,
        };
        let why = format!("only bus 'virtio' is supported for input model '{model}'");
        first(&device_path("input", i), [(!virtio, "/@model", why)])?;
    }
    for (i, video) in devices.videos.iter().enumerate() {
        let Some(model) = &video.model else { continue };
        let other = model.model_type != VideoType::Qxl;
        let why = |what: &str| format!("{what} attribute only supported for video type qxl");
        first(
            &format!("{}/model", device_path("video", i)),
            [
                (other && model.ram.is_some(), "/@ram", why("ram")),
                (other && model.vram64.is_some(), "/@vram64", why("vram64")),
                (other && model.vgamem.is_some(), "/@vgamem", why("vgamem")),
            ],
        )?;
    }
    for (i, fs) in devices.filesystems.iter().enumerate() {
        let kind = fs.driver.as_ref().and_then(|d| d.driver_type);
        let why = "boot order is only supported for virtiofs".to_owned();
        let served = kind == Some(FilesystemDriverType::Virtiofs);
        first(
            &device_path("filesystem", i),
            [(fs.info.boot.is_some() && !served, "/boot", why)],
        )?;
    }
    for (i, shmem) in devices.shmems.iter().enumerate() {
        if shmem.msi.is_some() && shmem.server.is_none() {
            let path = format!("{}/msi", device_path("shmem", i));
            return Err(XmlError::rule(path, "msi option is only supported with a server"));
        }
    }
    for (i, disk) in devices.disks.iter().enumerate() {
        let common = sources::common(&disk.source);
        if let Some(reservations) = common.and_then(|c| c.reservations.as_ref())
            && reservations.managed.is_none()
            && reservations.enabled != Some(YesNo::No)
        {
            let path = format!("{}/source/reservations/@managed", device_path("disk", i));
            let why = "missing required attribute 'managed' in element 'reservations'";
            return Err(XmlError::coded(path, ErrorNumber::XmlError, why));
        }
    }
    Ok(())
}
