//! The backend.

use crate::sfdisk;
use async_trait::async_trait;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_storage::block::{self, Table};
use ferrovirt_storage::{Backend, BuildMode, Definition, StorageError, VolumeBackend, blocking};
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Pools that are disks.
#[derive(Debug, Clone, Copy, Default)]
pub struct DiskBackend;

/// The disk; a definition without one is refused when it is read.
pub(crate) fn device(pool: &Definition) -> Result<&str, StorageError> {
    let devices = &pool.source().devices;
    let device = devices.first().map_or("", |device| device.path.as_str());
    match device.starts_with('/') {
        true => Ok(device),
        false => Err(StorageError::Document(format!(
            "device '{device}' is not an absolute path"
        ))),
    }
}

#[async_trait]
impl Backend for DiskBackend {
    fn kind(&self) -> PoolType {
        PoolType::Disk
    }

    fn same_source(&self, a: &Definition, b: &Definition) -> bool {
        let shares = |path: &str| b.source().devices.iter().any(|other| other.path == path);
        a.source().devices.iter().any(|device| shares(&device.path))
    }

    async fn build(&self, pool: &Arc<Definition>, mode: BuildMode) -> Result<(), StorageError> {
        let device = device(pool)?;
        let label = match format(pool) {
            "unknown" => "dos",
            label @ ("dos" | "gpt" | "sun") => label,
            other => {
                return Err(StorageError::ConfigUnsupported(format!(
                    "tables of format {other} cannot be made; dos and gpt can"
                )));
            }
        };
        if mode != BuildMode::Overwrite
            && let Some(what) = block::signature(Path::new(device)).await?
        {
            return Err(StorageError::NotEmpty {
                device: device.into(),
                what,
            });
        }
        sfdisk::make_table(device, label).await
    }

    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let device = device(pool)?.to_owned();
        let wanted = format(pool).to_owned();
        let path = device.clone();
        blocking(move || {
            let fail = |e: io::Error| match e.kind() {
                io::ErrorKind::NotFound => {
                    StorageError::Argument(format!("device path '{path}' doesn't exist"))
                }
                _ => StorageError::io("open device", &path, e),
            };
            let file = File::open(&path).map_err(fail)?;
            let found = block::table(&file).map_err(fail)?;
            match found {
                Table::Unknown => Err(StorageError::Probe {
                    device: path.into(),
                    why: "it has no partition table; build the pool first".to_owned(),
                }),
                found if wanted != "unknown" && found.as_str() != wanted => {
                    Err(StorageError::Argument(format!(
                        "device '{path}' has a table of format {}, the pool says {wanted}",
                        found.as_str()
                    )))
                }
                _ => Ok(()),
            }
        })
        .await?;
        sfdisk::tell_kernel(&device).await;
        Ok(())
    }

    async fn stop(&self, _pool: &Arc<Definition>) -> Result<(), StorageError> {
        Ok(())
    }

    /// The disk stays, and is empty.
    async fn remove(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let device = device(pool)?.to_owned();
        let path = device.clone();
        blocking(move || {
            let opened = File::open(&path);
            opened
                .map(drop)
                .map_err(|e| StorageError::io("open device", &path, e))
        })
        .await?;
        sfdisk::remove_table(&device).await
    }

    fn volumes(&self) -> &dyn VolumeBackend {
        self
    }
}

fn format(pool: &Definition) -> &str {
    pool.source().format.as_deref().unwrap_or("unknown")
}
