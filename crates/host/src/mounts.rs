//! What is mounted where, as the kernel tells it.

use crate::Result;
use crate::files::read_bounded;
use std::path::{Path, PathBuf};

/// The table, below the root of the host's file systems.
const TABLE: &str = "proc/self/mountinfo";
/// The table of a large host.
const LARGEST: usize = 4 << 20;

/// A mounted file system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// Where.
    pub target: PathBuf,
    /// Its type, such as `ext4`.
    pub kind: String,
    /// What: a device, or `host:/path`.
    pub source: String,
    /// Options of the file system, divided by commas.
    pub options: String,
}

/// All that is mounted; of several at one place the last is on top. `root` is that of the host's file systems. Blocks.
pub fn all(root: &Path) -> Result<Vec<Mount>> {
    let text = read_bounded(&root.join(TABLE), LARGEST)?;
    Ok(String::from_utf8_lossy(&text).lines().filter_map(parse).collect())
}

/// What is mounted on top at `target`, if anything is. Blocks.
pub fn at(root: &Path, target: &Path) -> Result<Option<Mount>> {
    let mounts = all(root)?;
    Ok(mounts.into_iter().rev().find(|mount| mount.target == target))
}

/// One line, as proc(5) describes it.
fn parse(line: &str) -> Option<Mount> {
    let (first, second) = line.split_once(" - ")?;
    let target = first.split(' ').nth(4)?;
    let mut words = second.split(' ');
    Some(Mount {
        target: PathBuf::from(unescape(target)),
        kind: words.next()?.to_owned(),
        source: unescape(words.next()?),
        options: words.next().unwrap_or_default().to_owned(),
    })
}

/// Spaces and the like are written as a backslash and three octal digits.
fn unescape(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let octal = after
            .get(..3)
            .filter(|_| *first == b'\\')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match octal {
            Some(byte) => {
                out.push(byte);
                rest = &after[3..];
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let line =
            r"36 35 98:0 /mnt1 /mnt/a\040b rw,noatime master:1 - ext3 /dev/root\134x rw,errors=continue";
        let mount = parse(line).unwrap();
        assert_eq!(mount.target, Path::new("/mnt/a b"));
        assert_eq!(
            (mount.kind.as_str(), mount.source.as_str()),
            ("ext3", r"/dev/root\x")
        );
        assert_eq!(mount.options, "rw,errors=continue");
        assert_eq!(parse("nonsense"), None);
    }

    #[test]
    fn the_last_is_on_top() {
        let root = tempfile::tempdir().unwrap();
        let table = root.path().join(TABLE);
        std::fs::create_dir_all(table.parent().unwrap()).unwrap();
        let text = "1 2 0:1 / /mnt rw - ext4 /dev/sda rw\n3 1 0:2 / /mnt rw - tmpfs none rw\n";
        std::fs::write(table, text).unwrap();
        let top = at(root.path(), Path::new("/mnt")).unwrap();
        assert_eq!(top.map(|mount| mount.kind).as_deref(), Some("tmpfs"));
        assert!(at(root.path(), Path::new("/nonexistent")).unwrap().is_none());
        assert!(at(Path::new("/"), Path::new("/proc")).unwrap().is_some());
    }
}
