//! Controllers among each other.

use std::collections::BTreeSet;

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::XmlError;

use super::{Verdict, device_path};
use crate::domain::Domain;
use crate::domain::devices::Devices;
use crate::domain::devices::controller::{Controller, ControllerType};
use crate::domain::devices::input::InputBus;

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(devices) = &domain.devices else {
        return Ok(());
    };
    let mut taken = BTreeSet::new();
    for (i, controller) in devices.controllers.iter().enumerate() {
        let path = device_path("controller", i);
        if let Some(index) = controller.index
            && !may_repeat(controller)
            && !taken.insert((controller.controller_type, index))
        {
            let why = format!(
                "multiple '{}' controllers with index '{index}'",
                controller.controller_type
            );
            return Err(XmlError::rule(path, why));
        }
        if controller.controller_type == ControllerType::Pci {
            pci(controller, &path)?;
        }
    }
    usb(devices)
}

/// The companions of a USB 2 controller share its index.
fn may_repeat(controller: &Controller) -> bool {
    controller.controller_type == ControllerType::Usb
}

fn pci(controller: &Controller, path: &str) -> Verdict {
    let unsupported = |why: String| Err(XmlError::coded(path, ErrorNumber::ConfigUnsupported, why));
    let root = matches!(controller.model.as_deref(), Some("pci-root" | "pcie-root"));
    let target = controller.target.as_ref().and_then(|t| t.index);
    if root && controller.info.address.is_some() && target.is_none_or(|t| t == 0) {
        return unsupported("pci-root and pcie-root controllers should not have an address".to_owned());
    }
    let Some(target) = target else { return Ok(()) };
    if target > 30 {
        return unsupported(format!(
            "PCI controller target index '{target}' out of range - must be 0-30"
        ));
    }
    if let Some(index) = controller.index
        && (index == 0) != (target == 0)
    {
        let why = "only the PCI controller with index 0 can have target index 0, and vice versa";
        return unsupported(why.to_owned());
    }
    Ok(())
}

fn usb(devices: &Devices) -> Verdict {
    let usb = || {
        devices
            .controllers
            .iter()
            .filter(|c| c.controller_type == ControllerType::Usb)
    };
    let companion = |c: &&Controller| c.info.usb_master.is_some();
    for one in usb().filter(companion) {
        if !usb().any(|c| c.info.usb_master.is_none() && c.index == one.index) {
            let why = "no master USB controller specified";
            return Err(XmlError::coded(
                "domain/devices/controller",
                ErrorNumber::XmlDetail,
                why,
            ));
        }
    }
    if !usb().any(|c| c.model.as_deref() == Some("none")) {
        return Ok(());
    }
    let refuse = |kind: &str, what: &str| {
        let why = format!("cannot add {what}: USB is disabled for this domain");
        Err(XmlError::coded(
            format!("domain/devices/{kind}"),
            ErrorNumber::ConfigUnsupported,
            why,
        ))
    };
    if !devices.hubs.is_empty() {
        return refuse("hub", "USB hub");
    }
    if !devices.redirdevs.is_empty() {
        return refuse("redirdev", "redirected USB device");
    }
    if devices.inputs.iter().any(|i| i.bus == Some(InputBus::Usb)) {
        return refuse("input", "USB input device");
    }
    Ok(())
}
