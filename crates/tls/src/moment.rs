//! Times of certificates.

use crate::der::{Element, tag};
use std::fmt;

/// A point in time, to the second, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(
    /// Seconds since 1970.
    pub i64,
);

const DAY: i64 = 86_400;

impl Moment {
    /// Now.
    pub fn now() -> Self {
        let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        Self(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }

    /// `YYMMDDhhmmssZ` or `YYYYMMDDhhmmssZ`.
    pub(crate) fn read(element: Element<'_>) -> Option<Self> {
        let digits = element.content.strip_suffix(b"Z")?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let (year, rest) = match element.tag {
            tag::UTC_TIME => {
                let (year, rest) = digits.split_at_checked(2)?;
                // The rule of RFC 5280, 4.1.2.5.1.
                let year = number(year);
                (if year < 50 { 2000 + year } else { 1900 + year }, rest)
            }
            tag::GENERALIZED_TIME => {
                let (year, rest) = digits.split_at_checked(4)?;
                (number(year), rest)
            }
            _ => return None,
        };
        let [a, b, c, d, e, f, g, h, i, j] = rest else {
            return None;
        };
        let [month, day, hour, minute, second] =
            [[*a, *b], [*c, *d], [*e, *f], [*g, *h], [*i, *j]].map(|pair| number(&pair));
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        Some(Self(
            days(year, month, day) * DAY + hour * 3600 + minute * 60 + second,
        ))
    }
}

fn number(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |n, digit| n * 10 + i64::from(digit - b'0'))
}

/// Days from 1970 to a date of the Gregorian calendar. Years begin in March here, so that the day that leap years
/// add is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (month * 306 + 5) / 10
        + day
        - 1
        - 719_468
}

impl fmt::Display for Moment {
    /// `2026-11-22 20:15 UTC`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, second) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY));
        // Too late by a year for each four centuries or so.
        let mut year = 1970 + day.div_euclid(365);
        while days(year, 1, 1) > day {
            year -= 1;
        }
        let month = (1..=12).rev().find(|m| days(year, *m, 1) <= day).unwrap_or(1);
        write!(
            f,
            "{year:04}-{month:02}-{:02} {:02}:{:02} UTC",
            day - days(year, month, 1) + 1,
            second / 3600,
            second / 60 % 60
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: u8, text: &str) -> Option<Moment> {
        Moment::read(Element {
            tag,
            content: text.as_bytes(),
            whole: &[],
        })
    }

    #[test]
    fn both_forms() {
        assert_eq!(read(tag::UTC_TIME, "700101000000Z"), Some(Moment(0)));
        assert_eq!(read(tag::UTC_TIME, "240229120000Z"), Some(Moment(1_709_208_000)));
        assert_eq!(
            read(tag::GENERALIZED_TIME, "20500101000000Z"),
            Some(Moment(2_524_608_000))
        );
        for bad in [
            "7001010000Z",
            "701301000000Z",
            "700101000000",
            "7001010000+1Z",
            "",
        ] {
            assert_eq!(read(tag::UTC_TIME, bad), None, "{bad}");
        }
    }

    #[test]
    fn shown() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00 UTC"),
            (1_709_208_000, "2024-02-29 12:00 UTC"),
            (1_735_689_599, "2024-12-31 23:59 UTC"),
            (253_402_300_799, "9999-12-31 23:59 UTC"),
        ] {
            assert_eq!(Moment(seconds).to_string(), text);
        }
    }
}
