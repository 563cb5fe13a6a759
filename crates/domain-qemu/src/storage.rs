//! Backing files of images, read with bounds: the content is the guest's.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::os::unix::fs::{FileExt, FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

/// Chains are not longer.
const MAX_DEPTH: usize = 64;
/// A name of a backing file is not longer, qcow2 specification.
const MAX_NAME: usize = 1023;
const QCOW2_MAGIC: [u8; 4] = *b"QFI\xfb";

/// The files below an image. `format` is what the document says; other formats have none that we would
/// trust.
pub fn backing_chain(image: &Path, format: Option<&str>) -> Vec<PathBuf> {
    let mut chain: Vec<PathBuf> = Vec::new();
    if format != Some("qcow2") {
        return chain;
    }
    let mut current = image.to_owned();
    while chain.len() < MAX_DEPTH {
        let Some(next) = backing_of(&current) else { break };
        if chain.contains(&next) {
            break;
        }
        chain.push(next.clone());
        current = next;
    }
    chain
}

fn backing_of(image: &Path) -> Option<PathBuf> {
    let file = File::open(image).ok()?;
    let mut header = [0u8; 20];
    file.read_exact_at(&mut header, 0).ok()?;
    if header[..4] != QCOW2_MAGIC {
        return None;
    }
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
    if path.is_absolute() {
        Some(path.to_owned())
    } else {
        Some(image.parent()?.join(path))
    }
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

    fn qcow2(dir: &Path, name: &str, backing: &str) -> PathBuf {
        let mut bytes = vec![0u8; 104];
        bytes[..4].copy_from_slice(&QCOW2_MAGIC);
        bytes[4..8].copy_from_slice(&3u32.to_be_bytes());
        if !backing.is_empty() {
            bytes[8..16].copy_from_slice(&104u64.to_be_bytes());
            bytes[16..20].copy_from_slice(&(backing.len() as u32).to_be_bytes());
        }
        bytes.extend_from_slice(backing.as_bytes());
        let path = dir.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    #[test]
    fn chains_and_loops_end() {
        let dir = tempfile::tempdir().unwrap();
        let base = qcow2(dir.path(), "base", "");
        let mid = qcow2(dir.path(), "mid", "base");
        let top = qcow2(dir.path(), "top", mid.to_str().unwrap());
        assert_eq!(backing_chain(&top, Some("qcow2")), vec![mid, base]);
        assert!(backing_chain(&top, Some("raw")).is_empty());
        let a = qcow2(dir.path(), "a", "b");
        qcow2(dir.path(), "b", "a");
        assert_eq!(backing_chain(&a, Some("qcow2")).len(), 2);
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
            prop_assert!(backing_chain(&path, Some("qcow2")).len() <= MAX_DEPTH);
        }
    }
}
