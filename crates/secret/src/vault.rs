//! Sealing of values with a key of the host.
//!
//! A sealed value is text: `1:` (the version), then nonce and ciphertext in hexadecimal digits. The
//! cipher is XChaCha20-Poly1305, whose nonce is long enough to be drawn at random for each value; the
//! UUID of the secret is authenticated with it. The key is 32 random bytes in a file that only the
//! daemon's user can read, made when it is first needed.

use crate::SecretError;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use ferrovirt_driver::secret::SecretValue;
use ferrovirt_host::files;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;
use zeroize::Zeroizing;

const KEY: usize = 32;
const NONCE: usize = 24;
const VERSION: &str = "1:";
/// Most bytes of a value, as the protocol has it.
pub(crate) const LARGEST: usize = 65_536;

/// The key of the host, ready to be used. Its memory is wiped when it is dropped.
pub(crate) struct Vault {
    cipher: XChaCha20Poly1305,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(..)")
    }
}

impl Vault {
    /// Reads the key of the host, or makes it. Blocks.
    pub(crate) fn open(path: &Path) -> Result<Self, SecretError> {
        let key = match files::read_bounded(path, KEY + 1) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(e) if e.is_not_found() => make_key(path)?,
            Err(ferrovirt_host::Error::FileTooLarge { .. }) => return Err(bad_key(path)),
            Err(e) => return Err(e.into()),
        };
        let cipher = XChaCha20Poly1305::new_from_slice(&key).map_err(|_| bad_key(path))?;
        Ok(Vault { cipher })
    }

    /// Seals a value for a secret.
    pub(crate) fn seal(&self, uuid: Uuid, value: &[u8]) -> Result<Arc<str>, SecretError> {
        if value.len() > LARGEST {
            return Err(SecretError::TooLarge {
                len: value.len(),
                limit: LARGEST,
            });
        }
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(SecretError::Random)?;
        let payload = Payload {
            msg: value,
            aad: uuid.as_bytes(),
        };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| SecretError::Sealed { uuid })?;
        let mut text = String::with_capacity(VERSION.len() + 2 * (NONCE + sealed.len()));
        text.push_str(VERSION);
        for byte in nonce.iter().chain(&sealed) {
            for digit in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(digit.into(), 16));
            }
        }
        Ok(text.into())
    }

    /// Opens what was sealed for a secret.
    pub(crate) fn open_value(&self, uuid: Uuid, sealed: &str) -> Result<SecretValue, SecretError> {
        let fail = || SecretError::Sealed { uuid };
        let bytes = unhex(sealed.trim_end().strip_prefix(VERSION).ok_or_else(fail)?).ok_or_else(fail)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or_else(fail)?;
        let payload = Payload {
            msg: sealed,
            aad: uuid.as_bytes(),
        };
        let value = self.cipher.decrypt(&XNonce::from(*nonce), payload);
        value.map(SecretValue::new).map_err(|_| fail())
    }
}

fn make_key(path: &Path) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let mut key = Zeroizing::new(vec![0; KEY]);
    getrandom::fill(&mut key).map_err(SecretError::Random)?;
    if let Some(dir) = path.parent() {
        files::create_dirs(dir, 0o700)?;
    }
    files::write_durable(path, &key, 0o600)?;
    Ok(key)
}

fn bad_key(path: &Path) -> SecretError {
    SecretError::BadKey {
        path: path.to_owned(),
        expected: KEY,
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? << 4 | digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_value_opens_with_its_key_and_name_only() {
        let dir = tempfile::tempdir().unwrap();
        let (uuid, other) = (Uuid::new_v4(), Uuid::new_v4());
        let path = dir.path().join("keys/host.key");
        let vault = Vault::open(&path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        for value in [&b""[..], b"pass\0phrase", &[7; 1000]] {
            let sealed = vault.seal(uuid, value).unwrap();
            assert_eq!(vault.open_value(uuid, &sealed).unwrap().bytes(), value);
            let again = Vault::open(&path).unwrap();
            assert_eq!(again.open_value(uuid, &sealed).unwrap().bytes(), value);
            assert!(again.open_value(other, &sealed).is_err());
            let foreign = Vault::open(&dir.path().join("other.key")).unwrap();
            assert!(foreign.open_value(uuid, &sealed).is_err());
        }
        assert!(vault.seal(uuid, &vec![0; LARGEST + 1]).is_err());
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let dir = tempfile::tempdir().unwrap();
        let vault = Vault::open(&dir.path().join("k")).unwrap();
        let uuid = Uuid::new_v4();
        let sealed = vault.seal(uuid, b"value").unwrap();
        for n in 0..sealed.len() {
            let mut bytes = sealed.as_bytes().to_vec();
            bytes[n] = if bytes[n] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(vault.open_value(uuid, &changed).is_err(), "{n}");
            assert!(vault.open_value(uuid, &sealed[..n]).is_err(), "{n}");
        }
    }

    #[test]
    fn a_file_that_is_no_key_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("k");
        for content in [&b"short"[..], &[0; 33]] {
            std::fs::write(&path, content).unwrap();
            assert!(matches!(Vault::open(&path), Err(SecretError::BadKey { .. })));
        }
    }
}
