//! Changes of volumes. Each has the volume for itself while it lasts.

use crate::backend::WipePattern;
use crate::driver::{Located, Shared};
use crate::pool::{Pool, View};
use crate::request::NewVolume;
use crate::{StorageError, Volume};
use ferrovirt_types::consts::StorageVolResizeFlags as ResizeFlags;
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use std::sync::Arc;

/// Makes a volume.
pub(crate) async fn create(
    shared: &Arc<Shared>,
    pool: &StoragePoolRef,
    text: &str,
    preallocate_metadata: bool,
) -> Result<StorageVolRef, StorageError> {
    let pool = Arc::clone(&shared.pool(pool)?.object);
    let view = pool.view();
    view.check_active()?;
    let mut new = NewVolume::parse(text, false)?;
    new.preallocate_metadata = preallocate_metadata;
    know_backing(shared, &mut new)?;
    check_new(&view, &new)?;
    let _alone = pool.use_alone(&new.name, "it is being made")?;
    check_new(&pool.view(), &new)?;
    let volume = shared
        .backend(view.definition.kind())?
        .create(&view.definition, new)
        .await?;
    pool.put_volume(Arc::clone(&volume));
    Ok(view.volume_reference(&volume))
}

/// Makes a volume with the content of another.
pub(crate) async fn copy(
    shared: &Arc<Shared>,
    pool: &StoragePoolRef,
    text: &str,
    from: &StorageVolRef,
    preallocate_metadata: bool,
    reflink: bool,
) -> Result<StorageVolRef, StorageError> {
    let pool = Arc::clone(&shared.pool(pool)?.object);
    let view = pool.view();
    view.check_active()?;
    let source = shared.volume(from)?;
    let mut new = NewVolume::parse(text, true)?;
    new.preallocate_metadata = preallocate_metadata;
    new.reflink = reflink;
    new.capacity = Some(new.capacity.unwrap_or(0).max(source.volume.capacity));
    know_backing(shared, &mut new)?;
    check_new(&view, &new)?;
    let _reading = source
        .pool
        .use_shared(&source.volume.name, "it is being copied")?;
    let _alone = pool.use_alone(&new.name, "it is being made")?;
    check_new(&pool.view(), &new)?;
    let backend = shared.backend(view.definition.kind())?;
    let volume = backend.copy(&view.definition, new, &source.volume).await?;
    pool.put_volume(Arc::clone(&volume));
    Ok(view.volume_reference(&volume))
}

/// Removes a volume.
pub(crate) async fn delete(shared: &Arc<Shared>, vol: &StorageVolRef) -> Result<(), StorageError> {
    let Located { pool, view, volume } = shared.volume(vol)?;
    let _alone = pool.use_alone(&volume.name, "it is being removed")?;
    shared
        .backend(view.definition.kind())?
        .delete(&view.definition, &volume)
        .await?;
    pool.drop_volume(&volume.name);
    Ok(())
}

/// Gives a volume another capacity.
pub(crate) async fn resize(
    shared: &Arc<Shared>,
    vol: &StorageVolRef,
    size: u64,
    flags: ResizeFlags,
) -> Result<(), StorageError> {
    let Located { pool, view, volume } = shared.volume(vol)?;
    let _alone = pool.use_alone(&volume.name, "it is being resized")?;
    let volume = look_at(shared, &pool, &view, volume).await?;
    let capacity = new_capacity(&volume, size, flags)?;
    let allocate = flags.contains(ResizeFlags::ALLOCATE);
    let more = capacity.saturating_sub(volume.capacity);
    if allocate && more > view.usage.available {
        return Err(StorageError::NoSpace {
            needed: more,
            available: view.usage.available,
        });
    }
    let backend = shared.backend(view.definition.kind())?;
    backend
        .resize(&view.definition, &volume, capacity, allocate)
        .await?;
    look_at(shared, &pool, &view, volume).await?;
    Ok(())
}

fn new_capacity(volume: &Volume, size: u64, flags: ResizeFlags) -> Result<u64, StorageError> {
    let shrink = flags.contains(ResizeFlags::SHRINK);
    let capacity = match (flags.contains(ResizeFlags::DELTA), shrink) {
        (false, _) => size,
        (true, true) => volume.capacity.saturating_sub(size),
        (true, false) => volume.capacity.saturating_add(size),
    };
    let refuse = |why: &str| Err(StorageError::Argument(why.to_owned()));
    if capacity > i64::MAX as u64 {
        return refuse("the capacity is larger than any file can be");
    }
    if capacity < volume.capacity && !shrink {
        return refuse(
            "Can't shrink capacity below current capacity unless shrink flag explicitly specified",
        );
    }
    let raw = volume.image.format == crate::probe::Format::Raw;
    if raw && capacity < volume.allocation && !shrink {
        return refuse("can't shrink capacity below existing allocation");
    }
    Ok(capacity)
}

/// Overwrites a volume.
pub(crate) async fn wipe(
    shared: &Arc<Shared>,
    vol: &StorageVolRef,
    pattern: WipePattern,
) -> Result<(), StorageError> {
    let Located { pool, view, volume } = shared.volume(vol)?;
    let _alone = pool.use_alone(&volume.name, "it is being wiped")?;
    shared
        .backend(view.definition.kind())?
        .wipe(&view.definition, &volume, pattern)
        .await?;
    look_at(shared, &pool, &view, volume).await?;
    Ok(())
}

/// A volume as it is now.
pub(crate) async fn look(shared: &Arc<Shared>, vol: &StorageVolRef) -> Result<Arc<Volume>, StorageError> {
    let Located { pool, view, volume } = shared.volume(vol)?;
    look_at(shared, &pool, &view, volume).await
}

async fn look_at(
    shared: &Arc<Shared>,
    pool: &Arc<Pool>,
    view: &View,
    volume: Arc<Volume>,
) -> Result<Arc<Volume>, StorageError> {
    let now = shared
        .backend(view.definition.kind())?
        .look(&view.definition, &volume)
        .await?;
    if !Arc::ptr_eq(&now, &volume) && pool.view().volumes.contains_key(&now.name) {
        pool.put_volume(Arc::clone(&now));
    }
    Ok(now)
}

fn check_new(view: &View, new: &NewVolume) -> Result<(), StorageError> {
    match view.volumes.contains_key(&new.name) {
        true => Err(StorageError::VolumeExists {
            name: new.name.to_string(),
        }),
        false => Ok(()),
    }
}

/// The format of the image below is taken from the pool that has it, never from the image itself.
fn know_backing(shared: &Shared, new: &mut NewVolume) -> Result<(), StorageError> {
    let Some(backing) = &mut new.backing else {
        return Ok(());
    };
    if backing.format.is_some() {
        return Ok(());
    }
    let known = shared.volume_by_path(&backing.path).ok();
    let known = known.map(|vol| shared.volume(&vol)).transpose()?;
    match known {
        Some(located) => backing.format = Some(located.volume.image.format),
        None => {
            return Err(StorageError::ConfigUnsupported(format!(
                "the format of backing store '{}' is not known; state it in <backingStore>",
                backing.path
            )));
        }
    }
    Ok(())
}
