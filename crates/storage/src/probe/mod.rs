//! What an image says about itself, read from its header by a bounded reader.
//!
//! An image is written by its guest, so nothing in it is believed further than it is shown: the reader
//! looks at a few kilobytes, no number in the file sizes an allocation or a loop, and nothing that the
//! header names (a backing file, a data file) is opened. What fits no format is raw.

mod header;
mod luks;
mod qcow2;
mod qed;
mod vdi;
mod vhd;
mod vmdk;

use header::Head;
use std::fmt;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

/// Bytes of the head that are read at once.
const HEAD: usize = 4096;
/// Most bytes read of any other part.
const PART: usize = 1024;

/// Formats that are told apart, by the words of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Nothing but the data.
    #[default]
    Raw,
    /// A directory.
    Dir,
    /// ISO 9660.
    Iso,
    /// QEMU's format, version 1.
    Qcow,
    /// QEMU's format, versions 2 and 3.
    Qcow2,
    /// QEMU enhanced disk.
    Qed,
    /// VMware.
    Vmdk,
    /// VirtualBox.
    Vdi,
    /// Virtual PC (VHD).
    Vpc,
    /// Hyper-V.
    Vhdx,
}

impl Format {
    /// The word of the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Raw => "raw",
            Format::Dir => "dir",
            Format::Iso => "iso",
            Format::Qcow => "qcow",
            Format::Qcow2 => "qcow2",
            Format::Qed => "qed",
            Format::Vmdk => "vmdk",
            Format::Vdi => "vdi",
            Format::Vpc => "vpc",
            Format::Vhdx => "vhdx",
        }
    }

    /// The format of a word; `vhd` is another name of `vpc`.
    pub fn from_word(word: &str) -> Option<Self> {
        const ALL: [Format; 10] = [
            Format::Raw,
            Format::Dir,
            Format::Iso,
            Format::Qcow,
            Format::Qcow2,
            Format::Qed,
            Format::Vmdk,
            Format::Vdi,
            Format::Vpc,
            Format::Vhdx,
        ];
        ALL.into_iter()
            .find(|f| f.as_str() == word)
            .or((word == "vhd").then_some(Format::Vpc))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a header says. Everything in it comes from an untrusted file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// The format.
    pub format: Format,
    /// Size that a guest sees, in bytes; `None` where it is that of the file.
    pub capacity: Option<u64>,
    /// The image below it.
    pub backing: Option<Backing>,
    /// Unit of allocation, in bytes.
    pub cluster_size: Option<u32>,
    /// How it is encrypted.
    pub encryption: Option<Encryption>,
    /// Version of qcow2 as its compatibility level.
    pub compat: Option<Compat>,
    /// qcow2: counts of references are brought up to date lazily.
    pub lazy_refcounts: bool,
    /// qcow2: clusters are divided.
    pub extended_l2: bool,
    /// qcow2: where the data is, if not in this file.
    pub data_file: Option<String>,
}

/// The image below another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backing {
    /// As the header names it: a path, relative to the image, or a location of QEMU's.
    pub file: String,
    /// Its format, if the header says.
    pub format: Option<String>,
}

/// How an image is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// AES as in the first versions of qcow.
    Qcow,
    /// LUKS.
    Luks,
}

/// Compatibility level of qcow2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compat {
    /// Version 2.
    V0_10,
    /// Version 3.
    V1_1,
}

impl Compat {
    /// The word of the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Compat::V0_10 => "0.10",
            Compat::V1_1 => "1.1",
        }
    }
}

/// A file, or bytes in memory, that can be read anywhere.
pub trait ReadAt {
    /// Reads what is there at `offset`; less than asked for at the end.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
}

impl ReadAt for File {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        FileExt::read_at(self, buffer, offset)
    }
}

