//! Where a device is, in QEMU's words.

use super::Props;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::common::virtio::VirtioOptions;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::ControllerType;
use ferrovirt_schema::domain::devices::disk::VirtioModel;
use ferrovirt_schema::domain::devices::info::DeviceInfo;

/// The name given at start.
pub(super) fn alias(info: &DeviceInfo) -> &str {
    info.alias.as_deref().unwrap_or_default()
}

/// Adds bus and place.
pub(super) fn at(props: Props, info: &DeviceInfo, doc: &Domain) -> Result<Props> {
    match &info.address {
        Some(Address::Pci(a)) => {
            let bus = pci_bus(doc, u32::from(a.bus));
            let slot = match a.function {
                0 => format!("{:#x}", a.slot),
                function => format!("{:#x}.{function:#x}", a.slot),
            };
            let multi = a.multifunction.filter(|m| m.is_on()).map(|_| true);
            let props = props
                .str("bus", &bus)
                .bool_opt("multifunction", multi)
                .str("addr", &slot);
            let rom = info.rom.as_ref();
            Ok(match rom {
                Some(r) if r.enabled.is_some_and(|e| !e.is_yes()) => props.str("romfile", ""),
                Some(r) => props
                    .num_opt("rombar", r.bar.map(|b| i64::from(b.is_on())))
                    .opt("romfile", r.file.as_deref()),
                None => props,
            }
            .num_opt("acpi-index", info.acpi_index))
        }
        Some(Address::Usb(a)) => {
            let bus = controller_alias(doc, ControllerType::Usb, a.bus).unwrap_or_else(|| "usb".to_owned());
            Ok(props
                .str("bus", &format!("{bus}.0"))
                .opt("port", a.port.as_deref()))
        }
        Some(Address::VirtioSerial(a)) => {
            let bus = controller_alias(doc, ControllerType::VirtioSerial, a.controller)
                .unwrap_or_else(|| format!("virtio-serial{}", a.controller));
            Ok(props.str("bus", &format!("{bus}.{}", a.bus)).num("nr", a.port))
        }
        Some(Address::Ccid(a)) => {
            let bus = controller_alias(doc, ControllerType::Ccid, a.controller)
                .unwrap_or_else(|| format!("ccid{}", a.controller));
            Ok(props.str("bus", &format!("{bus}.0")))
        }
        Some(Address::Isa(a)) => Ok(props
            .num_opt("iobase", a.iobase.map(|v| i64::from(v.0)))
            .num_opt("irq", a.irq.map(|v| i64::from(v.0)))),
        Some(Address::Drive(_) | Address::Dimm(_) | Address::Unassigned) | None => Ok(props),
        Some(_) => Err(QemuError::ConfigUnsupported(format!(
            "the address of '{}' is of no PC bus",
            alias(info)
        ))),
    }
}

/// Name of a PCI bus; the machine's own has QEMU's, whatever the document calls its controller.
fn pci_bus(doc: &Domain, index: u32) -> String {
    let express = crate::define::pci_root(doc).is_some_and(|c| c.model == Some(ControllerModel::PcieRoot));
    match index {
        0 if express => "pcie.0".to_owned(),
        0 => "pci.0".to_owned(),
        _ => controller_alias(doc, ControllerType::Pci, index).unwrap_or_else(|| format!("pci.{index}")),
    }
}

/// Name of a controller.
pub(super) fn controller_alias(doc: &Domain, kind: ControllerType, index: u32) -> Option<String> {
    let mut list = doc.devices.iter().flat_map(|d| &d.controllers);
    list.find(|c| c.controller_type == kind && c.index == Some(index))
        .and_then(|c| c.info.alias.clone())
}

/// The device type of a virtio device in this variant.
pub(super) fn virtio_device(base: &str, model: Option<VirtioModel>) -> String {
    match model {
        Some(VirtioModel::Transitional) => format!("{base}-pci-transitional"),
        Some(VirtioModel::NonTransitional) => format!("{base}-pci-non-transitional"),
        _ => format!("{base}-pci"),
    }
}

/// Adds the options that every virtio device has.
pub(super) fn virtio_options(props: Props, options: Option<&VirtioOptions>) -> Props {
    let Some(o) = options else { return props };
    props
        .bool_opt("iommu_platform", o.iommu.map(|v| v.is_on()))
        .bool_opt("ats", o.ats.map(|v| v.is_on()))
        .bool_opt("packed", o.packed.map(|v| v.is_on()))
        .bool_opt("page-per-vq", o.page_per_vq.map(|v| v.is_on()))
}
