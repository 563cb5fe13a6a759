//! Sets of numbers as the format writes them: `0-3,^2,8`.

use std::collections::BTreeSet;

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::Invalid;

/// Numbers go up to here, which bounds what a range can cost.
const MOST: u32 = 16_384;

/// Reads a set; `None` when it is not one or is empty. What follows `^` is taken out of what stands
/// before it.
pub fn parse_idset(text: &str) -> Option<BTreeSet<u32>> {
    read(text).filter(|set| !set.is_empty())
}

/// The set as text: `0-3,5`.
pub fn print_idset(set: &BTreeSet<u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for id in set {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*id) => *last = *id,
            _ => runs.push((*id, *id)),
        }
    }
    let run = |(first, last): &(u32, u32)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(",")
}

/// Refuses what is no set.
pub(crate) fn is_idset(text: &str) -> Result<(), Invalid> {
    let why = || Invalid::expected("numbers and ranges such as 0-3,^2").coded(ErrorNumber::InvalidArg);
    read(text).map(drop).ok_or_else(why)
}

fn read(text: &str) -> Option<BTreeSet<u32>> {
    let mut set = BTreeSet::new();
    let number = |text: &str| text.trim().parse().ok().filter(|n: &u32| *n < MOST);
    for part in text.split(',') {
        let part = part.trim();
        if let Some(out) = part.strip_prefix('^') {
            set.remove(&number(out)?);
        } else if let Some((first, last)) = part.split_once('-') {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            set.extend(first..=last);
        } else {
            set.insert(number(part)?);
        }
    }
    Some(set)
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
    }
}
