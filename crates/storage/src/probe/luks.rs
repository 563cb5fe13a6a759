//! LUKS containers: raw images that are encrypted. The LUKS1 and LUKS2 on-disk format specifications
//! give the layout.

use super::header::Head;
use super::{Encryption, Image, Parsed};

pub(super) fn parse(head: &Head) -> Option<Parsed> {
    if !head.starts_with_at(0, b"LUKS\xba\xbe") {
        return None;
    }
    let payload = match head.be16(6)? {
        1 => Some(u64::from(head.be32(104)?) * 512),
        // Version 2 says in its JSON where the data begins.
        2 => None,
        _ => return None,
    };
    let image = Image {
        encryption: Some(Encryption::Luks),
        ..Image::default()
    };
    Some(Parsed {
        image,
        payload,
        ..Parsed::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Encryption, Format, probe};

    #[test]
    fn the_capacity_is_what_follows_the_header() {
        let mut bytes = vec![0u8; 512];
        bytes[..8].copy_from_slice(b"LUKS\xba\xbe\0\x01");
        bytes[104..108].copy_from_slice(&4096u32.to_be_bytes());
        let image = probe(&bytes[..], 10 << 20).unwrap();
        assert_eq!(
            (image.format, image.encryption),
            (Format::Raw, Some(Encryption::Luks))
        );
        assert_eq!(image.capacity, Some(8 << 20));
        assert_eq!(probe(&bytes[..], 100).unwrap().capacity, None);
    }
}
