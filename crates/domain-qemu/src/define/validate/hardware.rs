//! What QEMU's machines and devices cannot do, rule by rule. Each rule reports the code that libvirt reports.

use crate::define::is_q35;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::common::chardev::CharSource;
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::common::virtio::VirtioOptions;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::clock::TimerName;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::audio::AudioType;
use ferrovirt_schema::domain::devices::chardev::ConsoleTargetType;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::PciDevice;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::{Disk, DiskBus, DiskDevice};
use ferrovirt_schema::domain::devices::filesystem::AccessMode;
use ferrovirt_schema::domain::devices::graphics::Graphics;
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;
use ferrovirt_schema::domain::devices::interface::InterfaceSource;
use ferrovirt_schema::domain::devices::iommu::IommuModel;
use ferrovirt_schema::domain::devices::memory::MemoryModel;
use ferrovirt_schema::domain::devices::panic::PanicModel;
use ferrovirt_schema::domain::devices::shmem::ShmemModel;
use ferrovirt_schema::domain::devices::video::{Video, VideoBackend, VideoType};
use ferrovirt_schema::domain::devices::watchdog::WatchdogModel;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::YesNo;
use std::collections::HashSet;

/// The largest size of video memory in KiB: QEMU counts it in bytes of 32 bits.
const MAX_VRAM: u32 = (u32::MAX >> 10) - 1;

fn unsupported(text: impl Into<String>) -> QemuError {
    QemuError::ConfigUnsupported(text.into())
}

/// Refuses with this text where the condition holds.
pub(super) fn refuse_if(condition: bool, text: impl FnOnce() -> String) -> Result<()> {
    match condition {
        true => Err(unsupported(text())),
        false => Ok(()),
    }
}

pub(super) fn check(doc: &Domain, d: &Devices) -> Result<()> {
    features(doc)?;
    timers(doc)?;
    secure_boot(doc)?;
    d.disks.iter().try_for_each(disk)?;
    controllers(doc, d)?;
    memory(doc, d)?;
    iommus(doc, d)?;
    videos(d)?;
    interfaces(d)?;
    spice(d)?;
    for panic in &d.panics {
        refuse_if(panic.model == Some(PanicModel::Pseries), || {
            "only pSeries guests support panic device of model 'pseries'".to_owned()
        })?;
        refuse_if(panic.model == Some(PanicModel::S390), || {
            "only S390 guests support panic device of model 's390'".to_owned()
        })?;
    }
    for watchdog in &d.watchdogs {
        refuse_if(watchdog.model == WatchdogModel::Itco && !is_q35(doc), || {
            "watchdog model 'itco' is part of machine type q35 only".to_owned()
        })?;
    }
    for console in &d.consoles {
        use ConsoleTargetType::{Sclp, SclpLm};
        let kind = console.target.as_ref().and_then(|t| t.target_type);
        refuse_if(matches!(kind, Some(Sclp | SclpLm)), || {
            "sclpconsole is not supported in this QEMU binary".to_owned()
        })?;
    }
    for shmem in &d.shmems {
        refuse_if(
            shmem.model == Some(ShmemModel::IvshmemDoorbell) && shmem.server.is_none(),
            || "shmem model 'ivshmem-doorbell' is supported only with server option enabled".to_owned(),
        )?;
    }
    for hostdev in &d.hostdevs {
        use HostDevSource::{Misc, Net, Storage};
        refuse_if(matches!(hostdev.source, Storage(_) | Misc(_) | Net(_)), || {
            "hostdev mode 'capabilities' is not supported in qemu".to_owned()
        })?;
    }
    for fs in &d.filesystems {
        let modes = fs.fmode.is_some() || fs.dmode.is_some();
        refuse_if(modes && fs.accessmode != Some(AccessMode::Mapped), || {
            "fmode and dmode must be used with accessmode=mapped".to_owned()
        })?;
    }
    Ok(())
}

fn secure_boot(doc: &Domain) -> Result<()> {
    let secure = doc.os.loader.as_ref().and_then(|l| l.secure);
    if !secure.is_some_and(YesNo::is_yes) {
        return Ok(());
    }
    refuse_if(!is_q35(doc), || {
        "Secure boot is supported with q35 machine types only".to_owned()
    })
}

