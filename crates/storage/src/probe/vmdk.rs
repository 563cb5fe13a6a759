//! VMware's sparse extents: VMware's "Virtual Disk Format 5.0" gives the layout. The text before a set
//! of extents is only recognised.

use super::header::Head;
use super::{Backing, Format, Image, Parsed, Part};

const SECTOR: u64 = 512;

pub(super) fn parse(head: &Head) -> Option<Parsed> {
    if head.starts_with_at(0, b"KDMV") {
        let capacity = head.le64(12)?.checked_mul(SECTOR)?;
        let grain = head
            .le64(20)
            .and_then(|sectors| u32::try_from(sectors.checked_mul(SECTOR)?).ok());
        let descriptor = head.le64(28).zip(head.le64(36)).and_then(|(offset, sectors)| {
            let len = usize::try_from(sectors.checked_mul(SECTOR)?).ok()?;
            (offset != 0 && len != 0).then_some(Part {
                offset: offset.checked_mul(SECTOR)?,
                len,
            })
        });
        let image = Image {
            format: Format::Vmdk,
            capacity: Some(capacity),
            cluster_size: grain.filter(|size| size.is_power_of_two()),
            ..Image::default()
        };
        return Some(Parsed {
            image,
            descriptor,
            ..Parsed::default()
        });
    }
    let known = head.starts_with_at(0, b"COWD") || head.starts_with_at(0, b"# Disk DescriptorFile");
    known.then(|| Parsed {
        image: Image {
            format: Format::Vmdk,
            ..Image::default()
        },
        ..Parsed::default()
    })
}

/// The parent that a descriptor names.
pub(super) fn parent(descriptor: &Head) -> Option<Backing> {
    let text = descriptor.rest(0).split(|b| *b == 0).next()?;
    let text = std::str::from_utf8(text).ok()?;
    let orphan = text
        .lines()
        .any(|line| line.trim().eq_ignore_ascii_case("parentCID=ffffffff"));
    let hint = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("parentFileNameHint=\""))?;
    let file = hint.strip_suffix('"')?;
    let usable = !orphan && !file.is_empty() && !file.chars().any(char::is_control);
    usable.then(|| Backing {
        file: file.to_owned(),
        format: Some(Format::Vmdk.as_str().to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Format, probe};

    #[test]
    fn header_and_parent() {
        let mut bytes = vec![0u8; 2048];
        bytes[..4].copy_from_slice(b"KDMV");
        bytes[12..20].copy_from_slice(&2048u64.to_le_bytes());
        bytes[20..28].copy_from_slice(&128u64.to_le_bytes());
        bytes[28..36].copy_from_slice(&1u64.to_le_bytes());
        bytes[36..44].copy_from_slice(&2u64.to_le_bytes());
        let text = b"# Disk DescriptorFile\nparentCID=12345678\nparentFileNameHint=\"base.vmdk\"\n";
        bytes[512..512 + text.len()].copy_from_slice(text);
        let image = probe(&bytes[..], 2048).unwrap();
        assert_eq!((image.format, image.capacity), (Format::Vmdk, Some(1 << 20)));
        assert_eq!(image.backing.unwrap().file, "base.vmdk");
        bytes[12..20].copy_from_slice(&u64::MAX.to_le_bytes());
        assert_eq!(probe(&bytes[..], 2048).unwrap().format, Format::Raw);
    }
}
