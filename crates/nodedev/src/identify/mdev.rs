//! Mediated devices, and the types that a device can be split into.
//!
//! Files: `Documentation/driver-api/vfio-mediated-device.rst` of the kernel.

use super::{Identity, Raw};
use ferrovirt_schema::nodedev::{Capability, IommuGroup, Mdev, MdevType, MdevTypes};
use uuid::Uuid;

pub(super) fn identify(raw: &Raw<'_>) -> Option<Identity> {
    let uuid = Uuid::parse_str(&raw.sysname).ok()?;
    let parent = raw.path.parent()?.file_name()?.to_str()?.to_owned();
    let group = raw.root.link_name(&raw.path.join("iommu_group"));
    let mdev = Mdev {
        type_id: raw.root.link_name(&raw.path.join("mdev_type"))?,
        uuid: Some(uuid),
        parent_addr: Some(parent),
        iommu_group: IommuGroup {
            number: group.and_then(|name| name.parse().ok()).unwrap_or(0),
            addresses: Vec::new(),
        },
        attrs: Vec::new(),
    };
    Some(Capability::Mdev(mdev).into())
}

/// What a device can be split into; `None` when it cannot.
pub(super) fn types(raw: &Raw<'_>) -> Option<MdevTypes> {
    let folder = raw.path.join("mdev_supported_types");
    let mut names = raw.root.names(&folder);
    names.sort_unstable();
    let types: Vec<MdevType> = names
        .into_iter()
        .filter_map(|id| {
            let file = |name: &str| folder.join(&id).join(name);
            Some(MdevType {
                name: raw.root.text(&file("name")),
                device_api: raw.root.text(&file("device_api"))?,
                available_instances: raw.root.number(&file("available_instances"))?,
                id,
            })
        })
        .collect();
    (!types.is_empty()).then_some(MdevTypes { types })
}