/// Features of other architectures.
fn features(doc: &Domain) -> Result<()> {
    let Some(f) = &doc.features else { return Ok(()) };
    let given = [
        ("gic", f.gic.is_some()),
        ("hpt", f.hpt.is_some()),
        ("htm", f.htm.is_some()),
        ("nested-hv", f.nested_hv.is_some()),
        ("ccf-assist", f.ccf_assist.is_some()),
        ("cfpc", f.cfpc.is_some()),
        ("sbbc", f.sbbc.is_some()),
        ("ibs", f.ibs.is_some()),
    ];
    let Some((name, _)) = given.iter().find(|(_, given)| *given) else {
        return Ok(());
    };
    let arch = doc.os.os_type.arch.as_deref().unwrap_or_default();
    let machine = doc.os.os_type.machine.as_deref().unwrap_or_default();
    Err(unsupported(format!(
        "The '{name}' feature is not supported for architecture '{arch}' or machine type '{machine}'"
    )))
}

fn timers(doc: &Domain) -> Result<()> {
    for timer in doc.clock.iter().flat_map(|clock| &clock.timers) {
        let name = timer.name;
        refuse_if(name == TimerName::Platform, || {
            format!("unsupported timer type (name) '{name}'")
        })?;
        let without = matches!(name, TimerName::KvmClock | TimerName::HypervClock);
        refuse_if(without && timer.tickpolicy.is_some(), || {
            format!("timer {name} doesn't support setting of timer tickpolicy")
        })?;
    }
    Ok(())
}

fn disk(disk: &Disk) -> Result<()> {
    let (dev, bus) = (&disk.target.dev, disk.target.bus.unwrap_or_default());
    let driver = disk.driver.as_ref().and_then(|d| d.name.as_deref());
    if let Some(name) = driver.filter(|name| *name != "qemu") {
        return Err(unsupported(format!(
            "unsupported driver name '{name}' for disk '{dev}'; it is 'qemu'"
        )));
    }
    let format = disk.driver.as_ref().and_then(|d| d.format);
    let folder = matches!(disk.source, StorageSource::Dir(_));
    refuse_if(
        format == Some(StorageFormat::Fat) && !folder && disk.source.path().is_some(),
        || "storage format 'fat' is supported only with 'dir' storage type".to_owned(),
    )?;
    if disk.device == DiskDevice::Lun {
        refuse_if(!matches!(bus, DiskBus::Scsi | DiskBus::Virtio), || {
            format!("disk device='lun' is not supported for bus='{bus}'")
        })?;
        let whole = matches!(
            disk.source,
            StorageSource::Block(_) | StorageSource::Volume(_) | StorageSource::Network(_)
        );
        refuse_if(!whole, || {
            "disk device='lun' is only valid for block type disk source".to_owned()
        })?;
    }
    refuse_if(
        disk.readonly && disk.device == DiskDevice::Disk && matches!(bus, DiskBus::Ide | DiskBus::Sata),
        || format!("readonly {bus} disks are not supported"),
    )?;
    let Some(Address::Drive(at)) = &disk.info.address else {
        return Ok(());
    };
    let internal = |text: &str| Err(QemuError::coded(ErrorNumber::InternalError, text));
    match bus {
        DiskBus::Scsi if at.bus != 0 => internal("SCSI controller only supports 1 bus"),
        DiskBus::Fdc | DiskBus::Ide | DiskBus::Sata if at.target != 0 => Err(unsupported(format!(
            "target must be 0 for {} controller",
            if bus == DiskBus::Fdc { "fdc" } else { "ide" }
        ))),
        DiskBus::Fdc if at.controller != 0 => internal("Only 1 fdc controller is supported"),
        DiskBus::Fdc if at.bus != 0 => internal("Only 1 fdc bus is supported"),
        DiskBus::Sata if at.bus != 0 => internal("Only 1 bus is supported for a SATA controller"),
        _ => Ok(()),
    }
}

fn controllers(doc: &Domain, d: &Devices) -> Result<()> {
    let q35 = is_q35(doc);
    for c in &d.controllers {
        let index = c.index.unwrap_or(0);
        match c.controller_type {
            ControllerType::Ide if q35 => {
                return Err(unsupported(
                    "IDE controllers are unsupported for this QEMU binary or machine type; use bus 'sata'",
                ));
            }
            ControllerType::Ide => refuse_if(index > 0, || {
                "Only a single IDE controller is supported for this machine type".to_owned()
            })?,
            ControllerType::Pci => pci(c, index)?,
            _ => {}
        }
    }
    Ok(())
}

