//! Controllers.

use super::disks::{boot_index, floppy_turn};
use super::place::{alias, at, virtio_device, virtio_options};
use super::{Argv, Context, Props};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::{DiskBus, VirtioModel};

/// Kinds in the order in which QEMU has to learn of them.
const ORDER: [ControllerType; 8] = [
    ControllerType::Pci,
    ControllerType::Usb,
    ControllerType::Scsi,
    ControllerType::Ide,
    ControllerType::Sata,
    ControllerType::VirtioSerial,
    ControllerType::Ccid,
    ControllerType::Fdc,
];

pub(super) fn write(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    let Some(devices) = &doc.devices else {
        return Ok(());
    };
    let q35 = crate::define::is_q35(doc);
    for kind in ORDER {
        let mut of_kind: Vec<&Controller> = devices
            .controllers
            .iter()
            .filter(|c| c.controller_type == kind)
            .collect();
        if kind == ControllerType::Pci {
            of_kind.sort_by_key(|c| c.index);
            of_kind = parents_first(of_kind);
        }
        for c in of_kind {
            out.from(format!(
                "devices/controller[@type='{}'][@index='{}']",
                kind.as_str(),
                c.index.unwrap_or(0)
            ));
            if let Some(props) = one(c, doc, cx, q35)? {
                out.pair("-device", props.finish());
            }
        }
    }
    out.origin = None;
    Ok(())
}

/// A bus has to exist before what is plugged into it.
fn parents_first(mut buses: Vec<&Controller>) -> Vec<&Controller> {
    let mut ordered: Vec<&Controller> = Vec::with_capacity(buses.len());
    while !buses.is_empty() {
        let waits = |c: &&Controller| match &c.info.address {
            Some(Address::Pci(at)) => buses.iter().any(|b| b.index == Some(u32::from(at.bus))),
            _ => false,
        };
        let next = buses.iter().position(|c| !waits(c)).unwrap_or(0);
        ordered.push(buses.remove(next));
    }
    ordered
}

fn one(c: &Controller, doc: &Domain, cx: &Context<'_>, q35: bool) -> Result<Option<Props>> {
    let name = alias(&c.info);
    let index = c.index.unwrap_or(0);
    let props = match c.controller_type {
        ControllerType::Pci => match pci(c, name) {
            Some(props) => props,
            None => return Ok(None),
        },
        ControllerType::Usb => match usb(c, name)? {
            Some(props) => props,
            None => return Ok(None),
        },
        ControllerType::Scsi => scsi(c, name)?,
        ControllerType::Ide if index == 0 && !q35 => return Ok(None),
        ControllerType::Sata if index == 0 && q35 => return Ok(None),
        ControllerType::Ide => {
            return Err(QemuError::ConfigUnsupported(
                "Only a single IDE controller is supported for this machine type".to_owned(),
            ));
        }
        ControllerType::Sata => Props::device("ahci").str("id", name),
        ControllerType::VirtioSerial => {
            let model = match c.model {
                Some(ControllerModel::VirtioTransitional) => Some(VirtioModel::Transitional),
                Some(ControllerModel::VirtioNonTransitional) => Some(VirtioModel::NonTransitional),
                _ => None,
            };
            let props = Props::device(&virtio_device("virtio-serial", model));
            let props = virtio_options(props, c.driver.as_ref().map(|d| &d.virtio)).str("id", name);
            props.num_opt("max_ports", c.ports).num_opt("vectors", c.vectors)
        }
        ControllerType::Ccid => Props::device("usb-ccid").str("id", name),
        // The PC has a floppy controller of its own; q35 needs one for floppies.
        ControllerType::Fdc if q35 && cx.caps.has("isa-fdc") => {
            let mut props = Props::device("isa-fdc");
            for disk in doc.devices.iter().flat_map(|d| &d.disks) {
                if disk.target.bus == Some(DiskBus::Fdc)
                    && let Some(turn) = boot_index(disk, doc)
                {
                    props = props.num(floppy_turn(disk)?, turn);
                }
            }
            return Ok(Some(props.str("id", name)));
        }
        _ => return Ok(None),
    };
    at(props, &c.info, doc).map(Some)
}

