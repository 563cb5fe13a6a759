//! Sets of numbers as the format writes them: `0-3,^2,8`.

use std::collections::BTreeSet;
use std::fmt;

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Invalid, Sink, Value, ValueShape};

/// Numbers go up to here, which bounds what a range can cost.
const MOST: u32 = 16_384;

/// Words of as many bits as there can be numbers.
const WORDS: usize = (MOST / u64::BITS) as usize;

/// A set of numbers, of processors or memory nodes, as its runs: it takes no more room than the text that it was read
/// from. What follows `^` in a text is taken out of what stands before it.
///
/// ```
/// use ferrovirt_schema::common::idset::IdSet;
///
/// let set = IdSet::from_text("0-3,^2,8").unwrap();
/// assert_eq!((set.to_string().as_str(), set.contains(2)), ("0-1,3,8", false));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdSet(Vec<(u32, u32)>);

impl IdSet {
    /// Reads a set, which may be empty; `None` for what is none.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut bits = [0u64; WORDS];
        let number = |text: &str| text.trim().parse().ok().filter(|n: &u32| *n < MOST);
        for part in text.split(',') {
            let part = part.trim();
            if let Some(out) = part.strip_prefix('^') {
                let n = number(out)?;
                bits[(n / 64) as usize] &= !(1 << (n % 64));
            } else if let Some((first, last)) = part.split_once('-') {
                let (first, last) = (number(first)?, number(last)?);
                if last < first {
                    return None;
                }
                let (low, high) = ((first / 64) as usize, (last / 64) as usize);
                for (at, word) in bits.iter_mut().enumerate().take(high + 1).skip(low) {
                    let from = if at == low { first % 64 } else { 0 };
                    let to = if at == high { last % 64 } else { 63 };
                    *word |= (u64::MAX >> (63 - to)) & (u64::MAX << from);
                }
            } else {
                let n = number(part)?;
                bits[(n / 64) as usize] |= 1 << (n % 64);
            }
        }
        let mut runs: Vec<(u32, u32)> = Vec::new();
        let mut add = |first: u32, last: u32| match runs.last_mut() {
            Some((_, end)) if *end + 1 == first => *end = last,
            _ => runs.push((first, last)),
        };
        for (at, word) in (0..).step_by(64).zip(bits) {
            match word {
                0 => {}
                u64::MAX => add(at, at + 63),
                _ => (0..64)
                    .filter(|n| word >> n & 1 == 1)
                    .for_each(|n| add(at + n, at + n)),
            }
        }
        Some(IdSet(runs))
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its numbers, from the lowest.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().flat_map(|(first, last)| *first..=*last)
    }

    /// Whether a number is in it.
    pub fn contains(&self, n: u32) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&n))
    }

    /// The same as a set of the standard library.
    pub fn to_set(&self) -> BTreeSet<u32> {
        self.iter().collect()
    }
}

impl FromIterator<u32> for IdSet {
    /// Makes a set of numbers in any order.
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        let mut sorted = true;
        for n in numbers {
            match runs.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(n) => *last = n,
                Some((_, last)) if n <= *last => {
                    sorted = false;
                    runs.push((n, n));
                }
                _ => runs.push((n, n)),
            }
        }
        match sorted {
            true => IdSet(runs),
            false => {
                let all: BTreeSet<u32> = runs.iter().flat_map(|(first, last)| *first..=*last).collect();
                all.into_iter().collect()
            }
        }
    }
}

impl From<&BTreeSet<u32>> for IdSet {
    fn from(set: &BTreeSet<u32>) -> Self {
        set.iter().copied().collect()
    }
}

impl fmt::Display for IdSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (first, last)) in self.0.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            match first == last {
                true => write!(f, "{comma}{first}")?,
                false => write!(f, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

impl Value for IdSet {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let why = || Invalid::expected("numbers and ranges such as 0-3,^2").coded(ErrorNumber::InvalidArg);
        Self::from_text(text).ok_or_else(why)
    }
    fn print(&self, out: &mut Sink<'_>) {
        out.display(self);
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "set of numbers",
            pattern: "^([0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*)?$",
            samples: &["0-3,8", "1"],
        }
    }
}

/// Reads a set; `None` when it is not one or is empty. What follows `^` is taken out of what stands
/// before it.
pub fn parse_idset(text: &str) -> Option<BTreeSet<u32>> {
    IdSet::from_text(text)
        .filter(|set| !set.is_empty())
        .map(|set| set.to_set())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets() {
        let set = |text| parse_idset(text).map(|s| s.into_iter().collect::<Vec<_>>());
        assert_eq!(set("0-3,^2, 8"), Some(vec![0, 1, 3, 8]));
        for bad in ["", "a", "3-1", "0,^0", "0-4294967295", "-1", "1-"] {
            assert_eq!(set(bad), None, "{bad}");
        }
        let text = |text| IdSet::from_text(text).map(|s| s.to_string());
        assert_eq!(text("5,0-63,64-130,^64"), Some("0-63,65-130".to_owned()));
        assert_eq!(text("0,^0"), Some(String::new()));
        assert_eq!([7, 1, 2, 1].into_iter().collect::<IdSet>().to_string(), "1-2,7");
    }
}
