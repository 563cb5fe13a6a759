//! Displays and graphics cards.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::XmlError;

use super::{Verdict, device_path};
use crate::domain::Domain;
use crate::domain::devices::graphics::{Graphics, Listen};
use crate::domain::devices::video::{Video, VideoType};

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(devices) = &domain.devices else {
        return Ok(());
    };
    for (i, graphics) in devices.graphics.iter().enumerate() {
        let path = device_path("graphics", i);
        match graphics {
            Graphics::Vnc(vnc) => listens(vnc.listen.as_deref(), &vnc.listens, &path)?,
            Graphics::Spice(spice) => listens(spice.listen.as_deref(), &spice.listens, &path)?,
            Graphics::Rdp(rdp) => listens(rdp.listen.as_deref(), &rdp.listens, &path)?,
            _ => {}
        }
    }
    let none = |video: &Video| {
        video
            .model
            .as_ref()
            .is_some_and(|m| m.model_type == VideoType::None)
    };
    if devices.videos.len() > 1 && devices.videos.iter().any(none) {
        let why = "a 'none' video type must be the only video device defined for the domain";
        return Err(XmlError::coded(
            "domain/devices/video",
            ErrorNumber::ConfigUnsupported,
            why,
        ));
    }
    Ok(())
}

fn listens(attribute: Option<&str>, listens: &[Listen], path: &str) -> Verdict {
    if let (Some(attribute), Some(Listen::Address(first))) = (attribute, listens.first())
        && let Some(address) = &first.address
        && address != attribute
    {
        let why = format!(
            "graphics 'listen' attribute '{attribute}' must match 'address' attribute of first listen element \
             (found '{address}')"
        );
        return Err(XmlError::coded(
            format!("{path}/@listen"),
            ErrorNumber::ConfigUnsupported,
            why,
        ));
    }
    Ok(())
}
