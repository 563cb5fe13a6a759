//! What a device holds already.

use crate::{StorageError, Tool};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

const BLKID: Tool = Tool {
    program: "blkid",
    package: "util-linux",
};

/// Tables that divide a device, by the words of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// None that is known.
    Unknown,
    /// Of DOS.
    Dos,
    /// GUID partition table.
    Gpt,
    /// A physical volume of LVM.
    Lvm2,
    /// Of Apple.
    Mac,
    /// Of Sun.
    Sun,
}

impl Table {
    /// The word of the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Table::Unknown => "unknown",
            Table::Dos => "dos",
            Table::Gpt => "gpt",
            Table::Lvm2 => "lvm2",
            Table::Mac => "mac",
            Table::Sun => "sun",
        }
    }
}

/// The table at the beginning of a device. The offsets are those of each format's specification.
pub fn table(file: &File) -> io::Result<Table> {
    let mut head = [0; 4096];
    let mut have = 0;
    while have < head.len() {
        match file.read_at(&mut head[have..], have as u64)? {
            0 => break,
            n => have += n,
        }
    }
    let at = |offset: usize, magic: &[u8]| head[offset..].starts_with(magic);
    Ok(if at(512, b"EFI PART") || at(0, b"EFI PART") {
        Table::Gpt
    } else if [0, 512, 1024, 1536].iter().any(|sector| at(*sector, b"LABELONE")) {
        Table::Lvm2
    } else if at(508, &[0xda, 0xbe]) {
        Table::Sun
    } else if at(510, &[0x55, 0xaa]) {
        Table::Dos
    } else if at(0, b"ER") {
        Table::Mac
    } else {
        Table::Unknown
    })
}

/// What is on a device, in a word: a file system, a table, a member of something. None: it is empty.
pub async fn signature(device: &Path) -> Result<Option<String>, StorageError> {
    let args = ["-p", "-o", "export", "-c", "/dev/null"];
    let out = BLKID.command()?.args(args).arg(device).output().await?;
    let text = out.text();
    let value = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
            .map(str::to_owned)
    };
    match out.status.code() {
        Some(0) => Ok(value("TYPE").or_else(|| value("PTTYPE"))),
        // Nothing that it knows.
        Some(2) if device.exists() => Ok(None),
        // Several at once.
        Some(8) => Ok(Some("several things".to_owned())),
        _ => Err(StorageError::Probe {
            device: device.to_owned(),
            why: match device.exists() {
                true => out.stderr,
                false => "it does not exist".to_owned(),
            },
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn with(offset: u64, magic: &[u8]) -> Table {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&[0; 2048]).unwrap();
        file.write_all_at(magic, offset).unwrap();
        table(&file).unwrap()
    }

    #[test]
    fn tables_are_told() {
        assert_eq!(with(0, b""), Table::Unknown);
        assert_eq!(with(510, &[0x55, 0xaa]), Table::Dos);
        assert_eq!(with(512, b"EFI PART"), Table::Gpt);
        assert_eq!(with(512, b"LABELONE"), Table::Lvm2);
        assert_eq!(table(&tempfile::tempfile().unwrap()).unwrap(), Table::Unknown);
    }

    #[tokio::test]
    async fn what_a_device_holds_is_told() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(1 << 20).unwrap();
        assert_eq!(signature(file.path()).await.unwrap(), None);
        let mut swap = vec![0; 8192];
        swap[4086..4096].copy_from_slice(b"SWAPSPACE2");
        swap[1024] = 1;
        swap[1028] = 1;
        file.write_all(&swap).unwrap();
        assert!(signature(file.path()).await.unwrap().is_some());
        assert!(signature(Path::new("/nonexistent")).await.is_err());
    }
}
