//! Finding the disk, and the image in its chain, that a caller means.

use crate::chain;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::Disk;

/// The disk of a target name or source path; `vda[3]` is the disk of that image, too.
pub fn disk<'d>(doc: &'d Domain, name: &str) -> Result<&'d Disk> {
    let plain = name.split_once('[').map_or(name, |(plain, _)| plain);
    let mut disks = doc.devices.iter().flat_map(|d| &d.disks);
    let found = disks.find(|d| d.target.dev == plain || d.source.path() == Some(name));
    found.ok_or_else(|| QemuError::InvalidArg(format!("disk '{name}' not found in domain")))
}

/// The disk, which has to have a medium.
pub fn disk_with_medium<'d>(doc: &'d Domain, name: &str) -> Result<&'d Disk> {
    let disk = disk(doc, name)?;
    match chain::index_of(&disk.source) {
        Some(_) => Ok(disk),
        None => Err(QemuError::InvalidArg(format!(
            "disk '{}' does not currently have a source assigned",
            disk.target.dev
        ))),
    }
}

/// One image of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Number of its nodes.
    pub index: u32,
    /// Its path.
    pub path: Option<String>,
    /// Its format.
    pub format: StorageFormat,
}

/// The images of a disk, uppermost first.
pub fn links(disk: &Disk) -> Vec<Link> {
    let mut list = vec![Link {
        index: chain::index_of(&disk.source).unwrap_or(0),
        path: disk.source.path().map(str::to_owned),
        format: chain::format_of(disk),
    }];
    let mut below = disk.backing_store.as_deref();
    while let Some(store) = below {
        if let Some(source) = &store.source {
            list.push(Link {
                index: store.index.unwrap_or(0),
                path: source.path().map(str::to_owned),
                format: store.format.as_ref().map(|f| f.name).unwrap_or_default(),
            });
        }
        below = store.backing_store.as_deref();
    }
    list
}

/// Place in the chain of the image that a path or `vda[3]` names.
pub fn link(links: &[Link], name: &str) -> Option<usize> {
    if let Some(index) = index_in(name)
        && let Some(at) = links.iter().position(|l| l.index == index)
    {
        return Some(at);
    }
    links.iter().position(|l| l.path.as_deref() == Some(name))
}

/// The number in `vda[3]`.
pub fn index_in(name: &str) -> Option<u32> {
    name.split_once('[')?.1.strip_suffix(']')?.parse().ok()
}