/// The device behind a bus is that of its model.
fn pci(c: &Controller, index: u32) -> Result<()> {
    let Some(found) = c.model_name else {
        return Ok(());
    };
    let fits: &[PciDevice] = match c.model {
        Some(ControllerModel::PciBridge) => &[PciDevice::PciBridge],
        Some(ControllerModel::DmiToPciBridge) => &[PciDevice::I82801b11Bridge],
        Some(ControllerModel::PcieToPciBridge) => &[PciDevice::PciePciBridge],
        Some(ControllerModel::PcieRootPort) => &[PciDevice::Ioh3420, PciDevice::PcieRootPort],
        Some(ControllerModel::PcieSwitchUpstreamPort) => &[PciDevice::X3130Upstream],
        Some(ControllerModel::PcieSwitchDownstreamPort) => &[PciDevice::Xio3130Downstream],
        Some(ControllerModel::PciExpanderBus) => &[PciDevice::Pxb],
        Some(ControllerModel::PcieExpanderBus) => &[PciDevice::PxbPcie],
        _ => &[],
    };
    if fits.contains(&found) {
        return Ok(());
    }
    let model = c.model.map(ControllerModel::as_str).unwrap_or_default();
    let why = if fits.is_empty() {
        "is not valid"
    } else {
        "has invalid value"
    };
    Err(unsupported(format!(
        "Option 'modelName' {why} for PCI controller with index '{index}', model '{model}' and modelName '{found}'"
    )))
}

fn memory(doc: &Domain, d: &Devices) -> Result<()> {
    plugged(doc)?;
    let mut slots = HashSet::new();
    for module in &d.memories {
        if let Some(Address::Dimm(at)) = &module.info.address
            && let Some(slot) = at.slot
        {
            refuse_if(!slots.insert(slot), || {
                format!("memory device slot '{slot}' is already being used by another memory device")
            })?;
            let most = doc.max_memory.as_ref().and_then(|m| m.slots).unwrap_or(u32::MAX);
            refuse_if(slot >= most, || {
                format!("memory device slot '{slot}' exceeds slots count '{most}'")
            })?;
        }
    }
    Ok(())
}

/// What has to be looked at before anything is filled in.
pub(super) fn before(doc: &Domain, d: &Devices) -> Result<()> {
    let spoken = doc
        .os
        .bios
        .as_ref()
        .and_then(|b| b.useserial)
        .is_some_and(YesNo::is_yes);
    let serial = d.consoles.is_empty() && d.serials.is_empty();
    if spoken && serial {
        return Err(QemuError::BadXml(
            "need at least one serial port to use BIOS serial output".to_owned(),
        ));
    }
    let primary = |v: &&Video| v.model.as_ref().is_some_and(|m| m.primary == Some(YesNo::Yes));
    refuse_if(d.videos.iter().filter(primary).count() > 1, || {
        "Only one primary video device is supported".to_owned()
    })?;
    let on_usb = |disk: &&Disk| {
        let address = &disk.info.address;
        disk.target.bus == Some(DiskBus::Usb) && !matches!(address, None | Some(Address::Usb(_)))
    };
    if let Some(disk) = d.disks.iter().find(on_usb) {
        return Err(QemuError::coded(
            ErrorNumber::InternalError,
            format!("unexpected address type for usb disk '{}'", disk.target.dev),
        ));
    }
    plugged(doc)
}

/// Memory that is plugged in needs room and a node.
fn plugged(doc: &Domain) -> Result<()> {
    let nodes = doc.cpu.as_ref().is_some_and(|cpu| cpu.numa.is_some());
    refuse_if(doc.max_memory.is_some() && !nodes, || {
        "At least one numa node has to be configured when enabling memory hotplug".to_owned()
    })?;
    for module in doc.devices.iter().flat_map(|d| &d.memories) {
        if module.model == MemoryModel::SgxEpc {
            continue;
        }
        refuse_if(doc.max_memory.is_none(), || {
            "cannot use/hotplug a memory device when domain 'maxMemory' is not defined".to_owned()
        })?;
        let own_bus = module.model == MemoryModel::VirtioPmem;
        refuse_if(!own_bus && module.target.node.is_none(), || {
            "target NUMA node needs to be specified for memory device".to_owned()
        })?;
    }
    Ok(())
}

