//! Sizes as people write and read them.

/// Reads a size: a number with an optional unit (`k`, `KiB`, `KB`, `M`, ...), else of `unit` bytes each.
pub fn parse_size(text: &str, unit: u64) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, suffix) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let scale = match suffix.trim().to_ascii_lowercase().as_str() {
        "" => unit,
        "b" | "byte" | "bytes" => 1,
        s => {
            let base: u64 = match s.get(1..)? {
                "" | "ib" => 1024,
                "b" => 1000,
                _ => return None,
            };
            let power = "kmgtpe".find(s.chars().next()?)?;
            base.checked_pow(u32::try_from(power).ok()? + 1)?
        }
    };
    number.checked_mul(scale)
}

/// A size with two decimals in the unit that fits: `1.50 GiB`.
pub fn pretty(bytes: u64) -> String {
    pretty_to(bytes, 2)
}

/// A size with so many decimals in the unit that fits.
pub fn pretty_to(bytes: u64, decimals: usize) -> String {
    let mut value = precise(bytes);
    let mut unit = "B";
    for next in ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] {
        if value < 1024.0 {
            break;
        }
        value /= 1024.0;
        unit = next;
    }
    format!("{value:.decimals$} {unit}")
}

#[expect(clippy::cast_precision_loss, reason = "only a few decimals are shown")]
fn precise(n: u64) -> f64 {
    n as f64
}

/// Processors as ranges: `0-3,8`.
pub fn ranges(numbers: &[u32]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut rest = numbers;
    while let Some(&first) = rest.first() {
        let run = rest.iter().zip(first..).take_while(|(a, b)| **a == *b).count();
        let last = rest[run - 1];
        out.push(if run == 1 {
            first.to_string()
        } else {
            format!("{first}-{last}")
        });
        rest = &rest[run..];
    }
    out.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(parse_size("10", 1024), Some(10240));
        assert_eq!(parse_size("1G", 1), Some(1 << 30));
        assert_eq!(parse_size("2GiB", 1), Some(2 << 30));
        assert_eq!(parse_size("1KB", 1), Some(1000));
        assert_eq!(parse_size("7bytes", 1024), Some(7));
        assert_eq!(
            (
                parse_size("x", 1),
                parse_size("1X", 1),
                parse_size("99999999999E", 1)
            ),
            (None, None, None)
        );
        assert_eq!(
            (pretty(0), pretty(1536), pretty(100 << 30)),
            ("0.00 B".into(), "1.50 KiB".into(), "100.00 GiB".into())
        );
    }

    #[test]
    fn processor_ranges() {
        assert_eq!(ranges(&[0, 1, 2, 3, 8, 10, 11]), "0-3,8,10-11");
        assert_eq!(ranges(&[]), "");
    }
}
