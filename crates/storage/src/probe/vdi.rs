//! VirtualBox's disk image: a text, then a signature and the header.

use super::header::Head;
use super::{Format, Image, Parsed};

const SIGNATURE: u32 = 0xbeda_107f;

pub(super) fn parse(head: &Head) -> Option<Parsed> {
    if head.le32(0x40)? != SIGNATURE {
        return None;
    }
    let image = Image {
        format: Format::Vdi,
        capacity: Some(head.le64(0x170)?),
        cluster_size: head.le32(0x178).filter(|size| size.is_power_of_two()),
        ..Image::default()
    };
    Some(Parsed {
        image,
        ..Parsed::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Format, probe};

    #[test]
    fn header() {
        let mut bytes = vec![0u8; 512];
        bytes[0x40..0x44].copy_from_slice(&super::SIGNATURE.to_le_bytes());
        bytes[0x170..0x178].copy_from_slice(&(3u64 << 20).to_le_bytes());
        let image = probe(&bytes[..], 512).unwrap();
        assert_eq!((image.format, image.capacity), (Format::Vdi, Some(3 << 20)));
        assert_eq!(probe(&bytes[..0x100], 0x100).unwrap().format, Format::Raw);
    }
}
