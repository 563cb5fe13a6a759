//! Images of formats other than raw, and encrypted ones, by `qemu-img`. What it is called with is
//! decided by pure functions; passphrases reach it in memory files, never in its arguments.

mod args;
mod key;
mod progress;

pub use key::Key;

use crate::probe::Format;
use crate::{CopySource, NewVolume, Resize, StorageError, Tool, Volume, job};
use std::path::Path;
use std::time::Duration;

const QEMU_IMG: Tool = Tool {
    program: "qemu-img",
    package: "qemu-utils",
};
/// Time for what does not depend on size.
const BASE: Duration = Duration::from_secs(60);
/// Slowest rate at which data may be written, in bytes a second.
const SLOWEST: u64 = 4 << 20;

/// For a key, the program measures how fast the machine is, and gives up, at once, when that is too busy to tell.
const TOO_BUSY: &str = "Unable to get accurate CPU usage";
/// How often it is tried then.
const ATTEMPTS: u32 = 32;

/// Makes an image at `path`.
pub async fn create(new: &NewVolume, path: &Path) -> Result<(), StorageError> {
    let key = new_key(new)?;
    let args = args::create(new, path, key.as_ref())?;
    run(args, new.capacity.filter(|_| new.preallocate_metadata)).await
}

/// Makes an image at `path` with the content of another. `exists` says that the target is there and
/// large enough, as a block device is.
pub async fn convert(
    new: &NewVolume,
    source: &CopySource,
    path: &Path,
    exists: bool,
) -> Result<(), StorageError> {
    let from = &source.volume;
    if from.image.data_file.is_some() {
        return Err(StorageError::Unsupported(format!(
            "volume '{}' keeps its data in another file and cannot be cloned safely",
            from.name
        )));
    }
    if new.reflink {
        return Err(StorageError::Argument(
            "unsupported flags (0x2): only raw volumes can share data with their clone".to_owned(),
        ));
    }
    let opens = source_key(source)?;
    let key = new_key(new)?;
    let larger = new.capacity.is_some_and(|capacity| capacity > from.capacity);
    // What cannot be resized afterwards is made with the size of the new volume first.
    let resizable = key.is_none() && matches!(new.format, Format::Raw | Format::Qcow2);
    let first = !exists && !resizable && (larger || key.is_some());
    if first {
        run(args::create(new, path, key.as_ref())?, None).await?;
    }
    let prepared = exists || first;
    let args = args::convert(new, from, path, opens.as_ref(), key.as_ref(), prepared)?;
    run(args, Some(from.capacity)).await?;
    job::report(from.capacity, from.capacity);
    if let Some(capacity) = new.capacity.filter(|_| larger && !prepared) {
        let grown = args::resize(new.format, path, capacity, from.capacity, false);
        run(grown, None).await?;
    }
    Ok(())
}

/// Gives an image another capacity.
pub async fn resize(path: &Path, volume: &Volume, to: &Resize) -> Result<(), StorageError> {
    let to = &Resize {
        capacity: to
            .capacity
            .checked_next_multiple_of(SECTOR)
            .unwrap_or(to.capacity),
        ..to.clone()
    };
    let key = match (&to.passphrase, volume.image.encryption) {
        (Some(passphrase), Some(_)) => Some(Key::new("old", passphrase)?),
        _ => None,
    };
    let args = match &key {
        Some(key) => args::resize_encrypted(volume, path, to, key),
        None => args::resize(
            volume.image.format,
            path,
            to.capacity,
            volume.capacity,
            to.allocate,
        ),
    };
    run(args, to.allocate.then_some(to.capacity)).await
}

/// QEMU counts the size of an image in sectors.
const SECTOR: u64 = 512;

fn new_key(new: &NewVolume) -> Result<Option<Key>, StorageError> {
    let encryption = new.encryption.as_ref();
    encryption
        .map(|encryption| match &encryption.passphrase {
            Some(passphrase) => Key::new("new", passphrase),
            None => Err(StorageError::ConfigUnsupported(format!(
                "the passphrase for volume '{}' is not known: secrets are not served here",
                new.name
            ))),
        })
        .transpose()
}

fn source_key(source: &CopySource) -> Result<Option<Key>, StorageError> {
    if source.volume.image.encryption.is_none() {
        return Ok(None);
    }
    let passphrase = source.passphrase.as_ref().ok_or_else(|| {
        StorageError::ConfigUnsupported(format!(
            "volume '{}' is encrypted and no secret for volume '{}' is defined",
            source.volume.name, source.volume.path
        ))
    })?;
    Key::new("old", passphrase).map(Some)
}

/// Runs the program with time for `bytes` of data.
async fn run(args: Vec<String>, bytes: Option<u64>) -> Result<(), StorageError> {
    let time = BASE + Duration::from_secs(bytes.unwrap_or(0) / SLOWEST);
    let command = QEMU_IMG.command()?.args(args).timeout(time);
    let command = progress::told(command, bytes.unwrap_or(0));
    for _ in 1..ATTEMPTS {
        match command.clone().run().await {
            Err(StorageError::Tool(e)) if e.stderr().is_some_and(|text| text.contains(TOO_BUSY)) => {}
            ended => return ended.map(|_| ()),
        }
    }
    command.run().await.map(|_| ())
}

/// Whether images of this format can be made.
pub fn can_make(format: Format) -> bool {
    !matches!(format, Format::Dir | Format::Iso)
}
