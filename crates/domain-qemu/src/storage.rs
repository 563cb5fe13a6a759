//! Backing files of images, read with bounds: the content is the guest's.

use ferrovirt_schema::common::format::StorageFormat;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::os::unix::fs::{FileExt, FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

/// Chains are not longer.
const MAX_DEPTH: usize = 64;
/// A name of a backing file is not longer, qcow2 specification.
const MAX_NAME: usize = 1023;
const QCOW2_MAGIC: [u8; 4] = *b"QFI\xfb";

/// Extensions of a header are looked for up to here.
const MAX_HEADER: usize = 64 * 1024;
/// A header extension that names the format of the backing file, qcow2 specification.
const BACKING_FORMAT: u32 = 0xe279_2aca;

/// An image below another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The file.
    pub path: PathBuf,
    /// Its format.
    pub format: StorageFormat,
}

/// A chain that cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// The format of a backing file is not recorded, and what it holds would lead further.
    #[error(
        "format of backing image '{}' of image '{}' was not specified in the image metadata; record it with: qemu-img rebase -u -F qcow2 -b '{}' '{}'",
        backing.display(), image.display(), backing.display(), image.display()
    )]
    NoFormat {
        /// The image above.
        image: PathBuf,
        /// The image below.
        backing: PathBuf,
    },
    /// The format of a backing file is recorded by a name that no document can have.
    #[error(
        "format '{format}' of backing image '{}' of image '{}' is unknown; record another with: qemu-img rebase -u -F FORMAT -b '{}' '{}'",
        backing.display(), image.display(), backing.display(), image.display()
    )]
    UnknownFormat {
        /// The image above.
        image: PathBuf,
        /// The image below.
        backing: PathBuf,
        /// What is recorded.
        format: String,
    },
    /// Images below each other in a ring, or more than anybody needs.
    #[error("the chain of backing files of '{}' does not end", image.display())]
    Endless {
        /// The uppermost image.
        image: PathBuf,
    },
}

/// The images below an image, uppermost first. `format` is what the document says; other formats have
/// none that we would trust.
pub fn backing_layers(image: &Path, format: Option<StorageFormat>) -> Result<Vec<Layer>, ChainError> {
    let mut chain: Vec<Layer> = Vec::new();
    let mut current = Layer {
        path: image.to_owned(),
        format: format.unwrap_or_default(),
    };
    while current.format == StorageFormat::Qcow2 {
        let Some((path, format)) = backing_of(&current.path) else {
            break;
        };
        if chain.len() >= MAX_DEPTH || path == image || chain.iter().any(|l| l.path == path) {
            return Err(ChainError::Endless {
                image: image.to_owned(),
            });
        }
        let format = match format {
            Some(format) => match StorageFormat::from_word(&format) {
                Some(format) => format,
                None => {
                    return Err(ChainError::UnknownFormat {
                        image: current.path,
                        backing: path,
                        format,
                    });
                }
            },
            // What has nothing below itself can be taken for what it looks like.
            None if !is_qcow2(&path) => StorageFormat::Raw,
            None if backing_of(&path).is_none() => StorageFormat::Qcow2,
            None => {
                return Err(ChainError::NoFormat {
                    image: current.path,
                    backing: path,
                });
            }
        };
        current = Layer { path, format };
        chain.push(current.clone());
    }
    Ok(chain)
}

fn is_qcow2(image: &Path) -> bool {
    let mut magic = [0u8; 4];
    File::open(image).is_ok_and(|f| f.read_exact_at(&mut magic, 0).is_ok()) && magic == QCOW2_MAGIC
}

/// File and format that an image's header names below it.
fn backing_of(image: &Path) -> Option<(PathBuf, Option<String>)> {
    let file = File::open(image).ok()?;
    let mut header = [0u8; 20];
    file.read_exact_at(&mut header, 0).ok()?;
    if header[..4] != QCOW2_MAGIC {
        return None;
    }
    let version = u32::from_be_bytes(header[4..8].try_into().ok()?);
    let offset = u64::from_be_bytes(header[8..16].try_into().ok()?);
    let len = u32::from_be_bytes(header[16..20].try_into().ok()?) as usize;
    if offset == 0 || len == 0 || len > MAX_NAME {
        return None;
    }
    let mut name = vec![0u8; len];
    file.read_exact_at(&mut name, offset).ok()?;
    let name = String::from_utf8(name).ok()?;
    // Names of protocols and JSON descriptions are not files.
    let name = name.strip_prefix("file:").unwrap_or(&name);
    if name.starts_with("json:") || name.contains("://") {
        return None;
    }
    let path = Path::new(name);
    let path = if path.is_absolute() {
        path.to_owned()
    } else {
        image.parent()?.join(path)
    };
    Some((path, backing_format(&file, version)))
}

/// The format that a header extension records for the backing file.
fn backing_format(file: &File, version: u32) -> Option<String> {
    let mut at: u64 = 72;
    if version >= 3 {
        let mut length = [0u8; 4];
        file.read_exact_at(&mut length, 100).ok()?;
        at = u64::from(u32::from_be_bytes(length));
    }
    while at < MAX_HEADER as u64 {
        let mut head = [0u8; 8];
        file.read_exact_at(&mut head, at).ok()?;
        let kind = u32::from_be_bytes(head[..4].try_into().ok()?);
        let len = u32::from_be_bytes(head[4..].try_into().ok()?);
        match kind {
            0 => return None,
            BACKING_FORMAT if len <= 32 => {
                let mut name = vec![0u8; len as usize];
                file.read_exact_at(&mut name, at + 8).ok()?;
                return String::from_utf8(name).ok();
            }
            _ => at += 8 + u64::from(len).next_multiple_of(8),
        }
    }
    None
}

