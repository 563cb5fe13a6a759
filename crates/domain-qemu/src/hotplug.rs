//! Devices that come and go while a guest runs: what that does to its document.

use crate::define;
use ferrovirt_schema::domain::Domain;

/// The document without the device of this alias; none if it has no such device.
pub fn without_device(doc: &Domain, alias: &str) -> Option<Domain> {
    let mut doc = doc.clone();
    let d = doc.devices.as_mut()?;
    let before = define::infos(d).len();
    macro_rules! drop_from {
        ($($list:ident),+) => {$( d.$list.retain(|x| x.info.alias.as_deref() != Some(alias)); )+};
    }
    drop_from!(disks, controllers, filesystems, interfaces, serials, channels, inputs, sounds, videos);
    drop_from!(hostdevs, redirdevs, hubs, watchdogs, rngs, shmems, memories);
    let after = define::infos(d).len();
    (after < before).then_some(doc)
}

/// Alias and path of the disk that a node of the block layer, or a device path, belongs to.
pub fn disk_of_node(doc: &Domain, node: &str) -> Option<(String, String)> {
    let disks = &doc.devices.as_ref()?.disks;
    let disk = disks.iter().find(|d| {
        let alias = d.info.alias.as_deref().unwrap_or_default();
        let mine = !alias.is_empty() && node.contains(alias);
        mine || crate::argv::disk_nodes(d).ok().flatten().is_some_and(|n| n.names.iter().any(|name| name == node))
    })?;
    Some((disk.info.alias.clone().unwrap_or_default(), disk.source.path().unwrap_or_default().to_owned()))
}
