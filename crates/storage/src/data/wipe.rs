//! Overwriting what a volume holds.
//!
//! The patterns are those of the interface. Their passes are as the `scrub` manual lists them, which is
//! the program that the interface's names come from.

use crate::job;
use nix::fcntl::{FallocateFlags, fallocate};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;

const BLOCK: usize = 1 << 20;

/// How a volume is overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WipePattern {
    /// Zeros, once.
    Zero,
    /// NNSA policy letter NAP-14.1-C: random twice, then zeros.
    Nnsa,
    /// DoD 5220.22-M: random, zeros, ones.
    Dod,
    /// German federal office for information security: nine fixed bytes.
    Bsi,
    /// Gutmann: 35 passes.
    Gutmann,
    /// Schneier: ones, zeros, random five times.
    Schneier,
    /// Random seven times.
    Pfitzner7,
    /// Random 33 times.
    Pfitzner33,
    /// Random, once.
    Random,
    /// The space is given back; what is read then are zeros.
    Trim,
}

/// One pass over the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    Random,
    /// These bytes, over and over.
    Bytes([u8; 3]),
}

const fn all(byte: u8) -> Pass {
    Pass::Bytes([byte; 3])
}

const ZEROS: [Pass; 1] = [all(0)];
const NNSA: [Pass; 3] = [Pass::Random, Pass::Random, all(0)];
const DOD: [Pass; 3] = [Pass::Random, all(0), all(0xff)];
const SEVEN_RANDOM: [Pass; 7] = [Pass::Random; 7];
const MANY_RANDOM: [Pass; 33] = [Pass::Random; 33];
const BSI: [Pass; 9] = [
    all(0xff),
    all(0xfe),
    all(0xfd),
    all(0xfb),
    all(0xf7),
    all(0xef),
    all(0xdf),
    all(0xbf),
    all(0x7f),
];
const SCHNEIER: [Pass; 7] = [
    all(0xff),
    all(0x00),
    Pass::Random,
    Pass::Random,
    Pass::Random,
    Pass::Random,
    Pass::Random,
];
/// Four random passes, 27 fixed ones, four random ones.
const GUTMANN: [Pass; 35] = {
    let mut passes = [Pass::Random; 35];
    let fixed: [Pass; 27] = [
        all(0x55),
        all(0xaa),
        Pass::Bytes([0x92, 0x49, 0x24]),
        Pass::Bytes([0x49, 0x24, 0x92]),
        Pass::Bytes([0x24, 0x92, 0x49]),
        all(0x00),
        all(0x11),
        all(0x22),
        all(0x33),
        all(0x44),
        all(0x55),
        all(0x66),
        all(0x77),
        all(0x88),
        all(0x99),
        all(0xaa),
        all(0xbb),
        all(0xcc),
        all(0xdd),
        all(0xee),
        all(0xff),
        Pass::Bytes([0x92, 0x49, 0x24]),
        Pass::Bytes([0x49, 0x24, 0x92]),
        Pass::Bytes([0x24, 0x92, 0x49]),
        Pass::Bytes([0x6d, 0xb6, 0xdb]),
        Pass::Bytes([0xb6, 0xdb, 0x6d]),
        Pass::Bytes([0xdb, 0x6d, 0xb6]),
    ];
    let mut n = 0;
    while n < fixed.len() {
        passes[4 + n] = fixed[n];
        n += 1;
    }
    passes
};

impl WipePattern {
    fn passes(self) -> &'static [Pass] {
        match self {
            WipePattern::Zero | WipePattern::Trim => &ZEROS,
            WipePattern::Nnsa => &NNSA,
            WipePattern::Dod => &DOD,
            WipePattern::Bsi => &BSI,
            WipePattern::Gutmann => &GUTMANN,
            WipePattern::Schneier => &SCHNEIER,
            WipePattern::Pfitzner7 => &SEVEN_RANDOM,
            WipePattern::Pfitzner33 => &MANY_RANDOM,
            WipePattern::Random => &[Pass::Random],
        }
    }
}

