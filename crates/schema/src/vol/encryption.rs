//! Encryption of an image.

use ferrovirt_xml::{Node, Xml, XmlError};

use crate::common::secret::{EncryptionEngine, EncryptionFormat, EncryptionSecret};

/// `<encryption>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = has_cipher)]
pub struct Encryption {
    /// `luks` or `qcow`. Default: default.
    #[xml(attr, blank)]
    pub format: EncryptionFormat,
    /// Who encrypts. Default: qemu. Since 7.9.0.
    #[xml(attr)]
    pub engine: Option<EncryptionEngine>,
    /// Where the passphrases are.
    #[xml(child = "secret")]
    pub secrets: Vec<EncryptionSecret>,
    /// How data is encrypted. Since 2.1.0.
    #[xml(child)]
    pub cipher: Option<Cipher>,
    /// How initialization vectors are made. Since 2.1.0.
    #[xml(child)]
    pub ivgen: Option<IvGen>,
}

/// Vectors are made for a cipher.
fn has_cipher(encryption: &mut Encryption, node: Node<'_>) -> Result<(), XmlError> {
    match encryption.ivgen.is_some() && encryption.cipher.is_none() {
        true => Err(node.missing("element", "cipher")),
        false => Ok(()),
    }
}

/// How data is encrypted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cipher {
    /// Name of the algorithm.
    #[xml(attr)]
    pub name: String,
    /// Length of the key. Unit: bits.
    #[xml(attr)]
    pub size: u32,
    /// Mode of operation. Default: xts.
    #[xml(attr)]
    pub mode: Option<String>,
    /// Hash. Default: sha256.
    #[xml(attr)]
    pub hash: Option<String>,
}

/// How initialization vectors are made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IvGen {
    /// Name of the algorithm.
    #[xml(attr)]
    pub name: String,
    /// Hash. Default: none.
    #[xml(attr)]
    pub hash: Option<String>,
}
