//! Virtual ports of Fibre Channel hosts: a host of its own on the wires of another.

use crate::adapter::{Sysfs, host, number, plain};
use ferrovirt_schema::pool::Adapter;
use ferrovirt_storage::StorageError;
use ferrovirt_storage::block::wait_for;
use std::fs;
use std::time::Duration;

/// Time for a port to log in to its fabric.
const TIME: Duration = Duration::from_secs(10);

/// Makes the virtual port of a pool.
pub(crate) async fn create(sysfs: &Sysfs, adapter: &Adapter) -> Result<u32, StorageError> {
    write(sysfs, adapter, "vport_create")?;
    let found = || host(sysfs, adapter).ok().flatten();
    if !wait_for(TIME, || found().is_some()).await {
        // It may come later; nobody would own it then.
        drop(write(sysfs, adapter, "vport_delete"));
    }
    found().ok_or_else(|| StorageError::NotThere {
        what: "the virtual port".to_owned(),
        seconds: TIME.as_secs(),
    })
}

/// Removes the virtual port of a pool.
pub(crate) fn delete(sysfs: &Sysfs, adapter: &Adapter) -> Result<(), StorageError> {
    write(sysfs, adapter, "vport_delete")
}

fn write(sysfs: &Sysfs, adapter: &Adapter, file: &str) -> Result<(), StorageError> {
    let parent = parent(sysfs, adapter).ok_or_else(|| {
        StorageError::Argument(
            "no Fibre Channel host that can have virtual ports is the adapter's parent".to_owned(),
        )
    })?;
    let path = sysfs.path(&format!("class/fc_host/host{parent}/{file}"));
    let names = format!(
        "{}:{}",
        plain(adapter.wwpn.as_deref().unwrap_or_default()),
        plain(adapter.wwnn.as_deref().unwrap_or_default())
    );
    fs::write(&path, names).map_err(|e| StorageError::io("write", path, e))
}

/// The host that the port is on: the one named, or the first that has room.
fn parent(sysfs: &Sysfs, adapter: &Adapter) -> Option<u32> {
    if let Some(name) = &adapter.parent {
        return number(name);
    }
    if let (Some(wwnn), Some(wwpn)) = (&adapter.parent_wwnn, &adapter.parent_wwpn) {
        return sysfs.fc_host(wwnn, wwpn);
    }
    let text = |host: &u32, file: &str| sysfs.text(&format!("class/fc_host/host{host}/{file}"));
    let number = |host: &u32, file: &str| text(host, file).and_then(|text| text.parse::<u32>().ok());
    sysfs.hosts("fc_host").into_iter().find(|host| {
        let on_fabric = match &adapter.parent_fabric_wwn {
            Some(wanted) => text(host, "fabric_name").is_some_and(|name| plain(&name) == plain(wanted)),
            None => true,
        };
        let room =
            number(host, "max_npiv_vports").unwrap_or(0) > number(host, "npiv_vports_inuse").unwrap_or(0);
        on_fabric && room
    })
}