fn pci(c: &Controller, name: &str) -> Option<Props> {
    let target = c.target.as_ref();
    let index = c.index.unwrap_or(0);
    let chassis = target.and_then(|t| t.chassis).map_or(i64::from(index), i64::from);
    let port = target.and_then(|t| t.port).map_or(0, |p| i64::from(p.0));
    let hotplug = target.and_then(|t| t.hotplug).map(|h| h.is_on());
    let device = c.model_name?.as_str();
    Some(match c.model? {
        ControllerModel::PcieRootPort | ControllerModel::PcieSwitchDownstreamPort => Props::device(device)
            .num("port", port)
            .num("chassis", chassis)
            .bool_opt("hotplug", hotplug.filter(|h| !h))
            .str("id", name),
        ControllerModel::PciBridge => {
            let number = target
                .and_then(|t| t.chassis_nr)
                .map_or(i64::from(index), i64::from);
            Props::device(device).num("chassis_nr", number).str("id", name)
        }
        ControllerModel::PciExpanderBus | ControllerModel::PcieExpanderBus => Props::device(device)
            .num_opt("bus_nr", target.and_then(|t| t.bus_nr))
            .str("id", name)
            .num_opt("numa_node", target.and_then(|t| t.node)),
        ControllerModel::PciRoot | ControllerModel::PcieRoot => return None,
        _ => Props::device(device).str("id", name),
    })
}

fn usb(c: &Controller, name: &str) -> Result<Option<Props>> {
    let model = c.model.unwrap_or(ControllerModel::Piix3Uhci);
    let device = match model {
        ControllerModel::None => return Ok(None),
        ControllerModel::Piix3Uhci => "piix3-usb-uhci",
        ControllerModel::Piix4Uhci => "piix4-usb-uhci",
        ControllerModel::Ehci => "usb-ehci",
        ControllerModel::Ich9Ehci1 => "ich9-usb-ehci1",
        ControllerModel::Ich9Uhci1 => "ich9-usb-uhci1",
        ControllerModel::Ich9Uhci2 => "ich9-usb-uhci2",
        ControllerModel::Ich9Uhci3 => "ich9-usb-uhci3",
        ControllerModel::Vt82c686bUhci => "vt82c686b-usb-uhci",
        ControllerModel::PciOhci => "pci-ohci",
        ControllerModel::NecXhci => "nec-usb-xhci",
        ControllerModel::QemuXhci => "qemu-xhci",
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "USB controller model '{other}' is not supported"
            )));
        }
    };
    let mut props = Props::device(device);
    if matches!(model, ControllerModel::NecXhci | ControllerModel::QemuXhci) {
        props = props.num_opt("p2", c.ports).num_opt("p3", c.ports);
    }
    let companion = match model {
        ControllerModel::Ich9Uhci1 => Some(0),
        ControllerModel::Ich9Uhci2 => Some(2),
        ControllerModel::Ich9Uhci3 => Some(4),
        _ => None,
    };
    if let Some(first) = companion {
        let first = c.info.usb_master.unwrap_or(first);
        return Ok(Some(
            props
                .str("masterbus", &format!("{name}.0"))
                .num("firstport", first),
        ));
    }
    Ok(Some(props.str("id", name)))
}

fn scsi(c: &Controller, name: &str) -> Result<Props> {
    let driver = c.driver.as_ref();
    let virtio = |model| {
        let props = virtio_options(
            Props::device(&virtio_device("virtio-scsi", model)),
            driver.map(|d| &d.virtio),
        );
        props
            .opt(
                "iothread",
                driver
                    .and_then(|d| d.iothread)
                    .map(|n| format!("iothread{n}"))
                    .as_deref(),
            )
            .str("id", name)
            .num_opt("num_queues", driver.and_then(|d| d.queues))
            .num_opt("cmd_per_lun", driver.and_then(|d| d.cmd_per_lun))
            .num_opt("max_sectors", driver.and_then(|d| d.max_sectors))
            .bool_opt("ioeventfd", driver.and_then(|d| d.ioeventfd).map(|i| i.is_on()))
    };
    Ok(match c.model.unwrap_or(ControllerModel::Lsilogic) {
        ControllerModel::VirtioScsi => virtio(None),
        ControllerModel::VirtioTransitional => virtio(Some(VirtioModel::Transitional)),
        ControllerModel::VirtioNonTransitional => virtio(Some(VirtioModel::NonTransitional)),
        ControllerModel::Lsilogic => Props::device("lsi").str("id", name),
        ControllerModel::Lsisas1068 => Props::device("mptsas1068").str("id", name),
        ControllerModel::Lsisas1078 => Props::device("megasas").str("id", name),
        ControllerModel::Am53c974 => Props::device("am53c974").str("id", name),
        ControllerModel::Dc390 => Props::device("dc-390").str("id", name),
        ControllerModel::Vmpvscsi => Props::device("pvscsi").str("id", name),
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "SCSI controller model '{other}' is not supported"
            )));
        }
    })
}
