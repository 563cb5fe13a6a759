//! Names of numbered parameters, made once: a list of a thousand guests has tens of thousands of them.

use std::borrow::Cow;
use std::sync::LazyLock;

/// Numbers that have a made name; the rest are made each time.
const MADE: usize = 32;

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
pub(super) fn block(n: usize, what: &str) -> Cow<'static, str> {
    let made = BLOCKS.get(n).zip(OF_BLOCKS.iter().position(|w| *w == what));
    match made {
        Some((names, at)) => Cow::Borrowed(names[at].as_str()),
        None => Cow::Owned(format!("block.{n}.{what}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_or_not_they_are_the_same() {
        assert!(matches!(block(3, "rd.bytes"), Cow::Borrowed("block.3.rd.bytes")));
        assert_eq!(block(900, "name"), "block.900.name");
        assert_eq!(block(1, "other"), "block.1.other");
    }
}