/// Overwrites a file or block device. A file with holes that is to be zeros gives its space back
/// instead. Each pass is on the disk before the next begins: otherwise only the last one would be.
pub fn wipe(file: &File, pattern: WipePattern) -> io::Result<()> {
    let metadata = file.metadata()?;
    let sparse = metadata.is_file() && metadata.blocks() * 512 < metadata.len();
    if sparse && pattern == WipePattern::Zero {
        file.set_len(0)?;
        file.set_len(metadata.len())?;
        return file.sync_all();
    }
    let size = { file }.seek(SeekFrom::End(0))?;
    if pattern == WipePattern::Trim {
        return trim(file, size);
    }
    let passes = pattern.passes();
    let total = size.saturating_mul(passes.len() as u64);
    let mut done = 0;
    for pass in passes {
        overwrite(file, size, *pass, |bytes| {
            done += bytes;
            job::report(done, total);
        })?;
    }
    Ok(())
}

fn trim(file: &File, size: u64) -> io::Result<()> {
    // Sizes of files fit.
    let len = i64::try_from(size).unwrap_or(i64::MAX);
    if len > 0 {
        let flags = FallocateFlags::FALLOC_FL_PUNCH_HOLE | FallocateFlags::FALLOC_FL_KEEP_SIZE;
        fallocate(file, flags, 0, len)?;
    }
    file.sync_all()
}

/// One pass; what is written is told to `note`, in bytes.
fn overwrite(mut file: &File, size: u64, pass: Pass, mut note: impl FnMut(u64)) -> io::Result<()> {
    let mut random = match pass {
        Pass::Random => Some(File::open("/dev/urandom")?),
        Pass::Bytes(_) => None,
    };
    // A multiple of three, so that the pattern goes on from one block to the next.
    let mut block = vec![0; BLOCK / 3 * 3];
    if let Pass::Bytes(bytes) = pass {
        for (at, byte) in block.iter_mut().enumerate() {
            *byte = bytes[at % 3];
        }
    }
    file.seek(SeekFrom::Start(0))?;
    let mut left = size;
    while left > 0 {
        job::check()?;
        let len = block.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if let Some(random) = &mut random {
            random.read_exact(&mut block[..len])?;
        }
        file.write_all(&block[..len])?;
        left -= len as u64;
        note(len as u64);
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wiped(pattern: WipePattern) -> Vec<u8> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&[7; 10_000]).unwrap();
        wipe(&file, pattern).unwrap();
        let mut content = Vec::new();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_to_end(&mut content).unwrap();
        assert_eq!(content.len(), 10_000);
        content
    }

    #[test]
    fn what_was_there_is_gone() {
        for (pattern, last) in [
            (WipePattern::Zero, Some(0)),
            (WipePattern::Trim, Some(0)),
            (WipePattern::Nnsa, Some(0)),
            (WipePattern::Dod, Some(0xff)),
            (WipePattern::Bsi, Some(0x7f)),
            (WipePattern::Schneier, None),
            (WipePattern::Gutmann, None),
            (WipePattern::Random, None),
            (WipePattern::Pfitzner7, None),
        ] {
            let content = wiped(pattern);
            match last {
                Some(last) => assert!(content.iter().all(|byte| *byte == last), "{pattern:?}"),
                None => assert!(content.iter().any(|byte| *byte != content[0]), "{pattern:?}"),
            }
        }
    }

    #[test]
    fn passes_are_as_many_as_the_manual_says() {
        for (pattern, count) in [
            (WipePattern::Bsi, 9),
            (WipePattern::Gutmann, 35),
            (WipePattern::Pfitzner7, 7),
            (WipePattern::Pfitzner33, 33),
            (WipePattern::Schneier, 7),
        ] {
            assert_eq!(pattern.passes().len(), count);
        }
        assert_eq!(GUTMANN[9], all(0));
        assert_eq!(GUTMANN[30], Pass::Bytes([0xdb, 0x6d, 0xb6]));
        assert_eq!((GUTMANN[3], GUTMANN[31]), (Pass::Random, Pass::Random));
    }
}
