//! Controllers.

use super::disks::{boot_index, floppy_turn};
use super::place::{alias, at, virtio_device, virtio_options};
use super::{Argv, Context, Props};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::domain::Domain;
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
            let model = match c.model.as_deref() {
                Some("virtio-transitional") => Some(VirtioModel::Transitional),
                Some("virtio-non-transitional") => Some(VirtioModel::NonTransitional),
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
    let device = c.model_name.as_deref()?;
    Some(match c.model.as_deref()? {
        "pcie-root-port" | "pcie-switch-downstream-port" => Props::device(device)
            .num("port", port)
            .num("chassis", chassis)
            .bool_opt("hotplug", hotplug.filter(|h| !h))
            .str("id", name),
        "pci-bridge" => {
            let number = target
                .and_then(|t| t.chassis_nr)
                .map_or(i64::from(index), i64::from);
            Props::device(device).num("chassis_nr", number).str("id", name)
        }
        "pci-expander-bus" | "pcie-expander-bus" => Props::device(device)
            .num_opt("bus_nr", target.and_then(|t| t.bus_nr))
            .str("id", name)
            .num_opt("numa_node", target.and_then(|t| t.node)),
        "pci-root" | "pcie-root" => return None,
        _ => Props::device(device).str("id", name),
    })
}

fn usb(c: &Controller, name: &str) -> Result<Option<Props>> {
    let model = c.model.as_deref().unwrap_or("piix3-uhci");
    let device = match model {
        "none" => return Ok(None),
        "piix3-uhci" => "piix3-usb-uhci",
        "piix4-uhci" => "piix4-usb-uhci",
        "ehci" => "usb-ehci",
        "ich9-ehci1" => "ich9-usb-ehci1",
        "ich9-uhci1" => "ich9-usb-uhci1",
        "ich9-uhci2" => "ich9-usb-uhci2",
        "ich9-uhci3" => "ich9-usb-uhci3",
        "vt82c686b-uhci" => "vt82c686b-usb-uhci",
        "pci-ohci" => "pci-ohci",
        "nec-xhci" => "nec-usb-xhci",
        "qemu-xhci" => "qemu-xhci",
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "USB controller model '{other}' is not supported"
            )));
        }
    };
    let mut props = Props::device(device);
    if model.ends_with("xhci") {
        props = props.num_opt("p2", c.ports).num_opt("p3", c.ports);
    }
    if model.starts_with("ich9-uhci") {
        let first = c.info.usb_master.unwrap_or(match model {
            "ich9-uhci2" => 2,
            "ich9-uhci3" => 4,
            _ => 0,
        });
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
    Ok(match c.model.as_deref().unwrap_or("lsilogic") {
        "virtio-scsi" => virtio(None),
        "virtio-transitional" => virtio(Some(VirtioModel::Transitional)),
        "virtio-non-transitional" => virtio(Some(VirtioModel::NonTransitional)),
        "lsilogic" => Props::device("lsi").str("id", name),
        "lsisas1068" => Props::device("mptsas1068").str("id", name),
        "lsisas1078" => Props::device("megasas").str("id", name),
        "am53c974" => Props::device("am53c974").str("id", name),
        "dc390" => Props::device("dc-390").str("id", name),
        "vmpvscsi" => Props::device("pvscsi").str("id", name),
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "SCSI controller model '{other}' is not supported"
            )));
        }
    })
}
