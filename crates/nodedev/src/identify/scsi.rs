//! SCSI hosts, targets and units, with the ports of Fibre Channel.

use super::{Identity, Raw};
use ferrovirt_schema::nodedev::{
    Capability, FcHost, FcRemotePort, ScsiDevice, ScsiHost, ScsiHostCapability, ScsiTarget, TargetCapability,
    VportOps,
};
use std::path::Path;

pub(super) fn identify(raw: &Raw<'_>) -> Option<Identity> {
    match raw.var("DEVTYPE")? {
        "scsi_host" => Some(Capability::ScsiHost(host(raw)?).into()),
        "scsi_target" => Some(Capability::ScsiTarget(target(raw)).into()),
        "scsi_device" => Some(Capability::Scsi(unit(raw)?).into()),
        _ => None,
    }
}

fn host(raw: &Raw<'_>) -> Option<ScsiHost> {
    let number = raw.sysname.strip_prefix("host")?.parse().ok()?;
    let class = Path::new("/sys/class/scsi_host").join(&raw.sysname);
    let fibre = Path::new("/sys/class/fc_host").join(&raw.sysname);
    let mut capabilities = Vec::new();
    if raw.root.exists(&fibre) {
        let name = |file: &str| {
            let text = raw.root.text(&fibre.join(file))?;
            Some(text.trim_start_matches("0x").to_owned())
        };
        capabilities.push(ScsiHostCapability::FcHost(FcHost {
            wwnn: name("node_name"),
            wwpn: name("port_name"),
            fabric_wwn: name("fabric_name"),
        }));
        // Older drivers have these files with the SCSI host.
        let ports = [&fibre, &class]
            .into_iter()
            .find(|folder| raw.root.exists(&folder.join("vport_create")));
        if let Some(folder) = ports {
            let count = |file: &str| raw.root.number(&folder.join(file)).unwrap_or(0);
            capabilities.push(ScsiHostCapability::VportOps(VportOps {
                max_vports: count("max_npiv_vports"),
                vports: count("npiv_vports_inuse"),
            }));
        }
    }
    Some(ScsiHost {
        host: Some(number),
        unique_id: raw.root.number(&class.join("unique_id")),
        capabilities,
    })
}

fn target(raw: &Raw<'_>) -> ScsiTarget {
    // A target of Fibre Channel is a child of its remote port.
    let rport = raw
        .path
        .components()
        .filter_map(|part| part.as_os_str().to_str())
        .find(|part| part.starts_with("rport-"));
    let port = rport.and_then(|rport| {
        let file = Path::new("/sys/class/fc_remote_ports")
            .join(rport)
            .join("port_name");
        Some(TargetCapability::FcRemotePort(FcRemotePort {
            rport: rport.to_owned(),
            wwpn: raw.root.text(&file)?,
        }))
    });
    ScsiTarget {
        target: raw.sysname.clone(),
        capabilities: port.into_iter().collect(),
    }
}

fn unit(raw: &Raw<'_>) -> Option<ScsiDevice> {
    let mut parts = raw.sysname.split(':');
    let mut number = || parts.next()?.parse::<u64>().ok();
    let (host, bus, target, lun) = (number()?, number()?, number()?, number()?);
    Some(ScsiDevice {
        host: u32::try_from(host).ok()?,
        bus: u32::try_from(bus).ok()?,
        target: u32::try_from(target).ok()?,
        lun,
        device_type: raw.number("type").and_then(kind).map(str::to_owned),
    })
}

/// The peripheral device types of SPC-4, table 139.
fn kind(number: u32) -> Option<&'static str> {
    Some(match number {
        0x00 => "disk",
        0x01 => "tape",
        0x03 => "processor",
        0x04 => "worm",
        0x05 => "cdrom",
        0x06 => "scanner",
        0x07 => "mod",
        0x08 => "changer",
        0x0c => "raid",
        0x0d => "enclosure",
        _ => return None,
    })
}
