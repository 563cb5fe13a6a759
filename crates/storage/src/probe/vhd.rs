//! Virtual PC's and Hyper-V's disks: dynamic VHD, whose footer is copied to the front, and VHDX, which
//! is only recognised. A fixed VHD is its data with a footer, and passes as raw.

use super::header::Head;
use super::{Format, Image, Parsed};

pub(super) fn parse(head: &Head) -> Option<Parsed> {
    let (format, capacity) = if head.starts_with_at(0, b"conectix") {
        (Format::Vpc, Some(head.be64(48)?))
    } else if head.starts_with_at(0, b"vhdxfile") {
        (Format::Vhdx, None)
    } else {
        return None;
    };
    Some(Parsed {
        image: Image {
            format,
            capacity,
            ..Image::default()
        },
        ..Parsed::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Format, probe};

    #[test]
    fn both() {
        let mut bytes = vec![0u8; 512];
        bytes[..8].copy_from_slice(b"conectix");
        bytes[48..56].copy_from_slice(&(7u64 << 20).to_be_bytes());
        let image = probe(&bytes[..], 512).unwrap();
        assert_eq!((image.format, image.capacity), (Format::Vpc, Some(7 << 20)));
        assert_eq!(probe(&b"vhdxfile"[..], 8).unwrap().format, Format::Vhdx);
    }
}