impl ReadAt for [u8] {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(offset)
            .ok()
            .and_then(|o| self.get(o..))
            .unwrap_or_default();
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

/// Reads the header of an image of `size` bytes. Only a failed read is an error: what is damaged is
/// taken for raw, as a guest would see it.
pub fn probe(file: &(impl ReadAt + ?Sized), size: u64) -> io::Result<Image> {
    let head = Head::read(file, 0, HEAD)?;
    let formats: [fn(&Head) -> Option<Parsed>; 6] = [
        qcow2::parse,
        qed::parse,
        vmdk::parse,
        vdi::parse,
        vhd::parse,
        luks::parse,
    ];
    let Some(parsed) = formats.iter().find_map(|parse| parse(&head)) else {
        let format = if is_iso(file, size)? {
            Format::Iso
        } else {
            Format::Raw
        };
        return Ok(Image {
            format,
            ..Image::default()
        });
    };
    let mut image = parsed.image;
    if let Some(part) = parsed.backing_name {
        let name = Head::read(file, part.offset, part.len.min(PART))?;
        image.backing = name.text(0, part.len.min(PART)).map(|file| Backing {
            file,
            format: parsed.backing_format,
        });
    }
    if let Some(part) = parsed.descriptor {
        let text = Head::read(file, part.offset, part.len.min(HEAD))?;
        image.backing = vmdk::parent(&text);
    }
    image.capacity = image.capacity.or_else(|| size.checked_sub(parsed.payload?));
    Ok(image)
}

/// What a format's parser found, and what else has to be read.
#[derive(Debug, Default)]
struct Parsed {
    image: Image,
    backing_name: Option<Part>,
    backing_format: Option<String>,
    descriptor: Option<Part>,
    /// Where the data begins, when the capacity is what follows.
    payload: Option<u64>,
}

/// A part of the file.
#[derive(Debug, Clone, Copy)]
struct Part {
    offset: u64,
    len: usize,
}

fn is_iso(file: &(impl ReadAt + ?Sized), size: u64) -> io::Result<bool> {
    const DESCRIPTOR: u64 = 16 * 2048;
    if size < DESCRIPTOR + 2048 {
        return Ok(false);
    }
    let head = Head::read(file, DESCRIPTOR, 8)?;
    Ok(head.starts_with_at(1, b"CD001"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_and_zeros_are_raw() {
        assert_eq!(probe(&[][..], 0).unwrap(), Image::default());
        assert_eq!(probe(&[0u8; 8192][..], 8192).unwrap(), Image::default());
    }

    #[test]
    fn an_iso_is_told() {
        let mut disc = vec![0u8; 40 * 2048];
        disc[16 * 2048..16 * 2048 + 6].copy_from_slice(b"\x01CD001");
        assert_eq!(probe(&disc[..], disc.len() as u64).unwrap().format, Format::Iso);
    }

    #[test]
    fn words_and_formats_agree() {
        for word in [
            "raw", "dir", "iso", "qcow", "qcow2", "qed", "vmdk", "vdi", "vpc", "vhdx",
        ] {
            assert_eq!(Format::from_word(word).unwrap().as_str(), word);
        }
        assert_eq!(Format::from_word("vhd"), Some(Format::Vpc));
        assert_eq!(Format::from_word("ploop"), None);
    }

    fn magics() -> impl Strategy<Value = Vec<u8>> {
        prop::sample::select(vec![
            b"QFI\xfb\0\0\0\x02".to_vec(),
            b"QFI\xfb\0\0\0\x03".to_vec(),
            b"QED\0".to_vec(),
            b"KDMV".to_vec(),
            b"conectix".to_vec(),
            b"vhdxfile".to_vec(),
            b"LUKS\xba\xbe\0\x01".to_vec(),
        ])
    }

    proptest! {
        #[test]
        fn no_header_panics_or_reads_far(
            magic in magics(),
            rest in prop::collection::vec(prop_oneof![Just(0u8), Just(0xff), any::<u8>()], 0..600),
            size in any::<u64>(),
        ) {
            let bytes = [magic, rest].concat();
            let image = probe(&bytes[..], size).unwrap();
            if let Some(backing) = image.backing {
                prop_assert!(backing.file.len() <= HEAD);
            }
        }

        #[test]
        fn any_cut_of_a_header_is_read(cut in 0usize..600) {
            let bytes = qcow2::tests::sample(3, b"base.raw", Some(b"raw"));
            let cut = &bytes[..cut.min(bytes.len())];
            probe(cut, cut.len() as u64).unwrap();
        }
    }
}
