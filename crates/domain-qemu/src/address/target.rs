//! Names of disks as guests see them: `vda`, `sdb`, `hdc`, `fda`.

/// Most disks that a bus can have; a name beyond it is refused.
pub const MAX_INDEX: u32 = 26 * 27 * 27;

const PREFIXES: [&str; 6] = ["fd", "hd", "sd", "vd", "xvd", "ubd"];

/// Number of a disk by its name: `vda` is 0, `vdz` 25, `vdaa` 26. A partition number at the end does
/// not count.
pub fn index(name: &str) -> Option<u32> {
    let letters = PREFIXES.iter().find_map(|p| name.strip_prefix(p))?;
    let letters = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    // Longer ones are beyond the limit, whatever they say.
    if letters.is_empty() || letters.len() > 4 {
        return None;
    }
    let mut index: u32 = 0;
    for c in letters.bytes() {
        if !c.is_ascii_lowercase() {
            return None;
        }
        index = index * 26 + u32::from(c - b'a') + 1;
    }
    Some(index - 1).filter(|i| *i < MAX_INDEX)
}

/// Name of the disk of this number.
pub fn name(prefix: &str, index: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = i64::from(index);
    while rest >= 0 {
        // A remainder by 26 fits.
        letters.push(b'a' + (rest % 26) as u8);
        rest = rest / 26 - 1;
    }
    letters.reverse();
    format!("{prefix}{}", String::from_utf8_lossy(&letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers() {
        for (n, text) in [
            (0, "vda"),
            (25, "vdz"),
            (26, "vdaa"),
            (701, "vdzz"),
            (702, "vdaaa"),
        ] {
            assert_eq!(name("vd", n), text);
            assert_eq!(index(text), Some(n));
        }
        assert_eq!(index("sda1"), Some(0));
        for bad in ["sdzzzz", "sd", "xyz", "", "sdA", "vdzzzzzzzzzzzzzzzzz"] {
            assert_eq!(index(bad), None, "{bad}");
        }
    }
}
