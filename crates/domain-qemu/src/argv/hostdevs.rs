//! Devices of the host that are given to the guest. Needs preparation that is not there yet.

use super::Argv;
use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::Domain;

pub(super) fn write(_out: &mut Argv, doc: &Domain) -> Result<()> {
    let Some(devices) = &doc.devices else {
        return Ok(());
    };
    let unsupported = [
        ("hostdev", devices.hostdevs.len()),
        ("tpm", devices.tpms.len()),
        ("smartcard", devices.smartcards.len()),
        ("shmem", devices.shmems.len()),
        ("redirdev", devices.redirdevs.len()),
    ];
    match unsupported.iter().find(|(_, n)| *n > 0) {
        Some((what, _)) => Err(QemuError::ConfigUnsupported(format!(
            "guests with a <{what}> cannot be started yet"
        ))),
        None => Ok(()),
    }
}
