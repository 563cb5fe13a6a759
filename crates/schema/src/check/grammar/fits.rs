//! Whether texts are of the forms in [`super::form`].

use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) fn is_name(text: &str, part: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(part)
}

pub(super) fn one(text: &str, part: impl Fn(char) -> bool) -> bool {
    text.chars().count() == 1 && text.chars().all(part)
}

/// Whether a text is of letters, digits and some more characters.
pub(super) fn of(text: &str, more: &str) -> bool {
    is_name(text, |c| c.is_ascii_alphanumeric() || more.contains(c))
}

pub(super) fn is_line(text: &str) -> bool {
    is_name(text, |c| c != '\n')
}

pub(super) fn printable(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

pub(super) fn all_digits(text: &str) -> bool {
    is_name(text, |c| c.is_ascii_digit())
}

pub(super) fn zero(text: &str) -> bool {
    text.bytes().all(|b| b == b'0')
}

/// Digits that make a number up to `most`.
pub(super) fn digits(text: &str, most: u64) -> bool {
    all_digits(text) && text.parse().is_ok_and(|n: u64| n <= most)
}

pub(super) fn within(text: &str, least: u64, most: u64) -> bool {
    digits(text, most) && text.parse().is_ok_and(|n: u64| n >= least)
}

/// A number without sign up to `most`, with blanks around it.
pub(super) fn unsigned(text: &str, most: u64) -> Option<u64> {
    let text = text.trim();
    text.parse().ok().filter(|n| *n <= most && all_digits(text))
}

/// A number that may have a sign, with blanks around it.
pub(super) fn signed(text: &str, least: i128, most: i128) -> bool {
    text.trim()
        .parse()
        .is_ok_and(|n: i128| (least..=most).contains(&n))
}

pub(super) fn hex(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Up to some hexadecimal digits, with or without `0x`.
pub(super) fn bare_hex(text: &str, most: usize) -> bool {
    hex(text.strip_prefix("0x").unwrap_or(text), 1, most)
}

/// Up to some hexadecimal digits behind `0x`, or a decimal number.
pub(super) fn any_base(text: &str, digits: usize, most: i128) -> bool {
    text.strip_prefix("0x").is_some_and(|t| hex(t, 1, digits)) || signed(text, 0, most)
}

/// The same where the hexadecimal number is not to be greater either.
pub(super) fn any_base_to(text: &str, digits: usize, most: i128) -> bool {
    any_base(text, digits, most)
        && text
            .strip_prefix("0x")
            .and_then(|t| i128::from_str_radix(t, 16).ok())
            .is_none_or(|n| digits > 2 || n <= most)
}

pub(super) fn is_cssid(digits: &str) -> bool {
    let mut bytes = digits.bytes();
    match (bytes.next(), bytes.next(), bytes.next()) {
        (Some(b'f' | b'F'), second, None) => {
            second.is_none_or(|b| b.is_ascii_hexdigit() && !matches!(b, b'f' | b'F'))
        }
        (Some(first), second, None) => {
            first.is_ascii_hexdigit() && second.is_none_or(|b| b.is_ascii_hexdigit())
        }
        _ => false,
    }
}

pub(super) fn usb_version(text: &str) -> bool {
    // Whatever stands between the two numbers.
    (1..=2).any(|at| {
        let (Some(major), Some(rest)) = (text.get(..at), text.get(at..)) else {
            return false;
        };
        let mut minor = rest.chars();
        let between = minor.next().is_some_and(|c| !matches!(c, '\n' | '\r'));
        between && all_digits(major) && all_digits(minor.as_str()) && minor.as_str().len() <= 2
    })
}

pub(super) fn is_iqn(text: &str) -> bool {
    let digits = |t: Option<&str>| t.is_some_and(all_digits);
    let Some(rest) = text.strip_prefix("iqn.") else {
        return false;
    };
    let month = rest.get(5..7).and_then(|m| m.parse().ok()).unwrap_or(0);
    let date = digits(rest.get(..4)) && rest.get(4..5) == Some("-") && digits(rest.get(5..7));
    let Some(name) = rest.get(7..).and_then(|t| t.strip_prefix('.')) else {
        return false;
    };
    let (name, unit) = match name.split_once(':') {
        Some((name, unit)) => (name, is_name(unit, |c| !matches!(c, '\n' | '\r'))),
        None => (name, true),
    };
    date && (1..=12).contains(&month) && of(name, ".-") && unit
}

pub(super) fn is_disk_target(text: &str) -> bool {
    let text = text.strip_prefix("ioemu:").unwrap_or(text);
    let buses = ["fd", "hd", "sd", "vd", "xvd", "ubd"];
    buses
        .iter()
        .any(|bus| text.strip_prefix(bus).is_some_and(|t| of(t, "_")))
}

pub(super) fn absolute(text: &str) -> bool {
    let mut chars = text.chars();
    let rest = match text.strip_prefix('/') {
        Some(rest) => rest,
        None if chars.next().is_some_and(|c| c.is_ascii_alphabetic()) => {
            chars.as_str().strip_prefix(":\\").unwrap_or_default()
        }
        None => "",
    };
    is_name(rest, |c| !matches!(c, '\n' | '\r'))
}

pub(super) fn of_vmware(text: &str) -> bool {
    let parts = text.strip_prefix('[').and_then(|t| t.split_once("] "));
    parts.is_some_and(|(store, name)| {
        !store.is_empty() && !store.contains(']') && is_name(name, |c| !matches!(c, '\n' | '\r'))
    })
}

/// Near enough: a scheme if there is a colon before the path, one fragment, no stray percent sign.
pub(super) fn is_uri(text: &str) -> bool {
    let text = text.trim();
    let escapes = text
        .split('%')
        .skip(1)
        .all(|t| t.get(..2).is_some_and(|t| hex(t, 2, 2)));
    let start = text.split(['/', '?', '#']).next().unwrap_or_default();
    let schemed = match start.split_once(':') {
        Some((scheme, _)) => of(scheme, "+-.") && scheme.starts_with(|c: char| c.is_ascii_alphabetic()),
        None => true,
    };
    escapes && schemed && !text.contains(['[', ']']) && text.matches('#').count() < 2
}

pub(super) fn is_vpd(text: &str) -> bool {
    // Digits, small letters, and what lies from A to F, from blank to underscore and a few more.
    let known = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || (' '..='_').contains(&c);
    text.chars().count() <= 255 && text.chars().all(known)
}

pub(super) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: &[usize] = if groups.len() == 1 {
        &[32]
    } else {
        &[8, 4, 4, 4, 12]
    };
    groups.len() == lengths.len() && groups.iter().zip(lengths).all(|(group, n)| hex(group, *n, *n))
}

pub(super) fn is_mac(text: &str) -> bool {
    let bytes = text.split(':');
    bytes.clone().count() == 6 && bytes.clone().all(|byte| hex(byte, 2, 2))
}

pub(super) fn short_mac(text: &str) -> bool {
    let bytes = text.split(':');
    bytes.clone().count() == 6 && bytes.clone().all(|byte| hex(byte, 1, 2))
}

/// A kind, then what the kind says: for two of them a type of hardware, which is not 0.
pub(super) fn is_duid(text: &str) -> bool {
    let bytes: Vec<&str> = text.split(':').collect();
    let number = |n: usize| bytes.get(n).and_then(|b| u8::from_str_radix(b, 16).ok());
    let hardware = number(2) == Some(0) && number(3).is_some_and(|n| n < 16 && n != 0);
    let fits = match (number(0), number(1)) {
        (Some(0), Some(1)) => hardware && (14..=16).contains(&bytes.len()),
        (Some(0), Some(2)) => (7..=130).contains(&bytes.len()),
        (Some(0), Some(3)) => hardware && (10..=12).contains(&bytes.len()),
        (Some(0), Some(4)) => bytes.len() == 18,
        _ => false,
    };
    fits && bytes.iter().all(|b| hex(b, 1, 2))
}

pub(super) fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

pub(super) fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

pub(super) fn is_ip(text: &str) -> bool {
    is_ipv4(text) || is_ipv6(text)
}

pub(super) fn is_unit(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    let bytes = matches!(word.as_str(), "b" | "byte" | "bytes");
    let mut rest = word.chars();
    let scaled = rest.next().is_some_and(|c| "kmgtpe".contains(c));
    bytes || scaled && matches!(rest.as_str(), "" | "b" | "ib")
}

pub(super) fn is_range(text: &str) -> bool {
    match (text.strip_prefix('^'), text.split_once('-')) {
        (Some(number), _) => all_digits(number),
        (None, Some((from, to))) => all_digits(from) && all_digits(to),
        (None, None) => all_digits(text),
    }
}

pub(super) fn is_speed(text: &str) -> bool {
    // Any character may stand for the dot.
    let whole = text.chars().take_while(char::is_ascii_digit).count();
    let mut rest = text.get(whole..).unwrap_or_default().chars();
    whole > 0
        && match rest.next() {
            None => true,
            Some(c) => !matches!(c, '\n' | '\r') && all_digits(rest.as_str()),
        }
}

pub(super) fn is_shift(text: &str) -> bool {
    all_digits(text.strip_prefix(['-', '+']).unwrap_or(text))
}

pub(super) fn is_date_time(text: &str) -> bool {
    let text = text.trim();
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    let number = |t: &str, n: usize, least: u32, most: u32| {
        t.len() == n && all_digits(t) && t.parse().is_ok_and(|n| (least..=most).contains(&n))
    };
    let mut days = date.rsplitn(3, '-');
    let day = days.next().is_some_and(|t| number(t, 2, 1, 31));
    let month = days.next().is_some_and(|t| number(t, 2, 1, 12));
    let year = days
        .next()
        .is_some_and(|t| t.len() >= 4 && all_digits(t.trim_start_matches('-')));
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (time, zone) = time.split_at(zone);
    let clock = |t: &str| {
        let mut parts = t.split(':');
        let mut next = |most| parts.next().is_some_and(|t| number(t, 2, 0, most));
        (next(23), next(59))
    };
    let zoned = match zone.strip_prefix(['+', '-']) {
        Some(zone) => zone.len() == 5 && clock(zone) == (true, true),
        None => zone.is_empty() || zone == "Z",
    };
    let seconds = time.splitn(3, ':').nth(2).unwrap_or_default();
    let (seconds, part) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let timed = clock(time) == (true, true) && number(seconds, 2, 0, 59) && all_digits(part);
    day && month && year && timed && zoned
}

pub(super) fn is_chain(text: &str) -> bool {
    let chains = [
        ("mac", 9),
        ("stp", 9),
        ("vlan", 8),
        ("arp", 9),
        ("rarp", 8),
        ("ipv4", 8),
        ("ipv6", 8),
    ];
    let more = |(protocol, most): &(&str, usize)| {
        text.strip_prefix(protocol)
            .is_some_and(|t| t.is_empty() || t.len() <= *most && of(t, "_.:-"))
    };
    text.trim() == "root" || chains.iter().any(more)
}

/// `$NAME`, or `$NAME[3]`.
pub(super) fn variable(text: &str) -> bool {
    let Some(text) = text.strip_prefix('$') else {
        return false;
    };
    let (name, index) = match text.trim_matches(' ').split_once('[') {
        Some((name, index)) => (name, Some(index)),
        None => (text.trim_matches(' '), None),
    };
    let numbered = |index: &str| {
        let index = index.strip_suffix(']').map(|t| t.trim_matches(' '));
        index.is_some_and(|t| all_digits(t.strip_prefix('@').unwrap_or(t)))
    };
    of(name, "_") && index.is_none_or(numbered)
}

/// Four numbers up to 299.
pub(super) fn loose_ipv4(text: &str) -> bool {
    let number = |t: &str| all_digits(t) && (t.len() < 3 || t.len() == 3 && t.starts_with(['0', '1', '2']));
    text.split('.').count() == 4 && text.split('.').all(number)
}

/// What follows on two to seven groups of hexadecimal digits with a colon behind each.
pub(super) fn loose_ipv6_start(text: &str) -> Option<&str> {
    let (groups, rest) = text.rsplit_once(':')?;
    let few = (2..=7).contains(&groups.split(':').count());
    (few && groups.split(':').all(|group| hex(group, 0, 4))).then_some(rest)
}

pub(super) fn loose_ipv6(text: &str) -> bool {
    let Some(rest) = loose_ipv6_start(text) else {
        return false;
    };
    let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    // Of the digits before the first dot, any number may belong to the group.
    let mut tails = (0..=digits).filter_map(|at| rest.get(at..));
    digits == rest.len() || tails.any(loose_ipv4)
}

pub(super) fn is_arp_operation(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "reply",
        "request",
        "request_reverse",
        "reply_reverse",
        "DRARP_request",
        "DRARP_reply",
        "DRARP_error",
        "InARP_request",
    ];
    // A word may begin with a capital.
    let same = |name: &&str| {
        name.split('_').count() == text.split('_').count()
            && name.split('_').zip(text.split('_')).all(|(a, b)| {
                a == b
                    || a.bytes().all(|b| b.is_ascii_lowercase())
                        && b.starts_with(|c: char| c.is_ascii_uppercase())
                        && a.get(..1)
                            .is_some_and(|f| b.get(..1).is_some_and(|g| f.eq_ignore_ascii_case(g)))
                        && a.get(1..) == b.get(1..)
            })
    };
    text == "ARP_NAK" || text == "InARP_Reply" || NAMES.iter().any(same)
}

pub(super) fn listed(text: &str, words: &[&str]) -> bool {
    text.split(',').all(|word| words.contains(&word))
}
