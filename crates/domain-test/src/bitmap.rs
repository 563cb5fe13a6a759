//! Sets of small numbers: written `0-3,^2`, and as bytes with the first number in the lowest bit.

use crate::error::{Result, TestError};
use std::collections::BTreeSet;

/// Numbers a text may name; more is no processor and no node.
const LIMIT: u32 = 16_384;

/// Reads a set.
pub(crate) fn parse(text: &str) -> Result<BTreeSet<u32>> {
    let bad = || TestError::plain_argument(format!("Failed to parse bitmap '{text}'"));
    let number = |t: &str| {
        t.trim()
            .parse::<u32>()
            .ok()
            .filter(|n| *n < LIMIT)
            .ok_or_else(bad)
    };
    let mut set = BTreeSet::new();
    for part in text.split(',') {
        let part = part.trim();
        if let Some(out) = part.strip_prefix('^') {
            set.remove(&number(out)?);
        } else if let Some((first, last)) = part.split_once('-') {
            set.extend(number(first)?..=number(last)?);
        } else {
            set.insert(number(part)?);
        }
    }
    if set.is_empty() { Err(bad()) } else { Ok(set) }
}

/// Prints a set: runs as ranges.
pub(crate) fn print(set: &BTreeSet<u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &n in set {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == n => *last = n,
            _ => runs.push((n, n)),
        }
    }
    let run = |(first, last): (u32, u32)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    };
    runs.into_iter().map(run).collect::<Vec<_>>().join(",")
}

/// A set from bytes.
pub(crate) fn from_bytes(bytes: &[u8]) -> BTreeSet<u32> {
    let bits = bytes
        .iter()
        .enumerate()
        .flat_map(|(n, byte)| (0..8).map(move |bit| (n * 8 + bit, byte >> bit & 1)));
    bits.filter(|(_, set)| *set == 1)
        .filter_map(|(n, _)| u32::try_from(n).ok())
        .collect()
}

/// The set as so many bytes; what does not fit is left out.
pub(crate) fn to_bytes(set: &BTreeSet<u32>, len: usize) -> Vec<u8> {
    let mut bytes = vec![0u8; len];
    for &n in set {
        if let Some(byte) = bytes.get_mut(n as usize / 8) {
            *byte |= 1 << (n % 8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_bytes() {
        let set = parse("0-3,^2,8").unwrap();
        assert_eq!(print(&set), "0-1,3,8");
        assert_eq!(to_bytes(&set, 2), [0b1011, 1]);
        assert_eq!(from_bytes(&to_bytes(&set, 2)), set);
        assert_eq!(to_bytes(&set, 1), [0b1011]);
        for bad in ["", "x", "1-", "99999", "^1", "3-1"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
