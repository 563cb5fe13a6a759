//! Which volumes there are. A file that did not change since it was last seen is not opened.

use crate::directory::Directory;
use ferrovirt_schema::vol::VolumeType;
use ferrovirt_storage::probe::{Format, Image, probe};
use ferrovirt_storage::{Access, Attributes, BackingFile, Stamp, StorageError, Volume, VolumeName, Volumes};
use std::fs::{self, Metadata};
use std::io::{self, Seek, SeekFrom};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;
use std::sync::Arc;

/// Made by `mkfs` in the top directory of a file system.
const LOST_AND_FOUND: &str = "lost+found";
/// Unit of `st_blocks`.
const BLOCK: u64 = 512;

/// Lists the volumes, taking over those of `known` that did not change.
pub(crate) fn list(directory: &Directory, known: &Volumes) -> Result<Volumes, StorageError> {
    let fail = |e| StorageError::io("list directory", directory.path(), e);
    let mut found = Vec::with_capacity(known.len());
    for entry in fs::read_dir(directory.path()).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name();
        // A name that is no text, or has control characters, cannot be told to a client.
        let Some(Ok(name)) = name.to_str().map(VolumeName::new) else {
            continue;
        };
        match entry.metadata() {
            Ok(metadata) => found.extend(see(directory, name, &metadata, known)),
            // It is gone already.
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(fail(e)),
        }
    }
    Ok(found
        .into_iter()
        .map(|volume| (volume.name.clone(), volume))
        .collect())
}

/// Looks at one volume again.
pub(crate) fn look(directory: &Directory, volume: &Arc<Volume>) -> Result<Arc<Volume>, StorageError> {
    let mut known = Volumes::new();
    known.insert(volume.name.clone(), Arc::clone(volume));
    let seen = see_name(directory, volume.name.clone(), &known)?;
    Ok(with_backing(directory, seen))
}

