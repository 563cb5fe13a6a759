//! The backend: each operation on a thread for it, or by a program.

use crate::directory::Directory;
use crate::{busy, copy, image, raw, scan, staging, target, wipe};
use async_trait::async_trait;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_schema::vol::VolumeType;
use ferrovirt_storage::probe::{Format, Image};
use ferrovirt_storage::{
    Access, Backend, Definition, Listing, NewVolume, StorageError, Usage, Volume, Volumes, WipePattern,
    blocking,
};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// Pools that are directories.
#[derive(Debug, Clone, Copy, Default)]
pub struct DirBackend;

#[async_trait]
impl Backend for DirBackend {
    fn kind(&self) -> PoolType {
        PoolType::Dir
    }

    fn same_source(&self, a: &Definition, b: &Definition) -> bool {
        a.target() == b.target()
    }

    async fn build(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let pool = Arc::clone(pool);
        blocking(move || target::build(&pool)).await
    }

    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let pool = Arc::clone(pool);
        blocking(move || {
            staging::sweep(&Directory::open(pool.target())?);
            Ok(())
        })
        .await
    }

    async fn stop(&self, _pool: &Arc<Definition>) -> Result<(), StorageError> {
        Ok(())
    }

    async fn remove(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let pool = Arc::clone(pool);
        blocking(move || target::remove(&pool)).await
    }

    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let (pool, known) = (Arc::clone(pool), known.clone());
        blocking(move || {
            let directory = Directory::open(pool.target())?;
            Ok(Listing {
                volumes: scan::list(&directory, &known)?,
                usage: target::usage(pool.target())?,
                permissions: Some(target::permissions(&directory)?),
            })
        })
        .await
    }

    async fn usage(&self, pool: &Arc<Definition>) -> Result<Usage, StorageError> {
        let pool = Arc::clone(pool);
        blocking(move || target::usage(pool.target())).await
    }

    async fn look(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<Arc<Volume>, StorageError> {
        let (pool, volume) = (Arc::clone(pool), Arc::clone(volume));
        blocking(move || scan::look(&Directory::open(pool.target())?, &volume)).await
    }

    async fn create(&self, pool: &Arc<Definition>, new: NewVolume) -> Result<Arc<Volume>, StorageError> {
        let (pool, name) = (Arc::clone(pool), new.name.clone());
        match new.format {
            Format::Raw | Format::Dir => {
                blocking(move || {
                    let directory = Directory::open(pool.target())?;
                    match new.format {
                        Format::Dir => raw::create_directory(&directory, &new)?,
                        _ => raw::create(&directory, &new)?,
                    }
                    scan::first_look(&directory, name)
                })
                .await
            }
            _ => {
                image::create(open_directory(&pool).await?, new).await?;
                blocking(move || scan::first_look(&Directory::open(pool.target())?, name)).await
            }
        }
    }

    async fn copy(
        &self,
        pool: &Arc<Definition>,
        new: NewVolume,
        from: &Arc<Volume>,
    ) -> Result<Arc<Volume>, StorageError> {
        let (pool, name) = (Arc::clone(pool), new.name.clone());
        check_file(from)?;
        let plain =
            |image: &Image| matches!(image.format, Format::Raw | Format::Iso) && image.encryption.is_none();
        if new.format == Format::Raw && new.backing.is_none() && plain(&from.image) {
            let from = Arc::clone(from);
            return blocking(move || {
                let directory = Directory::open(pool.target())?;
                copy::copy(&directory, &new, &open_path(&from)?)?;
                scan::first_look(&directory, name)
            })
            .await;
        }
        image::convert(open_directory(&pool).await?, new, from).await?;
        blocking(move || scan::first_look(&Directory::open(pool.target())?, name)).await
    }

    async fn delete(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<(), StorageError> {
        let (pool, volume) = (Arc::clone(pool), Arc::clone(volume));
        blocking(move || Directory::open(pool.target())?.remove(&volume.name, volume.kind == VolumeType::Dir))
            .await
    }

    async fn resize(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        capacity: u64,
        allocate: bool,
    ) -> Result<(), StorageError> {
        check_file(volume)?;
        let (pool, volume) = (Arc::clone(pool), Arc::clone(volume));
        if volume.image.format == Format::Raw {
            return blocking(move || {
                raw::resize(&Directory::open(pool.target())?, &volume, capacity, allocate)
            })
            .await;
        }
        let path = {
            let volume = Arc::clone(&volume);
            blocking(move || {
                let directory = Directory::open(pool.target())?;
                busy::check(&directory.open_volume(&volume.name, Access::Write)?, &volume.name)?;
                Ok(directory.join(&volume.name))
            })
            .await?
        };
        image::resize(&path, &volume, capacity, allocate).await
    }

    async fn wipe(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        pattern: WipePattern,
    ) -> Result<(), StorageError> {
        let (pool, volume) = (Arc::clone(pool), Arc::clone(volume));
        blocking(move || wipe::wipe(&Directory::open(pool.target())?, &volume, pattern)).await
    }

    async fn open(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        access: Access,
    ) -> Result<File, StorageError> {
        let (pool, volume) = (Arc::clone(pool), Arc::clone(volume));
        blocking(move || {
            let file = Directory::open(pool.target())?.open_volume(&volume.name, access)?;
            if access == Access::Write {
                busy::check(&file, &volume.name)?;
            }
            Ok(file)
        })
        .await
    }
}

async fn open_directory(pool: &Arc<Definition>) -> Result<Directory, StorageError> {
    let pool = Arc::clone(pool);
    blocking(move || Directory::open(pool.target())).await
}

fn check_file(volume: &Volume) -> Result<(), StorageError> {
    match volume.kind {
        VolumeType::File | VolumeType::Block => Ok(()),
        kind => Err(StorageError::Unsupported(format!(
            "volume '{}' is a {kind}, which can be neither cloned nor resized",
            volume.name
        ))),
    }
}

/// Opens a volume of any pool for reading.
fn open_path(volume: &Volume) -> Result<File, StorageError> {
    let path = Path::new(&volume.path);
    match path.parent() {
        Some(parent) => Directory::open(parent)?.open_volume(&volume.name, Access::Read),
        None => Err(StorageError::NoVolume {
            by: "path",
            value: volume.path.clone(),
        }),
    }
}
