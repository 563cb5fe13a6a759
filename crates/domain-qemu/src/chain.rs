//! The images that a disk is made of: what is below the uppermost one, in the document of a running guest.
//!
//! What lies below is read from the images' headers once, at start, and then spelled out to QEMU node by
//! node, so that QEMU never follows a name that the guest could have written.

use crate::disk_keys as keys;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::process::{Grant, Images};
use ferrovirt_driver::attach::{VolumePlace, VolumeServer};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::secret::{Auth, Encryption, EncryptionFormat};
use ferrovirt_schema::common::source::{
    BlockSource, FileSource, Initiator, NetworkHost, NetworkProtocol, NetworkSource, SourceCommon,
    StorageSource,
};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{BackingStore, Disk, DiskDevice, ImageFormat};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

/// A source of the kind that the path has on this host.
pub fn source_at(path: &Path) -> StorageSource {
    let name = Some(path.display().to_string());
    let block = std::fs::metadata(path).is_ok_and(|m| m.file_type().is_block_device());
    if block {
        StorageSource::Block(BlockSource {
            dev: name,
            ..BlockSource::default()
        })
    } else {
        StorageSource::File(FileSource {
            file: name,
            ..FileSource::default()
        })
    }
}

/// Format of the uppermost image.
pub fn format_of(disk: &Disk) -> StorageFormat {
    disk.driver.as_ref().and_then(|d| d.format).unwrap_or_default()
}

/// Files and devices of the whole chain, uppermost first.
pub fn paths(disk: &Disk) -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = disk.source.path().map(PathBuf::from).into_iter().collect();
    let mut below = disk.backing_store.as_deref();
    while let Some(store) = below {
        list.extend(
            store
                .source
                .as_ref()
                .and_then(StorageSource::path)
                .map(PathBuf::from),
        );
        below = store.backing_store.as_deref();
    }
    list
}

/// Notes what is below the uppermost image, unless the document says it.
pub fn fill(disk: &mut Disk) -> Result<()> {
    let has_source = !matches!(&disk.source, StorageSource::File(f) if f.file.is_none());
    if disk.backing_store.is_some() || disk.device == DiskDevice::Floppy || !has_source {
        return Ok(());
    }
    let layers = match disk.source.path() {
        Some(path) => crate::storage::backing_layers(Path::new(path), Some(format_of(disk))),
        None => Ok(Vec::new()),
    };
    let layers = layers.map_err(|e| QemuError::OperationInvalid(e.to_string()))?;
    let mut below = BackingStore::default();
    for layer in layers.into_iter().rev() {
        below = BackingStore {
            format: Some(ImageFormat {
                name: layer.format,
                metadata_cache: None,
            }),
            source: Some(source_at(&layer.path)),
            index: None,
            backing_store: Some(Box::new(below)),
        };
    }
    disk.backing_store = Some(Box::new(below));
    Ok(())
}

fn take(next: &mut u32) -> u32 {
    let n = *next;
    *next = next.saturating_add(1);
    n
}

fn has_source(disk: &Disk) -> bool {
    disk.source.path().is_some()
        || matches!(disk.source, StorageSource::Network(_) | StorageSource::Volume(_))
}

/// Numbers the uppermost image of a disk that has no number. A disk without an image keeps one free.
pub fn number_top(disk: &mut Disk, next: &mut u32) {
    let there = has_source(disk);
    let index = &mut disk.source.common_mut().index;
    if there {
        index.get_or_insert_with(|| take(next));
    } else {
        take(next);
    }
}

/// Numbers the images of a disk that have no number, uppermost first, from `next` on.
pub fn number(disk: &mut Disk, next: &mut u32) {
    if !has_source(disk) {
        return;
    }
    number_top(disk, next);
    let mut below = disk.backing_store.as_deref_mut();
    while let Some(store) = below {
        if store.source.is_some() && store.index.is_none() {
            store.index = Some(take(next));
        }
        below = store.backing_store.as_deref_mut();
    }
}

/// The highest number that an image of the guest has.
pub fn highest_index(doc: &Domain) -> u32 {
    let mut highest = 0;
    for disk in doc.devices.iter().flat_map(|d| &d.disks) {
        highest = highest.max(index_of(&disk.source).unwrap_or(0));
        if let Some(mirror) = disk.mirror.as_ref().and_then(|m| m.source.as_ref()) {
            highest = highest.max(index_of(mirror).unwrap_or(0));
        }
        let mut below = disk.backing_store.as_deref();
        while let Some(store) = below {
            highest = highest.max(store.index.unwrap_or(0));
            below = store.backing_store.as_deref();
        }
    }
    highest
}

