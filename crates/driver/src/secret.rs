//! Values of secrets, as drivers of one process hand them to each other: a passphrase of an image, a
//! password for a storage server.

use async_trait::async_trait;
use ferrovirt_types::Result;
use ferrovirt_types::consts::SecretUsageType;
use std::fmt;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The value of a secret. It is wiped from memory when dropped and shows in no debug output.
#[derive(Clone)]
pub struct SecretValue(Zeroizing<Vec<u8>>);

impl SecretValue {
    /// Takes a value over.
    pub fn new(bytes: Vec<u8>) -> Self {
        SecretValue(Zeroizing::new(bytes))
    }

    /// The value.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The value in base64 (RFC 4648, with padding), for what takes text only.
    pub fn digits(&self) -> Self {
        SecretValue::new(base64(&self.0))
    }
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let byte = |n: usize| u32::from(part.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4 {
            // Six bits are less than 64.
            let digit = DIGITS[(bits >> (18 - 6 * n) & 63) as usize];
            text.push(if n > part.len() { b'=' } else { digit });
        }
    }
    text
}

impl fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretValue(..)")
    }
}

/// How a document names a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretKey {
    /// By identity.
    Uuid(Uuid),
    /// By what it is for.
    Usage(String),
}

impl fmt::Display for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SecretKey::Uuid(uuid) => write!(f, "uuid '{uuid}'"),
            SecretKey::Usage(usage) => write!(f, "usage '{usage}'"),
        }
    }
}

/// Secrets as neighbouring drivers see them. Private ones are given out: that they are kept from
/// clients is what makes them private.
#[async_trait]
pub trait GuestSecrets: Send + Sync {
    /// The value of the secret for this kind of use. An error says that there is no such secret, that it
    /// is for another kind of use, or that it has no value.
    async fn value(&self, key: &SecretKey, kind: SecretUsageType) -> Result<SecretValue>;

    /// The secret that is for `usage`, if there is one.
    async fn find(&self, kind: SecretUsageType, usage: &str) -> Option<Uuid>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("fooba", "Zm9vYmE="),
        ] {
            let value = SecretValue::new(bytes.into());
            assert_eq!(value.digits().bytes(), text.as_bytes());
        }
    }

    #[test]
    fn a_value_does_not_show() {
        let value = SecretValue::new(b"open sesame".to_vec());
        assert_eq!(format!("{value:?}"), "SecretValue(..)");
        assert_eq!(value.bytes(), b"open sesame");
    }
}
