//! Devices of s390: channel subsystem, channel devices, and adjunct processors.

use super::{Identity, Raw, mdev};
use ferrovirt_schema::nodedev::{
    ApCard, ApMatrix, ApQueue, Capability, CcwDevice, ChannelAddress, Css, MdevCapability, MdevTypes,
};

pub(super) fn ccw(raw: &Raw<'_>) -> Option<Identity> {
    let address = address(&raw.sysname)?;
    Some(Capability::Ccw(CcwDevice { address }).into())
}

pub(super) fn ccw_group(raw: &Raw<'_>) -> Option<Identity> {
    let address = address(&raw.sysname)?;
    Some(Capability::CcwGroup(CcwDevice { address }).into())
}

/// I/O subchannels; other subchannels carry no devices.
pub(super) fn css(raw: &Raw<'_>) -> Option<Identity> {
    let driver = raw.driver()?;
    if !matches!(driver.as_str(), "io_subchannel" | "vfio_ccw") {
        return None;
    }
    let css = Css {
        address: address(&raw.sysname)?,
        channel_dev_addr: raw.attribute("dev_busid").and_then(|text| address(&text)),
        capabilities: types(mdev::types(raw)),
    };
    Some(Capability::Css(css).into())
}

/// Cards (`card00`) and their queues (`00.0001`).
pub(super) fn ap(raw: &Raw<'_>) -> Option<Identity> {
    let number = |text: &str| Some(format!("0x{:02x}", u32::from_str_radix(text, 16).ok()?));
    if let Some(card) = raw.sysname.strip_prefix("card") {
        return Some(
            Capability::ApCard(ApCard {
                adapter: number(card)?,
            })
            .into(),
        );
    }
    let (card, domain) = raw.sysname.split_once('.')?;
    let queue = ApQueue {
        adapter: number(card)?,
        domain: format!("0x{:04x}", u32::from_str_radix(domain, 16).ok()?),
    };
    Some(Capability::ApQueue(queue).into())
}

pub(super) fn ap_matrix(raw: &Raw<'_>) -> Option<Identity> {
    let capabilities = types(mdev::types(raw));
    Some(Capability::ApMatrix(ApMatrix { capabilities }).into())
}

fn types(types: Option<MdevTypes>) -> Vec<MdevCapability> {
    types.into_iter().map(MdevCapability::MdevTypes).collect()
}

/// `C.S.DDDD`
fn address(text: &str) -> Option<ChannelAddress> {
    let mut parts = text.split('.');
    let mut number = |digits: usize| {
        let value = u32::from_str_radix(parts.next()?, 16).ok()?;
        Some(format!("0x{value:0digits$x}"))
    };
    Some(ChannelAddress {
        cssid: number(1)?,
        ssid: number(1)?,
        devno: number(4)?,
    })
}
