//! A device as it was found.

use ferrovirt_schema::nodedev::{Capability, MdevCapability, NodeDevice, PciCapability, ScsiHostCapability};
use ferrovirt_types::consts::ConnectListAllNodeDeviceFlags as List;
use std::path::PathBuf;

/// Name of the device that all others hang on.
pub const COMPUTER: &str = "computer";

/// One device.
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    /// Unique on the host.
    pub name: String,
    /// In sysfs, as the host sees it; empty for what is only defined.
    pub path: PathBuf,
    /// Its description.
    pub document: NodeDevice,
    /// Whether it is there, rather than only defined.
    pub is_active: bool,
    /// Whether it stays when the host starts again.
    pub is_persistent: bool,
    /// Whether it is there, or is made, when its parent appears.
    pub autostart: bool,
}

impl Device {
    /// A device that is there by itself. One that is part of the host will be there again when the host starts;
    /// one that somebody made will not, unless it has a definition.
    pub fn present(name: String, path: PathBuf, document: NodeDevice) -> Self {
        let of_host = !matches!(document.capabilities.first(), Some(Capability::Mdev(_)));
        Self {
            name,
            path,
            document,
            is_active: true,
            is_persistent: of_host,
            autostart: of_host,
        }
    }

    /// What it is.
    pub fn capability(&self) -> Option<&Capability> {
        self.document.capabilities.first()
    }

    /// The device that it hangs on.
    pub fn parent(&self) -> Option<&str> {
        self.document.parent.as_ref()?.name.as_deref()
    }

    /// The words for what it is, the main one first.
    pub fn kinds(&self) -> Vec<&'static str> {
        let mut kinds = Vec::new();
        if let Some(capability) = self.capability() {
            kinds.push(word(capability).0);
            kinds.extend(nested(capability).iter().map(|(word, _)| *word));
        }
        kinds
    }

    /// The flags that ask for it in a list.
    pub fn flags(&self) -> List {
        let state = if self.is_active {
            List::ACTIVE
        } else {
            List::INACTIVE
        };
        self.capability().map_or(state, |capability| {
            nested(capability)
                .iter()
                .fold(state | word(capability).1, |all, (_, flag)| all | *flag)
        })
    }
}

fn word(capability: &Capability) -> (&'static str, List) {
    match capability {
        Capability::System(_) => ("system", List::CAP_SYSTEM),
        Capability::Pci(_) => ("pci", List::CAP_PCI_DEV),
        Capability::UsbDevice(_) => ("usb_device", List::CAP_USB_DEV),
        Capability::Usb(_) => ("usb", List::CAP_USB_INTERFACE),
        Capability::Net(_) => ("net", List::CAP_NET),
        Capability::ScsiHost(_) => ("scsi_host", List::CAP_SCSI_HOST),
        Capability::ScsiTarget(_) => ("scsi_target", List::CAP_SCSI_TARGET),
        Capability::Scsi(_) => ("scsi", List::CAP_SCSI),
        Capability::Storage(_) => ("storage", List::CAP_STORAGE),
        Capability::ScsiGeneric(_) => ("scsi_generic", List::CAP_SCSI_GENERIC),
        Capability::Drm(_) => ("drm", List::CAP_DRM),
        Capability::Mdev(_) => ("mdev", List::CAP_MDEV),
        Capability::Ccw(_) | Capability::CcwGroup(_) => ("ccw", List::CAP_CCW_DEV),
        Capability::Css(_) => ("css", List::CAP_CSS_DEV),
        Capability::Vdpa(_) => ("vdpa", List::CAP_VDPA),
        Capability::ApCard(_) => ("ap_card", List::CAP_AP_CARD),
        Capability::ApQueue(_) => ("ap_queue", List::CAP_AP_QUEUE),
        Capability::ApMatrix(_) => ("ap_matrix", List::CAP_AP_MATRIX),
    }
}

/// What a device is besides, with its words and flags.
fn nested(capability: &Capability) -> Vec<(&'static str, List)> {
    const MDEV: (&str, List) = ("mdev_types", List::CAP_MDEV_TYPES);
    let of_channel = |capabilities: &[MdevCapability]| capabilities.iter().map(|_| MDEV).collect();
    match capability {
        Capability::Pci(pci) => pci
            .capabilities
            .iter()
            .filter_map(|capability| match capability {
                PciCapability::MdevTypes(_) => Some(MDEV),
                PciCapability::Vpd(_) => Some(("vpd", List::CAP_VPD)),
                _ => None,
            })
            .collect(),
        Capability::ScsiHost(host) => host
            .capabilities
            .iter()
            .map(|capability| match capability {
                ScsiHostCapability::FcHost(_) => ("fc_host", List::CAP_FC_HOST),
                ScsiHostCapability::VportOps(_) => ("vports", List::CAP_VPORTS),
            })
            .collect(),
        Capability::Css(css) => of_channel(&css.capabilities),
        Capability::ApMatrix(matrix) => of_channel(&matrix.capabilities),
        _ => Vec::new(),
    }
}

/// A name of parts, with all that is neither letter nor digit replaced.
pub fn name_of(parts: &[&str]) -> String {
    parts
        .join("_")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect()
}
