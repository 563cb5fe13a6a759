//! Devices of the host, or of whoever looks at the display, that are given to the guest.

use super::chardev::host_side;
use super::place::{alias, at};
use super::{Argv, Context, Props};
use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::redirdev::RedirFilter;

pub(super) fn write(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    let Some(devices) = &doc.devices else {
        return Ok(());
    };
    let unsupported = [
        ("hostdev", devices.hostdevs.len()),
        ("tpm", devices.tpms.len()),
        ("smartcard", devices.smartcards.len()),
        ("shmem", devices.shmems.len()),
    ];
    if let Some((what, _)) = unsupported.iter().find(|(_, n)| *n > 0) {
        return Err(QemuError::ConfigUnsupported(format!(
            "guests with a <{what}> cannot be started yet"
        )));
    }
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
    out.origin = None;
    Ok(())
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
