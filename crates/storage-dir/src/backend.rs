//! The backend: each operation on a thread for it, or by a program.

use crate::directory::Directory;
use crate::qcow2::Blank;
use crate::{copy, image, qcow2, raw, scan, staging, target, wipe};
use async_trait::async_trait;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_schema::vol::VolumeType;
use ferrovirt_storage::data::{WipePattern, check_unlocked};
use ferrovirt_storage::probe::{Format, Image};
use ferrovirt_storage::{
    Access, Backend, BuildMode, CopySource, Definition, Listing, NewVolume, Resize, StorageError, Tool,
    Usage, Volume, VolumeBackend, VolumeName, Volumes, Watch, blocking, qemu_img,
};
use std::fs::File;
use std::sync::Arc;

const CHATTR: Tool = Tool {
    program: "chattr",
    package: "e2fsprogs",
};

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

    async fn build(&self, pool: &Arc<Definition>, mode: BuildMode) -> Result<(), StorageError> {
        if mode != BuildMode::Usual {
            return Err(StorageError::Invalid(format!(
                "pool '{}' is a directory and has no device to be formatted; build it without --overwrite and --no-overwrite",
                pool.name()
            )));
        }
        let definition = Arc::clone(pool);
        let made = blocking(move || target::build(&definition)).await?;
        if !pool.copies_on_write() {
            let marked = CHATTR.run(["+C", "--", pool.target_str()]).await;
            if marked.is_err() && made {
                let definition = Arc::clone(pool);
                blocking(move || target::remove(&definition)).await?;
            }
            marked?;
        }
        Ok(())
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

    fn watch(&self, pool: &Definition) -> Option<Watch> {
        Some(Watch::Entries(pool.target().to_owned()))
    }

    fn volumes(&self) -> &dyn VolumeBackend {
        self
    }
}

#[async_trait]
impl VolumeBackend for DirBackend {
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let (pool, known) = (Arc::clone(pool), known.clone());
        blocking(move || {
            let directory = Directory::open(pool.target())?;
            Ok(Listing {
                volumes: scan::list(&directory, &known)?,
                usage: target::usage(pool.target())?,
                permissions: Some(target::permissions(&directory)?),
                ..Listing::default()
            })
        })
        .await
    }

    async fn usage(&self, pool: &Arc<Definition>) -> Result<Option<Usage>, StorageError> {
        let pool = Arc::clone(pool);
        blocking(move || target::usage(pool.target()).map(Some)).await
    }

    async fn look(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<Arc<Volume>, StorageError> {
        let (pool, volume) = (Arc::clone(pool), Arc::clone(volume));
        blocking(move || scan::look(&Directory::open(pool.target())?, &volume)).await
    }

    async fn find(
        &self,
        pool: &Arc<Definition>,
        name: &VolumeName,
        known: Option<&Arc<Volume>>,
    ) -> Result<Option<Arc<Volume>>, StorageError> {
        let (pool, name, known) = (Arc::clone(pool), name.clone(), known.cloned());
        blocking(move || scan::find(&Directory::open(pool.target())?, &name, known.as_ref())).await
    }

    async fn create(&self, pool: &Arc<Definition>, new: NewVolume) -> Result<Arc<Volume>, StorageError> {
        let (pool, name) = (Arc::clone(pool), new.name.clone());
        match new.format {
            Format::Raw | Format::Dir | Format::Iso if new.encryption.is_none() && !new.nocow => {
                blocking(move || {
                    let directory = Directory::open(pool.target())?;
                    match new.format {
                        Format::Dir => raw::create_directory(&directory, &new)?,
                        _ => raw::create(&directory, &new)?,
                    }
                    let volume = scan::first_look(&directory, name)?;
                    Ok(match new.format {
                        Format::Iso => Arc::new(as_disc(&volume)),
                        _ => volume,
                    })
                })
                .await
            }
            _ if let Some(blank) = Blank::of(&new) => {
                blocking(move || {
                    let directory = Directory::open(pool.target())?;
                    qcow2::create(&directory, &new, blank)?;
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
        from: CopySource,
    ) -> Result<Arc<Volume>, StorageError> {
        let (pool, name) = (Arc::clone(pool), new.name.clone());
        check_file(&from.volume)?;
        let plain =
            |image: &Image| matches!(image.format, Format::Raw | Format::Iso) && image.encryption.is_none();
        let to_plain = new.format == Format::Raw && new.backing.is_none() && new.encryption.is_none();
        if to_plain
            && plain(&from.volume.image)
            && let Some(file) = from.file
        {
            return blocking(move || {
                let directory = Directory::open(pool.target())?;
                copy::copy(&directory, &new, &file)?;
                scan::first_look(&directory, name)
            })
            .await;
        }
        image::convert(open_directory(&pool).await?, new, &from).await?;
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
        to: Resize,
    ) -> Result<(), StorageError> {
        check_file(volume)?;
        let (pool, volume) = (Arc::clone(pool), Arc::clone(volume));
        if volume.image.format == Format::Raw && volume.image.encryption.is_none() {
            return blocking(move || {
                let directory = Directory::open(pool.target())?;
                raw::resize(&directory, &volume, to.capacity, to.allocate)
            })
            .await;
        }
        if volume.image.encryption.is_some() && to.passphrase.is_none() {
            return Err(StorageError::ConfigUnsupported(format!(
                "volume '{}' is encrypted; define the secret for volume '{}' to resize it",
                volume.name, volume.path
            )));
        }
        let path = {
            let volume = Arc::clone(&volume);
            blocking(move || {
                let directory = Directory::open(pool.target())?;
                check_unlocked(&directory.open_volume(&volume.name, Access::Write)?, &volume.name)?;
                Ok(directory.join(&volume.name))
            })
            .await?
        };
        qemu_img::resize(&path, &volume, &to).await
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
                check_unlocked(&file, &volume.name)?;
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

/// What is to be a disc is one, though nothing is written to it yet.
fn as_disc(volume: &Volume) -> Volume {
    let mut disc = volume.clone();
    disc.image.format = Format::Iso;
    disc
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