/// Sizes of an image in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// What it takes on the host.
    pub allocation: u64,
    /// What the guest sees.
    pub capacity: u64,
    /// Length of the file or device.
    pub physical: u64,
}

/// Sizes of a file or block device that no guest has open.
pub fn sizes(path: &Path) -> std::io::Result<Sizes> {
    let meta = std::fs::metadata(path)?;
    let physical = if meta.file_type().is_block_device() {
        let mut device = File::open(path)?;
        device.seek(SeekFrom::End(0))?
    } else {
        meta.len()
    };
    let allocation = if meta.file_type().is_block_device() {
        physical
    } else {
        meta.blocks().saturating_mul(512)
    };
    let capacity = File::open(path)
        .ok()
        .and_then(|f| virtual_size(&f))
        .unwrap_or(physical);
    Ok(Sizes {
        allocation,
        capacity,
        physical,
    })
}

/// Size that the guest sees of a qcow2 image.
fn virtual_size(file: &File) -> Option<u64> {
    let mut header = [0u8; 32];
    file.read_exact_at(&mut header, 0).ok()?;
    let size = u64::from_be_bytes(header[24..32].try_into().ok()?);
    (header[..4] == QCOW2_MAGIC).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn qcow2(dir: &Path, name: &str, backing: &str, format: Option<&str>) -> PathBuf {
        let mut bytes = vec![0u8; 104];
        bytes[..4].copy_from_slice(&QCOW2_MAGIC);
        bytes[4..8].copy_from_slice(&3u32.to_be_bytes());
        bytes[100..104].copy_from_slice(&104u32.to_be_bytes());
        if let Some(format) = format {
            bytes.extend_from_slice(&BACKING_FORMAT.to_be_bytes());
            bytes.extend_from_slice(&(format.len() as u32).to_be_bytes());
            bytes.extend_from_slice(format.as_bytes());
            bytes.resize(bytes.len().next_multiple_of(8), 0);
        }
        bytes.extend_from_slice(&[0; 8]);
        if !backing.is_empty() {
            let at = bytes.len() as u64;
            bytes[8..16].copy_from_slice(&at.to_be_bytes());
            bytes[16..20].copy_from_slice(&(backing.len() as u32).to_be_bytes());
        }
        bytes.extend_from_slice(backing.as_bytes());
        let path = dir.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn layer(path: &Path, format: StorageFormat) -> Layer {
        Layer {
            path: path.to_owned(),
            format,
        }
    }

    #[test]
    fn chains_and_loops_end() {
        let dir = tempfile::tempdir().unwrap();
        let base = qcow2(dir.path(), "base", "", None);
        let mid = qcow2(dir.path(), "mid", "base", None);
        let top = qcow2(dir.path(), "top", mid.to_str().unwrap(), Some("qcow2"));
        assert_eq!(
            backing_layers(&top, Some(StorageFormat::Qcow2)).unwrap(),
            vec![
                layer(&mid, StorageFormat::Qcow2),
                layer(&base, StorageFormat::Qcow2)
            ]
        );
        assert!(backing_layers(&top, Some(StorageFormat::Raw)).unwrap().is_empty());
        let a = qcow2(dir.path(), "a", "b", Some("qcow2"));
        qcow2(dir.path(), "b", "a", Some("qcow2"));
        assert!(matches!(
            backing_layers(&a, Some(StorageFormat::Qcow2)),
            Err(ChainError::Endless { .. })
        ));
    }

    #[test]
    fn a_format_that_leads_on_must_be_recorded() {
        let dir = tempfile::tempdir().unwrap();
        qcow2(dir.path(), "base", "", None);
        let mid = qcow2(dir.path(), "mid", "base", None);
        let top = qcow2(dir.path(), "top", "mid", None);
        let refused = backing_layers(&top, Some(StorageFormat::Qcow2));
        assert_eq!(
            refused,
            Err(ChainError::NoFormat {
                image: top,
                backing: mid
            })
        );
        std::fs::write(dir.path().join("plain"), b"x").unwrap();
        let over = qcow2(dir.path(), "over", "plain", None);
        let odd = qcow2(dir.path(), "odd", "plain", Some("zip"));
        assert!(matches!(
            backing_layers(&odd, Some(StorageFormat::Qcow2)),
            Err(ChainError::UnknownFormat { .. })
        ));
        assert_eq!(
            backing_layers(&over, Some(StorageFormat::Qcow2)).unwrap(),
            vec![layer(&dir.path().join("plain"), StorageFormat::Raw)]
        );
    }

    proptest! {
        #[test]
        fn hostile_headers_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200), magic: bool) {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("x");
            let mut bytes = bytes;
            if magic && bytes.len() > 4 {
                bytes[..4].copy_from_slice(&QCOW2_MAGIC);
            }
            std::fs::write(&path, &bytes).unwrap();
            let _ = backing_layers(&path, Some(StorageFormat::Qcow2));
        }
    }
}
