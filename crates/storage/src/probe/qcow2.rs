//! QEMU's copy-on-write format: `docs/interop/qcow2.txt` of QEMU gives the layout. Version 1 is only
//! recognised.

use super::header::Head;
use super::{Compat, Encryption, Format, Image, Parsed, Part};

const MAGIC: &[u8] = b"QFI\xfb";
/// Length of the header in version 2.
const V2: usize = 72;
/// Most bytes in the name of a backing file.
const NAME: u32 = 1023;
/// Extensions looked at; the rest of the head bounds them as well.
const EXTENSIONS: usize = 16;

const INCOMPATIBLE_DATA_FILE: u64 = 1 << 2;
const INCOMPATIBLE_EXTENDED_L2: u64 = 1 << 4;
const COMPATIBLE_LAZY_REFCOUNTS: u64 = 1 << 0;

const EXTENSION_BACKING_FORMAT: u32 = 0xe279_2aca;
const EXTENSION_DATA_FILE: u32 = 0x4441_5441;

pub(super) fn parse(head: &Head) -> Option<Parsed> {
    if !head.starts_with_at(0, MAGIC) {
        return None;
    }
    let version = head.be32(4)?;
    let size = head.be64(24)?;
    let mut parsed = Parsed::default();
    match version {
        1 => {
            parsed.image = Image {
                format: Format::Qcow,
                capacity: Some(size),
                ..Image::default()
            };
            if head.be32(36) == Some(1) {
                parsed.image.encryption = Some(Encryption::Qcow);
            }
        }
        2 | 3 => parse_v2(head, version, size, &mut parsed)?,
        _ => return None,
    }
    parsed.backing_name = head.be64(8).zip(head.be32(16)).and_then(|(offset, len)| {
        let plausible = offset != 0 && len != 0 && len <= NAME;
        plausible.then_some(Part {
            offset,
            len: len as usize,
        })
    });
    Some(parsed)
}

fn parse_v2(head: &Head, version: u32, size: u64, parsed: &mut Parsed) -> Option<()> {
    let cluster_bits = head.be32(20).filter(|bits| (9..=21).contains(bits))?;
    let encryption = match head.be32(32)? {
        1 => Some(Encryption::Qcow),
        2 => Some(Encryption::Luks),
        _ => None,
    };
    let (incompatible, compatible, length) = match version {
        2 => (0, 0, V2),
        _ => (head.be64(72)?, head.be64(80)?, head.be32(100)? as usize),
    };
    parsed.image = Image {
        format: Format::Qcow2,
        capacity: Some(size),
        cluster_size: Some(1 << cluster_bits),
        encryption,
        compat: Some(if version == 2 { Compat::V0_10 } else { Compat::V1_1 }),
        lazy_refcounts: compatible & COMPATIBLE_LAZY_REFCOUNTS != 0,
        extended_l2: incompatible & INCOMPATIBLE_EXTENDED_L2 != 0,
        ..Image::default()
    };
    extensions(head, length, parsed);
    if incompatible & INCOMPATIBLE_DATA_FILE != 0 && parsed.image.data_file.is_none() {
        parsed.image.data_file = Some(String::new());
    }
    Some(())
}

fn extensions(head: &Head, start: usize, parsed: &mut Parsed) {
    let mut at = start;
    for _ in 0..EXTENSIONS {
        let (Some(kind), Some(len)) = (head.be32(at), head.be32(at.saturating_add(4))) else {
            return;
        };
        let (data, len) = (at + 8, len as usize);
        match kind {
            0 => return,
            EXTENSION_BACKING_FORMAT => parsed.backing_format = head.text(data, len),
            EXTENSION_DATA_FILE => parsed.image.data_file = head.text(data, len),
            _ => {}
        }
        let Some(next) = len
            .checked_next_multiple_of(8)
            .and_then(|len| data.checked_add(len))
        else {
            return;
        };
        at = next;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::probe::{Backing, probe};

    /// A header with a backing file behind it.
    pub(in crate::probe) fn sample(version: u32, backing: &[u8], format: Option<&[u8]>) -> Vec<u8> {
        let mut bytes = vec![0u8; 512];
        let mut put = |at: usize, data: &[u8]| bytes[at..at + data.len()].copy_from_slice(data);
        put(0, MAGIC);
        put(4, &version.to_be_bytes());
        put(8, &256u64.to_be_bytes());
        put(16, &(backing.len() as u32).to_be_bytes());
        put(20, &16u32.to_be_bytes());
        put(24, &(5u64 << 30).to_be_bytes());
        let mut at = V2;
        if version == 3 {
            put(72, &INCOMPATIBLE_EXTENDED_L2.to_be_bytes());
            put(80, &COMPATIBLE_LAZY_REFCOUNTS.to_be_bytes());
            put(100, &104u32.to_be_bytes());
            at = 104;
        }
        if let Some(format) = format {
            put(at, &EXTENSION_BACKING_FORMAT.to_be_bytes());
            put(at + 4, &(format.len() as u32).to_be_bytes());
            put(at + 8, format);
        }
        put(256, backing);
        bytes
    }

    #[test]
    fn both_versions() {
        for version in [2, 3] {
            let bytes = sample(version, b"/srv/base.raw", Some(b"raw"));
            let image = probe(&bytes[..], 4096).unwrap();
            assert_eq!((image.format, image.capacity), (Format::Qcow2, Some(5 << 30)));
            assert_eq!(image.cluster_size, Some(65536));
            let backing = Backing {
                file: "/srv/base.raw".into(),
                format: Some("raw".into()),
            };
            assert_eq!(image.backing, Some(backing));
            assert_eq!(image.lazy_refcounts && image.extended_l2, version == 3);
        }
    }

    #[test]
    fn lies_about_lengths_and_places_are_not_followed() {
        let mut bytes = sample(3, b"base", Some(b"raw"));
        bytes[16..20].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(probe(&bytes[..], 4096).unwrap().backing, None);
        let mut bytes = sample(3, b"base", Some(b"raw"));
        bytes[8..16].copy_from_slice(&u64::MAX.to_be_bytes());
        assert_eq!(probe(&bytes[..], 4096).unwrap().backing, None);
        let mut bytes = sample(3, b"ba\nse", None);
        bytes[100..104].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(probe(&bytes[..], 4096).unwrap().backing, None);
        let mut bytes = sample(3, b"base", None);
        bytes[20..24].copy_from_slice(&63u32.to_be_bytes());
        assert_eq!(probe(&bytes[..], 4096).unwrap().format, Format::Raw);
    }
}
