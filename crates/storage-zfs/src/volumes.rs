//! The volumes of a dataset.

use crate::ZfsBackend;
use crate::dataset::{COLUMNS, Dataset, parse};
use crate::zpool::{self, ZFS};
use async_trait::async_trait;
use ferrovirt_storage::block::{self, Found, Shown};
use ferrovirt_storage::data;
use ferrovirt_storage::{
    Access, CopySource, Definition, Listing, NewVolume, Resize, StorageError, Usage, Volume, VolumeBackend,
    VolumeName, Volumes, blocking, qemu_img,
};
use std::sync::Arc;
use std::time::Duration;

/// Time for a device to appear after ZFS made it.
const TIME: Duration = Duration::from_secs(10);
/// The unit that sizes of volumes have to be a multiple of, with the usual block size.
const UNIT: u64 = 16 << 10;

#[async_trait]
impl VolumeBackend for ZfsBackend {
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let parent = zpool::name(pool)?;
        let usage = zpool::usage(pool).await?;
        let out = ZFS
            .run(["list", "-H", "-p", "-t", "volume", "-r", "-o", COLUMNS, parent])
            .await?;
        let found = parse(&out.text(), parent)?;
        let (pool, known) = (Arc::clone(pool), known.clone());
        blocking(move || {
            let mut volumes = Volumes::new();
            for dataset in found {
                let volume = see(&pool, dataset, &known)?;
                volumes.insert(volume.name.clone(), volume);
            }
            Ok(Listing {
                volumes,
                usage,
                ..Listing::default()
            })
        })
        .await
    }

    async fn usage(&self, pool: &Arc<Definition>) -> Result<Option<Usage>, StorageError> {
        zpool::usage(pool).await.map(Some)
    }

    async fn create(&self, pool: &Arc<Definition>, new: NewVolume) -> Result<Arc<Volume>, StorageError> {
        let volume = make(pool, &new).await?;
        let filled = match &new.encryption {
            Some(_) => qemu_img::create(&new, volume.path.as_ref()).await,
            None => Ok(()),
        };
        finish(pool, volume, filled).await
    }

    async fn copy(
        &self,
        pool: &Arc<Definition>,
        new: NewVolume,
        from: CopySource,
    ) -> Result<Arc<Volume>, StorageError> {
        let volume = make(pool, &new).await?;
        let filled = fill(&volume, &new, from).await;
        finish(pool, volume, filled).await
    }

    async fn delete(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<(), StorageError> {
        ZFS.run(["destroy", &full_name(pool, &volume.name)?])
            .await
            .map(|_| ())
    }

    async fn resize(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        to: Resize,
    ) -> Result<(), StorageError> {
        let size = format!("volsize={}", round(to.capacity));
        ZFS.run(["set", &size, &full_name(pool, &volume.name)?])
            .await
            .map(|_| ())
    }
}

fn see(pool: &Definition, dataset: Dataset, known: &Volumes) -> Result<Arc<Volume>, StorageError> {
    let name = VolumeName::new(&dataset.name)?;
    let path = pool.target().join(&name).to_string_lossy().into_owned();
    let found = Found {
        key: Some(path.clone()),
        path,
        shown: Shown::Nothing,
        allocation: Some(dataset.allocation),
        extents: Vec::new(),
        name: name.clone(),
    };
    block::volume(found, known.get(&name))
}

fn full_name(pool: &Definition, name: &VolumeName) -> Result<String, StorageError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:.".contains(&byte);
    if !name.as_str().bytes().all(allowed) {
        return Err(StorageError::BadVolumeName {
            name: name.to_string(),
            why: "ZFS takes letters, digits, '_', '-', ':' and '.'",
        });
    }
    Ok(format!("{}/{name}", zpool::name(pool)?))
}

fn round(size: u64) -> u64 {
    size.div_ceil(UNIT).saturating_mul(UNIT)
}

async fn make(pool: &Arc<Definition>, new: &NewVolume) -> Result<Arc<Volume>, StorageError> {
    if new.backing.is_some() {
        return Err(StorageError::ConfigUnsupported(format!(
            "a volume of ZFS cannot have a backing store; clone one instead of making '{}'",
            new.name
        )));
    }
    let full = full_name(pool, &new.name)?;
    let capacity = new.capacity.unwrap_or(0);
    let size = round(capacity).to_string();
    let sparse = new.allocation.is_some_and(|allocation| allocation < capacity);
    let mut args = vec!["create"];
    args.extend(sparse.then_some("-s"));
    args.extend(["-V", &size, &full]);
    ZFS.run(args).await?;
    let device = pool.target().join(&new.name);
    let seen = match block::wait_for(TIME, || device.exists()).await {
        true => {
            let (pool, name) = (Arc::clone(pool), new.name.to_string());
            let allocation = if sparse { 0 } else { capacity };
            blocking(move || see(&pool, Dataset { name, allocation }, &Volumes::new())).await
        }
        false => Err(StorageError::NotThere {
            what: format!("device '{}'", device.display()),
            seconds: TIME.as_secs(),
        }),
    };
    if seen.is_err() {
        ZFS.undo(["destroy", full.as_str()]).await;
    }
    seen
}

async fn fill(volume: &Arc<Volume>, new: &NewVolume, from: CopySource) -> Result<(), StorageError> {
    let image = &from.volume.image;
    let plain = image.format == ferrovirt_storage::probe::Format::Raw && image.encryption.is_none();
    if !plain || new.encryption.is_some() || from.file.is_none() {
        if new.encryption.is_some() {
            qemu_img::create(new, volume.path.as_ref()).await?;
        }
        return qemu_img::convert(new, &from, volume.path.as_ref(), true).await;
    }
    let target = block::open(volume, Access::Write).await?;
    let path = volume.path.clone();
    blocking(move || {
        let fail = |e| StorageError::io("copy to volume", &path, e);
        // It was asked for above.
        let Some(source) = from.file else { return Ok(()) };
        data::copy(&source, &target).map_err(fail)?;
        target.sync_all().map_err(fail)
    })
    .await
}

async fn finish(
    pool: &Arc<Definition>,
    volume: Arc<Volume>,
    filled: Result<(), StorageError>,
) -> Result<Arc<Volume>, StorageError> {
    match filled {
        Ok(()) => Ok(volume),
        Err(e) => {
            let full = full_name(pool, &volume.name)?;
            ZFS.undo(["destroy", full.as_str()]).await;
            Err(e)
        }
    }
}
