//! What is booted first: classes of devices, or single devices by their order.

use std::collections::BTreeSet;

use super::{Verdict, unsupported};
use crate::domain::Domain;
use crate::domain::devices::info::DeviceInfo;

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(devices) = &domain.devices else {
        return Ok(());
    };
    let infos = devices.disks.iter().map(|d| &d.info);
    let infos = infos.chain(devices.interfaces.iter().map(|d| &d.info));
    let infos = infos.chain(devices.hostdevs.iter().map(|d| &d.info));
    let infos = infos.chain(devices.redirdevs.iter().map(|d| &d.info));
    let mut taken = BTreeSet::new();
    for order in infos.filter_map(order) {
        if !domain.os.boot.is_empty() {
            let why = "per-device boot elements cannot be used together with os/boot elements";
            return unsupported("domain/os/boot", why);
        }
        if !taken.insert(order) {
            let why = format!("boot order '{order}' used for more than one device");
            return unsupported("domain/devices", why);
        }
    }
    Ok(())
}

fn order(info: &DeviceInfo) -> Option<u32> {
    info.boot.as_ref().map(|boot| boot.order)
}
