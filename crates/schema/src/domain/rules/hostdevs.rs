//! Devices of the host.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::XmlError;

use super::{Verdict, device_path, interfaces, internal, sources};
use crate::common::address::Address;
use crate::common::secret::{Auth, SecretUsage};
use crate::domain::Domain;
use crate::domain::devices::Devices;
use crate::domain::devices::disk::DiskBus;
use crate::domain::devices::hostdev::{HostDev, HostDevModel, HostDevSource, ScsiProtocol};

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(devices) = &domain.devices else {
        return Ok(());
    };
    for (i, hostdev) in devices.hostdevs.iter().enumerate() {
        let path = device_path("hostdev", i);
        if devices.hostdevs[..i]
            .iter()
            .any(|other| same_device(other, hostdev))
        {
            return Err(XmlError::rule(
                path,
                "hostdev already exists in the domain configuration",
            ));
        }
        source(hostdev, &path)?;
        interfaces::teaming(hostdev.teaming.as_ref(), &path)?;
        mdev(hostdev, &path)?;
    }
    scsi_addresses(devices)
}

/// What each kind of device has to say.
fn source(hostdev: &HostDev, path: &str) -> Verdict {
    let at = || format!("{path}/source");
    let missing = |what: &str| Err(XmlError::rule(at(), format!("missing {what} of the host device")));
    match &hostdev.source {
        HostDevSource::Scsi(scsi) if scsi.protocol == Some(ScsiProtocol::Iscsi) => {
            if scsi.name.is_none() {
                return missing("iSCSI path name");
            }
            let [host] = &scsi.hosts[..] else {
                return Err(XmlError::rule(at(), "iSCSI needs exactly one host address"));
            };
            sources::host(host, &at())?;
            match &scsi.auth {
                Some(auth) => {
                    sources::auth(auth, &at())?;
                    of_iscsi(auth, &at())
                }
                None => Ok(()),
            }
        }
        HostDevSource::Scsi(scsi) => match (&scsi.address, scsi.adapter.as_deref()) {
            (None, _) => missing("'address'"),
            (_, None | Some("")) => missing("'adapter' name"),
            _ => Ok(()),
        },
        HostDevSource::ScsiHost(host) => match host.wwpn.as_deref() {
            _ if host.protocol.is_none() => missing("'protocol', which is 'vhost',"),
            Some(wwpn) if wwpn.starts_with("naa.") => Ok(()),
            _ => missing("'wwpn', which begins with naa.,"),
        },
        HostDevSource::Usb(usb) if usb.vendor.is_some() != usb.product.is_some() => {
            let what = if usb.vendor.is_some() { "product" } else { "vendor" };
            internal(
                at(),
                format!("missing {what} of the USB device; name vendor and product, or its address"),
            )
        }
        HostDevSource::Mdev(_) if hostdev.model.is_none() => missing("attribute 'model'"),
        _ => Ok(()),
    }
}

/// Whether two give the guest the same device of the host.
fn same_device(a: &HostDev, b: &HostDev) -> bool {
    match (&a.source, &b.source) {
        (HostDevSource::Pci(a), HostDevSource::Pci(b)) => a.address == b.address,
        (HostDevSource::Scsi(a), HostDevSource::Scsi(b)) => a == b,
        (HostDevSource::ScsiHost(a), HostDevSource::ScsiHost(b)) => a.wwpn == b.wwpn,
        (HostDevSource::Mdev(a), HostDevSource::Mdev(b)) => a.uuid == b.uuid,
        (HostDevSource::Usb(a), HostDevSource::Usb(b)) => a.address.is_some() && a == b,
        _ => false,
    }
}

/// The password of a target is kept for that.
fn of_iscsi(auth: &Auth, path: &str) -> Verdict {
    match auth.secret.as_ref().and_then(|secret| secret.secret_type) {
        Some(found) if found != SecretUsage::Iscsi => {
            let why = format!("hostdev invalid secret type '{found}', expected 'iscsi'");
            let path = format!("{path}/auth/secret/@type");
            Err(XmlError::coded(path, ErrorNumber::InternalError, why))
        }
        _ => Ok(()),
    }
}

fn mdev(hostdev: &HostDev, path: &str) -> Verdict {
    let (HostDevSource::Mdev(_), Some(model), Some(address)) =
        (&hostdev.source, hostdev.model, &hostdev.info.address)
    else {
        return Ok(());
    };
    let fits = match model {
        HostDevModel::VfioPci => matches!(address, Address::Pci(_) | Address::Unassigned),
        HostDevModel::VfioCcw => matches!(address, Address::Ccw(_) | Address::Unassigned),
        _ => true,
    };
    if fits {
        return Ok(());
    }
    let why = format!(
        "unsupported address type '{}' with mediated device model '{model}'",
        address.word()
    );
    Err(XmlError::rule(format!("{path}/address"), why))
}

/// A SCSI disk and a SCSI device of the host cannot sit at the same place.
fn scsi_addresses(devices: &Devices) -> Verdict {
    for (i, disk) in devices
        .disks
        .iter()
        .enumerate()
        .filter(|(_, d)| d.target.bus == Some(DiskBus::Scsi))
    {
        let Some(place @ Address::Drive(_)) = &disk.info.address else {
            continue;
        };
        if devices
            .hostdevs
            .iter()
            .any(|h| h.info.address.as_ref() == Some(place))
        {
            let why = format!(
                "disk target '{}' conflicts with the address of a SCSI host device",
                disk.target.dev
            );
            return Err(XmlError::coded(
                device_path("disk", i),
                ErrorNumber::ConfigUnsupported,
                why,
            ));
        }
    }
    Ok(())
}
