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
    fn a_value_does_not_show() {
        let value = SecretValue::new(b"open sesame".to_vec());
        assert_eq!(format!("{value:?}"), "SecretValue(..)");
        assert_eq!(value.bytes(), b"open sesame");
    }
}
