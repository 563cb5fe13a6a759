//! Reading the small formats of procfs and sysfs.

use crate::error::{Error, Result};
use crate::files::read_text;
use std::path::Path;

/// No file that is read here is near this size; `/proc/cpuinfo` of a machine with 1,024 processors is.
const LIMIT: usize = 8 << 20;
/// Most processors or cells that are believed in.
const MOST: u32 = 65_536;

pub(super) fn text(path: &Path) -> Result<String> {
    read_text(path, LIMIT)
}

pub(super) fn number(path: &Path) -> Result<u64> {
    let text = text(path)?;
    text.trim().parse().map_err(|_| Error::Malformed {
        path: path.to_owned(),
        expected: "a number",
    })
}

/// A list such as `0-3,8,10-11`, cpuset(7).
pub(super) fn list(path: &Path) -> Result<Vec<u32>> {
    parse_list(text(path)?.trim()).ok_or_else(|| Error::Malformed {
        path: path.to_owned(),
        expected: "a list of numbers",
    })
}

fn parse_list(text: &str) -> Option<Vec<u32>> {
    let mut all = Vec::new();
    for part in text.split(',').filter(|p| !p.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
        if first > last || last >= MOST {
            return None;
        }
        all.extend(first..=last);
    }
    Some(all)
}

/// The KiB of the line `NAME:  123 kB`, also after a prefix such as `Node 0 `.
pub(super) fn kib(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| {
        let mut words = line
            .split_ascii_whitespace()
            .skip_while(|w| w.strip_suffix(':') != Some(name));
        words.next()?;
        words.next()?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        assert_eq!(parse_list("0-2,7"), Some(vec![0, 1, 2, 7]));
        assert_eq!(parse_list(""), Some(vec![]));
        for bad in ["3-1", "a", "0-4000000000", "1-"] {
            assert_eq!(parse_list(bad), None, "{bad}");
        }
    }

    #[test]
    fn lines_of_meminfo() {
        assert_eq!(kib("MemTotal:  12 kB\nMemFree: 5 kB\n", "MemFree"), Some(5));
        assert_eq!(kib("Node 0 MemTotal:  12 kB\n", "MemTotal"), Some(12));
        assert_eq!(kib("MemTotal:\n", "MemTotal"), None);
    }
}
