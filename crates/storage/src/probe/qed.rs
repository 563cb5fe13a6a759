//! QEMU enhanced disk: `docs/interop/qed_spec.txt` of QEMU gives the layout.

use super::header::Head;
use super::{Format, Image, Parsed, Part};

const FEATURE_BACKING: u64 = 1 << 0;
const FEATURE_BACKING_RAW: u64 = 1 << 2;

pub(super) fn parse(head: &Head) -> Option<Parsed> {
    if !head.starts_with_at(0, b"QED\0") {
        return None;
    }
    let features = head.le64(16)?;
    let image = Image {
        format: Format::Qed,
        capacity: Some(head.le64(48)?),
        cluster_size: head.le32(4).filter(|size| size.is_power_of_two()),
        ..Image::default()
    };
    let named = features & FEATURE_BACKING != 0;
    let name = head
        .le32(56)
        .zip(head.le32(60))
        .filter(|(offset, len)| named && *offset != 0 && *len != 0);
    Some(Parsed {
        image,
        backing_name: name.map(|(offset, len)| Part {
            offset: offset.into(),
            len: len as usize,
        }),
        backing_format: (features & FEATURE_BACKING_RAW != 0).then(|| "raw".to_owned()),
        ..Parsed::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Format, probe};

    #[test]
    fn header() {
        let mut bytes = vec![0u8; 256];
        bytes[..4].copy_from_slice(b"QED\0");
        bytes[4..8].copy_from_slice(&65536u32.to_le_bytes());
        bytes[16] = 0b101;
        bytes[48..56].copy_from_slice(&(1u64 << 20).to_le_bytes());
        bytes[56..60].copy_from_slice(&128u32.to_le_bytes());
        bytes[60..64].copy_from_slice(&4u32.to_le_bytes());
        bytes[128..132].copy_from_slice(b"base");
        let image = probe(&bytes[..], 256).unwrap();
        assert_eq!((image.format, image.capacity), (Format::Qed, Some(1 << 20)));
        let backing = image.backing.unwrap();
        assert_eq!(
            (backing.file.as_str(), backing.format.as_deref()),
            ("base", Some("raw"))
        );
    }
}
