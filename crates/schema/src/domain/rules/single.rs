//! Devices of which a guest has one, and numbers that stand for one device.

use std::collections::BTreeSet;

use ferrovirt_xml::{XmlError, YesNo};

use super::{Verdict, device_path, internal, unsupported};
use crate::domain::Domain;
use crate::domain::devices::Devices;
use crate::domain::devices::panic::PanicModel;
use crate::domain::devices::tpm::TpmModel;

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(devices) = &domain.devices else {
        return Ok(());
    };
    if devices.watchdogs.len() > 1 {
        return internal(
            device_path("watchdog", 1),
            "only a single watchdog device is supported",
        );
    }
    if devices.iommus.len() > 1 {
        return Err(XmlError::rule(
            device_path("iommu", 1),
            "only a single IOMMU device is supported",
        ));
    }
    if let Some(cid) = devices.vsock.as_ref().and_then(|v| v.cid.as_ref()?.address)
        && cid < 3
    {
        return unsupported("domain/devices/vsock/cid", "guest CIDs must be >= 3");
    }
    tpms(devices)?;
    panics(devices)?;
    audio(devices)
}

fn tpms(devices: &Devices) -> Verdict {
    let proxies = devices
        .tpms
        .iter()
        .filter(|t| t.model == Some(TpmModel::SpaprProxy))
        .count();
    if devices.tpms.len() > 2 || devices.tpms.len() - proxies > 1 {
        let why = "a maximum of two TPM devices is supported, one of them a TPM proxy";
        return Err(XmlError::rule(device_path("tpm", devices.tpms.len() - 1), why));
    }
    Ok(())
}

fn panics(devices: &Devices) -> Verdict {
    let mut seen: BTreeSet<PanicModel> = BTreeSet::new();
    for (i, panic) in devices.panics.iter().enumerate() {
        if let Some(model) = panic.model
            && !seen.insert(model)
        {
            let why = format!("multiple panic devices with model '{model}'");
            return Err(XmlError::rule(device_path("panic", i), why));
        }
    }
    Ok(())
}

fn audio(devices: &Devices) -> Verdict {
    let mut seen = BTreeSet::new();
    for (i, audio) in devices.audios.iter().enumerate() {
        if !seen.insert(audio.id) {
            let why = format!("audio ID {} is used multiple times", audio.id);
            return Err(XmlError::rule(device_path("audio", i), why));
        }
        for end in [&audio.input, &audio.output].into_iter().flatten() {
            let fixed = end.fixed_settings.is_some_and(YesNo::is_yes);
            if end.settings.is_some() && !fixed {
                let why = "audio settings specified without fixed settings flag";
                return unsupported(device_path("audio", i), why);
            }
            if fixed && !end.mixing_engine.is_some_and(YesNo::is_yes) {
                let why = "fixed audio settings requires mixing engine";
                return unsupported(device_path("audio", i), why);
            }
        }
    }
    Ok(())
}
