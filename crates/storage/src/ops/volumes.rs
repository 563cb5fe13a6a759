//! Changes of volumes. Each has the volume for itself while it lasts.

use crate::backend::{Access, CopySource, Resize};
use crate::data::WipePattern;
use crate::driver::{Located, Shared};
use crate::ops::secrets;
use crate::policy::BackingPolicy;
use crate::pool::{Pool, View};
use crate::request::NewVolume;
use crate::{StorageError, Volume, VolumeName, blocking};
use ferrovirt_schema::vol::{VolumeType, Work};
use ferrovirt_types::consts::StorageVolResizeFlags as ResizeFlags;
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use std::sync::Arc;
use std::time::Duration;

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
    let mut new = NewVolume::parse(text, false, view.definition.kind())?;
    new.preallocate_metadata(preallocate_metadata)?;
    know_backing(shared, &mut new).await?;
    secrets::know_passphrase(shared, &mut new).await?;
    check_new(&view, &new)?;
    let _alone = pool.make(new.planned(&view.definition))?;
    check_new(&pool.view(), &new)?;
    let secret = new
        .encryption
        .as_ref()
        .map(|encryption| encryption.secret.clone());
    let names_compat = new.compat.is_some();
    let volumes = shared.backend(view.definition.kind())?.volumes();
    let volume = volumes.create(&view.definition, new).await?;
    let volume = named_compat(secrets::opened_by(volume, secret), names_compat);
    pool.put_volume(Arc::clone(&volume));
    Ok(view.volume_reference(&volume))
}

/// A new volume shows the version of qcow2 that was asked for.
fn named_compat(volume: Arc<Volume>, asked: bool) -> Arc<Volume> {
    if !asked || volume.names_compat || volume.image.compat.is_none() {
        return volume;
    }
    Arc::new(Volume {
        names_compat: true,
        ..Volume::clone(&volume)
    })
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
    let mut new = NewVolume::parse(text, true, view.definition.kind())?;
    new.preallocate_metadata(preallocate_metadata)?;
    new.reflink = reflink;
    new.capacity = Some(new.capacity.unwrap_or(0).max(source.volume.capacity));
    know_backing(shared, &mut new).await?;
    secrets::know_passphrase(shared, &mut new).await?;
    check_below(shared, &source.volume, BackingPolicy::Anywhere)?;
    if view.volumes.contains_key(&new.name) {
        return Err(StorageError::CloneNameTaken {
            name: new.name.to_string(),
        });
    }
    let _reading = source
        .pool
        .use_shared(&source.volume.name, "it is being copied")?;
    let _alone = pool.make(new.planned(&view.definition))?;
    check_new(&pool.view(), &new)?;
    let secret = new
        .encryption
        .as_ref()
        .map(|encryption| encryption.secret.clone());
    let from = open_source(shared, source).await?;
    let names_compat = new.compat.is_some();
    let volumes = shared.backend(view.definition.kind())?.volumes();
    let volume = volumes.copy(&view.definition, new, from).await?;
    let volume = named_compat(secrets::opened_by(volume, secret), names_compat);
    pool.put_volume(Arc::clone(&volume));
    Ok(view.volume_reference(&volume))
}

