//! Devices of the host given to the guest.

use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::hostdev::{HostDevMode, HostDevSource};
use ferrovirt_xml::YesNo;

pub(super) fn fill(devices: &mut Devices) {
    for hostdev in &mut devices.hostdevs {
        if hostdev.mode == HostDevMode::Subsystem {
            hostdev.managed.get_or_insert(YesNo::No);
        }
        if let HostDevSource::Scsi(scsi) = &mut hostdev.source
            && scsi.protocol.as_deref() == Some("iscsi")
            && let Some(name) = &mut scsi.name
            && !name.contains('/')
        {
            // The first unit of a target, where none is named.
            name.push_str("/0");
        }
    }
}
