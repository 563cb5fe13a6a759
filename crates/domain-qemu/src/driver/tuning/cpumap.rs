//! Sets of host processors: as bits on the wire, as text in documents, as affinity of threads.

use crate::error::{QemuError, Result};
use ferrovirt_schema::common::idset::IdSet;
use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Most bytes of a map that anybody needs.
const MAX_LEN: usize = 2048;

/// The numbers of the bits that are set.
pub fn from_bytes(map: &[u8]) -> BTreeSet<u32> {
    let bits = map.iter().take(MAX_LEN).zip(0u32..);
    bits.flat_map(|(byte, n)| {
        (0..8)
            .filter(move |bit| byte >> bit & 1 == 1)
            .map(move |bit| n * 8 + bit)
    })
    .collect()
}

/// A map of `len` bytes.
pub fn to_bytes(set: &BTreeSet<u32>, len: usize) -> Vec<u8> {
    let mut map = vec![0u8; len.min(MAX_LEN)];
    for n in set {
        if let Some(byte) = map.get_mut(*n as usize / 8) {
            *byte |= 1 << (n % 8);
        }
    }
    map
}

/// The set as documents write it: `0-3,8`.
pub fn to_text(set: &BTreeSet<u32>) -> String {
    let mut text = String::new();
    let mut numbers = set.iter().copied().peekable();
    while let Some(first) = numbers.next() {
        let mut last = first;
        while numbers.peek() == Some(&(last + 1)) {
            last += 1;
            numbers.next();
        }
        if !text.is_empty() {
            text.push(',');
        }
        // Writing to a string cannot fail.
        let _ = if last > first {
            write!(text, "{first}-{last}")
        } else {
            write!(text, "{first}")
        };
    }
    text
}

/// The set that a document states; an empty one states nothing.
pub fn stated(set: Option<&IdSet>) -> Option<BTreeSet<u32>> {
    set.filter(|set| !set.is_empty()).map(IdSet::to_set)
}

/// Where a thread may run.
pub fn affinity(tid: i32) -> Option<BTreeSet<u32>> {
    let set = sched_getaffinity(Pid::from_raw(tid)).ok()?;
    let all = 0..u32::try_from(CpuSet::count()).ok()?;
    Some(all.filter(|n| set.is_set(*n as usize) == Ok(true)).collect())
}

/// Lets a thread run on these processors only.
pub fn pin(tid: i32, to: &BTreeSet<u32>) -> Result<()> {
    let mut set = CpuSet::new();
    for n in to {
        set.set(*n as usize).map_err(|_| {
            QemuError::InvalidArg(format!("processor {n} is beyond what the kernel can have"))
        })?;
    }
    sched_setaffinity(Pid::from_raw(tid), &set).map_err(|e| {
        QemuError::Host(ferrovirt_host::Error::File {
            action: "set the affinity of",
            path: format!("/proc/{tid} to processors {}", to_text(to)).into(),
            source: e.into(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_and_texts() {
        let set: BTreeSet<u32> = [0, 1, 2, 8, 10].into();
        assert_eq!(to_text(&set), "0-2,8,10");
        assert_eq!(to_bytes(&set, 2), [0b111, 0b101]);
        assert_eq!(from_bytes(&[0b111, 0b101]), set);
        assert_eq!(stated(IdSet::from_text(&to_text(&set)).as_ref()), Some(set));
        assert_eq!(to_text(&BTreeSet::new()), "");
    }

    #[test]
    fn own_affinity() {
        let me = nix::unistd::gettid().as_raw();
        let before = affinity(me).unwrap();
        let one: BTreeSet<u32> = before.iter().copied().take(1).collect();
        pin(me, &one).unwrap();
        assert_eq!(affinity(me), Some(one));
        pin(me, &before).unwrap();
    }
}
