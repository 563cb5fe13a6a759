//! Encryption of an image.

use ferrovirt_xml::Xml;
use uuid::Uuid;

/// `<encryption>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Encryption {
    /// `luks` or `qcow`.
    #[xml(attr)]
    pub format: String,
    /// Where the passphrases are.
    #[xml(child = "secret")]
    pub secrets: Vec<EncryptionSecret>,
    /// How data is encrypted.
    #[xml(child)]
    pub cipher: Option<Cipher>,
    /// How initialization vectors are made.
    #[xml(child)]
    pub ivgen: Option<IvGen>,
}

/// A secret, by UUID or by what it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EncryptionSecret {
    /// `passphrase`
    #[xml(attr = "type")]
    pub kind: String,
    /// What it is for.
    #[xml(attr)]
    pub usage: Option<String>,
    /// Its UUID.
    #[xml(attr)]
    pub uuid: Option<Uuid>,
}

/// How data is encrypted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cipher {
    /// Name of the algorithm.
    #[xml(attr)]
    pub name: String,
    /// Bits of the key.
    #[xml(attr)]
    pub size: u32,
    /// Mode of operation.
    #[xml(attr)]
    pub mode: Option<String>,
    /// Hash.
    #[xml(attr)]
    pub hash: Option<String>,
}

/// How initialization vectors are made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IvGen {
    /// Name of the algorithm.
    #[xml(attr)]
    pub name: String,
    /// Hash.
    #[xml(attr)]
    pub hash: Option<String>,
}
