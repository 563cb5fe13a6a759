//! MAC addresses of guests, bridges and taps.

use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A 48-bit MAC address. Prints in lower case with colons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacAddr(pub [u8; 6]);

/// The text is no MAC address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a MAC address (six hexadecimal numbers with colons, as in 52:54:00:12:34:56)")]
pub struct ParseMacError(String);

impl MacAddr {
    /// First half of the addresses that are made up for KVM and QEMU guests.
    pub const GUEST_PREFIX: [u8; 3] = [0x52, 0x54, 0x00];

    /// A random address that begins with `prefix`.
    pub fn random(prefix: [u8; 3]) -> Self {
        // The last bytes of a random UUID hold nothing but randomness.
        let random = Uuid::new_v4();
        let r = random.as_bytes();
        MacAddr([prefix[0], prefix[1], prefix[2], r[13], r[14], r[15]])
    }

    /// Whether it addresses a group rather than one station; no interface may have such an address.
    pub fn is_multicast(&self) -> bool {
        self.0[0] & 1 != 0
    }

    /// Whether it is all zeroes: the kernel's and peers' word for "none".
    pub fn is_zero(&self) -> bool {
        self.0 == [0; 6]
    }
}

impl fmt::Display for MacAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl FromStr for MacAddr {
    type Err = ParseMacError;

    /// Six numbers of one or two hexadecimal digits with colons between.
    fn from_str(text: &str) -> Result<Self, ParseMacError> {
        let refused = || ParseMacError(text.to_owned());
        let mut bytes = [0; 6];
        let mut parts = text.split(':');
        for byte in &mut bytes {
            let part = parts.next().ok_or_else(refused)?;
            if part.is_empty() || part.len() > 2 || !part.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Err(refused());
            }
            *byte = u8::from_str_radix(part, 16).map_err(|_| refused())?;
        }
        if parts.next().is_some() {
            Err(refused())
        } else {
            Ok(MacAddr(bytes))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips() {
        let mac: MacAddr = "52:54:0:AB:0c:ff".parse().unwrap();
        assert_eq!(mac.to_string(), "52:54:00:ab:0c:ff");
        for bad in [
            "",
            "52:54:00:ab:0c",
            "52:54:00:ab:0c:ff:1",
            "52:54:00:ab:0c:+f",
            "52:54:00:ab:0c:fff",
            "::::::",
        ] {
            assert!(bad.parse::<MacAddr>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn random_ones_are_unicast_and_differ() {
        let mac = MacAddr::random(MacAddr::GUEST_PREFIX);
        assert!(!mac.is_multicast() && !mac.is_zero());
        assert!(mac.to_string().starts_with("52:54:00:"));
        assert_ne!(mac, MacAddr::random(MacAddr::GUEST_PREFIX));
    }
}
