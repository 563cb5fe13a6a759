//! What the source tells the destination beside the document: a small document of its own.

use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::Domain;
use ferrovirt_xml::{Xml, parse_document, print_document};
use uuid::Uuid;

/// Larger ones are not ours; a limit of the interface.
const MAX: usize = 4 << 20;

/// `<qemu-migration>`
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub(super) struct Cookie {
    #[xml(leaf)]
    pub name: String,
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    #[xml(leaf)]
    pub hostname: Option<String>,
    #[xml(leaf)]
    pub hostuuid: Option<Uuid>,
    /// The definition, which may differ from what runs.
    #[xml(child)]
    pub domain: Option<Box<Domain>>,
}

impl Cookie {
    pub fn write(&self) -> Vec<u8> {
        print_document(self, "qemu-migration").into_bytes()
    }

    /// Reads what another daemon sent. Nothing is a cookie, too.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let text = bytes.strip_suffix(&[0]).unwrap_or(bytes);
        if text.is_empty() {
            return Ok(Cookie::default());
        }
        if text.len() > MAX {
            return Err(QemuError::InvalidArg(
                "the migration cookie is too long".to_owned(),
            ));
        }
        let text = std::str::from_utf8(text)
            .map_err(|_| QemuError::InvalidArg("Migration cookie was not a text".to_owned()))?;
        Ok(parse_document(text, "qemu-migration")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_arrives() {
        let cookie = Cookie {
            name: "g".to_owned(),
            uuid: Some(Uuid::from_u128(3)),
            ..Cookie::default()
        };
        assert_eq!(Cookie::read(&cookie.write()).unwrap(), cookie);
        let mut with_end = cookie.write();
        with_end.push(0);
        assert_eq!(Cookie::read(&with_end).unwrap(), cookie);
        assert_eq!(Cookie::read(b"").unwrap(), Cookie::default());
        assert!(Cookie::read(b"\xff").is_err());
        assert!(Cookie::read(b"<other/>").is_err());
    }
}
