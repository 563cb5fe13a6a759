//! Names of numbered parameters, made once: a list of a thousand guests has tens of thousands of them.

use std::borrow::Cow;
use std::sync::LazyLock;

/// Numbers that have a made name; the rest are made each time.
const MADE: usize = 32;

/// What is said of a disk, by its place among [`OF_BLOCKS`].
#[derive(Debug, Clone, Copy)]
pub(super) enum OfBlock {
    Name,
    Path,
    BackingIndex,
    ReadRequests,
    ReadBytes,
    ReadTimes,
    WriteRequests,
    WriteBytes,
    WriteTimes,
    FlushRequests,
    FlushTimes,
    Allocation,
    Capacity,
    Physical,
}

const OF_BLOCKS: [&str; 14] = [
    "name",
    "path",
    "backingIndex",
    "rd.reqs",
    "rd.bytes",
    "rd.times",
    "wr.reqs",
    "wr.bytes",
    "wr.times",
    "fl.reqs",
    "fl.times",
    "allocation",
    "capacity",
    "physical",
];

static BLOCKS: LazyLock<Vec<[String; OF_BLOCKS.len()]>> = LazyLock::new(|| {
    (0..MADE)
        .map(|n| OF_BLOCKS.map(|what| format!("block.{n}.{what}")))
        .collect()
});

/// The name `block.N.WHAT`.
pub(super) fn block(n: usize, what: OfBlock) -> Cow<'static, str> {
    let what = what as usize;
    match BLOCKS.get(n) {
        Some(names) => Cow::Borrowed(names[what].as_str()),
        None => Cow::Owned(format!("block.{n}.{}", OF_BLOCKS[what])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_or_not_they_are_the_same() {
        assert!(matches!(
            block(3, OfBlock::ReadBytes),
            Cow::Borrowed("block.3.rd.bytes")
        ));
        assert_eq!(block(900, OfBlock::Name), "block.900.name");
        assert_eq!(block(1, OfBlock::Physical), "block.1.physical");
    }
}