/// Number of a source of a running guest.
pub fn index_of(source: &StorageSource) -> Option<u32> {
    source.common().index
}

/// Replaces a volume of a pool by its file, device or server.
pub async fn resolve(core: &Core, disk: &mut Disk) -> Result<()> {
    let StorageSource::Volume(volume) = &disk.source else {
        return Ok(());
    };
    let Some(volumes) = &core.volumes else {
        return Err(QemuError::ConfigUnsupported(
            "there is no storage driver for disks of type 'volume'".to_owned(),
        ));
    };
    let found = volumes.resolve(&volume.pool, &volume.volume).await?;
    let mut common = volume.common.clone();
    if common.encryption.is_none() && disk.encryption.is_none() {
        common.encryption = found.passphrase.map(|key| Encryption {
            format: EncryptionFormat::Luks,
            secrets: vec![keys::passphrase(key)],
            ..Encryption::default()
        });
    }
    disk.source = match found.place {
        VolumePlace::File(path) => StorageSource::File(FileSource {
            file: Some(path),
            common,
            ..FileSource::default()
        }),
        VolumePlace::Block(path) => StorageSource::Block(BlockSource {
            dev: Some(path),
            common,
        }),
        VolumePlace::Network(server) => StorageSource::Network(Box::new(on_server(server, common)?)),
    };
    Ok(())
}

fn on_server(server: VolumeServer, mut common: SourceCommon) -> Result<NetworkSource> {
    let protocol = NetworkProtocol::from_word(server.protocol);
    let protocol = protocol.ok_or_else(|| {
        let what = format!("volumes on a server of protocol '{}'", server.protocol);
        QemuError::ConfigUnsupported(what)
    })?;
    if let Some((username, key)) = server.login {
        common.auth.get_or_insert_with(|| Auth {
            username,
            secret: Some(keys::login_with(protocol, key)),
            ..Auth::default()
        });
    }
    let hosts = server.hosts.into_iter().map(|(name, port)| NetworkHost {
        name: Some(name),
        port: port.map(u32::from),
        ..NetworkHost::default()
    });
    Ok(NetworkSource {
        protocol,
        name: Some(server.name),
        hosts: hosts.collect(),
        initiator: server.initiator.map(|iqn| Initiator { iqn: Some(iqn) }),
        common,
        ..NetworkSource::default()
    })
}

/// Whether the guest writes to the uppermost image.
fn is_writable(disk: &Disk) -> bool {
    !disk.readonly && disk.device != DiskDevice::Cdrom
}

/// Claims every image of a disk for QEMU's user. What was claimed before a failure is in `grants`.
pub fn open(core: &Core, disk: &mut Disk, grants: &mut Vec<Grant>) -> Result<()> {
    let Some(top) = disk.source.path().map(PathBuf::from) else {
        return fill(disk);
    };
    claim(core, &top, is_writable(disk), grants)?;
    fill(disk)?;
    for below in paths(disk).iter().skip(1) {
        claim(core, below, false, grants)?;
    }
    Ok(())
}

/// Claims one file for QEMU's user, who gets it when the claims are recorded and handed over.
pub fn claim(core: &Core, path: &Path, writable: bool, grants: &mut Vec<Grant>) -> Result<()> {
    let claimed = if core.config().dynamic_ownership {
        core.images.claim(path, &core.run_as, writable)
    } else {
        Images::check(path, &core.run_as).map(|()| None)
    };
    grants.extend(claimed.map_err(|refusal| core.refused(path.to_owned(), refusal))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_spelled_out_and_numbered() {
        let mut disk = Disk {
            source: source_at(Path::new("/nonexistent/top")),
            backing_store: Some(Box::new(BackingStore {
                source: Some(source_at(Path::new("/nonexistent/base"))),
                backing_store: Some(Box::default()),
                ..BackingStore::default()
            })),
            ..Disk::default()
        };
        let mut next = 3;
        number(&mut disk, &mut next);
        assert_eq!((index_of(&disk.source), next), (Some(3), 5));
        assert_eq!(disk.backing_store.as_ref().unwrap().index, Some(4));
        assert_eq!(
            paths(&disk),
            [Path::new("/nonexistent/top"), Path::new("/nonexistent/base")]
        );
    }
}
