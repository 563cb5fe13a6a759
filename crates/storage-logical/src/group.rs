//! The volume group of a pool.

use crate::lvm::{self, PVCREATE, PVREMOVE, PVS, VGCREATE, VGREMOVE, VGS, group_name, run};
use crate::report::{Pvs, Report, Vgs};
use crate::volume::number;
use ferrovirt_schema::pool::{Device, Source};
use ferrovirt_storage::{BuildMode, Definition, StorageError, Usage, block, undoing};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the group; it was filled in when the definition was read.
pub(crate) fn name(pool: &Definition) -> Result<&str, StorageError> {
    group_name(pool.source().name.as_deref().unwrap_or(pool.name()))
}

/// Makes the group from the devices of the pool. What was made is undone when a step fails.
pub(crate) async fn build(pool: &Definition, mode: BuildMode) -> Result<(), StorageError> {
    let name = name(pool)?;
    let devices: Vec<&str> = pool.source().devices.iter().map(|d| d.path.as_str()).collect();
    if devices.is_empty() {
        return Err(StorageError::Document(format!(
            "missing storage pool source device name: a volume group '{name}' cannot be made of nothing"
        )));
    }
    if let Some(relative) = devices.iter().find(|device| !device.starts_with('/')) {
        return Err(StorageError::Document(format!(
            "device '{relative}' is not an absolute path"
        )));
    }
    if mode != BuildMode::Overwrite {
        for device in &devices {
            if let Some(what) = block::signature(Path::new(device)).await? {
                return Err(StorageError::NotEmpty {
                    device: device.into(),
                    what,
                });
            }
        }
    }
    let mut made: Vec<&str> = Vec::new();
    for device in &devices {
        // One that fails may have written the device's label all the same.
        made.push(device);
        if let Err(e) = run(PVCREATE, ["--yes", "--force", "--force", device]).await {
            undo(&made).await;
            return Err(e);
        }
    }
    let created = run(VGCREATE, ["--yes", name].iter().chain(&devices)).await;
    if created.is_err() {
        // A group of that name is the one just made only if it has our devices, which were in none.
        if undoing(self::devices(name))
            .await
            .is_ok_and(|has| made.iter().any(|device| has.iter().any(|d| d == device)))
        {
            VGREMOVE.undo(["--yes", name]).await;
        }
        undo(&made).await;
    }
    created.map(|_| ())
}

async fn undo(devices: &[&str]) {
    for device in devices {
        PVREMOVE.undo(["--yes", "--force", device]).await;
    }
}

/// Removes the group with all that is in it, and makes its devices empty.
pub(crate) async fn remove(pool: &Definition) -> Result<(), StorageError> {
    let name = name(pool)?;
    let devices = devices(name).await?;
    run(VGREMOVE, ["--yes", "--force", name]).await?;
    for device in devices {
        run(PVREMOVE, ["--yes", &device]).await?;
    }
    Ok(())
}

/// Space of the group.
pub(crate) async fn usage(pool: &Definition) -> Result<Usage, StorageError> {
    let name = name(pool)?;
    let report: Report<Vgs> = lvm::report(VGS, "vg_size,vg_free", &[name]).await?;
    let group = report.into_rows().and_then(|rows| rows.vg.into_iter().next());
    let group = group.ok_or_else(|| StorageError::ToolAnswer {
        program: VGS.program,
        what: format!("nothing about volume group '{name}'"),
    })?;
    let (capacity, available) = (number(&group.vg_size)?, number(&group.vg_free)?);
    Ok(Usage {
        capacity,
        available,
        allocation: capacity.saturating_sub(available),
    })
}

/// The devices of a group.
async fn devices(name: &str) -> Result<Vec<String>, StorageError> {
    let report: Report<Pvs> = lvm::report(PVS, "pv_name,vg_name", &[]).await?;
    let rows = report.into_rows().map(|rows| rows.pv).unwrap_or_default();
    Ok(rows
        .into_iter()
        .filter(|pv| pv.vg_name == name)
        .map(|pv| pv.pv_name)
        .collect())
}

/// The groups of this host.
pub(crate) async fn find() -> Result<Vec<Source>, StorageError> {
    let report: Report<Pvs> = lvm::report(PVS, "pv_name,vg_name", &[]).await?;
    let mut groups: BTreeMap<String, Vec<Device>> = BTreeMap::new();
    for pv in report.into_rows().map(|rows| rows.pv).unwrap_or_default() {
        if !pv.vg_name.is_empty() {
            groups.entry(pv.vg_name).or_default().push(Device {
                path: pv.pv_name,
                ..Device::default()
            });
        }
    }
    let source = |(name, devices)| Source {
        devices,
        name: Some(name),
        format: Some("lvm2".to_owned()),
        ..Source::default()
    };
    Ok(groups.into_iter().map(source).collect())
}
