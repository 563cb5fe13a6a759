//! From a folder in sysfs to a description: one file for each family of devices, joined by the table
//! of where the kernel lists them.

mod block;
mod channel;
mod mdev;
mod net;
mod pci;
mod raw;
mod scsi;
mod serial;
mod system;
mod usb;

pub use raw::Raw;
pub use system::computer;

use crate::device::{Device, name_of};
use ferrovirt_schema::nodedev::{
    Capability, DevNode, DevNodeType, Named, NodeDevice, NodeDriver, ScsiGeneric,
};

/// What a family makes of a folder: the description, and what follows the device's name in its own.
pub(crate) struct Identity {
    pub(crate) capability: Capability,
    pub(crate) suffix: Option<String>,
}

impl From<Capability> for Identity {
    fn from(capability: Capability) -> Self {
        Self {
            capability,
            suffix: None,
        }
    }
}

type Identify = fn(&Raw<'_>) -> Option<Identity>;

/// Where the kernel lists devices that have a description, and who describes them.
pub(crate) const SUBSYSTEMS: &[(&str, &str, Identify)] = &[
    ("pci", "/sys/bus/pci/devices", pci::identify),
    ("usb", "/sys/bus/usb/devices", usb::identify),
    ("scsi", "/sys/bus/scsi/devices", scsi::identify),
    ("scsi_generic", "/sys/class/scsi_generic", generic),
    ("block", "/sys/class/block", block::identify),
    ("net", "/sys/class/net", net::identify),
    ("drm", "/sys/class/drm", drm),
    ("mdev", "/sys/bus/mdev/devices", mdev::identify),
    ("vdpa", "/sys/bus/vdpa/devices", vdpa),
    ("ccw", "/sys/bus/ccw/devices", channel::ccw),
    ("ccwgroup", "/sys/bus/ccwgroup/devices", channel::ccw_group),
    ("css", "/sys/bus/css/devices", channel::css),
    ("ap", "/sys/bus/ap/devices", channel::ap),
    ("matrix", "/sys/bus/matrix/devices", channel::ap_matrix),
];

/// Describes a device; `None` for what has no description, such as partitions and bridges.
pub fn identify(raw: &Raw<'_>) -> Option<Device> {
    let (_, _, family) = SUBSYSTEMS.iter().find(|(name, _, _)| *name == raw.subsystem)?;
    let identity = family(raw)?;
    let name = match &identity.capability {
        // Named by UUID and parent, so that the name stays the same while the device comes and goes.
        Capability::Mdev(mdev) => crate::mdev::name_of_mdev(mdev.uuid?, mdev.parent_addr.as_deref()?),
        Capability::ApCard(_) | Capability::ApQueue(_) => name_of(&["ap", &raw.sysname]),
        Capability::ApMatrix(_) => name_of(&["ap", &raw.sysname]),
        _ => match &identity.suffix {
            Some(suffix) => name_of(&[raw.subsystem, &raw.sysname, suffix]),
            None => name_of(&[raw.subsystem, &raw.sysname]),
        },
    };
    let document = NodeDevice {
        name: Some(name.clone()),
        path: Some(raw.path.display().to_string()),
        devnodes: devnodes(raw),
        parent: None,
        driver: raw.driver().map(|name| NodeDriver { name: Some(name) }),
        capabilities: vec![identity.capability],
    };
    Some(Device::present(name, raw.path.clone(), document))
}

fn devnodes(raw: &Raw<'_>) -> Vec<DevNode> {
    let node = raw.devnode().into_iter().map(|path| DevNode {
        node_type: DevNodeType::Dev,
        path,
    });
    let links = raw.udev.links.iter().map(|link| DevNode {
        node_type: DevNodeType::Link,
        path: format!("/dev/{link}"),
    });
    node.chain(links).collect()
}

fn generic(raw: &Raw<'_>) -> Option<Identity> {
    let char = raw.devnode()?;
    Some(Capability::ScsiGeneric(ScsiGeneric { char }).into())
}

/// A card, or the nodes for rendering and control; connectors are no devices of their own.
fn drm(raw: &Raw<'_>) -> Option<Identity> {
    if raw.var("DEVTYPE") != Some("drm_minor") {
        return None;
    }
    let kind = match raw.sysname.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "card" => "primary",
        "controlD" => "control",
        "renderD" => "render",
        _ => return None,
    };
    let named = Named {
        kind: Some(kind.to_owned()),
        chardev: None,
    };
    Some(Capability::Drm(named).into())
}

/// A vDPA device, with the file that a vhost driver offers for it.
fn vdpa(raw: &Raw<'_>) -> Option<Identity> {
    let chardev = raw
        .root
        .names(&raw.path)
        .into_iter()
        .find(|name| name.starts_with("vhost-vdpa"))
        .map(|name| format!("/dev/{name}"));
    Some(Capability::Vdpa(Named { kind: None, chardev }).into())
}
