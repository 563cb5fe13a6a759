//! What is mounted where, as the kernel tells it.

use crate::StorageError;
use std::fs;
use std::path::{Path, PathBuf};

const TABLE: &str = "/proc/self/mountinfo";

/// A mounted file system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// Where.
    pub target: PathBuf,
    /// Its type, such as `ext4`.
    pub kind: String,
    /// What: a device, or `host:/path`.
    pub source: String,
}

/// What is mounted on top at `target`, if anything is. Blocks.
pub fn at(target: &Path) -> Result<Option<Mount>, StorageError> {
    let text = fs::read_to_string(TABLE).map_err(|e| StorageError::io("read", TABLE, e))?;
    // Of several at one place the last is on top.
    let mut mounts = text.lines().rev().filter_map(parse);
    Ok(mounts.find(|mount| mount.target == target))
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
        assert_eq!(
            parse(line),
            Some(Mount {
                target: "/mnt/a b".into(),
                kind: "ext3".into(),
                source: r"/dev/root\x".into(),
            })
        );
        assert_eq!(parse("nonsense"), None);
        assert!(at(Path::new("/proc")).unwrap().is_some());
        assert!(at(Path::new("/nonexistent")).unwrap().is_none());
    }
}