fn iommus(doc: &Domain, d: &Devices) -> Result<()> {
    let acpi = doc.features.as_ref().is_some_and(|f| f.acpi);
    for iommu in &d.iommus {
        let model = iommu.model;
        match model {
            IommuModel::Intel | IommuModel::Amd => refuse_if(!is_q35(doc), || {
                format!("IOMMU device: '{model}' is only supported with Q35 machines")
            })?,
            IommuModel::Smmuv3 => {
                return Err(unsupported(format!(
                    "IOMMU device: '{model}' is only supported with ARM Virt machines"
                )));
            }
            IommuModel::Virtio => {
                refuse_if(!is_q35(doc), || {
                    format!("IOMMU device: '{model}' is only supported with Q35 and ARM Virt machines")
                })?;
                refuse_if(!acpi, || format!("IOMMU device: '{model}' requires ACPI"))?;
            }
        }
    }
    Ok(())
}

fn videos(d: &Devices) -> Result<()> {
    d.videos.iter().try_for_each(video)
}

fn video(video: &Video) -> Result<()> {
    let Some(model) = &video.model else { return Ok(()) };
    let kind = model.model_type;
    let outside = video.driver.as_ref().and_then(|d| d.name) == Some(VideoBackend::VhostUser);
    refuse_if(outside && kind != VideoType::Virtio, || {
        "'vhostuser' driver is only supported with 'virtio' device".to_owned()
    })?;
    if let Some(acceleration) = &model.acceleration {
        refuse_if(acceleration.rendernode.is_some() && !outside, || {
            "unsupported rendernode accel attribute without 'vhostuser'".to_owned()
        })?;
        let three = acceleration.accel3d.is_some_and(YesNo::is_yes);
        refuse_if(three && kind != VideoType::Virtio, || {
            "3d acceleration is supported only with 'virtio' video device".to_owned()
        })?;
    }
    if kind != VideoType::Qxl {
        return Ok(());
    }
    for (name, size) in [("vram", model.vram), ("ram", model.ram)] {
        if size.is_some_and(|kib| kib > MAX_VRAM) {
            return Err(QemuError::coded(
                ErrorNumber::Overflow,
                format!("value for '{name}' must be less than '{}' KiB", MAX_VRAM + 1),
            ));
        }
    }
    Ok(())
}

/// Options of virtio need a device of virtio.
fn interfaces(d: &Devices) -> Result<()> {
    for nic in &d.interfaces {
        let kind = nic.source.word();
        let own_mtu = matches!(
            nic.source,
            InterfaceSource::Network(_)
                | InterfaceSource::Bridge(_)
                | InterfaceSource::Ethernet(_)
                | InterfaceSource::VhostUser(_)
        );
        refuse_if(nic.mtu.is_some() && !own_mtu, || {
            format!("setting MTU on interface type {kind} is not supported yet")
        })?;
        if matches!(nic.source, InterfaceSource::User(_)) {
            let of = |v4: bool| nic.ips.iter().filter(|ip| ip.address.0.is_ipv4() == v4).count();
            refuse_if(of(true) > 1, || {
                "Only one IPv4 address per interface is allowed".to_owned()
            })?;
            refuse_if(of(false) > 1, || {
                "Only one IPv6 address per interface is allowed".to_owned()
            })?;
        }
        let virtio = nic.model.as_deref().is_some_and(|m| m.starts_with("virtio"));
        if let Some(driver) = nic.driver.as_ref().filter(|_| !virtio) {
            options(&driver.virtio)?;
        }
    }
    Ok(())
}

fn options(given: &VirtioOptions) -> Result<()> {
    let all = [
        ("iommu", given.iommu),
        ("ats", given.ats),
        ("packed", given.packed),
        ("page_per_vq", given.page_per_vq),
    ];
    match all.iter().find(|(_, value)| value.is_some()) {
        Some((name, _)) => Err(unsupported(format!(
            "{name} driver option is only supported for virtio devices"
        ))),
        None => Ok(()),
    }
}

/// What goes over SPICE needs SPICE.
fn spice(d: &Devices) -> Result<()> {
    if d.graphics.iter().any(|g| matches!(g, Graphics::Spice(_))) {
        return Ok(());
    }
    let mut channels = d.channels.iter().map(|c| &c.source);
    for (word, there) in [
        ("spicevmc", channels.any(|s| matches!(s, CharSource::Spicevmc))),
        (
            "spiceport",
            d.channels
                .iter()
                .any(|c| matches!(c.source, CharSource::Spiceport(_))),
        ),
    ] {
        refuse_if(there, || {
            format!("chardev '{word}' not supported without spice graphics")
        })?;
    }
    refuse_if(d.audios.iter().any(|a| a.audio_type == AudioType::Spice), || {
        "Spice audio is not supported without spice graphics".to_owned()
    })
}