/// Looks whether there is a volume of this name.
pub(crate) fn find(
    directory: &Directory,
    name: &VolumeName,
    known: Option<&Arc<Volume>>,
) -> Result<Option<Arc<Volume>>, StorageError> {
    let mut before = Volumes::new();
    if let Some(known) = known {
        before.insert(name.clone(), Arc::clone(known));
    }
    match see_name(directory, name.clone(), &before) {
        Ok(volume) => Ok(Some(volume)),
        Err(StorageError::NoVolume { .. }) => Ok(None),
        Err(StorageError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// Looks at a volume that was made just now.
pub(crate) fn first_look(directory: &Directory, name: VolumeName) -> Result<Arc<Volume>, StorageError> {
    see_name(directory, name, &Volumes::new())
}

fn see_name(directory: &Directory, name: VolumeName, known: &Volumes) -> Result<Arc<Volume>, StorageError> {
    let path = directory.join(&name);
    let metadata = fs::symlink_metadata(&path).map_err(|e| StorageError::io("look at volume", &path, e))?;
    let none = StorageError::NoVolume {
        by: "name",
        value: name.to_string(),
    };
    see(directory, name, &metadata, known).ok_or(none)
}

/// What is under the name, unless that is no volume.
fn see(directory: &Directory, name: VolumeName, metadata: &Metadata, known: &Volumes) -> Option<Arc<Volume>> {
    if !metadata.is_symlink() {
        return see_file(directory, name, metadata, known);
    }
    let trusted = directory.trusts_link(&name).unwrap_or(false);
    let target = fs::metadata(directory.join(&name)).ok().filter(|_| trusted)?;
    see_file(directory, name, &target, known)
}

fn see_file(
    directory: &Directory,
    name: VolumeName,
    metadata: &Metadata,
    known: &Volumes,
) -> Option<Arc<Volume>> {
    let kind = metadata.file_type();
    let kind = match () {
        () if kind.is_file() => VolumeType::File,
        () if kind.is_block_device() => VolumeType::Block,
        () if kind.is_dir() && name.as_str() != LOST_AND_FOUND => VolumeType::Dir,
        () => return None,
    };
    let (stamp, attributes) = (stamp(metadata), Attributes::of(metadata));
    let allocation = if kind == VolumeType::File {
        metadata.blocks() * BLOCK
    } else {
        0
    };
    if let Some(old) = known
        .get(&name)
        .filter(|old| old.stamp == stamp && kind == VolumeType::File)
    {
        if old.attributes == attributes && old.allocation == allocation {
            return Some(Arc::clone(old));
        }
        return Some(Arc::new(Volume {
            attributes,
            allocation,
            ..Volume::clone(old)
        }));
    }
    let path = directory.join(&name).to_string_lossy().into_owned();
    let (image, size) = match kind {
        VolumeType::Dir => (
            Image {
                format: Format::Dir,
                ..Image::default()
            },
            0,
        ),
        _ => read(directory, &name, metadata.len()),
    };
    let backing = image.backing.as_ref().map(|below| BackingFile {
        path: absolute(directory.path(), &below.file),
        format: below.format.clone(),
        attributes: None,
    });
    let volume = Arc::new(Volume {
        capacity: image.capacity.unwrap_or(size),
        allocation: if kind == VolumeType::Block {
            size
        } else {
            allocation
        },
        physical: size,
        secret: known.get(&name).and_then(|old| old.secret.clone()),
        names_compat: image.format == Format::Qcow2 && known.get(&name).is_some_and(|old| old.names_compat),
        image,
        backing,
        attributes,
        stamp,
        ..Volume::new(name, path, kind)
    });
    Some(with_backing(directory, volume))
}

/// What a file says, and how large it is. One that cannot be read is taken for raw.
fn read(directory: &Directory, name: &VolumeName, size: u64) -> (Image, u64) {
    let read = || {
        let mut file = directory.open_volume(name, Access::Read)?;
        let fail = |e| StorageError::io("read volume", directory.join(name), e);
        let size = file.seek(SeekFrom::End(0)).map_err(fail)?;
        Ok::<_, StorageError>((probe(&file, size).map_err(fail)?, size))
    };
    read().unwrap_or_else(|e| {
        tracing::warn!(volume = %name, error = %e, "cannot look into a volume");
        (Image::default(), size)
    })
}

/// The volume with what is known of the image below it: only one of the same directory is looked at,
/// since the name comes from the image.
fn with_backing(directory: &Directory, volume: Arc<Volume>) -> Arc<Volume> {
    let Some(backing) = &volume.backing else {
        return volume;
    };
    let path = Path::new(&backing.path);
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .map(VolumeName::new);
    let here = path.parent() == Some(directory.path()) && matches!(name, Some(Ok(_)));
    let metadata = if here {
        fs::symlink_metadata(path).ok()
    } else {
        None
    };
    let attributes = metadata.as_ref().map(Attributes::of);
    if attributes == backing.attributes {
        return volume;
    }
    let backing = BackingFile {
        attributes,
        ..backing.clone()
    };
    Arc::new(Volume {
        backing: Some(backing),
        ..Volume::clone(&volume)
    })
}

/// Where a backing file is. What QEMU would not take for a file (`nbd:…`, `json:…`) stays as it is.
fn absolute(directory: &Path, file: &str) -> String {
    let before_slash = file.split('/').next().unwrap_or_default();
    if file.starts_with('/') || before_slash.contains(':') {
        return file.to_owned();
    }
    directory.join(file).to_string_lossy().into_owned()
}

fn stamp(metadata: &Metadata) -> Stamp {
    Stamp {
        device: metadata.dev(),
        inode: metadata.ino(),
        size: metadata.len(),
        modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
        changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
    }
}

fn nanoseconds(seconds: i64, nanos: i64) -> i128 {
    i128::from(seconds) * 1_000_000_000 + i128::from(nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_backing_files_are() {
        let dir = Path::new("/pool");
        for (file, path) in [
            ("/a/b", "/a/b"),
            ("b", "/pool/b"),
            ("sub/b:c", "/pool/sub/b:c"),
            ("nbd:localhost:10809", "nbd:localhost:10809"),
            ("json:{\"x\":1}", "json:{\"x\":1}"),
        ] {
            assert_eq!(absolute(dir, file), path);
        }
    }

    #[test]
    fn unchanged_files_are_taken_over() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), b"x").unwrap();
        fs::write(dir.path().join("b"), b"x").unwrap();
        let directory = Directory::open(dir.path()).unwrap();
        let first = list(&directory, &Volumes::new()).unwrap();
        // Looking into a file may have changed when it was last read.
        let first = list(&directory, &first).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(10));
        fs::write(dir.path().join("b"), b"longer").unwrap();
        let second = list(&directory, &first).unwrap();
        assert!(Arc::ptr_eq(&first["a"], &second["a"]));
        assert_eq!(second["b"].capacity, 6);
    }
}
