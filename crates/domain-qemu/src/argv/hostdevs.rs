//! Devices of the host, or of whoever looks at the display, that are given to the guest.

use super::chardev::host_side;
use super::place::{alias, at, controller_alias};
use super::{Argv, Context, Props};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::controller::ControllerType;
use ferrovirt_schema::domain::devices::hostdev::ScsiProtocol;
use ferrovirt_schema::domain::devices::hostdev::{
    GuestReset, HostDev, HostDevMode, HostDevSource, ScsiSource, UsbSource,
};
use ferrovirt_schema::domain::devices::redirdev::RedirFilter;

pub(super) fn write(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    let Some(devices) = &doc.devices else {
        return Ok(());
    };
    let filter = devices.redirfilter.as_ref().map(filter_text);
    for redirected in &devices.redirdevs {
        let id = alias(&redirected.info);
        out.from(format!("devices/redirdev[alias/@name='{id}']"));
        host_side(
            out,
            &redirected.source,
            redirected.log.as_ref(),
            &redirected.info,
            cx,
        )?;
        let props = Props::device("usb-redir")
            .str("chardev", &format!("char{id}"))
            .str("id", id)
            .opt("filter", filter.as_deref());
        let boot = redirected.info.boot.as_ref().map(|b| b.order);
        let props = at(props, &redirected.info, doc)?.num_opt("bootindex", boot);
        out.pair("-device", props.finish());
    }
    for device in &devices.hostdevs {
        out.from(format!("devices/hostdev[alias/@name='{}']", alias(&device.info)));
        given(out, device, doc, cx)?;
    }
    out.origin = None;
    Ok(())
}

/// A device of the host.
fn given(out: &mut Argv, device: &HostDev, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    if device.mode == HostDevMode::Capabilities {
        return Err(no("capabilities of the host are for containers"));
    }
    let id = alias(&device.info);
    let boot = device.info.boot.as_ref().map(|b| b.order);
    let props = match &device.source {
        HostDevSource::Usb(source) => usb(source, id).num_opt("bootindex", boot),
        // What has no place in the guest only goes along with the others of its group.
        HostDevSource::Pci(_) if device.info.address == Some(Address::Unassigned) => return Ok(()),
        HostDevSource::Pci(source) => Props::device("vfio-pci")
            .str("host", &source.address.0.to_string())
            .str("id", id)
            .num_opt("bootindex", boot),
        HostDevSource::Mdev(source) => {
            let driver = match device.ramfb.is_some_and(|r| r.is_on()) {
                true => "vfio-pci-nohotplug",
                false => "vfio-pci",
            };
            Props::device(driver)
                .str("id", id)
                .str("sysfsdev", &format!("/sys/bus/mdev/devices/{}", source.uuid))
                .opt("display", device.display.map(|d| d.as_str()))
                .bool_opt("ramfb", device.ramfb.map(|r| r.is_on()))
                .num_opt("bootindex", boot)
        }
        HostDevSource::Scsi(source) => {
            out.pair("-blockdev", scsi_node(device, source, cx)?.finish());
            scsi(device, doc)?.num_opt("bootindex", boot)
        }
        HostDevSource::ScsiHost(source) => {
            let fd = cx.runtime.vhost_fds.get(id).copied().unwrap_or(-1);
            Props::device("vhost-scsi-pci")
                .opt("wwpn", source.wwpn.as_deref())
                .str("vhostfd", &fd.to_string())
                .str("id", id)
        }
        HostDevSource::Storage(_) | HostDevSource::Misc(_) | HostDevSource::Net(_) => {
            return Err(no("devices of these types are for containers"));
        }
    };
    out.pair("-device", at(props, &device.info, doc)?.finish());
    Ok(())
}

fn no(why: &str) -> QemuError {
    QemuError::ConfigUnsupported(format!("<hostdev> is not supported with QEMU: {why}"))
}

