//! The partitions of a disk.

use crate::backend::device;
use crate::place::{Place, allocated, free, place};
use crate::sfdisk::{self, Partition, Table};
use crate::{DiskBackend, kind};
use async_trait::async_trait;
use ferrovirt_storage::block::{self, Found, Shown};
use ferrovirt_storage::data;
use ferrovirt_storage::probe::Format;
use ferrovirt_storage::{
    Access, CopySource, Definition, DeviceExtent, FormatWord, Listing, NewVolume, StorageError, Usage,
    Volume, VolumeBackend, VolumeName, Volumes, blocking, qemu_img, undoing,
};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The word for a partition that holds others.
const EXTENDED: &str = "extended";
/// Time for the device of a new partition to appear.
const TIME: Duration = Duration::from_secs(10);

#[async_trait]
impl VolumeBackend for DiskBackend {
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let disk = device(pool)?.to_owned();
        let table = sfdisk::read(&disk).await?;
        let (pool, known) = (Arc::clone(pool), known.clone());
        blocking(move || {
            let mut volumes = Volumes::new();
            for partition in &table.partitions {
                let volume = see(&pool, &disk, &table, partition, &known);
                match volume {
                    Ok(volume) => drop(volumes.insert(volume.name.clone(), volume)),
                    Err(error) => {
                        tracing::warn!(partition = partition.node, %error, "a partition is left out")
                    }
                }
            }
            let (end, free) = free(&table, block::size_of(&disk)?);
            Ok(Listing {
                volumes,
                usage: Usage {
                    capacity: end,
                    allocation: allocated(&table),
                    available: free.iter().map(|extent| extent.end - extent.start).sum(),
                },
                free,
                ..Listing::default()
            })
        })
        .await
    }

    async fn look(&self, _pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<Arc<Volume>, StorageError> {
        match &volume.word {
            // Its device does not tell.
            FormatWord::Own(word) if word == EXTENDED => Ok(Arc::clone(volume)),
            _ => block::look(volume).await,
        }
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
        // Opened for writing: one that is in use cannot be.
        drop(block::open(volume, Access::Write).await?);
        let disk = device(pool)?;
        let table = sfdisk::read(disk).await?;
        let partition = table.partitions.iter().find(|p| is_named(p, &volume.name));
        match partition.and_then(Partition::number) {
            Some(number) => sfdisk::delete(disk, number).await,
            None => Ok(()),
        }
    }
}

fn is_named(partition: &Partition, name: &VolumeName) -> bool {
    Path::new(&partition.node)
        .file_name()
        .and_then(|node| node.to_str())
        == Some(name.as_str())
}

fn see(
    pool: &Definition,
    disk: &str,
    table: &Table,
    partition: &Partition,
    known: &Volumes,
) -> Result<Arc<Volume>, StorageError> {
    let node = Path::new(&partition.node);
    let name = node
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let name = VolumeName::new(name)?;
    let bytes = |sectors: u64| sectors.saturating_mul(table.sectorsize);
    let path = block::find_alias(node, pool.target());
    let word = kind::word(&partition.kind);
    // The device of an extended partition shows its table only; its space is that of the partitions inside.
    let is_extended = word == EXTENDED;
    let found = Found {
        path: path.to_string_lossy().into_owned(),
        key: None,
        shown: Shown::Word(word.to_owned()),
        allocation: Some(if is_extended { 0 } else { bytes(partition.size) }),
        extents: vec![DeviceExtent {
            device: disk.to_owned(),
            start: bytes(partition.start),
            end: bytes(partition.end()),
        }],
        name: name.clone(),
    };
    let known = known.get(&name);
    let volume = block::volume(found, known)?;
    if !is_extended {
        return Ok(volume);
    }
    let whole = Volume {
        capacity: bytes(partition.size),
        ..Volume::clone(&volume)
    };
    match known.filter(|known| ***known == whole) {
        Some(known) => Ok(Arc::clone(known)),
        None => Ok(Arc::new(whole)),
    }
}

