//! Devices of a running guest that change: what can change is changed, and anything else that differs from
//! what the guest has is refused by its name.

mod disk;
mod graphics;
mod interface;

pub(super) use self::disk::disk;
pub(super) use self::graphics::graphics;
pub(super) use self::interface::interface;

use crate::define;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::Live;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_types::consts::ErrorNumber;

fn unsupported(text: String) -> QemuError {
    QemuError::coded(ErrorNumber::OperationUnsupported, text)
}

/// That a device's name in the guest stays.
fn check_names(wanted: &DeviceInfo, now: &DeviceInfo) -> Result<()> {
    let what = if wanted.alias.is_some() && wanted.alias != now.alias {
        "alias"
    } else if wanted.acpi_index.is_some() && wanted.acpi_index != now.acpi_index {
        "'acpi index'"
    } else {
        return Ok(());
    };
    let text = format!("changing device {what} is not allowed");
    Err(QemuError::coded(ErrorNumber::OperationDenied, text))
}

/// The devices of a running guest's definition as they would be with a change, judged as a definition is.
async fn judged(core: &Core, live: &Live, change: impl FnOnce(&mut Devices)) -> Result<Devices> {
    let mut doc = live.definition();
    change(doc.devices.get_or_insert_with(Devices::default));
    let caps = core.caps_for(&doc).await?;
    define::fill_defaults(&mut doc, &caps)?;
    Ok(doc.devices.unwrap_or_default())
}
