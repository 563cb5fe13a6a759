//! Controllers among each other.

use std::collections::BTreeSet;

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::XmlError;

use super::{Verdict, device_path, unsupported};
use crate::domain::Domain;
use crate::domain::devices::Devices;
use crate::domain::devices::controller::{Controller, ControllerModel, ControllerType};
use crate::domain::devices::input::InputBus;

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(devices) = &domain.devices else {
        return Ok(());
    };
    for (i, controller) in devices.controllers.iter().enumerate() {
        model(controller, &device_path("controller", i))?;
    }
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

/// Models by the kind of bus.
fn models(kind: ControllerType) -> &'static [ControllerModel] {
    use ControllerModel as Model;
    match kind {
        ControllerType::Usb => &[
            Model::Piix3Uhci,
            Model::Piix4Uhci,
            Model::Ehci,
            Model::Ich9Ehci1,
            Model::Ich9Uhci1,
            Model::Ich9Uhci2,
            Model::Ich9Uhci3,
            Model::Vt82c686bUhci,
            Model::PciOhci,
            Model::NecXhci,
            Model::Qusb1,
            Model::Qusb2,
            Model::QemuXhci,
            Model::None,
        ],
        ControllerType::Scsi => &[
            Model::Auto,
            Model::Buslogic,
            Model::Lsilogic,
            Model::Lsisas1068,
            Model::Vmpvscsi,
            Model::Ibmvscsi,
            Model::VirtioScsi,
            Model::Lsisas1078,
            Model::VirtioTransitional,
            Model::VirtioNonTransitional,
            Model::Ncr53c90,
            Model::Dc390,
            Model::Am53c974,
        ],
        ControllerType::Pci => &[
            Model::PciRoot,
            Model::PcieRoot,
            Model::PciBridge,
            Model::DmiToPciBridge,
            Model::PcieToPciBridge,
            Model::PcieRootPort,
            Model::PcieSwitchUpstreamPort,
            Model::PcieSwitchDownstreamPort,
            Model::PciExpanderBus,
            Model::PcieExpanderBus,
        ],
        ControllerType::Ide => &[Model::Piix3, Model::Piix4, Model::Ich6],
        ControllerType::VirtioSerial => &[
            Model::Virtio,
            Model::VirtioTransitional,
            Model::VirtioNonTransitional,
        ],
        _ => &[],
    }
}

fn model(controller: &Controller, path: &str) -> Verdict {
    let (kind, Some(found)) = (controller.controller_type, controller.model) else {
        return Ok(());
    };
    let allowed = models(kind);
    if allowed.contains(&found) {
        return Ok(());
    }
    let near = ferrovirt_xml::nearest(found.as_str(), allowed.iter().map(|model| model.as_str()));
    let near = near
        .map(|word| format!("; did you mean '{word}'?"))
        .unwrap_or_default();
    unsupported(
        format!("{path}/@model"),
        format!("unknown model type '{found}' of a controller of type '{kind}'{near}"),
    )
}

/// The companions of a USB 2 controller share its index.
fn may_repeat(controller: &Controller) -> bool {
    controller.controller_type == ControllerType::Usb
}

fn pci(controller: &Controller, path: &str) -> Verdict {
    let unsupported = |why: String| unsupported(path, why);
    let root = matches!(
        controller.model,
        Some(ControllerModel::PciRoot | ControllerModel::PcieRoot)
    );
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
    let follows = |c: &Controller| {
        c.info.usb_master.is_some()
            || matches!(
                c.model,
                Some(ControllerModel::Ich9Uhci1 | ControllerModel::Ich9Uhci2 | ControllerModel::Ich9Uhci3)
            )
    };
    let detail = |why: &str| {
        Err(XmlError::coded(
            "domain/devices/controller",
            ErrorNumber::XmlDetail,
            why,
        ))
    };
    for one in usb().filter(|c| c.index.is_some() && follows(c)) {
        if !usb().any(|c| !follows(c) && c.index == one.index) {
            return detail("no master USB controller specified");
        }
    }
    if !usb().any(|c| c.model == Some(ControllerModel::None)) {
        return Ok(());
    }
    if usb().count() > 1 {
        return detail("cannot add another USB controller: USB is disabled for this domain");
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
