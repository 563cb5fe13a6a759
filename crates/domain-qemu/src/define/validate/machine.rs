//! What QEMU's machines for x86 do not have. Each rule reports the code that libvirt reports.

use super::hardware::refuse_if;
use crate::error::Result;
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::common::chardev::CharSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::clock::{TickPolicy, TimerName, TimerTrack};
use ferrovirt_schema::domain::cpu::{CpuCacheMode, CpuMode, MaxPhysAddrMode};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::{Serial, SerialModel, SerialTargetType};
use ferrovirt_schema::domain::devices::graphics::Graphics;
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;
use ferrovirt_schema::domain::devices::panic::PanicModel;
use ferrovirt_schema::domain::devices::shmem::ShmemModel;
use ferrovirt_schema::domain::devices::video::VideoType;
use ferrovirt_schema::domain::devices::watchdog::WatchdogModel;
use ferrovirt_schema::domain::power::{CrashAction, LifecycleAction};
use ferrovirt_xml::YesNo;

pub(super) fn check(doc: &Domain, d: &Devices) -> Result<()> {
    refuse_if(doc.bootloader.is_some() || doc.bootloader_args.is_some(), || {
        "bootloader is not supported by QEMU".to_owned()
    })?;
    ends(doc)?;
    timers(doc)?;
    processor(doc)?;
    addresses(doc, d)?;
    d.serials.iter().try_for_each(serial)?;
    devices(d)
}

/// What happens at the end of a guest.
fn ends(doc: &Domain) -> Result<()> {
    let of = |wanted| [doc.on_reboot, doc.on_poweroff].contains(&Some(wanted));
    let renamed = doc.on_crash == Some(CrashAction::RestartRename);
    refuse_if(of(LifecycleAction::RestartRename) || renamed, || {
        "qemu driver doesn't support the 'rename-restart' action for 'on_reboot'/'on_poweroff'/'on_crash'"
            .to_owned()
    })?;
    refuse_if(of(LifecycleAction::Preserve), || {
        "qemu driver doesn't support the 'preserve' action for 'on_reboot'/'on_poweroff'".to_owned()
    })
}

fn timers(doc: &Domain) -> Result<()> {
    let timers = doc.clock.iter().flat_map(|clock| &clock.timers);
    for timer in timers.filter(|t| t.name == TimerName::Rtc) {
        if let Some(policy @ (TickPolicy::Merge | TickPolicy::Discard)) = timer.tickpolicy {
            return refuse_if(true, || format!("unsupported rtc timer tickpolicy '{policy}'"));
        }
        refuse_if(timer.track == Some(TimerTrack::Boot), || {
            "unsupported rtc timer track 'boot'".to_owned()
        })?;
    }
    Ok(())
}

fn processor(doc: &Domain) -> Result<()> {
    let Some(cpu) = &doc.cpu else { return Ok(()) };
    let whole = matches!(cpu.mode, Some(CpuMode::HostPassthrough | CpuMode::Maximum));
    let cache = cpu.cache.as_ref().map(|c| c.mode);
    refuse_if(cache == Some(CpuCacheMode::Passthrough) && !whole, || {
        "CPU cache mode 'passthrough' can only be used with 'host-passthrough' / 'maximum' CPUs".to_owned()
    })?;
    let bits = cpu.maxphysaddr.as_ref();
    refuse_if(
        bits.is_some_and(|b| b.mode == MaxPhysAddrMode::Emulate && b.bits.is_none()),
        || "if using CPU maximum physical address mode='emulate', bits= must be specified too".to_owned(),
    )
}

fn addresses(doc: &Domain, d: &Devices) -> Result<()> {
    for info in d.infos() {
        let pci = matches!(info.address, Some(Address::Pci(_)));
        refuse_if(info.acpi_index.is_some_and(|n| n > 0) && !pci, || {
            "ACPI index is only supported for PCI devices".to_owned()
        })?;
        refuse_if(matches!(info.address, Some(Address::Ccw(_))), || {
            let machine = doc.os.os_type.machine.as_deref().unwrap_or_default();
            format!("cannot use CCW address type for a device using machine type '{machine}'")
        })?;
    }
    Ok(())
}

