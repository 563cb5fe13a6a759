//! A block device as a volume.

use super::table;
use crate::backend::{Access, blocking};
use crate::data::{self, WipePattern};
use crate::volume::{Attributes, DeviceExtent, FormatWord};
use crate::{StorageError, Volume, VolumeName};
use ferrovirt_schema::vol::VolumeType;
use nix::fcntl::OFlag;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A block device that was found in a pool.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its name as a volume.
    pub name: VolumeName,
    /// Its path, one that stays the same where there is such.
    pub path: String,
    /// Unique on the host; the path where there is nothing better.
    pub key: Option<String>,
    /// How its format is worded.
    pub shown: Shown,
    /// Space that it takes in the pool; its size where it is not another.
    pub allocation: Option<u64>,
    /// Where on the pool's devices it is.
    pub extents: Vec<DeviceExtent>,
}

/// How the format of a block device is worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Not at all.
    Nothing,
    /// As the table at its beginning.
    Table,
    /// As this.
    Word(String),
}

/// The volume that a device is; the known one if nothing changed. Blocks.
pub fn volume(found: Found, known: Option<&Arc<Volume>>) -> Result<Arc<Volume>, StorageError> {
    let file = open_path(&found.path, Access::Read, false)?;
    let fail = |e| StorageError::io("look at device", &found.path, e);
    let size = { &file }.seek(SeekFrom::End(0)).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    let word = match found.shown {
        Shown::Nothing => FormatWord::None,
        Shown::Word(word) => FormatWord::Own(word),
        Shown::Table => {
            let found = table(&file).map(|table| table.as_str());
            FormatWord::Own(found.unwrap_or("unknown").to_owned())
        }
    };
    let seen = Volume {
        capacity: size,
        allocation: found.allocation.unwrap_or(size),
        physical: size,
        // What a guest wrote on a device never decides how it is read: the image is raw.
        word,
        extents: found.extents,
        secret: known.and_then(|known| known.secret.clone()),
        attributes: Attributes::of(&metadata),
        ..Volume::new(found.name, found.path, VolumeType::Block)
    };
    let seen = match found.key {
        Some(key) => Volume { key, ..seen },
        None => seen,
    };
    match known.filter(|known| ***known == seen) {
        Some(known) => Ok(Arc::clone(known)),
        None => Ok(Arc::new(seen)),
    }
}

/// Looks at a device again.
pub async fn look(volume: &Arc<Volume>) -> Result<Arc<Volume>, StorageError> {
    let known = Arc::clone(volume);
    blocking(move || {
        let shown = match &known.word {
            FormatWord::Image | FormatWord::None => Shown::Nothing,
            FormatWord::Own(word) => Shown::Word(word.clone()),
        };
        let same = known.allocation == known.capacity;
        let found = Found {
            name: known.name.clone(),
            path: known.path.clone(),
            key: Some(known.key.clone()),
            shown,
            allocation: (!same).then_some(known.allocation),
            extents: known.extents.clone(),
        };
        self::volume(found, Some(&known))
    })
    .await
}

/// Opens the data of a device, and refuses what is on the network. One that is mounted, or part of something else, is not written.
pub async fn open(volume: &Arc<Volume>, access: Access) -> Result<File, StorageError> {
    if volume.kind != VolumeType::Block {
        return Err(StorageError::Unsupported(format!(
            "volume '{}' is no device of this host: its data can be neither read nor written here",
            volume.name
        )));
    }
    let volume = Arc::clone(volume);
    blocking(move || {
        let file = open_path(&volume.path, access, true)?;
        if access == Access::Write {
            data::check_unlocked(&file, &volume.name)?;
        }
        Ok(file)
    })
    .await
}

/// Overwrites a device.
pub async fn wipe(volume: &Arc<Volume>, pattern: WipePattern) -> Result<(), StorageError> {
    let file = open(volume, Access::Write).await?;
    let path = volume.path.clone();
    blocking(move || data::wipe(&file, pattern).map_err(|e| StorageError::io("wipe volume", path, e))).await
}

/// Bytes of a device.
pub fn size_of(path: &str) -> Result<u64, StorageError> {
    let file = open_path(path, Access::Read, false)?;
    { &file }
        .seek(SeekFrom::End(0))
        .map_err(|e| StorageError::io("look at device", path, e))
}

fn open_path(path: &str, access: Access, alone: bool) -> Result<File, StorageError> {
    let mut flags = OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
    if alone && access == Access::Write {
        flags |= OFlag::O_EXCL;
    }
    let fail = |e: io::Error| StorageError::io("open device", path, e);
    let file = OpenOptions::new()
        .read(true)
        .write(access == Access::Write)
        .custom_flags(flags.bits())
        .open(path)
        .map_err(fail)?;
    match file.metadata().map_err(fail)?.file_type().is_block_device() {
        true => Ok(file),
        false => Err(fail(io::Error::other("it is not a block device"))),
    }
}

/// A name of `device` (such as `/dev/sdb`) in `directory` that stays the same from boot to boot; the
/// device itself where there is none.
pub fn find_alias(device: &Path, directory: &Path) -> PathBuf {
    let real = device.canonicalize().unwrap_or_else(|_| device.to_owned());
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut aliases: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.canonicalize().is_ok_and(|target| target == real))
        .collect();
    aliases.sort();
    aliases.into_iter().next().unwrap_or_else(|| device.to_owned())
}

/// Waits until something is there, looking again and again: device nodes appear a moment after what
/// makes them. Says whether it came.
pub async fn wait_for(time: Duration, mut there: impl FnMut() -> bool + Send) -> bool {
    let step = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    loop {
        if there() {
            return true;
        }
        if waited >= time {
            return false;
        }
        tokio::time::sleep(step).await;
        waited += step;
    }
}
