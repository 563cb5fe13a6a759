//! The machine and what the host keeps for it: architecture, clock, labels, accounts, leases.

use std::collections::BTreeSet;

use ferrovirt_types::arch::ARCHITECTURES;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::XmlError;

use super::{Verdict, broken, device_path, internal, sources, unsupported};
use crate::common::seclabel::SecLabelType;
use crate::domain::Domain;
use crate::domain::clock::ClockOffset;
use crate::domain::devices::Devices;
use crate::domain::devices::filesystem::FilesystemSource;

pub(super) fn check(domain: &Domain) -> Verdict {
    machine(domain)?;
    clock(domain)?;
    hyperv(domain)?;
    bios(domain)?;
    if let Some(source) = domain.os.nvram.as_ref().and_then(|n| n.source.as_ref()) {
        sources::check(source, "domain/os/nvram")?;
    }
    accounts(domain)?;
    labels(domain)?;
    match &domain.devices {
        Some(devices) => {
            shared(devices)?;
            leases(devices)
        }
        None => Ok(()),
    }
}

fn machine(domain: &Domain) -> Verdict {
    let os = &domain.os.os_type;
    if os.name.is_none() {
        return Err(XmlError::rule("domain/os/type", "an os <type> must be specified"));
    }
    if let Some(arch) = os.arch.as_deref().filter(|a| !a.is_empty())
        && !ARCHITECTURES.contains(&arch)
    {
        let near = ferrovirt_xml::nearest(arch, ARCHITECTURES.iter().copied());
        let near = near
            .map(|word| format!("; did you mean '{word}'?"))
            .unwrap_or_default();
        return unsupported(
            "domain/os/type/@arch",
            format!("unknown architecture {arch}{near}"),
        );
    }
    Ok(())
}

fn clock(domain: &Domain) -> Verdict {
    match &domain.clock {
        Some(clock) if clock.offset == ClockOffset::Absolute && clock.start.is_none() => internal(
            "domain/clock",
            "missing 'start' attribute for clock with offset='absolute'",
        ),
        Some(clock) if clock.offset == ClockOffset::Timezone && clock.timezone.is_none() => internal(
            "domain/clock",
            "missing 'timezone' attribute for clock with offset='timezone'",
        ),
        _ => Ok(()),
    }
}

/// Hyper-V's own limits.
fn hyperv(domain: &Domain) -> Verdict {
    let Some(hyperv) = domain.features.as_ref().and_then(|f| f.hyperv.as_ref()) else {
        return Ok(());
    };
    let retries = hyperv.spinlocks.as_ref().and_then(|s| s.retries);
    if retries.is_some_and(|n| n < 4095) {
        let why = "HyperV spinlock retry count must be at least 4095";
        return Err(XmlError::rule("domain/features/hyperv/spinlocks/@retries", why));
    }
    let vendor = hyperv
        .vendor_id
        .as_ref()
        .and_then(|v| v.value.as_deref())
        .unwrap_or_default();
    let at = "domain/features/hyperv/vendor_id/@value";
    if vendor.len() > 12 {
        return Err(XmlError::rule(
            at,
            "HyperV vendor_id value must not be more than 12 characters",
        ));
    }
    if vendor.contains(',') {
        return Err(XmlError::rule(
            at,
            "HyperV vendor_id value is invalid: it has a comma",
        ));
    }
    Ok(())
}

fn bios(domain: &Domain) -> Verdict {
    let Some(bios) = &domain.os.bios else {
        return Ok(());
    };
    if bios.reboot_timeout.is_some_and(|ms| !(-1..=65535).contains(&ms)) {
        let why = "invalid value for rebootTimeout, must be in range [-1,65535]";
        return unsupported("domain/os/bios/@rebootTimeout", why);
    }
    Ok(())
}

fn accounts(domain: &Domain) -> Verdict {
    if let Some(map) = &domain.idmap
        && map.uids.is_empty() != map.gids.is_empty()
    {
        return unsupported("domain/idmap", "uid and gid should be mapped both");
    }
    let mut paths = BTreeSet::new();
    for device in domain.blkiotune.iter().flat_map(|tune| &tune.devices) {
        if device.path.is_empty() {
            return unsupported("domain/blkiotune/device", "missing per-device path");
        }
        if !paths.insert(&device.path) {
            let why = format!("duplicate blkio device path '{}'", device.path);
            return unsupported("domain/blkiotune/device", why);
        }
    }
    Ok(())
}

fn labels(domain: &Domain) -> Verdict {
    for (i, label) in domain.seclabels.iter().enumerate() {
        let path = || format!("domain/seclabel[{}]", i + 1);
        let text = label.label.as_deref().unwrap_or_default();
        if label.label_type == Some(SecLabelType::Static) && text.is_empty() {
            return Err(XmlError::rule(path(), "security label is missing"));
        }
        let model = label.model.as_deref().unwrap_or_default();
        let same =
            |other: &&crate::common::seclabel::SecLabel| other.model.as_deref() == label.model.as_deref();
        if domain.seclabels[..i].iter().any(|other| same(&other)) {
            return broken(path(), format!("seclabel for model {model} is already provided"));
        }
    }
    Ok(())
}

fn shared(devices: &Devices) -> Verdict {
    for (i, filesystem) in devices.filesystems.iter().enumerate() {
        let path = device_path("filesystem", i);
        let target = filesystem.target.as_deref().unwrap_or_default();
        let (named, source) = match &filesystem.source {
            FilesystemSource::Mount(s) => (s.dir.is_some() || s.socket.is_some(), &s.dir),
            FilesystemSource::Bind(s) => (s.dir.is_some(), &s.dir),
            FilesystemSource::Block(s) => (s.dev.is_some(), &s.dev),
            FilesystemSource::File(s) => (s.file.is_some(), &s.file),
            FilesystemSource::Template(s) => (s.name.is_some(), &s.name),
            FilesystemSource::Volume(s) => (s.pool.is_some() && s.volume.is_some(), &s.volume),
            FilesystemSource::Ram(_) => (true, &None),
        };
        if !named {
            return sources::missing(&path, target);
        }
        if target.is_empty() {
            return Err(XmlError::coded(
                format!("{path}/target"),
                ErrorNumber::NoTarget,
                format!("for device {}", source.as_deref().unwrap_or_default()),
            ));
        }
    }
    Ok(())
}

fn leases(devices: &Devices) -> Verdict {
    for (i, lease) in devices.leases.iter().enumerate() {
        if lease.key.is_empty() {
            let why = "missing 'key' element for lease";
            return Err(XmlError::rule(device_path("lease", i), why));
        }
    }
    Ok(())
}