/// Model, kind and place of a serial port belong together.
fn serial(serial: &Serial) -> Result<()> {
    use SerialModel as M;
    use SerialTargetType as T;
    let target = serial.target.as_ref();
    let kind = target.and_then(|t| t.target_type);
    let model = target.and_then(|t| t.model);
    let wanted = model.map(|model| match model {
        M::IsaSerial => T::IsaSerial,
        M::UsbSerial => T::UsbSerial,
        M::PciSerial => T::PciSerial,
        M::SpaprVty => T::SpaprVioSerial,
        M::Pl011 | M::Uart16550a => T::SystemSerial,
        M::SclpConsole | M::SclpLmConsole => T::SclpSerial,
        M::IsaDebugcon => T::IsaDebug,
    });
    if let (Some(model), Some(wanted)) = (model, wanted) {
        refuse_if(kind.is_some_and(|kind| kind != wanted), || {
            format!("Target model '{model}' requires target type '{wanted}'")
        })?;
    }
    let Some(kind) = kind.or(wanted) else {
        return Ok(());
    };
    let address = serial.info.address.as_ref();
    let (fits, word) = match kind {
        T::IsaSerial | T::IsaDebug => (matches!(address, None | Some(Address::Isa(_))), "isa"),
        T::UsbSerial => (matches!(address, None | Some(Address::Usb(_))), "usb"),
        T::PciSerial => (matches!(address, None | Some(Address::Pci(_))), "pci"),
        T::SpaprVioSerial => (matches!(address, None | Some(Address::SpaprVio(_))), "spapr-vio"),
        T::SystemSerial | T::SclpSerial => (true, ""),
    };
    refuse_if(!fits, || {
        format!("Target type '{kind}' requires address type '{word}'")
    })?;
    let elsewhere = matches!(kind, T::SpaprVioSerial | T::SystemSerial | T::SclpSerial);
    refuse_if(elsewhere, || {
        let model = model.map_or("none", |m| m.as_str());
        format!(
            "Serial device with target type '{kind}' and target model '{model}' not compatible with guest architecture or machine type"
        )
    })
}

fn devices(d: &Devices) -> Result<()> {
    refuse_if(d.nvram.is_some(), || {
        "nvram device is only supported for PPC64".to_owned()
    })?;
    for panic in &d.panics {
        let isa = matches!(panic.model, None | Some(PanicModel::Isa));
        refuse_if(
            isa && !matches!(panic.info.address, None | Some(Address::Isa(_))),
            || "panic is supported only with ISA address type".to_owned(),
        )?;
    }
    for watchdog in &d.watchdogs {
        let pci = matches!(watchdog.info.address, None | Some(Address::Pci(_)));
        refuse_if(watchdog.model == WatchdogModel::I6300esb && !pci, || {
            "i6300esb model of watchdog can go only on PCI bus".to_owned()
        })?;
    }
    for shmem in &d.shmems {
        let plain = shmem.model == Some(ShmemModel::IvshmemPlain);
        refuse_if(plain && shmem.server.is_some(), || {
            "shmem model 'ivshmem-plain' is supported only with server option disabled".to_owned()
        })?;
    }
    for hostdev in &d.hostdevs {
        let HostDevSource::Pci(pci) = &hostdev.source else {
            continue;
        };
        refuse_if(pci.write_filtering == Some(YesNo::Yes), || {
            "Write filtering of PCI device configuration space is not supported by qemu".to_owned()
        })?;
    }
    for model in d.videos.iter().filter_map(|v| v.model.as_ref()) {
        let kind = model.model_type;
        let several = matches!(kind, VideoType::Qxl | VideoType::Virtio);
        refuse_if(model.heads.is_some_and(|n| n > 1) && !several, || {
            format!("video type '{kind}' doesn't support multiple 'heads'")
        })?;
        let small = |size: Option<u32>| size.is_some_and(|kib| kib < 1024);
        let qxl = kind == VideoType::Qxl;
        for (what, wrong) in [
            ("vram", qxl && small(model.vram)),
            ("vgamem", qxl && small(model.vgamem)),
        ] {
            refuse_if(wrong, || {
                format!("value for '{what}' must be at least 1 MiB (1024 KiB)")
            })?;
        }
    }
    let spice = d.graphics.iter().any(|g| matches!(g, Graphics::Spice(_)));
    let redirected = d.redirdevs.iter().any(|r| r.source == CharSource::Spicevmc);
    refuse_if(redirected && !spice, || {
        "chardev 'spicevmc' not supported without spice graphics".to_owned()
    })
}