/// Removes a volume, with its snapshots where that is asked for. One that is being made is given up.
pub(crate) async fn delete(
    shared: &Arc<Shared>,
    vol: &StorageVolRef,
    snapshots: bool,
) -> Result<(), StorageError> {
    let maker = shared.pool_by_name(&vol.pool)?.object.maker(&vol.name);
    if let Some(maker) = maker {
        maker.cancel();
        let ended = tokio::time::timeout(GIVING_UP, maker.over()).await;
        ended.map_err(|_| StorageError::VolumeBusy {
            name: vol.name.clone(),
            by: "it is being made, and that does not end".to_owned(),
        })?;
        // It may have been complete already.
        if matches!(shared.volume(vol), Err(StorageError::NoVolume { .. })) {
            return Ok(());
        }
    }
    let Located { pool, view, volume } = shared.volume(vol)?;
    let _alone = pool.use_alone(&volume.name, "it is being removed")?;
    let volumes = shared.backend(view.definition.kind())?.volumes();
    match snapshots {
        true => volumes.delete_with_snapshots(&view.definition, &volume).await?,
        false => volumes.delete(&view.definition, &volume).await?,
    }
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
    let to = Resize {
        capacity,
        allocate,
        passphrase: secrets::passphrase(shared, &volume).await?,
    };
    let volumes = shared.backend(view.definition.kind())?.volumes();
    volumes.resize(&view.definition, &volume, to).await?;
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
    if volume.kind == VolumeType::File && capacity < volume.allocation {
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
        .volumes()
        .wipe(&view.definition, &volume, pattern)
        .await?;
    look_at(shared, &pool, &view, volume).await?;
    Ok(())
}

/// A volume as it is now.
pub(crate) async fn look(shared: &Arc<Shared>, vol: &StorageVolRef) -> Result<Arc<Volume>, StorageError> {
    let Located { pool, view, volume } = shared.volume_or_plan(vol)?;
    if !view.volumes.contains_key(&volume.name) {
        return Ok(volume);
    }
    let looked = tokio::time::timeout(TO_LOOK, look_at(shared, &pool, &view, Arc::clone(&volume))).await;
    // Storage that does not answer keeps nobody from what is known.
    looked.unwrap_or(Ok(volume))
}

/// A volume by name; one that the pool has not seen yet is looked for.
pub(crate) async fn find(shared: &Arc<Shared>, vol: &StorageVolRef) -> Result<Located, StorageError> {
    let missing = match shared.volume_or_plan(vol) {
        Err(e @ StorageError::NoVolume { .. }) => e,
        known => return known,
    };
    let Ok(name) = VolumeName::new(&vol.name) else {
        return Err(missing);
    };
    let pool = Arc::clone(&shared.pool_by_name(&vol.pool)?.object);
    let view = pool.view();
    let volumes = shared.backend(view.definition.kind())?.volumes();
    let found = tokio::time::timeout(TO_LOOK, volumes.find(&view.definition, &name, None)).await;
    let found = found.unwrap_or_else(|_| {
        Err(StorageError::NotThere {
            what: format!("an answer of the storage of pool '{}'", vol.pool),
            seconds: TO_LOOK.as_secs(),
        })
    });
    match found? {
        None => Err(missing),
        Some(volume) => {
            pool.put_volume(Arc::clone(&volume));
            Ok(Located { pool, view, volume })
        }
    }
}

async fn look_at(
    shared: &Arc<Shared>,
    pool: &Arc<Pool>,
    view: &View,
    volume: Arc<Volume>,
) -> Result<Arc<Volume>, StorageError> {
    let now = shared
        .backend(view.definition.kind())?
        .volumes()
        .look(&view.definition, &volume)
        .await?;
    if !Arc::ptr_eq(&now, &volume) && pool.view().volumes.contains_key(&now.name) {
        pool.put_volume(Arc::clone(&now));
    }
    Ok(now)
}

/// A volume's document. Where work on it takes long, it says how far that is.
pub(crate) async fn describe(shared: &Arc<Shared>, vol: &StorageVolRef) -> Result<String, StorageError> {
    let volume = look(shared, vol).await?;
    let secret = secrets::key(shared, &volume).await;
    let volume = secrets::opened_by(volume, secret);
    let mut document = volume.document();
    let pool = shared.pool_by_name(&vol.pool)?;
    document.work = pool.object.work_on(&volume.name).map(|(what, progress)| {
        let (step, seconds) = progress.step.unzip();
        Work {
            what: what.to_owned(),
            done: progress.done,
            total: progress.total,
            step,
            seconds,
        }
    });
    Ok(document.to_xml())
}

fn check_new(view: &View, new: &NewVolume) -> Result<(), StorageError> {
    match view.volumes.contains_key(&new.name) {
        true => Err(StorageError::VolumeExists {
            name: new.name.to_string(),
        }),
        false => Ok(()),
    }
}

/// Opens the source of a copy. One whose pool has no files is copied by its path.
async fn open_source(shared: &Arc<Shared>, source: Located) -> Result<CopySource, StorageError> {
    let Located { view, volume, .. } = source;
    let volumes = shared.backend(view.definition.kind())?.volumes();
    let file = match volumes.open(&view.definition, &volume, Access::Read).await {
        Ok(file) => Some(file),
        Err(StorageError::Unsupported(_)) if volume.raw_kind() == NETWORK => None,
        Err(e) => return Err(e),
    };
    let passphrase = secrets::passphrase(shared, &volume).await?;
    Ok(CopySource {
        volume,
        pool: Arc::clone(&view.definition),
        file,
        passphrase,
    })
}

/// The image below has to be where the policy allows it, and its format known: it is taken from the
/// pool that has it, never from the image itself.
async fn know_backing(shared: &Shared, new: &mut NewVolume) -> Result<(), StorageError> {
    let Some(backing) = &mut new.backing else {
        return Ok(());
    };
    let known = shared.volume_by_path(&backing.path).ok();
    let known = known.map(|vol| shared.volume(&vol)).transpose()?;
    match (known, backing.format) {
        (None, _) if shared.policy.backing_files == BackingPolicy::Pools => {
            Err(StorageError::BackingOutside {
                volume: new.name.to_string(),
                backing: backing.path.clone(),
            })
        }
        (Some(located), stated) => {
            backing.format = stated.or(Some(located.volume.image.format));
            Ok(())
        }
        (None, Some(_)) => Ok(()),
        (None, None) => {
            let path = backing.path.clone();
            blocking(move || {
                let there = std::fs::symlink_metadata(&path);
                there.map_err(|e| StorageError::io("find backing store", path, e))
            })
            .await?;
            Err(StorageError::ConfigUnsupported(format!(
                "the format of backing store '{}' is not known; state it in <backingStore>",
                backing.path
            )))
        }
    }
}

/// Whether what a volume's header names below it may be read. Headers are written by guests too, so
/// each image of the chain has to be in a pool, unless the policy is `allowing`.
pub(crate) fn check_below(
    shared: &Shared,
    volume: &Arc<Volume>,
    allowing: BackingPolicy,
) -> Result<(), StorageError> {
    if shared.policy.backing_files == allowing {
        return Ok(());
    }
    let mut above = Arc::clone(volume);
    for _ in 0..LONGEST_CHAIN {
        let Some(backing) = &above.backing else {
            return Ok(());
        };
        let known = shared.volume_by_path(&backing.path).ok();
        let known = known.and_then(|vol| shared.volume(&vol).ok());
        let Some(below) = known else {
            return Err(StorageError::BackingOutside {
                volume: above.name.to_string(),
                backing: backing.path.clone(),
            });
        };
        above = below.volume;
    }
    Err(StorageError::ConfigUnsupported(format!(
        "more than {LONGEST_CHAIN} images are below volume '{}'",
        volume.name
    )))
}

/// How long storage is asked for a volume, before what was last seen is told.
const TO_LOOK: Duration = Duration::from_secs(10);
/// How long a copy that is to end may take to do so.
const GIVING_UP: Duration = Duration::from_secs(60);
/// Most images below a volume that are followed.
const LONGEST_CHAIN: usize = 200;
/// The number of the interface for volumes on the network.
const NETWORK: i32 = ferrovirt_types::consts::StorageVolType::Network.raw();
