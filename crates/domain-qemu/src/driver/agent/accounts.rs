//! Passwords and keys of users in the guest.

use super::super::QemuDriver;
use crate::error::{QemuError, Result};
use ferrovirt_types::consts::DomainAuthorizedSshKeysSetFlags as Set;
use ferrovirt_types::object::DomainRef;
use serde::Deserialize;
use serde_json::json;

/// Keys that a guest may tell of.
const MOST_KEYS: usize = 2048;

#[derive(Deserialize)]
struct Keys {
    keys: Vec<String>,
}

/// RFC 4648, section 4.
fn base64(data: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(data.len().div_ceil(3) * 4);
    for group in data.chunks(3) {
        let bits =
            group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for n in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * n) & 63) as usize];
            text.push(if n <= group.len() { digit.into() } else { '=' });
        }
    }
    text
}

impl QemuDriver {
    /// Sets a password; one that is encrypted already is taken as it is.
    pub(super) async fn set_password(
        &self,
        dom: &DomainRef,
        user: &str,
        password: &str,
        encrypted: bool,
    ) -> Result<()> {
        let password = base64(password.as_bytes());
        let arguments = json!({ "username": user, "password": password, "crypted": encrypted });
        self.ask_in_time(dom, "guest-set-user-password", Some(arguments))
            .await?;
        Ok(())
    }

    pub(super) async fn keys(&self, dom: &DomainRef, user: &str) -> Result<Vec<String>> {
        let arguments = json!({ "username": user });
        let mut told: Keys = self
            .agent(dom, "guest-ssh-get-authorized-keys", Some(arguments))
            .await?;
        told.keys.truncate(MOST_KEYS);
        Ok(told.keys)
    }

    pub(super) async fn set_keys(
        &self,
        dom: &DomainRef,
        user: &str,
        keys: &[String],
        flags: u32,
    ) -> Result<()> {
        let flags = Set::from_bits_truncate(flags);
        if flags.contains(Set::APPEND | Set::REMOVE) {
            return Err(QemuError::InvalidArg(
                "keys are added or removed, not both".to_owned(),
            ));
        }
        if keys.is_empty() && !flags.is_empty() {
            return Err(QemuError::InvalidArg(
                "no keys are given to be added or removed".to_owned(),
            ));
        }
        let (name, arguments) = if flags.contains(Set::REMOVE) {
            let arguments = json!({ "username": user, "keys": keys });
            ("guest-ssh-remove-authorized-keys", arguments)
        } else {
            let reset = !flags.contains(Set::APPEND);
            let arguments = json!({ "username": user, "keys": keys, "reset": reset });
            ("guest-ssh-add-authorized-keys", arguments)
        };
        self.ask_in_time(dom, name, Some(arguments)).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn digits_of_rfc_4648() {
        let all = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ];
        for (text, digits) in all {
            assert_eq!(base64(text.as_bytes()), digits);
        }
    }
}