/// Makes a partition, and waits for its device.
async fn make(pool: &Arc<Definition>, new: &NewVolume) -> Result<Arc<Volume>, StorageError> {
    if new.backing.is_some() {
        return Err(StorageError::ConfigUnsupported(format!(
            "a partition cannot have a backing store; make '{}' without",
            new.name
        )));
    }
    let disk = device(pool)?.to_owned();
    let table = sfdisk::read(&disk).await?;
    let word = new.format_word.as_deref().unwrap_or("none");
    let number = kind::number(word, table.is_gpt()).ok_or_else(|| {
        StorageError::ConfigUnsupported(format!(
            "a table of format {} has no partitions of type {word}",
            table.label
        ))
    })?;
    let path = disk.clone();
    let size = blocking(move || block::size_of(&path)).await?;
    let place = place(&table, size, new.capacity.unwrap_or(0), word)?;
    let node = node(&disk, pool, place);
    let expected = node.rsplit('/').next().unwrap_or_default();
    if new.name.as_str() != expected {
        return Err(StorageError::Argument(format!(
            "invalid partition name '{}', expected '{expected}': partitions are named by the system",
            new.name
        )));
    }
    if let Err(e) = sfdisk::append(&disk, place.start, place.size, number).await {
        // It may have made the partition all the same.
        let ours = |p: &Partition| p.start == place.start && p.size == place.size;
        if undoing(sfdisk::read(&disk))
            .await
            .is_ok_and(|table| table.partitions.iter().any(ours))
        {
            undo(&disk, place.number).await;
        }
        return Err(e);
    }
    let made = appear(pool, &disk, &node, place).await;
    if made.is_err() {
        undo(&disk, place.number).await;
    }
    made
}

/// The device of the partition that is to be at a place.
fn node(disk: &str, pool: &Definition, place: Place) -> String {
    let real = Path::new(disk).canonicalize();
    let disk = real
        .ok()
        .and_then(|path| path.to_str().map(str::to_owned))
        .unwrap_or_else(|| disk.to_owned());
    let asked = pool
        .source()
        .devices
        .first()
        .and_then(|device| device.part_separator);
    let separated = match asked {
        Some(asked) => asked == ferrovirt_xml::YesNo::Yes,
        None => disk.ends_with(|last: char| last.is_ascii_digit()),
    };
    let separator = if separated { "p" } else { "" };
    format!("{disk}{separator}{}", place.number)
}

async fn appear(
    pool: &Arc<Definition>,
    disk: &str,
    node: &str,
    place: Place,
) -> Result<Arc<Volume>, StorageError> {
    if !block::wait_for(TIME, || Path::new(node).exists()).await {
        return Err(StorageError::NotThere {
            what: format!("device '{node}'"),
            seconds: TIME.as_secs(),
        });
    }
    let table = sfdisk::read(disk).await?;
    let (pool, disk, node) = (Arc::clone(pool), disk.to_owned(), node.to_owned());
    blocking(move || {
        let made = table.partitions.iter().find(|p| p.start == place.start);
        let made = made.ok_or_else(|| StorageError::NotThere {
            what: format!("partition '{node}'"),
            seconds: 0,
        })?;
        see(&pool, &disk, &table, made, &Volumes::new())
    })
    .await
}

async fn fill(volume: &Arc<Volume>, new: &NewVolume, from: CopySource) -> Result<(), StorageError> {
    let image = &from.volume.image;
    let plain = matches!(image.format, Format::Raw | Format::Iso) && image.encryption.is_none();
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
    if let Err(e) = filled {
        let disk = device(pool)?;
        let table = undoing(sfdisk::read(disk)).await?;
        let made = table.partitions.iter().find(|p| is_named(p, &volume.name));
        if let Some(number) = made.and_then(Partition::number) {
            undo(disk, number).await;
        }
        return Err(e);
    }
    Ok(volume)
}

/// Removes a partition that could not be completed.
async fn undo(disk: &str, number: u32) {
    if let Err(error) = undoing(sfdisk::delete(disk, number)).await {
        tracing::warn!(disk, number, %error, "cannot remove an unfinished partition");
    }
}