fn usb(source: &UsbSource, id: &str) -> Props {
    let props = Props::device("usb-host");
    let props = match source.address.as_ref().and_then(|a| Some((a.bus, a.device?))) {
        Some((bus, device)) if source.missing.is_none() => {
            props.str("hostdevice", &crate::host_devices::usb_file(bus, device))
        }
        // It waits for one that is plugged in.
        _ => props
            .num_opt("vendorid", source.vendor.as_ref().map(|v| v.0))
            .num_opt("productid", source.product.as_ref().map(|p| p.0)),
    };
    let props = props.str("id", id);
    match source.guest_reset {
        None => props,
        Some(GuestReset::Off) => props.bool("guest-reset", false),
        Some(GuestReset::Uninitialized) => props.bool("guest-reset", true).bool("guest-resets-all", false),
        Some(GuestReset::On) => props.bool("guest-reset", true).bool("guest-resets-all", true),
    }
}

/// Name of the node of a SCSI unit.
pub fn unit_node(id: &str) -> String {
    format!("libvirt-{id}-backend")
}

fn scsi_node(device: &HostDev, source: &ScsiSource, cx: &Context<'_>) -> Result<Props> {
    let id = alias(&device.info);
    let name = unit_node(id);
    if source.protocol == Some(ScsiProtocol::Iscsi) {
        let host = source.hosts.first();
        let address = host.and_then(|h| h.name.as_deref()).unwrap_or("localhost");
        let port = host.and_then(|h| h.port).unwrap_or(3260);
        let whole = source.name.as_deref().unwrap_or_default();
        let (target, lun) = whole.split_once('/').unwrap_or((whole, "0"));
        return Ok(Props::device("iscsi")
            .str("portal", &format!("{address}:{port}"))
            .str("target", target)
            .num("lun", lun.parse::<i64>().unwrap_or(0))
            .str("transport", "tcp")
            .opt(
                "initiator-name",
                source.initiator.as_ref().and_then(|i| i.iqn.as_deref()),
            )
            .str("node-name", &name)
            .bool("read-only", device.readonly));
    }
    let file = cx.runtime.scsi_files.get(id).cloned().unwrap_or_default();
    Ok(Props::device("host_device")
        .str("filename", &file)
        .str("node-name", &name)
        .bool("read-only", device.readonly))
}

fn scsi(device: &HostDev, doc: &Domain) -> Result<Props> {
    let id = alias(&device.info);
    let Some(Address::Drive(place)) = &device.info.address else {
        return Err(no("a SCSI device has no address of type 'drive'"));
    };
    let controller = controller_alias(doc, ControllerType::Scsi, place.controller)
        .unwrap_or_else(|| format!("scsi{}", place.controller));
    Ok(Props::device("scsi-generic")
        .str("bus", &format!("{controller}.0"))
        .num("channel", place.bus)
        .num("scsi-id", place.target)
        .num("lun", i128::from(place.unit))
        .bool_opt("share-rw", device.shareable.then_some(true))
        .str("drive", &unit_node(id))
        .str("id", id))
}

/// The rules in QEMU's words: `class:vendor:product:version:allow`, where -1 is any.
fn filter_text(filter: &RedirFilter) -> String {
    let number = |n: Option<u16>| n.map_or_else(|| "-1".to_owned(), |n| format!("{n:#06x}"));
    let rules = filter.rules.iter().map(|rule| {
        let class = rule
            .class
            .as_ref()
            .map_or_else(|| "-1".to_owned(), |c| format!("{:#04x}", c.0));
        format!(
            "{class}:{}:{}:{}:{}",
            number(rule.vendor.as_ref().map(|v| v.0)),
            number(rule.product.as_ref().map(|p| p.0)),
            number(rule.version.as_ref().map(|v| v.0)),
            u8::from(rule.allow.is_yes())
        )
    });
    rules.collect::<Vec<_>>().join("|")
}
